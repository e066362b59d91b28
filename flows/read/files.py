"""Open the files of a batch: their format, their text as lines, what their markup states."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import polars as pl

from flows.read.blocks import BlockReader
from flows.read.decode import CONTROL_BYTES, decode_content
from flows.read.page import parse_page, read_pages, state_metadata
from flows.read.pdf import read_pdf
from flows.read.plain import count_line_ends, read_plain
from flows.read.rejects import MAX_LINES, UnreadableFileError, describe_reject
from flows.reference import Reference
from flows.regexes import contains_sign
from flows.schemas import REJECTS

PAGE_SUFFIXES = {".html", ".htm", ".xhtml"}
LOOKS_LIKE_PAGE = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
SNIFFED_BYTES = 1200
# how a page, a PDF or another format begins, or a text with a mark of its encoding
ODD_START = r"^\s*(?:[<%{\x7f\x{feff}]|GIF8|BZh)"
ODD_SUFFIX = r"(?i)\.(?:pdf|x?html?)$"


@dataclass(frozen=True)
class OpenedFiles:
    """LINES of all readable files, the files' own rows, what is stated of them, and the rejects.

    `metadata` has per file its address and what a page's head states: `source_url`, `meta_date`,
    `meta_title`.
    """

    files: pl.DataFrame
    lines: pl.DataFrame
    metadata: pl.DataFrame
    rejects: pl.DataFrame


@dataclass
class _Found:
    """What opening the files one after another collects."""

    texts: list[tuple[int, str]] = field(default_factory=list)
    pages: list[tuple[int, BlockReader]] = field(default_factory=list)
    rejects: list[dict] = field(default_factory=list)


def open_files(files: pl.DataFrame, reference: Reference) -> OpenedFiles:
    """Open every file of FILES; `file` numbers its row in the batch."""
    numbered = files.with_row_index("file")
    decoded = numbered.with_columns(text=_decode_utf8(numbered["content"]))
    is_plain = decoded.select(_is_surely_plain().fill_null(False)).to_series()
    found = _Found()
    # the others one by one: to parse them, or to tell what they are, is not for expressions
    for row in numbered.filter(~is_plain).iter_rows(named=True):
        try:
            _open_file(row, found, reference)
        except UnreadableFileError as problem:
            found.rejects.append(_reject(row, problem.code))
    return _collect(numbered, decoded.filter(is_plain).select("file", "text"), found)


def _decode_utf8(contents: pl.Series) -> pl.Series:
    """Return the text of each file in UTF-8, NULL of others."""
    try:
        return contents.cast(pl.String)
    except pl.exceptions.ComputeError:  # one is in another encoding, and only trying each tells which
        return contents.map_elements(_utf8_or_none, return_dtype=pl.String)


def _utf8_or_none(content: bytes) -> str | None:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _is_surely_plain() -> pl.Expr:
    """Whether a file is text in UTF-8 and nothing else by its name, its start and its characters."""
    text = pl.col("text")
    return (
        text.str.contains(r"\S")
        & ~text.str.contains(ODD_START)
        & ~pl.col("source_path").str.contains(ODD_SUFFIX)
        & (text.str.len_bytes() <= MAX_LINES)
        & ~contains_sign(text, CONTROL_BYTES.decode("ascii"))
    )


def _open_file(row: dict, found: _Found, reference: Reference) -> None:
    content = row["content"]
    if not content or not content.strip(b" \t\r\n\0\x0b\x0c\xef\xbb\xbf"):
        raise UnreadableFileError("empty_file")
    if content[:1024].lstrip().startswith(b"%PDF-") or _suffix(row) == ".pdf":
        found.texts.append((row["file"], _bound_lines(read_pdf(content))))
    elif _suffix(row) in PAGE_SUFFIXES or LOOKS_LIKE_PAGE.match(content[:SNIFFED_BYTES]):
        found.pages.append((row["file"], parse_page(decode_content(content, is_page=True), reference)))
    else:
        found.texts.append((row["file"], _bound_lines(decode_content(content))))


def _bound_lines(text: str) -> str:
    if len(text) > MAX_LINES and count_line_ends(text) > MAX_LINES:
        raise UnreadableFileError("too_many_lines")
    return text


def _suffix(row: dict) -> str:
    return PurePosixPath(row["source_path"]).suffix.lower()


def _collect(numbered: pl.DataFrame, plain: pl.DataFrame, found: _Found) -> OpenedFiles:
    texts = pl.concat([plain, pl.DataFrame(found.texts, schema=plain.schema, orient="row")])
    lines = pl.concat([read_plain(texts), read_pages(found.pages)]).sort("file", maintain_order=True)
    metadata = numbered.join(state_metadata(found.pages), on="file", how="left", maintain_order="left")
    return OpenedFiles(
        files=numbered.drop("content"),
        lines=lines,
        metadata=metadata.select(
            "file", "meta_date", "meta_title", source_url=pl.coalesce("meta_url", "manifest_url")
        ),
        rejects=REJECTS.conform(pl.DataFrame(found.rejects, schema=REJECTS.columns)),
    )


def reject_textless(lines: pl.DataFrame, opened: OpenedFiles) -> pl.DataFrame:
    """Return REJECTS of the files of which no line is text: a page cut after `Skip to main content`."""
    identity = ["source_name", "source_path"]
    textless = opened.files.join(lines, on="file", how="anti").join(opened.rejects, on=identity, how="anti")
    rejects = [_reject(row, "no_text") for row in textless.iter_rows(named=True)]
    return REJECTS.conform(pl.DataFrame(rejects, schema=REJECTS.columns))


def _reject(row: dict, code: str) -> dict:
    return {
        **{name: row[name] for name in ("source_name", "source_path", "bytes_sha256")},
        "reason_code": code,
        "reason": describe_reject(row["source_path"], code),
    }
