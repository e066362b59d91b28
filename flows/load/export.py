"""Write every published table as files, with a data dictionary and a manifest."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import duckdb

from flows.errors import ExportError
from flows.load.published import open_published

COPY_OPTIONS = {"parquet": "format parquet, compression zstd", "csv": "format csv, header"}


def export_marts(published: Path, target: Path, file_format: str) -> dict[str, Any]:
    """Write all tables and views of `marts` to the folder, and return the manifest.

    `data_dictionary.csv` describes every column; `manifest.json` holds release, load, code
    version, and per file its SHA-256 and row count. The folder must be new or empty: it
    appears complete or not at all. Raises ExportError otherwise.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise ExportError(f"{target} exists and is not an empty folder; name a new one")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as scratch:
        folder = Path(scratch) / "export"
        folder.mkdir()
        with open_published(published) as connection:
            manifest = _write_files(connection, folder, file_format)
        if target.exists():
            target.rmdir()
        shutil.move(folder, target)
    return manifest


def _write_files(connection: duckdb.DuckDBPyConnection, folder: Path, file_format: str) -> dict[str, Any]:
    dictionary = folder / "data_dictionary.csv"
    _write_dictionary(connection, dictionary)
    manifest = _describe_release(connection) | {
        "files": [_write_table(connection, folder, table, file_format) for table in _tables(connection)],
        "data_dictionary": {"file": dictionary.name} | _fingerprint(dictionary),
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    return manifest


def _write_table(
    connection: duckdb.DuckDBPyConnection, folder: Path, table: str, file_format: str
) -> dict[str, Any]:
    path = folder / f"{table}.{file_format}"
    target = str(path).replace("'", "''")
    counted = connection.execute(
        f"copy (select * from marts.{table} order by all) to '{target}' ({COPY_OPTIONS[file_format]})"
    ).fetchone()
    return {
        "file": path.name,
        "table": f"marts.{table}",
        "rows": counted[0] if counted else 0,
    } | _fingerprint(path)


def _describe_release(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    cursor = connection.execute(
        """select r.release, r.load_id, r.schema_version, cast(r.published_at as varchar) as published_at,
                  l.code_version
           from meta.release r left join meta.load l using (load_id)"""
    )
    names = [d[0] for d in cursor.description or []]
    return dict(zip(names, cursor.fetchone() or [None] * len(names), strict=True))


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    found = connection.execute(
        "select table_name from information_schema.tables where table_schema = 'marts' order by 1"
    ).fetchall()
    return [name for (name,) in found]


def _write_dictionary(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    cursor = connection.execute("select * from meta.column_dictionary order by all")
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([d[0] for d in cursor.description or []])
        writer.writerows(cursor.fetchall())


def _fingerprint(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return {"bytes": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}
