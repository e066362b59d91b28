"""Lists of delegations and groups in running text, read from a place on.

`Denmark, Finland, the Delegation of Iceland and Sweden` gives four names. Runs over the few
places where a cue has announced a list; a dictionary decides, so no alternation of two
thousand names is tried at every character.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from flows.affiliations import affiliation_names
from flows.extract.matches import straighten
from flows.reference import Reference, once_per_reference

# what may stand before a name: "the", "the five", "the representatives of", "States members of the"
_BEFORE = re.compile(
    r"(?:[Tt]he |all |both |its |our |(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,3}) "
    r"|other |fellow )*"
    r"(?:(?:member States|Member States|States [Mm]embers|[Mm]embers|countries|States|Governments?"
    r"|[Dd]elegations?"
    r"|[Dd]elegates?|[Rr]epresentatives?|[Oo]bservers?|[Pp]ermanent [Rr]epresentatives?|Permanent Observers?"
    r"|[Ss]peakers?|Chair(?:man|person|woman)?|[Cc]oordinators?|Heads? of (?:the )?[Dd]elegation"
    r"|(?:Prime |Foreign )?Ministers?|Ambassadors?|group)"
    r" (?:of|for|from) (?:the )?)?(?:[Pp]eople of (?:the )?)?"
)
# what may follow a name as part of its mention: "'s", "(CARICOM)", "delegation"
_AFTER = re.compile(
    r"(?:'s?(?= )|'(?=s ))?(?:\s*\([^()]{1,80}\))?(?: (?:delegation|Delegation|Group|group))?"
)
_JOIN = re.compile(
    r",? (?:and|or|&|as well as|along with|together with)(?: also)?"
    r"(?: (?:of|for|by|with|on behalf of))? |, |; "
)
# groups that no table knows, by their form
_GROUP = re.compile(
    r"(?:Group of Friends|Core Group)(?: (?:(?:of|for|on|in|to|the|and|against) )*[A-Z][\w-]*)+"
    r"|(?:[A-Z][\w-]+ ){1,4}(?:Group|Network|Forum|Alliance|Coalition|Caucus|Movement)\b"
    r"|(?:[A-Z][\w-]+ ){1,3}(?:countries|States|Countries)\b"
)
_LONGEST_NAME = 160
_WORD_END = re.compile(r"(?<=[\w).\"])(?!\w)")


@dataclass(frozen=True)
class Mention:
    """One name of a list: where it stands, its canonical name, and kind and code as the tables say."""

    start: int
    end: int
    name: str
    kind: str
    iso3: str | None


@once_per_reference
def _names(reference: Reference) -> dict[str, tuple[str, str, str | None]]:
    """Return name, kind and code of every printed form in straight characters, with `UN` too."""
    names = affiliation_names(reference).with_columns(alias=straighten(pl.col("alias")))
    known = {alias: (name, kind, iso3) for alias, name, kind, iso3 in names.iter_rows()}
    spelled = {f"United Nations {a[3:]}": n for a, n in known.items() if a.startswith("UN ")}
    short = {f"UN {a[15:]}": n for a, n in known.items() if a.startswith("United Nations ")}
    return {**spelled, **short, **known}


def read_name(text: str, place: int, reference: Reference) -> Mention | None:
    """Return the longest known name, or group by form, that starts at this place of straight text."""
    names = _names(reference)
    window = text[place : place + _LONGEST_NAME]
    ends = [edge.start() for edge in _WORD_END.finditer(window)]
    end = next((end for end in reversed(ends) if window[:end] in names), None)
    if end is not None:
        return Mention(place, place + end, *names[window[:end]])
    group = _GROUP.match(window)
    return Mention(place, place + group.end(), group[0], "group", None) if group else None


def read_list(text: str, place: int, reference: Reference) -> list[Mention]:
    """Return the names of the list that starts at this place of straight text; [] if none does."""
    found: list[Mention] = []
    while True:
        before = _BEFORE.match(text, place)
        mention = read_name(text, place, reference) or (
            read_name(text, before.end(), reference) if before else None
        )
        if mention is None:
            return found
        found.append(mention)
        after = _AFTER.match(text, mention.end)
        join = _JOIN.match(text, after.end() if after else mention.end)
        if join is None:
            return found
        place = join.end()
