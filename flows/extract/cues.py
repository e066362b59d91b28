"""Literal cues of a class (a topic, an issue) matched in one pass over all texts.

A cue is a word or phrase in lower case as words apart by single spaces, `climate change`;
a star leaves its end open (`disarm*`); `also` names a second cue that has to stand in the same
text, `unless` one that must not.
"""

from __future__ import annotations

import polars as pl

# What ends a word in UN press texts; quotation marks stand at words' ends and just go.
SEPARATORS = list("\u00a0\t\n,.;:!?()[]{}<>/\\|'’-‐‑‒–—…•*§&+%")
CURRENCIES = list("$€£")  # words of their own: `$4 million`
QUOTES = list('"“”„«»‘')
CODE_RANGE = 1 << 16  # more cues than any table holds
NO_CUE = CODE_RANGE - 1  # stands for an empty `also` or `unless`


def fold_words(text: pl.Expr) -> pl.Expr:
    """Lower the text to words between spaces: `“Arms-control, now!”` to ` arms control  now  `."""
    lowered = pl.concat_str(pl.lit(" "), text, pl.lit(" ")).str.to_lowercase()
    spaced = [f" {sign} " for sign in CURRENCIES]
    return lowered.str.replace_many(
        SEPARATORS + CURRENCIES + QUOTES, [" "] * len(SEPARATORS) + spaced + [""] * len(QUOTES)
    )


def compile_cue(cue: pl.Expr) -> pl.Expr:
    """Return the literal to look for in folded text: `disarm*` is ` disarm`, `court` is ` court `."""
    body = pl.concat_str(pl.lit(" "), cue.str.strip_suffix("*"))
    return pl.when(cue.str.ends_with("*")).then(body).otherwise(pl.concat_str(body, pl.lit(" ")))


def list_literals(cues: pl.DataFrame) -> pl.DataFrame:
    """Return `cue`, `literal`, `code` of every phrase in the columns `cue`, `also`, `unless`."""
    phrases = pl.concat([cues[c] for c in ("cue", "also", "unless")]).drop_nulls().unique().sort()
    return (
        phrases.alias("cue")
        .to_frame()
        .select("cue", literal=compile_cue(pl.col("cue")), code=pl.int_range(pl.len(), dtype=pl.UInt64))
    )


def find_cues(texts: pl.Series, cues: pl.DataFrame) -> pl.DataFrame:
    """Return `place` (row and code of a phrase in one number) of every phrase that a text holds, once."""
    literals = list_literals(cues)
    in_order = pl.Enum(literals["literal"])
    return (
        texts.alias("text")
        .to_frame()
        .with_row_index("row")
        .select(
            pl.col("row").cast(pl.UInt64),
            literal=fold_words(pl.col("text")).str.extract_many(
                in_order.categories.to_list(), overlapping=True
            ),
        )
        .explode("literal", empty_as_null=False)
        .select(
            place=pl.col("row") * CODE_RANGE + pl.col("literal").cast(in_order).to_physical().cast(pl.UInt64)
        )
        .unique()
    )


def match_classes(texts: pl.Series, cues: pl.DataFrame, *labels: str) -> pl.DataFrame:
    """Return `row`, the labels and `weight` of each cue of the table that counts in a text."""
    found = find_cues(texts, cues)
    hits = found.with_columns(
        row=pl.col("place") // CODE_RANGE, code=(pl.col("place") % CODE_RANGE).cast(pl.UInt32)
    ).join(code_cues(cues, labels), on="code")
    tied = (pl.col("also") != NO_CUE) | (pl.col("unless") != NO_CUE)
    free, bound = hits.filter(~tied), hits.filter(tied)
    first_in_row = pl.col("row") * CODE_RANGE
    has_also = (first_in_row + pl.col("also")).is_in(found["place"].implode())
    has_unless = (first_in_row + pl.col("unless")).is_in(found["place"].implode())
    counts = bound.filter((has_also | (pl.col("also") == NO_CUE)) & ~has_unless)
    return pl.concat([free, counts]).select(pl.col("row").cast(pl.UInt32), *labels, "weight")


def code_cues(cues: pl.DataFrame, labels: tuple[str, ...]) -> pl.DataFrame:
    """Return the table with the codes of its phrases in place of the phrases."""
    literals = list_literals(cues)
    codes = dict(zip(literals["cue"], literals["code"], strict=True))

    def code(column: str) -> pl.Expr:
        return pl.col(column).replace_strict(codes, default=NO_CUE, return_dtype=pl.UInt64)

    return cues.select(
        *labels, "weight", code=code("cue").cast(pl.UInt32), also=code("also"), unless=code("unless")
    )


def choose_classes(matched: pl.DataFrame, *keys: str) -> pl.DataFrame:
    """Return each text's key and class whose cues weigh 1 together."""
    weighed = matched.group_by(keys).agg(score=pl.col("weight").sum())
    return weighed.filter(pl.col("score") >= 1).drop("score")
