"""A `manifest.csv` beside the documents: what they do not state themselves."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from flows.errors import ManifestError

MANIFEST = "manifest.csv"
COLUMNS = ("file", "publisher", "source_url", "published_on", "published_on_from")


@dataclass(frozen=True)
class ManifestRow:
    """What a manifest says of one file; `published_on_from` tells where the date is from."""

    publisher: str | None = None
    source_url: str | None = None
    published_on: date | None = None
    published_on_from: str | None = None

    @property
    def sha256(self) -> str | None:
        """The hash of what the row says, None if it says nothing."""
        said = [self.publisher, self.source_url, str(self.published_on or ""), self.published_on_from]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest() if any(said) else None


@dataclass(frozen=True)
class Manifest:
    """The rows of one manifest by file (relative to its folder), and remarks on it."""

    rows: dict[str, ManifestRow]
    warnings: tuple[str, ...] = ()


def read_manifest(path: Path) -> Manifest:
    """Return the rows of a manifest on disk. Raises ManifestError as `parse_manifest` does."""
    try:
        return parse_manifest(str(path), path.read_bytes())
    except OSError as error:
        raise ManifestError(f"{path} cannot be read: {error.strerror}") from error


def parse_manifest(path: str, content: bytes) -> Manifest:
    """Return the rows of a manifest (UTF-8, header row; only `file` is required).

    Raises ManifestError naming file and row for a file that stands twice or lies outside the
    folder, an empty `file`, and a date that is not like 2017-03-15. Row 1 is the header.
    """
    reader = csv.DictReader(io.StringIO(_decode(path, content), newline=""), restval="")
    columns = [c.strip() for c in reader.fieldnames or []]
    if "file" not in columns:
        raise ManifestError(f"{path}: the header row lacks the column 'file'; it has {columns}")
    reader.fieldnames = columns
    rows: dict[str, ManifestRow] = {}
    try:
        for number, cells in enumerate(reader, start=2):
            file = _file_name(path, number, cells)
            if file in rows:
                raise ManifestError(f"{path} row {number}: {file} stands twice; keep one row for it")
            rows[file] = _parse_row(path, number, cells)
    except csv.Error as error:
        raise ManifestError(f"{path} row {len(rows) + 2}: not CSV ({error})") from error
    unknown = [c for c in columns if c not in COLUMNS]
    return Manifest(
        rows, (f"{path}: columns {unknown} are not read; known are {list(COLUMNS)}",) if unknown else ()
    )


def _decode(path: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = error.object.count(b"\n", 0, error.start) + 1
        raise ManifestError(f"{path} row {row}: not UTF-8; save it as UTF-8") from error


def _file_name(path: str, number: int, cells: dict[str, str]) -> str:
    if None in cells:
        raise ManifestError(f"{path} row {number}: more cells than the header; quote cells with commas")
    name = cells["file"].strip()
    if not name:
        raise ManifestError(f"{path} row {number}: 'file' is empty")
    if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
        raise ManifestError(f"{path} row {number}: {name} is not below this folder")
    return str(PurePosixPath(name))


def _parse_row(path: str, number: int, cells: dict[str, str]) -> ManifestRow:
    cell = {c: (cells.get(c) or "").strip() or None for c in COLUMNS}
    try:
        published_on = date.fromisoformat(cell["published_on"]) if cell["published_on"] else None
    except ValueError as error:
        raise ManifestError(
            f"{path} row {number}: published_on {cell['published_on']!r} is no date like 2017-03-15"
        ) from error
    return ManifestRow(cell["publisher"], cell["source_url"], published_on, cell["published_on_from"])
