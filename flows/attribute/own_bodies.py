"""Bodies that a text itself names and then shortens: `the International Rice Council (IRC)`, later `the IRC`.

No table knows them, and a table may know another body by the same letters, so what a document
defines holds in that document: a phrase is read with the body as one marked word.
"""

from __future__ import annotations

import re

import polars as pl

from flows.attribute.gazetteer import Gazetteer, compile_gazetteer, mark_body
from flows.reference import Reference

DOC = "document_key"
OwnBodies = dict[str, dict[str, str]]  # by document: acronym and name
BODY = (
    r"Academy|Alliance|Army|Assembly|Association|Authority|Bank|Board|Bureau|Campaign|Caucus|Centre|Center"
    r"|Chamber|Club|Coalition|College|Commission|Committee|Company|Confederation|Congress|Consortium|Cooperative"
    r"|Corporation|Corps|Council|Court|Federation|Force|Forces|Forum|Foundation|Front|Fund|Group|Guild|Initiative"
    r"|Institute|Institution|League|Mission|Movement|Network|Observatory|Office|Organi[sz]ation|Panel"
    r"|Partnership|Party|Secretariat|Service|Society|Syndicate|Tribunal|Trust|Union|University|Watch"
)
WORD = r"[A-Z][A-Za-zÀ-ÿ’'.-]*"
ACRONYM = r" \([A-Z][a-z]*[A-Z][A-Za-z]{0,7}\)"  # two capitals: no country's name
# `the International Rice Council (IRC)`, `the Institute for Dry Lands (IDL)`
DEFINED = rf"(?:{WORD} (?:(?:of|for|on|and|the|against|in|to) ){{0,3}}){{0,8}}{WORD}{ACRONYM}"
NAME_AND_ACRONYM = re.compile(r"(?:The )?(.+) \((.+)\)")
HEAD = re.compile(rf"(?:{BODY})(?:$| (?:of|for|on|against|in) )")
SMALL = frozenset({"of", "for", "on", "and", "the", "against", "in", "to"})


def find_own_bodies(sentences: pl.DataFrame, reference: Reference) -> OwnBodies:
    """Return by document the acronyms that it defines itself, with the body's name."""
    text = pl.col("masked")
    bracketed = sentences.select(DOC, "masked").filter(text.str.contains(" (", literal=True))
    found = (
        bracketed.filter(text.str.contains(ACRONYM))
        .select(DOC, defined=text.str.extract_all(DEFINED))
        .explode("defined", empty_as_null=True)
        .drop_nulls()
        .unique(maintain_order=True)
    )
    gazetteer = compile_gazetteer(reference)
    own: OwnBodies = {}
    for document, defined in found.iter_rows():
        name, acronym = _read_definition(defined)
        if name and _is_own(name, acronym, gazetteer):
            own.setdefault(document, {}).setdefault(acronym, name)
    return own


def _read_definition(defined: str) -> tuple[str | None, str]:
    """Return the words before the brackets that the letters stand for: `(IRC)` takes three capitals."""
    told = NAME_AND_ACRONYM.fullmatch(defined)
    if not told:
        return None, ""
    words, letters = told[1].split(" "), [c for c in told[2] if c.isupper()]
    for start in range(len(words)):
        initials = [word[0] for word in words[start:] if word not in SMALL]
        if initials == letters and words[start] not in SMALL:
            return " ".join(words[start:]), told[2]
    return None, ""


def _is_own(name: str, acronym: str, gazetteer: Gazetteer) -> bool:
    """Whether it is a body, and one that no table has by that name."""
    known = gazetteer.find(name)
    if known:
        return gazetteer.find(acronym) not in {known}
    return HEAD.search(name) is not None


def mark_own_bodies(phrases: pl.DataFrame, own: OwnBodies) -> pl.DataFrame:
    """Put one marked word for each body that the phrase's document defines, by its acronym or its name."""
    if not own:
        return phrases
    patterns = {document: _compile(bodies) for document, bodies in own.items()}
    concerned = phrases[DOC].is_in(list(own)).arg_true()
    rows = phrases[concerned].select(DOC, "phrase").iter_rows()
    marked = [_mark(phrase, patterns[document], own[document]) for document, phrase in rows]
    return phrases.with_columns(phrases["phrase"].scatter(concerned, marked))


def _mark(phrase: str, pattern: re.Pattern[str], bodies: dict[str, str]) -> str:
    return pattern.sub(lambda m: mark_body(bodies.get(m[0]) or m["name"], m[0]), phrase)


def _compile(bodies: dict[str, str]) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in bodies.values())
    acronyms = "|".join(bodies)
    return re.compile(rf"(?<![\w-])(?:(?P<name>{names})(?: \((?:{acronyms})\))?|(?:{acronyms}))(?![\w-])")
