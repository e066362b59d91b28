"""Made-up documents, staged as the extraction would stage them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from flows.load.database import open_database
from flows.load.history import begin_load, update_load
from flows.schemas import STAGED

Row = dict[str, Any]
LOAD_ID = "20260102T030405-000000"
EARLIER = "20250102T030405-000000"


@dataclass
class Paper:
    """A document under construction: one sentence a line, facts named by their text."""

    symbol: str
    published_on: date | None = None
    kind: str = "meeting_coverage"
    meeting_number: int | None = None
    lines: list[str] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return hashlib.md5(self.identity.encode()).hexdigest()

    @property
    def identity(self) -> str:
        return f"{self.symbol}|en|"

    def _add(self, table: str, **row: Any) -> int:
        rows = self.rows.setdefault(table, [])
        rows.append({"document_key": self.key, **row})
        return len(rows) - 1

    def speaker(self, name: str, affiliation: str | None = None, **given: Any) -> int:
        """Add a speaker with its turn, and return the turn's number."""
        defaults: Row = {"is_person": True, "role": None, "affiliation_kind": "member_state", "iso3": None}
        ordinal = len(self.rows.get("document_speakers", []))
        row = defaults | {"printed_gender": None, "affiliation_name": affiliation} | given
        self._add("document_speakers", speaker_ordinal=ordinal, name=name, **row)
        self._add("speaker_aliases", speaker_ordinal=ordinal, alias=name.upper(), decided_by="exact")
        return self.turn(ordinal)

    def turn(self, speaker: int, **given: Any) -> int:
        row: Row = {"role": None, "capacity": "national", "kind": "statement", "spoken_language": None}
        ordinal = len(self.rows.get("statements", []))
        return self._add("statements", statement_ordinal=ordinal, speaker_ordinal=speaker, **(row | given))

    def say(self, text: str, turn: int | None = None, **given: Any) -> int:
        """Add a sentence as a line of its own, and return its number."""
        start = sum(len(line) + 1 for line in self.lines)
        self.lines.append(text)
        place = {"start_offset": start, "end_offset": start + len(text)}
        ordinal = len(self.lines) - 1
        row: Row = {
            "paragraph_ordinal": ordinal,
            "paragraph_start": start,
            "paragraph_end": start + len(text),
            "role": "text",
            "section": "body",
            "statement_ordinal": turn,
            "mode": "narrator" if turn is None else "indirect",
            "attributed_by": None if turn is None else "heading",
            "is_repeat": False,
            "is_counted": True,
            "rule": "made_up",
        }
        return self._add("sentences", sentence_ordinal=ordinal, text=text, **place, **(row | given))

    def fact(self, table: str, sentence: int, text: str | None = None, **given: Any) -> None:
        """Add a fact that stands in a sentence; without a text it is the sentence."""
        said = self.rows["sentences"][sentence]
        span = said["text"] if text is None else text
        start = said["start_offset"] + said["text"].index(span)
        context = {c: said[c] for c in ("statement_ordinal", "section", "mode", "is_counted", "rule")}
        place = {"text": span, "start_offset": start, "end_offset": start + len(span)}
        self._add(table, sentence_ordinal=sentence, **(context | place | given))

    def figure(self, sentence: int, text: str, value: float, unit: str, measure: str, **given: Any) -> None:
        bounds: Row = {c: value for c in ("value_low", "value_high", "lower_bound", "upper_bound")}
        row = bounds | {"unit": unit, "measure": measure, "qualifier": "exact", "assertion": "asserted"}
        self.fact("figures", sentence, text, **(row | {"is_narrated": False} | given))

    def position(self, sentence: int, stance: str, issue: str, claim: int = 0, **given: Any) -> None:
        row: Row = {"claim_ordinal": claim, "stance": stance, "issue": issue, "is_main_claim": claim == 0}
        self.fact("positions", sentence, **(row | given))

    def frames(self) -> dict[str, list[Row]]:
        text = "\n".join(self.lines)
        digest = hashlib.sha256(text.encode()).hexdigest()
        loaded = {"first_loaded_at": datetime(2026, 1, 2), "last_loaded_at": datetime(2026, 1, 3)}
        document: Row = {
            "document_key": self.key,
            "document_identity": self.identity,
            "source_name": "made_up",
            "source_path": f"{self.symbol.replace('/', '_')}.txt",
            "bytes_sha256": digest,
            "content_sha256": digest,
            "kind": self.kind,
            "publisher": "United Nations",
            "symbol": self.symbol,
            "title": self.lines[0] if self.lines else None,
            "published_on": self.published_on,
            "published_on_basis": "text" if self.published_on else None,
            "language": "en",
            "organ": "Security Council" if self.meeting_number else None,
            "meeting_number": self.meeting_number,
            "held_on": self.published_on if self.meeting_number else None,
            "text": text,
            "char_count": len(text),
            "word_count": len(text.split()),
        }
        return {"documents": [document | loaded], **self.rows}


