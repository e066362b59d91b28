"""The staging database: extracted rows of every document, and what is known of every file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from flows.load.database import open_database
from flows.load.plan import SOURCE_FILES, Settlement
from flows.load.undo import keep_pending_rows, keep_whole_tables, replace_source_files
from flows.load.versions import Versions
from flows.reference import Reference
from flows.schemas import DOCUMENTS, REJECTS, STAGED, Frame

LISTED_FILES, LISTED_REJECTS = "source_files.parquet", "rejected_files.parquet"
LOADED_AT = {"first_loaded_at": pl.Datetime("us"), "last_loaded_at": pl.Datetime("us")}


@dataclass(frozen=True)
class Known:
    """What the last published load knew: its files, those rejected, and what it was made with."""

    files: pl.DataFrame
    rejects: pl.DataFrame
    versions: Versions | None


def read_known(staging: Path | None) -> Known:
    """Return what a staging database knows; nothing without one."""
    if staging is None:
        return Known(SOURCE_FILES.empty(), REJECTS.empty(), None)
    with open_database(staging, read_only=True) as connection:
        files = complete_frame(connection.execute("from staging.source_files").pl(), SOURCE_FILES)
        rejects = complete_frame(connection.execute("from staging.rejected_files").pl(), REJECTS)
        columns = ", ".join(Versions.__dataclass_fields__)
        versions = connection.execute(f"select {columns} from staging.state").fetchone()
    return Known(files, rejects, Versions(*versions) if versions else None)


def write_listed(folder: Path, files: pl.DataFrame, rejects: pl.DataFrame) -> None:
    """Keep the lists of files beside the staging database, for the day it cannot be read."""
    files.write_parquet(folder / LISTED_FILES)
    rejects.write_parquet(folder / LISTED_REJECTS)


def read_listed(folder: Path) -> Known | None:
    """Return the files that a state lists beside its databases, without versions; None if it does not."""
    try:
        files = complete_frame(pl.read_parquet(folder / LISTED_FILES), SOURCE_FILES)
        rejects = complete_frame(pl.read_parquet(folder / LISTED_REJECTS), REJECTS)
    except (OSError, pl.exceptions.PolarsError):
        return None
    return Known(files, rejects, None)


def complete_frame(frame: pl.DataFrame, wanted: Frame) -> pl.DataFrame:
    """Return the frame with the columns of today; those that it lacks are NULL."""
    missing = [pl.lit(None, t).alias(c) for c, t in wanted.columns.items() if c not in frame.columns]
    return wanted.conform(frame.with_columns(missing))


def write_parts(folder: Path, batch: int, frames: dict[str, pl.DataFrame]) -> None:
    """Write the staged frames of one batch as Parquet, one file a table."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        frame.with_columns(batch=pl.lit(batch, pl.Int64)).write_parquet(part_path(folder, name, batch))


def part_path(folder: Path, table: str, batch: int) -> Path:
    return folder / f"{table}-{batch:05}.parquet"


def stage_load(
    staging: Path,
    parts: Path,
    settlement: Settlement,
    rejects: pl.DataFrame,
    reference: Reference | None,
    versions: Versions,
    load_id: str,
) -> None:
    """Bring the staging tables to what the settlement says, in one transaction.

    Rows of pending documents are deleted by key, those landing are inserted from the Parquet
    parts of their batch; what was there before is kept for `undo`. Adds `pending_documents`
    (document_key, change), `source_files`, `rejected_files`, `state`, and the reference tables
    in a schema of their own (None: those of the state that the load goes on from).
    """
    goes_on = staging.exists()
    with open_database(staging) as connection:
        connection.execute("create schema if not exists staging; create schema if not exists reference")
        if goes_on:
            keep_whole_tables(connection)
        _replace(connection, "staging.pending_documents", settlement.pending)
        if goes_on:  # as many as the warehouse has files, of which a small load changes few
            replace_source_files(connection, settlement.source_files)
        else:
            _replace(connection, "staging.source_files", settlement.source_files)
        _replace(connection, "staging.rejected_files", rejects)
        _replace(connection, "staging.state", pl.DataFrame([{"load_id": load_id, **vars(versions)}]))
        for name, table in reference.tables.items() if reference else ():
            _replace(connection, f"reference.{name}", table)
        if goes_on:
            keep_pending_rows(connection)
        connection.register("landing", settlement.landing)
        batches = sorted(settlement.landing["batch"].unique())
        for frame in STAGED:
            _replace_documents(connection, frame, parts, batches, load_id)


def _replace(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    connection.register("replacement", frame)
    connection.execute(f"create or replace table {table} as from replacement")
    connection.unregister("replacement")


def _replace_documents(
    connection: duckdb.DuckDBPyConnection, frame: Frame, parts: Path, batches: Sequence[int], load_id: str
) -> None:
    """Replace the pending documents' rows of one staged table."""
    table = f"staging.{frame.name}"
    columns = frame.columns | (LOADED_AT if frame is DOCUMENTS else {}) | {"load_id": pl.String}
    connection.register("columns_of_table", pl.DataFrame(schema=columns))
    connection.execute(f"create table if not exists {table} as from columns_of_table")
    connection.execute(
        f"delete from {table} where document_key in (select document_key from staging.pending_documents)"
    )
    if not batches:
        return
    times = (
        "join staging.source_files using (document_key, source_name, source_path)"
        if frame is DOCUMENTS
        else ""
    )
    taken = [f"part.{c}" for c in frame.columns] + (list(LOADED_AT) if frame is DOCUMENTS else [])
    connection.execute(
        f"insert into {table} by name select {', '.join(taken)}, $load_id as load_id"
        f" from read_parquet($files) as part join landing using (document_key, batch) {times}",
        {"load_id": load_id, "files": [str(part_path(parts, frame.name, batch)) for batch in batches]},
    )
