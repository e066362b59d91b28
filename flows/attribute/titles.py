"""What an office title says: the role as printed, its core word, and the body it is held for."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from flows.attribute.gazetteer import TRAILING_ACRONYM, Affiliation, Gazetteer, compile_gazetteer
from flows.reference import Reference, once_per_reference

LINK = re.compile(
    r",? (?:of|for|from|at|to|with|and"
    r"|in(?= the (?:UN |United Nations )?(?:Department|Office|Division|Bureau|Secretariat)\b))"
    r"(?= (?:the )?[A-Z])"
    r"|, (?=(?:the )?[A-Z])"
)
SENIOR = re.compile(r"(?:[Ss]enior|[Tt]op|[Hh]igh-(?:level|ranking)) ")
LINK_WORD = re.compile(r"(?:of|for|on|in|at|to|and|with|from)\b")
# `the hospital's director`, `the country's Minister of Health`
OWNER_IN_SMALL = re.compile(r"^(?:[a-z]+ )?[a-z-]+(?:’s|'s) (?=\w)")
POSSESSIVE = re.compile(r"^((?:the )?[^,]{2,60}?)(?:’s|'s|s’|s') (.+)$", re.IGNORECASE)
ARTICLE = re.compile(r"^(?:the|a|an|its|his|her|their) ", re.IGNORECASE)
TO_UNITED_NATIONS = re.compile(r" (?:to|at|with) the (?:United Nations|UN)(?: in \w+)?$")
LINKED = re.compile(r"\b(?:of|for|on|at)\b|,")
UN_OWNER = re.compile(r"^(?:un|united nations) ")
OF_WHOM = re.compile(r"^(?:of|from|with|for|representing) (?:the )?")
NOISE = re.compile(
    r",? (?:(?:speaking |via |by |in |on |through )+(?:a )?"
    r"(?:(?:video|tele)\w*|Zoom|behalf|his|her|their|its)\b.*"
    r"|today|yesterday|this (?:morning|afternoon|evening|week)"
    r"|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)$",
    re.IGNORECASE,
)
SECRETARIAT_WORDS = re.compile(
    r"\bSpecial Advis[eo]r on\b|\bSecretary-General(?:’s|'s)"
    r"|\b(?:of|for|to) the Secretary-General\b|\bUN\b|\bUnited Nations\b"
)
BODY = (
    r"(?:UN |United Nations )?(?:agency|[Oo]ffice|[Oo]rgani[sz]ation|[Ff]und|[Pp]rogramme|[Dd]epartment|body"
    r"|[Mm]ission|[Gg]roup|charity|[Cc]ommission|[Bb]ank|[Cc]ouncil|[Cc]ourt|[Tt]ribunal|company|union|[Mm]inistry"
    r"|institution)"
)
# `the agency's spokesman`, `its Director`, `her spokesman`, `Director of the agency's Europe bureau`
OWNED = re.compile(
    rf"^(?:[Ii]ts |(?:[Hh]is|[Hh]er) (?=(?:[a-z]+ )?[Ss]pokes)|(?:[Tt]he )?{BODY}(?:’s|'s) )(?P<role>.+)$"
)
OWNED_UNIT = re.compile(rf"^(?P<role>[^,]+ (?:of|for)) the {BODY}(?:’s|'s) (?P<unit>.+)$")
# `(Director of) the World Food Programme’s (WFP) Logistics Bureau`
UNIT_OF_BODY = re.compile(r"(?P<body>[A-Z][^,]+?)(?:’s|'s) (?:\([A-Z-]+\) )?(?P<unit>[A-Z].+)")
# `the World Food Programme’s (WFP) Country Director`
POSSESSOR_IN_SHORT = re.compile(r"(’s|'s) \([A-Z][A-Za-z-]+\)")
SPOKESPERSON_IN = re.compile(r"^((?:\w+ )*spokes\w+) in [A-Z][\w ]+$", re.IGNORECASE)
LOCAL_CORES = ("mayor", "deputy mayor", "governor")
# `Rapporteur for the Report of Chile` speaks for the Committee
REPORT_ON = re.compile(r"\b[Rr]eports?$")
DELEGATION_OF = re.compile(r"(?:the )?[Dd]elegation of ")
HEADS_DELEGATION = re.compile(r"((?:[Dd]eputy )?[Hh]ead) of (?:the )?(?P<body>.+?)(?:’s|'s)? [Dd]elegation$")
# what may follow the body of an office: nothing, its field, a second office
ENDS_BODY = re.compile(r"$|(?:for|on|to|in|and|at|,)\b|,")
ORGAN = re.compile(r"(?:Working Group|Panel|Committee|Commission|Group of Experts)\b")
UNITED_NATIONS = Affiliation("United Nations", "un_system")


@dataclass(frozen=True)
class Title:
    """`Deputy Foreign Minister of Belarus`: role, core word `deputy foreign minister`, rank, body."""

    role: str | None
    core: str | None
    rank: str | None
    affiliation: Affiliation | None
    full: str | None = None  # with the body: `President of the General Assembly`
    is_owned: bool = False  # `the agency's spokesman`: of a body named before
    implies_body: bool = False  # `High Commissioner for Human Rights` without the body's name


@dataclass(frozen=True, eq=False)
class TitleReader:
    """Reads titles with the reference tables' role words, office names and bodies."""

    gazetteer: Gazetteer
    roles: dict[str, tuple[str | None, str | None]]
    role_pattern: re.Pattern[str]
    offices: dict[str, tuple[str, str]]
    field_pattern: re.Pattern[str]
    fields: dict[str, str]
    private: frozenset[str]

    def core_of(self, text: str) -> str | None:
        """Return the leftmost role word of a title, the longest where several start there."""
        found = self.role_pattern.search(text.lower().replace("’", "'"))
        return found.group(1) if found else None

    # few titles, many who hold them; one reader a reference, so that the cache outlives no reader
    @functools.lru_cache(maxsize=1 << 14)  # noqa: B019
    def read(self, text: str) -> Title:
        """Split a printed title into role and body; unknown bodies are kept as printed."""
        owned = self._owned(text.strip(" ,"))
        if owned:
            return owned
        text = clean_title(text)
        known = self._known_office(text)
        if known:
            return replace(known, full=text)
        title = (
            self._heads_delegation(text)
            or self._possessive(text)
            or self._leading_body(text)
            or self._trailing_body(text)
        )
        return self._complete(title or self._unknown_body(text), text)

    def _owned(self, text: str) -> Title | None:
        """Read `the agency's spokesman`, `Director of the agency's Europe bureau`: of a body named before."""
        whole, unit = OWNED.match(text), OWNED_UNIT.match(text)
        if whole:
            return replace(self._title(whole["role"], None), is_owned=True)
        return (
            replace(self._title(f"{unit['role']} the {unit['unit']}", None), is_owned=True) if unit else None
        )

    def _known_office(self, text: str) -> Title | None:
        key = TRAILING_ACRONYM.sub("", text).lower().replace("’", "'")
        office = self.offices.get(key) or self.offices.get(UN_OWNER.sub("", key))
        if office:
            title = self._title(office[0], self.gazetteer.find(office[1]) or UNITED_NATIONS)
            is_own = title.affiliation != UNITED_NATIONS
            named = is_own and bool(re.search(r"(?i)assembly|council|chief|head", text))
            rank = "head" if is_own and not named else title.rank
            return replace(title, rank=rank, implies_body=is_own and not named)
        field = self.field_pattern.fullmatch(key)
        if not field:
            return None
        body_name = self.fields[field.group(1)]
        role = text[field.start(2) : field.end(2)]
        if re.search(r"agency|office|body", key):
            return self._title(role.capitalize(), self.gazetteer.find(body_name))
        title = self._title(role, self.gazetteer.find(body_name))
        # `the UN rights chief` prints no office's name
        return replace(title, role=text[field.start(1) : field.end(2)], implies_body=True)

    def _title(self, role: str | None, affiliation: Affiliation | None) -> Title:
        role = OWNER_IN_SMALL.sub("", SPOKESPERSON_IN.sub(r"\1", role)) if role else role
        core = self.core_of(role) if role else None
        is_field = core in {"head", "chief", "boss"} and re.search(r"\b(?:of|for)\b", role or "") is not None
        rank = None if is_field else self.roles.get(core or "", (None, None))[0]
        return Title(role or None, core, rank, affiliation)

    def _heads_delegation(self, text: str) -> Title | None:
        """Read `Head of the European Union Delegation` as `Head of the Delegation of the European Union`."""
        found = HEADS_DELEGATION.match(text)
        body = self.gazetteer.find(found["body"]) if found else None
        return self._title(f"{found[1]} of Delegation", body) if found and body else None

    def _possessive(self, text: str) -> Title | None:
        found = POSSESSIVE.match(text)
        if not found:
            return None
        body = self.gazetteer.find(found.group(1)) or self._secretariat(found.group(1))
        return self._title(found.group(2), body) if body and self.core_of(found.group(2)) else None

    def _secretariat(self, owner: str) -> Affiliation | None:
        """`Secretary-General Jane Doe's Special Envoy for Chad` is the United Nations' envoy."""
        return (
            UNITED_NATIONS
            if re.match(r"(?:the )?(?:UN |United Nations )?Secretary-General\b", owner)
            else None
        )

    def _leading_body(self, text: str) -> Title | None:
        """Read `UNODC Executive Director`, `Russian Foreign Minister`, `European Union delegation`."""
        if senior := SENIOR.match(text):
            held = self._leading_body(text[senior.end() :])
            return replace(held, role=f"{senior[0]}{held.role}") if held and held.role else None
        first, _, rest = text.partition(" ")
        adjective = self.gazetteer.find_adjective(first)
        if adjective and self._starts_with_role(rest):
            return self._title(rest, adjective)
        split = self.gazetteer.split_leading(text)
        if not split:
            return None
        body, rest = split
        if body.is_state and self._ends_with_body(rest):
            return None  # Chad Representative, World Health Organization
        if re.fullmatch(r"(?:['’]s? )?(?:delegation|mission|permanent mission|office|secretariat)?", rest):
            return self._title(None, body)
        return (
            self._title(rest.lstrip("'’s ") if rest[:1] in "'’" else rest, body)
            if self._starts_with_role(rest)
            else None
        )

    def _ends_with_body(self, rest: str) -> bool:
        office, _, body = rest.rpartition(", ")
        return bool(office) and self.gazetteer.find(body) is not None

    def _starts_with_role(self, text: str) -> bool:
        found = self.role_pattern.search(text.lower().replace("’", "'"))
        return found is not None and not LINKED.search(text, 0, found.start())

    def _trailing_body(self, text: str) -> Title | None:
        """Read `Minister for Health of Chile`, `President, National Council of Women, Argentina`."""
        text = TO_UNITED_NATIONS.sub("", text)
        is_secretariat = bool(self.roles.get(self.core_of(text) or "", (None, None))[1]) or bool(
            SECRETARIAT_WORDS.search(text)
        )
        for role, link, rest in _links(text):
            split = self.gazetteer.split_leading(rest)
            if split and link == "for" and not split[0].is_state and "minister" in (self.core_of(role) or ""):
                continue  # Minister for the Commonwealth of the United Kingdom
            if split and role and self._is_society(role, link):
                return None  # Friends of Fiji, Women's Union of Chad
            if split and role and not REPORT_ON.search(role) and ENDS_BODY.match(split[1]):
                held = f"{role} of Delegation" if DELEGATION_OF.match(rest) else role
                title = self._held_for(held, link, *split, is_secretariat=is_secretariat)
                if title:
                    return title
        return None

    def _is_society(self, text: str, link: str) -> bool:
        """Whether what stands before `of Chad` is itself a body of citizens, and no office."""
        if link != "of" or self.core_of(text):
            return False
        return text.endswith("Friends") or (
            self.gazetteer.names_body(text) and self.gazetteer.classify(text) == "civil_society"
        )

    def _held_for(
        self, role: str, link: str, body: Affiliation, after: str, *, is_secretariat: bool
    ) -> Title | None:
        second = self._second_office(after)
        is_envoy = is_secretariat and link == "of" and after.startswith("for ")
        # `Permanent Representative of Chad to the African Union`
        is_sent = link == "of" and re.match(r"to the [A-Z]", after) is not None
        if body.is_state and after and not second and not is_envoy and not is_sent:
            return None
        if _is_about_place(body, link, is_secretariat=is_secretariat):
            return None
        if link == "from" and body.is_state and self.core_of(role) in self.private:
            return self._title(role, None)  # an activist from Fiji speaks for nobody else
        field = " " + after if re.match(r"(?:for|on) ", after) else ""
        return self._title(role + field + second, body)

    def _second_office(self, rest: str) -> str:
        """Return `, Council President for May` of a minister who also presides."""
        if not re.match(r",|and ", rest) or not self.core_of(rest):
            return ""
        return rest if rest.startswith(",") else " " + rest

    def _unknown_body(self, text: str) -> Title:
        """Keep a body that no table knows: `Director of the Harbour Institute`, `Harbour Institute`."""
        if not self.core_of(text) and text[:1].isupper():
            return Title(None, None, None, Affiliation(text, self.gazetteer.classify(text)))
        last = text.rpartition(", ")
        if last[0] and self._is_body(last[2]) and self.core_of(last[0]):
            return self._title(last[0], Affiliation(last[2], self.gazetteer.classify(last[2])))
        links = list(_links(text))
        for i, (role, link, rest) in enumerate(links):
            if self._is_field(rest) and i + 1 < len(links):
                continue  # Professor of Economics at the University of Chad
            unit = ARTICLE.sub("", rest)
            held = self._held_role(role, link) or self._leads_organ(role, link, unit)
            found = self._part_of_body(role, link, unit) or self._named_body(role, link, unit, held)
            if found:
                return found
        return self._title(text, None)

    def _held_role(self, role: str, link: str) -> bool:
        """Say whether what follows is where the office is held: `Special Rapporteur of` is of a mandate."""
        if link == "of" and self.roles.get(self.core_of(role) or "", ("", ""))[1]:
            return False
        # `professor of international law at the University of X`
        is_role = self._is_role(role) or (link == "at" and self.core_of(role) is not None)
        return link in {"of", "at", "from", "with", ","} and is_role

    def _leads_organ(self, role: str, link: str, unit: str) -> bool:
        """`Chairperson for the Working Group on Water` leads it, `for the Arab States` has a field."""
        return link == "for" and self._is_role(role) and ORGAN.match(unit) is not None

    def _named_body(self, role: str, link: str, unit: str, held: bool) -> Title | None:
        body = self._without_place(unit)
        adjective = self.gazetteer.find_adjective(body.split(" ")[0])
        if self.core_of(body):
            return None
        if held and self.core_of(role) in LOCAL_CORES:
            return self._title(f"{role} {link} {unit}", None)  # no table knows whose city it is
        if adjective and link in {"of", "at", "from", "with"}:
            return self._title(role, adjective)  # an official of the Italian coastguard
        body = TRAILING_ACRONYM.sub("", body)
        return self._title(role, Affiliation(body, self.gazetteer.classify(body))) if held else None

    def _without_place(self, body: str) -> str:
        """Cut the country where a body works: `Federation of Farmers in Peru`."""
        name, _, place = body.rpartition(" in ")
        return name if name and self.gazetteer.find(place) else body

    def _part_of_body(self, role: str, link: str, unit: str) -> Title | None:
        """`Head of the WHO Emergencies Programme`, `Chief of the Disarmament Branch` of the Secretariat."""
        if link not in {"of", "for"} or not self.core_of(role):
            return None
        owned = UNIT_OF_BODY.match(unit)
        owner = self.gazetteer.find(owned["body"]) if owned else None
        if owned and owner and not owner.is_state:
            return self._title(f"{role} {link} the {owned['unit']}", owner)
        split = self.gazetteer.split_leading(re.sub(r"(?<=[A-Z])(?:’s|'s) ", " ", unit))
        if (
            split
            and split[1]
            and not split[0].is_state
            and split[1][:1].isalpha()
            and not LINK_WORD.match(split[1])
        ):
            return self._title(f"{role} {link} the {split[1]}", split[0])
        is_unit = re.search(
            r"\b(?:Division|Branch|Section)$|^(?:Division|Branch|Section) (?:for|of|on)\b", unit
        )
        return self._title(f"{role} {link} the {unit}", UNITED_NATIONS) if is_unit else None

    def _is_field(self, rest: str) -> bool:
        """`Economics at the Harbour Institute` is what an office is about, then where it is."""
        field, _, place = rest.partition(" at ")
        return bool(place) and not self.gazetteer.names_body(field) and self.gazetteer.names_body(place)

    def _is_body(self, text: str) -> bool:
        return self.gazetteer.names_body(text) and not self.core_of(text)

    def _is_role(self, text: str) -> bool:
        # `founder and director`
        last = max(self.role_pattern.finditer(text.lower()), key=re.Match.end, default=None)
        return last is not None and last.end() >= len(text) - 1 and "minister" not in last.group(1)

    def _complete(self, title: Title, text: str) -> Title:
        """Fill in the United Nations where the office itself says so: `Under-Secretary-General`."""
        default = self._default_body(text)
        affiliation = title.affiliation
        if affiliation is None and (default or SECRETARIAT_WORDS.search(text)):
            affiliation = self.gazetteer.find(default or "United Nations") or UNITED_NATIONS
        return replace(title, affiliation=affiliation, full=text)

    def _default_body(self, text: str) -> str | None:
        """Return whose office it is if no body is named: `Controller and Assistant Secretary-General`."""
        cores = (self.core_of(part) for part in text.split(" and "))
        bodies = (self.roles.get(core or "", (None, None))[1] for core in cores)
        return next((body for body in bodies if body), None)