def stage(
    warehouse: Path,
    papers: Iterable[Paper],
    reference: Mapping[str, pl.DataFrame],
    changes: Mapping[str, str] | None = None,
) -> None:
    """Write the staging database of these documents, and a history with one running load.

    `changes` are the pending documents: key and change; all documents are new without it. The rows of
    the others are those of an earlier load.
    """
    build = warehouse / "build"
    build.mkdir(parents=True, exist_ok=True)
    frames = [paper.frames() for paper in papers]
    pending = _list_pending(frames, changes)
    is_of_load = pl.col("document_key").is_in(pending["document_key"].implode())
    load_id = pl.when(is_of_load).then(pl.lit(LOAD_ID)).otherwise(pl.lit(EARLIER))
    with open_database(build / "staging.duckdb") as connection:
        connection.execute("create schema if not exists staging; create schema if not exists reference")
        for frame in STAGED:
            rows = [row for part in frames for row in part.get(frame.name, [])]
            columns = dict(frame.columns)
            if frame.name == "documents":
                columns |= {"first_loaded_at": pl.Datetime, "last_loaded_at": pl.Datetime}
            table = pl.DataFrame([{c: row.get(c) for c in columns} for row in rows], schema=columns)
            frame.check_key(table)
            _write(connection, f"staging.{frame.name}", table.with_columns(load_id=load_id))
        _write(connection, "staging.pending_documents", pending)
        _write(connection, "staging.state", pl.DataFrame({"load_id": [LOAD_ID]}))
        for name in ("source_files", "rejected_files"):
            _write(connection, f"staging.{name}", pl.DataFrame(schema={"source_path": pl.String}))
        for name, table in reference.items():
            _write(connection, f"reference.{name}", table)
    history = warehouse / "history.duckdb"
    history.unlink(missing_ok=True)
    begin_load(history, LOAD_ID, datetime(2026, 1, 2, 3, 4, 5), "made_up", is_full=False)
    update_load(history, LOAD_ID, schema_version="1")


def _list_pending(frames: list[dict[str, list[Row]]], changes: Mapping[str, str] | None) -> pl.DataFrame:
    if changes is None:
        changes = {part["documents"][0]["document_key"]: "new" for part in frames}
    schema = {"document_key": pl.String, "change": pl.String}
    return pl.DataFrame(list(changes.items()), schema=schema, orient="row")


def _write(connection: duckdb.DuckDBPyConnection, name: str, table: pl.DataFrame) -> None:
    connection.register("new_rows", table)
    connection.execute(f"create or replace table {name} as from new_rows")
    connection.unregister("new_rows")


def rows_of(path: Path, query: str) -> list[tuple[Any, ...]]:
    """Return what a query finds in a database file."""
    with open_database(path, read_only=True) as connection:
        return connection.execute(query).fetchall()
