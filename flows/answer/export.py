"""Write every published table as files that can be cited, and opened in years from now."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from flows.answer.datapackage import Table, describe_package, read_tables
from flows.answer.published import open_published
from flows.errors import ExportError
from flows.load.database import quote_text

COPY_OPTIONS = {
    "parquet": "format parquet, compression zstd",
    # times as Frictionless Table Schema writes them; all of the warehouse's are UTC
    "csv": "format csv, header, timestampformat '%Y-%m-%dT%H:%M:%SZ'",
}
TERMS = """Terms of use
============

The texts of the documents (`dim_document.text`) and every span copied from them belong to those
who published them, mostly the United Nations; this export grants no rights in them. Before you
publish more than a quotation, read the publisher's own terms of use, which for pages of the
United Nations are linked at the foot of each page.

Press coverage is not an official record of a meeting. Most words in it are reported by press
officers, not quoted. `printed_gender` is what they printed, not a fact about a person.

Positions, figures, speakers and all other facts were found by rules, and some are wrong:
`meta_accuracy` says how often. Cite the release that you used, as in `CITATION.cff`.
"""
README = """Release {release} of Rostrum
{underline}

Who said what at the United Nations, for whom, taking which position, citing which figures.

datapackage.json     every table and column, its type, description, keys (Frictionless Data Package)
manifest.json        files with rows, bytes and SHA-256; release, load and versions
data_dictionary.csv  every column of every table, to read in a spreadsheet
CITATION.cff         how to cite this release
TERMS.txt            terms of use of the source texts
*.{file_format:<19}the tables; begin with v_figures, v_positions, v_quotations, v_statements

Counts are of counted claims: rows with `is_counted` false are second printings, pull quotes, and
leads of speakers who also have a block in the body.
"""


def export_marts(published: Path, target: Path, file_format: str) -> dict[str, Any]:
    """Write all published tables and views to the folder, and return the manifest.

    The folder must be new or empty: it appears complete or not at all. Raises ExportError
    otherwise.
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
    tables = read_tables(connection)
    release = _describe_release(connection)
    files = [_write_table(connection, folder, table, file_format) for table in tables]
    package = describe_package(connection, tables, files, release)
    _write_json(folder / "datapackage.json", package)
    heading = README.format(release=release["release"], file_format=file_format, underline="=" * 40)
    (folder / "README.txt").write_text(heading, encoding="utf-8")
    (folder / "TERMS.txt").write_text(TERMS, encoding="utf-8")
    (folder / "CITATION.cff").write_text(cite_release(release), encoding="utf-8")
    _copy(connection, "meta.column_dictionary", folder / "data_dictionary.csv", "csv")
    beside = sorted(path for path in folder.iterdir() if path.name not in {file["file"] for file in files})
    manifest = release | {
        "files": files,
        "beside": [{"file": path.name} | _fingerprint(path) for path in beside],
    }
    _write_json(folder / "manifest.json", manifest)
    return manifest


def _write_table(
    connection: duckdb.DuckDBPyConnection, folder: Path, table: Table, file_format: str
) -> dict[str, Any]:
    path = folder / f"{table.resource}.{file_format}"
    rows = _copy(connection, table.name, path, file_format)
    return {"file": path.name, "table": table.name, "rows": rows} | _fingerprint(path)


def _copy(connection: duckdb.DuckDBPyConnection, table: str, path: Path, file_format: str) -> int:
    """Write a table in an order of its own, so that equal rows make equal files; return the rows."""
    counted: Sequence[int] | None = connection.execute(
        f"copy (select * from {table} order by all) to {quote_text(path)} ({COPY_OPTIONS[file_format]})"
    ).fetchone()
    return counted[0] if counted else 0


def _describe_release(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    cursor = connection.execute(
        """select r.release, r.load_id, r.schema_version, r.storage_version,
                  strftime(r.published_at, '%Y-%m-%dT%H:%M:%SZ') as published_at,
                  l.code_version, l.reference_version, l.models_version, version() as duckdb_version
           from meta.release r left join meta.load l using (load_id)"""
    )
    names = [d[0] for d in cursor.description or []]
    return dict(zip(names, cursor.fetchone() or [None] * len(names), strict=True))


def cite_release(release: dict[str, Any]) -> str:
    """Return the citation of a release, in the Citation File Format."""
    return f"""cff-version: 1.2.0
message: "If you use this data, please cite it as below."
type: dataset
title: "Rostrum: who said what at the United Nations, citing which figures"
authors:
  - name: "The Rostrum contributors"
version: "{release["release"]}"
date-released: {release["published_at"][:10]}
abstract: >-
  United Nations press documents as tables of speakers, statements, positions and cited figures,
  each with the exact place of its words. Made by code version {release["code_version"]}.
"""


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _fingerprint(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return {"bytes": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}
