"""All matches of one pattern in a column of texts, with their exact places, in one pass.

Polars finds the texts of all matches but not where they stand; so the matches are marked
with two control characters that no text holds, and the marked text is cut at them.
"""

from __future__ import annotations

import polars as pl

OPEN, CLOSE = "\u0001", "\u0002"  # no text holds them: `read` drops control characters

# One character for one, so that no offset moves.
_TYPOGRAPHIC = ["’", "‘", "“", "”", "‑", "‐", "\u00a0"]
_STRAIGHT = ["'", "'", '"', '"', "-", "-", " "]


def straighten(text: pl.Expr) -> pl.Expr:
    """Return the text with straight quotes, plain hyphens and plain spaces, offset for offset."""
    beyond_ascii = pl.when(text.str.len_bytes() > text.str.len_chars()).then(text)  # all the signs are
    return pl.coalesce(beyond_ascii.str.replace_many(_TYPOGRAPHIC, _STRAIGHT), text)


def find_matches(
    rows: pl.DataFrame, pattern: str, column: str = "text", hint: str | None = None
) -> pl.DataFrame:
    """Return one row per match of the pattern: the row's other columns, `match` and `match_start`.

    `match_start` counts code points from the start of the text; the text itself is dropped. `hint` is a
    cheaper pattern of what every text with a match holds: a digit or a number word.
    """
    length = pl.col("piece").str.len_chars().cast(pl.Int64)
    is_match = pl.col("piece").str.contains(CLOSE, literal=True)
    pieces = (
        rows.rechunk()  # Rust's engine warms up anew in each chunk: sixteen times slower on sixty
        .filter(pl.col(column).str.contains(hint or pattern))
        .with_columns(match_row=pl.int_range(pl.len()))
        .with_columns(piece=pl.col(column).str.replace_all(pattern, f"{OPEN}$0{CLOSE}").str.split(OPEN))
        .drop(column)
        .explode("piece", empty_as_null=False)
        .with_columns(own_length=length - is_match.cast(pl.Int64))
    )
    is_first = pl.col("match_row") != pl.col("match_row").shift(fill_value=-1)
    text_start = pl.when(is_first).then(pl.col("end") - pl.col("own_length")).forward_fill()
    return (
        pieces.with_columns(end=pl.col("own_length").cum_sum())  # over all texts: no window for each
        .with_columns(match_start=pl.col("end") - pl.col("own_length") - text_start)
        .filter(is_match)
        .with_columns(match=pl.col("piece").str.split(CLOSE).list.first())
        .drop("match_row", "piece", "own_length", "end")
    )
