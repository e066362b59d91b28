"""Clauses of one stance joined to claims, and the main claim of each sentence."""

from __future__ import annotations

import polars as pl

from flows.extract.positions.lexicon import Lexicon

# A clause decides before those of a higher rank; weak cues come after strong ones of the same clause.
MAIN_RANK, ASIDE_RANK = 1, 3
BLAMING = ("opposes", "condemns")
NO_STANCE, NO_CUE = "none", "no_cue"  # stance and rule of a claim that takes none
NO_ROW = 2**32 - 1


def rank_clauses(clauses: pl.DataFrame) -> pl.DataFrame:
    """Add `rank`: background comes last (`noting that …`), as does the blame with which a sentence opens
    whose main clause has a stance verb: `condemning the coup, he called for elections` calls."""
    opens = (pl.col("clause_ordinal") == 1) & pl.col("is_participle") & pl.col("stance").is_in(BLAMING)
    outweighed = opens & ((pl.col("rule") == "head_verb") & ~pl.col("is_participle")).any().over("row")
    rank = pl.when(outweighed | pl.col("is_aside")).then(ASIDE_RANK).otherwise(MAIN_RANK)
    return clauses.with_columns(rank=rank + (pl.col("rule") == "weak_cue").cast(pl.Int8))


def join_claims(clauses: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Return one row per sentence and stance: its ordinal, cue, rule, clauses' text, is_main_claim."""
    order = {stance: place for place, stance in enumerate(lexicon.order)}
    claims = (
        clauses.group_by("row", "stance", maintain_order=True)
        .agg(
            pl.col("clause_ordinal").min(),
            pl.col("rank").min(),
            pl.col("cue", "rule").get(pl.col("rank").arg_min()),  # the first of equals
            pl.col("whole").first(),
            "said",
        )
        .with_columns(pl.col("said").list.join("\n"))
    )
    place = pl.col("rank") * len(order) + pl.col("stance").replace_strict(order, return_dtype=pl.Int32)
    number = pl.int_range(pl.len(), dtype=pl.UInt32)  # of claims that stand in order: no window for each
    first = pl.when(pl.col("row") != pl.col("row").shift(fill_value=NO_ROW)).then(number).forward_fill()
    return claims.with_columns(place=place).with_columns(
        claim_ordinal=number - first + 1,
        is_main_claim=pl.col("place") == pl.col("place").min().over("row"),
    )


def take_none(clauses: pl.DataFrame) -> pl.DataFrame:
    """Return one claim of stance `none` for each sentence whose clauses take no stance; it says the whole
    sentence: `The refugees had come by boat.`"""
    first = clauses.unique("row", keep="first", maintain_order=True)
    return first.select(
        "row",
        "whole",
        stance=pl.lit(NO_STANCE),
        rule=pl.lit(NO_CUE),
        said="whole",
        claim_ordinal=pl.lit(1, pl.UInt32),
        is_main_claim=True,
    )
