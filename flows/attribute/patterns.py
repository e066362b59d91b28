"""Regular expressions of attribution, compiled once from the reference tables (Rust syntax)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import polars as pl

from flows.reference import Reference, once_per_reference
from flows.regexes import ascii_boundaries

WORD = r"[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}’'‑./-]*"
NAME = r"\p{Lu}[\p{L}\p{M}’'‘‑.-]*"
ADVERBS = (
    r"(?:(?:also|then|too|again|once|further|furthermore|nevertheless|nonetheless|however|meanwhile|moreover|later"
    r"|therefore|today|yesterday|earlier|just|still|even|first|next|has|have"
    r"|this (?:morning|afternoon|evening|week)"
    r"|(?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\p{Ll}+ly),? )*"
)
SUBORDINATORS = (
    r"(?:As|While|When|After|Before|Since|Although|Though|If|Because|Where|as|while|when|after|before|since|although"
    r"|though|if|because|where|whereas)"
)
# `Jane Doe, University of Chad;` in the list of a panel
BODIES = "University|Institute|Centre|Center|Foundation|Network|Association|Alliance|Coalition|Initiative"
# `according to a report issued by UNEP`
CITED = (
    r"(?:(?:an?|the) (?:\p{Ll}+ ){0,3}?(?:report|study|survey|data|figures|estimates?)"
    r"(?: \p{Ll}+){0,2}? (?:by|from|of) )?"
)
# what only people do: `Jane Doe mends a net.` tells of whom `she said` is
OF_PEOPLE = (
    r"remember(?:s|ed)|recall(?:s|ed)|used to|live[sd]|fled|grew up|was born|work(?:s|ed)|walk(?:s|ed)|sits"
    r"|sat|stands|stood|teaches|taught|farms|sells|sold|mend(?:s|ed)|dream(?:s|ed)|knows|knew|runs|holds"
    r"|los(?:t|es) (?:her|his)|left (?:her|his)|and (?:her|his)|cradles|smile[sd]|returned|arrived|visited"
    r"|travelled|joined|became|met|had|provided|presented|addressed|briefed|opened|spoke|began|toured|led|held"
)


@dataclass(frozen=True)
class Patterns:
    """All patterns that need the verbs, honorifics and particles of the tables."""

    any_verb: str
    subject_first: str
    subject_before_comma: str
    verb_first: str
    title_with_commas: str
    open_apposition: str
    colon_quotation: str
    put_it: str
    with_participle: str
    inverted: str
    coordinate: str
    name_with_title: str
    title_with_name: str
    office_then_name: str
    name_with_place: str
    subject_name: str
    single_name: str
    relative: str
    according_to: str
    cited_body: str
    caps_heading: str
    titled_heading: str
    delegation_heading: str
    record_heading: str
    summary_heading: str
    chair_heading: str
    presiding: str
    took_chair: str
    male: str
    female: str
    finite: re.Pattern[str]


def _any(words: list[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", " ") for w in sorted(words, key=len, reverse=True))


@once_per_reference
def compile_patterns(reference: Reference) -> Patterns:
    """Build the attribution frames from the tables of verbs, honorifics and particles."""
    verbs = reference["reporting_verbs"]
    finite = _any([*verbs["past"], *verbs["present"]])
    saying = verbs.filter(verbs["verb_class"].is_in(["say", "announce", "judge", "tell"]))
    say = _any([*saying["past"], *saying["present"]])
    participle = _any(verbs["participle"].to_list())
    honorific = _any(reference["honorifics"]["honorific"].to_list())
    particle = _any(reference["name_particles"]["particle"].to_list())
    field = _any(reference["office_fields"]["field"].to_list())
    role = _any(reference["role_words"].filter(~pl.col("role_word").str.contains(" "))["role_word"].to_list())
    people = reference["figure_units"].filter(unit="people")["noun"].unique().to_list()
    person = _any([noun for noun in people if noun.isalpha()])
    hearers = (
        r"told (?:the [\p{L}\p{N}‑-]+(?: (?:Council|Assembly|Committee))?|reporters|journalists"
        r"|correspondents|delegates|UN News|the press|a (?:\S+ )?\S+)"
    )
    caps = r"(?:\p{Lu}\p{Ll}{1,2}|[ad]l-|[DdLlNO][’'])?\p{Lu}[\p{Lu}\p{M}’'‘`.‑-]*"
    caps_name = rf"{caps}(?: (?:{caps}|{particle}))*"
    attributes = rf" {ADVERBS}(?:{finite})\b"
    told = r"(?:said|says|added|noted)(?: that)?"
    own = (
        r"(?:own )?(?:country|countries|Government|government|delegation|office|Office|team|role|region"
        r"|nation|national"
        r"|capacity|mandate|people|remarks|statement|speech|briefing|message|address|report|predecessor|colleagues"
        r"|organization|agency|ministry|Ministry|part|concern|appeal|call|support|hope|opening|closing|visit)\b"
    )
    built = Patterns(
        any_verb=rf"\b(?:{finite}|{participle}|according to|According to)\b",
        subject_first=(
            rf"(?:^|[,;:—–)”…-] |[,.]?[”’'\"] |\b(?:and|but) )({SUBORDINATORS} )?"
            rf"([^\s,;:“”\"–—][^,;:“”\"–—]*?) {ADVERBS}({finite})\b"
        ),
        subject_before_comma=rf"([^“”;]+?), (?:who )?{ADVERBS}({finite})\b",
        verb_first=rf"(?:^|[,;—–-] |[”’'\"],? |” )(?:{ADVERBS})({hearers}|{say}) {ADVERBS}([^“”;]+)",
        title_with_commas=(
            rf"((?:(?:[Tt]he )?{NAME}(?: {NAME})*(?:[’']s?)? (?:{NAME} )*|^The )(?i:{role})\b[^,“”;:]*,"
            r" [^“”;:]*?)"
            rf" {ADVERBS}({finite})\b"
        ),
        # `“…,” Jane Doe, spokesperson for UNEP said`, without the second comma
        open_apposition=(
            rf"(?:^|[”’'\"],? )({NAME}(?: (?:{NAME}|{particle}))+, (?:\p{{Ll}}+ )*(?i:{role})\b"
            rf" (?:of|for|at|in) [^,;:“”]*?) {ADVERBS}({say})\b"
        ),
        # `Jane Doe, head of UNEP, was blunt: “…”`
        colon_quotation=(
            r"^([^;:“”]{3,160}?),? (?:was|is|did|does|had|has|put|made|gave|went)\b[^:;“”]{0,80}: “”"
        ),
        # `as Ms. Doe put it, “…”`
        put_it=r"(?:^|, )[Aa]s ([^,;:“”]{2,80}?) puts? it\b",
        # `Ms. Doe met farmers on Monday and called for rain`
        coordinate=(
            rf"^(?:\p{{Lu}}[^,“”]{{3,60}}, )?((?:{honorific}) {NAME}(?: (?:{NAME}|{particle}))*|[Hh]e|[Ss]he"
            rf"|[Tt]he (?:UN )?Secretary-General|{NAME}(?: (?:{NAME}|{particle}))+)"
            r" (?:also |today |yesterday )?(?:met|had|was|held|spoke|visited|travelled|toured|addressed"
            r"|briefed|opened|attended|arrived|returned|took) [^;:“”]*?,? and "
            rf"{ADVERBS}({say})\b"
        ),
        name_with_title=(
            rf"({NAME}(?: (?:{NAME}|{particle}))+), (?:the )?"
            rf"([^,;“”]*\b(?i:{role})\b[^,;“”]*(?:, (?:the )?\p{{Lu}}[^,;“”]*)?"
            r"|(?:an?|one of) [^,;“”]+|who(?:se)? \p{Ll}+|[0-9]{1,3}"
            r"|(?:of|from|with) (?:the )?\p{Lu}[^,;“”.]*"
            rf"|(?:{NAME} (?:(?:of|for|and|on) )*)*(?:{BODIES})\b[^,;“”.]*)"
        ),
        name_with_place=rf"{NAME}(?: (?:{NAME}|{particle}))+ \([^()]+\)",
        subject_name=(
            rf"^(?:\p{{Lu}}[^“”]{{3,80}}, )?((?:{honorific}) {NAME}(?: (?:{NAME}|{particle}))*"
            rf"|{NAME}(?: (?:{NAME}|{particle}))+) (?:(?:still|once|now|also|had|never) )?(?:{OF_PEOPLE})\b"
        ),
        single_name=(
            rf"^(?:[^,“”]{{3,60}}, )?({NAME})(?: and (?:her|his) [\p{{L}}‑-]+"
            rf"|, (?:an? (?:[\p{{L}}\p{{N}}’-]+ ){{0,4}}(?:{person})\b"
            r"|[0-9]{1,3}(?:,|-year-old\b)"
            r"|who is [0-9]{1,2}(?:,| )"
            r"|who (?:fled|lost|lives|lived|left|arrived|has (?:lost|lived|fled))\b))"
        ),
        relative=(
            r"(?:[’']s|\b(?:[Hh]er|[Hh]is|[Tt]heir)) (?:[\p{Ll}-]+ ){0,2}"
            r"(?:husband|wife|son|daughter|brother|sister|mother|father|uncle|aunt|cousin|neighbour|friend"
            rf"|colleague|partner|grandmother|grandfather), ({NAME}(?: {NAME}){{0,2}}),"
        ),
        title_with_name=rf"({NAME}(?: (?:{NAME}|of|for|on|and|the|{field}|{role}|{particle}))* {NAME})",
        office_then_name=(rf"[^,;:“”]*\b(?i:{role})\b[^,;:“”]*, {NAME}(?: (?:{NAME}|{particle}))+(?:,|\.)"),
        # `Echoing that was the representative of Chad, noting …`
        with_participle=(
            r"(?:\b[Ww]ith|^\p{Lu}\p{Ll}+ing [^,;:“”]{1,60} was) "
            rf"([^,;:“”\"]+?),? {ADVERBS}({participle})\b"
        ),
        # `Also questioning the report was the representative of Chad, who took issue with it`
        inverted=rf"^(?:Also )?(?i:{participle}) [^,;:“”]{{1,60}} was ([^,;:“”\"]+?), (who)\b",
        according_to=(
            r"(?:[Aa]ccording to|[Ii]n the words of) ("
            rf"(?:{honorific}) [^,;:“”\"]+|[^,;:“”\"]{{3,90}}, {NAME}(?: {NAME})+(?:,|\.)"
            rf"|{NAME}(?: (?:{NAME}|{particle}))+, [^,;:“”\"]*\b(?i:{role})\b[^,;:“”\"]*"
            rf"|(?:the )?[^,;:“”\"]{{0,60}}\b(?i:{role}) {NAME}(?: {NAME})+(?:,|\.))"
        ),
        cited_body=rf"[Aa]ccording to {CITED}((?:the )?{NAME}(?: (?:{NAME}|of|for|on|and|the|\([A-Z-]+\)))*)",
        caps_heading=(
            rf"^((?:({honorific}) )?({caps_name})(?: ?\(([^()]*(?:\([^()]*\)[^()]*)?)\):?)?)(?:,| )"
        ),
        titled_heading=(rf"^((?:({honorific}) )?({NAME}(?: (?:{NAME}|{particle}))*) ?\(([^()]*)\))(?:,| )"),
        delegation_heading=(
            r"^(?:The |An? )(?:representative|delegate|observer|speaker|[Hh]ead of (?:the )?[Dd]elegation)"
            r" (?:of|for|from) (?:the )?\p{Lu}"
            rf"|^(?:The )?{NAME}(?: (?:{NAME}|of|the|and))*[’']s? "
            r"(?:representative|delegate|observer|speaker)\b"
        ),
        record_heading=(
            rf"^((?:{honorific}) [^:(]{{1,60}}?|The (?:Acting |Temporary )?(?:President"
            r"|(?:Deputy )?Secretary-General|Chair|Chairman|Chairperson|High Commissioner)"
            rf"|{NAME} [^:(]{{1,50}}?) ?"
            r"(?:\(([^()]*)\))?(?:, \p{Lu}[^:.()]*?)? ?"
            r"(?:\((?:spoke|interpretation|[^()]* provided|continued) ?(?:in|from)? ?(\p{L}*)[^()]*\))?"
            r" ?(?:\([^()]*\))?:( .*|)$"
        ),
        summary_heading=(
            rf"^(?:\d{{1,3}}\.? *)?((?:{honorific}) [^:(,]{{1,60}}?"
            r"|The (?:Chair\w*|CHAIR\w*|President|PRESIDENT))"
            rf"(?: \(([^()]*)\))?,?(?: [^.:]*?,)? {ADVERBS}(?:{finite})\b()()"
        ),
        chair_heading=(
            r"^(The (?:Acting |Temporary |Vice-)?"
            r"(?:Chair(?:man|woman|person)?|CHAIR[A-Z]*|PRESIDENT|VICE-[A-Z]+))"
            rf" {ADVERBS}(?:{say})\b"
        ),
        presiding=(
            r"^(?:Acting |Temporary )?(?:President|Chair|Chairman|Chairperson|Chairwoman) ?: ?"
            rf"((?:{honorific}) (?:[^.(…]|\b\p{{Lu}}\.)+?)"
            r"(?:[ .…]*\(([^()]+)\))?\.?()()$"
        ),
        took_chair=rf"((?:{honorific}) [^.(…,]+?) \(([^()]+)\)[^.()]*()\btook the [Cc]hair()",
        male=rf"^He\b|\b[Hh]e{attributes}|{told} he\b|\bhimself\b|\b[Hh]is {own}",
        female=rf"^She\b|\b[Ss]he{attributes}|{told} she\b|\bherself\b|\b[Hh]er {own}",
        finite=re.compile(rf"(?:^|[ ,])(?:{ADVERBS.replace(chr(92) + 'p{Ll}', '[a-z]')})(?:{finite})\b"),
    )
    # with Unicode's word boundaries the engine leaves its fast path at the first curly quote
    ascii_only: dict[str, Any] = {
        name: ascii_boundaries(pattern) if isinstance(pattern, str) else pattern
        for name, pattern in vars(built).items()
    }
    return Patterns(**ascii_only)
