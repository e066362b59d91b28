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
# Longer than a separator, and looked for first: `women, peace` is the cue `women peace`.
SPACED = [f" {dash} " for dash in "-–—"] + [f"{sign} " for sign in SEPARATORS] + [",” ", '," ', "  "]
CODE_RANGE = 1 << 16  # more cues than any table holds
NO_CUE = CODE_RANGE - 1  # stands for an empty `also` or `unless`
NO_PLACE = 2**64 - 1


def fold_words(text: pl.Expr) -> pl.Expr:
    """Lower the text to words between single spaces: `“Arms-control, now!”` to ` arms control now `."""
    lowered = pl.concat_str(pl.lit(" "), text, pl.lit(" ")).str.to_lowercase()
    apart = SPACED + SEPARATORS
    spaced = [f" {sign} " for sign in CURRENCIES]
    return lowered.str.replace_many(
        apart + CURRENCIES + QUOTES, [" "] * len(apart) + spaced + [""] * len(QUOTES), leftmost=True
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


def find_cues(texts: pl.Series, cues: pl.DataFrame) -> pl.Series:
    """Return the places (row and code of a phrase in one number) of the phrases of each text, in order."""
    literals = list_literals(cues)
    in_order = pl.Enum(literals["literal"])
    places = (
        texts.alias("text")
        .to_frame()
        .with_row_index("row")
        .select(
            "row",
            literal=fold_words(pl.col("text")).str.extract_many(
                in_order.categories.to_list(), overlapping=True
            ),
        )
        .explode("literal", empty_as_null=False)
        .select(
            place=pl.col("row").cast(pl.UInt64) * CODE_RANGE + pl.col("literal").cast(in_order).to_physical()
        )
        .to_series()
        .sort()
    )
    return places.filter(places != places.shift(fill_value=NO_PLACE))  # nearly in order: faster than unique


def match_classes(texts: pl.Series, cues: pl.DataFrame, *labels: str) -> pl.DataFrame:
    """Return `row`, the labels and `weight` of each cue of the table that counts in a text."""
    places = find_cues(texts, cues)
    hits = places.to_frame().select(
        row=(pl.col("place") // CODE_RANGE).cast(pl.UInt32),
        code=(pl.col("place") % CODE_RANGE).cast(pl.UInt32),
    )
    coded = code_cues(cues, labels)
    tied = (pl.col("also") != NO_CUE) | (pl.col("unless") != NO_CUE)
    free = hits.join(coded.filter(~tied), on="code").select("row", *labels, "weight")
    bound = keep_supported(hits.join(coded.filter(tied), on="code"), hits)
    return pl.concat([free, bound.select("row", *labels, "weight")])


def keep_supported(bound: pl.DataFrame, hits: pl.DataFrame) -> pl.DataFrame:
    """Keep the cues in whose text `also` stands, if they have one, and `unless` does not."""
    others = pl.concat([bound["also"], bound["unless"]]).unique()
    place = pl.col("row").cast(pl.UInt64) * CODE_RANGE
    held = hits.filter(pl.col("code").is_in(others.implode())).select(place=place + pl.col("code"))["place"]
    has_also = (place + pl.col("also")).is_in(held.implode())
    has_unless = (place + pl.col("unless")).is_in(held.implode())
    return bound.filter((has_also | (pl.col("also") == NO_CUE)) & ~has_unless)


def code_cues(cues: pl.DataFrame, labels: tuple[str, ...]) -> pl.DataFrame:
    """Return the table with the codes of its phrases in place of the phrases."""
    literals = list_literals(cues)
    codes = dict(zip(literals["cue"], literals["code"], strict=True))

    def code(column: str) -> pl.Expr:
        return pl.col(column).replace_strict(codes, default=NO_CUE, return_dtype=pl.UInt32)

    return cues.select(*labels, "weight", code=code("cue"), also=code("also"), unless=code("unless"))


def choose_classes(matched: pl.DataFrame, key: str, label: str) -> pl.DataFrame:
    """Return each text's key and class (an Enum) whose cues weigh 1 together, in order of both."""
    classes, codes = matched.schema[label], matched[label].to_physical()
    place = pl.col(key).cast(pl.UInt64) * CODE_RANGE + codes
    weighed = matched.select("weight", place=place).sort("place")  # one number: half the time of two keys
    scored = weighed.group_by("place", maintain_order=True).agg(score=pl.col("weight").sum())
    return scored.filter(pl.col("score") >= 1).select(
        (pl.col("place") // CODE_RANGE).cast(pl.UInt32).alias(key),
        (pl.col("place") % CODE_RANGE).cast(codes.dtype).cat.to(classes).alias(label),
    )
