"""Texts of one office: who speaks in a message, speech or statement that a press release prints."""

from __future__ import annotations

import polars as pl

from flows.regexes import only_where, rewrite_where

DOC = "document_key"
MIN_PERSONAL_SHARE = 0.5
KINDS = (
    r"(?:(?:opening|closing|introductory|welcoming|video|keynote|joint|as-delivered|brief|congratulatory|annual"
    r"|full|press|media) )*"
    r"(?:message|remarks|statement|speech|address|letter|text|appeal|comments|lecture|toast|tribute|op-ed|transcript"
    r"|video message|press conference|press encounter|briefing|stakeout|interview|eulogy|foreword)"
)
# `transcript of X’s press encounter` is by X
ITS_KIND = rf"(?:’s|'s|’|') {KINDS}\b.*$"
# `Jane Doe, Spokesperson for the Secretary-General, and Jan Roe, Spokesperson for …` brief together
JOINT = r"(?:’s|'s|’|') joint [a-z ]+? with (?:the )?(.+)$"
TOGETHER = (
    r",? and (?:by )?(\p{Lu}[\p{L}\p{M}.’'-]+(?: [\p{L}\p{M}.’'-]+){1,4}, (?:[A-Z]\w+ )?[Ss]pokes\w+ .*)$"
)
# `Following are UN Secretary-General X’s remarks …:`
OWNED = (
    r"^(?:Following (?:is|are) (?:the )?(?:text of |transcript of |full text of )?(?:an? )?)?"
    rf"(.+?)(?:’s|'s|’|') {KINDS}\b"
)
# `Following is the text of a statement by X to …:`, `Remarks by the High Commissioner at …`
MADE_BY = (
    r"^(?:Following (?:is|are) |The following is )?(?:[Tt]he |[Aa] |[Aa]n |today[’']s )?"
    r"(?:full |unofficial |Security Council )?"
    r"(?:text of (?:the |a |an )?"
    rf"|transcript of (?:the |a |an )?)?{KINDS}"
    r"(?: [^.:]{0,80}?\b(?:made|delivered|given|issued|read)| (?:made|delivered|given|issued|read|today))*"
    r" (?:by|of|from) (?:the )?(.+?)(?: (?:to|at|on|in|for|before|following|during|upon|marking)\b.*)?[:.]?$"
)
# `The following statement was issued today by the Spokesman for …:`
ISSUED_BY = (
    r"^(?:The following|Following is a near-verbatim) (?:\S+ ){0,6}?"
    r"(?:statement|message|remarks|text|appeal|declaration|transcript)\b.*?"
    r"\b(?:by|on behalf of) (?:the )?(.+?):?$"
)
# `Statement attributable to the Spokesperson for the Secretary-General – on Chad`
ATTRIBUTABLE = (
    r"^(?:[Pp]ress |[Jj]oint )?[Ss]tatement attributable to (?:the )?(.+?)"
    r"(?:,? (?:on|in|regarding|concerning|following|about|–|—|-)(?: .*)?)?$"
)
OFFICE_OF = r"^Offices? of the ((?:Deputy |Associate )?Spokes)"
# over a speech: `Statement by Ms. Jane Doe, High Commissioner for …, at the opening`, also in capitals
HEADED_BY = (
    rf"(?i)^(?:the |an? )?{KINDS}(?: (?:made|delivered|on behalf of|to|at|on|in|and)\b[^.:]*?)? by"
    r" (?:the |H\.? ?E\.? |(?:His|Her) Excellency,? |Ambassador )*"
    r"(.+?)(?:,? (?:to|at|on|before|during|upon|following|after|marking)\b.*)?$"
)
# `Spokesperson for the High Commissioner: Jane Doe` over a note to the press
SPOKESPERSON = r"^(Spokes(?:man|woman|person) (?:for|of) [^:.]{3,80}): (\p{Lu}\S+(?: \S+){1,3})$"
# `Joint Statement by the Secretary-General of … and the Chairperson of …` is the first one's
AND_SECOND = (
    r",? and (?:of )?the [^,]*(?:Chair|President|Secretary|Director|Commissioner|Minister|Administrator).*$"
)
MISSION = r"(?i), (?:the )?Permanent Mission of "
SMALL_WORDS = {f" {word} ": f" {word.lower()} " for word in ("Of", "The", "For", "And", "To", "On")}
# `By Jane Doe, head of mission` over a text in the first person
BYLINE = r"^(?:By|BY) (\p{Lu}[\p{L}\p{M}’'.-]+(?: [\p{L}\p{M}’'.-]+){1,5}, .{3,160})$"
# `NEW YORK, 5 September (UN Headquarters) -- The following statement was issued …`
IN_DATELINE = r"^[A-Z][^.:;–—]* (?:–|—|--?) ((?:The f|F)ollowing )"
# what was said there, told in the third person
TOLD = r"(?i)^press (?:conference|briefing) (?:by|on|of)(?-u:\b)"
FIRST_PERSON = r"(?-u:\b)(?:I|[Ww]e|[Mm]y|[Oo]ur|me|us)(?-u:\b)"
FRAMES = (ISSUED_BY, ATTRIBUTABLE, MADE_BY, OWNED, HEADED_BY)


