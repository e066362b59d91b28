"""Read the reference tables from their folder."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import polars as pl

from flows.reference import TABLES, Reference, Table, content_version, find_problems


class ReferenceTableError(ValueError):
    """The reference tables are not usable; the message names each file and row."""


def load_reference(folder: Path) -> Reference:
    """Return all declared tables of `folder` (`<name>.csv`, UTF-8, header row).

    Raises ReferenceTableError listing every missing file or column, repeated key, empty cell
    that must not be, bad pattern and dangling reference, before anything runs on them.
    """
    contents = {t.name: _read(folder / f"{t.name}.csv") for t in TABLES}
    tables = {t.name: _parse(t, contents[t.name], folder) for t in TABLES}
    problems = find_problems(tables)
    if problems:
        raise ReferenceTableError(f"reference tables in {folder}: " + "; ".join(problems))
    return Reference(tables=tables, version=content_version(contents))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReferenceTableError(f"reference table {path} cannot be read: {error.strerror}") from error


def _parse(table: Table, content: bytes, folder: Path) -> pl.DataFrame:
    path = folder / f"{table.name}.csv"
    try:
        raw = pl.read_csv(BytesIO(content), infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise ReferenceTableError(f"reference table {path} is not CSV: {error}") from error
    missing = [c for c in table.columns if c not in raw.columns]
    if missing:
        raise ReferenceTableError(f"reference table {path} lacks columns {missing}; it has {raw.columns}")
    try:
        return raw.select(_cast(c, t) for c, t in table.columns.items())
    except pl.exceptions.PolarsError as error:
        raise ReferenceTableError(f"reference table {path}: {error}") from error


def _cast(column: str, dtype: pl.DataType | type[pl.DataType]) -> pl.Expr:
    if dtype == pl.Boolean:
        return pl.col(column).replace_strict({"true": True, "false": False}, return_dtype=pl.Boolean)
    if dtype == pl.Date:
        return pl.col(column).str.to_date("%Y-%m-%d")
    return pl.col(column).cast(dtype)
