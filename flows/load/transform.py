"""Build the marts from staging: dbt, run inside this process."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, ClassVar

from flows.errors import StepError
from flows.load.parsed import PREPARED, read_prepared, write_prepared
from flows.settings import Settings

if TYPE_CHECKING:  # dbt takes a second to import: only those who build pay it
    from dbt.cli.main import dbtRunnerResult

GOOD = {"success", "pass", "warn"}
META = "tag:meta"
OF_REBUILD = "tag:of_rebuild"  # tests that read all facts, of views that follow from their tables
TOLD_FAILURES = 5
PUBLISHED_DATABASE = "rostrum"  # dbt's name of the file that is published
NOT_OF_A_LOAD = (  # unit tests judge the models, not the data; of exposures nothing is built
    *("--exclude-resource-type", "unit_test"),
    *("--exclude-resource-type", "exposure"),
)


@dataclass(frozen=True)
class Node:
    """What became of one model or test."""

    name: str
    kind: str  # model, test, unit_test
    status: str  # success, pass, warn; fail, error, skipped only in the error that is raised
    seconds: float
    message: str


@dataclass(frozen=True)
class Column:
    """A published column, as its model's YAML describes it."""

    name: str
    data_type: str
    description: str


@dataclass(frozen=True)
class Model:
    """A published table or view."""

    schema: str
    name: str
    description: str
    columns: tuple[Column, ...]


class Transformation:
    """The dbt project on one warehouse."""

    # What was parsed before it is needed, and what `build_marts` used, for the `build_meta` of the
    # same load: a run marks what it compiled, so no two runs that share a model can have the same.
    _ahead: ClassVar[dict[tuple[Path, Path], Any]] = {}
    _of_marts: ClassVar[dict[tuple[Path, Path], Any]] = {}

    def __init__(self, project: Path, warehouse: Path) -> None:
        self.project, self.warehouse = project, warehouse

    def parse(self) -> Any:
        """Return dbt's manifest of the project, which a run may change: as made at install if that fits."""
        prepared = read_prepared(self.project)
        if prepared is not None:
            return prepared
        outcome = self._invoke(["parse"], None)
        if outcome.exception is not None:
            raise StepError(f"dbt project {self.project} cannot be parsed: {outcome.exception}")
        return outcome.result

    def parse_ahead(self) -> None:
        """Parse the project for the next `build_marts`; a process apart does it while others extract."""
        self._ahead[self.project, self.warehouse] = self.parse()

    def build_marts(self, *, full_refresh: bool = False) -> list[Node]:
        """Build intermediate and marts models, and run their tests.

        Facts go on from those that are there, for the documents that the load concerns, unless
        `full_refresh` builds all anew.
        Raises StepError naming the models or tests that failed.
        """
        key = (self.project, self.warehouse)
        manifest = self._of_marts[key] = self._ahead.pop(key, None) or self.parse()
        options = (
            [META, *NOT_OF_A_LOAD, "--full-refresh"] if full_refresh else [META, OF_REBUILD, *NOT_OF_A_LOAD]
        )
        return self._run(["build", "--exclude", *options], manifest)

    def build_meta(self) -> list[Node]:
        """Build the schema `meta`; after gate 2, so that the history holds its results."""
        manifest = self._of_marts.pop((self.project, self.warehouse), None) or self.parse()
        return self._run(["build", "--select", META, *NOT_OF_A_LOAD], manifest)

    def test_units(self) -> list[Node]:
        """Run the unit tests of the models; they need the models' relations to exist."""
        return self._run(["test", "--select", "test_type:unit"], self.parse())

    def describe_published(self) -> list[Model]:
        """Return every published table and view with its descriptions; needs no warehouse."""
        return [
            Model(node.schema, node.name, node.description, tuple(_describe_columns(node)))
            for node in self.parse().nodes.values()
            if node.resource_type == "model" and node.database == PUBLISHED_DATABASE
        ]

    def generate_site(self) -> Path:
        """Write dbt's documentation of the models as one page, and return its path."""
        outcome = self._invoke(["docs", "generate", "--static", "--write-json"], None)
        if not outcome.success:
            raise StepError(f"dbt docs generate: {outcome.exception}")
        return self.warehouse / "dbt" / "target" / "static_index.html"

    def _run(self, arguments: Sequence[str], manifest: Any) -> list[Node]:
        outcome = self._invoke(arguments, manifest)
        if outcome.exception is not None or outcome.result is None:
            raise StepError(f"dbt {arguments[0]} could not run: {outcome.exception}") from outcome.exception
        nodes = [_describe(result) for result in getattr(outcome.result, "results", [])]
        failed = [node for node in nodes if node.status not in GOOD and node.status != "skipped"]
        if failed:
            raise StepError(f"dbt {arguments[0]} failed, nothing was published: {_list_failures(failed)}")
        return nodes

    def _invoke(self, arguments: Sequence[str], manifest: Any) -> dbtRunnerResult:
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager
        from dbt.cli.main import dbtRunner

        try:
            written = () if "--write-json" in arguments else ("--no-write-json",)
            return dbtRunner(manifest=manifest).invoke([*arguments, *written, *self._options()])
        finally:
            # dbt leaves its connection open, and DuckDB opens no file in two ways at once
            DuckDBConnectionManager.close_all_connections()

    def _options(self) -> list[str]:
        folder = self.warehouse / "dbt"  # kept between runs: only changed files are parsed again
        return [
            *("--project-dir", str(self.project), "--profiles-dir", str(self.project)),
            *("--target-path", str(folder / "target"), "--log-path", str(folder / "logs")),
            *("--vars", json.dumps({"warehouse": str(self.warehouse)})),
            # what fails is in the error; writing every event to a log is a tenth of the time
            *("--log-level", "none", "--log-level-file", "none"),
        ]


def _list_failures(failed: Sequence[Node]) -> str:
    """Return what failed and why; of many, the first: a full disk fails all models in the same words."""
    told = [f"{node.name} {node.status}: {node.message}" for node in failed[:TOLD_FAILURES]]
    more = len(failed) - len(told)
    return "; ".join([*told, f"and {more} more"] if more else told)


def _describe_columns(node: Any) -> Iterator[Column]:
    for column in node.columns.values():
        yield Column(column.name, str(column.data_type), column.description)


def _describe(result: Any) -> Node:
    return Node(
        name=result.node.name,
        kind=str(result.node.resource_type),
        status=str(result.status),
        seconds=result.execution_time,
        message=" ".join((result.message or "").split()),
    )


def prepare() -> None:
    """Parse this project afresh for all warehouses to come, and keep what dbt found."""
    settings = Settings.from_environment()
    PREPARED.unlink(missing_ok=True)
    with TemporaryDirectory() as scratch:
        write_prepared(settings.dbt, Transformation(settings.dbt, Path(scratch)).parse())


if __name__ == "__main__":
    prepare()
