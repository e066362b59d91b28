"""Texts that one office prints: its message or speech, a briefing, the turns between questions."""

from __future__ import annotations

import polars as pl

from flows.attribute.carry import NOBODY
from flows.attribute.gathering import DOC, KEYS, RUNNING
from flows.attribute.interviews import ANSWER, QUESTION
from flows.regexes import only_where

AUTHOR = ""  # the turn of whom the release or its part names
TURN = r"^(\p{Lu}[\p{L}.’' -]*)(?: \([^()]*\))?: "
MAX_TURN_CHARS = 61  # such a bound in the pattern itself is slow to compile
BY_SPOKESPERSON = r"^(Deputy |Associate |Acting |)Spokes(?:man|woman|person): "
# `Briefing by the Spokesperson for the General Assembly President` over one part of a noon briefing
PART = r"^(?:Briefing by )?(?:the )?(?:Deputy |Associate )?Spokes\w+ (?:for|of) (?:the )?[^.:]{1,60}$"
ASSEMBLY = "Assembly"


def attribute_authors(sentences: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """Give a message or speech to its speaker, and each turn of a transcript to whom its label names.

    `Prime Minister Doe: …` speaks till the next label, `Question: …` is nobody's.
    """
    named = mentions.filter(
        pl.col("frame").is_in(["author", "second_author"]) & pl.col("person").is_not_null()
    ).with_columns(of_assembly=pl.col("alias").str.contains(ASSEMBLY, literal=True).fill_null(False))
    first = named.filter(pl.col("frame") == "author").select(
        DOC, first_author="person", author_sentence="sentence_ordinal"
    )
    concerned = sentences.select(DOC).with_row_index("row").join(first, on=DOC, how="semi")["row"]
    if concerned.is_empty():
        return sentences
    joined = sentences[concerned].join(first, on=DOC, how="left", maintain_order="left")
    joined = _add_parts(joined, named)
    joined = joined.with_columns(turn_person=_turns(joined, mentions))
    speaks = (
        pl.col("first_author").is_not_null()
        & (pl.col("kind") == "press_release")
        & pl.col("role").is_in(RUNNING)
        & (pl.col("sentence_ordinal") > pl.col("author_sentence"))
    )
    person = pl.when(pl.col("turn_person") == AUTHOR).then("author").otherwise("turn_person")
    by_author = pl.col("turn_person") == AUTHOR
    speaks = speaks & (person != NOBODY)
    attributed = joined.select(
        person=pl.when(speaks).then(person).otherwise("person"),
        attributed_by=pl.when(speaks).then(pl.lit("first_person")).otherwise("attributed_by"),
        rule=pl.when(speaks & by_author)
        .then(pl.lit("press_release_author"))
        .when(speaks)
        .then(pl.lit("transcript_turn"))
        .otherwise("rule"),
    )
    return sentences.with_columns(sentences[c.name].scatter(concerned, c) for c in attributed)


def _add_parts(sentences: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    """Add `author`, of two spokespersons who brief together the one whose part it is, as `printed_author`."""
    parts = sentences.filter(
        pl.col("first_author").is_not_null() & pl.col("is_first") & pl.col("text").str.contains(PART)
    ).select(*KEYS, of_assembly=pl.col("text").str.contains(ASSEMBLY, literal=True))
    holders = named.unique([DOC, "of_assembly"], keep="first", maintain_order=True)
    held = parts.join(holders.select(DOC, "of_assembly", part="person"), on=[DOC, "of_assembly"], how="left")
    joined = sentences.join(
        held.select(*KEYS, pl.col("part").fill_null(NOBODY)), on=KEYS, how="left", maintain_order="left"
    ).with_columns(author=pl.coalesce(pl.col("part").forward_fill().over(DOC), "first_author"))
    printed = named.select(DOC, author="person", printed_author="alias").unique([DOC, "author"], keep="first")
    return joined.drop("part").join(printed, on=[DOC, "author"], how="left", maintain_order="left")


def _turns(sentences: pl.DataFrame, mentions: pl.DataFrame) -> pl.Series:
    """Return whose turn each sentence stands in: AUTHOR, NOBODY or a speaker's id."""
    labels = mentions.filter(pl.col("frame") == "transcript_turn").select(*KEYS, label_person="person")
    opening = only_where(pl.col("is_first") & pl.col("first_author").is_not_null(), pl.col("text"))
    asks = opening.str.contains(QUESTION).fill_null(False)
    told = sentences.select(*KEYS, "printed_author", opening=opening, asks=asks).join(
        labels.unique(KEYS, keep="first"), on=KEYS, how="left", maintain_order="left"
    )
    label = pl.col("opening").str.extract(ANSWER)
    # `First: …` within an answer is no label
    asked = pl.when(pl.col("opening").is_not_null()).then("asks").forward_fill().shift(1).over(DOC)
    named = pl.col("label_person").is_not_null() | label.str.contains(" ", literal=True) | asked
    is_label = label.is_not_null() & named & pl.col("asks").any().over(DOC)
    # `Deputy Spokesman:` is another one than the Spokesman who briefs
    spokesperson = pl.col("opening").str.extract(BY_SPOKESPERSON)
    by_author = pl.col("printed_author").str.contains("(?i)spokes") & pl.col("printed_author").str.contains(
        spokesperson.str.strip_chars(), literal=True
    )
    turn = (
        pl.when("asks")
        .then(pl.lit(NOBODY))
        .when(pl.col("opening").str.contains(PART) | by_author)
        .then(pl.lit(AUTHOR))
        .when(spokesperson.is_not_null())
        .then(pl.lit(NOBODY))
        .when(is_label)
        .then(pl.col("label_person").fill_null(NOBODY))
        .when(pl.col("opening").str.extract(TURN).str.len_chars() <= MAX_TURN_CHARS)
        .then(pl.lit(AUTHOR))
    )
    return told.select(turn=turn.forward_fill().over(DOC).fill_null(AUTHOR))["turn"]
