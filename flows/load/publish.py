"""Put the audited marts in place of the published file, at once."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl

from flows.errors import StepError
from flows.load.database import open_database
from flows.load.history import append_rows
from flows.load.state import clone_file
from flows.load.transform import Transformation
from flows.settings import Settings

PUBLISHED_SCHEMAS = {"marts", "meta"}


def publish(settings: Settings, load_id: str) -> dict[str, int]:
    """Publish the marts that both gates passed, and return the rows of each published table.

    The history is copied into `meta` first, so the file tells of its own making. Readers see the
    old file until the rename and the new one after it.
    """
    Transformation(settings.dbt, settings.warehouse).build_meta()
    rows, release = inspect_marts(settings.marts)
    replace_file(settings.marts, settings.published)
    append_rows(settings.history, "release", load_id, release.drop("load_id"))
    return rows


def inspect_marts(marts: Path) -> tuple[dict[str, int], pl.DataFrame]:
    """Return the row counts of a built file, and the row that names its release.

    Raises StepError if it holds a schema that must not be published.
    """
    with open_database(marts) as connection:
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'db' order by all"
        ).fetchall()
        foreign = {schema for schema, _ in tables} - PUBLISHED_SCHEMAS
        if foreign:
            raise StepError(f"{marts} holds more than is published: schema {', '.join(sorted(foreign))}")
        counts = {
            table: connection.execute(f"select count(*) from {schema}.{table}").fetchall()[0][0]
            for schema, table in tables
            if schema == "marts"
        }
        release = connection.execute("from meta.release").pl()
    return counts, release


def replace_file(source: Path, target: Path) -> None:
    """Make `target` a copy of a database file, in one rename that survives a power cut."""
    with open_database(source) as connection:
        connection.execute("commit; checkpoint db; begin")
    arriving = target.with_name(f"{target.name}.new")
    clone_file(source, arriving)
    _sync(arriving)
    # a log of changes beside the old file would be replayed into the new one
    target.with_name(f"{target.name}.wal").unlink(missing_ok=True)
    arriving.replace(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    """Wait until a file or a folder's entries are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
