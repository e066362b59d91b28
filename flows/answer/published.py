"""Read the published warehouse: run a query, show one fact with its evidence."""

from __future__ import annotations

import errno
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from flows.errors import NotPublishedError, QueryError, UnknownKeyError
from flows.load.database import quote_text

# Table and key column of everything that `show` finds, facts first.
KEYED_TABLES = {
    "fct_cited_figure": "figure_key",
    "fct_quotation": "quotation_key",
    "fct_position": "position_key",
    "fct_alignment": "alignment_key",
    "fct_instrument_citation": "citation_key",
    "fct_vote": "vote_key",
    "fct_sentence": "sentence_key",
    "fct_statement": "statement_key",
    "dim_speaker": "speaker_key",
    "dim_document": "document_key",
    "dim_meeting": "meeting_key",
    "dim_affiliation": "affiliation_key",
    "dim_instrument": "instrument_key",
    "dim_cited_source": "source_key",
    "mart_figure_comparison": "comparison_key",
}

SPEAKER_QUERY = """
    select s.name, s.role, a.name as affiliation
    from marts.dim_speaker s left join marts.dim_affiliation a using (affiliation_key)
    where s.speaker_key = $1"""
DOCUMENT_QUERY = "select * from marts.dim_document where document_key = $1"
PARAGRAPH_QUERY = "select paragraph_start, paragraph_end from marts.fct_sentence where sentence_key = $1"
COPY_OPTIONS = {"csv": "format csv, header", "json": "format json, array true", "parquet": "format parquet"}


def open_published(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the published file read-only. Raises NotPublishedError if there is none that can be read."""
    if not path.exists():
        raise NotPublishedError(f"nothing is published at {path}; run `rostrum run` first")
    try:
        return duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        raise explain_unreadable(path, error) from error


def explain_unreadable(path: Path, error: duckdb.Error) -> NotPublishedError:
    """Return the error to raise for a published file that is damaged, or that somebody writes into."""
    return NotPublishedError(
        f"{path} cannot be read ({str(error).splitlines()[0]}); close a program that has it open for "
        "writing, else `rostrum run` puts it back from its release"
    )


def fetch_rows(path: Path, query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return column names and rows of the query. Raises QueryError for what DuckDB refuses."""
    with open_published(path) as connection:
        try:
            cursor = connection.execute(query)
            if cursor is None:  # DuckDB's answer to nothing but spaces and comments
                raise QueryError("there is no statement in this query")
            return [d[0] for d in cursor.description or []], cursor.fetchall()
        except duckdb.Error as error:
            raise QueryError(str(error)) from error


def write_rows(path: Path, query: str, file_format: str) -> None:
    """Write the rows of the query, any that has some, to standard output as `csv`, `json` or `parquet`.

    Raises QueryError for what DuckDB refuses, and for a statement without rows.
    """
    sys.stdout.flush()
    with open_published(path) as connection:
        try:
            # not `copy (query)`: that takes no `describe`, no comment at the end, no second statement
            rows = connection.sql(query)
            if rows is None:
                raise QueryError("this statement has no rows to write")
            connection.execute(f"copy (from rows) to '/dev/stdout' ({COPY_OPTIONS[file_format]})")
        except duckdb.Error as error:
            if "Broken pipe" in str(error):  # the reader of our output has seen enough
                raise BrokenPipeError(errno.EPIPE, "standard output is closed") from error
            raise QueryError(str(error)) from error


@dataclass(frozen=True)
class Evidence:
    """One published row and, if it has a span, the words around it in its document."""

    table: str
    row: dict[str, Any]
    speaker: dict[str, Any] | None
    document: dict[str, Any] | None
    before: str | None
    span: str | None
    after: str | None


def find_evidence(path: Path, key: str) -> Evidence:
    """Return the row that has this key, in its paragraph. Raises UnknownKeyError if none has."""
    with open_published(path) as connection:
        for table, key_column in KEYED_TABLES.items():
            row = _fetch_one(connection, f"select * from marts.{table} where {key_column} = $1", key)
            if row:
                return _add_evidence(connection, table, row)
    raise UnknownKeyError(f"no published row has the key {key!r}; keys are the columns that end in _key")


def _add_evidence(connection: duckdb.DuckDBPyConnection, table: str, row: dict[str, Any]) -> Evidence:
    document = speaker = None
    context: tuple[str | None, str | None, str | None] = (None, None, None)
    if row.get("speaker_key"):
        speaker = _fetch_one(connection, SPEAKER_QUERY, row["speaker_key"])
    if row.get("document_key"):
        document = _fetch_one(connection, DOCUMENT_QUERY, row["document_key"])
    if document and row.get("sentence_key") and "start_offset" in row:
        context = _cut_paragraph(connection, row, document["text"])
    without_text = {k: v for k, v in (document or {}).items() if k != "text"}
    if table == "dim_document":
        row = without_text
    return Evidence(table, row, speaker, without_text or None, *context)


def _cut_paragraph(
    connection: duckdb.DuckDBPyConnection, row: dict[str, Any], text: str
) -> tuple[str, str, str]:
    """Return the paragraph of a span in three parts: before it, the span, after it."""
    paragraph = _fetch_one(connection, PARAGRAPH_QUERY, row["sentence_key"]) or {}
    start, end = row["start_offset"], row["end_offset"]
    return (
        text[paragraph.get("paragraph_start", start) : start],
        text[start:end],
        text[end : paragraph.get("paragraph_end", end)],
    )


def _fetch_one(connection: duckdb.DuckDBPyConnection, query: str, key: str) -> dict[str, Any] | None:
    cursor = connection.execute(query.replace("$1", quote_text(key)))
    values = cursor.fetchone()
    return dict(zip([d[0] for d in cursor.description or []], values, strict=True)) if values else None
