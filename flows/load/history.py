"""The log of all loads, failed ones too: a small database of its own, copied into `meta`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl

from flows.load.database import open_database

SCHEMA = Path(__file__).with_name("history_schema.sql")
HISTORY_TABLES = ("load", "document_load", "quarantine", "validation_result", "accuracy", "release")


def now() -> datetime:
    """Return the present in UTC, without a zone, as every column `…_at` holds it."""
    return datetime.now(UTC).replace(tzinfo=None)


@contextmanager
def open_history(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the history for one short transaction."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open_database(path) as connection:
        connection.execute(SCHEMA.read_text(encoding="utf-8"))
        yield connection


def add_missing_columns(path: Path) -> list[str]:
    """Bring a history that an older version wrote up to date; return the columns it lacked."""
    columns = "select table_name, column_name, data_type from duckdb_columns() where schema_name = 'history'"
    with duckdb.connect() as fresh:
        fresh.execute(SCHEMA.read_text(encoding="utf-8"))
        wanted = fresh.execute(columns).fetchall()
    with open_history(path) as connection:
        present = {row[:2] for row in connection.execute(columns).fetchall()}
        missing = [row for row in wanted if row[:2] not in present]
        for table, column, kind in missing:
            connection.execute(f'alter table history."{table}" add column "{column}" {kind}')
    return [f"{table}.{column}" for table, column, _ in missing]


def begin_load(path: Path, load_id: str, started_at: datetime, sources: str, *, is_full: bool) -> None:
    with open_history(path) as connection:
        connection.execute(
            "insert into history.load (load_id, started_at, outcome, sources, is_full)"
            " values ($1, $2, 'running', $3, $4)",
            [load_id, started_at, sources, is_full],
        )


def update_load(path: Path, load_id: str, **values: object) -> None:
    """Set columns of a load's row."""
    assignments = ", ".join(f"{column} = ${number}" for number, column in enumerate(values, start=2))
    with open_history(path) as connection:
        connection.execute(
            f"update history.load set {assignments} where load_id = $1", [load_id, *values.values()]
        )


def append_rows(path: Path, table: str, load_id: str, rows: pl.DataFrame) -> None:
    """Add rows of a load to a table; columns go by name, absent ones are NULL."""
    if rows.is_empty():
        return
    with open_history(path) as connection:
        connection.register("new_rows", rows.with_columns(load_id=pl.lit(load_id)))
        connection.execute(f"insert into history.{table} by name select * from new_rows")


def log_release(path: Path, load_id: str, release: pl.DataFrame) -> None:
    """Note a release, once, whoever calls again for it (`meta.release` of its file)."""
    with open_history(path) as connection:
        connection.register("new_release", release.with_columns(load_id=pl.lit(load_id)))
        connection.execute(
            "insert into history.release by name from new_release"
            " where load_id not in (select load_id from history.release)"
        )


def find_last_load(path: Path) -> str:
    """Return the greatest load id, '' before the first load."""
    if not path.exists():
        return ""
    with open_history(path) as connection:
        return connection.execute("select coalesce(max(load_id), '') from history.load").fetchall()[0][0]


def fail_load(path: Path, load_id: str, outcome: str, error: str) -> None:
    """Close a load that was not published; what it would have done to documents did not happen."""
    with open_history(path) as connection:
        connection.execute(
            "update history.load set outcome = $2, error = $3, ended_at = $4 where load_id = $1",
            [load_id, outcome, error, now()],
        )
        connection.execute("delete from history.document_load where load_id = $1", [load_id])


def find_running(path: Path) -> list[str]:
    """Return the loads that never ended: their process was killed."""
    if not path.exists():
        return []
    with open_history(path) as connection:
        found = connection.execute("select load_id from history.load where outcome = 'running'").fetchall()
    return [load_id for (load_id,) in found]


def read_history(path: Path, query: str, parameters: Sequence[object] = ()) -> pl.DataFrame:
    """Return the rows of a query on the schema `history`."""
    with open_database(path, read_only=True) as connection:  # who may only read can ask, too
        return connection.execute(query, list(parameters)).pl()


def fetch_history(path: Path, query: str) -> tuple[list[str], list[tuple[object, ...]]]:
    """Return column names and rows of a query on the schema `history`, without a frame's imports."""
    with open_database(path, read_only=True) as connection:
        cursor = connection.execute(query)
        return [d[0] for d in cursor.description or []], cursor.fetchall()
