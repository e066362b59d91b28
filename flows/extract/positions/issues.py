"""What each claim is about."""

from __future__ import annotations

import polars as pl

from flows.extract.cues import choose_classes, find_cues, match_classes
from flows.reference import Reference

UNNAMED = "other"
ACCUSATION = "interstate_accusations"  # also where a State is named as condemned


def add_issues(claims: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return one row per claim and issue; `other` where no issue is named, fallbacks only alone.

    `about` is the text that a claim is judged by, `stances` those said in it.
    """
    claims = claims.with_row_index("claim")
    cues = reference["issue_cues"].rename({"stance": "only_stance"})
    matched = match_classes(find_cues(claims["about"], cues), cues, "issue", "only_stance")
    fitting = matched.join(claims.select(row="claim", stances="stances"), on="row").filter(
        pl.col("only_stance").is_null() | pl.col("stances").list.contains(pl.col("only_stance"))
    )
    accusing = claims.filter((pl.col("stance") == "condemns") & pl.col("target_is_state")).select(
        row="claim", issue=pl.lit(ACCUSATION)
    )
    chosen = pl.concat([choose_classes(fitting, "issue"), accusing]).unique()
    named = chosen.join(reference["issues"], on="issue")
    told = named.filter(~pl.col("is_fallback") | pl.col("is_fallback").all().over("row"))
    joined = claims.join(told.select(claim="row", issue="issue"), on="claim", how="left")
    return keep_purview_alone(joined.with_columns(pl.col("issue").fill_null(UNNAMED)))


def keep_purview_alone(claims: pl.DataFrame) -> pl.DataFrame:
    """Drop other issues of a claim that opposes the Council as the forum: it opposes nothing else."""
    is_purview = pl.col("issue") == "council_purview"
    opposes_forum = (pl.col("stance") == "opposes") & is_purview.any().over("claim")
    return claims.filter(~opposes_forum | is_purview)
