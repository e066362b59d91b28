"""The tables on numbers, units and sources, compiled once per version of the reference.

Patterns of the tables may hold `<int>` (1,200), `<word>` (twenty-two), `<source>` and the
placeholders of TIMES (`<month>`). They are written for both regex engines, Rust's (whole
columns) and Python's.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from flows.reference import Reference, once_per_reference

INTEGER = r"\d{1,3}(?:,\d{3})*(?:\.\d+)?"
MONTH = (
    r"(?:Jan(?:uary|\.)|Feb(?:ruary|\.)|Mar(?:ch|\.)|Apr(?:il|\.)|May|June|July|Aug(?:ust|\.)|Sept(?:ember|\.)"
    r"|Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.))"
)
HYPHENS = r"\-‑‐"  # inside a character class: hyphen-minus, non-breaking hyphen, hyphen
# `15 March 2017 – `, `GENEVA, 3 May (OCHA) — `: where and when a story is told
DATELINE_WORDS = (
    r"(?:[A-Z][A-Za-z ./]{1,30}, )?\d{1,2} [A-Z][a-z]+(?: \d{4})?(?: \([\w ./]{2,30}\))? (?:–|—|--?) "
)
# classes of all Unicode letters make Rust's automaton sixty times slower than these
RUST_CLASSES = (
    (r"\b", r"(?-u:\b)"),
    (r"\d", "[0-9]"),
    (r"\w", "[0-9A-Za-z_À-ÿ]"),
    (r"\s", "[ ]"),
    (r"\S", "[^ ]"),
)


def alternatives(words: Iterable[str], initial: bool = False) -> str:
    """Return a group that matches any of the words, longest first so that none hides another.

    With `initial` the first letter may be large, as at the start of a sentence. Words stand together by
    their first letter, `(?:o(?:ne)|t(?:hree|wo))`: Python's engine tries one after another.
    """
    rests: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda w: (-len(w), w)):
        first = either_case(word[0]) if initial else re.escape(word[0])
        rests.setdefault(first, []).append(re.escape(word[1:]))
    return "(?:" + "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in rests.items()) + ")"


def either_case(letter: str) -> str:
    """Return the pattern of a small or large letter: `[Tt]`."""
    return f"[{letter.upper()}{letter}]" if letter.islower() else re.escape(letter)


def rust(pattern: str) -> str:
    """Return a pattern with classes of ASCII and Latin letters only, for Rust's engine."""
    for unicode_class, latin_class in RUST_CLASSES:
        pattern = pattern.replace(unicode_class, latin_class)
    return pattern


@dataclass(frozen=True)
class NumberWords:
    """The number words by kind, each a mapping from the word to its value."""

    cardinals: dict[str, float]
    tens: dict[str, float]
    scales: dict[str, float]
    magnitudes: dict[str, tuple[float, float]]
    fractions: dict[str, float]
    multiples: dict[str, float]
    ordinals: dict[str, float]

    @functools.cached_property
    def small(self) -> str:
        """Pattern of a number word below a hundred: `twenty-two`, `Six`."""
        tens, ones = alternatives(self.tens, initial=True), alternatives(self.cardinals)
        first = alternatives(self.cardinals, initial=True)
        return f"(?:{tens}(?:[ {HYPHENS}]{ones})?|{first})"


@once_per_reference
def number_words(reference: Reference) -> NumberWords:
    """Return the table of number words, by kind."""
    kinds: dict[str, dict] = {}
    for row in reference["number_words"].rows(named=True):
        value = (row["value"], row["value_high"]) if row["kind"] == "magnitude" else row["value"]
        kinds.setdefault(row["kind"], {})[row["word"]] = value
    return NumberWords(
        cardinals=kinds["cardinal"],
        tens=kinds["tens"],
        scales=kinds["scale"],
        magnitudes=kinds["magnitude"],
        fractions=kinds["fraction"],
        multiples=kinds["multiple"],
        ordinals=kinds["ordinal"],
    )


# what the placeholders of times stand for, each with those that stand below it
TIMES = {
    "<event>": (
        "(?:wars?|conflict|cris[ei]s|coup|revolution|genocide|uprising|fighting|hostilities|violence|ceasefire"
        "|truce|invasion|occupation|withdrawal|embargo|blockade|siege|earthquake|cyclone|hurricane|typhoon"
        "|tsunami|floods?|drought|famine|eruption|storm|disaster|accident|outbreak|epidemic|pandemic"
        "|elections?|referendum|transition|offensive|attacks?|escalation|campaign|independence|appointment"
        "|inception|establishment|creation|launch|adoption|deployment|arrival|return|departure|inauguration"
        "|ratification|start|beginning|outset|onset|end|fall|collapse|agreement|summit|briefing|report|visit"
        "|census|survey|operations?)"
    ),
    "<date>": (
        r"(?:early |late |mid-?)?(?:(?:\d{1,2}(?:st|nd|rd|th)?(?:(?:,| and| or| to|-|–) ?\d{1,2})* )?"
        r"<month>(?: \d{1,2}\b)?(?:(?: and|,| or|–|-) ?<month>)?"
        r"(?:,? (?:of )?(?:<year>|(?:last|this|next|that) year))?"
        r"|<year>s?(?:[-/–‑](?:<year>|\d\d))?(?: (?:and|or) <year>)?)"
    ),
    "<edge>": (
        "(?:end|start|beginning|middle|close|turn|height|peak|course|years?|week|early|late|morning|evening|night"
        "|(?:first|second|third|fourth|last|final|same|opening|latter) (?:<few> )?"
        "(?:half|part|quarter|trimester|semester|months?|weeks?|days?|years?))"
    ),
    "<unit>": (
        "(?:years?|months?|weeks?|days?|hours?|decades?|centur(?:y|ies)|generations?|lifetime|fortnight)"
    ),
    "<few>": (  # all number words would make the patterns of times three times as long
        r"(?:\d[\d,.]*|a few|few|several|many|(?:a )?couple of|an?|one|two(?: and a half)?|three|four|five"
        "|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|thirty|forty|fifty|sixty|hundred)"
    ),
    "<year>": r"(?:1[789]|20)\d\d",
    "<weekday>": "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)",
    "<month>": MONTH,
}


def fill(pattern: str, reference: Reference) -> str:
    """Return a table's pattern with its placeholders spelled out."""
    words = {**TIMES, "<int>": INTEGER, "<word>": number_words(reference).small}
    for placeholder, meaning in words.items():
        pattern = pattern.replace(placeholder, meaning)
    return pattern


def patterns(reference: Reference, table: str, column: str = "pattern") -> list[str]:
    """Return the filled patterns of a table in its order."""
    return [fill(p, reference) for p in reference[table][column].to_list()]


@once_per_reference
def currencies_before(reference: Reference) -> dict[str, str | None]:
    """Return what is printed before an amount (`US$`) with its ISO 4217 code."""
    return _currencies(reference, "before")


@once_per_reference
def currencies_after(reference: Reference) -> dict[str, str | None]:
    """Return what is printed after an amount (`euros`) with its ISO 4217 code."""
    return _currencies(reference, "after")


def _currencies(reference: Reference, position: str) -> dict[str, str | None]:
    rows = reference["currencies"].rows(named=True)
    return {r["printed"]: r["iso4217"] for r in rows if r["position"] == position}
