"""Texts that no table knows but whose printed form names them: `the Malabo Declaration`.

A name is capitalized words before a noun of the table (`Ouagadougou Action Plan`), or such a
noun with its capitalized topic (`Convention on Nuclear Safety`). Kept out: what only describes
(`Peace Agreement`), national texts (`National Action Plan`, a country's plan), drafts' "draft".
"""

from __future__ import annotations

import functools
import re

import polars as pl

from flows.affiliations import affiliation_names
from flows.extract.instruments.lexicon import (
    EDGE,
    alternatives,
    form_heads,
    head_kinds,
    topic_heads,
    words_by_role,
)
from flows.extract.matches import find_matches
from flows.reference import Reference, once_per_reference
from flows.regexes import any_literal

_WORD = r"(?:[A-ZÀ-Þ][A-Za-zÀ-ÿ0-9'&/-]*|[0-9]{4})"
_OF = r"(?: (?:of|de|do|da|del|la|el))?"
_ABOUT = r"(?:on|against|for|concerning|relating to|relative to|regarding|to the)"
_LINK = r"(?: (?:of|in|for|to|on|with|against|from)(?: (?:the|their|all))?| and| or| the)?"
_TOPIC = rf"(?:the |a )?{_WORD}(?:{_LINK} {_WORD})*"
_CONNECTORS = frozenset(
    "of de do da del la el and the in for to on or their with against from a".split()  # noqa: SIM905
)
_PLAN_LIKE = ("plan", "principles")


@once_per_reference
def formed_pattern(reference: Reference) -> str:
    """Return the pattern of a name by form, on text with straight quotes and hyphens."""
    head, topic_head = alternatives(form_heads(reference)), alternatives(topic_heads(reference))
    about = rf" {_ABOUT} {_TOPIC}"
    return (
        rf"{EDGE}(?:(?:{_WORD}{_OF} ){{0,5}}{_WORD} {head}{EDGE}(?:{about})?"
        rf"|{topic_head}{about}|Treaty of {_WORD})"
    )


@once_per_reference
def formed_hint(reference: Reference) -> str:
    """Return the pattern of a noun that every name by form holds: a cheap first look."""
    return any_literal([*form_heads(reference), *topic_heads(reference)])


@once_per_reference
def _parts_pattern(reference: Reference) -> re.Pattern[str]:
    heads = alternatives(sorted({*form_heads(reference), *topic_heads(reference)}))
    return re.compile(
        rf"(?P<before>(?:.*? )??)(?P<head>{heads})(?: (?P<about>{_ABOUT}) (?P<topic>.+)| of (?P<place>\S+))?"
    )


@once_per_reference
def _country_words(reference: Reference) -> frozenset[str]:
    countries = affiliation_names(reference).filter(pl.col("iso3").is_not_null())["alias"]
    return frozenset(countries) | frozenset(reference["demonyms"]["demonym"])


def find_formed(sentences: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return matches with `instrument`, `instrument_kind` and `rule` of texts named by their form."""
    found = find_matches(sentences, formed_pattern(reference), hint=formed_hint(reference)).rename(
        {"match": "whole"}
    )
    names = _read_forms(found["whole"].unique(), reference)
    return (
        found.join(names, on="whole", maintain_order="left")
        .with_columns(match_start=pl.col("match_start") + pl.col("skipped"), rule=pl.lit("form"))
        .drop("whole", "skipped")
    )


def _read_forms(forms: pl.Series, reference: Reference) -> pl.DataFrame:
    """Read each distinct form once (few: one Python loop is fine)."""
    read = [(form, *found) for form in forms.to_list() if (found := read_form(form, reference))]
    schema = {
        "whole": pl.String,
        "skipped": pl.Int64,
        "match": pl.String,
        "instrument": pl.String,
        "instrument_kind": pl.String,
    }
    return pl.DataFrame(read, schema=schema, orient="row")


@functools.lru_cache(maxsize=20_000)
def read_form(form: str, reference: Reference) -> tuple[int, str, str, str] | None:
    """Return (characters skipped, printed name, instrument, kind), or None if it names no text.

    `Under the United Nations Malabo Declaration on Growth` is the `Malabo Declaration`.
    """
    parts = _parts_pattern(reference).fullmatch(_cut_at_next_name(form, reference))
    if parts is None:
        return None
    before = _strip_lead(parts["before"], reference)
    kind = head_kinds(reference)[parts["head"]]
    if _is_domestic(before, kind, reference):
        return None
    stem = f"{before}{parts['head']}"
    if _has_own_name(before, reference):
        name = stem
    elif parts["topic"] and _is_telling(parts["topic"], kind, bool(before), reference):
        name = f"{stem} {parts['about']} {parts['topic']}"
    elif parts["place"] and _has_own_name(parts["place"], reference):
        name = f"{stem} of {parts['place']}"
    else:
        return None
    printed = form[len(parts["before"]) - len(before) :][: len(name)]
    return len(parts["before"]) - len(before), printed, re.sub(r"^(?:United Nations|UN) ", "", name), kind


def _cut_at_next_name(form: str, reference: Reference) -> str:
    """Return the form up to a second name: `Convention on X and Protocol on Y` is `Convention on X`."""
    heads = alternatives(sorted({*form_heads(reference), *topic_heads(reference)}))
    opening = re.match(rf"(?:.*? )??{heads}\b", form)
    if opening is None:
        return form
    rest = re.sub(rf" and (?:the |its |their )?(?:[\w'-]+ ){{0,3}}{heads}\b.*$", "", form[opening.end() :])
    return opening[0] + re.sub(r"(?: (?:of|in|and|for|to|the|on|or|their|with|against|from))+$", "", rest)


def _strip_lead(before: str, reference: Reference) -> str:
    """Return the words before the noun without possessors, dates and leads: `The 2016 Bali ` is `Bali `."""
    own = before.rsplit("'s ", 1)[-1].rsplit("s' ", 1)[-1]
    words, lead = own.split(), words_by_role(reference)["lead"] | {"of"}
    while words and (words[0] in lead or words[0].isdigit()):
        words = words[1:]
    return " ".join(words) + " " if words else ""


def _is_domestic(before: str, kind: str, reference: Reference) -> bool:
    words = before.split()
    if words_by_role(reference)["domestic"] & set(words):
        return True
    countries = _country_words(reference)
    named = [before.strip(), *words]
    return kind in _PLAN_LIKE and any(word in countries for word in named)


def _has_own_name(before: str, reference: Reference) -> bool:
    roles = words_by_role(reference)
    known = roles["generic"] | roles["region"] | roles["lead"] | _CONNECTORS
    words = [word for word in before.split() if word not in known and not word.isdigit()]
    return bool(words)


def _is_telling(topic: str, kind: str, is_modified: bool, reference: Reference) -> bool:
    """Tell whether a topic is a name's: of a plan without words before it, two capitalized words."""
    heads = {*form_heads(reference), *topic_heads(reference)}
    words = [word for word in topic.split() if word[:1].isupper() and word not in heads]
    return len(words) >= (2 if kind in ("plan", "agreement", "principles") and not is_modified else 1)
