"""Read the figures of one sentence: which numbers count, what they count, and their spans.

This is Python over the few sentences that hold a number (one in five), because whether a
number counts and of what depends on its neighbours on both sides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from flows.extract.figures.lexicon import alternatives, patterns
from flows.extract.figures.nouns import Counted, Nouns, nouns
from flows.extract.figures.numbers import Number, NumberReader, number_reader
from flows.reference import Reference, once_per_reference

NAMED_UNITS = ("measure", "money", "percent", "time")  # their names are no part of a measure
BEFORE = 48  # characters before a number that hold its qualifier
CHANGE = re.compile(
    r"(?:increas|ris[ei]|rose|grew|grow|declin|decreas|fall|fell|drop|reduc|climb|jump|surg|went|gone|going"
    r"|shr[aiu]nk|expand|improv|soar|plummet|lift|rais|mov[ei]|swell|swol|chang|slash|lower|plung|rebound"
    r"|slid|slip|doubl|tripl|cut|up|down|decreas)\w*\b[^.;]*\b[Ff]rom $"
)
DEFINITE = re.compile(
    r"\b(?:[Tt]he|[Tt]hese|[Tt]hose|[Bb]oth|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[Oo]ur|[Mm]y|your|[Aa]ll|every|other|any|next|last|past|first|whose|[A-Z][\w’]*[’']s?) $"
)
STRUCTURAL = re.compile(
    r" (?:[\w-]+ )?(?:(?:M|m)ember (?:States|countries)|(?:[\w-]+ )?members\b|Member\b|permanent\b|elected\b|States [Mm]embers|vetoes|seats\b|judges\b|commissioners\b)"
)
POINT_BEFORE = re.compile(
    r"(?:sentenced to|sentences? of|terms? of|penalt(?:y|ies) of|imprisonment (?:of|for)|life expectancy\b[^.;]{0,40}"
    r"|prison for|punishable by|jailed for|lasts|lasting|lasted|average age\b[^.;]{0,20}|age of|shortened by|extended by"
    r"|on average|an average of|averag(?:ed|ing)|detained for|waiting time of|wait of)"
    r" (?:\w+ ){0,2}$",
    re.IGNORECASE,
)
POINT_AFTER = re.compile(
    r" (?:(?:in|of) (?:prison|jail|imprisonment|detention|hard labour)|imprisonment|behind bars|of life expectancy|in custody)"
)
MONEY_CUES = re.compile(
    r"\b(?:dollars?|contribut|pledg|donat|allocat|budget|fund|cost|spen[dt]|disburs|invest|financ|debt|aid of|grant|loan|paid|pay)\w*",
    re.IGNORECASE,
)
FOLD_CUES = re.compile(
    r"increas|ris[ei]|rose|grow|grew|higher|more|expan|multipl|jump|surg|climb|declin|decreas|drop|fall|fell|reduc|boost|scal|greater|up\b",
)
VERB_DOUBLE = re.compile(
    r"(?:\bto|would|will|must|should|could|can|may|might|nearly|almost|more than|helped|than|by|about|at least|over) $"
)
SHARE_AFTER = re.compile(
    r"(?: of\b| the\b| its\b| their\b| our\b| all\b| his\b| her\b| that\b| those\b| are\b| were\b| had\b| have\b| more\b| fewer\b| less\b| higher\b| lower\b| in\b| since\b| between\b| by\b| as\b|[.,;:)]|$)"
)
LIST_GAP = re.compile(
    r"(?: [a-z-]+(?=,? and|,? or))?(?:,|,? and|,? or| to|,? from|,? then)(?: (?:about|some|nearly|over|almost|up to|more than))? "
)
PER = re.compile(r"(?:\bper|\b[Ff]or every|\bevery|\beach) $")
COMPARED = re.compile(
    r"(?:\bfrom|compared (?:with|to)|up from|down from|against|as against|\bto|\bthan|\bversus|\bby|\bat|\bwith|\bincluding|\bonly|\bsome|\bof) $"
)
NUMBER_OF = re.compile(
    r"\b[Nn]umbers? of ((?:[\w’'-]+ ){1,6}?)(?=in |had |has |have |was |were |is |are |would |will |could |who |that |worldwide |from |since |at |to |rose |rising |increas|grew |stood |reach|exceed|topp|surpass|fell |declin|drop|,|by )"
)
OF_WHOM = re.compile(r"\b(?:of|among) (whom|which|them|those|these)\b[^,;.]*$")
JOINS = re.compile(
    r"(?:,|;|\band|\bwhile|\bbut|\bor)(?: (?:only|just|another|the other|a further|an additional|of these))? $"
)
PREDICATE = re.compile(
    r" (?:[a-z]+ly )?(?:were|was|had|have|are|would|could|will|did|do|more|[a-z]{2,}(?:ed|en|ing))\b"
)
BASE = re.compile(
    r"(?:^|[,;:—–] |\bthat )(?:[Oo]f|[Oo]ut of|[Aa]mong)(?: (?:the|all|its|some|those|these))?(?: (?:total|more than|over|about|nearly))? ?$"
)
CHANGED = re.compile(
    r"([A-Za-z-]+s)(?: (?:had|have|has|would|could|will|were|was))?(?: [a-z]+ly)?"
    r" (?:fell|fallen|fall|rose|risen|rise|increased|increase|grew|grown|grow|declined|dropped|decreased|climbed|jumped|surged"
    r"|plummeted|soared|reduced|expanded|doubled|tripled|numbered|totalled|reached|stood|went up|went down|exceeded)"
    r"(?: [a-z]+){0,3}? (?:from|to|at|by)? ?$"
)


@dataclass(frozen=True)
class Figure:
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


@dataclass(frozen=True)
class Sighting:
    """A number of the sentence with the noun found after it, before it is judged."""

    number: Number
    counted: Counted
    start: int
    end: int
    qualifier: str | None
    span_start: int
    span_end: int


def last_noun(earlier: list[Sighting]) -> Counted | None:
    """Return what the nearest earlier number of the sentence counts."""
    kinds = ("people", "countries", "thing")
    return next((e.counted for e in reversed(earlier) if e.counted.kind in kinds), None)


@dataclass(frozen=True)
class FigureReader:
    """The readers of numbers and nouns, and the qualifiers around a number."""

    numbers: NumberReader
    nouns: Nouns
    uncounted: frozenset[str]
    qualifier_before: re.Pattern[str]
    qualifier_after: re.Pattern[str]
    qualifiers: tuple[tuple[re.Pattern[str], str], ...]
    every: re.Pattern[str]

    def read(self, text: str, found: list[tuple[int, Number]], money: str | None) -> list[Figure]:
        """Return the figures among the numbers found in a sentence, each with its place in it.

        `money` is the currency printed in the sentence before, if any.
        """
        sightings = [s for start, number in found for s in self._sight(text, start, number)]
        settled = self._settle(text, sightings, money)
        return [self._figure(s) for s in settled if self._counts(text, s)]

    def _sight(self, text: str, start: int, number: Number) -> list[Sighting]:
        if number.seam is not None and self._is_two(text, start, number):
            return [self._look(text, start, part) for part in self._split(text, start, number)]
        return [self._look(text, start, number)]

    def _is_two(self, text: str, start: int, number: Number) -> bool:
        """Whether an expression of two numbers is a change (`rose from 40 to 50`), no range."""
        if number.kind == "ratio":
            return False
        if number.low > number.high or number.seam is not None and number.end < number.seam:
            return True
        before = text[max(0, start - 90) : start + number.start]
        return bool(CHANGE.search(before))

    def _split(self, text: str, start: int, number: Number) -> list[Number]:
        seam = number.seam or 0
        tail = re.match(r"\S+(?: (?:hundred|thousand|million|billion|trillion))*", text[start + seam :])
        end = max(number.end, seam + len(tail.group()) if tail else number.end)
        second = self.numbers.read(text[start + seam : start + end].rstrip('.,;:)”"’'))
        first_text = re.match(
            r".*?(?= to | or | ?[–—-] ?\D? ?\d| in | of )", text[start + number.start : start + seam]
        )
        first = self.numbers.read(first_text.group()) if first_text else None
        parts = []
        if first:
            if first.currency is None and second and second.currency:
                first = replace(first, currency=second.currency, kind="money")
            parts.append(replace(first, start=number.start + first.start, end=number.start + first.end))
        if second:
            parts.append(replace(second, start=seam + second.start, end=seam + second.end))
        return parts

    def _look(self, text: str, offset: int, number: Number) -> Sighting:
        start, end = offset + number.start, offset + number.end
        counted = self._counted(text, end, number)
        before = text[max(0, start - BEFORE) : start]
        qualifier, span_start, span_end = None, start, max(end, counted.end)
        if found := self.qualifier_before.search(before):
            qualifier = self._qualify(found["phrase"])
            span_start = start - (len(before) - found.start("phrase"))
        if qualifier is None and (
            found := self.qualifier_after.match(text, end) or self.qualifier_after.match(text, span_end)
        ):
            qualifier, span_end = self._qualify(found["phrase"]), max(found.end(), span_end)
            if counted.unit is None:
                counted = self._counted(text, found.end(), number)
                span_end = max(span_end, counted.end)
        return Sighting(number, counted, start, end, qualifier, span_start, span_end)

    def _counted(self, text: str, end: int, number: Number) -> Counted:
        if number.kind == "money":
            return Counted(number.currency, "money", end)
        if number.kind == "fraction":
            return Counted("percent", "percent", end)
        if number.kind == "multiple":
            return Counted("times", "times", end)
        counted = self.nouns.read(text, end, number.high <= 1 and number.kind != "ratio")
        if number.kind == "rank":
            return Counted("rank", "rank", counted.end)
        if number.kind == "ratio" and counted.kind == "none":
            return self._counted_inside(text, end - (number.end - number.start), end)
        if counted.kind == "time" and (prison := POINT_AFTER.match(text, counted.end)):
            return replace(counted, end=prison.end())
        return counted

    def _counted_inside(self, text: str, start: int, end: int) -> Counted:
        """`one person in nine`: the noun stands within the ratio."""
        first = re.compile(r"[\w,.]+").match(text, start)
        inside = self.nouns.read(text, first.end() if first else start, True)
        known = inside if inside.unit and inside.end < end else Counted(None, "unknown", end)
        return replace(known, end=end)

    def _qualify(self, phrase: str) -> str | None:
        lowered = phrase.lower()
        return next((q for pattern, q in self.qualifiers if pattern.fullmatch(lowered)), None)

    # -- numbers without a noun of their own

    def _settle(self, text: str, sightings: list[Sighting], money: str | None) -> list[Sighting]:
        """Give numbers without a noun the unit of a neighbour or of what the sentence counts."""
        settled: list[Sighting] = []
        for place, seen in enumerate(sightings):
            if seen.counted.kind == "none":
                seen = self._borrow(text, seen, settled, sightings[place + 1 :], money)
            settled.append(seen)
        return settled

    def _borrow(
        self, text: str, seen: Sighting, earlier: list[Sighting], later: list[Sighting], money: str | None
    ) -> Sighting:
        if based := self._unit_of_base(text, seen, earlier):
            return based
        unit = (
            self._unit_of_list(text, seen, later)
            or self._unit_of_subset(text, seen, earlier)
            or self._unit_of_number_of(text, seen)
            or self._unit_of_change(text, seen)
            or self._unit_of_victims(text, seen)
            or self._unit_parallel(text, seen, earlier)
            or self._unit_compared(text, seen, earlier)
            or self._unit_of_size(text, seen, earlier, money)
            or self._unit_of_rate(text, seen)
        )
        return replace(seen, counted=unit) if unit else seen

    def _unit_of_list(self, text: str, seen: Sighting, later: list[Sighting]) -> Counted | None:
        """`12, 15 and 20 per cent`; `rose from 40 to 50 per cent`."""
        end = seen.end
        for other in later:
            if not LIST_GAP.fullmatch(text[end : other.start]) and not LIST_GAP.fullmatch(
                text[end : other.span_start] + " "
            ):
                return None
            if other.counted.kind not in ("none", "time"):
                return replace(other.counted, end=seen.end)
            end = other.end
        return None

    def _unit_of_subset(self, text: str, seen: Sighting, earlier: list[Sighting]) -> Counted | None:
        """`of whom 3.7 million were in Africa`; `5 of them`."""
        whole = OF_WHOM.search(text[: seen.span_start])
        part = re.match(r" of (whom|which|them|those|these)\b", text[seen.end :])
        pronoun = whole or part
        if pronoun is None:
            return None
        last = last_noun(earlier)
        if last is None and pronoun[1] == "whom":
            return Counted("people", "people", seen.end)
        return replace(last, end=seen.end) if last else None

    def _unit_of_base(self, text: str, seen: Sighting, earlier: list[Sighting]) -> Sighting | None:
        """`Of 54 States, 30 had signed`: the base is the denominator too."""
        base = earlier[0] if len(earlier) == 1 else None
        if base is None or not BASE.search(text[: base.span_start]) or seen.number.kind != "count":
            return None
        if base.counted.kind not in ("people", "countries", "thing") or base.number.high < seen.number.high:
            return None
        number = replace(seen.number, denominator=base.number.high)
        return replace(seen, number=number, counted=replace(base.counted, end=seen.end))

    def _unit_of_change(self, text: str, seen: Sighting) -> Counted | None:
        """`malaria cases fell from 239 million in 2010`: what rose or fell."""
        found = CHANGED.search(text[: seen.span_start])
        noun = self.nouns.read(f" {found[1]}", 0, False) if found else None
        return replace(noun, end=seen.end) if noun and noun.unit else None

    def _unit_of_number_of(self, text: str, seen: Sighting) -> Counted | None:
        """`the number of displaced people had risen to 65 million`."""
        counted = None
        for found in NUMBER_OF.finditer(text, 0, seen.start):
            noun = self.nouns.read(" " + found[1], 0, False)
            counted = noun if noun.unit else counted
        return replace(counted, end=seen.end) if counted else None

    def _unit_of_victims(self, text: str, seen: Sighting) -> Counted | None:
        """`the blast injured more than 100`."""
        word = text[: seen.span_start].rstrip().rpartition(" ")[2]
        return Counted("people", "people", seen.end) if word in self.nouns.states else None

    def _unit_parallel(self, text: str, seen: Sighting, earlier: list[Sighting]) -> Counted | None:
        """`1,000 houses were lost and some 560 damaged`; `some States had paid; 91 had not`."""
        if not (JOINS.search(text[: seen.span_start]) and PREDICATE.match(text, seen.end)):
            return None
        last = last_noun(earlier)
        return replace(last, end=seen.end) if last else self._noun_before(text, seen)

    def _unit_compared(self, text: str, seen: Sighting, earlier: list[Sighting]) -> Counted | None:
        """`5,000 cases, up from 3,000 in 2010`."""
        if not earlier or not COMPARED.search(text[: seen.span_start]):
            return None
        last = earlier[-1].counted
        if last.kind in ("none", "time", "rank", "times") or (
            last.kind == "percent" and seen.number.high > 100
        ):
            return None
        return replace(last, end=seen.end)

    def _unit_of_size(
        self, text: str, seen: Sighting, earlier: list[Sighting], money: str | None
    ) -> Counted | None:
        """A large number alone: `millions` are people, `25 million` perhaps money."""
        number = seen.number
        if number.kind == "magnitude":
            return Counted("people", "people", seen.end)
        large = number.has_scale or number.high >= 1000
        if not large:
            return None
        if number.has_scale and MONEY_CUES.search(text[max(0, seen.start - 60) : seen.end + 30]):
            last = next((e.counted for e in earlier if e.counted.kind == "money"), None)
            return Counted(last.unit if last else money, "money", seen.end)
        last = next((e.counted for e in reversed(earlier) if e.counted.kind in ("people", "thing")), None)
        if last:
            return replace(last, end=seen.end)
        return self._noun_before(text, seen)

    def _unit_of_rate(self, text: str, seen: Sighting) -> Counted | None:
        """`the incidence was 12 per 1,000 inhabitants`: a number by its rate alone."""
        return (
            Counted(None, "unknown", seen.end) if re.match(r" (?:per|for every) ", text[seen.end :]) else None
        )

    def _noun_before(self, text: str, seen: Sighting) -> Counted:
        """`malaria deaths, 405,000 in all`; else people, if the words before name some."""
        apposed = re.search(r"([A-Za-z-]+)(?:,|:| –| —| \() (?:or )?$", text[: seen.span_start])
        noun = self.nouns.read(f" {apposed[1]}", 0, False) if apposed else None
        if noun and noun.unit:
            return replace(noun, end=seen.end)
        words = re.findall(r"[A-Za-z’'-]+", text[max(0, seen.start - 120) : seen.start])
        for word in reversed(words):
            known = self.nouns.plurals.get(word) or self.nouns.plurals.get(word.lower())
            if known and known[1] in ("people", "countries"):
                return Counted(known[0], known[1], seen.end)
        return Counted(None, "unknown", seen.end)

    # -- which numbers count

    def _counts(self, text: str, seen: Sighting) -> bool:
        """Whether a number states something about the world (codebook, section 5)."""
        if seen.counted.kind == "none" or self._is_name(text, seen) or PER.search(text[: seen.start]):
            return False
        kind = seen.number.kind
        if kind == "fraction":
            return self._counts_share(text, seen)
        if kind == "multiple":
            return self._counts_multiple(text, seen)
        if kind in ("money", "rank", "ratio"):
            return seen.counted.unit != "time"
        if seen.counted.kind == "time":
            return self._counts_length(text, seen)
        return self._counts_count(text, seen)

    def _is_name(self, text: str, seen: Sighting) -> bool:
        """Whether a number word is printed large within a sentence: `the Six Day War`."""
        first = text[seen.start]
        if not (seen.number.is_word and first.isupper()):
            return False
        return bool(re.search(r"[\w,)] $", text[: seen.start]))

    def _counts_share(self, text: str, seen: Sighting) -> bool:
        if seen.qualifier or re.search(r"\b(?:by|in|to|than|from|at) $", text[: seen.start]):
            return not re.match(r" (?:an?|hour|way|time|term|year)\b", text[seen.end :])
        return bool(SHARE_AFTER.match(text, seen.end)) and not re.match(
            r" the (?:time|way)\b", text[seen.end :]
        )

    def _counts_multiple(self, text: str, seen: Sighting) -> bool:
        word = text[seen.start : seen.end].lower()
        after = text[seen.end : seen.end + 24]
        if word in ("double", "triple", "treble", "quadruple", "halve"):
            verb = VERB_DOUBLE.search(text[: seen.span_start] if seen.qualifier else text[: seen.start])
            return bool(
                verb or seen.qualifier or re.match(r" (?:the|its|that|their|what|our|in|by|since)\b", after)
            )
        if word == "twice":
            return bool(re.match(r" (?:as|the|that|what|its|their|more|higher|likel)", after))
        if word.endswith("fold"):
            around = text[max(0, seen.start - 50) : seen.end + 40]
            return bool(seen.qualifier or FOLD_CUES.search(around))
        return True

    def _counts_length(self, text: str, seen: Sighting) -> bool:
        """Lengths count only where they are the point: a term of prison, life expectancy."""
        if self.every.match(text, seen.span_end):
            return False
        return bool(
            POINT_AFTER.match(text, seen.counted.end - 0) or self._ends_in_prison(text, seen)
        ) or bool(POINT_BEFORE.search(text[: seen.span_start]))

    def _ends_in_prison(self, text: str, seen: Sighting) -> bool:
        return bool(
            re.search(
                r"(?:prison|jail|imprisonment|detention|labour|bars|expectancy|custody)$",
                text[: seen.span_end],
            )
        )

    def _counts_count(self, text: str, seen: Sighting) -> bool:
        number, counted = seen.number, seen.counted
        before, after = text[: seen.start], text[seen.end : seen.end + 60]
        if counted.kind in ("percent", "money", "measure"):
            return True
        if text[seen.start : seen.end].lower() == "one":
            return bool(self.every.match(text, counted.end))
        if re.match(r" of (?:the|its|their|these|those|our|his|her|all|them|whom|which)\b", after):
            return counted.kind != "none"
        if counted.noun in self.uncounted:
            return False
        if STRUCTURAL.match(after) and DEFINITE.search(before):
            return False
        if (
            DEFINITE.search(before)
            and not number.has_scale
            and (number.high <= 10 or counted.kind == "countries")
        ):
            return bool(re.search(r"\b[Oo]f (?:the|these|those|all) $", before)) and number.high > 10
        return True

    def _figure(self, seen: Sighting) -> Figure:
        number = seen.number
        qualifier = "magnitude" if number.kind == "magnitude" else seen.qualifier or "exact"
        return Figure(
            start=seen.span_start,
            end=seen.span_end,
            number_end=seen.end,
            measure_start=seen.counted.end if seen.counted.kind in NAMED_UNITS else seen.end,
            low=number.low,
            high=number.high,
            denominator=number.denominator,
            unit=seen.counted.unit,
            qualifier=qualifier,
            rule=number.kind,
        )


@once_per_reference
def figure_reader(reference: Reference) -> FigureReader:
    """Return the reader of figures for this version of the tables."""
    rows = reference["figure_qualifiers"].rows(named=True)
    before = sorted((r["phrase"] for r in rows if r["position"] == "before"), key=len, reverse=True)
    after = sorted((r["phrase"] for r in rows if r["position"] == "after"), key=len, reverse=True)
    return FigureReader(
        numbers=number_reader(reference),
        nouns=nouns(reference),
        uncounted=frozenset(reference["uncounted_nouns"]["noun"].to_list()),
        qualifier_before=re.compile(
            rf"(?<![\w-])(?P<phrase>{'|'.join(before)})(?: (?:an?|the|a total of|another|a further|an additional|additional))? ?$",
            re.IGNORECASE,
        ),
        qualifier_after=re.compile(rf" ?(?P<phrase>{'|'.join(after)})(?!\w)"),
        qualifiers=tuple((re.compile(r["phrase"]), r["qualifier"]) for r in rows),
        every=re.compile(
            "(?: [a-z]+)? (?:" + "|".join(p for p in patterns(reference, "figure_rates")) + r")\b"
        ),
    )
