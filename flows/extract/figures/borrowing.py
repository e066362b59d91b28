"""Units of numbers that stand without a noun: a neighbour's, or of what the sentence counts.

Each rule takes the sentence and returns what is counted, or None where it does not apply.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flows.extract.figures.nouns import Counted, Nouns
from flows.extract.figures.sighting import Sighting, last_noun, tail

LIST_GAP = re.compile(
    r"(?: [a-z-]+(?=,? and|,? or))?(?:,|,? and|,? or| to|,? from|,? then)"
    r"(?: (?:about|some|nearly|over|almost|up to|more than))? "
)
JOINS = re.compile(
    r"(?:,|;|\band|\bthat|\bwhile|\bbut|\bor)(?: (?:only|just|another|the other|a further|an additional"
    r"|of these))? $"
)
PREDICATE = re.compile(
    r" (?:[a-z]+ly )?(?:were|was|had|have|are|would|could|will|did|do|more|[a-z]{2,}(?:ed|en|ing))\b"
)
PEOPLE_DO = re.compile(
    r" (?:urgently |still |now )?(?:need|lack|live|face|fled|suffer|die|go hungry|require|depend|rely)\b"
)
BASE = re.compile(
    r"(?:^|[,;:—–] |\bthat )(?:[Oo]f|[Oo]ut of|[Aa]mong)(?: (?:the|all|its|some|those|these))?"
    r"(?: (?:total|more than|over|about|nearly))? ?$"
)
CHANGES = (
    "fell|fallen|fall|rose|risen|rise|increased|increase|grew|grown|grow|declined|dropped|decreased|climbed"
    "|jumped|surged|plummeted|soared|reduced|expanded|doubled|tripled|numbered|totalled|reached|stood"
    "|exceeded"
)
CHANGED = re.compile(
    r"([A-Za-z-]+s)(?: (?:had|have|has|would|could|will|were|was))?(?: [a-z]+ly)?"
    rf" (?:{CHANGES}|went up|went down)(?: [a-z]+){{0,3}}? (?:from|to|at|by)? ?$"
)
CHANGE_WORDS = frozenset([*CHANGES.split("|"), "went"])
COMPARED = re.compile(
    r"(?:\bfrom|compared (?:with|to)|against|\bto|\bthan|\bversus|\bby|\bat|\bwith|\bincluding|\bonly"
    r"|\bsome|\bof) $"
)
NUMBER_OF = re.compile(
    r"\b[Nn]umbers? of ((?:[\w’'-]+ ){1,6}?)(?=in |had |has |have |was |were |is |are |would |will "
    r"|could |who |that "
    r"|living |without |suffering |facing |lacking "
    r"|worldwide |from |since |at |to |rose |rising |increas|grew |stood |reach|exceed|topp|surpass|fell "
    r"|declin|drop|,|by )"
)
OF_WHOM = re.compile(r"\b(?:of|among) (whom|which|them|those|these)\b[^,;.]{0,60}$")
SHARED = re.compile(r" (?:of )?(?:all )?(?:(?:the|its|their|our) )?")
ENCLOSED = re.compile(r"(?: [–—-]|—|\)|,) ?of (?:all )?(?:(?:the|its|their|our) )?(?=[a-zA-Z])")
OF_US = re.compile(r" of us\b")
OF_THOSE = re.compile(r" of those (?!countries|States)[a-z]")
# `Of the missions planned for March, 19 out of 28 had been refused`
OF_THE_NOUN = re.compile(r"^Of (?:the|all|all the|its|their) ((?:[\w’-]+ ?){1,5})")
VOTED = re.compile(r"\bvotes? (?:of|by) (?:\d+ to )?$")
OF_THEM = re.compile(r" of (whom|which|them|those|these)\b")
APPOSED = re.compile(r"([A-Za-z-]+)(?:,|:| –| —| \() (?:or )?$")
APPOSED_ENDS = (", ", ": ", "– ", "— ", "( ", "or ")
MONEY_CUES = re.compile(
    r"\b(?:dollars?|contribut|pledg|donat|allocat|budget|fund|cost|spen[dt]|disburs|invest|financ|debt"
    r"|aid of|grant"
    r"|loan|paid|pay)",
    re.IGNORECASE,
)
LIFE_EXPECTANCY = re.compile(r"\b[Ll]ife expectancy\b[^.;]{0,50} (?:at|to|of|from|was|is|than) $")
BY_RATE = re.compile(r" (?:per|for every) ")
POPULATION = re.compile(
    r"\b[Pp]opulation (?:in [^,;:.]{3,40} )?(?:(?:of|was|is|had|has|reached|totalled|at|to|stood) )+$"
)
NUMBERING = (" numbers ", " numbered ", " numbering ")
TOLL = re.compile(r"\b(?:death )?toll (?:[\w’-]+ ){0,9}$")
WERE = re.compile(
    r"(?:^|[,;:—] |\bthat )(?:[Tt]he |[Tt]otal |[Aa]nnual |[Gg]lobal )*([a-z][a-z-]*s) "
    r"(?:(?:from|in|of|by|among|to) [^,;:.]{1,70} )?(?:were|was|reached|totalled|stood at|amounted to) $"
)
WERE_ENDS = ("were ", "was ", "reached ", "totalled ", "at ", "to ")
LARGE = 1000  # a number from here on counts something even if no noun says what


@dataclass(frozen=True)
class UnitBorrower:
    """The nouns that a rule may find elsewhere in the sentence.

    A rule's pattern is tried where a word of it stands: to look for that takes a tenth of the time.
    """

    nouns: Nouns

    def settle(self, text: str, sightings: list[Sighting], money: str | None) -> list[Sighting]:
        """Return the sightings, those without a noun with a borrowed one where a rule finds it."""
        settled: list[Sighting] = []
        for place, seen in enumerate(sightings):
            known = seen.counted.unit or seen.counted.kind not in ("none", "unknown")
            settled.append(
                seen if known else self._borrow(text, seen, settled, sightings[place + 1 :], money)
            )
        return settled

    def _borrow(
        self, text: str, seen: Sighting, earlier: list[Sighting], later: list[Sighting], money: str | None
    ) -> Sighting:
        if seen.number.kind == "ratio":
            whole = self._subset(text, seen, earlier) or self._whole(text) or self._number_of(text, seen)
            whole = whole or self._enclosed(text, seen) or self._anew(text, seen, earlier)
            whole = whole or self._sharers(text, seen)
            return seen._replace(counted=whole._replace(end=seen.end))
        if based := self._base(text, seen, earlier):
            return based
        before = tail(text, seen.span_start)
        counted = (
            self._vote(before, seen)
            or self._list(text, seen, later)
            or self._subset(text, seen, earlier)
            or self._number_of(text, seen)
            or self._age(before, seen)
            or self._population(before, seen)
            or self._strength(before, seen)
            or self._change(before, seen)
            or self._subject(before, seen)
            or self._victims(before, seen)
            or self._parallel(text, seen, earlier)
            or self._compared(text, seen, earlier)
            or self._size(text, seen, earlier, money)
            or self._rate(text, seen)
        )
        return seen._replace(counted=counted._replace(end=seen.end)) if counted else seen

    def _base(self, text: str, seen: Sighting, earlier: list[Sighting]) -> Sighting | None:
        """`Of 54 States, 30 had signed`: the base is the denominator too."""
        base = earlier[0] if len(earlier) == 1 and seen.number.kind == "count" else None
        if base is None or base.counted.kind not in ("people", "countries", "thing"):
            return None
        if base.number.high < seen.number.high or not BASE.search(tail(text, base.span_start)):
            return None
        number = seen.number._replace(denominator=base.number.high)
        return seen._replace(number=number, counted=base.counted._replace(end=seen.end))

    def _list(self, text: str, seen: Sighting, later: list[Sighting]) -> Counted | None:
        """`12, 15 and 20 per cent`; `rose from 40 to 50 per cent`."""
        end = seen.end
        for other in later:
            between = (text[end : other.start], text[end : other.span_start] + " ")
            if not any(LIST_GAP.fullmatch(b) for b in between):
                return None
            if other.counted.kind not in ("none", "time"):
                return other.counted
            end = other.end
        return None

    def _vote(self, before: str, seen: Sighting) -> Counted | None:
        """`by a recorded vote of 108 to 2`."""
        voted = "vote" in before and VOTED.search(before)
        return Counted("countries", "vote", seen.end) if voted else None

    def _whole(self, text: str) -> Counted | None:
        """`Of the missions planned for March, 19 out of 28 were refused`."""
        told = OF_THE_NOUN.match(text)
        noun = self.nouns.read(f" {told[1]}", 0, False) if told else None
        return noun if noun and noun.unit else None

    def _enclosed(self, text: str, seen: Sighting) -> Counted | None:
        """`A majority – 72 out of 129 – of the countries`: what goes on behind the insertion."""
        goes_on = ENCLOSED.match(text, seen.end)
        noun = self.nouns.read(text, goes_on.end() - 1, False) if goes_on else None
        return noun if noun and noun.unit else None

    def _sharers(self, text: str, seen: Sighting) -> Counted:
        """`60 per cent of the countries have a plan, but only one in five has money`."""
        is_alone = seen.counted.unit is None and PREDICATE.match(text, seen.end)
        return self._noun_before(text, seen) if is_alone else seen.counted

    def _subset(self, text: str, seen: Sighting, earlier: list[Sighting]) -> Counted | None:
        """`of whom 3.7 million were in Africa`; `5 of them`."""
        is_partitive = text.startswith(" of ", seen.end)
        if is_partitive and (OF_US.match(text, seen.end) or OF_THOSE.match(text, seen.end)):
            return Counted("people", "people", seen.end)
        pronoun = OF_WHOM.search(tail(text, seen.span_start))
        pronoun = pronoun or (OF_THEM.match(text, seen.end) if is_partitive else None)
        if pronoun is None:
            return None
        last = last_noun([e for e in earlier if e.counted.unit != "time"]) or self._shared(text, earlier)
        is_person = pronoun[1] in ("whom", "them")
        return last or (Counted("people", "people", seen.end) if is_person else None)

    def _shared(self, text: str, earlier: list[Sighting]) -> Counted | None:
        """`Half the wells, 212 of them, were dry`: what the share before is of."""
        share = earlier[-1] if earlier and earlier[-1].counted.kind == "percent" else None
        whole = SHARED.match(text, share.span_end) if share else None
        noun = self.nouns.read(text, whole.end() - 1, False) if whole else None
        return noun if noun and noun.unit else None

    def _number_of(self, text: str, seen: Sighting) -> Counted | None:
        """`the number of displaced people had risen to 65 million`."""
        if "umber" not in text:
            return None
        counted = None
        for found in NUMBER_OF.finditer(text, 0, seen.start):
            noun = self.nouns.read(" " + found[1], 0, False)
            counted = noun if noun.unit else counted
        return counted

    def _age(self, before: str, seen: Sighting) -> Counted | None:
        """`life expectancy could be back at 45`."""
        told = "expectancy" in before and LIFE_EXPECTANCY.search(before)
        return Counted("years", "time", seen.end) if told else None

    def _change(self, before: str, seen: Sighting) -> Counted | None:
        """`malaria cases fell from 239 million in 2010`: what rose or fell."""
        found = None if CHANGE_WORDS.isdisjoint(before.split(" ")) else CHANGED.search(before)
        noun = self.nouns.read(f" {found[1]}", 0, False) if found else None
        return noun if noun and noun.unit else None

    def _population(self, before: str, seen: Sighting) -> Counted | None:
        """`a combined population of about 80 million`; `the death toll had risen to 40`."""
        if "toll" in before and TOLL.search(before):
            return Counted("death", "thing", seen.end)
        is_large = seen.number.has_scale or seen.number.high >= LARGE  # `was under 25`: an age
        told = is_large and "opulation" in before and POPULATION.search(before[-90:])
        return Counted("people", "people", seen.end) if told else None

    def _strength(self, before: str, seen: Sighting) -> Counted | None:
        """`The contingent numbers 640`: people, but of `cases numbering 640` what comes before."""
        if not before.endswith(NUMBERING):
            return None
        noun = self.nouns.read(f" {before.split()[-2]}", 0, False) if before.count(" ") > 1 else None
        return noun if noun and noun.unit else Counted("people", "people", seen.end)

    def _subject(self, before: str, seen: Sighting) -> Counted | None:
        """`total deaths from malaria in 2020 were at least 3 million`: the subject of `were`."""
        is_large = seen.number.has_scale or seen.number.high >= LARGE
        found = WERE.search(before) if is_large and before.endswith(WERE_ENDS) else None
        noun = self.nouns.read(f" {found[1]}", 0, False) if found else None
        return noun if noun and noun.unit and noun.kind in ("people", "countries", "thing") else None

    def _anew(self, text: str, seen: Sighting, earlier: list[Sighting]) -> Counted | None:
        """`390 million workers, or 1 out of 10`."""
        is_alone = seen.counted.unit is None and earlier
        if not (is_alone and text[earlier[-1].span_end : seen.span_start] in (", or ", " – ", ", ", " (")):
            return None
        return last_noun(earlier[-1:])

    def _victims(self, before: str, seen: Sighting) -> Counted | None:
        """`the blast injured more than 100`."""
        word = before.rstrip().rpartition(" ")[2]
        return Counted("people", "people", seen.end) if word in self.nouns.states else None

    def _parallel(self, text: str, seen: Sighting, earlier: list[Sighting]) -> Counted | None:
        """`1,000 houses were lost and some 560 damaged`; `some States had paid; 91 had not`."""
        if not (PREDICATE.match(text, seen.end) and JOINS.search(tail(text, seen.span_start))):
            return None
        return last_noun(earlier) or self._noun_before(text, seen)

    def _compared(self, text: str, seen: Sighting, earlier: list[Sighting]) -> Counted | None:
        """`5,000 cases, up from 3,000 in 2010`."""
        if not earlier or not COMPARED.search(tail(text, seen.span_start, 16)):
            return None
        # an amount has its currency printed: `people on $1 a day, down from 1.8 billion`
        counts = [e for e in earlier if e.counted.kind != "money"] or earlier
        if seen.number.high > 100:  # no share: `12 per cent of all States, down from 1.2 billion people`
            counts = [e for e in counts if e.counted.kind != "percent"]
        last = counts[-1].counted if counts else None
        return None if last is None or last.kind in ("none", "time", "rank", "multiple") else last

    def _size(self, text: str, seen: Sighting, earlier: list[Sighting], money: str | None) -> Counted | None:
        """A large number alone: `millions` are people, `25 million` perhaps money."""
        number = seen.number
        if number.kind == "magnitude":
            return Counted("people", "people", seen.end)
        if not (number.has_scale or number.high >= LARGE):
            return None
        if number.has_scale and MONEY_CUES.search(text, max(0, seen.start - 60), seen.end + 30):
            last = next((e.counted for e in earlier if e.counted.kind == "money"), None)
            return Counted(last.unit if last else money, "money", seen.end)
        noun = last_noun(earlier) or self._noun_before(text, seen)
        acts = (number.has_scale and PREDICATE.match(text, seen.end)) or PEOPLE_DO.match(text, seen.end)
        are_people = noun.unit is None and acts
        return Counted("people", "people", seen.end) if are_people else noun

    def _rate(self, text: str, seen: Sighting) -> Counted | None:
        """`the incidence was 12 per 1,000 inhabitants`: a number by its rate alone."""
        return Counted(None, "unknown", seen.end) if BY_RATE.match(text, seen.end) else None

    def _noun_before(self, text: str, seen: Sighting) -> Counted:
        """`malaria deaths, 405,000 in all`; else the people or States that the words before name."""
        before = tail(text, seen.span_start)
        apposed = APPOSED.search(before) if before.endswith(APPOSED_ENDS) else None
        noun = self.nouns.read(f" {apposed[1]}", 0, False) if apposed else None
        if noun and noun.unit:
            return noun
        for word in reversed(re.findall(r"(?:United )?[A-Za-z’'-]+", before)):
            known = self.nouns.plurals.get(word) or self.nouns.plurals.get(word.lower())
            if known and known[1] in ("people", "countries"):
                return Counted(known[0], known[1], seen.end)
        return Counted(None, "unknown", seen.end)
