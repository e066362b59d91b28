"""Sentences outside the running report: pull quotes."""

from __future__ import annotations

import polars as pl

from flows.attribute.carry import NOBODY
from flows.attribute.gathering import DOC, KEYS


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
