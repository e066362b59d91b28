"""What each claim is about."""

from __future__ import annotations

import polars as pl

from flows.extract.cues import choose_classes, find_cues, match_classes
from flows.reference import Reference

UNNAMED = "other"
# A text's title says what the text is about, not the claim: `Protocol against the Smuggling of Migrants`.
TITLE_WORDS = r"Declaration|Protocol|Convention|Treaty|Covenant|Compact|Agenda|Platform"
TITLE = rf"((?-u:\b)(?:{TITLE_WORDS}))(?: (?:for|on|of|to|against|and|the|in|[A-Z][A-Za-z-]+,?))+"


def blank_titles(text: pl.Expr) -> pl.Expr:
    """Shorten titles: `Convention on the Rights of the Child must` to `Convention must`."""
    return text.str.replace_all(TITLE, "${1}")


def add_issues(claims: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return one row per claim and issue; `other` where no issue is named, fallbacks only alone."""
    claims = claims.with_row_index("claim")
    cues, issues = reference["issue_cues"], reference["issues"]
    about = claims.select(about=blank_titles(pl.col("about")))["about"]
    matched = match_classes(
        find_cues(about, cues), cues.rename({"stance": "only_stance"}), "issue", "only_stance"
    )
    fitting = matched.join(claims.select(row="claim", stance="stance"), on="row").filter(
        pl.col("only_stance").is_null() | (pl.col("only_stance") == pl.col("stance"))
    )
    named = (
        choose_classes(fitting, "issue")
        .join(issues.select("issue", "is_fallback"), on="issue")
        .filter(~pl.col("is_fallback") | pl.col("is_fallback").all().over("row"))
        .select(claim="row", issue="issue")
    )
    return claims.join(named, on="claim", how="left").with_columns(pl.col("issue").fill_null(UNNAMED))
