"""The two gates: Great Expectations judges staging and marts; suites lie in `expectations/`."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import yaml  # type: ignore[import-untyped]

from flows.errors import GateError
from flows.load.database import limit_memory, quote_text
from flows.settings import Settings

if TYPE_CHECKING:  # importing it takes seconds: only those who judge pay it
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.datasource.fluent import SQLDatasource
    from great_expectations.datasource.fluent.interfaces import Batch
    from great_expectations.expectations.expectation import Expectation


@dataclass(frozen=True)
class Criterion:
    """One expectation of a suite on one table, or on the one value of a query."""

    name: str
    table: str
    query: str | None
    type: str
    arguments: Mapping[str, Any]
    severity: str
    needs: frozenset[str]
    reason: str

    @property
    def threshold(self) -> str:
        """What is expected, in short: `min_value=0.8`; a query for unexpected rows expects none."""
        bounds = [f"{key}={value}" for key, value in self.arguments.items() if not key.endswith("query")]
        return ", ".join(bounds) or "no rows"


@dataclass(frozen=True)
class Suite:
    """A gate: what it expects of the tables of one schema."""

    name: str
    schema: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class Verdict:
    """What a gate found, one row of `meta.validation_result`."""

    suite: str
    expectation: str
    table_name: str
    success: bool
    errored: bool
    severity: str
    observed: str
    threshold: str
    reason: str


def judge(name: str, settings: Settings, load_id: str) -> list[dict[str, Any]]:
    """Judge the running load by `gate_1` (staging) or `gate_2` (marts).

    Returns rows of the history's table `validation_result`. Failing and erring are told apart;
    it is for the caller to stop where either forbids to publish.
    """
    suite = read_suite(settings.expectations / f"{name}.yml")
    database = settings.staging if suite.schema == "staging" else settings.marts
    verdicts = run_gate(
        suite,
        database,
        previous=settings.published if settings.published.exists() else None,
        documents=count_documents(suite, database),
        large_load=settings.min_documents_for_shares,
    )
    return [{"load_id": load_id, **vars(verdict)} for verdict in verdicts]


def read_suite(path: Path) -> Suite:
    """Return the suite of a YAML file. Raises GateError naming what is wrong in it."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        criteria = tuple(itertools.chain.from_iterable(map(_read_criteria, raw["expectations"])))
        return Suite(raw["suite"], raw["schema"], criteria)
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise GateError(f"suite {path} cannot be read: {type(error).__name__}: {error}") from error


def _read_criteria(raw: Mapping[str, Any]) -> Iterator[Criterion]:
    """Yield one criterion for each table that an entry names."""
    needs = raw.get("needs", [])
    for table in raw.get("tables") or [raw.get("table") or raw["about"]]:
        query = raw.get("query")
        yield Criterion(
            name=raw["name"],
            table=table,
            query=query and query.replace("{table}", table),
            type=raw["type"],
            arguments=raw["arguments"],
            severity=raw["severity"],
            needs=frozenset([needs] if isinstance(needs, str) else needs),
            reason=raw["reason"],
        )


def run_gate(
    suite: Suite, database: Path, *, previous: Path | None, documents: int, large_load: int
) -> list[Verdict]:
    """Judge a database by a suite; `previous` is the published file, None before the first.

    Criteria that need a large load only warn below `large_load` documents; those that need a
    previous release are left out without one.
    """
    criteria = [c for c in suite.criteria if previous is not None or "previous" not in c.needs]
    files = {"judged": database} | ({"previous": previous} if previous is not None else {})
    with _open_datasource(files, suite.schema) as source:
        verdicts = []
        for (_, query), group in itertools.groupby(criteria, key=lambda c: (c.table, c.query or "")):
            verdicts += _judge(source, suite, query or None, list(group), is_large=documents >= large_load)
    return verdicts


def count_documents(suite: Suite, database: Path) -> int:
    """Return how many documents there are to judge: of staging those of the running load."""
    judged = "documents inner join state using (load_id)" if suite.schema == "staging" else "dim_document"
    with _attach({"judged": database}, suite.schema) as connection:
        return connection.execute(f"select count(*) from {judged}").fetchall()[0][0]


def _attach(files: Mapping[str, Path], schema: str) -> duckdb.DuckDBPyConnection:
    """Open files read-only, under names that are no schema's; a schema of the first is the default."""
    connection = duckdb.connect()
    limit_memory(connection, next(iter(files.values())))
    for name, path in files.items():
        connection.execute(f"attach {quote_text(path)} as {name} (read_only)")
    connection.execute(f"use {next(iter(files))}.{schema}")
    return connection


