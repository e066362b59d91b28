"""General topics of every sentence of running text, attributed or not."""

from __future__ import annotations

import polars as pl

from flows.extract.cues import choose_classes, match_classes
from flows.reference import Reference
from flows.schemas import SENTENCE_TOPICS

RUNNING_TEXT = ("text", "list_item", "pull_quote")


def extract_topics(sentences: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return one row per sentence and topic: `Sea-level rise threatens crops` has climate and food."""
    running = sentences.filter(pl.col("role").is_in(RUNNING_TEXT)).select(
        "document_key", "sentence_ordinal", "text"
    )
    cues = reference["topic_cues"]
    topic = pl.Enum(reference["topics"]["topic"].sort())
    matched = match_classes(running["text"], cues.with_columns(pl.col("topic").cast(topic)), "topic")
    heard = choose_classes(matched, "row", "topic")
    placed = pl.concat([running[heard["row"]], heard.select("topic")], how="horizontal")
    return SENTENCE_TOPICS.conform(placed.with_columns(pl.col("topic").cast(pl.String)))
