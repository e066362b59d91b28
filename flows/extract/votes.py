"""How each delegation that a text names voted, and on what.

Three forms: names in brackets after a count (`to 2 against (Israel, United States)`), names
before a participle (`with China and Pakistan abstaining`), and the lists of annexes and
records (`Against: Israel, Palau`). Counts without names are figures, not votes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import polars as pl

from flows.extract.affiliation_lists import Mention, read_list
from flows.extract.matches import straighten
from flows.reference import Reference
from flows.schemas import FACT_COLUMNS

_HINT = r"(?i)in favour|against ?\(|abst(?:ain|ention)|voting against|^against:"
_SIDES = {"in favour": "favour", "for": "favour", "against": "against", "abst": "abstain"}
# "to 2 against (", "with 6 abstentions (", "1against ( "
_COUNTED = re.compile(
    r"(?:\d|none|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s*(?:votes? )?"
    r"(?P<side>in favour|against|abst)(?:entions?|aining)?\s*\(\s*"
)
_LISTED = re.compile(
    r"^\W*(?P<side>In favour|Against|Abst)(?:ain(?:ing|ed)?|entions?)?(?: \(\d+\))?:\s*", re.I
)
_WITH = re.compile(r"\b(?:[Ww]ith|while|and) (?=[A-Z]|the [A-Z])")
_DECISION = re.compile("\\bvot|adopt|approv|reject|pass(?:ed|ing)")
_PARTICIPLE = re.compile(
    r"(?:'s?)?,? (?:both |all )?(?:vot(?:ing|ed) (?P<side>against|in favour)"
    r"|(?P<abstain>abst)ain(?:ing|ed))\b"
)
# a draft's symbol: A/C.1/73/L.22/Rev.1, A/ES-10/L.19, S/2017/769
_SYMBOL = (
    r"\b(?:[A-Z]+/(?:[A-Za-z0-9.-]+/)*L\.[0-9]+[A-Za-z]?(?:/(?:Rev|Add|Corr)\.[0-9]+)*|S/[0-9]{4}/[0-9]+)"
)
_TITLE = r"(?:draft|text|resolution|decision|amendment)[^“.;]{0,60}“([^”]{4,300}?),?”"
_HEADING = r"^Vote on (.{3,200})$"  # over the lists of an annex
_DECIDED = rf"^(?:The )?[Dd]raft .{{0,40}}{_SYMBOL}.{{0,80}} was (?:adopted|approved|rejected)"
# `Draft resolution II was adopted by 120 votes to 2` of a record
_NUMBERED = r"^(Draft (?:resolution|decision|amendment) [A-Z0-9]+)\b[^“”.]{0,40} was (?:adopted|rejected)"
_NEAR = 8  # sentences between a list of votes and the draft that they were cast on

_ROW = {
    "document_key": pl.String,
    "sentence_ordinal": pl.Int64,
    "is_list": pl.Boolean,
    "vote": pl.String,
    "affiliation_name": pl.String,
    "iso3": pl.String,
    "start_offset": pl.Int64,
    "end_offset": pl.Int64,
    "text": pl.String,
}


def extract_votes(sentences: pl.DataFrame, quote_spans: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return one row per delegation named in a vote: facts, draft (symbol, else title), vote, name, iso3.

    The draft of a list of votes is that of the decision printed next to it; quotations make no difference.
    """
    candidates = sentences.filter(pl.col("text").str.contains(_HINT))
    rows = [
        (*key, is_list, vote, m.name, m.iso3, start + m.start, start + m.end, text[m.start : m.end])
        for *key, start, text, straight in candidates.select(
            "document_key", "sentence_ordinal", "start_offset", "text", straight=straighten(pl.col("text"))
        ).iter_rows()  # only sentences that speak of votes: Python reads the lists
        for is_list, vote, m in find_votes(straight, reference)
    ]
    votes = pl.DataFrame(rows, schema=_ROW, orient="row").unique(
        ["document_key", "start_offset"], keep="first", maintain_order=True
    )
    return (
        _add_drafts(votes, sentences)
        .with_columns(rule=pl.when("is_list").then(pl.lit("vote_list")).otherwise(pl.lit("vote_sentence")))
        .select(*FACT_COLUMNS, "draft", "vote", "affiliation_name", "iso3")
    )


def find_votes(text: str, reference: Reference) -> Iterator[tuple[bool, str, Mention]]:
    """Yield (stands in a list of votes, side, delegation) of one sentence in straight characters."""
    listed = _LISTED.match(text)
    if listed:
        yield from ((True, _side(listed["side"]), m) for m in read_list(text, listed.end(), reference))
        return
    for counted in _COUNTED.finditer(text):
        yield from ((False, _side(counted["side"]), m) for m in read_list(text, counted.end(), reference))
    for cue in _WITH.finditer(text) if _DECISION.search(text) else ():
        names = read_list(text, cue.end(), reference)
        participle = _PARTICIPLE.match(text, names[-1].end) if names else None
        if participle:
            side = _side(participle["side"] or participle["abstain"])
            yield from ((False, side, m) for m in names)


def _side(printed: str) -> str:
    return _SIDES[printed.lower()]


def _add_drafts(votes: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """Add `draft`: the one its sentence names; of a list, that of the decision after or before it."""
    forms = (f"({_SYMBOL})", _TITLE, _HEADING, _NUMBERED)
    concerned = sentences.join(votes.select("document_key").unique(), on="document_key", how="semi")
    named = (
        concerned.select(
            "document_key",
            "sentence_ordinal",
            own=pl.coalesce(pl.col("text").str.extract(form) for form in forms),
            decided=pl.col("text").str.contains(f"{_DECIDED}|{_NUMBERED}"),
        )
        .filter(pl.col("own").is_not_null())
        .sort("sentence_ordinal")
    )
    after = named.filter("decided").select("document_key", "sentence_ordinal", after="own")
    before = named.select("document_key", "sentence_ordinal", before="own")
    return (
        votes.sort("sentence_ordinal", maintain_order=True)
        .join(
            named.drop("decided"), on=["document_key", "sentence_ordinal"], how="left", maintain_order="left"
        )
        .pipe(_join_nearest, after, "forward")
        .pipe(_join_nearest, before, "backward")
        .with_columns(
            draft=pl.when("is_list").then(pl.coalesce("own", "after", "before")).otherwise(pl.col("own"))
        )
        .sort("document_key", "start_offset")
    )


def _join_nearest(
    votes: pl.DataFrame, drafts: pl.DataFrame, side: Literal["forward", "backward"]
) -> pl.DataFrame:
    return votes.join_asof(
        drafts,
        on="sentence_ordinal",
        by="document_key",
        strategy=side,
        tolerance=_NEAR,
        check_sortedness=False,  # both are sorted by sentence
    )
