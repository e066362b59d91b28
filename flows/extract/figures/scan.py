"""Find every expression that holds a number, figures and others alike, in one linear pass."""

from __future__ import annotations

import polars as pl

from flows.extract.figures.lexicon import (
    HYPHENS,
    NumberWords,
    alternatives,
    currencies_before,
    number_words,
    patterns,
    rust,
)
from flows.extract.matches import find_matches
from flows.reference import Reference, once_per_reference

DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+\b|\d+(?:\.\d+)?(?: \d/[1-9])?|[½¼¾])"
# what may stand before N of `M of N`
BASE = (
    r"(?:the |its |their |her |his |our |these |those |all |every |each |a total of "
    r"|an? (?:estimated |total )?(?:population|caseload) of )?"
)
# roles of paragraphs that state nothing: furniture around the text, headings, names
SILENT_ROLES = ("masthead", "subhead", "byline", "caption", "furniture")


@once_per_reference
def mask_pattern(reference: Reference) -> str:
    """Return the pattern of what holds a number and is no figure: `resolution 2331 (2016)`."""
    return r"\b(?:" + "|".join(f"(?:{p})" for p in patterns(reference, "figure_masks")) + ")"


@once_per_reference
def figure_pattern(reference: Reference) -> str:
    """Return the pattern of one number with its scale, range, currency or base: `$10 to $15 million`."""
    words = number_words(reference)
    money = alternatives(currencies_before(reference))
    number = single_number(words)
    amount = rf"(?:{money} ?)?{number}"
    sign = r"(?: ?%| per ?cent)?"  # `between 6.4% and 6.8%`
    rough = r"(?:(?:more than|over|at least|an estimated|estimated|some|about|nearly|almost) )?"
    owner = rf"(?:[\w{HYPHENS}]+[’']s? )?"
    forms = (
        part_of_one(words),
        rf"\b{scaled_part(words)}",
        multiple(words),
        magnitude(words),
        share(words),
        rf"\b[Bb]etween {rough}{share(words)} and {rough}{share(words)}",
        rf"\b[Bb]etween {rough}{amount}{sign} and {rough}{amount}",
        rf"(?:[Oo]ne|1) (?:[a-z]+ ){{0,2}}in (?:every )?{number}\b",
        rf"\b(?:{words.small}|\d\d?) "
        rf"(?:(?:[a-z]+ ){{0,2}}in (?:every )?{words.small}|in (?:every )?{number})\b",
        # the long pattern of an amount once for both: `five out of 10`, `5 to 10`
        rf"{amount}(?: (?:(?:[a-z]+ ){{0,2}}out of|of) {BASE}{owner}{rough}{number}\b"
        rf"|(?: ?[{HYPHENS}–—] ?| to | or ){rough}{amount})?",
    )
    return "(?:" + "|".join(forms) + ")"


def single_number(words: NumberWords) -> str:
    """Pattern of a single number: `1.5 million`, `two hundred thousand`, `half a million`."""
    scale = alternatives(words.scales)
    small = words.small
    group = rf"(?:(?:{small} |[Aa] )?[Hh]undred(?: (?:and )?{small})?|{small})"
    vague = "(?:[Ss]everal|[Aa] few|[Mm]any)"
    spelled = (
        rf"{vague} {scale}(?: {scale})?\b",
        scaled_part(words),
        rf"(?:[Oo]ne and a half|[Aa]) {scale}\b(?: and a half)?(?: {scale}\b)?",
        rf"{group}(?: and a half\b(?: {scale}\b)?|(?: {scale}\b)+(?: (?:and )?{group}(?: {scale})?\b)*|\b)",
    )
    return rf"(?:{DIGITS}(?:[ {HYPHENS}]?{scale}\b)*|\b(?:{'|'.join(spelled)}))"


def scaled_part(words: NumberWords) -> str:
    """Pattern of a part of a scale, which is no share: `half a million`."""
    return rf"(?:[Hh]alf a|(?:[Aa] )?[Qq]uarter of a|[Tt]hree quarters of a) {alternatives(words.scales)}\b"


