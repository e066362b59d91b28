"""Turns to statements: what lead, body and second printings say of one turn is one statement."""

from __future__ import annotations

import polars as pl

from flows.reference import Reference
from flows.regexes import ascii_boundaries

DOC = "document_key"
OPENING_CHARS = 400  # capacity and kind stand in the first words of a turn
PRESIDES = r"^(?:Acting |Temporary )?(?:President|Chair\w*)$"
# `President of the Human Rights Council`, `Peacebuilding Commission Chair`
CHAIR_OF = r"^(?:.*\b)?(?:vice-)?(?:president|chair\w*) of (?:the )?(.+)$"
CHAIR_BEHIND = r"^(.+?) (?:vice-)?(?:president|chair)"


def number_statements(sentences: pl.DataFrame) -> pl.DataFrame:
    """Add `statement_ordinal`, `is_repeat`, `is_counted` to attributed sentences.

    `turn` tells the blocks of one speaker apart; sentences outside blocks (leads, pull
    quotes, prose) have none and join the speaker's first turn.
    """
    turns = _describe_turns(sentences)
    numbered = _number(turns)
    joined = sentences.join(
        numbered.select(DOC, "turn", turn_statement="statement_ordinal", is_repeat="is_repeat"),
        on=(DOC, "turn"),
        how="left",
        maintain_order="left",
    ).join(_first_statements(numbered, sentences), on=(DOC, "person"), how="left", maintain_order="left")
    speaks = pl.col("person").is_not_null()
    has_block = pl.col("has_block").fill_null(False)
    repeat = pl.col("is_repeat").fill_null(False)
    return joined.with_columns(
        statement_ordinal=pl.when(speaks).then(pl.coalesce("turn_statement", "first_statement")),
        is_repeat=repeat,
        is_counted=~(
            repeat | (pl.col("section") == "pull_quote") | (speaks & has_block & pl.col("turn").is_null())
        ),
    ).drop("turn_statement", "first_statement", "has_block")


def _describe_turns(sentences: pl.DataFrame) -> pl.DataFrame:
    turns = sentences.select(DOC, "turn", "person", "sentence_ordinal", "text")
    spoken = turns.filter(pl.col("turn").is_not_null() & pl.col("person").is_not_null())
    return spoken.group_by(DOC, "turn", maintain_order=True).agg(
        person=pl.col("person").first(),
        first_sentence=pl.col("sentence_ordinal").first(),
        words=pl.col("text").str.join(" "),  # reading left single spaces only
    )


def _number(turns: pl.DataFrame) -> pl.DataFrame:
    """Number turns, a second printing of the same words with the number of the first."""
    same = (DOC, "person", "words")
    is_repeat = ~pl.struct(same).is_first_distinct()
    marked = turns.with_columns(is_repeat=is_repeat)
    fresh = (~pl.col("is_repeat")).cum_sum().over(DOC)
    numbered = marked.with_columns(fresh=fresh)
    return numbered.with_columns(statement_ordinal=pl.col("fresh").first().over(same).cast(pl.Int64))


