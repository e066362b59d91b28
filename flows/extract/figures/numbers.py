"""What a number expression says: its values, base, currency; or that it is no figure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from flows.extract.figures.lexicon import (
    HYPHENS,
    NumberWords,
    alternatives,
    currencies_before,
    number_words,
)
from flows.extract.figures.scan import (
    BASE,
    DIGITS,
    magnitude,
    mask_pattern,
    multiple,
    part_of_one,
    rank,
    share,
    single_number,
)
from flows.reference import Reference, once_per_reference

YEARS = range(1700, 2101)
WITHIN_WORDS = re.compile(rf"(?<=\D)[{HYPHENS}]|[{HYPHENS}](?=\D)")
THIN_GROUPS = re.compile(r"(?<=\d) (?=\d{3}\b)")  # `350 000`
HALF_AFTER = re.compile(r"an? (\w+) and a half(?: (\w+))?")
PART_OF_SCALE = re.compile(r"(half|(?:a )?quarter of|three quarters of) a ")
VAGUE = re.compile(r"(?:several|a few|many) (.+)")
GLUED = re.compile(r"([\d.,]+)([a-z]+)")
VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75}


class Number(NamedTuple):
    """A number in its expression; `start` and `end` are places in the expression."""

    kind: str  # count, money, magnitude, fraction, multiple, ratio, rank
    low: float
    high: float
    start: int
    end: int
    currency: str | None = None
    denominator: float | None = None
    has_scale: bool = False  # printed with hundred, thousand, million …
    is_word: bool = False
    seam: int | None = None  # where the second number of a range or ratio begins
    qualifier: str | None = None  # printed inside the expression


@dataclass(frozen=True)
class NumberReader:
    """The patterns of the parts, compiled, and the words they refer to."""

    words: NumberWords
    currencies: dict[str, str | None]
    mask: re.Pattern[str]
    rank: re.Pattern[str]
    part: re.Pattern[str]
    shares: re.Pattern[str]
    multiple: re.Pattern[str]
    magnitude: re.Pattern[str]
    share: re.Pattern[str]
    ratio: re.Pattern[str]
    span: re.Pattern[str]

    def read(self, expression: str) -> Number | None:
        """Return what the expression says, None for a mask: `half a million` is 500,000."""
        if found := self.rank.fullmatch(expression):
            return self._rank(found)
        if self.mask.fullmatch(expression):
            return None
        forms: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Number | None]], ...] = (
            (self.part, self._part),
            (self.shares, self._shares),
            (self.multiple, self._multiple),
            (self.magnitude, self._magnitude),
            (self.share, self._share),
            (self.ratio, self._ratio),
            (self.span, self._span),
        )
        for pattern, build in forms:
            found = pattern.fullmatch(expression)
            if found and (number := build(found)):
                return number
        return None

    def _rank(self, found: re.Match[str]) -> Number | None:
        tokens = list(re.finditer(rf"\d+|{alternatives(self.words.ordinals)}", found.string))
        place = tokens[0]
        after = re.search(r"(?:among|out of|of) (?:the |some )?(.+)$", found.string)
        value = float(place.group()) if place.group().isdigit() else self.words.ordinals[place.group()]
        base = self.value(after.group(1))[0] if after else None
        return Number("rank", value, value, place.start(), found.end(), denominator=base, is_word=True)

    def _multiple(self, found: re.Match[str]) -> Number | None:
        text = found.string.lower()
        if text in self.words.multiples:
            value = self.words.multiples[text]
            return Number("multiple", value, value, 0, found.end(), is_word=True)
        single = rf"(?:{DIGITS}|{self.words.small})"
        number = re.match(rf"({single})(?: to ({single}))?", found.string)
        if number is None:
            return None
        ends = [self.value(end)[0] for end in number.groups() if end]
        low, high = min(ends), max(ends)
        times = re.match(r".* times", found.string)
        return Number("multiple", low, high, 0, times.end() if times else found.end(), is_word=True)

    def _part(self, found: re.Match[str]) -> Number | None:
        """Return `half of 1` per cent as 0.5; the unit is read after it."""
        words = re.match(r"(.+?) (?:of (?:1|one|an?)|an?)(?= )", found.string)
        share = self.share.fullmatch(words[1]) if words else None
        number = self._share(share) if share else None
        if words is None or number is None:
            return None
        value = number.low / 100
        return Number("count", value, value, 0, words.end(), is_word=True)

    def _magnitude(self, found: re.Match[str]) -> Number | None:
        text = found.string.lower()
        if text in self.words.magnitudes:
            low, high = self.words.magnitudes[text]
        else:
            parts = re.split(r",? (?:and|or|upon|if not|or even) ", text)
            bounds = [self.words.magnitudes[p] for p in parts]
            low, high = min(b[0] for b in bounds), max(b[1] for b in bounds)
        return Number("magnitude", low, high, 0, found.end(), has_scale=True, is_word=True)

    def _share(self, found: re.Match[str]) -> Number | None:
        head, _, part = re.sub(rf"[{HYPHENS}]", " ", found.string.lower()).rpartition(" ")
        parts = round(100 / self.words.fractions[part.removesuffix("s") if part != "half" else part])
        count = 1.0 if head in ("", "a", "an") else self.value(head)[0]
        value = round(100 * count / parts, 3)
        return Number("fraction", value, value, 0, found.end(), is_word=True) if count <= parts else None

    def _shares(self, found: re.Match[str]) -> Number | None:
        """Return `between a third and one half`."""
        ends = [self.share.fullmatch(found[name]) for name in ("first", "last")]
        bounds = [number for end in ends if end and (number := self._share(end))]
        if len(bounds) < 2:
            return None
        low, high = sorted(number.low for number in bounds)  # `between one half and a third`
        return bounds[0]._replace(low=low, high=high, start=found.start("first"), end=found.end())

    def _ratio(self, found: re.Match[str]) -> Number | None:
        low, base = self.value(found["low"])[0], self.value(found["high"])[0]
        is_year = found["high"].isdigit() and base in YEARS and len(found["high"]) == 4
        if is_year or base <= low or found["currency"]:
            return self._single(found)._replace(seam=found.start("second"), end=found.end("low"))
        word = not found["low"][0].isdigit()
        return Number(
            "ratio", low, low, 0, found.end(), denominator=base, is_word=word, seam=found.start("second")
        )

    def _span(self, found: re.Match[str]) -> Number | None:
        if found["high"] is None:
            return self._single(found)
        low, low_scale = self.value(found["low"])
        high, high_scale = self.value(found["high"])
        if low_scale == 1 and high_scale > 1 and low * high_scale <= high:
            low *= high_scale
        if low > high and found.string[:1] in "Bb":  # `between 6.4% and 6.2%`
            low, high = high, low
        single = self._single(found)
        return single._replace(
            low=low,
            high=high,
            currency=single.currency or self.currencies.get((found["currency2"] or "").strip()),
            kind="money" if found["currency"] or found["currency2"] else single.kind,
            end=found.end(),
            has_scale=max(low_scale, high_scale) > 1,
            seam=found.start("second"),
        )

    def _single(self, found: re.Match[str]) -> Number:
        text = found["low"]
        low, scale = self.value(text)
        vague = VAGUE.fullmatch(text.lower())
        high = low
        if vague:
            low, high = self.words.magnitudes[" of ".join(f"{w}s" for w in vague.group(1).split())]
        symbol = (found["currency"] or "").strip()
        kind = "money" if symbol else "magnitude" if vague else "count"
        return Number(
            kind,
            low,
            high,
            found.start("currency") if symbol else found.start("low"),
            found.end("low"),
            currency=self.currencies.get(symbol),
            has_scale=scale > 1,
            is_word=not text[0].isdigit(),
        )

    def value(self, text: str) -> tuple[float, float]:
        """Return value and scale of one number: `2.5 million` is 2,500,000 and a million."""
        plain = WITHIN_WORDS.sub(" ", THIN_GROUPS.sub("", text.lower()))
        half_after = HALF_AFTER.fullmatch(plain)
        if half_after:
            scale = self.words.scales[half_after[1]]
            return 1.5 * scale, scale
        part = PART_OF_SCALE.match(plain)
        if part:
            scale = self.words.scales[plain[part.end() :].split()[0]]
            return {"h": 0.5, "a": 0.25, "q": 0.25, "t": 0.75}[plain[0]] * scale, scale
        return self._sum(plain)

    def _sum(self, plain: str) -> tuple[float, float]:
        total, current, biggest = 0.0, 0.0, 1.0
        for word in plain.replace("and a half", "+half").split():
            if word in self.words.scales:
                scale = self.words.scales[word]
                biggest = max(biggest, scale)
                current = (current or 1) * scale
                if scale >= 1000:
                    total, current = (total + current, 0.0) if total < scale else (total * scale, 0.0)
            else:
                current += self._word_value(word)
        return round(total + current, 6), biggest  # 65.6 million is 65,600,000, not a little less

    def _word_value(self, word: str) -> float:
        if word[0].isdigit():
            top, _, bottom = word.partition("/")
            glued = GLUED.fullmatch(top)
            if glued:
                return float(glued[1].replace(",", "")) * self.words.scales.get(glued[2], 1)
            return float(top.replace(",", "")) / float(bottom or 1)
        if word in VULGAR:
            return VULGAR[word]
        return 0.5 if word == "+half" else self.words.tens.get(word, self.words.cardinals.get(word, 0.0))


@once_per_reference
def number_reader(reference: Reference) -> NumberReader:
    """Return the reader of number expressions for this version of the tables."""
    words = number_words(reference)
    money = alternatives(currencies_before(reference))
    one = single_number(words)
    rough = r"(?:(?:more than|over|at least|an estimated|estimated|some|about|nearly|almost) )?"
    first = rf"(?P<currency>{money} ?)?(?P<low>{one})"
    owner = rf"(?:[\w{HYPHENS}]+[’']s? )?"
    second = rf"{rough}(?P<second>(?P<currency2>{money} ?)?(?P<high>{one}))"
    return NumberReader(
        words=words,
        currencies=currencies_before(reference),
        mask=re.compile(mask_pattern(reference)),
        rank=re.compile(rank(words)),
        part=re.compile(part_of_one(words)),
        shares=re.compile(
            rf"[Bb]etween {rough}(?P<first>{share(words)}) and {rough}(?P<last>{share(words)})"
        ),
        multiple=re.compile(multiple(words)),
        magnitude=re.compile(magnitude(words)),
        share=re.compile(share(words)),
        ratio=re.compile(rf"{first} (?:[a-z]+ ){{0,2}}(?:in|out of|of) {BASE}{owner}{second}"),
        span=re.compile(
            rf"(?:[Bb]etween {rough})?{first}"
            rf"(?:(?:(?: ?%| per ?cent)? and | ?[{HYPHENS}–—] ?| to | or ){second})?"
        ),
    )
