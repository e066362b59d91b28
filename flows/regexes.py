"""Regular expressions as the Rust engine of polars likes them."""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

SOUGHT_AT_ONCE = 3  # the engine finds up to three bytes by vector instructions, more one byte after another


def ascii_boundaries(pattern: str) -> str:
    """Let `\\b` of a pattern look at ASCII letters only: with Unicode's the search is 30 times slower."""
    return pattern.replace(r"\b", r"(?-u:\b)")


def any_literal(words: Iterable[str], flags: str = "") -> str:
    """Return the pattern of any of the words, a cheap first look: two to three times faster than
    `contains_any`, and ten times faster than most patterns. With the flag `i` in any case."""
    literals = "|".join(re.escape(word).replace(r"\ ", " ") for word in sorted(set(words)))
    return f"(?{flags}:{literals})"


def contains_sign(text: pl.Expr, signs: str) -> pl.Expr:
    """Whether the text holds any of the ASCII signs: several times faster than one class of all of them."""
    parts = [signs[i : i + SOUGHT_AT_ONCE] for i in range(0, len(signs), SOUGHT_AT_ONCE)]
    classes = ("".join(rf"\x{ord(sign):02x}" for sign in part) for part in parts)
    return pl.any_horizontal(text.str.contains(f"[{signs}]") for signs in classes)


def only_where(test: pl.Expr, text: pl.Expr) -> pl.Expr:
    """Return the text where the test holds, else NULL, so that a pattern is not tried elsewhere.

    The values under the NULLs of `pl.when(test).then(text)` stay, and `contains` searches them.
    """
    return pl.concat_str(text, pl.when(test).then(pl.lit("")))


def contains_where(test: pl.Expr, text: pl.Expr, pattern: str) -> pl.Expr:
    """Whether the pattern stands in the text where a cheap test holds; a long one costs nothing elsewhere."""
    return only_where(test, text).str.contains(pattern).fill_null(False)


def rewrite_where(frame: pl.DataFrame, test: pl.Expr, **columns: pl.Expr) -> pl.DataFrame:
    """Return the frame with new values in the rows where the test holds; the others are not looked at.

    `rewrite_where(lines, text.str.contains("*", literal=True), text=text.str.replace_all(…))`
    """
    where = frame.select(test.fill_null(False)).to_series()
    if not where.any():
        return frame
    rewritten = frame.lazy().filter(where).select(**columns).collect()  # lazy: of no other columns
    return frame.with_columns(frame[name].scatter(where.arg_true(), rewritten[name]) for name in columns)