@contextmanager
def _open_datasource(files: Mapping[str, Path], schema: str) -> Iterator[SQLDatasource]:
    """Open the files for Great Expectations, and let go of them whatever happens."""
    import great_expectations as gx
    from duckdb_sqlalchemy import ConnectionWrapper
    from great_expectations.data_context.types.base import ProgressBarsConfig

    logging.getLogger("great_expectations.data_context.types.base").setLevel(
        logging.WARNING
    )  # sets itself to INFO
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    options: dict[str, Any] = {
        "creator": lambda: ConnectionWrapper(_attach(files, schema)),
        # a rollback when the connection is handed back would clear DuckDB's pending result
        "isolation_level": "AUTOCOMMIT",
        "skip_autocommit_rollback": True,
    }
    add_sql: Any = context.data_sources.add_sql  # its stub does not know `kwargs`
    source = add_sql(
        "warehouse", connection_string="duckdb:///:memory:", create_temp_table=False, kwargs=options
    )
    try:
        yield source
    finally:  # two engines, each with a connection of its own
        source.get_execution_engine().engine.dispose()
        source.get_engine().dispose()


def _judge(
    source: SQLDatasource, suite: Suite, query: str | None, criteria: Sequence[Criterion], *, is_large: bool
) -> list[Verdict]:
    """Judge one table or query; what cannot be evaluated is an error, not a failure."""
    try:
        batch = _open_batch(source, query, criteria[0])
        results = [
            batch.validate(_build_expectation(criterion), result_format="COMPLETE") for criterion in criteria
        ]
    except Exception as error:  # no such table, no such column in the query, no such type
        return [_give_verdict(suite, c, is_large, error=f"{error}") for c in criteria]
    return [_give_verdict(suite, c, is_large, result=r) for c, r in zip(criteria, results, strict=True)]


def _open_batch(source: SQLDatasource, query: str | None, criterion: Criterion) -> Batch:
    name = f"{criterion.name} {criterion.table}"
    if query is None:
        table = source.add_table_asset(name, table_name=criterion.table)
        return table.add_batch_definition_whole_table("all").get_batch()
    selected = f"select value from ({query}) as asked"  # it takes no query that begins with `with`
    return source.add_query_asset(name, query=selected).add_batch_definition_whole_table("all").get_batch()


def _build_expectation(criterion: Criterion) -> Expectation:
    from great_expectations.expectations import core

    kind = "".join(word.capitalize() for word in criterion.type.split("_"))
    column = {} if criterion.query is None else {"column": "value"}
    return getattr(core, kind)(**column, **criterion.arguments)


def _give_verdict(
    suite: Suite,
    criterion: Criterion,
    is_large: bool,
    *,
    result: ExpectationValidationResult | None = None,
    error: str = "",
) -> Verdict:
    error = error or (_find_exception(result.exception_info) if result else "")
    observed = None if result is None or error else result.result.get("observed_value")
    has_nothing_to_judge = criterion.query is not None and observed is None
    success = not error and result is not None and (bool(result.success) or has_nothing_to_judge)
    is_excused = "large_load" in criterion.needs and not is_large
    return Verdict(
        suite=suite.name,
        expectation=criterion.name,
        table_name=criterion.table,
        success=success,
        errored=bool(error),
        severity="warn" if is_excused else criterion.severity,
        observed=error or _show_observed(result, observed),
        threshold=criterion.threshold,
        reason=criterion.reason,
    )


def _find_exception(info: Mapping[str, Any] | None) -> str:
    """Return the message of an exception that Great Expectations caught, '' for none.

    The information is that of one exception, or one of it for each metric.
    """
    for part in [info or {}, *(info or {}).values()]:
        if isinstance(part, Mapping) and part.get("exception_message"):
            return str(part["exception_message"])
    return ""


def _show_observed(result: ExpectationValidationResult | None, observed: object) -> str:
    """Return what was found: `0.93`, `nothing to judge`, or `2 rows, such as {...}`."""
    if result is None or observed is None:
        return "nothing to judge"
    rows = (result.result.get("details") or {}).get("unexpected_rows") or []
    if rows:
        return f"{observed} rows, such as {dict(rows[0])}"
    return f"{observed:.4g}" if isinstance(observed, float) else str(observed)
