"""Put the audited marts in place of the published file, at once."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from flows.errors import StepError
from flows.load import apart
from flows.load.database import open_database
from flows.load.files import clone_file, replace_by
from flows.load.history import log_release
from flows.load.releases import release_path, show_release
from flows.load.transform import Transformation
from flows.settings import Settings

PUBLISHED_SCHEMAS = {"marts", "meta"}


def publish(settings: Settings, load_id: str) -> dict[str, int]:
    """Publish the marts that both gates passed, and return the rows of each published table.

    The history is copied into `meta` first, so the file tells of its own making. The load counts
    once its release is kept; readers see the old file until the second rename and the new one
    after it, or the pinned one until it is unpinned.
    """
    apart.call("dbt", Transformation(settings.dbt, settings.warehouse).build_meta)
    rows, release = inspect_marts(settings.marts)
    settings.releases.mkdir(parents=True, exist_ok=True)
    replace_file(settings.marts, release_path(settings, load_id))
    log_release(settings.history, load_id, release)
    show_release(settings)
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
    replace_by(arriving, target)
