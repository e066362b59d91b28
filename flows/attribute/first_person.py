"""Texts of one office: who speaks in a message, speech or statement that a press release prints."""

from __future__ import annotations

import polars as pl

DOC = "document_key"
KINDS = (
    r"(?:(?:opening|closing|introductory|welcoming|video|keynote|joint|as-delivered|brief|congratulatory|annual"
    r"|full|press) )*"
    r"(?:message|remarks|statement|speech|address|letter|text|appeal|comments|lecture|toast|tribute|op-ed|transcript"
    r"|video message|press conference|press encounter|eulogy|foreword)"
)
# `Following are UN Secretary-General X’s remarks …:`
OWNED = (
    r"^(?:Following (?:is|are) (?:the )?(?:text of |transcript of |full text of )?(?:an? )?)?"
    rf"(.+?)(?:’s|'s|’|') {KINDS}\b"
)
# `Following is the text of a statement by X to …:`, `Remarks by the High Commissioner at …`
MADE_BY = (
    r"^(?:Following (?:is|are) |The following is )?(?:[Tt]he |[Aa] |[Aa]n )?(?:full |unofficial )?"
    r"(?:text of (?:the |a |an )?"
    rf"|transcript of (?:the |a |an )?)?{KINDS}"
    r"(?: [^.:]{0,80}?\b(?:made|delivered|given|issued|read)| (?:made|delivered|given|issued|read|today))*"
    r" (?:by|of|from) (?:the )?(.+?)(?: (?:to|at|on|in|for|before|following|during|upon|marking)\b.*)?[:.]?$"
)
# `The following statement was issued today by the Spokesman for …:`
ISSUED_BY = (
    r"^The following (?:\S+ ){0,6}?(?:statement|message|remarks|text|appeal|declaration|transcript)\b.*?"
    r"\b(?:by|on behalf of) (?:the )?(.+?):?$"
)
# `Statement attributable to the Spokesperson for the Secretary-General – on Chad`
ATTRIBUTABLE = (
    r"^(?:[Pp]ress |[Jj]oint )?[Ss]tatement attributable to (?:the )?(.+?)"
    r"(?:,? (?:on|in|regarding|concerning|following|about|–|—|-)(?: .*)?)?$"
)
FRAMES = (ISSUED_BY, ATTRIBUTABLE, MADE_BY, OWNED)


def find_authors(paragraphs: pl.DataFrame) -> pl.DataFrame:
    """Return the phrase that names the speaker of each press release, with its paragraph.

    The line before the text wins over the title; columns (document_key, paragraph_ordinal, phrase).
    """
    text = pl.col("text")
    lines = paragraphs.filter(
        (pl.col("kind") == "press_release") & pl.col("role").is_in(["text", "title", "subhead", "masthead"])
    )
    is_lead_in = (pl.col("role") == "text") & text.str.contains(r"^(?:The f|F)ollowing\b")
    is_title = pl.col("role").is_in(["title", "subhead", "masthead"])
    named = lines.filter(is_lead_in | is_title).with_columns(
        phrase=pl.coalesce([text.str.extract(frame) for frame in FRAMES]), is_title=is_title
    )
    first = named.drop_nulls("phrase").sort(DOC, "is_title", "paragraph_ordinal")
    return (
        first.group_by(DOC, maintain_order=True)
        .first()
        .select(DOC, "paragraph_ordinal", "phrase", "is_title")
    )
