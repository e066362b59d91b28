"""What a number counts: the noun or unit that follows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from flows.extract.figures.lexicon import HYPHENS, alternatives, currencies_after
from flows.reference import Reference, once_per_reference

WORD = re.compile(rf" ([A-Za-zÀ-ÿ][\w’'{HYPHENS}]*)")
LONGEST_PHRASE = 7  # words between a number and its noun, as in `internally displaced persons`
JOINED_NOUN = re.compile(r"(?:,|,? and|,? or)(?: (?:other|young|local|many|older))? ([A-Za-z]+)(?![\w’'-])")
# plurals that stand before another noun: `human rights defenders`, `United Nations missions`
ATTRIBUTIVE = frozenset(
    {"rights", "arms", "sports", "goods", "news", "affairs", "customs", "weapons", "services"}
)
NOT_PLURAL = ("ss", "us", "is", "’s", "'s", "ous")
AUXILIARIES = re.compile(
    r"(?: (?:had|have|has|were|was|are|is|been|being|be|would|will|could|may|might|also|already|now|currently"
    r"|still|reportedly|more|people))*"
)

POSSESSIVE = re.compile(r"[’']s?$")

# who voted how: `121 in favour to 53 against, with 6 abstentions`
VOTE = re.compile(r" (?:votes? )?(in favour|against|abstentions?|abstaining)\b")
VOTING = re.compile(r"\bvot(?:e[sd]?|ing)\b|\bin favour\b|\babst")

# `millions of people`, `three of the Goals`
PARTITIVE = re.compile(r",? of (?:(?:the|its|their|these|those|our|his|her|all) )?")


class Counted(NamedTuple):
    """A counted noun: its unit, its kind, and where in the sentence it ends."""

    unit: str | None
    kind: str  # people, countries, measure, time, percent, money, thing, vote, none
    end: int
    noun: str | None = None


@dataclass(frozen=True)
class Nouns:
    """The nouns with a unit of their own, by printed form, and the patterns of units."""

    plurals: dict[str, tuple[str, str]]
    singulars: dict[str, tuple[str, str]]
    compounds: dict[str, str]  # `arrest warrants`: a name of two words
    states: dict[str, str]  # `killed`: people, though no noun
    demonyms: frozenset[str]
    stops: frozenset[str]  # words that never belong to a counted noun
    measures: dict[str, tuple[str, str]]
    measure: re.Pattern[str]
    money: re.Pattern[str]
    currencies: dict[str, str | None]

    def read(self, text: str, start: int, is_one: bool) -> Counted:
        """Return what is counted from `start` on, the end of the number."""
        if (vote := VOTE.match(text, start)) and VOTING.search(text):
            return Counted("countries", "vote", vote.end(), vote[1])
        part = PARTITIVE.match(text, start)
        of = part.end() - start - 1 if part else 0
        if found := self.money.match(text, start + of):
            return Counted(self.currencies[found[1]], "money", found.end(), found[1])
        if found := self.measure.match(text, start):
            unit, kind = self.measures[found[1]]
            return Counted(unit, kind, found.end(), found[1])
        return self._phrase(text, start + of, is_one) or self._state(text, start + of, start)

    def _phrase(self, text: str, start: int, is_one: bool) -> Counted | None:
        best: Counted | None = None
        position, before = start, ""
        for _ in range(LONGEST_PHRASE):
            token = WORD.match(text, position)
            if token is None or (
                token[1].lower() in self.stops and not joins_adjectives(token[1], position > start, best)
            ):
                break
            position = token.end()
            if token[1] == "United" and (name := WORD.match(text, position)):
                position = name.end()  # `13 United Nations missions`
                continue
            found = self._noun(token[1], is_one, position)
            if found and found.noun == "members" and position > start + len(" members"):
                found = found._replace(unit="people", kind="people")  # `staff members`
            if best and (found is None or is_closed(best, found)):
                if best.noun not in ATTRIBUTIVE and best.noun not in self.demonyms:
                    break
                continue
            if found and found.kind == "thing":
                found = found._replace(unit=self.compounds.get(f"{before} {found.noun}", found.unit))
            best, before = found or best, token[1].lower()
        return self._extend(text, best) if best else None

    def _noun(self, token: str, is_one: bool, end: int) -> Counted | None:
        """Return the noun if the token is one that can be counted here."""
        word = POSSESSIVE.sub("", token) if "’" in token or "'" in token else token
        end -= len(token) - len(word)
        for form in (word, word.lower(), word.lower().rpartition("-")[2]):
            known = self.plurals.get(form) or (self.singulars.get(form) if is_one else None)
            if known:
                return Counted(known[0], known[1], end, form)
        if word[0].isupper() and word.removesuffix("s") in self.demonyms:
            return Counted("people", "people", end, word)
        lower = word.lower()
        if is_one or not lower.endswith("s") or lower.endswith(NOT_PLURAL) or len(lower) < 4 or word != token:
            return None
        return Counted(singular(lower), "thing", end, lower)

    def _extend(self, text: str, counted: Counted) -> Counted:
        """Take in nouns of the same unit: `vulnerable women and children`, `children, women and men`."""
        if counted.kind != "people":
            return counted
        end = counted.end
        while (joined := JOINED_NOUN.match(text, end)) and self._is_person(joined[1]):
            end = joined.end()
            if not joined[0].startswith(",") or joined[0].startswith(", and"):
                return counted._replace(end=end)
        return counted

    def _is_person(self, noun: str) -> bool:
        known = self.plurals.get(noun.lower(), ("", ""))[1] == "people"
        return known and noun.lower() not in self.states

    def _state(self, text: str, position: int, end: int) -> Counted:
        """Return people where only what befell them is printed: `at least 40 were killed`."""
        skipped = AUXILIARIES.match(text, position)
        verb = skipped.end() if skipped else position
        token = WORD.match(text, verb)
        unit = self.states.get(token[1]) if token else None
        if unit is None or token is None:
            return Counted(None, "none", end)
        return Counted(unit, "people", token.end() if verb == end else end, token[1])


def joins_adjectives(word: str, has_adjective: bool, noun: Counted | None) -> bool:
    """Whether a stop word stands within the phrase: `500 military and police personnel`."""
    return word in ("and", "or") and has_adjective and noun is None


def is_closed(noun: Counted, following: Counted) -> bool:
    """Whether what follows is a verb: `girls misses`, but `police stations`, `women judges`."""
    is_person = noun.kind in ("people", "countries") and following.kind == "thing"
    return is_person and (noun.noun or "").endswith("s")


IRREGULAR = {"lives": "life", "wives": "wife", "knives": "knife", "halves": "half", "leaves": "leaf"}


def singular(noun: str) -> str:
    """Return the singular of a plural noun: `agencies` is `agency`."""
    if noun in IRREGULAR:
        return IRREGULAR[noun]
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return noun[:-2]
    return noun.removesuffix("s")


@once_per_reference
def nouns(reference: Reference) -> Nouns:
    """Return the nouns and units of the tables."""
    rows = reference["figure_units"].rows(named=True)
    named = [r for r in rows if r["kind"] in ("people", "countries", "thing")]
    printed: dict[str, tuple[str, str]] = {}
    for row in rows:
        if row["kind"] in ("measure", "time", "percent"):
            printed |= {form: (row["unit"], row["kind"]) for form in (row["noun"], row["plural"])}
    after = currencies_after(reference)
    return Nouns(
        plurals={r["plural"]: (r["unit"], r["kind"]) for r in named},
        singulars={r["noun"]: (r["unit"], r["kind"]) for r in named},
        compounds={
            form: r["unit"] for r in rows if r["kind"] == "compound" for form in (r["noun"], r["plural"])
        },
        states={r["noun"]: r["unit"] for r in rows if r["kind"] == "person_state"},
        demonyms=frozenset(reference["demonyms"]["demonym"].to_list()),
        stops=frozenset(reference["phrase_stops"]["word"].to_list()),
        measures=printed,
        measure=re.compile(rf"[ {HYPHENS}]?({alternatives(printed)})(?![A-Za-z])"),
        money=re.compile(rf"[ {HYPHENS}]({alternatives(after)})(?![A-Za-z])"),
        currencies=after,
    )
