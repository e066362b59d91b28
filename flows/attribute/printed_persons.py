"""Read the person that a printed phrase names: the name, and the office, body or country beside it.

`Jane Doe`, `Ms. Doe`, `UNEP chief Jane Doe`, `H.E. Ms. Jane Doe of Chad`: what is name and what is
title is told by the words that are titles, bodies, particles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from flows.attribute.gazetteer import MARK, Affiliation, Gazetteer
from flows.attribute.names import canonical_name, fold_name
from flows.attribute.titles import Title, TitleReader, compile_titles
from flows.reference import Reference, once_per_reference

NAME_TOKEN = r"(?:\w+[-’'])?[A-ZÀ-ÞĀ-Ž][\w’'‘.-]*"
NAME_WORD = re.compile(NAME_TOKEN)
ARTICLE = re.compile(r"^[Tt]he ")
STYLE = re.compile(r"^(?:H\.E\. |Ambassador (?=M[rs]+\. ))")
EXCELLENCY = re.compile(r"(His|Her) Excellency (?=[A-Z])")
NAME_OF_BODY = re.compile(r"^(?P<name>[^,]+?) (?P<link>of|from|with|for) (?P<body>.+)$")
LINKS = frozenset({"for", "of", "on", "and", "the", "in", "to", "at", "with"})
# titles that are names too, behind a given name: `Angela King`, `Hassan Sheikh Mohamud`
TITLES_AS_SURNAMES = frozenset({"bishop", "dean", "judge", "king", "major", "pope", "prince"})
TITLES_AS_NAMES = frozenset({"sheikh"})
BODY_WORDS = re.compile(
    r"\b(?:Academy|Alliance|Association|Campaign|Coalition|Commission|Committee|Confederation|Council|Court"
    r"|Federation|Foundation"
    r"|Institute|Initiative|International|League|Movement|Network|NGO|Observatory|Organi[sz]ation|Service|Society"
    r"|Tribunal|Trust|Union|University|Watch|Authority|Agency|Fund|Bank|Centre|Center)"
    r"(?:$| (?:for|of|on|against) )"
)
# `Ms. Doe visited the port and (called for cranes)`
AND_GOES_ON = re.compile(
    r" (?:[a-z]+ed|met|had|was|held|spoke|took|went|began|led|made|gave|paid|left) .*\band$"
)
TITLE_BEHIND = re.compile(
    r"(?P<name>[A-Z][^ ]*[a-z][^ ]* [A-Z][^ ]*[a-z][^ ]*)"
    r" (?P<title>(?P<body>[A-Z]{2,}[A-Z-]*)[’']?s? [a-zA-Z ]+)$"
)
OCCUPATION = re.compile(
    r"(?!(?:after|however|later|never|nor|over|rather|under|whether)$)"
    r"[a-z-]+(?:er|or|ist|ian|eer|man|woman|mother|father|student|nurse)"
)
AGED = re.compile(rf"\d+-year-old (?:[a-z]+ ){{0,3}}(?P<name>{NAME_TOKEN}(?: {NAME_TOKEN}){{0,3}})$")


@dataclass(frozen=True)
class Mention:
    """What a phrase names; `kind` is person, surname, office, delegation, organization, unnamed,
    anaphor (`the agency`), pronoun, plural or none."""

    kind: str
    name: str | None = None
    folded: str | None = None
    printed_gender: str | None = None
    role: str | None = None
    core: str | None = None
    rank: str | None = None
    affiliation: Affiliation | None = None
    owned_by_body: bool = False  # `the agency's spokesperson`: of the body named last
    implies_body: bool = False


NOBODY = Mention("none")


@dataclass(frozen=True)
class PersonReader:
    """Reads phrases that hold a name with the reference tables."""

    titles: TitleReader
    gazetteer: Gazetteer
    honorific: re.Pattern[str]
    genders: dict[str, str | None]
    particles: frozenset[str]
    title_words: frozenset[str]

    def read(self, subject: str, apposition: str | None) -> Mention | None:
        """Return the person that `subject` names; `apposition` is the title that follows the name."""
        return (
            self._aged(subject)
            or self._first_of_two(subject)
            or self._titled_behind(subject)
            or self._person(subject, apposition)
        )

    def read_name(self, honorific: str | None, name: str, place: str | None, title: str | None) -> Mention:
        """Return the person of a heading whose name stands in capitals: no word of it is a title."""
        apposed = self._apposed(title)
        body = self.gazetteer.find(place) if place else None
        if place and not body:
            apposed = apposed or self.titles.read(place)
        return self._named(name.split(), apposed, body, self.genders.get(honorific or ""))

    def _aged(self, subject: str) -> Mention | None:
        """`her neighbour, 62-year-old Musa`: one name is enough."""
        aged = AGED.search(subject)
        return replace(self._named(aged["name"].split(), None), kind="person") if aged else None

    def _first_of_two(self, subject: str) -> Mention | None:
        """`FAO chief Jane Doe and WFP head Jan Roe`: a sentence of two speakers is the first one's."""
        first, _, second = subject.partition(" and ")
        if not second or self.titles.core_of(second) is None:
            return None
        pair = [self._titled(part, None) for part in (first, second)]
        return pair[0] if all(p and p.kind == "person" for p in pair) else None

    def _titled_behind(self, subject: str) -> Mention | None:
        """`Jane Doe UNHCR spokesperson`, without the comma."""
        behind = TITLE_BEHIND.match(subject)
        if not behind or not self.is_full_name(behind["name"].split()):
            return None
        title = self.titles.read(behind["title"]) if self.gazetteer.find(behind["body"]) else None
        return self._named(behind["name"].split(), title) if title and title.core else None

    def _person(self, subject: str, apposition: str | None) -> Mention | None:
        subject = STYLE.sub("", subject)
        excellency = EXCELLENCY.match(subject)
        if excellency:
            person = self._person(subject[excellency.end() :], apposition)
            gender = self.genders.get(excellency.group().strip())
            return replace(person, printed_gender=person.printed_gender or gender) if person else None
        found = self.honorific.match(subject)
        honoured = self._honoured(found, subject, apposition) if found else None
        if honoured:
            return honoured
        name, _, place = subject.partition(" (")
        placed = self._with_place(name, place[:-1], apposition) if place.endswith(")") else None
        if placed:
            return placed
        linked = NAME_OF_BODY.match(subject)
        if linked and self._can_follow(linked):
            return self._linked(linked, apposition)
        return self._titled(subject, apposition)

    def _can_follow(self, linked: re.Match[str]) -> bool:
        """`Jane Doe of the Harbour Trust`; `for UNHCR`, `President Jane Doe of Chile` of known bodies."""
        if self.is_full_name(linked["name"].split()) and linked["link"] != "for":
            return True
        return (
            self.gazetteer.find(linked["body"]) is not None
            and self._split_name(linked["name"].split()) is not None
        )

    def _linked(self, linked: re.Match[str], apposition: str | None) -> Mention | None:
        body = linked["body"].split(" in ")[0]
        head, name = self._split_name(linked["name"].split()) or ([], linked["name"].split())
        if len(name) < 2:
            return None
        held, state = self.titles.read(" ".join(head)), self.gazetteer.find(body)
        if apposition and state and state.is_state and held.core in {None, "ambassador"}:
            return self._named(name, self._apposed(apposition), state)
        if held.core and held.affiliation and state and state.is_state:
            return self._named(name, held, state)  # ECOSOC President Jane Doe of Chad
        return self._named(name, self.titles.read(" ".join([*head, "of", body]) if head else body))

    def is_full_name(self, tokens: list[str]) -> bool:
        return len(tokens) > 1 and all(
            self._can_be_name(token, is_last=i == len(tokens)) for i, token in enumerate(tokens, 1)
        )

    def _honoured(self, found: re.Match[str], subject: str, apposition: str | None) -> Mention | None:
        honorific = found.group(1)
        rest = AND_GOES_ON.sub("", subject[found.end() :])
        name, _, place = rest.partition(" (")
        name, place = self._split_place(name) if not place else (name, place)
        if not name or not re.match(rf"^(?:{NAME_TOKEN}|\w+ {NAME_TOKEN})", name) or len(name.split()) > 7:
            return None
        if any(self._is_title_word(t) for t in name.split()[:1]) and honorific.rstrip(".") not in {
            "Mr",
            "Ms",
            "Mrs",
        }:
            return None
        title = self._apposed(apposition)
        body = self.gazetteer.find(place.rstrip(")")) if place else None
        mention = self._named(name.split(), title, body, gender=self.genders.get(honorific))
        if honorific.rstrip(".") in {"Mr", "Ms", "Mrs", "Miss", "Dr", "Sir", "Dame"} or title:
            return mention
        return Mention(**{**mention.__dict__, "role": honorific})

    def _split_place(self, name: str) -> tuple[str, str]:
        """`(Ambassador) Jane Doe of Chad`: the name, and whom it stands for."""
        linked = NAME_OF_BODY.match(name)
        known = linked is not None and self.gazetteer.find(linked["body"]) is not None
        return (linked["name"], linked["body"]) if linked and known else (name, "")

    def _with_place(self, name: str, place: str, apposition: str | None) -> Mention | None:
        body = self.gazetteer.find(place)
        split = self._split_name(name.split())
        if not split or (body is None and not self.titles.core_of(place)):
            return None
        head, tail = split
        title = self.titles.read(" ".join(head)) if head else self._apposed(apposition)
        if head and not (title and title.core):
            return None
        return self._named(tail, title, body)

    def _titled(self, subject: str, apposition: str | None) -> Mention | None:
        """Read `UNODC Executive Director Yury Fedotov`, `Secretary-General Guterres`, `Jan Kickert`."""
        split = self._split_name(ARTICLE.sub("", subject).split())
        if not split:
            return None
        head, tail = split
        if head and head[-1] in {"Dr.", "Dr", "Prof.", "Mr.", "Ms.", "Mrs."}:
            gender = self.genders.get(head.pop())
        else:
            gender = None
        if LINKS.intersection(head) and (len(tail) == 1 or BODY_WORDS.search(tail[-1])):
            return None  # Minister for Social Inclusion, President of the International Seabed Authority
        if len(head) == 1 and len(tail) > 1 and OCCUPATION.fullmatch(head[0]):
            return self._named(tail, None)  # `recalled fisherman Jan Roe`
        if head:
            title = self.titles.read(" ".join(head))
            # a body that no table knows has no word in small letters but its links
            is_named = len(tail) > 1 or gender  # UNICEF’s Ms. Doe
            is_body = title.affiliation and is_named and all(w[:1].isupper() or w in LINKS for w in head)
            return self._named(tail, title, gender=gender) if title.core or is_body else None
        return self._named(tail, self._apposed(apposition))

    def _split_name(self, tokens: list[str]) -> tuple[list[str], list[str]] | None:
        """Split words into title and name: the name is the last run of words that are no title's."""
        start = len(tokens)
        while start and (
            self._can_be_name(tokens[start - 1], is_last=start == len(tokens))
            or self._is_name_too(tokens, start - 1)
        ):
            start -= 1
        while start < len(tokens) and tokens[start].lower() in self.particles and tokens[start].islower():
            start += 1
        start += self._leading_body_words(tokens[start:])
        if start and tokens[start - 1] in LINKS:
            owner = self.owner_words(tokens[start:])
            if not owner:
                return None  # Minister for Equal Opportunities
            start += owner
        name = tokens[start:]
        if self.gazetteer.find(" ".join(name)) or (len(name) == 1 and self.gazetteer.find_adjective(name[0])):
            return None
        return (tokens[:start], name) if name and len(name) <= 6 else None

    def _leading_body_words(self, tokens: list[str]) -> int:
        """Count leading words that name a body or people: `UNODC`, `Croatian`, `South Africa`."""
        if len(tokens) < 2:
            return 0
        if self.gazetteer.find_adjective(tokens[0]) and len(tokens) > 2:
            return 1
        for size in range(min(4, len(tokens) - 1), 0, -1):
            if self.gazetteer.find(" ".join(tokens[:size])) and (
                size > 1 or tokens[0].isupper() or MARK in tokens[0]
            ):
                return size
        return 0

    def owner_words(self, tokens: list[str]) -> int:
        """Count the words of the State between office and name: `(Prime Minister of) Fiji Jane Doe`."""
        for size in range(min(5, len(tokens) - 2), 0, -1):
            owner = self.gazetteer.find(" ".join(tokens[:size]))
            if owner and (owner.is_state or (size == 1 and tokens[0].isupper())):
                return size if self.is_full_name(tokens[size:]) else 0
        return 0

    def _can_be_name(self, token: str, *, is_last: bool) -> bool:
        if token.lower() in self.particles and token.islower():
            return not is_last
        return NAME_WORD.fullmatch(token) is not None and not self._is_title_word(token)

    def _is_name_too(self, tokens: list[str], place: int) -> bool:
        """Whether a title at this place is part of a name: `Julie Bishop`, but `Lesotho King`."""
        word, given = tokens[place].lower(), tokens[place - 1]
        follows_title = place > 1 and self._is_title_word(tokens[place - 2])
        is_surname = word in TITLES_AS_SURNAMES and len(tokens) == place + 1 and (place == 1 or follows_title)
        if not place or not (is_surname or word in TITLES_AS_NAMES):
            return False
        if self._is_title_word(given):
            return not is_surname  # Prime Minister Sheikh Hasina
        is_body = self.gazetteer.find_adjective(given) or self.gazetteer.find(given)
        return self._can_be_name(given, is_last=False) and not is_body

    def _is_title_word(self, token: str) -> bool:
        word = token.lower().replace("’", "'").rstrip(".")
        return word in self.title_words or word.endswith("'s")

    def _apposed(self, apposition: str | None) -> Title | None:
        return self.titles.read(apposition) if apposition else None

    def _named(
        self,
        tokens: list[str],
        title: Title | None,
        place: Affiliation | None = None,
        gender: str | None = None,
    ) -> Mention:
        name = canonical_name(" ".join(tokens).strip(" ,."), self.particles)
        body = place or (title.affiliation if title else None)
        return Mention(
            "person" if len(tokens) > 1 else "surname",
            name,
            fold_name(name),
            gender,
            (title.full if place and title.affiliation not in {None, place} else title.role)
            if title
            else None,
            title.core if title else None,
            title.rank if title else None,
            body,
            bool(title and title.is_owned),
            bool(title and title.implies_body and not place),
        )


@once_per_reference
def compile_persons(reference: Reference) -> PersonReader:
    """Build the reader of names from the reference tables."""
    titles = compile_titles(reference)
    genders = dict(reference["honorifics"].select("honorific", "printed_gender").iter_rows())
    honorifics = "|".join(re.escape(h) for h in sorted(genders, key=len, reverse=True))
    return PersonReader(
        titles,
        titles.gazetteer,
        re.compile(rf"^(?:Ambassador )?({honorifics}) (?=\S)"),
        genders,
        frozenset(reference["name_particles"]["particle"].to_list()),
        frozenset(w.replace("’", "'") for w in reference["title_words"]["word"].to_list()),
    )
