"""Whether a number of an attributed sentence is the narrator's: outside quotation and reported clause."""

from __future__ import annotations

import polars as pl

from flows.extract.context import is_quoted
from flows.extract.figures.lexicon import alternatives, rust
from flows.reference import Reference, once_per_reference

DATELINE = r"(?:\d{1,2} [A-Z][a-z]+ \d{4} [–—-]+ )?"
ADJUNCT = (
    r"(?:With|In addition to|Amid|Amidst|As|After|Following|Despite|Besides|Along with|Alongside|While|When"
    r"|Against|Among|Since|Apart from|Beyond|Faced with|Given|Because of|Due to|Before|Ahead of|Where"
    r"|On top of)"
)
QUOTE = r"[“”\"]"
SUBJECT = (
    r"(?:[Hh]e|[Ss]he|they|Mr\.|Ms\.|Mrs\.|Dr\.|(?:the|The) (?:[\w’-]+ ){0,4}(?:Secretary-General|chief"
    r"|Commissioner"
    r"|Envoy|envoy|Coordinator|coordinator|official|Representative|Minister|Director|head|President"
    r"|Rapporteur|expert|Chair))"
)


def is_narrated(figures: pl.DataFrame, quote_spans: pl.DataFrame, reference: Reference) -> pl.Series:
    """Return per figure whether the narrator states it; so is everything without a statement.

    `With tens of millions of victims worldwide, "now is the time", he said`: narrated;
    `Since women were 70 per cent of victims, it was vital to protect them, he said`: not.
    """
    quoted = is_quoted(figures, quote_spans)
    unattributed = pl.col("statement_ordinal").is_null()
    outside = stands_in_adjunct(reference) | describes_subject(reference) | follows_tag(reference)
    return figures.select((unattributed | (~quoted & outside)).alias("is_narrated"))["is_narrated"]


@once_per_reference
def reporting_words(reference: Reference) -> str:
    """Return the pattern of a finite verb that reports speech: `said`, `tells`."""
    table = reference["reporting_verbs"]
    return alternatives([*table["past"].to_list(), *table["present"].to_list(), "discussed", "described"])


@once_per_reference
def any_reporting(reference: Reference) -> str:
    """Return the pattern of any form that reports: `said`, `noting`, `according to`."""
    participles = reference["reporting_verbs"]["participle"].to_list()
    also = ["according to", "According to", "adding", "citing", "Citing", "Recalling"]
    capital = [p[0].upper() + p[1:] for p in participles]
    return rf"(?:{reporting_words(reference)}|{alternatives([*participles, *capital, *also])})"


def reports(column: str, reference: Reference) -> pl.Expr:
    """Whether a text holds any form of a reporting verb."""
    return pl.col(column).str.contains(rust(rf"\b{any_reporting(reference)}\b"))


@once_per_reference
def stands_in_adjunct(reference: Reference) -> pl.Expr:
    """`In addition to 21 million people in forced labour, Mr. X discussed …`."""
    opens = pl.col("before").str.contains(rust(rf"^{DATELINE}{ADJUNCT} [^,]*$"))
    verbs = reporting_words(reference)
    main = pl.col("after").str.contains(
        rust(rf"^[^,“”\"]*, (?:{QUOTE}|(?:{SUBJECT}|[A-Z])[^,.;“”\"]{{0,80}}?\b(?:{verbs}) [^,.])")
    )
    quote_next = pl.col("after").str.contains(rf"^[^,“”\"]*, {QUOTE}")
    person = pl.col("after").str.contains(rust(rf"^[^,“”\"]*, (?:{SUBJECT})"))
    named = pl.col("after").str.contains(surname_of_speaker(), literal=True)
    return opens & ~reports("before", reference) & main & (quote_next | person | named)


def surname_of_speaker() -> pl.Expr:
    """The last word of the speaker's name; a text that never occurs where there is none."""
    return pl.col("speaker_name").str.split(" ").list.last().fill_null("\u0001")


@once_per_reference
def describes_subject(reference: Reference) -> pl.Expr:
    """`The agency, which feeds 4 million people, said it …`: a clause about who speaks."""
    relative = pl.col("before").str.contains(rust(r"^[^,“”\"]*, (?:who|which|whose|where)\b[^,“”\"]*$"))
    verbs = reporting_words(reference)
    speaks = pl.col("after").str.contains(
        rust(rf"^[^,“”\"]*, (?:also |today |then |has |had )?(?:{verbs})\b")
    )
    return relative & ~reports("before", reference) & speaks


@once_per_reference
def follows_tag(reference: Reference) -> pl.Expr:
    """`“…,” said Mr. X, whose agency feeds 4 million people`: a clause after the tag."""
    verbs = reporting_words(reference)
    tag = rf"[”\"],? (?:[^“”\"]{{0,60}}\b)?(?:{verbs})\b[^“”\"]*"
    clause = r", (?:whose|which|who|where|as|after|while|when|in which)\b[^,;“”\"]*$"
    tagged = pl.col("before").str.contains(rust(tag + clause))
    last = pl.col("before").str.extract(r"([^,]*)$")
    return tagged & ~last.str.contains(rust(rf"\b{any_reporting(reference)}\b"))
