"""Sentences outside the running report: a message's own text, pull quotes."""

from __future__ import annotations

import polars as pl

from flows.attribute.carry import NOBODY
from flows.attribute.gathering import DOC, KEYS, RUNNING
from flows.attribute.interviews import QUESTION

TURN = r"^\p{Lu}[\p{L}.’' -]{0,60}(?: \([^()]*\))?: "


def attribute_authors(sentences: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """Give a message or speech to its one speaker, from the line after the one that names them."""
    authors = mentions.filter((pl.col("frame") == "author") & pl.col("person").is_not_null()).select(
        DOC, author="person", author_sentence="sentence_ordinal"
    )
    joined = sentences.join(authors, on=DOC, how="left", maintain_order="left")
    joined = joined.with_columns(asks=_asks())
    speaks = (
        pl.col("author").is_not_null()
        & ~pl.col("asks")
        & (pl.col("kind") == "press_release")
        & pl.col("role").is_in(RUNNING)
        & (pl.col("sentence_ordinal") > pl.col("author_sentence"))
    )
    return joined.with_columns(
        person=pl.when(speaks).then("author").otherwise("person"),
        attributed_by=pl.when(speaks).then(pl.lit("first_person")).otherwise("attributed_by"),
        rule=pl.when(speaks).then(pl.lit("press_release_author")).otherwise("rule"),
    ).drop("asks")


def _asks() -> pl.Expr:
    """From `Question:` to the next turn of a transcript somebody unnamed speaks."""
    turn = pl.when(pl.col("is_first") & pl.col("author").is_not_null()).then("text")
    asks = pl.when(turn.str.contains(TURN)).then(turn.str.contains(QUESTION))
    return asks.forward_fill().over(DOC).fill_null(False)


def attribute_pull_quotes(sentences: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """A pull quote is its byline's; without one, whose quotation it repeats."""
    bylines = mentions.filter(pl.col("frame") == "byline").select(*KEYS, byline="person")
    said = (
        sentences.filter(pl.col("person").is_not_null() & (pl.col("quoted_share") > 0))
        .group_by(DOC)
        .agg(said=pl.struct("person", "text"))
    )
    joined = sentences.join(bylines, on=KEYS, how="left", maintain_order="left")
    is_byline = pl.col("role") == "byline"
    under = (
        pl.when(is_byline)
        .then(pl.col("byline").fill_null(NOBODY))
        .when(pl.col("role") != "pull_quote")
        .then(pl.lit(""))
    )
    joined = joined.with_columns(under=under.backward_fill().over(DOC).fill_null(""))
    repeated = _repeated_quotations(joined.filter(pl.col("role") == "pull_quote"), said)
    joined = joined.join(repeated, on=KEYS, how="left", maintain_order="left")
    quoted = pl.col("role") == "pull_quote"
    person = (
        pl.when(pl.col("under").is_in(["", NOBODY]))
        .then(pl.when(pl.col("under") != NOBODY).then("repeats"))
        .otherwise("under")
    )
    return joined.with_columns(
        person=pl.when(quoted).then(person).otherwise("person"),
        attributed_by=pl.when(quoted & person.is_not_null()).then(pl.lit("verb")).otherwise("attributed_by"),
        rule=pl.when(quoted & person.is_not_null()).then(pl.lit("pull_quote")).otherwise("rule"),
    ).drop("byline", "under", "repeats")


def _repeated_quotations(pulled: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """Return (keys, repeats): who says in the running text what the pull quote repeats."""
    core = pl.col("text").str.strip_chars("“”\"' .,").str.slice(0, 80)
    pairs = pulled.select(*KEYS, core=core).join(said, on=DOC).explode("said").unnest("said")
    hits = pairs.filter(pl.col("text").str.contains(pl.col("core"), literal=True))
    return hits.group_by(KEYS, maintain_order=True).agg(repeats=pl.col("person").first())
