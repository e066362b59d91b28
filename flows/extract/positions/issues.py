"""What each claim is about."""

from __future__ import annotations

import polars as pl

from flows.extract.cues import find_cues, score_classes
from flows.reference import Reference

UNNAMED = "other"


def add_issues(claims: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return one row per claim and issue; `other` where no issue is named, fallbacks only alone."""
    claims = claims.with_row_index("claim")
    cues, issues = reference["issue_cues"], reference["issues"]
    named = (
        score_classes(find_cues(claims["about"], cues), cues, "issue")
        .filter(pl.col("score") >= 1)
        .join(issues.select("issue", "is_fallback"), on="issue")
        .filter(~pl.col("is_fallback") | pl.col("is_fallback").all().over("row"))
        .select(claim="row", issue="issue")
    )
    return claims.join(named, on="claim", how="left").with_columns(pl.col("issue").fill_null(UNNAMED))