def _first_statements(numbered: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """Return per speaker the statement that sentences outside blocks belong to."""
    blocks = (
        numbered.sort(DOC, "turn")
        .group_by(DOC, "person", maintain_order=True)
        .agg(first_statement=pl.col("statement_ordinal").first())
        .with_columns(has_block=pl.lit(True))
    )
    others = (
        sentences.select(DOC, "person", "sentence_ordinal")
        .filter(pl.col("person").is_not_null())
        .join(blocks, on=(DOC, "person"), how="anti")
        .group_by(DOC, "person", maintain_order=True)
        .agg(first=pl.col("sentence_ordinal").first())
        .sort(DOC, "first")
        .join(numbered.group_by(DOC).agg(used=pl.col("statement_ordinal").max()), on=DOC, how="left")
    )
    others = others.with_columns(
        first_statement=(pl.col("used").fill_null(0) + pl.int_range(1, pl.len() + 1).over(DOC)).cast(
            pl.Int64
        ),
        has_block=pl.lit(False),
    )
    return pl.concat([blocks, others.select(DOC, "person", "first_statement", "has_block")])


def describe_statements(
    sentences: pl.DataFrame, speakers: pl.DataFrame, reference: Reference
) -> pl.DataFrame:
    """Return STATEMENTS: role as printed, capacity, kind and spoken language of each turn."""
    told = ("person", "text", "turn", "heading_role", "subhead", "kind", "title", "organ", "spoken_language")
    spoken = sentences.select(DOC, "statement_ordinal", "sentence_ordinal", *told).filter(
        pl.col("statement_ordinal").is_not_null()
    )
    opening = pl.col("text").sort_by(pl.col("turn").is_null(), "sentence_ordinal").first()
    turns = spoken.group_by(DOC, "statement_ordinal", maintain_order=True).agg(
        person=pl.col("person").first(),
        opening=opening.str.slice(0, OPENING_CHARS),
        turn_role=pl.col("heading_role").drop_nulls().first(),
        subhead=pl.col("subhead").drop_nulls().first(),
        document_kind=pl.col("kind").first(),
        title=pl.col("title").first(),
        organ=pl.col("organ").first().str.to_lowercase(),
        spoken_language=pl.col("spoken_language").drop_nulls().first(),
    )
    joined = turns.join(speakers, on=(DOC, "person"), how="left", maintain_order="left").with_columns(
        role=pl.coalesce("turn_role", "role")
    )
    joined = joined.with_columns(office=_office())
    capacities, kinds = _cues(reference, "capacity"), _cues(reference, "kind")
    tells = capacities["briefer"] | kinds["introduction"]
    capacity = _capacity(capacities, tells, _chairs_elsewhere(tells))
    return joined.with_columns(capacity=capacity, kind=_kind(kinds)).sort(DOC, "statement_ordinal")


def _cues(reference: Reference, column: str) -> dict[str, pl.Expr]:
    """Return per value of `capacity` or `kind` whether any of its cues stands in its place."""
    cues = reference["statement_cues"]
    grouped = (
        cues.filter(cues["column"] == column).group_by("value", "scope", maintain_order=True).agg("pattern")
    )
    found: dict[str, pl.Expr] = {}
    for value, scope, patterns in grouped.iter_rows():
        any_cue = ascii_boundaries("(?i)" + "|".join(f"(?:{p})" for p in patterns))
        stands = pl.col(scope).fill_null("").str.contains(any_cue)
        found[value] = found[value] | stands if value in found else stands
    return found


def _office() -> pl.Expr:
    """The role with the body that it is held in: `Chair`, whose affiliation is a committee."""
    body = pl.when(pl.col("iso3").is_null() & (pl.col("affiliation_name") != "United Nations")).then(
        "affiliation_name"
    )
    of_body = pl.concat_str("role", pl.lit(" of the "), body)
    return pl.when(pl.col("role").str.contains(PRESIDES)).then(pl.coalesce(of_body, "role")).otherwise("role")


def _chairs_elsewhere(tells: pl.Expr) -> pl.Expr:
    """Whether the body that somebody chairs, by its own name, is another than the one that meets.

    Where no symbol says which body meets, who briefs it or introduces a report comes from another.
    """
    office = pl.col("office").str.to_lowercase()
    body = pl.coalesce(office.str.extract(CHAIR_OF), office.str.extract(CHAIR_BEHIND))
    named = body.str.contains(" ", literal=True)
    same = body.str.contains(pl.col("organ"), literal=True) | pl.col("organ").str.contains(body, literal=True)
    return (named & ~same.fill_null(~tells)).fill_null(False)


def _capacity(cues: dict[str, pl.Expr], tells: pl.Expr, elsewhere: pl.Expr) -> pl.Expr:
    is_state = pl.col("iso3").is_not_null()
    of_record = (pl.col("document_kind") == "verbatim_record") & pl.col("role").str.contains(PRESIDES)
    return (
        pl.when(cues["independent_expert"] & ~is_state)
        .then(pl.lit("independent_expert"))
        .when((cues["presiding"] | of_record) & ~cues["national"] & ~elsewhere)
        .then(pl.lit("presiding"))
        .when(cues["group"])
        .then(pl.lit("group"))
        .when(cues["presiding"] & elsewhere & tells)
        .then(pl.lit("briefer"))
        .when(is_state)
        .then(pl.lit("national"))
        .when((pl.col("document_kind") == "meeting_coverage") & cues["briefer"])
        .then(pl.lit("briefer"))
        .when(pl.col("affiliation_kind").is_not_null())
        .then(pl.lit("organization"))
    )


def _kind(cues: dict[str, pl.Expr]) -> pl.Expr:
    return (
        pl.when(cues["reply"])
        .then(pl.lit("reply"))
        .when(cues["explanation_of_vote"])
        .then(pl.lit("explanation_of_vote"))
        .when(cues["introduction"])
        .then(pl.lit("introduction"))
        .when(cues["message"] & (pl.col("document_kind") == "press_release"))
        .then(pl.lit("message"))
        .when(cues["briefing"] & pl.col("iso3").is_null())
        .then(pl.lit("briefing"))
        .otherwise(pl.lit("statement"))
    )
