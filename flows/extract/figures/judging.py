"""Which numbers state something about the world (codebook, section 5), and which only look so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flows.extract.figures.lexicon import patterns
from flows.extract.figures.sighting import Sighting, tail
from flows.reference import Reference, once_per_reference

DEFINITE = re.compile(
    r"\b(?:[Tt]he|[Tt]hese|[Tt]hose|[Bb]oth|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[Oo]ur|[Mm]y|your|[Aa]ll|every"
    r"|other|any|next|last"
    r"|past|first|whose|[A-Z][\w’]*[’']s?) $"
)
# sizes of a body that never change say nothing about the world
STRUCTURAL = re.compile(
    r" (?:[\w-]+ )?(?:(?:M|m)ember (?:States|countries)|(?:[\w-]+ )?members\b|Member\b|permanent\b|elected\b"
    r"|States [Mm]embers|vetoes|seats\b|judges\b|commissioners\b)"
)
PARTITIVE = re.compile(r" of (?:the|its|their|these|those|our|his|her|all|them|whom|which)\b")
PER = re.compile(r"(?:\bper|\b[Ff]or every|\bevery|\beach) $")
PER_ENDS = ("per ", "every ", "each ")
SMALL = 10  # `the two countries`, `the five pillars`: known things, not counted ones
MANY = 200  # so many recommendations or messages are counted, whatever they are
POINT_BEFORE = re.compile(
    r"(?:sentenced to|sentences? of|terms? of|penalt(?:y|ies) of|imprisonment (?:of|for)"
    r"|life expectancy\b[^.;]{0,40}|prison for|punishable by|jailed for|lasts|lasting|lasted"
    r"|average age\b[^.;]{0,20}|shortened by|extended by|on average|an average of|averag(?:ed|ing)"
    r"|detained for"
    r"|waiting time of|wait of"
    r"|(?:would|will|could|may|might) take(?: another| a further| at least| some)?) (?:\w+ ){0,2}$",
    re.IGNORECASE,
)
IN_PRISON = re.compile(r"(?:prison|jail|imprisonment|detention|labour|bars|expectancy|custody)$")
FOLD_CUES = re.compile(
    r"increas|ris[ei]|rose|grow|grew|higher|more|expan|multipl|jump|surg|climb|declin|decreas|drop|fall|fell"
    r"|reduc|boost|scal|greater|up\b"
)
VERB_DOUBLE = re.compile(
    r"(?:\bto|would|will|must|should|could|can|may|might|nearly|almost|more than|helped|than|by|about"
    r"|at least|over) $"
)
DOUBLE_OBJECT = re.compile(r" (?:the|its|that|their|what|our|in|by|since|worldwide|globally|within)\b")
TWICE_AS = re.compile(r" (?:as|the|that|what|its|their|more|higher|likel)")
SHARE_BEFORE = re.compile(r"\b(?:by|in|to|than|from|at) $")
SHARE_AFTER = re.compile(
    r"(?: (?:of|the|its|their|our|all|his|her|that|those|are|were|had|have|more|fewer|less|higher|lower"
    r"|in|since|lives?|lived|lacks?|lacked|remains?|remained|goes|go|went|comes?|came|depends?|worked|works?"
    r"|between|by|as)\b|[.,;:)]|$)"
)
# `one woman or girl is killed every 10 minutes`
EVERY_SO = re.compile(r"(?: [a-z]+){0,6} every (?:[\w-]+ )?(?:seconds?|minutes?|hours?|days?)\b")
RUNNING_NUMBER = re.compile(r"\(\d+\)")
NO_SHARE = re.compile(r" (?:the )?(?:an?|hour|way|time|term|year)\b")


@dataclass(frozen=True)
class Judge:
    """The nouns that are not counted and the rates that make `one woman` a figure."""

    uncounted: frozenset[str]
    every: re.Pattern[str]

    def counts(self, text: str, seen: Sighting) -> bool:
        """Whether a number is a figure."""
        if seen.counted.kind == "none" or is_name(text, seen) or is_running_number(text, seen):
            return False
        kind = seen.number.kind
        if kind == "fraction":
            return counts_share(text, seen)
        if kind == "multiple":
            return counts_multiple(text, seen)
        if kind in ("money", "rank", "ratio"):
            return True
        if seen.counted.kind == "time":
            return self._counts_length(text, seen)
        return self._counts_count(text, seen)

    def _counts_length(self, text: str, seen: Sighting) -> bool:
        """Lengths count only where they are the point: a term of prison, `4 hours a day`."""
        if self.every.match(text, seen.span_end):
            return True
        is_term = IN_PRISON.search(text[: seen.span_end][-16:])
        return bool(is_term or POINT_BEFORE.search(tail(text, seen.span_start)))

    def _counts_count(self, text: str, seen: Sighting) -> bool:
        if seen.counted.kind in ("percent", "money", "measure", "vote"):
            return True
        if text[seen.start : seen.end].lower() == "one":
            return bool(self.every.match(text, seen.counted.end) or EVERY_SO.match(text, seen.counted.end))
        if PARTITIVE.match(text, seen.end):
            return True
        is_idea = seen.counted.noun in self.uncounted and seen.number.high < MANY
        return not is_idea and not is_known(text, seen)


def is_rate_base(text: str, seen: Sighting) -> bool:
    """Whether a number is what a rate is per: of `89 deaths per 1,000 births` the births."""
    return text.endswith(PER_ENDS, 0, seen.start) and bool(PER.search(tail(text, seen.start, 12)))


def is_known(text: str, seen: Sighting) -> bool:
    """Whether a count belongs to known things: `the two countries`, `the 27 member States`."""
    before = tail(text, seen.start, 30)
    if not DEFINITE.search(before):
        return False
    if STRUCTURAL.match(text, seen.end):
        return True
    return seen.number.high <= SMALL and not seen.number.has_scale


def is_name(text: str, seen: Sighting) -> bool:
    """Whether a number word is printed large within a sentence: `the Six Day War`."""
    is_large = seen.number.is_word and text[seen.start].isupper()
    return is_large and bool(re.search(r"[\w,)] $", tail(text, seen.start, 3)))


def is_running_number(text: str, seen: Sighting) -> bool:
    """Whether a number stands alone in brackets at the end: `Report on Mines (4071)`."""
    before = max(0, seen.start - 1)
    return text.startswith("(", before) and bool(RUNNING_NUMBER.fullmatch(text, before))


def counts_share(text: str, seen: Sighting) -> bool:
    """Whether a fraction is a share of something: `half of the wells`, not `a third country`."""
    if NO_SHARE.match(text, seen.end):
        return False
    if seen.qualifier or SHARE_BEFORE.search(tail(text, seen.start, 8)):
        return True
    return bool(SHARE_AFTER.match(text, seen.end))


def counts_multiple(text: str, seen: Sighting) -> bool:
    """Whether a multiple compares amounts: `must double the funds`, not `a double room`."""
    word = text[seen.start : seen.end].lower()
    if seen.qualifier:
        return True
    if word in ("double", "triple", "treble", "quadruple", "halve"):
        before = VERB_DOUBLE.search(tail(text, seen.start, 12))
        return bool(before or DOUBLE_OBJECT.match(text, seen.end))
    if word == "twice":
        return bool(TWICE_AS.match(text, seen.end))
    if word.endswith("fold"):
        return bool(FOLD_CUES.search(text, max(0, seen.start - 50), seen.end + 40))
    return True


@once_per_reference
def judge(reference: Reference) -> Judge:
    """Return the judge for this version of the tables."""
    rates = "|".join(patterns(reference, "figure_rates"))
    return Judge(
        uncounted=frozenset(reference["uncounted_nouns"]["noun"].to_list()),
        every=re.compile(rf"(?: [a-z]+)? (?:{rates})\b"),
    )