def part_of_one(words: NumberWords) -> str:
    """Pattern of a part of one unit, with the unit: `half of 1 per cent`, `half a metre`."""
    fraction = rf"(?:[Aa]|{words.small})[ {HYPHENS}]{alternatives(words.fractions)}s?"
    part = rf"(?:(?:[Oo]ne[ {HYPHENS}]|[Aa] )?[Hh]alf|{fraction})"
    unit = (
        "(?:per cent|percent|percentage point|metre|meter|kilometre|mile|degree|tonne|ton|litre|hectare|kilo)"
    )
    return rf"\b{part} (?:of (?:1|one|an?) |an? ){unit}\b"


def magnitude(words: NumberWords) -> str:
    """Pattern of a vague magnitude: `tens of thousands`, `millions`."""
    first, next_one = alternatives(words.magnitudes, initial=True), alternatives(words.magnitudes)
    return rf"\b{first}(?:,? (?:and|or|upon|if not|or even) {next_one})?\b"


def multiple(words: NumberWords) -> str:
    """Pattern of a multiple: `tripled`, `fivefold`, `10-fold`, `three times more`."""
    number = rf"(?:{DIGITS}|{words.small})"
    compared = (
        "(?:more|higher|as|the|that|larger|greater|likelier|bigger|faster|fewer|less|lower|what|over|its|their"
        "|current|previous)"
    )
    plain = alternatives(words.multiples, initial=True)
    return rf"\b(?:{plain}|{number}[ {HYPHENS}]?fold|{number}(?: to {number})? times {compared})\b"


def share(words: NumberWords) -> str:
    """Pattern of a fraction: `two thirds`, `half`, `three-quarters`."""
    parts = alternatives(f for f in words.fractions if f != "half")
    return (
        rf"\b(?:(?:[Aa]n?|{words.small}|\d)[ {HYPHENS}]{parts}s?|(?:[Oo]ne[ {HYPHENS}]|[Aa] )?half|[Hh]alf)\b"
    )


def rank(words: NumberWords) -> str:
    """Pattern of a rank: `ranked seventeenth among 167 States`, `23rd out of 180`."""
    digits, spelled = r"\d+(?:st|nd|rd|th)", alternatives(words.ordinals)
    base = rf"(?:the |some )?(?:{DIGITS}|{words.small})"
    total = rf" (?:place |position )?(?:among|out of) {base}"
    ranked = rf"rank(?:s|ed|ing) (?:at |as )?(?:number |No\. )?(?:{spelled}|{digits}|\d+)"
    return rf"\b(?:{ranked}(?:{total}| of {base})?|(?:{spelled}|{digits}){total}|{digits} of {base})\b"


@once_per_reference
def number_pattern(reference: Reference) -> str:
    """Return the pattern of any number expression; a mask goes before all figures but a rank."""
    place = rank(number_words(reference))
    return rust(f"{place}|{mask_pattern(reference)}|{figure_pattern(reference)}")


@once_per_reference
def hint_pattern(reference: Reference) -> str:
    """Return the pattern of what a sentence with a number surely holds: a digit or a number word."""
    words = number_words(reference)
    plain = {w for w in (*words.cardinals, *words.tens, *words.scales, *words.multiples) if w != "one"}
    plain |= {w for w in words.magnitudes if " " not in w} | {f"{f}s" for f in words.fractions} | {"half"}
    ones = "[Oo]ne (?:[a-z]+ )?(?:in|out of|of|per|every|half|third|quarter|fifth|tenth)"
    parts = "[Aa] (?:third|quarter|fifth|tenth)|rank(?:s|ed|ing)|[a-z0-9]+[- ]fold"
    return rust(rf"[0-9½¼¾]|\b(?:{alternatives(plain, initial=True)}|{ones}|{parts})\b")


def find_numbers(sentences: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return one row per number expression: `number` with its place in the sentence.

    Columns: row (of `sentences`), number, number_start (code points into the sentence).
    Masked expressions come along; `numbers.read_number` says which is which.
    """
    texts = sentences.with_row_index("row").select("row", "text")
    found = find_matches(texts, number_pattern(reference), hint=hint_pattern(reference))
    return found.select("row", number_start="match_start", number="match")
