"""A measure with the counts behind it, and how texts and names are compared."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass

QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u2011": "-", "–": "-", "—": "-"})


@dataclass(frozen=True)
class Measure:
    """One measured value: an F1 (with its hits and misses) or a share of a total."""

    name: str
    value: float
    good: float
    total: float
    true_positive: int | None = None
    false_positive: int | None = None
    false_negative: int | None = None

    @property
    def precision(self) -> float | None:
        return _ratio(self.true_positive, self.false_positive)

    @property
    def recall(self) -> float | None:
        return _ratio(self.true_positive, self.false_negative)

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the share of right among all that is right, missed or wrong."""
        return wilson_interval(self.good, self.total)

    def describe(self) -> str:
        if self.true_positive is None:
            return f"{self.name:28s} {self.value:.3f}  ({self.good:g} of {self.total:g})"
        counts = f"tp {self.true_positive}, fp {self.false_positive}, fn {self.false_negative}"
        return f"{self.name:28s} F1 {self.value:.3f}  P {self.precision:.3f}  R {self.recall:.3f}  ({counts})"


def f1_measure(name: str, tp: int, fp: int, fn: int) -> Measure:
    """Return the F1 of these counts; its good of total is 2 tp of 2 tp + fp + fn."""
    total = 2 * tp + fp + fn
    return Measure(name, 2 * tp / total if total else 0.0, 2 * tp, total, tp, fp, fn)


def share_measure(name: str, good: float, total: int) -> Measure:
    return Measure(name, good / total if total else 0.0, good, total)


def wilson_interval(good: float, total: float, z: float = 1.96) -> tuple[float, float]:
    """Return Wilson's score interval of a share (Wilson 1927); (0, 1) if nothing was counted."""
    if not total:
        return (0.0, 1.0)
    share = good / total
    centre = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return (max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale))


def fold_text(text: str | None) -> str:
    """Fold a text for comparison: quotes, dashes, white space, case."""
    text = unicodedata.normalize("NFKC", text or "").translate(QUOTES)
    return re.sub(r"\s+", " ", text).strip().lower()


def fold_name(name: str | None) -> str:
    """Fold a personal or delegation name: no diacritics, case or punctuation."""
    text = unicodedata.normalize("NFKD", name or "").replace("ł", "l").replace("Ł", "L")
    text = "".join(c for c in text if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


def same_name(a: str | None, b: str | None) -> bool:
    """Say whether two names are equal, or the shorter is the family name(s) of the longer."""
    x, y = fold_name(a).split(), fold_name(b).split()
    if not x or not y:
        return x == y
    short, long = sorted((x, y), key=len)
    return long[-len(short) :] == short


def same_number(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is None and b is None
    return abs(float(a) - float(b)) <= 1e-6 * max(1.0, abs(float(a)), abs(float(b)))


def text_tokens(text: str | None) -> set[str]:
    return set(re.findall(r"[\w$%.,-]*\w", fold_text(text)))


def token_overlap(a: str | None, b: str | None) -> float:
    """Return the token overlap coefficient: 1.0 when the shorter text lies in the longer."""
    x, y = text_tokens(a), text_tokens(b)
    return len(x & y) / min(len(x), len(y)) if x and y else 0.0


def token_f1(a: str | None, b: str | None) -> float:
    x, y = text_tokens(a), text_tokens(b)
    if not x and not y:
        return 1.0
    return 2 * len(x & y) / (len(x) + len(y))


def _ratio(hits: int | None, misses: int | None) -> float | None:
    if hits is None or misses is None:
        return None
    return hits / (hits + misses) if hits + misses else 0.0
