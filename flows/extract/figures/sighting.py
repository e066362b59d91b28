"""A number of a sentence with what was found around it, and the figure that it becomes."""

from __future__ import annotations

from typing import NamedTuple

from flows.extract.figures.nouns import Counted
from flows.extract.figures.numbers import Number


class Sighting(NamedTuple):
    """A number of the sentence with the noun found after it, before it is judged."""

    number: Number
    counted: Counted
    start: int
    end: int
    qualifier: str | None
    span_start: int  # with the qualifier
    span_end: int  # with the counted noun


class Figure(NamedTuple):
    """A figure of a sentence; `start` and `end` are places in the sentence."""

    start: int
    end: int
    number_end: int
    measure_start: int  # where the words begin that say what it measures
    low: float
    high: float
    denominator: float | None
    unit: str | None
    qualifier: str
    rule: str
    is_vote: bool = False


def tail(text: str, end: int, length: int = 110) -> str:
    """Return the text before a place, no more than a rule looks at."""
    return text[max(0, end - length) : end]


def last_noun(earlier: list[Sighting]) -> Counted | None:
    """Return what the nearest earlier number of the sentence counts."""
    kinds = ("people", "countries", "thing")
    return next((e.counted for e in reversed(earlier) if e.counted.kind in kinds), None)
