"""What extractors are told of each sentence, and what every fact carries of its sentence."""

from __future__ import annotations

import polars as pl

from flows.schemas import CONTEXT_COLUMNS, Frame

SENTENCE = ["document_key", "sentence_ordinal"]


def add_speakers(
    sentences: pl.DataFrame, statements: pl.DataFrame, speakers: pl.DataFrame, documents: pl.DataFrame
) -> pl.DataFrame:
    """Add who speaks (`speaker_name`, `affiliation_name`, `affiliation_kind`), and the document's
    `language` and `kind`; NULL speaker: narration."""
    spoken = statements.join(speakers, on=["document_key", "speaker_ordinal"], how="left").select(
        "document_key",
        "statement_ordinal",
        "affiliation_name",
        "affiliation_kind",
        speaker_name="name",
    )
    about = documents.select("document_key", "language", "kind")
    return sentences.join(
        spoken, on=["document_key", "statement_ordinal"], how="left", maintain_order="left"
    ).join(about, on="document_key", how="left", maintain_order="left")


def place_facts(facts: pl.DataFrame, frame: Frame, sentences: pl.DataFrame) -> pl.DataFrame:
    """Return the facts as `frame`, with statement, section, mode and counting of their sentence."""
    context = sentences.select(*SENTENCE, *CONTEXT_COLUMNS)
    return frame.conform(facts.join(context, on=SENTENCE, how="left", maintain_order="left"))
