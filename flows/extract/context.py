"""What extractors are told of each sentence, and what every fact carries of its sentence."""

from __future__ import annotations

from collections.abc import Sequence

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


def place_facts(
    found: Sequence[tuple[Frame, pl.DataFrame]], sentences: pl.DataFrame, quote_spans: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """Return the facts of each kind as their frame, by its name, with statement, section, mode and counting.

    All kinds at once, for the sentences are many and the facts few. A fact that the frame calls
    `is_narrated` belongs to nobody, whoever its sentence belongs to.
    """
    placed = _place(pl.concat([_span_facts(facts) for _, facts in found]), sentences, quote_spans)
    frames, start = {}, 0
    for frame, facts in found:
        frames[frame.name] = frame.conform(facts.hstack(placed[start : start + facts.height]))
        start += facts.height
    return frames


def _span_facts(facts: pl.DataFrame) -> pl.DataFrame:
    is_narrated = pl.col("is_narrated") if "is_narrated" in facts.columns else pl.lit(False)
    return facts.select(*SENTENCE, "start_offset", "end_offset", is_narrated=is_narrated)


def _place(facts: pl.DataFrame, sentences: pl.DataFrame, quote_spans: pl.DataFrame) -> pl.DataFrame:
    """Return CONTEXT_COLUMNS of the facts."""
    context = sentences.select(
        *SENTENCE,
        "attributed_by",
        *CONTEXT_COLUMNS,
        sentence_start="start_offset",
        sentence_end="end_offset",
    )
    placed = facts.join(context, on=SENTENCE, how="left", maintain_order="left").with_columns(
        statement_ordinal=pl.when(~pl.col("is_narrated")).then("statement_ordinal"),
        is_quoted=is_quoted(facts, quote_spans),
    )
    return placed.with_columns(mode=_mode_of_fact()).select(*CONTEXT_COLUMNS)


def _mode_of_fact() -> pl.Expr:
    """Direct within quotation marks or in the first person; a whole sentence has the sentence's mode."""
    is_whole = (pl.col("start_offset") <= pl.col("sentence_start")) & (
        pl.col("end_offset") >= pl.col("sentence_end")
    )
    return (
        pl.when(pl.col("statement_ordinal").is_null())
        .then(pl.lit("narrator"))
        .when(pl.col("is_quoted") | (pl.col("attributed_by") == "first_person"))
        .then(pl.lit("direct"))
        .when(is_whole)
        .then(pl.col("mode"))
        .otherwise(pl.lit("indirect"))
    )


def is_quoted(facts: pl.DataFrame, quote_spans: pl.DataFrame) -> pl.Series:
    """Return per fact whether its span lies inside a quotation."""
    reach = (
        quote_spans.select("document_key", "start_offset", "end_offset")
        .sort("start_offset")
        .select("document_key", "start_offset", reach=pl.col("end_offset").cum_max().over("document_key"))
    )
    found = (
        facts.select("document_key", "start_offset", "end_offset")
        .with_row_index("fact")
        .sort("start_offset")
        .join_asof(reach, on="start_offset", by="document_key", check_sortedness=False)
        .sort("fact")
    )
    return (found["reach"] >= found["end_offset"]).fill_null(False)
