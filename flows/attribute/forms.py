"""Which form of text a document has for attribution, and where its lead ends.

A reader names the kind by masthead and title; here headings decide: a press release that
names no author, or a story, with speakers' blocks is read as meeting coverage, and a summary of
Geneva's without them as a story.
"""

from __future__ import annotations

import polars as pl

from flows.attribute.interviews import FORM as INTERVIEW
from flows.read.forms import meeting_summary_pattern
from flows.reference import Reference

DOC = "document_key"
WITH_BLOCKS = ("meeting_coverage", "verbatim_record", INTERVIEW)
VERBATIM = ("verbatim_record", INTERVIEW)  # turns are printed word for word
MIN_NAMED_BLOCKS = 2
MIN_DELEGATION_BLOCKS = 3


def find_summaries(paragraphs: pl.DataFrame, reference: Reference) -> pl.Series:
    """Return the documents that sum up a meeting in Geneva."""
    opens = pl.col("text").str.contains(meeting_summary_pattern(reference))
    return paragraphs.filter(opens)[DOC].unique()


def tell_forms(
    paragraphs: pl.DataFrame, headings: pl.DataFrame, authors: pl.DataFrame, summaries: pl.Series
) -> pl.DataFrame:
    """Return (document, form, is_reread): the kind, or what its headings show it to be."""
    delegations = pl.col("frame") == "delegation_heading"
    blocks = headings.group_by(DOC).agg(
        named_blocks=(~delegations).sum(), delegation_blocks=delegations.sum()
    )
    answered = headings.filter(pl.col("frame") == "interview_heading").select(DOC, answers=pl.lit(True))
    kinds = paragraphs.select(DOC, "kind").unique(maintain_order=True)
    told = kinds.join(blocks, on=DOC, how="left").join(
        authors.select(DOC, has_author=pl.lit(True)).unique(), on=DOC, how="left"
    )
    told = told.join(answered.unique(), on=DOC, how="left")
    is_interview = pl.col("answers").fill_null(False) & pl.col("has_author").is_null()
    # without any heading the coverage is told in prose, as Geneva's summaries are
    is_headless = pl.col("named_blocks").is_null() & pl.col("delegation_blocks").is_null()
    is_summary = (pl.col("kind") == "meeting_coverage") & (
        pl.col(DOC).is_in(summaries.implode()) | is_headless
    )
    is_open = pl.col("kind").is_in(["news_story", "press_release"]) | is_summary
    open_kind = is_open & pl.col("has_author").is_null()
    has_blocks = (pl.col("named_blocks") >= MIN_NAMED_BLOCKS) | (
        pl.col("delegation_blocks") >= MIN_DELEGATION_BLOCKS
    )
    form = (
        pl.when(is_interview)
        .then(pl.lit(INTERVIEW))
        .when("has_author")
        .then(pl.lit("press_release"))
        .when(~open_kind)
        .then("kind")
        .when(has_blocks)
        .then(pl.lit("meeting_coverage"))
        .otherwise(pl.lit("news_story"))
    )
    return told.select(DOC, form=form, is_reread=(open_kind & has_blocks.fill_null(False)) | is_interview)


def place_leads(sentences: pl.DataFrame, headings: pl.DataFrame) -> pl.DataFrame:
    """Correct `section`: the body begins at the first named heading, or at the subhead above it.

    Only documents read anew get a lead; elsewhere the reader's lead can only be shortened.
    """
    named = headings.filter(pl.col("frame") != "delegation_heading")
    first = (
        headings.group_by(DOC)
        .agg(any_heading=pl.col("paragraph_ordinal").min())
        .join(named.group_by(DOC).agg(first_heading=pl.col("paragraph_ordinal").min()), on=DOC, how="left")
    )
    joined = sentences.join(first, on=DOC, how="left", maintain_order="left")
    at = pl.col("paragraph_ordinal")
    subhead = pl.when(
        (pl.col("role") == "subhead") & (at < pl.coalesce("first_heading", "any_heading"))
    ).then(at)
    begins = pl.coalesce(subhead.max().over(DOC), "first_heading", "any_heading")
    running = pl.col("role").is_in(["text", "list_item"])
    section = (
        pl.when(pl.col("is_reread") & running & (at < begins))
        .then(pl.lit("lead"))
        .when((pl.col("section") == "lead") & (at >= pl.col("first_heading")))
        .then(pl.lit("body"))
        .otherwise("section")
    )
    return joined.with_columns(section=section).drop("first_heading", "any_heading")
