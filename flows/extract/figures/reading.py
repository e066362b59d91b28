"""Read the figures of one sentence: its numbers, what they count, and their spans.

This is Python over the few sentences that hold a number (one in five), because whether a
number counts and of what depends on its neighbours on both sides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flows.extract.figures.borrowing import UnitBorrower
from flows.extract.figures.judging import Judge, is_rate_base, judge
from flows.extract.figures.nouns import Counted, Nouns, nouns
from flows.extract.figures.numbers import Number, NumberReader, number_reader
from flows.extract.figures.sighting import Figure, Sighting, tail
from flows.reference import Reference, once_per_reference

QUALIFIER_LENGTH = 48  # characters before a number that hold its qualifier
QUALIFIERS = ("more_than", "less_than", "nearly", "about")  # what a phrase may mean
NAMED_UNITS = ("measure", "money", "percent", "time")  # their names are no part of a measure
# `rose from 40 to 50` is a change, two figures; `ranged from 10 to 15` one
CHANGE = re.compile(
    r"\b(?:increas|ris[ei]|rose|grew|grow|declin|decreas|fall|fell|drop|reduc|climb|jump|surg|went|gone|going"
    r"|shr[aiu]nk|expand|improv|soar|plummet|lift|rais|mov[ei]|swell|swol|chang|slash|lower|plung|rebound"
    r"|slid|slip|doubl|tripl|cut|amount|ups?\b|down\b)[^.;]{0,70}\b[Ff]rom $"
)
RANGES = ("range from ", "ranges from ", "ranged from ", "ranging from ", "varied from ", "varying from ")
FIRST_NUMBER = re.compile(r".*?(?= to | or | ?[–—‑-] ?\D? ?\d| in | of )")
ONE_NUMBER = re.compile(r"\S+(?: (?:hundred|thousand|million|billion|trillion))*")
POINT_AFTER = re.compile(
    r"[’']? (?:(?:in|of) (?:prison|jail|imprisonment|detention|hard labour)|imprisonment|detention"
    r"|behind bars|of life expectancy|in custody)"
)
WORD = re.compile(r"[\w,.]+")
THAN_THE = re.compile(r"\bthan the $")  # `higher than the 5 million reported`: another number, no bound


@dataclass(frozen=True)
class FigureReader:
    """The readers of numbers and nouns, and the qualifiers around a number."""

    numbers: NumberReader
    nouns: Nouns
    borrower: UnitBorrower
    judge: Judge
    qualifier_before: re.Pattern[str]
    qualifier_after: re.Pattern[str]
    last_words: frozenset[str]  # with which a qualifier may end
    qualifiers: re.Pattern[str]  # a named group for each

    def read(self, text: str, found: list[tuple[int, Number]], money: str | None) -> list[Figure]:
        """Return the figures among the numbers found in a sentence, each with its place in it.

        `money` is the currency printed in the sentence before, if any.
        """
        sightings = [s for start, number in found for s in self._sight(text, start, number)]
        sightings = [s for s in sightings if not is_rate_base(text, s)]
        settled = self.borrower.settle(text, sightings, money)
        return [as_figure(s) for s in settled if self.judge.counts(text, s)]

    def _sight(self, text: str, start: int, number: Number) -> list[Sighting]:
        if is_two(text, start, number) or self._is_pair(text, start, number):
            return [self._look(text, start, part) for part in self._split(text, start, number)]
        return [self._look(text, start, number)]

    def _is_pair(self, text: str, start: int, number: Number) -> bool:
        """Whether both numbers of a ratio count something: `two people in four countries`."""
        if number.kind != "ratio" or number.seam is None:
            return False
        first = WORD.match(text, start + number.start)
        if first is None or text.startswith(" of ", first.end()):
            return False  # `22 of the country’s 24 districts`
        inside = self.nouns.read(text[: start + number.seam], first.end(), True)
        after = self.nouns.read(text, start + number.end, False)
        return bool(inside.unit and after.unit)

    def _split(self, text: str, start: int, number: Number) -> list[Number]:
        """Return the two numbers of an expression that is no range."""
        seam = number.seam or 0
        whole = ONE_NUMBER.match(text, start + seam)
        end = max(start + number.end, whole.end() if whole else 0)
        second = self.numbers.read(text[start + seam : end].rstrip('.,;:)”"’'))
        before = FIRST_NUMBER.match(text[start + number.start : start + seam])
        first = self.numbers.read(before.group()) if before else None
        if first is None and (amount := ONE_NUMBER.match(text[: start + seam], start + number.start)):
            # `two people in four countries`, `90-20 per cent`
            first = self.numbers.read(amount.group().rstrip("–—‑-"))
        parts = []
        if first:
            if first.currency is None and second and second.currency:
                first = first._replace(currency=second.currency, kind="money")
            parts.append(first._replace(start=number.start + first.start, end=number.start + first.end))
        if second:
            parts.append(second._replace(start=seam + second.start, end=seam + second.end))
        return parts

    def _look(self, text: str, offset: int, number: Number) -> Sighting:
        """Return a number with the qualifier before or after it and the noun that it counts."""
        start, end = offset + number.start, offset + number.end
        counted = self._counted(text, start, end, number)
        qualifier, span_start = self._qualifier_before(text, start)
        span_end = max(end, counted.end)
        after = None if qualifier else self._qualifier_after(text, end, span_end)
        if after:
            qualifier, after_end = self._qualify(after["phrase"]), after.end()
            if counted.unit is None:
                counted = self._counted(text, start, after_end, number)
            span_end = max(span_end, after_end, counted.end)
        return Sighting(number, counted, start, end, qualifier, span_start, span_end)

    def _qualifier_before(self, text: str, start: int) -> tuple[str | None, int]:
        before = tail(text, start, QUALIFIER_LENGTH).lower()  # three times faster than IGNORECASE
        if before.rstrip().rpartition(" ")[2] not in self.last_words:
            return None, start
        found = self.qualifier_before.search(before)
        if found is None or THAN_THE.search(before):
            return None, start
        return self._qualify(found["phrase"]), start - len(before) + found.start("phrase")

    def _qualifier_after(self, text: str, end: int, span_end: int) -> re.Match[str] | None:
        return self.qualifier_after.match(text, end) or self.qualifier_after.match(text, span_end)

    def _qualify(self, phrase: str) -> str | None:
        found = self.qualifiers.fullmatch(phrase.lower())
        return found.lastgroup if found else None

    def _counted(self, text: str, start: int, end: int, number: Number) -> Counted:
        """Return what a number counts, by its kind or by the noun after it."""
        own = {"money": number.currency, "fraction": "percent", "multiple": "times"}
        if number.kind in own:
            kind = "percent" if number.kind == "fraction" else number.kind
            return Counted(own[number.kind], kind, end)
        counted = self.nouns.read(text, end, number.high <= 1 and number.kind != "ratio")
        if number.kind == "rank":
            return Counted("rank", "rank", counted.end)
        if number.kind == "ratio" and counted.kind == "none":
            return self._counted_inside(text, start, end)
        if counted.kind == "time" and (prison := POINT_AFTER.match(text, counted.end)):
            return counted._replace(end=prison.end())
        return counted

    def _counted_inside(self, text: str, start: int, end: int) -> Counted:
        """`one person in nine`: the noun stands within the ratio."""
        first = WORD.match(text, start)
        inside = self.nouns.read(text, first.end() if first else start, True)
        known = inside if inside.unit and inside.end < end else Counted(None, "unknown", end)
        return known._replace(end=end)


def is_two(text: str, start: int, number: Number) -> bool:
    """Whether an expression of two numbers is a change (`rose from 40 to 50`), no range."""
    if number.seam is None or number.kind == "ratio":
        return False
    if number.low > number.high or number.end < number.seam:
        return True
    before = tail(text, start + number.start)
    return before.endswith("rom ") and not before.endswith(RANGES) and bool(CHANGE.search(before))


def as_figure(seen: Sighting) -> Figure:
    """Return a sighting that counts as a figure."""
    number = seen.number
    return Figure(
        start=seen.span_start,
        end=seen.span_end,
        number_end=seen.end,
        measure_start=seen.counted.end if seen.counted.kind in NAMED_UNITS else seen.end,
        low=number.low,
        high=number.high,
        denominator=number.denominator,
        unit=seen.counted.unit,
        qualifier="magnitude" if number.kind == "magnitude" else seen.qualifier or "exact",
        rule="money" if seen.counted.kind == "money" else number.kind,
        is_vote=seen.counted.kind == "vote",
    )


BETWEEN = "an?|the|a total of|another|a further|an additional|additional"  # a qualifier and its number


@once_per_reference
def figure_reader(reference: Reference) -> FigureReader:
    """Return the reader of figures for this version of the tables."""
    rows = reference["figure_qualifiers"].rows(named=True)
    before = phrases(rows, "before")
    words = {w for phrase in before for w in re.findall(r"[a-z~]+", phrase.rpartition(" ")[2])}
    inflected = {w + ending for w in words for ending in ("", "s", "ed", "ing")}
    return FigureReader(
        numbers=number_reader(reference),
        nouns=nouns(reference),
        borrower=UnitBorrower(nouns(reference)),
        judge=judge(reference),
        qualifier_before=re.compile(rf"(?<![\w-])(?P<phrase>{'|'.join(before)})(?: (?:{BETWEEN}))? ?$"),
        qualifier_after=re.compile(
            rf" ?(?P<phrase>{'|'.join(phrases(rows, 'after'))})(?!\w| (?:once|twice|one|\d))"
        ),
        last_words=frozenset(inflected | {"a", "an", "the", "of", "another", "further", "additional"}),
        qualifiers=re.compile("|".join(f"(?P<{name}>{grouped(rows, name)})" for name in QUALIFIERS)),
    )


def grouped(rows: list[dict], qualifier: str) -> str:
    """Return the pattern of all phrases that mean one qualifier."""
    return "|".join(r["phrase"] for r in rows if r["qualifier"] == qualifier)


def phrases(rows: list[dict], position: str) -> list[str]:
    """Return the qualifiers of a position, longest first."""
    found = (r["phrase"] for r in rows if r["position"] == position)
    return sorted(found, key=len, reverse=True)
