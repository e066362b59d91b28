"""For whom else a statement was made, and whose statement the speaker joined.

`speaking on behalf of the Nordic countries` and `associating himself with the statement made by
Egypt on behalf of the Group of 77 and China` are two relations (codebook section 2). Only what
an attributed sentence says of its own speaker counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from flows.extract.affiliation_lists import Mention, read_list
from flows.extract.matches import straighten
from flows.reference import Reference
from flows.schemas import FACT_COLUMNS

_HINT = (
    r"(?i)behalf of|(?:\), |\()(?:also )?for the |speak(?:ing|s)? (?:also )?for|spoke (?:also )?for|"
    r"(?:associat|align|endors|subscrib)[a-z]* |(?:support|join)[a-z]* (?:in )?the statement"
)
_SELF = (
    r"(?:(?:him|her|it|them|my|our)sel(?:f|ves)|[A-Z][\w'-]+"
    r"|(?:his|her|its|their|my|our|the) (?:own )?(?:delegation|country|Government|countries|group))"
)
_ADVERB = r"(?:fully|also|further|strongly|completely|entirely|first|would like to|wished to|wishes to)"
_TEXT = r"(?:statement|remarks|intervention|position|views)s?\b"
_ITS_TEXT = rf"(?=[^,.;]{{0,50}}\b{_TEXT})"
# "associating himself with", "endorsed the statement", "my delegation aligns itself with"
_ALIGNED = re.compile(
    rf"\b(?:[Aa]ssociat|[Aa]lign)(?:e|es|ed|ing|s)?(?: {_ADVERB})?"
    rf"(?: {_SELF}(?: {_ADVERB})? (?:with|to) | with {_ITS_TEXT})"
    rf"|\b[Ee]ndors(?:e|es|ed|ing) {_ITS_TEXT}"
    rf"|\b[Ss]ubscrib(?:e|es|ed|ing) to {_ITS_TEXT}"
    r"|\b(?:[Ss]upport(?:s|ed|ing)?|[Jj]oin(?:s|ed|ing)?(?: in)?) "
    r"(?=(?:the |that |those )(?:joint )?statements? "
    r"(?:to be |just |already |previously )?(?:made|delivered|by|of|on behalf))"
)
# how far an aligned clause reaches: to the clause that carries what was said
_CLAUSE_END = re.compile(
    r"[;:.] |\.$|, (?:he|she|they|it|who|which|while|but|whose)\b"
    r"|,? (?:said|stressed|urged|noted|emphasized)\b"
    r"|, (?!(?:to be )?(?:made|delivered|speaking)\b)(?:also |then )?[a-z]+(?:ing|ed)\b"
)
_THROUGH = re.compile(r"\b(?:on behalf of|(?:made|delivered|spoken) (?:earlier )?for) ")
_AUTHOR = re.compile(rf"\b{_TEXT},?(?: (?!by|of|from)[\w-]+,?){{0,4}} (?:by|of|from) ")
# after a name: it only delivered what is another's
_FOR_OTHERS = re.compile(r"(?:'s)?(?: ?\([^()]*\))?,? (?:also )?(?:speaking )?on behalf of ")
_SPEAKS = re.compile(r"behalf of |(?:[Ss]peak|[Ss]poke)|(?:\), |\()(?:also )?for the ")
# "speaking on behalf of", "also speaking for", "introduced the draft resolution on behalf of"
_SPOKEN_FOR = re.compile(
    r"\b(?:[Ss]peak(?:ing|s)?|spoke|spoken)\b(?: also| here| today| this (?:morning|afternoon)| now|, also,)*"
    r" (?:for|(?:also )?(?:both )?on behalf(?:,? (?:also|first|today),?)? of) "
    r"|\b(?:[Dd]eliver|[Mm]ak|[Rr]ead|[Gg]iv|[Ii]ntroduc|[Pp]resent|[Tt]abl|[Ss]ubmit|[Aa]ddress"
    r"|[Ii]nterven|[Tt]ak)"
    r"(?:ing|ed|s|es|e|t?ting)?\b(?: (?!by\b|behalf\b)[\w\"'/().,-]+){0,14}? on behalf of "
    r"|(?<=[,(] )(?:also )?on behalf of |(?<=\()(?:also )?on behalf of "
    r"|\b[Oo]n behalf of (?=.{1,120}, (?:I|we)\b)"
    r"|,? and (?:also )?on behalf of "
    # "JANE DOE (Fiji), for the African Group, said", "Fiji (for the African Group)"
    r"|(?<=\), )(?:also )?for (?=the [^;:]{3,140}?, (?:said|\w+ed)\b)|(?<=\()(?:also )?for (?=the [A-Z])"
)
_OWN_COLUMNS = ("relation", "with_name", "with_kind", "with_iso3")
_ROW = {
    "document_key": pl.String,
    "sentence_ordinal": pl.Int64,
    **dict.fromkeys(_OWN_COLUMNS, pl.String),
    "start_offset": pl.Int64,
    "end_offset": pl.Int64,
    "text": pl.String,
}
_HEADING_LENGTH = 260  # "NAME, Minister of … of X, also on behalf of": only so far into a sentence


def extract_alignments(
    sentences: pl.DataFrame, quote_spans: pl.DataFrame, reference: Reference
) -> pl.DataFrame:
    """Return one row per State or group spoken for or joined: facts, relation, with_name, kind, iso3.

    Quotations make no difference: in records the speaker says it in the first person.
    """
    candidates = sentences.filter(
        pl.col("statement_ordinal").is_not_null() & pl.col("text").str.contains(_HINT)
    ).with_columns(straight=straighten(pl.col("text")))
    rows = [
        (*key, relation, m.name, m.kind, m.iso3, start + m.start, start + m.end, text[m.start : m.end])
        for *key, start, text, straight, own in candidates.select(
            "document_key", "sentence_ordinal", "start_offset", "text", "straight", "affiliation_name"
        ).iter_rows()  # one sentence in some forty: Python reads the clause
        for relation, m in find_relations(straight, own, reference)
    ]
    return pl.DataFrame(rows, schema=_ROW, orient="row").select(
        *(pl.col("relation").alias("rule") if c == "rule" else c for c in FACT_COLUMNS), *_OWN_COLUMNS
    )


def find_relations(text: str, own: str | None, reference: Reference) -> list[tuple[str, Mention]]:
    """Return (relation, name) pairs of one sentence in straight characters; never the speaker's own State."""
    found: list[tuple[str, Mention]] = []
    rest = text
    for cue in _ALIGNED.finditer(text):
        clause_end = _end_of_clause(text, cue.end())
        found += [("aligned_with", m) for m in _read_joined(text, cue.end(), clause_end, reference)]
        rest = rest[: cue.start()] + " " * (clause_end - cue.start()) + rest[clause_end:]
    found += [("on_behalf_of", m) for m in _read_spoken_for(rest, reference)]
    distinct = {(relation, m.name): (relation, m) for relation, m in reversed(found) if m.name != own}
    return sorted(distinct.values(), key=lambda pair: pair[1].start)


def _end_of_clause(text: str, place: int) -> int:
    end = _CLAUSE_END.search(text, place)
    return end.start() if end else len(text)


def _read_joined(text: str, start: int, end: int, reference: Reference) -> Iterator[Mention]:
    """Read whose statement was joined: the group it was made for, else its author, else who is named."""
    clause = text[:end]
    for cue in (_THROUGH, _AUTHOR):
        lists = [read_list(clause, m.end(), reference) for m in cue.finditer(clause, start)]
        if any(lists):
            yield from (m for names in lists for m in names if not _FOR_OTHERS.match(clause, m.end))
            return
    yield from read_list(clause, start, reference)


def _read_spoken_for(text: str, reference: Reference) -> Iterator[Mention]:
    if not _SPEAKS.search(text):
        return
    for cue in _SPOKEN_FOR.finditer(text):
        is_bare = cue[0].lstrip(", ").startswith(("on ", "also on", "and ", "for ", "also for"))
        if is_bare and cue.start() > _HEADING_LENGTH:
            continue
        names = read_list(text, cue.end(), reference)
        yield from (m for m in names if not (is_bare and m.kind == "un_system"))