def find_authors(paragraphs: pl.DataFrame) -> pl.DataFrame:
    """Return the phrases that name the speakers of each press release, with their paragraph.

    The line before the text wins over the title; who briefs together with the first one `is_second`.
    Columns: document_key, paragraph_ordinal, phrase, is_title, is_second.
    """
    text = pl.col("text")
    lines = paragraphs.filter(
        (pl.col("kind") == "press_release") & pl.col("role").is_in(["text", "title", "subhead", "masthead"])
    )
    announced = text.str.contains("ollowing ", literal=True)
    lines = rewrite_where(lines, announced, text=text.str.replace(IN_DATELINE, "$1"))
    is_lead_in = (pl.col("role") == "text") & text.str.contains(r"^(?:The f|F)ollowing\b")
    is_title = pl.col("role").is_in(["title", "subhead", "masthead"])
    named = lines.filter((is_lead_in | is_title) & ~text.str.contains(TOLD)).with_columns(
        phrase=pl.coalesce([*[text.str.extract(frame) for frame in FRAMES], _name_spokesperson(text)]),
        is_title=is_title,
    )
    named = pl.concat([named, _find_bylines(paragraphs).select(named.columns)])
    first = named.drop_nulls("phrase").sort(DOC, "is_title", "paragraph_ordinal")
    chosen = first.unique(DOC, keep="first", maintain_order=True).select(
        DOC, "paragraph_ordinal", "phrase", "is_title", is_second=pl.lit(False)
    )
    return _split_together(chosen)


def _name_spokesperson(text: pl.Expr) -> pl.Expr:
    """`Spokesperson for UNEP: Jane Doe` as `Jane Doe, Spokesperson for UNEP`."""
    told = only_where(text.str.starts_with("Spokes"), text).str.extract_groups(SPOKESPERSON).struct
    return pl.concat_str(told.field("2"), pl.lit(", "), told.field("1"))


def _split_together(authors: pl.DataFrame) -> pl.DataFrame:
    """Give the second of two who brief together, or hold a joint press conference, a row of their own."""
    phrase = pl.col("phrase")
    with_first = pl.coalesce(phrase.str.extract(TOGETHER), phrase.str.extract(JOINT))
    second = authors.with_columns(phrase=with_first, is_second=pl.lit(True))
    in_capitals = ~phrase.str.contains(r"\p{Ll}{2}")
    printed = phrase.str.to_titlecase().str.replace_many(SMALL_WORDS)
    phrase = pl.when(in_capitals).then(printed).otherwise(phrase).str.replace(AND_SECOND, "")
    phrase = phrase.str.replace(MISSION, ", of ")
    alone = phrase.str.replace(ITS_KIND, "").str.replace(TOGETHER, "").str.replace(OFFICE_OF, "$1")
    first = authors.with_columns(alone)
    return pl.concat([first, second.drop_nulls("phrase")])


def _find_bylines(paragraphs: pl.DataFrame) -> pl.DataFrame:
    """Return the line under the title that names who writes an opinion in the first person."""
    opens = pl.col("text").str.starts_with("B") & (pl.col("role") != "furniture")
    signed = paragraphs.filter(opens).filter(pl.col("text").str.contains(BYLINE))
    told = paragraphs.filter(pl.col("role") == "text").join(
        signed.select(DOC, byline="paragraph_ordinal").unique(DOC, keep="first"), on=DOC
    )
    below = told.filter(pl.col("paragraph_ordinal") > pl.col("byline"))
    personal = below.group_by(DOC).agg(share=_unquoted(pl.col("text")).str.contains(FIRST_PERSON).mean())
    opinions = personal.filter(pl.col("share") >= MIN_PERSONAL_SHARE)
    return signed.join(opinions, on=DOC, how="semi").with_columns(
        phrase=pl.col("text").str.extract(BYLINE), is_title=pl.lit(False)
    )


def _unquoted(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(r"“[^”]*”|\"[^\"]*\"", "")
