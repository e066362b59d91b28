"""Pull quotes: a speaker's words printed again outside the paragraphs of a story."""

from __future__ import annotations

import polars as pl

from flows.read.lines import after, before
from flows.regexes import rewrite_where

MIN_PULL_QUOTE_CHARS = 20
MAX_BYLINE_CHARS = 90
FIRST_WORD = r"^\S+ "  # its case differs where the quotation had words before it
MAX_SOUGHT = 40  # a file with more unpunctuated lines is no story with pull quotes
QUOTE_MARK = r"[“”\"„«»]|(?:^|[\s(])[‘']\p{L}"
ALL_QUOTED = r"^[“\"‘'«].*[”\"’'»]$"
CAPITAL_WORD = r"\p{Lu}[\p{L}.’'-]*,?"
SMALL_WORD = r"of|the|for|and|on|in|at|to|de|del|da|la|el|al|van|von|der|bin|[&/]|\(\p{Lu}+\),?"
# `Secretary-General Guterres`, `Jane Doe, Head of Mission`, `Council resolution 2388 (2017)`
NAME_LINE = (
    rf"^[-–—]? ?{CAPITAL_WORD}(?: (?:{CAPITAL_WORD}|{SMALL_WORD}))*$"
    r"|^(?:\p{Lu}\p{L}+ ){0,3}[Rr]esolution \d{1,5}(?: \(\d{4}\))?$"
)
NAME_AND_OFFICE = rf"^[-–—]? ?{CAPITAL_WORD}(?: {CAPITAL_WORD})+(?:,| \()[^.!?]*$"  # – Jane Doe, teacher


def mark_pull_quotes(lines: pl.DataFrame) -> pl.DataFrame:
    """Set the roles `pull_quote` and `byline` in stories and releases.

    Words with a name right under them, or words without quotation marks that stand in a
    quotation elsewhere in the same document.
    """
    lines = lines.with_columns(
        within=(pl.col("prose_before") > 0) & ~pl.col("kind").is_in(["meeting_coverage", "verbatim_record"])
    )
    lines = _mark_bylines(lines)
    quoted = pl.col("within") & (after("role") == "byline").fill_null(False) & (pl.col("role") != "byline")
    lines = lines.with_columns(role=pl.when(quoted).then(pl.lit("pull_quote")).otherwise("role"))
    lines = _mark_sought(lines)
    few = pl.col("sought").sum().over("file") <= MAX_SOUGHT
    return _mark_repeated_words(lines.with_columns(sought=pl.col("sought") & few))


def _mark_bylines(lines: pl.DataFrame) -> pl.DataFrame:
    above = {f"{column}_above": before(column) for column in ("brief", "role", "hint")}
    could_be = (
        pl.col("within")
        & (pl.col("brief").str.len_chars() <= MAX_BYLINE_CHARS)
        & (pl.col("brief_above").str.len_chars() >= MIN_PULL_QUOTE_CHARS)
    )
    role = pl.when(_is_byline()).then(pl.lit("byline")).otherwise("role")
    return rewrite_where(lines.with_columns(**above), could_be, role=role).drop(*above)


def _is_byline() -> pl.Expr:
    """A name alone right under words that end without a full stop, or that are one quotation."""
    brief = pl.col("brief")
    dashed = (pl.col("hint") == "dash").fill_null(False) | brief.str.contains(r"^[-–—]")
    in_quote = (pl.col("hint") == "blockquote") & (pl.col("hint_above") == "blockquote")
    is_name = brief.str.contains(NAME_LINE) | (dashed & brief.str.contains(NAME_AND_OFFICE))
    is_quoted = pl.col("brief_above").str.contains(ALL_QUOTED) | (pl.col("hint_above") == "blockquote")
    could_be_quoted = pl.col("role_above").is_in(["subhead", "list_item"]) | (
        (pl.col("role_above") == "text") & is_quoted
    )
    unmarked = is_name & pl.col("role").is_in(["subhead", "list_item"]) & could_be_quoted
    return unmarked & (~pl.col("gap") | dashed | in_quote)


def _mark_sought(lines: pl.DataFrame) -> pl.DataFrame:
    """Add `sought`: unpunctuated or indented words without quotation marks, perhaps repeated ones."""
    form = (pl.col("role") == "subhead") | ((pl.col("hint") == "blockquote") & (pl.col("role") == "text"))
    brief = pl.col("brief")
    could_be = pl.col("within") & form & (brief.str.len_chars() >= MIN_PULL_QUOTE_CHARS)
    lines = lines.with_columns(sought=pl.lit(False))
    return rewrite_where(lines, could_be, sought=~brief.str.contains(QUOTE_MARK))


def _mark_repeated_words(lines: pl.DataFrame) -> pl.DataFrame:
    sought = lines.filter("sought")
    if sought.is_empty():
        return lines
    quotations = (
        lines.join(sought.select("file").unique(), on="file", how="semi")
        .filter(role="text")
        .filter(pl.col("text").str.contains(QUOTE_MARK))
        .group_by("file")
        .agg(words=_fold(pl.col("text").str.join(" ")))
    )
    repeated = (
        sought.select("file", "line", folded=_fold(pl.col("text").str.replace(FIRST_WORD, "")))
        .join(quotations, on="file")
        .filter(pl.col("words").str.contains(pl.col("folded"), literal=True))
        .select("file", "line", is_repeated=pl.lit(True))
    )
    return lines.join(repeated, on=["file", "line"], how="left", maintain_order="left").with_columns(
        role=pl.when("is_repeated").then(pl.lit("pull_quote")).otherwise("role")
    )


def _fold(text: pl.Expr) -> pl.Expr:
    """Letters and digits only, so that `act, now` is found in `act now`."""
    # the many single spaces need no replacing
    signs = text.str.replace_all(r"[^\p{L}\p{N} ]+", " ")
    return signs.str.replace_all(" {2,}", " ").str.strip_chars(" ")
