"""How a load that is not published leaves the staging database as it was, without a copy of all of it.

A load keeps the rows that it replaces in the schema `undo` of the same database, in the transaction
that replaces them. Undoing it costs what the load cost, however large the warehouse is.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

from flows.load.damage import tells_of_damage
from flows.load.database import open_database, quote_text
from flows.schemas import STAGED

OF_PENDING = "where document_key in (select document_key from staging.pending_documents)"
# replaced whole by every load; the pending documents last, for they tell which rows to put back
WHOLE = ("rejected_files", "state", "pending_documents")


def keep_whole_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Begin `undo` with the tables that a load replaces whole."""
    connection.execute("drop schema if exists undo cascade; create schema undo")
    for table in WHOLE:
        connection.execute(f"create table undo.{table} as from staging.{table}")


def replace_source_files(connection: duckdb.DuckDBPyConnection, files: pl.DataFrame) -> None:
    """Bring `source_files` to what is known of every file now, and keep the rows that differ."""
    known = connection.execute("from staging.source_files").pl()
    for name, rows, others in (("source_files", known, files), ("arriving_files", files, known)):
        # DuckDB's EXCEPT takes ten times as long
        differing = rows.join(others, on=rows.columns, how="anti", nulls_equal=True)
        connection.register("differing", differing)
        connection.execute(f"create table undo.{name} as from differing")
        connection.unregister("differing")
    connection.execute(
        "delete from staging.source_files where (source_name, source_path) in"
        " (select (source_name, source_path) from undo.source_files);"
        "insert into staging.source_files by name from undo.arriving_files"
    )


def keep_pending_rows(connection: duckdb.DuckDBPyConnection) -> None:
    """Keep the rows of the documents that `pending_documents` now names.

    They are sought among those of the loads that staged these documents, which lie together, and by
    their keys alone, so that the texts of no others are read.
    """
    loads = connection.execute(f"select distinct load_id from staging.documents {OF_PENDING}").fetchall()
    of_loads = f"load_id in ({', '.join(quote_text(load) for (load,) in loads)})" if loads else "false"
    for frame in STAGED:
        connection.execute(
            f"create table undo.{frame.name} as from staging.{frame.name} where rowid in"
            f" (select rowid from staging.{frame.name} {OF_PENDING} and {of_loads})"
        )


def bring_back(staging: Path, load_id: str, *, marts_begun: bool) -> bool:
    """Let a staging database be that of the load `load_id` again; return whether it is.

    If the marts were begun, the version of their models is forgotten, so that the next load
    builds them anew: what lies between staging and marts is of the load that is undone. A database
    that cannot be read is left to the one who reads it.
    """
    try:
        with open_database(staging) as connection:
            if _read_load_id(connection, "staging") != load_id:
                if _read_load_id(connection, "undo") != load_id:
                    return False
                _undo(connection)
            if marts_begun:
                connection.execute("update staging.state set models = ''")
    except duckdb.CatalogException:  # a load that was only begun
        return False
    except duckdb.Error as error:
        if not tells_of_damage(error):
            raise
    return True


def _read_load_id(connection: duckdb.DuckDBPyConnection, schema: str) -> str:
    return connection.execute(f"select load_id from {schema}.state").fetchall()[0][0]


def _undo(connection: duckdb.DuckDBPyConnection) -> None:
    for frame in STAGED:
        connection.execute(f"delete from staging.{frame.name} {OF_PENDING}")
        connection.execute(f"insert into staging.{frame.name} by name from undo.{frame.name}")
    connection.execute(
        "delete from staging.source_files where (source_name, source_path) in"
        " (select (source_name, source_path) from undo.arriving_files);"
        "insert into staging.source_files by name from undo.source_files"
    )
    for table in WHOLE:
        connection.execute(f"create or replace table staging.{table} as from undo.{table}")
    connection.execute("drop schema undo cascade")
