"""Short references that stand for a text named before in the same document: `the Convention`."""

from __future__ import annotations

import functools
import re

import polars as pl

from flows.extract.instruments.lexicon import EDGE, alternatives, short_heads
from flows.extract.matches import find_matches
from flows.reference import Reference, once_per_reference

_TURN = ("document_key", "turn", "head")
_SEEN = ("document_key", "head")
# What follows a noun that is no short reference: a topic or a name of its own.
_OWN_TOPIC = r"(?: (?:on|against|for|of|concerning|relating|regarding)| [A-Z(\"“])"
# "the resolution of the conflict", "the resolution adopted yesterday" are no short references
_OWN_ACT = r" (?:of|to|on|by|adopted|approved|before|entitled|submitted|sponsored|tabled|just|that|which)"
_RESOLUTION = "resolution"


@once_per_reference
def shortened_pattern(reference: Reference) -> str:
    """Return the pattern of `the Convention`, `that Treaty`, `this resolution` with what shows them unfit."""
    heads = alternatives(short_heads(reference))
    return (
        rf"{EDGE}(?:[Tt]he|[Tt]hat|[Tt]his) (?:new |same |said |landmark |historic )?"
        rf"(?:{heads}{EDGE}(?:{_OWN_TOPIC})?|{_RESOLUTION}{EDGE}(?:{_OWN_ACT})?)"
    )


def find_shortened(sentences: pl.DataFrame, cited: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return matches with `instrument` and `rule` of short references to texts `cited` before.

    The text meant is the latest of that noun in the same turn (statement, or paragraph of
    narration), else the only one of that noun so far in the document; else none.
    """
    found = (
        find_matches(sentences, shortened_pattern(reference))
        .filter(~pl.col("match").str.contains(rf"(?:{_OWN_TOPIC}|{_OWN_ACT})$"))
        .with_columns(head=_noun(reference), place=_place())
        .sort("place")
    )
    named = _list_antecedents(cited, reference).sort("place")
    in_turn = named.select(*_TURN, "place", in_turn="instrument")
    in_document = _keep_count_of_distinct(named).select(*_SEEN, "place", "so_far", in_document="instrument")
    resolved = (
        found.join_asof(in_turn, on="place", by=list(_TURN), check_sortedness=False)
        .join_asof(in_document, on="place", by=list(_SEEN), check_sortedness=False)
        .with_columns(instrument=pl.coalesce("in_turn", _the_only_one()), rule=pl.lit("short_reference"))
    )
    return resolved.drop_nulls("instrument").drop("head", "place", "in_turn", "in_document", "so_far")


def _place() -> pl.Expr:
    """Return one number that orders all matches."""
    return pl.col("sentence_row") * 10_000_000 + pl.col("match_start")


def _noun(reference: Reference) -> pl.Expr:
    heads = alternatives([*short_heads(reference), _RESOLUTION])
    return pl.col("match").str.extract(rf"({heads})$")


def _the_only_one() -> pl.Expr:
    is_only = (pl.col("so_far") == 1) & (pl.col("head") != _RESOLUTION)
    return pl.when(is_only).then("in_document")


def _list_antecedents(cited: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return one row per cited text and noun that can stand for it."""
    distinct = cited.select("match", "instrument").unique(maintain_order=True)
    nouns = [heads_of(match, instrument, reference) for match, instrument in distinct.rows()]
    heads = distinct.with_columns(head=pl.Series(nouns, dtype=pl.List(pl.String)))
    return (
        cited.join(heads, on=["match", "instrument"], maintain_order="left")
        .explode("head", empty_as_null=False)
        .with_columns(place=_place())
    )


@functools.lru_cache(maxsize=20_000)
def heads_of(match: str, instrument: str, reference: Reference) -> tuple[str, ...]:
    """Return the nouns that stand for a text: `Ouagadougou Action Plan` has `Action Plan` and `Plan`.

    Only the first noun of a name counts: the `Protocol to the Convention` is no `Convention`.
    """
    if instrument.startswith("Resolution "):
        return (_RESOLUTION,)
    heads = short_heads(reference)
    first = re.compile(alternatives(heads) + r"\b")
    found: set[str] = set()
    for name in (match, instrument):
        opening = first.search(name)
        if opening:
            found |= {head for head in heads if re.search(rf"\b{head}\b", opening[0])}
    return tuple(sorted(found))


def _keep_count_of_distinct(named: pl.DataFrame) -> pl.DataFrame:
    """Add `so_far`: how many different texts of the noun the document has named up to here."""
    first = named.unique([*_SEEN, "instrument"], keep="first", maintain_order=True)
    so_far = pl.int_range(1, pl.len() + 1).over(*_SEEN)
    return first.with_columns(so_far=so_far)
