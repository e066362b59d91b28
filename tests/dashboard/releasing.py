"""Published files for the dashboard's tests: changed, emptied and hostile copies of a release."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb

HOSTILE = "</mark><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
EMPTIED = (
    "dim_document dim_meeting dim_speaker dim_speaker_role dim_speaker_alias fct_statement fct_sentence"
    " fct_quotation fct_position fct_cited_figure fct_alignment fct_instrument_citation fct_sentence_topic"
    " mart_figure_comparison mart_delegation_position mart_speaker_activity"
)
EMPTY = [f"delete from marts.{table}" for table in EMPTIED.split()]
EMPTY += ["delete from meta.accuracy", "delete from meta.validation_result"]
# A document whose every word is an attack; its sentence holds a figure and has a speaker.
ATTACK = [
    "update marts.dim_document set title = $hostile, publisher = $hostile,"
    " source_url = 'javascript:alert(1)',"
    " text = substr(text, 1, s.start_offset) || $hostile || substr(text, s.start_offset + 1)"
    " from (select document_key as key, min(start_offset) as start_offset from marts.fct_sentence"
    "       where is_counted group by all) as s where s.key = document_key",
    "update marts.dim_speaker set name = $hostile, role = $hostile",
    "update marts.fct_cited_figure set text = $hostile, measure = $hostile, source = $hostile",
    "update marts.mart_figure_comparison set measure_label = $hostile, place = $hostile",
    "update marts.dim_affiliation set name = $hostile || name",
    "update marts.fct_alignment set with_name = $hostile",
    "update meta.validation_result set reason = $hostile, observed = $hostile",
]

Publish = Callable[..., str]


def change_release(source: Path, target: Path, release: str, statements: Sequence[str] = ()) -> None:
    """Put a changed copy of a published file in the place of another, as a load does."""
    arriving = target.with_name(f"{target.name}.new")
    shutil.copy(source, arriving)
    with duckdb.connect(str(arriving)) as connection:
        for statement in statements:
            values = {"hostile": HOSTILE} if "$hostile" in statement else None
            connection.execute(statement, values)
        connection.execute("update meta.release set load_id = $1, release = $1", [release])
    os.replace(arriving, target)


def fetch_one(path: Path, query: str) -> tuple[Any, ...]:
    """Return the first row of a query on a published file."""
    with duckdb.connect(str(path), read_only=True) as connection:
        row = connection.execute(query).fetchone()
    assert row
    return row
