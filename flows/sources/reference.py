"""Read the reference tables from their folder."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import polars as pl

from flows.reference import TABLES, Reference, Table, content_version, find_problems
from flows.schemas import DAY, FLAG, INT, REAL

# What a cell that is not text has to be.
FORMS: dict[pl.DataType | type[pl.DataType], str] = {
    INT: "a whole number",
    REAL: "a number",
    FLAG: "true or false",
    DAY: "a day such as 2017-03-15",
}


class ReferenceTableError(ValueError):
    """The reference tables cannot be used; the message names file and row."""


def load_reference(folder: Path) -> Reference:
    """Return all declared tables of `folder` (`<name>.csv`, UTF-8, header row).

    Raises ReferenceTableError before anything runs on them: for a file that is not there, lacks a
    column or has a cell of another type, else listing every repeated key, empty cell that must not
    be, unknown choice, bad pattern and dangling reference.
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
    parsed = raw.select(_cast(c, t) for c, t in table.columns.items())
    for column, dtype in table.columns.items():
        if raw[column].null_count() != parsed[column].null_count():
            row = (raw[column].is_not_null() & parsed[column].is_null()).arg_max() or 0
            raise ReferenceTableError(  # row 1 is the header
                f"reference table {path} row {row + 2}: {column} {raw[column][row]!r} is not {FORMS[dtype]}"
            )
    return parsed


def _cast(column: str, dtype: pl.DataType | type[pl.DataType]) -> pl.Expr:
    """Return the column in its type; NULL where a cell is of another form."""
    if dtype == pl.Boolean:
        flags = {"true": True, "false": False}
        return pl.col(column).replace_strict(flags, default=None, return_dtype=pl.Boolean)
    if dtype == pl.Date:
        return pl.col(column).str.to_date("%Y-%m-%d", strict=False)
    return pl.col(column).cast(dtype, strict=False)
