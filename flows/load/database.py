"""Open a DuckDB file so that `schema.table` is never taken for `database.table`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

PATIENCE_SECONDS = 15.0
MEMORY_LIMIT = "600MB"  # of one connection; what does not fit goes to the disk (dbt: dbt/profiles.yml)


@contextmanager
def open_database(
    path: Path, *, read_only: bool = False, patience: float = PATIENCE_SECONDS
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the file as `db`; under its own name `staging.duckdb` would be called like its schema.

    One transaction, committed unless an error leaves it. Waits up to `patience` seconds for
    other processes: a writer and its readers shut each other out.
    """
    with duckdb.connect(":memory:") as connection:
        limit_memory(connection, path)
        _attach(connection, path, read_only, patience)
        connection.execute("use db")
        connection.execute("begin")
        yield connection
        connection.execute("commit")
        connection.execute("use memory")
        connection.execute("detach db")


def limit_memory(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Let a connection overflow to a folder beside the database it works on."""
    overflow = quote_text(path.with_name("overflow"))
    connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'; set temp_directory = {overflow}")


def _attach(connection: duckdb.DuckDBPyConnection, path: Path, read_only: bool, patience: float) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            connection.execute(f"attach {quote_text(path)} as db {'(read_only)' if read_only else ''}")
            return
        except duckdb.IOException as error:
            if "lock" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def quote_text(text: str | Path) -> str:
    """Return a text or path as a literal of SQL: `'it''s'`.

    For paths, which `attach` takes no other way, and for commands that must start at once: DuckDB
    imports pandas to bind a parameter, which takes longer than the query.
    """
    return "'" + str(text).replace("'", "''") + "'"
