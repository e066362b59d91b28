"""Read phrases and headings to mentions, once per distinct text.

Python reads the distinct phrases only: word by word comparisons with several tables in an
order that depends on what was found are no polars expression.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import polars as pl

from flows.attribute.gazetteer import unmark_bodies
from flows.attribute.mentions import MentionReader, compile_mentions
from flows.attribute.patterns import Patterns, compile_patterns
from flows.attribute.printed_persons import NOBODY, Mention
from flows.attribute.titles import clean_title
from flows.reference import Reference

MENTION = {
    "mention_kind": pl.String,
    "name": pl.String,
    "folded": pl.String,
    "gender": pl.String,
    "role": pl.String,
    "core": pl.String,
    "rank": pl.String,
    "body": pl.String,
    "body_kind": pl.String,
    "iso3": pl.String,
    "alias": pl.String,
    "owned_by_body": pl.Boolean,
    "shown_body": pl.String,  # what the document says: an implied body is not named
}
# a title goes on after a comma unless a participle, a relative or a preposition begins
TITLE_END = re.compile(
    r", (?!including\b)(?=(?:also |again |then |later |[a-z]+ly )?(?:[a-z]+(?:ing|ed)|spoke|who|whose|which"
    r"|in|on|via|by|for|at|from"
    r"|through|with|while|as|a|an|his|her|their|said|told|called|urged)\b)"
    r"| (?=(?:said|says|told)\b)|(?<!a\.i)[.:;] |\. ?$"
)
NO_TITLE = re.compile(
    r"(?:also |again )?(?:[a-z]+ing\b(?<!including)|[a-z]+ed\b|who\b|and\b|in\b|on\b|via\b|at\b|by\b|while\b"
    r"|for\b|as\b"
    r"|however\b|though\b|too\b|with\b|alongside\b|meanwhile\b|today\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
)
CLAUSE = re.compile(r" (?:would|could|was|were|is|are|had|has|have|will)\b")
TRIM = re.compile(
    r" (?=(?:in|on|at|during|from|as|after|before|who|when|while|by|via|to|following|with|about|for|and|today"
    r"|yesterday|this|last|ahead|earlier|late|speaking|adding|calling|noting|referring|describing|urging"
    r"|stressing|warning)\b)"
)
INTRODUCED = re.compile(r"\b((?:Mr|Ms|Mrs|Miss|Dr)\.? .+|the [A-Z].+|(?<= )(?:he|she))$")
INTRODUCTION = re.compile(
    r"^(?:In|On|At|During|From|Earlier|Later|Meanwhile|Also|Speaking|Addressing|By|To|For|Today|Yesterday|[A-Z][a-z]+ing)\b"
)
# `a passer-by said`, `the report says`: whoever it is, not who spoke before
SOMEBODY = re.compile(
    r"(?:[Aa]|[Aa]n|[Oo]ne|[Aa]nother) "
    r"|(?:[Tt]he|[Tt]his|[Ii]ts) (?:[a-z‑-]+ ){0,2}"
    r"(?:report|study|survey|statement|text|document|paper|analysis|review|resolution|draft|plan|assessment|agreement|appeal|article|publication)$"
)
# `a nurse, Fatuma, said`: one name is enough
A_PERSON = re.compile(r"(?:^|[”’'\"] )(?:[Aa]n?|[Oo]ne|[Hh]er|[Hh]is|[Tt]heir) (?:[a-z-]+ ){0,3}[a-z-]+$")
# `The representative of Chad, an outgoing member, praised`: the apposition describes the delegation
DESCRIPTION = re.compile(r"(?:an?|one of (?:the|its)) ")
ONE_OF_THEM = re.compile(r"(?:including|among them|such as|as well as|along with) ")
AN_ASIDE = re.compile(r"(?!(?:he|she|it|its|the|an?|one|another)\b)[a-z]")
# `Secretary-General Jane Doe's envoy` names the Secretary-General
OWNER = re.compile(r"(?:UN |United Nations )?Secretary-General (?:[A-Z][\w-]+ )+[A-Z][\w-]+[’']s? ")
# `GENEVA, 3 May (UN Information Service) – `
DATELINE = re.compile(
    r"^(?:[A-Z][\w ./’'-]{1,40}[,(] ?)?\d{1,2} [A-Z][a-z]+\.?(?: \d{4})?\)? ?(?:\([^()]*\) ?)?[-–—] "
)
# `Jane Doe, who heads UNICEF’s education programme`
LEADS = re.compile(r"who (?:also )?(?:heads|leads|runs|directs|works (?:for|with|at)|represents)(?: up)? ")
# `Jane Doe, for the World Food Programme (WFP), said`
SPEAKS_FOR = re.compile(r"for (?:the )?([A-Z].*)")
DESCRIBED = re.compile(r"(?:an?|the|one of|who|whose|\d+)\b")
PARTICIPLE = re.compile(r"(?:[A-Z][a-z]+ing|With|As)\b")
# `Children and Family` goes on with a title that began before a comma
GOES_ON = re.compile(r"(?:and )?[A-Z]")
MAX_TITLE_PARTS = 5
OFFICE_OPENS = re.compile(r"^|(?<= )(?=(?:the|its|his|her|an?) |[A-Z])")
LINKED = re.compile(r"\b(?:of|for|with|in|to|by|from|at|on|and|between|that|when|where|as|said|told)\b")
MAX_TITLE_CHARS = 160
MAX_VERB_CHARS = 100  # with the adverbs before it
SPEAKING_FOR = re.compile(r", speaking (?:for|on behalf of) (?:the )?([A-Z][^,]*),")
# `JANE DOE (Chad), speaking in her capacity as Chair of the Committee, said`
IN_CAPACITY = re.compile(r"^, speaking in (?:his|her) (?:new )?capacity as (?:the )?([^,]+),")
# `(Jane Doe,) the Envoy for Chad, and Jan Roe, Under-Secretary-General for …`
SECOND_PERSON = re.compile(r",? and (?P<name>[A-Z]\S+ (?:[a-z]+ )?[A-Z]\S+(?: [A-Z]\S+)?), (?P<title>.+)")
HEARER = re.compile(r"^(?:(?:Security|Human Rights) )?(?:Council|Assembly|Committee|Commission) (?=[A-Z])")
QUOTED_KINDS = frozenset({"person", "surname", "office", "pronoun"})
NAMED = {
    "person",
    "surname",
    "office",
    "delegation",
    "organization",
    "unnamed",
    "pronoun",
    "anaphor",
    "plural",
}


def read_phrases(phrases: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return the phrases (frame, phrase) that name somebody, with the fields of MENTION."""
    reader = compile_mentions(reference)
    starters = frozenset(reference["sentence_starters"]["word"].to_list())
    readers: dict[str, Callable[[str], tuple[Mention, str]]] = {
        "subject_first": lambda text: _read_subject(text, reader),
        "colon_quotation": lambda text: _read_whole_subject(text, reader),
        "put_it": lambda text: _read_subject(text, reader),
        "inverted": lambda text: _read_subject(text, reader),
        "with_participle": lambda text: _read_subject(text, reader),
        "coordinate": lambda text: _read_subject(text, reader),
        "title_with_commas": lambda text: _read_office(text, reader),
        "name_with_title": lambda text: _read_name(text, reader),
        "open_apposition": lambda text: _read_name(text, reader),
        "title_with_name": lambda text: _read_name(text, reader),
        "office_then_name": lambda text: _read_office_then_name(text, reader),
        "name_with_place": lambda text: _read_name(text, reader),
        "subject_name": lambda text: _read_bare_name(text, reader),
        "single_name": lambda text: _read_single_name(text, reader, starters),
        "according_to": lambda text: _read_after_verb(text, reader),
        "cited_body": lambda text: _read_body(text, reader),
        "verb_first": lambda text: _read_after_verb(text, reader),
        "subject_before_comma": lambda text: _read_before_comma(text, reader),
    }
    distinct = phrases.select("frame", "phrase").unique()
    read = [_fields(*readers[frame](phrase)) for frame, phrase in distinct.iter_rows()]
    mentions = distinct.hstack(_as_frame(read)).filter(pl.col("mention_kind") != NOBODY.kind)
    return phrases.join(mentions, on=("frame", "phrase"), how="inner", maintain_order="left")


