"""Sentences and their quotations as the rooms before extraction hand them on."""

import re

import polars as pl

from flows.schemas import SENTENCES
from flows.segment.quotes import QUOTE_SPANS


def as_sentences(*texts: str, paragraphs: list[int] | None = None, **columns: object) -> pl.DataFrame:
    """Return one attributed sentence a text, each in a paragraph of its own unless told."""
    rows = []
    offset = 0
    for ordinal, text in enumerate(texts):
        rows.append(
            {
                "document_key": "doc",
                "sentence_ordinal": ordinal,
                "paragraph_ordinal": paragraphs[ordinal] if paragraphs else ordinal,
                "paragraph_start": offset,
                "paragraph_end": offset + len(text),
                "role": "text",
                "section": "body",
                "text": text,
                "start_offset": offset,
                "end_offset": offset + len(text),
                "statement_ordinal": 1,
                "mode": "indirect",
                "attributed_by": "verb",
                "is_repeat": False,
                "is_counted": True,
                "rule": "said",
                **columns,
            }
        )
        offset += len(text) + 1
    base = pl.DataFrame(rows, schema=SENTENCES.columns, orient="row")
    speaker = {
        "speaker_name": "Jane Doe",
        "affiliation_name": "Kenya",
        "language": "en",
        "kind": "news_story",
    }
    extra = {name: pl.lit(columns.get(name, value), dtype=pl.String) for name, value in speaker.items()}
    return base.with_columns(**extra)


def as_quotes(sentences: pl.DataFrame) -> pl.DataFrame:
    """Return the spans between double quotation marks."""
    rows = [
        (row["document_key"], row["paragraph_ordinal"], 0, row["start_offset"] + a, row["start_offset"] + b)
        for row in sentences.rows(named=True)
        for a, b in (m.span(1) for m in re.finditer('[“"]([^”"]*)[”"]', row["text"]))
    ]
    return pl.DataFrame(rows, schema=QUOTE_SPANS.columns, orient="row")