def _is_about_place(body: Affiliation, link: str, *, is_secretariat: bool) -> bool:
    """`Special Envoy for Yemen`, `Ambassador to France`: not for whom the office is held."""
    is_place = body.is_state or body.kind == "other"
    if is_place and is_secretariat and link in {"for", "to", "in", "and", "from"}:
        return True
    # `Special Representative of the Secretary-General to the African Union`
    is_sent = is_secretariat and link == "to" and body.kind == "regional_organization"
    return is_sent or (body.is_state and link in {"to", "with", "and"})


def clean_title(text: str) -> str:
    """Cut what is not title: articles, `via videoconference from Vienna`, a closing comma."""
    text = text.replace("‑", "-").strip(" ,;:.—–-")
    text = NOISE.sub("", POSSESSOR_IN_SHORT.sub(r"\1", text))
    text = ARTICLE.sub("", text)
    text = text.removesuffix("’s").removesuffix("'s")
    return OF_WHOM.sub("", text).strip(" ,")


def _links(text: str) -> Iterator[tuple[str, str, str]]:
    for found in LINK.finditer(text):
        link = found.group().strip(" ,") or ","
        yield text[: found.start()].strip(" ,"), link, text[found.end() :].strip()


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


@once_per_reference
def compile_titles(reference: Reference) -> TitleReader:
    """Build the reader of titles from the reference tables."""
    roles = {
        word.replace("’", "'"): (rank if rank != "private" else None, affiliation)
        for word, rank, affiliation in reference["role_words"]
        .select("role_word", "rank", "affiliation")
        .iter_rows()
    }
    fields = {
        field.replace("’", "'"): body
        for field, body in reference["office_fields"].select("field", "affiliation").iter_rows()
    }
    chiefs = "chief|head|boss|deputy chief|deputy head"
    return TitleReader(
        compile_gazetteer(reference),
        roles,
        re.compile(rf"(?<![\w-])({_alternatives(list(roles))})(?![\w-])(?!'s [a-z])"),
        {
            alias.replace("’", "'"): (role, body)
            for alias, role, body in reference["office_aliases"]
            .select("alias", "role", "affiliation")
            .iter_rows()
        },
        re.compile(
            rf"(?:un|united nations|un's|organization's)(?: top)? ({_alternatives(list(fields))})"
            rf"(?: agency| office| body)?(?:'s)? ({chiefs})"
        ),
        fields,
        frozenset(reference["role_words"].filter(rank="private")["role_word"]),
    )
