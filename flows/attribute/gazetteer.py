"""Look up countries and organizations by any printed form: `the UK`, `UNODC`, `Czech Republic`."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from flows.reference import Reference, once_per_reference

UN = re.compile(r"\bun\b(?!-)")
TRAILING_ACRONYM = re.compile(r" ?\([^()]*\)$")
# `the UN mission (UNOCI)`: described by what it is, named by its acronym
DESCRIBED = re.compile(r"(?:[Tt]he )?(?:UN|United Nations) (?:[\w-]+ ){1,14}\(([A-Z][A-Z-]{2,})\)")
# `the UN humanitarian affairs office OCHA`
NAMED_AFTER = re.compile(
    r"(?:[Tt]he )?(?:UN|United Nations) (?:[a-z’'-]+ ){1,5}"
    r"(?:agency|office|fund|body|organi[sz]ation|programme|arm|wing|mission),? ([A-Z][A-Z-]{2,})"
)
# fields of agencies that a State has too: `the refugee agency` alone is the United Nations'
STATES_HAVE = re.compile(r"crime|drug|rights|trade|food aid|nuclear|weather|space|environment|police|justice")
# a body that only its document names stands in a phrase as one word: name, sign, printed form
MARK = "\u2064"  # reading leaves none in a text
MARKED = re.compile(rf"(?:[Tt]he )?(\S+){MARK}\S+")


@dataclass(frozen=True)
class Affiliation:
    """What a speaker speaks for; `kind` is one of the codebook's affiliation kinds."""

    name: str
    kind: str
    iso3: str | None = None

    @property
    def is_state(self) -> bool:
        return self.iso3 is not None


@functools.lru_cache(maxsize=1 << 16)
def fold_body(text: str) -> str:
    """Fold a printed body for look-up: `The UN’s Office` and `United Nations' Office` agree."""
    folded = text.replace("’", "'").replace("‑", "-").replace("U.N.", "UN").strip(" ,.;:").lower()
    folded = " ".join(folded.split()).removeprefix("the ").replace("organisation", "organization")
    return UN.sub("united nations", folded) if "un" in folded else folded


def mark_body(name: str, printed: str) -> str:
    """Return the word that stands for a body: `Rice_Council⁤RC`."""
    return f"{name}{MARK}{printed}".replace(" ", "_")


def unmark_bodies(text: str) -> str:
    """Return the text with marked bodies as they were printed."""
    if MARK not in text:
        return text
    return re.sub(rf"\S+{MARK}(\S+)", lambda word: word[1].replace("_", " "), text)


@dataclass(frozen=True)
class Gazetteer:
    """All printed forms of bodies; `longest` is the number of words of the longest form."""

    bodies: dict[str, Affiliation]
    first_words: frozenset[str]
    adjectives: dict[str, Affiliation]
    cues: tuple[tuple[re.Pattern[str], str], ...]
    longest: int

    def find(self, text: str) -> Affiliation | None:
        """Return the body that `text` names: `the OSCE`, `Office … (UNODC)`, `the UN mission (UNOCI)`."""
        if MARK in text:
            return self._find_marked(text)
        key = fold_body(text)
        found = self.bodies.get(key)
        if found:
            return found
        if not key.endswith(")"):
            named = NAMED_AFTER.fullmatch(text)
            return self.bodies.get(fold_body(named.group(1))) if named else None
        described = DESCRIBED.fullmatch(text)
        return self.bodies.get(TRAILING_ACRONYM.sub("", key)) or (
            self.bodies.get(fold_body(described.group(1))) if described else None
        )

    def _find_marked(self, text: str) -> Affiliation | None:
        marked = MARKED.fullmatch(text.strip(" ,.;:"))
        name = marked[1].replace("_", " ") if marked else ""
        known = self.bodies.get(fold_body(name))
        return known or (Affiliation(name, self.classify(name)) if name else None)

    def find_adjective(self, word: str) -> Affiliation | None:
        return self.adjectives.get(word.lower())

    def split_leading(self, text: str) -> tuple[Affiliation, str] | None:
        """Split `European Union for the Sahel` into the longest leading body and the rest."""
        if MARK not in text and fold_body(text).split(" ", 1)[0].rstrip(",") not in self.first_words:
            return None
        for end in self._word_ends(text):
            found = self.find(text[:end])
            if found:
                return found, text[end:].strip()
        return None

    def _word_ends(self, text: str) -> Iterator[int]:
        ends = [m.end() for m in re.finditer(r"[^\s,]+", text)][: self.longest + 2]
        return reversed(ends)

    def names_body(self, text: str) -> bool:
        """Say whether `text` is a body that a table knows or that its words show to be one."""
        return self.find(text) is not None or any(pattern.search(text) for pattern, _ in self.cues)

    def classify(self, name: str) -> str:
        """Return the kind of a body that no table knows, by the words of its name."""
        for pattern, kind in self.cues:
            if pattern.search(name):
                return kind
        return "civil_society"


@once_per_reference
def compile_gazetteer(reference: Reference) -> Gazetteer:
    """Build the look-up of all names, aliases and acronyms of the reference tables."""
    countries = {
        row["name"]: Affiliation(row["name"], row["kind"], row["iso3"])
        for row in reference["countries"].iter_rows(named=True)
    }
    bodies = {fold_body(name): a for name, a in countries.items()}
    organizations: dict[str, Affiliation] = {}
    for row in reference["organizations"].iter_rows(named=True):
        kind = "intergovernmental" if row["kind"] == "group" else row["kind"]
        organizations[row["name"]] = Affiliation(row["name"], kind)
    for name, acronym in reference["organizations"].select("name", "acronym").iter_rows():
        bodies.setdefault(fold_body(name), organizations[name])
        if acronym:
            bodies.setdefault(fold_body(acronym), organizations[name])
    for alias, name in reference["country_aliases"].select("alias", "name").iter_rows():
        bodies.setdefault(fold_body(alias), countries[name])
    for alias, name in reference["organization_aliases"].select("alias", "name").iter_rows():
        bodies.setdefault(fold_body(alias), organizations[name])
    adjectives = {
        word.lower(): countries[name]
        for word, name in reference["demonyms"].select("demonym", "name").iter_rows()
        if name in countries
    }
    for key, name in _described_bodies(reference):
        bodies.setdefault(key, organizations[name])
    cues = reference["organization_cues"].select("pattern", "kind").rows()
    return Gazetteer(
        bodies,
        frozenset(key.split(" ", 1)[0] for key in bodies),
        adjectives,
        tuple((re.compile(pattern), kind) for pattern, kind in cues),
        max(key.count(" ") for key in bodies) + 1,
    )


def _described_bodies(reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield bodies as a text names them by their field: `UN refugee agency`."""
    owners = ("united nations", "united nations'", "united nations's", "organization's", "world body's")
    nouns = ("agency", "office", "body", "arm", "wing", "watchdog", "department", "programme", "fund")
    for field, name in reference["office_fields"].select("field", "affiliation").iter_rows():
        if not STATES_HAVE.search(field):
            yield f"{field.replace('’', chr(39))} agency", name
        for owner in owners:
            for noun in nouns:
                yield f"{owner} {field.replace('’', chr(39))} {noun}", name
