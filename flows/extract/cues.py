"""Literal cues of a class (a topic, an issue) matched in one pass over all texts.

A cue is a word or phrase in lower case as words apart by single spaces, `climate change`;
a star leaves its end open (`disarm*`); `also` names a second cue that has to stand in the same text.
"""

from __future__ import annotations

import polars as pl

# What ends a word. The dashes, quotes and spaces are those that UN press texts use.
SEPARATORS = list(" \u00a0\t\n,.;:!?()[]{}<>/\\|\"'“”„«»‘’-‐‑‒–—…•*§&+%$")
HEARD = ("row", "cue")


def fold_words(text: pl.Expr) -> pl.Expr:
    """Lower the text to words between single spaces: `“Arms-control, now!”` to ` arms control  now `."""
    lowered = pl.concat_str(pl.lit(" "), text, pl.lit(" ")).str.to_lowercase()
    return lowered.str.replace_many(SEPARATORS, [" "] * len(SEPARATORS)).str.replace_all("  +", " ")


def compile_cue(cue: pl.Expr) -> pl.Expr:
    """Return the literal to look for in folded text: `disarm*` is ` disarm`, `court` is ` court `."""
    open_ended = cue.str.ends_with("*")
    body = pl.concat_str(pl.lit(" "), cue.str.strip_suffix("*"))
    return pl.when(open_ended).then(body).otherwise(pl.concat_str(body, pl.lit(" ")))


def find_cues(texts: pl.Series, cues: pl.DataFrame) -> pl.DataFrame:
    """Return `row`, `cue` for every cue of the table (columns `cue`, `also`) that a text holds."""
    wanted = pl.concat([cues["cue"], cues["also"].drop_nulls()]).unique().sort().to_frame("cue")
    literals = wanted.with_columns(literal=compile_cue(pl.col("cue")))
    found = (
        pl.DataFrame({"text": texts})
        .with_row_index("row")
        .select(
            "row",
            literal=fold_words(pl.col("text")).str.extract_many(
                literals["literal"].to_list(), overlapping=True
            ),
        )
        .explode("literal", empty_as_null=False)
        .unique()
    )
    return found.join(literals, on="literal", maintain_order="left").select(*HEARD)


def score_classes(found: pl.DataFrame, cues: pl.DataFrame, label: str) -> pl.DataFrame:
    """Return `row`, the class and its `score`: the summed weights of its cues whose `also` is there too."""
    hits = found.join(cues, on="cue")
    alone = hits.filter(pl.col("also").is_null())
    paired = hits.join(found.rename({"cue": "also"}), on=["row", "also"])
    return (
        pl.concat([alone, paired.select(alone.columns)])
        .group_by("row", label)
        .agg(score=pl.col("weight").sum())
    )
