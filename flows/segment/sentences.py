"""Sentences of paragraphs, by expressions over all paragraphs of a batch.

A space that ends no sentence (after `Mr.`, an initial) is protected by a character of the
same length, a cut is marked where a sentence ends, and offsets follow from the lengths of
the pieces. Reading removes the marks' characters from every text.
"""

from __future__ import annotations

import re

import polars as pl

from flows.reference import Reference, once_per_reference
from flows.regexes import any_literal, rewrite_where
from flows.schemas import SENTENCES

PROTECTED = "\ufdd0"  # stands for a space that ends no sentence
CUT = "\ufdd1"  # stands after the space between two sentences

CLOSERS = r"[”\"’'»)\]]*"
OPENERS = r"[“\"‘'«(\[]*"
# the letters, digits and signs that a sentence starts with
STARTS = r"[\p{Lu}\p{Lt}\p{Lo}\p{N}$€£#•–—-]"
BOUNDARY = rf"((?:[.!?…]|\.\*){CLOSERS} )({OPENERS}{STARTS})"
UNSPACED_BOUNDARY = r"([。！？؟۔][”’」』»）)\]]*)"
OMISSION = r"(\[(?:\.{3}|…|\. \. \.)\]) "  # [...] inside a sentence
OMISSION_BETWEEN = rf"([.!?][”\"’']? \[(?:\.{{3}}|…|\. \. \.)\]){PROTECTED}"
SPACED_ELLIPSIS = r" (\.{3}|…) "  # leaves words out, ends nothing
INITIAL = r"(^|[^\p{L}\p{N}])((?:\p{Lu}\.-?)+) "
INITIAL_ENDS = (r"\p{Lu}\. ", r"\p{Lu}\.- ")  # two, each with its literal, are found five times faster
NUMBERING = r"^(\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})\.\)?) "
# `“Is it so?” Ms. Doe asked`: the tag belongs to the question
TAGGED = rf"([?!…][”\"’'»]+ ){CUT}"


