"""Clauses of one stance joined to claims, and the main claim of each sentence."""

from __future__ import annotations

import polars as pl

from flows.extract.positions.lexicon import Lexicon

ASIDE_RANK = 2  # background, and what a stance verb in the main clause outweighs
WEAK_RANK = 3


def rank_clauses(clauses: pl.DataFrame) -> pl.DataFrame:
    """Set `rank`: `condemning trafficking, he called for aid` leaves the first clause in second place."""
    opens = (pl.col("clause_ordinal") == 1) & pl.col("is_participle")
    outweighed = opens & ((pl.col("rule") == "head_verb") & ~pl.col("is_participle")).any().over("row")
    rank = (
        pl.when(pl.col("rule") == "weak_cue")
        .then(WEAK_RANK)
        .when(outweighed)
        .then(ASIDE_RANK)
        .otherwise(pl.col("rank"))
    )
    return clauses.with_columns(rank=rank)


def join_claims(clauses: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Return one row per sentence and stance: its ordinal, cue, rule, clauses' text, is_main_claim."""
    order = {stance: place for place, stance in enumerate(lexicon.order)}
    stated = clauses.filter(pl.col("stance") != "none").sort("row", "clause_ordinal")
    claims = stated.group_by("row", "stance", maintain_order=True).agg(
        pl.col("clause_ordinal").min(),
        pl.col("rank").min(),
        pl.col("cue", "rule").sort_by("rank", maintain_order=True).first(),
        said=pl.col("said").str.join(". "),
    )
    place = pl.col("rank") * len(order) + pl.col("stance").replace_strict(order, return_dtype=pl.Int32)
    return claims.with_columns(place=place).with_columns(
        claim_ordinal=pl.col("clause_ordinal").rank("ordinal").over("row"),
        is_main_claim=pl.col("place") == pl.col("place").min().over("row"),
    )
