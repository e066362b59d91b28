"""In which language a text is written, by its commonest words or its letters."""

from __future__ import annotations

import polars as pl

from flows.reference import Reference

SAMPLE_CHARS = 2000
MIN_HITS = 3


def recognize_language(text: pl.Expr, reference: Reference) -> pl.Expr:
    """Return the ISO 639-1 code whose words are most frequent in the text's opening, else NULL."""
    sample = text.str.slice(0, SAMPLE_CHARS)
    rows = reference["languages"].select("language", "pattern").rows()
    counts = pl.concat_list([sample.str.count_matches(pattern) for _, pattern in rows])
    best = counts.list.arg_max().replace_strict(
        dict(enumerate(code for code, _ in rows)), return_dtype=pl.String
    )
    return pl.when(counts.list.max() >= MIN_HITS).then(best)