def split_sentences(paragraphs: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return SENTENCES of PARAGRAPHS, attribution still NULL.

    A sentence keeps the quotes and brackets that open and close it; sentences of one
    paragraph are separated by spaces only, so that the spans cover all its words.
    """
    pieces = paragraphs.select(
        "document_key",
        "paragraph_ordinal",
        "role",
        "section",
        _cut_paragraphs(paragraphs["text"], reference),
        paragraph_start=pl.col("start_offset"),
        paragraph_end=pl.col("end_offset"),
        row_=pl.int_range(pl.len()),
    ).explode("piece")
    placed = _place_pieces(pieces).filter(pl.col("text") != "")
    return SENTENCES.conform(
        placed.with_columns(
            sentence_ordinal=pl.int_range(1, pl.len() + 1).over("document_key"),
            **{name: pl.lit(None, dtype) for name, dtype in _unfilled().items()},
        )
    )


def _unfilled() -> dict:
    columns = list(SENTENCES.columns)
    return {name: SENTENCES.columns[name] for name in columns[columns.index("statement_ordinal") :]}


def _place_pieces(pieces: pl.DataFrame) -> pl.DataFrame:
    """Add text and document offsets; each piece ends in the space that separates it."""
    length = pl.col("piece").str.len_chars().cast(pl.Int64)
    text = pl.col("piece").str.strip_chars_end(" ")
    ends_before = length.cum_sum()
    return (
        pieces.with_columns(all_=ends_before - length, text=text)
        .with_columns(
            start_offset=pl.col("paragraph_start") + pl.col("all_") - pl.col("all_").first().over("row_")
        )
        .with_columns(end_offset=pl.col("start_offset") + pl.col("text").str.len_chars())
    )


def _cut_paragraphs(texts: pl.Series, reference: Reference) -> pl.Series:
    """Return the list `piece` of each text: its sentences, each with the space behind it."""
    marked = pl.DataFrame({"text": texts}).with_row_index("row_")
    # a text that holds a mark itself (none does after reading) stays one sentence
    free = ~pl.col("text").str.contains(f"[{PROTECTED}{CUT}]")
    several = marked.filter(free & pl.col("text").str.contains(rf"{BOUNDARY}|[。！？؟۔]"))
    cut = several.select("row_", cut="text")
    for signs, rewritten in _protections(reference):
        needed = pl.any_horizontal(pl.col("cut").str.contains(sign) for sign in signs)
        cut = rewrite_where(cut, needed, cut=rewritten)
    cut = _rejoin_tags(cut.with_columns(_cut_text(pl.col("cut"))), reference)
    pieces = cut.select(
        "row_", piece=pl.col("cut").str.replace_all(PROTECTED, " ", literal=True).str.split(CUT)
    )
    return (
        marked.join(pieces, on="row_", how="left", maintain_order="left")
        .select(pl.coalesce("piece", pl.concat_list("text")).alias("piece"))
        .to_series()
    )


def _protections(reference: Reference) -> list[tuple[tuple[str, ...], pl.Expr]]:
    """Return what protects a space that ends no sentence, each with the signs of the texts that need it.

    Most texts print no initial and no `U.S.`: the slowest patterns are not for them.
    """
    text = pl.col("cut")
    shortened, _ = abbreviation_patterns(reference)
    left_out = (
        text.str.replace_all(SPACED_ELLIPSIS, f"{PROTECTED}${{1}}{PROTECTED}")
        .str.replace_all(OMISSION, f"${{1}}{PROTECTED}")
        .str.replace_all(OMISSION_BETWEEN, "${1} ")
    )
    return [
        ((*INITIAL_ENDS, ending_literals(reference)), _protect_endings(text, reference)),
        ((shortened,), text.str.replace_all(shortened, f"${{1}}${{2}}{PROTECTED}")),
        ((NUMBERING,), text.str.replace(NUMBERING, f"${{1}}{PROTECTED}")),
        ((SPACED_ELLIPSIS, OMISSION), left_out),
    ]


def _protect_endings(text: pl.Expr, reference: Reference) -> pl.Expr:
    """Protect the space after `U.S.` and initials, but not before a word that opens a sentence."""
    _, may_end = abbreviation_patterns(reference)
    return (
        text.str.replace_all(may_end, f"${{1}}${{2}}{PROTECTED}")
        # twice: of two initials in a row the second one's start is the first one's end
        .str.replace_all(INITIAL, f"${{1}}${{2}}{PROTECTED}")
        .str.replace_all(INITIAL, f"${{1}}${{2}}{PROTECTED}")
        .str.replace_all(rf"(\.){PROTECTED}({starter_pattern(reference)})", "${1} ${2}")
    )


def _cut_text(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(BOUNDARY, f"${{1}}{CUT}${{2}}").str.replace_all(
        UNSPACED_BOUNDARY, f"${{1}}{CUT}"
    )


def _rejoin_tags(cut: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    tag = tag_pattern(reference)
    tagged = pl.col("cut").str.contains(TAGGED + tag)
    if not cut.select(tagged.any()).item():
        return cut
    return cut.with_columns(
        cut=pl.when(tagged)
        .then(pl.col("cut").str.replace_all(rf"{TAGGED}({tag})", "${1}${2}"))
        .otherwise("cut")
    )


@once_per_reference
def abbreviation_patterns(reference: Reference) -> tuple[str, str]:
    """Return patterns of `Mr. ` (never a sentence's end) and of `U.S. ` (an end before some words)."""
    table = reference["abbreviations"]
    patterns = []
    for may_end in (False, True):
        words = table.filter(pl.col("may_end_sentence") == may_end)["abbreviation"].to_list()
        # a summary record may print `4.Mr. Roe said`
        patterns.append(rf"(^(?:\d{{1,3}}\.)?|[^\p{{L}}\p{{N}}.])({_alternatives(words)}) ")
    return patterns[0], patterns[1]


@once_per_reference
def ending_literals(reference: Reference) -> str:
    """Return the pattern of the abbreviations that may end a sentence, wherever they stand."""
    table = reference["abbreviations"]
    return any_literal(f"{word} " for word in table.filter(pl.col("may_end_sentence"))["abbreviation"])


@once_per_reference
def starter_pattern(reference: Reference) -> str:
    """Return the pattern of a word that opens a sentence: `The `, `He `."""
    return rf"{OPENERS}(?:{_alternatives(reference['sentence_starters']['word'].to_list())})[ ,]"


@once_per_reference
def tag_pattern(reference: Reference) -> str:
    """Return the pattern of up to six words and a verb of saying: `Ms. Doe asked`."""
    verbs = _alternatives(reference["reporting_verbs"]["past"].drop_nulls().unique().sort().to_list())
    return rf"(?:[\p{{L}}.’'-]+[ {PROTECTED}]){{1,6}}(?:{verbs})\b"


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
