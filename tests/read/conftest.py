"""Making files of a batch in memory and reading them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable

import polars as pl
import pytest

from flows.read import ReadResult, read_documents
from flows.reference import Reference
from flows.schemas import FILES


def make_files(*files: tuple[str, bytes | str], manifest: dict | None = None) -> pl.DataFrame:
    """Return FILES of (path, content) from the source `press`."""
    manifest = manifest or {}
    rows = []
    for path, content in files:
        data = content.encode() if isinstance(content, str) else content
        day: dt.date | None = manifest.get("published_on")
        rows.append(
            (
                "press",
                path,
                hashlib.sha256(data).hexdigest(),
                data,
                manifest.get("publisher"),
                manifest.get("url"),
                day,
            )
        )
    return pl.DataFrame(rows, schema=FILES.columns, orient="row")


@pytest.fixture(scope="session")
def read(reference: Reference) -> Callable[..., ReadResult]:
    """Read one or more (path, content) files."""

    def run(*files: tuple[str, bytes | str], manifest: dict | None = None) -> ReadResult:
        return read_documents(make_files(*files, manifest=manifest), reference)

    return run


@pytest.fixture(scope="session")
def read_text(read: Callable[..., ReadResult]) -> Callable[..., list[tuple[str, str, str]]]:
    """Return (role, section, text) of the paragraphs of one text."""

    def run(text: str, path: str = "a.txt") -> list[tuple[str, str, str]]:
        result = read((path, text))
        assert result.rejects.is_empty(), result.rejects.rows()
        return result.paragraphs.select("role", "section", "text").rows()

    return run


@pytest.fixture(scope="session")
def roles(read_text: Callable[..., list[tuple[str, str, str]]]) -> Callable[..., dict[str, str]]:
    """Return the role of each paragraph by its text."""

    def run(text: str, path: str = "a.txt") -> dict[str, str]:
        return {paragraph: role for role, _, paragraph in read_text(text, path)}

    return run


def make_pdf(pages: list[list[str]]) -> bytes:
    """Return a PDF whose pages hold these lines; a page without lines has no text."""
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>", 3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"}
    kids = [f"{4 + 2 * n} 0 R" for n in range(len(pages))]
    objects[2] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(pages)}>>".encode()
    for n, lines in enumerate(pages):
        escaped = [line.replace("(", r"\(").replace(")", r"\)") for line in lines]
        shown = " ".join(f"({line}) Tj 0 -14 Td" for line in escaped)
        stream = f"BT /F1 11 Tf 40 780 Td {shown} ET".encode() if lines else b""
        resources = f"/Contents {5 + 2 * n} 0 R/Resources<</Font<</F1 3 0 R>>>>"
        objects[4 + 2 * n] = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]{resources}>>".encode()
        objects[5 + 2 * n] = b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream)
    content, offsets = b"%PDF-1.4\n", []
    for number in sorted(objects):
        offsets.append(len(content))
        content += b"%d 0 obj%s endobj\n" % (number, objects[number])
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (size, table, size, len(content))
    )


@pytest.fixture(scope="session")
def pdf() -> Callable[[list[list[str]]], bytes]:
    return make_pdf


@pytest.fixture(scope="session")
def batch() -> Callable[..., pl.DataFrame]:
    return make_files
