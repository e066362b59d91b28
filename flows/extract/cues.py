"""Literal cues of a class (a topic, an issue) matched in one pass over all texts.

A cue is a word or phrase in lower case as words apart by single spaces, `climate change`;
a star leaves its end open (`disarm*`); `also` names a second cue that has to stand in the same text.
"""

from __future__ import annotations

import polars as pl

# What ends a word in UN press texts; quotation marks stand at words' ends and just go.
SEPARATORS = list("\u00a0\t\n,.;:!?()[]{}<>/\\|'’-‐‑‒–—…•*§&+%$")
QUOTES = list('"“”„«»‘')


def fold_words(text: pl.Expr) -> pl.Expr:
    """Lower the text to words between spaces: `“Arms-control, now!”` to ` arms control  now  `."""
    lowered = pl.concat_str(pl.lit(" "), text, pl.lit(" ")).str.to_lowercase()
    return lowered.str.replace_many(SEPARATORS + QUOTES, [" "] * len(SEPARATORS) + [""] * len(QUOTES))


def compile_cue(cue: pl.Expr) -> pl.Expr:
    """Return the literal to look for in folded text: `disarm*` is ` disarm`, `court` is ` court `."""
    open_ended = cue.str.ends_with("*")
    body = pl.concat_str(pl.lit(" "), cue.str.strip_suffix("*"))
    return pl.when(open_ended).then(body).otherwise(pl.concat_str(body, pl.lit(" ")))


def find_cues(texts: pl.Series, cues: pl.DataFrame) -> pl.DataFrame:
    """Return `row`, `cue` for every cue of the table (columns `cue`, `also`, `unless`) that a text holds."""
    wanted = pl.concat([cues[c] for c in ("cue", "also", "unless")]).drop_nulls().unique().sort()
    literals = wanted.alias("cue").to_frame().with_columns(literal=compile_cue(pl.col("cue")))
    folded = fold_words(pl.col("text"))
    found = (
        pl.DataFrame({"text": texts})
        .with_row_index("row")
        .select("row", literal=folded.str.extract_many(literals["literal"].to_list(), overlapping=True))
        .explode("literal", empty_as_null=False)
        .unique()
    )
    return found.join(literals, on="literal").select("row", "cue")


def match_classes(found: pl.DataFrame, cues: pl.DataFrame, *labels: str) -> pl.DataFrame:
    """Return `row`, the labels and `weight` of each cue that counts: its `also` stands there, its
    `unless` does not."""
    columns = ["row", *labels, "weight"]
    hits = found.join(cues.select("cue", "also", "unless", *labels, "weight"), on="cue")
    bare = hits.filter(pl.col("also").is_null() & pl.col("unless").is_null())
    tied = hits.filter(pl.col("also").is_not_null() | pl.col("unless").is_not_null())
    also = tied.join(found, left_on=["row", "also"], right_on=["row", "cue"], how="semi")
    free = pl.concat([tied.filter(pl.col("also").is_null()), also])
    kept = free.join(found, left_on=["row", "unless"], right_on=["row", "cue"], how="anti")
    return pl.concat([bare.select(columns), kept.select(columns)])


def choose_classes(matched: pl.DataFrame, label: str) -> pl.DataFrame:
    """Return `row` and each class whose cues weigh 1 together."""
    return (
        matched.group_by("row", label)
        .agg(score=pl.col("weight").sum())
        .filter(pl.col("score") >= 1)
        .drop("score")
    )
