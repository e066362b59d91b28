"""Read labelled truth and the rows of a warehouse that answer it, by document."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import duckdb

from flows.errors import GoldError

Row = dict[str, Any]


class Gold:
    """Labels of some documents in the format of tests/gold (see its README).

    Raises GoldError naming the file, and the line of one that is no JSON.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self.sentences = {s["sid"]: s for s in _read_sentences(folder / "sentences.tsv")}
            self.speakers = _read_lines(folder / "speakers.jsonl")
            self.figures = _read_lines(folder / "figures.jsonl")
            self.quotes = _read_lines(folder / "quotes.jsonl")
        except OSError as error:
            raise GoldError(f"gold data {error.filename} cannot be read: {error.strerror}") from error
        self.documents = sorted({s["doc"] for s in self.sentences.values()})

    def sentences_of(self, document: str) -> list[Row]:
        return [s for s in self.sentences.values() if s["doc"] == document]


class Answers:
    """What a published warehouse says of the gold documents, told by the stem of their files."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, documents: list[str]) -> None:
        self.connection = connection
        self.document_of: dict[str, str] = {}
        for key, path in self.fetch("select document_key, source_path from marts.dim_document"):
            stem = Path(str(path)).name.split(".")[0]
            for document in documents:
                if stem == document or stem.startswith(document + "_"):
                    self.document_of[key] = document

    def fetch(self, sql: str) -> list[tuple]:
        return self.connection.execute(sql).fetchall()

    def by_document(self, sql: str) -> dict[str, list[Row]]:
        """Return the rows of a query with a document_key, grouped by gold document."""
        wanted = ", ".join(f"'{key}'" for key in self.document_of) or "NULL"
        cursor = self.connection.execute(f"select * from ({sql}) where document_key in ({wanted})")
        names = [d[0] for d in cursor.description or []]
        found: dict[str, list[Row]] = defaultdict(list)
        for values in cursor.fetchall():
            row = dict(zip(names, values, strict=True))
            found[self.document_of[row["document_key"]]].append(row)
        return found


def _read_sentences(path: Path) -> list[Row]:
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        sid, speaker, stance, issues, instruments, text = (line.split("\t") + [""] * 6)[:6]
        must_issues, may_issues = _split_labels(issues)
        must_instruments, may_instruments = _split_labels(instruments)
        rows.append(
            {
                "sid": sid,
                "doc": sid.rsplit("-", 1)[0],
                "speaker": None if speaker == "-" else speaker,
                "stance": stance,
                "issues": must_issues,
                "maybe_issues": may_issues,
                "instruments": must_instruments,
                "maybe_instruments": may_instruments,
                "text": text,
            }
        )
    return rows


def _split_labels(cell: str) -> tuple[set[str], set[str]]:
    """Return required and optional labels; a trailing `?` marks one neither required nor wrong."""
    labels = [label.strip() for label in cell.split(";") if label.strip()]
    return {x for x in labels if not x.endswith("?")}, {x.rstrip("?") for x in labels if x.endswith("?")}


def _read_lines(path: Path) -> list[Row]:
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                rows.append(json.loads(line))
            except json.JSONDecodeError as error:
                raise GoldError(f"gold data {path} line {number} is no JSON: {error}") from error
    return rows
