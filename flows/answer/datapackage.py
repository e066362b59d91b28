"""Describe the files of an export as a Data Package (Frictionless Data, version 1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from flows.answer.published import KEYED_TABLES

TYPES = {
    "VARCHAR": {"type": "string"},
    "BIGINT": {"type": "integer"},
    "INTEGER": {"type": "integer"},
    "DOUBLE": {"type": "number"},
    "BOOLEAN": {"type": "boolean"},
    "DATE": {"type": "date"},
    "TIMESTAMP": {"type": "datetime"},
}
MEDIA_TYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
# The table whose rows a key column names.
KEYS = KEYED_TABLES | {"dim_issue": "issue", "dim_topic": "topic"}
OWNERS = {key: table for table, key in KEYS.items()}
TABLES = """
    select schema_name, table_name, comment from duckdb_tables()
    union all
    select schema_name, view_name, comment from duckdb_views() where not internal
    order by all"""
COLUMNS = """
    select column_name, data_type, comment from duckdb_columns()
    where schema_name = $1 and table_name = $2 order by column_index"""


@dataclass(frozen=True)
class Table:
    """A published table or view with its columns: name, type, description."""

    schema: str
    table: str
    description: str
    columns: tuple[tuple[str, str, str], ...]

    @property
    def name(self) -> str:
        return f"{self.schema}.{self.table}"

    @property
    def resource(self) -> str:
        return self.table if self.schema == "marts" else f"{self.schema}_{self.table}"


def read_tables(connection: duckdb.DuckDBPyConnection) -> list[Table]:
    """Return every published table and view, as the file itself describes them."""
    return [
        Table(schema, table, comment, tuple(connection.execute(COLUMNS, [schema, table]).fetchall()))
        for schema, table, comment in connection.execute(TABLES).fetchall()
    ]


def describe_package(
    connection: duckdb.DuckDBPyConnection,
    tables: Sequence[Table],
    files: Sequence[dict[str, Any]],
    release: dict[str, Any],
) -> dict[str, Any]:
    """Return the content of `datapackage.json` for tables written to files."""
    return {
        "profile": "data-package",
        "name": "rostrum",
        "id": f"rostrum-{release['release']}",
        "title": "Rostrum: who said what at the United Nations, citing which figures",
        "description": "Terms of use of the source texts: TERMS.txt. How to cite: CITATION.cff.",
        "version": release["release"],
        "created": release["published_at"],
        "sources": list(_list_sources(connection)),
        "resources": [_describe_resource(table, file) for table, file in zip(tables, files, strict=True)],
    }


def _describe_resource(table: Table, file: dict[str, Any]) -> dict[str, Any]:
    file_format = file["file"].rpartition(".")[2]
    schema: dict[str, Any] = {
        "fields": [
            {"name": name, "description": description} | TYPES[data_type]
            for name, data_type, description in table.columns
        ],
        "missingValues": [""],
    }
    if table.table in KEYS:
        schema["primaryKey"] = [KEYS[table.table]]
    if table.table.startswith(("dim_", "fct_")):
        schema["foreignKeys"] = [
            {"fields": [name], "reference": {"resource": OWNERS[name], "fields": [name]}}
            for name, *_ in table.columns
            if OWNERS.get(name, table.table) != table.table
        ]
    return {
        "profile": "tabular-data-resource" if file_format == "csv" else "data-resource",
        "name": table.resource,
        "path": file["file"],
        "description": table.description,
        "format": file_format,
        "mediatype": MEDIA_TYPES[file_format],
        "encoding": "utf-8",
        "bytes": file["bytes"],
        "hash": f"sha256:{file['sha256']}",
        "schema": schema,
    }


def _list_sources(connection: duckdb.DuckDBPyConnection) -> Iterator[dict[str, str]]:
    """Yield who published the documents, and the address of each that is known."""
    found = connection.execute(
        """select coalesce(publisher, 'publisher not known'), title, source_url
           from marts.dim_document order by all"""
    ).fetchall()
    for publisher, title, url in found:
        yield {"title": f"{publisher}: {title}" if title else publisher} | ({"path": url} if url else {})