def read_headings(headings: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Add the fields of MENTION to headings (frame, honorific, printed_name, place, rest)."""
    reader, patterns = compile_mentions(reference), compile_patterns(reference)
    columns = ("frame", "honorific", "printed_name", "place", "rest")
    # hardly a heading stands twice
    read = [_fields(*_read_heading(reader, patterns, *row)) for row in headings.select(columns).iter_rows()]
    return headings.hstack(_as_frame(read))


def _as_frame(read: list[tuple]) -> pl.DataFrame:
    return pl.DataFrame(read, schema=MENTION, orient="row")


def _fields(mention: Mention, alias: str) -> tuple[str | bool | None, ...]:
    """Return the values of MENTION."""
    body = mention.affiliation
    return (
        mention.kind,
        mention.name,
        mention.folded,
        mention.printed_gender,
        mention.role,
        mention.core,
        mention.rank,
        body.name if body else None,
        body.kind if body else None,
        body.iso3 if body else None,
        unmark_bodies(alias).strip(" ,;:.") or None,
        mention.owned_by_body,
        "United Nations" if mention.implies_body else body.name if body else None,
    )


def _read_subject(text: str, reader: MentionReader) -> tuple[Mention, str]:
    """Read `the UN chief`; of `In his speech Mr. Doe` only the subject."""
    mention = reader.read(text)
    introduced = INTRODUCED.search(text) if INTRODUCTION.match(text) else None
    if introduced:
        return reader.read(introduced.group(1)), introduced.group(1)
    if mention.kind == "none" and SOMEBODY.match(text):
        return Mention("plural"), text
    return mention, text


def _read_whole_subject(text: str, reader: MentionReader) -> tuple[Mention, str]:
    """Read `Jane Doe, head of UNEP` and `the envoy`: the subject of a clause that introduces a quotation."""
    mention, alias = _read_before_comma(text, reader) if ", " in text else _read_subject(text, reader)
    return (mention, alias) if mention.kind in QUOTED_KINDS else (NOBODY, text)


def _read_office(text: str, reader: MentionReader) -> tuple[Mention, str]:
    """Read an office whose title has commas: `Peru's Minister for Health, Labour and Welfare`."""
    is_title = len(text) <= MAX_TITLE_CHARS and not re.search(r", (?!and )[a-z]", text)
    mention = reader.read(text) if is_title else NOBODY
    first = reader.titles.core_of(text.split(", ")[0])
    return (mention, text) if mention.kind == "office" and mention.affiliation and first else (NOBODY, text)


def _read_body(text: str, reader: MentionReader) -> tuple[Mention, str]:
    """Read the body of `according to UNEP`; a person or a report is none."""
    for candidate in _trimmings(text):  # `UNEP on Tuesday`
        mention = reader.read(candidate, names_only=True)
        if mention.kind == "organization":
            return mention, candidate
    return NOBODY, text


def _read_name(text: str, reader: MentionReader) -> tuple[Mention, str]:
    """Read a full name with its office; whatever else begins with capitals is nobody."""
    text = re.split(r"(?<=\w)[’']s? ", text, maxsplit=1)[0] if OWNER.match(text) else text
    name, _, title = text.partition(", ")
    mention = reader.read(name, _title_of(title, reader), names_only=True)
    if mention.kind == "organization" and not title:
        return mention, text
    described = DESCRIBED.match(title) and len(name.split()) > 1
    known = mention.kind == "person" and (mention.core or mention.affiliation or described)
    # `Ambassador Doe (Chad)` after who `Jane Doe` is
    known = known or (mention.kind == "surname" and mention.affiliation is not None and text.endswith(")"))
    text = HEARER.sub("", text)  # `told the Council Jane Doe`
    return (mention, text) if known else (NOBODY, text)


def _read_office_then_name(text: str, reader: MentionReader) -> tuple[Mention, str]:
    """Read `talks with the UN envoy for Chad, Jane Doe`: the name with the office right before it."""
    before, _, name = text.rpartition(", ")
    person = reader.read(name, names_only=True)
    if person.kind != "person" or person.role or person.affiliation:
        return NOBODY, text
    for start in OFFICE_OPENS.finditer(before):
        words = before[start.start() :]
        core = reader.titles.core_of(words)
        if core and not LINKED.search(words, 0, words.lower().find(core)):
            office = reader.read(words)
            if office.kind not in {"office", "unnamed"}:
                return NOBODY, text
            return _join_office(person, office), f"{words}, {name}"
    return NOBODY, text


def _read_bare_name(text: str, reader: MentionReader) -> tuple[Mention, str]:
    """Read the name of somebody of whom the text tells: `Jane Doe fled …`, `Ms. Doe returned …`."""
    mention = reader.read(text, names_only=True)
    named = mention.kind == "person" or (mention.kind == "surname" and mention.printed_gender)
    return (mention, text) if named else (NOBODY, text)


def _read_single_name(text: str, reader: MentionReader, starters: frozenset[str]) -> tuple[Mention, str]:
    """Read the name of somebody whom the text introduces: `Fatuma, a mother of six, walked …`,
    `her son, Musa, fled`."""
    mention = NOBODY if text in starters else reader.read(text, names_only=True)
    return (mention, text) if mention.kind in {"surname", "person"} else (NOBODY, text)


def _read_before_comma(text: str, reader: MentionReader) -> tuple[Mention, str]:
    """Read `Also speaking, Jane Doe, head of UNEP` from the right: a name before its apposition."""
    # `experts, including Jane Doe, urged`: all of them
    parts = [part for part in DATELINE.sub("", text).split(", ") if not ONE_OF_THEM.match(part)]
    best: tuple[Mention, str] = (NOBODY, "")
    for i in range(len(parts) - 1, max(-1, len(parts) - 8), -1):
        apposition = ", ".join(parts[i + 1 :])
        mention = reader.read(parts[i], _title_of(apposition, reader))
        if mention.kind == "surname" and i and A_PERSON.search(parts[i - 1]):
            mention = replace(mention, kind="person")
        if mention.kind == "person" or (mention.kind == "surname" and mention.printed_gender):
            return _with_office_before(mention, parts[:i], reader), ", ".join(parts[i:])
        described = mention.kind == "delegation" and DESCRIPTION.match(best[1])
        if (
            (best[0].kind in {"none", "plural"} or described)
            and not AN_ASIDE.match(parts[i])
            and (
                mention.kind in {"delegation", "office", "unnamed", "pronoun", "plural"}
                or (mention.kind in {"organization", "surname"} and i == 0)
                or (mention.kind == "organization" and parts[i].isupper() and i == len(parts) - 1)
            )
        ):
            best = (mention, parts[i])
    return best


def _with_office_before(mention: Mention, before: list[str], reader: MentionReader) -> Mention:
    """Add the office that stands before a bare name: `the UN rights chief, Jane Doe`."""
    if not before or mention.core:
        return mention
    office = _office_before(before, reader)
    return _join_office(mention, office) if office else mention


def _office_before(before: list[str], reader: MentionReader) -> Mention | None:
    """Read the office at the end of what stands before a name; its title may have commas:
    `the Minister for Women, Children and Family`."""
    for start in range(len(before) - 1, max(-1, len(before) - MAX_TITLE_PARTS), -1):
        words = ", ".join(before[start:])
        if start + 1 < len(before) and not reader.titles.core_of(before[start]):
            continue
        office = reader.read_spokesperson(words) or reader.read(words)
        if office.kind in {"office", "unnamed", "delegation"} and not PARTICIPLE.match(words):
            return office
        if not GOES_ON.match(before[start]):
            return None
    return None


def _join_office(person: Mention, office: Mention) -> Mention:
    elsewhere = person.affiliation and office.affiliation not in {None, person.affiliation}
    return replace(
        person,
        # of a body that is not who the person speaks for: `President of the General Assembly`
        role=re.sub(r"^(?:the|an?) ", "", office.name or "") if elsewhere else office.role,
        core=office.core,
        rank=office.rank,
        affiliation=person.affiliation or office.affiliation,
        owned_by_body=office.owned_by_body,
    )


def _title_of(apposition: str, reader: MentionReader) -> str | None:
    """Return the title at the start of an apposition, None for `for his part` or `noting that …`."""
    leads = LEADS.match(apposition)
    title = TITLE_END.split(apposition[leads.end() :] if leads else apposition, maxsplit=1)[0]
    if leads:
        return _led_body(title, reader)
    speaks_for = SPEAKS_FOR.match(title)
    if speaks_for:
        return _served_body(speaks_for.group(1), reader)
    if not title or NO_TITLE.match(title) or CLAUSE.search(title):
        return None
    second = SECOND_PERSON.search(title)
    if second and reader.titles.core_of(second["title"]) and not reader.titles.core_of(second["name"]):
        title = title[: second.start()]
    is_title = reader.titles.core_of(title) or reader.gazetteer.names_body(clean_title(title))
    return title if is_title else None


def _served_body(served: str, reader: MentionReader) -> str | None:
    """Return the agency of a spokesperson who is printed as `Jane Doe, for UNICEF, said`."""
    split = reader.gazetteer.split_leading(served)
    spoken_for = split and split[0].kind in {"un_system", "intergovernmental", "civil_society"}
    return split[0].name if split and spoken_for else None


def _led_body(led: str, reader: MentionReader) -> str | None:
    """Return whose `UNICEF’s education programme` it is that somebody heads: no office is printed."""
    owner = re.match(r"((?:the )?[^,]+?)(?:[’']s? |$)", led)
    split = reader.gazetteer.split_leading(owner.group(1)) if owner else None
    return split[0].name if split and not split[0].is_state else None


def _read_after_verb(text: str, reader: MentionReader) -> tuple[Mention, str]:
    """Read `Jane Doe, head of UNEP, in a statement`, trimming what follows the name."""
    text = re.split(r"[“”;]| — | – ", text, maxsplit=1)[0].strip(" .")
    head, _, rest = text.partition(", ")
    for candidate in _trimmings(head):
        mention = reader.read(candidate, _title_of(rest, reader))
        if mention.kind in NAMED:
            named = (
                _name_after_office(mention, rest, reader) if mention.kind in {"office", "unnamed"} else None
            )
            return named or (
                mention,
                candidate + (", " + rest.split(", ")[0] if mention.role and rest else ""),
            )
    return NOBODY, ""


def _name_after_office(office: Mention, rest: str, reader: MentionReader) -> tuple[Mention, str] | None:
    """Read the name that follows its office: `the UN rights chief, Jane Doe`."""
    name = rest.split(", ")[0]
    person = reader.read(name) if name else NOBODY
    if person.kind != "person" or person.role:
        return None
    return _join_office(person, office), name


def _trimmings(head: str) -> list[str]:
    ends = [found.start() for found in TRIM.finditer(head)]
    return [head, *[head[:end] for end in reversed(ends)]]


def _read_heading(
    reader: MentionReader,
    patterns: Patterns,
    frame: str,
    honorific: str | None,
    name: str,
    place: str | None,
    rest: str | None,
) -> tuple[Mention, str]:
    """Read `JANE DOE (Chile), President of the Conference, said …`."""
    if frame == "delegation_heading":
        return _read_delegation(name, reader, patterns)
    of_record = frame in {"record_heading", "summary_heading", "interview_heading", "chair_heading"}
    title = None if of_record else _heading_title(rest or "", patterns)
    if frame == "caps_heading" and not place and not title:
        place = _spoken_for_state(rest or "", reader)
    place_name = re.split(r",? (?:also )?(?:speaking )?on behalf of |, ", place or "", maxsplit=1)[0]
    printed = f"{honorific} {name}" if honorific else name
    alias = printed + (f" ({place})" if place else "") + (f", {title}" if title else "")
    if not place and not honorific and reader.gazetteer.find(name):
        return reader.read(name), alias
    if of_record and name.startswith("The "):
        return reader.read(name.title() if name[4:].isupper() else name), alias
    is_place = bool(place) and reader.gazetteer.find(place_name) is not None
    if place and not is_place and not title and reader.titles.core_of(place):
        title = place  # `Mr. Roe (Chair of the International Law Commission)`
    subject = f"{printed} ({place_name})" if is_place else printed
    if frame == "caps_heading":
        return reader.persons.read_name(honorific, name, place_name or None, title), alias
    return reader.read(subject, title), alias


def _spoken_for_state(rest: str, reader: MentionReader) -> str | None:
    """Return the State of `JANE DOE, speaking for Chad, said`, whose heading prints no place."""
    spoken = SPEAKING_FOR.match(rest)
    body = reader.gazetteer.find(spoken.group(1)) if spoken else None
    return body.name if body and body.is_state else None


def _read_delegation(text: str, reader: MentionReader, patterns: Patterns) -> tuple[Mention, str]:
    """Read `The representative of Chile, JANE DOE, speaking …`: the delegation or its named member."""
    text = text.strip()
    opening = re.match(r"(?:The |An? )(?:[Hh]ead of (?:the )?)?\w+ (?:of|for|from) (?:the )?", text)
    if opening:
        split = reader.gazetteer.split_leading(text[opening.end() :])
        end = len(text) - len(split[1]) if split else _end_of_subject(text, patterns)
        subject, rest = text[:end].strip(" ,"), text[end:].lstrip(" ,")
    else:
        owner = re.search(r"[’']s? \w+", text)
        end = owner.end() if owner else len(text)
        subject, rest = text[:end], text[end:].lstrip(" ,")
    delegation = reader.read(subject)
    name = rest.split(", ")[0]
    person = reader.read(name) if re.match(r"[A-Z]\S+ [A-Z]", name) else NOBODY
    if delegation.kind == "delegation" and person.kind == "person" and not person.role:
        return replace(person, affiliation=person.affiliation or delegation.affiliation), f"{subject}, {name}"
    return delegation, subject


def _end_of_subject(text: str, patterns: Patterns) -> int:
    """Return where the subject ends whose body no table knows: at a comma or at the verb."""
    verb = patterns.finite.search(text)
    comma = text.find(",")
    ends = [end for end in (verb.start() if verb else -1, comma) if end > 0]
    return min(ends, default=len(text))


def _heading_title(rest: str, patterns: Patterns) -> str | None:
    """Return the title of a heading: all before `, speaking for …`, `, associating …`, ` said`."""
    if not rest.startswith((", ", "of ", "from ")):
        return None
    capacity = IN_CAPACITY.match(rest)
    if capacity:
        return capacity.group(1)
    text = rest.lstrip(", ")
    end = TITLE_END.search(text)
    # a verb behind the title's end does not matter, and headings go on for long
    verb = patterns.finite.search(text, 0, end.start() + MAX_VERB_CHARS if end else len(text))
    if verb and verb.start() == 0:
        return None
    text = text[: verb.start()] if verb else text
    title = TITLE_END.split(text, maxsplit=1)[0].strip(" ,.")
    return None if not title or NO_TITLE.match(title) else title
