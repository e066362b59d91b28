"""The tables of named texts, compiled once per version of the reference."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

import polars as pl

from flows.reference import Reference, once_per_reference
from flows.regexes import any_literal

EDGE = r"(?-u:\b)"  # an ASCII boundary keeps Rust's regex engine on its fast path
WORD_ROLES = ("lead", "generic", "region", "domestic")
_UN = r"(?:(?:United Nations|UN|U\.N\.) )?"


def alternatives(patterns: list[str]) -> str:
    """Return one group of the patterns, longest first so that none hides a longer one."""
    return "(?:" + "|".join(sorted(set(patterns), key=lambda p: (-len(p), p))) + ")"


@once_per_reference
def named_pattern(reference: Reference) -> str:
    """Return the pattern of every printed form in the tables, with or without `United Nations`."""
    aliases = reference["instrument_aliases"]
    exact = aliases.filter("is_exact_case")["pattern"].to_list()
    loose = aliases.filter(~pl.col("is_exact_case"))["pattern"].to_list()
    return f"{EDGE}(?:(?i:{_UN}{alternatives(_end_words(loose))})|{_UN}{alternatives(_end_words(exact))})"


def _end_words(patterns: list[str]) -> list[str]:
    """Close each pattern at a word's end, which the ASCII boundary does not see after `Communiqué`."""
    return [f"{pattern}{EDGE}" if pattern[-1].isascii() else pattern for pattern in patterns]


@once_per_reference
def named_hint(reference: Reference) -> str:
    """Return the pattern of a literal that every printed form holds: a cheap first look.

    Most forms hold one of the heads; the table tells the `hint` of the others: `cedaw`.
    """
    heads = [head.lower() for head in reference["instrument_heads"]["head"] if " " not in head]
    return any_literal([*heads, *reference["instrument_aliases"]["hint"].drop_nulls()], flags="i")


@dataclass(frozen=True)
class Alias:
    """One printed form: whom it names, and what else the document must name for it to count."""

    pattern: re.Pattern[str]
    name: str
    needs: str | None


@once_per_reference
def _aliases(reference: Reference) -> list[Alias]:
    rows = reference["instrument_aliases"].rows(named=True)
    return [
        Alias(
            re.compile(_UN + f"(?:{row['pattern']})", re.NOFLAG if row["is_exact_case"] else re.IGNORECASE),
            row["name"],
            row["needs"],
        )
        for row in rows
    ]


@functools.lru_cache(maxsize=20_000)
def names_of(match: str, reference: Reference) -> tuple[tuple[str, str | None], ...]:
    """Return what a printed form names, as (instrument, needed instrument) pairs.

    `Basel, Rotterdam and Stockholm Conventions` names three. Runs over distinct forms only.
    """
    return tuple((a.name, a.needs) for a in _aliases(reference) if a.pattern.fullmatch(match))


@once_per_reference
def resolution_years(reference: Reference) -> dict[int, int]:
    """Return the year of each Security Council resolution whose year is known: 1325 is of 2000."""
    return {
        number: row["year"]
        for row in reference["security_council_resolutions"].rows(named=True)
        for number in range(row["first_number"], row["last_number"] + 1)
    }


def _heads(reference: Reference, column: str) -> list[str]:
    return reference["instrument_heads"].filter(column)["head"].to_list()


@once_per_reference
def form_heads(reference: Reference) -> list[str]:
    """Return nouns that end a name known by its form alone: `Bali Declaration`."""
    return _heads(reference, "names_by_form")


@once_per_reference
def topic_heads(reference: Reference) -> list[str]:
    """Return nouns that open a name with its topic: `Convention on Nuclear Safety`."""
    return _heads(reference, "takes_topic")


@once_per_reference
def short_heads(reference: Reference) -> list[str]:
    """Return nouns that stand for a text named before: `the Convention`."""
    return _heads(reference, "stands_alone")


@once_per_reference
def head_kinds(reference: Reference) -> dict[str, str]:
    """Return the kind of text that each noun means."""
    heads = reference["instrument_heads"]
    return dict(zip(heads["head"], heads["kind"], strict=True))


@once_per_reference
def words_by_role(reference: Reference) -> dict[str, frozenset[str]]:
    """Return the words around a name: `lead` (before it), `generic`, `region`, `domestic`."""
    words = reference["instrument_words"]
    return {role: frozenset(words.filter(role=role)["word"]) for role in WORD_ROLES}


@once_per_reference
def known_instruments(reference: Reference) -> pl.DataFrame:
    """Return instrument, instrument_kind, instrument_year of the tables."""
    return reference["instruments"].select(instrument="name", instrument_kind="kind", instrument_year="year")
