"""Read who a printed phrase names: a person, an office, a delegation, an organization, or nobody.

The phrases come from columns of distinct strings (`Mr. Guterres`, `UN chief`, `the
representative of Chile`), so each is read once whatever the number of sentences.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flows.attribute.gazetteer import TRAILING_ACRONYM, Affiliation, Gazetteer
from flows.attribute.names import fold_name
from flows.attribute.printed_persons import (
    ARTICLE,
    BODY_WORDS,
    LINKS,
    NAME_OF_BODY,
    NOBODY,
    Mention,
    PersonReader,
    compile_persons,
)
from flows.attribute.titles import TitleReader
from flows.reference import Reference, once_per_reference

PLAIN_SIGNS = str.maketrans({"[": None, "]": None, "‑": "-"})
OF_UN = re.compile(r"^(?:the )?(?:(?:un|united nations) )?")
CLAUSE = re.compile(r"\b(?:that|which|who|whose|what|there)\b")
AND_OTHERS = re.compile(r" and (the|other|several|his|her) ")
# `Scientific and Cultural Organization (UNESCO)`
WITH_ACRONYM = re.compile(r"^(.+) \(([A-Z][\w-]+)\)$")
PLACED = re.compile(r" (?:on|in|between|for|to|from|against|with) ")
OPENING = re.compile(
    r"^(?:For|With|In|As|At|By|But|And|While|When|To|From|On|After|Before|Like|Since|That|Also) (?=[A-Z])"
)
# `Also briefing was Jane Doe`, `Respondents included Jane Doe`: the name comes last
INVERTED = re.compile(
    r"^[A-Z][\w’'-]*(?: [a-z][\w’'-]*){0,6} (?:was|were|included|came)"
    r" (?=[A-Z]|the (?:representative|delegate|observer) )"
)
# `the President of that main United Nations organ`: of the body named before
THAT_BODY = re.compile(r" of that (?:[\w-]+ ){0,4}(?:[Oo]rgan|[Bb]ody|Council|Committee|Commission)$")
IN_THAT_COUNTRY = re.compile(r" (?:in|for|to) that country$")
# `The General Assembly adopted a …`: a clause, not an office
DID = re.compile(r" (?:met|ha[sd]|was|were|is|are|would|will|[a-z]+ed (?:an?|the|its|their|his|her)) ")
# `It also held a debate on mechanisms and (concluded …)`
CLAUSE_OPENS = re.compile(r"(?:It|He|She|They|There|We|I) ")
PRONOUNS = {"he": "male", "she": "female"}
# `the members of the Security Council` speak with one voice, as no `Council members` do
MEMBERS = re.compile(
    r"the members of (?:the )?(?P<organ>[A-Z][\w ]*(?:Council|Assembly|Committee|Commission|Board))$",
    re.IGNORECASE,
)
DELEGATION = re.compile(
    r"^(?:the |an? |that |his |her )?(?:(?:permanent|deputy|alternate|acting|permanent deputy) )*"
    r"(?:representative|delegate|speaker|delegation|ambassador|observer|permanent representative|mission"
    r"|counterpart"
    r"|head of (?:the )?delegation)"
    r" (?:of|for|from) (?:the )?(?P<body>.+?)(?: to the (?:United Nations|UN))?$",
    re.IGNORECASE,
)
DELEGATE_OF = re.compile(
    r"^(?:the )?(?P<body>.+?)(?:’s|'s|’|')? (?:(?:permanent|deputy|alternate|acting|un) )*"
    r"(?:representative|delegate|speaker|delegation|ambassador|observer|envoy|mission)"
    r"(?: to the (?:United Nations|UN))?$",
    re.IGNORECASE,
)
UNIT = re.compile(
    r"(?:[Tt]he )?(?P<body>[A-Z][^,]*?)(?:’s|'s) (?:[A-Z]\w+ )?(?:[Oo]ffice|[Bb]ureau|[Dd]ivision|[Tt]eam)"
    r"(?:$| (?:in|for|on) )"
)
GOVERNMENT = re.compile(
    r"^(?:[Tt]he )?(?:(?:Government|government|(?:Foreign )?Ministry[^,]*) of (?:the )?(?P<of>.+)"
    r"|(?P<body>.+?)(?:’s|'s|’|')? (?:Government|government|(?:[Ff]oreign )?[Mm]inistry))$"
)
SPOKESPERSON = re.compile(
    r"^(?:[Tt]he |[Aa] )?(?P<role>(?:(?:[Dd]eputy|[Aa]ssociate) )?[Ss]pokes\w+) (?:for|of) (?:the )?"
    r"(?P<office>(?:UN |United Nations )?(?:Secretary-General|High Commissioner for (?:Human Rights|Refugees)"
    r"|President of the General Assembly|General Assembly President)\b.*)$"
)
OFFICE_START = re.compile(r"(?:[Tt]he|[Aa]n?|[Oo]ne|[Aa]nother|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Tt]hat) |[A-Z]")
WHICH_ONE = re.compile(r"^(?:the|an?|another|one) ", re.IGNORECASE)
UNNAMED = re.compile(
    r"^(?:an?|one|another) (?:\S+ ){0,8}(?:official|expert|officer|spokesperson|spokesman|spokeswoman|source"
    r"|adviser|advisor|scientist|worker|diplomat)(?: (?:of|at|for|with|from|in|on) .+)?$",
    re.IGNORECASE,
)
# whose State is the only one that answers in the document
TEAM = re.compile(
    r"(?:the|(?:an?other|an?|one|the) (?:member|head|representative) of the) delegation$", re.IGNORECASE
)
# `says the fisher, 52`: whoever was named last; but no letter and no newspaper
ANAPHORIC_PERSON = re.compile(
    r"[Tt]he (?!(?:news)?(?:letter|paper)|(?:[a-z]+ )?(?:charter|chapter|order|number|sector|banner|poster"
    r"|register|counter|other|former|latter|matter|water|river|weather|error|factor|cover|power|tower)\b)"
    r"(?:\d+-year-old(?: [a-z]+)?|(?:[a-z]+ )?(?:[a-z]{2,}(?:er|or|ist|ian|man|woman|boy|girl)|mother"
    r"|father|widow|teenager|parent)(?: of \w+)?)(?:, \d+)?$"
)
ANAPHORIC_BODY = re.compile(
    r"^(?:the (?:UN |United Nations )?(?:agency|office|organi[sz]ation|department|programme|fund|commission"
    r"|mission|body|bloc|ministry|union|group|bank|institution|federation|secretariat|charity"
    r"|non-governmental organization|ngo)|it)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class MentionReader:
    """Reads phrases with the reference tables."""

    persons: PersonReader
    titles: TitleReader
    gazetteer: Gazetteer
    plural: re.Pattern[str]

    def read(self, subject: str, apposition: str | None = None, *, names_only: bool = False) -> Mention:
        """Return whom `subject` names; `apposition` is the title that follows a name.

        With `names_only` an office without a name is nobody: to read titles is most of the work.
        """
        subject = " ".join(subject.translate(PLAIN_SIGNS).split()).strip(' ,;:—–“”"')
        lower = subject.lower()
        if lower in PRONOUNS:
            return Mention("pronoun", printed_gender=PRONOUNS[lower])
        if ANAPHORIC_BODY.match(subject) or lower == "they":
            return Mention("anaphor", name=lower)
        if TEAM.match(subject):
            return Mention("delegation", core="delegation")
        subject = THAT_BODY.sub("", IN_THAT_COUNTRY.sub("", OPENING.sub("", subject)))
        subject = INVERTED.sub("", subject)
        named = (
            self._held_office(subject)
            or self._members(subject)
            or self._whole_body(subject)
            or self._government(subject)
            or self._delegation(subject)
            or self._spokesperson(subject)
        )
        if not named:
            named = self._unknown_organization(subject)
        if named:
            return named
        # `The impact on neighbouring countries` is no several countries
        head = PLACED.split(subject, maxsplit=1)[0]
        if self.plural.search(head) and not self._heads_body(subject):
            return Mention("plural")
        named = self.persons.read(subject, apposition) or (None if names_only else self._office(subject))
        if not named and ANAPHORIC_PERSON.match(subject):
            return Mention("pronoun", printed_gender="any")
        return named or NOBODY

    def _whole_body(self, subject: str) -> Mention | None:
        body = self.gazetteer.find(subject) or self._end_of_body(subject) or self._owner_of_unit(subject)
        if not body or (subject[:1].islower() and not subject.startswith("the ")):
            return None
        return Mention("organization", body.name, fold_name(body.name), affiliation=body)

    def _held_office(self, subject: str) -> Mention | None:
        """`The UN High Commissioner for Refugees` is who holds the office, not the body of that name."""
        key = OF_UN.sub("", subject.lower())
        return self._office(subject) if key in self.titles.offices else None

    def _members(self, subject: str) -> Mention | None:
        """`The members of the Security Council` are the organ, those `of the Council` the one named last."""
        found = MEMBERS.match(subject)
        if not found:
            return None
        body = self.gazetteer.find(found["organ"])
        named = Mention("organization", body.name, fold_name(body.name), affiliation=body) if body else None
        return named or Mention("anaphor", name="they")  # `the members of the Council`: of which

    def _owner_of_unit(self, subject: str) -> Affiliation | None:
        """`UNICEF's Regional Office for Latin America` speaks for UNICEF; a State's offices do not."""
        owned = UNIT.match(subject)
        body = self.gazetteer.find(owned["body"]) if owned else None
        return body if body and not body.is_state else None

    def _end_of_body(self, subject: str) -> Affiliation | None:
        """Read `Scientific and Cultural Organization (UNESCO)`, the last part of a name with commas."""
        named = WITH_ACRONYM.match(subject)
        body = self.gazetteer.find(named.group(2)) if named else None
        return body if named and body and fold_name(body.name).endswith(fold_name(named.group(1))) else None

    def _unknown_organization(self, subject: str) -> Mention | None:
        """`Under the Same Sun Alliance`: words in capitals among them one that only bodies have."""
        linked = NAME_OF_BODY.match(subject)
        if linked and self.persons.is_full_name(linked["name"].split()):
            return None
        words = TRAILING_ACRONYM.sub("", ARTICLE.sub("", subject)).split()
        if len(words) < 2 or not all(
            w[:1].isupper() or w in LINKS or w in self.persons.particles for w in words
        ):
            return None
        if (
            self.titles.core_of(subject)
            or not BODY_WORDS.search(" ".join(words))
            or "'s " in subject.replace("’", "'")
        ):
            return None
        name = " ".join(words)
        body = Affiliation(name, self.gazetteer.classify(name))
        return Mention("organization", name, fold_name(name), affiliation=body)

    def _government(self, subject: str) -> Mention | None:
        """`Chad's Government`, `the Malian Foreign Ministry` speak for their State."""
        found = GOVERNMENT.match(subject)
        name = (found["of"] or found["body"]) if found else None
        body = name and (self.gazetteer.find(name) or self.gazetteer.find_adjective(name))
        return Mention("organization", body.name, fold_name(body.name), affiliation=body) if body else None

    def _delegation(self, subject: str) -> Mention | None:
        for pattern in (DELEGATION, DELEGATE_OF):
            found = pattern.match(subject)
            body = found and (
                self.gazetteer.find(found["body"]) or self.gazetteer.find_adjective(found["body"])
            )
            if found and not body and self._names_no_side(found["body"]):
                return None
            if found and not body and pattern is DELEGATION and found["body"][:1].isupper():
                body = Affiliation(found["body"], self.gazetteer.classify(found["body"]))
            if body:
                return Mention("delegation", body.name, fold_name(body.name), affiliation=body)
        return None

    def _names_no_side(self, body: str) -> bool:
        """`(Representative of) Fiji Jane Doe` is a person, `(of) the Secretary-General` an office."""
        return bool(self.persons.owner_words(body.split())) or self.titles.core_of(body) is not None

    def read_spokesperson(self, subject: str) -> Mention | None:
        """Return `a spokesman for the High Commissioner for Refugees` as the one who holds that office."""
        return self._office(subject) if SPOKESPERSON.match(subject) else None

    def _spokesperson(self, subject: str) -> Mention | None:
        """Read `the Spokesman for UN Secretary-General Jane Doe` as whom the office speaks for."""
        found = SPOKESPERSON.match(subject)
        return self.read(found["office"]) if found else None

    def _heads_body(self, subject: str) -> bool:
        """`the Chairperson of the Commission on the Status of Women` is one person."""
        role = self.titles.role_pattern.match(re.sub(r"^the ", "", subject.lower().replace("’", "'")))
        opened = re.match(r"(?:[Tt]he )?[^,]+? (?:of|for) (?:the )?(?=[A-Z])", subject)
        if not role or not opened:
            return False
        return self.gazetteer.find(subject[opened.end() :]) is not None

    def _office(self, subject: str) -> Mention | None:
        """Read an office without its holder: `the Secretary-General`, `Chile's Minister for Health`."""
        title = self.titles.read(subject)
        if not title.role or not title.core or DID.search(subject):
            return None
        if CLAUSE.search(subject) or CLAUSE_OPENS.match(subject):
            return None
        if not OFFICE_START.match(subject) and self.titles.core_of(subject.split(" ")[0]) is None:
            return None
        others = AND_OTHERS.search(subject)
        # `the Chair and the President`, not `the office for Latin America and the Caribbean`
        if others and (others[1] != "the" or self.titles.core_of(subject[others.end() :])):
            return Mention("plural")
        kind = "unnamed" if UNNAMED.match(subject) else "office"
        name = TRAILING_ACRONYM.sub("", WHICH_ONE.sub("", subject))
        if (
            kind == "office"
            and subject[:2].lower() in {"a ", "an"}
            and re.match(r"an? ", subject, re.IGNORECASE)
        ):
            kind = "unnamed" if title.affiliation or title.is_owned else "none"
        return Mention(
            kind,
            name,
            fold_name(name),
            None,
            title.role,
            title.core,
            title.rank,
            title.affiliation,
            title.is_owned,
        )


@once_per_reference
def compile_mentions(reference: Reference) -> MentionReader:
    """Build the reader of phrases from the reference tables."""
    persons = compile_persons(reference)
    return MentionReader(persons, persons.titles, persons.gazetteer, _compile_plural(reference))


def _compile_plural(reference: Reference) -> re.Pattern[str]:
    """Match subjects that are nobody in particular: `several delegates`, `Mr. Roe and Ms. Doe`."""
    words = reference["nobody_words"]
    first = "|".join(words.filter(words["place"] == "first")["word"])
    last = "|".join(words.filter(words["place"] == "last")["word"])
    both = r" and (?:Mr|Ms|Mrs|Dr)\b"
    return re.compile(rf"{both}|^(?:{first}|\w+ of the)\b|\b(?:{last})$", re.IGNORECASE)
