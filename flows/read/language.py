"""In which language a text is written, by its commonest words or its letters."""

from __future__ import annotations

import polars as pl

from flows.reference import Reference
from flows.regexes import rewrite_where

SAMPLE_CHARS = 2000
MIN_HITS = 2
CHARS_A_WORD = 50  # English prose has one of its commonest words every 25 characters


def recognize_language(documents: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Add `language`: the ISO 639-1 code whose words are most frequent in the text's opening, else NULL."""
    documents = documents.with_columns(sample_=pl.col("text").str.slice(0, SAMPLE_CHARS))
    rows = reference["languages"].select("language", "pattern").rows()
    # a text full of the commonest language's words needs no comparison
    common, pattern = rows[0]
    enough = pl.col("sample_").str.count_matches(pattern) * CHARS_A_WORD >= pl.col("sample_").str.len_chars()
    marked = documents.with_columns(language=pl.when(enough).then(pl.lit(common)))
    rest = pl.col("language").is_null()
    return rewrite_where(marked, rest, language=_most_frequent(rows)).drop("sample_")


def _most_frequent(rows: list[tuple[str, str]]) -> pl.Expr:
    counts = pl.concat_list([pl.col("sample_").str.count_matches(pattern) for _, pattern in rows])
    codes = dict(enumerate(code for code, _ in rows))
    best = counts.list.arg_max().replace_strict(codes, return_dtype=pl.String)
    return pl.when(counts.list.max() >= MIN_HITS).then(best)
