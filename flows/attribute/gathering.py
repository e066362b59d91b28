"""Gather the mentions of a batch: who headings, phrases, names, authors and bylines name."""

from __future__ import annotations

import polars as pl

from flows.affiliations import affiliation_pattern, resolve_affiliation
from flows.attribute import blocks, events, people, reading
from flows.attribute.forms import VERBATIM
from flows.attribute.own_bodies import OwnBodies, find_own_bodies, mark_own_bodies
from flows.attribute.patterns import Patterns
from flows.attribute.phrases import find_names, find_phrases, place_names
from flows.reference import Reference
from flows.regexes import contains_where, only_where

DOC = "document_key"
KEYS = (DOC, "sentence_ordinal")
PARAGRAPH = (DOC, "paragraph_ordinal")
RUNNING = ("text", "list_item")
ORGAN = (
    r"\b(?:Council|Assembly|Committee|Commission|Conference)$"
    r"|\b(?:Committee|Commission|Conference) (?:on|against) "
)
OPENING_PARAGRAPHS = 6
# what a mention was read from; later steps look at what it says
AS_PRINTED = ("honorific", "printed_name", "place", "rest", "phrase", "is_title", "is_vice", "chair")
# a participle, or a quotation, shows that who opens a meeting or laughs also says something
SPEAKS = (
    r"(?:,| by) (?:[A-Za-z]+ )?[a-z]+ing(?-u:\b)|“”|the following (?:statement|remarks|message)"
    r"|(?:^|[–—-] )(?:Call|Urg|Warn|Stress|Not|Highlight|Underscor|Emphasi[sz]|Appeal|Condemn|Welcom|Prais"
    r"|Express|Voic|Recall|Plead|Underlin)ing(?-u:\b)"
)
# bodies that their own texts call `the Committee`, `the Conference`
COMMITTEE = (
    r"^(?:Committee (?:on|against|for)|Human Rights Committee|Conference on Disarmament|Permanent Forum on)"
)
IN_SHORT = ("Committee", "Conference")
THAT_COUNTRY = r"\b[Tt]h(?:at|e) country[’']s "
# `In response, Ms. ROE said`, `The representative of Chad asked` after what a delegation asked
REVIEWED = (
    r"(?:review|consideration) of the [^.]{0,80}?reports? (?:of|by|from|submitted by)"
    r" ((?:the )?\p{Lu}[\p{L}’'-]*(?: (?:and |of |the )*\p{Lu}[\p{L}’'-]*)*)"
)
ANSWERS = (
    r"^(?:(?:In (?:response|reply|answer)|Respond|Reply|Answering|To (?:that|this|which))\b"
    r"|The (?:representative|delegate|observer) (?:of|for) |(?:Mr|Ms|Mrs|Miss|Dr)\. \p{Lu}{2})"
)
# offices that a text prints without the body named just before
OF_ONE_BODY = (
    "spokesperson",
    "spokesman",
    "spokeswoman",
    "executive director",
    "director-general",
    "executive secretary",
)


def read_mentions(
    prepared: pl.DataFrame,
    told: pl.DataFrame,
    headings: pl.DataFrame,
    turns: pl.DataFrame,
    authors: pl.DataFrame,
    patterns: Patterns,
    reference: Reference,
) -> pl.DataFrame:
    """Return all mentions with the speaker's id in their document; `attributes` marks the events."""
    starts = prepared.select(*PARAGRAPH, "sentence_ordinal", "is_first").filter("is_first").drop("is_first")
    own_bodies = find_own_bodies(prepared, reference)
    parts = [
        _heading_mentions(headings, starts, reference),
        _inline_heading_mentions(prepared, patterns, reference),
        _phrase_mentions(prepared, headings, own_bodies, patterns, reference),
        _author_mentions(authors, starts, reference),
        _turn_mentions(turns, starts, reference),
        _byline_mentions(prepared, reference),
        _name_mentions(prepared, turns, own_bodies, patterns, reference),
        _presiding_mentions(told, starts, patterns, reference),
    ]
    mentions = pl.concat(parts, how="diagonal_relaxed")
    is_heading = pl.col("frame").str.ends_with("_heading")
    with_blocks = mentions.lazy().filter(is_heading).select(DOC, has_blocks=True).unique().collect()
    # sentences stand in order: their rows sort the mentions
    rows = prepared.select(*KEYS, "is_lead", "is_summary").with_row_index("sentence")
    mentions = (
        mentions.join(with_blocks, on=DOC, how="left", maintain_order="left")
        .with_columns(
            pl.col("has_blocks").fill_null(False),
            is_organ=((pl.col("body_kind") == "un_system") & pl.col("body").str.contains(ORGAN)).fill_null(
                False
            ),
            position=pl.col("position").fill_null(0),
        )
        .join(rows, on=KEYS, how="left", maintain_order="left")
        .sort("sentence", "position", maintain_order=True)
        .drop("sentence")
    )
    mentions = mentions.with_columns(attributes=events.attributes()).drop(*AS_PRINTED, strict=False)
    teams = _name_teams(_own_bodies(mentions), told, reference)
    return people.resolve_mentions(_name_committees(teams, told, reference))


def _name_teams(mentions: pl.DataFrame, told: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Give `the delegation` the only State that speaks in the document, else the one under review."""
    # an `expert from Chad` is no member of the delegation
    is_expert = pl.col("role").str.contains("(?i)expert").fill_null(False)
    states = mentions.filter(pl.col("iso3").is_not_null() & pl.col("attributes") & ~is_expert)
    only = (
        states.group_by(DOC)
        .agg(pl.col("body", "body_kind", "shown_body", "iso3").first(), states=pl.col("iso3").n_unique())
        .filter(pl.col("states") == 1)
        .drop("states")
    )
    is_team = (pl.col("core") == "delegation") & (pl.col("mention_kind") == "delegation")
    unnamed = mentions.filter(is_team).select(DOC).unique().join(states, on=DOC, how="anti")
    reviewed = _find_reviewed(told.join(unnamed, on=DOC, how="semi", maintain_order="left"), reference)
    joined = mentions.join(
        pl.concat([only, reviewed.select(only.columns)]),
        on=DOC,
        how="left",
        suffix="_only",
        maintain_order="left",
    )
    filled = joined.with_columns(
        pl.when(is_team).then(f"{c}_only").otherwise(c).alias(c)
        for c in ("body", "body_kind", "shown_body", "iso3")
    )
    return filled.select(mentions.columns)


def _find_reviewed(told: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return (document, body, …) of the State whose report a treaty body's summary opens with:
    `today concluded its review of the sixth periodic report of Chad, commending it`."""
    opening = told.group_by(DOC, maintain_order=True).head(OPENING_PARAGRAPHS)
    printed = opening.select(DOC, printed=pl.col("text").str.extract(REVIEWED)).drop_nulls()
    found = printed.with_columns(found=resolve_affiliation(pl.col("printed"), reference)).unnest("found")
    return (
        found.rename({"name": "body", "kind": "body_kind"})
        .with_columns(shown_body="body")
        .filter(pl.col("iso3").is_not_null())
        .unique(DOC, keep="first", maintain_order=True)
    )


def _name_committees(mentions: pl.DataFrame, told: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Give `Committee Expert`, `the Chairperson of the Committee` the body that the document opens with."""
    # `Committee Expert`, `Forum Chair`
    short = pl.col("role").str.extract(r"^(Committee|Forum) \p{L}")
    unplaced = pl.col("body").is_null() & short.is_not_null()
    in_short = unplaced | (pl.col("body").is_in(IN_SHORT) & (pl.col("mention_kind") != "organization"))
    names = reference["organizations"].filter(pl.col("name").str.contains(COMMITTEE))["name"].to_list()
    placeless = told.join(mentions.filter(in_short), on=DOC, how="semi")
    printed = pl.col("text").str.to_lowercase().str.extract("(" + "|".join(names).lower() + ")")
    found = (
        placeless.group_by(DOC, maintain_order=True)
        .head(OPENING_PARAGRAPHS)
        .select(DOC, body=printed)
        .drop_nulls()
        .unique(DOC, keep="first", maintain_order=True)
        .with_columns(body=pl.col("body").replace({name.lower(): name for name in names}))
    )
    joined = mentions.join(found, on=DOC, how="left", suffix="_organ", maintain_order="left")
    organ = pl.col("body_organ")
    fits = organ.str.contains(pl.coalesce("body", short, pl.lit("Committee")), literal=True).fill_null(False)
    fills = {"body": organ, "shown_body": organ, "body_kind": pl.lit("un_system")}
    return joined.with_columns(
        pl.when(in_short & fits).then(value).otherwise(c).alias(c) for c, value in fills.items()
    ).drop("body_organ")


def _own_bodies(mentions: pl.DataFrame) -> pl.DataFrame:
    """Give `the agency's spokesperson`, `spokesman Jan Roe` the body that the document named last."""
    is_named = (pl.col("mention_kind") == "organization") & ~pl.col("is_organ")
    # `the UN` alone owns no agency's spokesperson
    is_body = is_named & pl.col("iso3").is_null() & (pl.col("body") != "United Nations")
    bare = (pl.col("mention_kind") == "person") & pl.col("core").is_in(OF_ONE_BODY)
    owned = (pl.col("owned_by_body").fill_null(False) | bare) & pl.col("body").is_null()
    # `her spokesperson` is of the body of who was named last
    holds = pl.col("mention_kind").is_in(["person", "office"]) & (pl.col("body_kind") == "un_system")
    of_person = owned & pl.col("alias").str.contains(r"^(?:[Hh]is|[Hh]er) ")
    if mentions.select(of_person.any()).item():
        mentions = _fill_bodies(mentions, of_person, holds)
    return _fill_bodies(mentions, owned, is_body)


def _fill_bodies(mentions: pl.DataFrame, lacks: pl.Expr, names: pl.Expr) -> pl.DataFrame:
    """Give the mentions that lack a body the one of the mention before them that names it."""
    return mentions.with_columns(
        pl.when(lacks).then(pl.when(names).then(c).forward_fill().over(DOC)).otherwise(c).alias(c)
        for c in ("body", "body_kind", "shown_body")
    )


def _heading_mentions(headings: pl.DataFrame, starts: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    first = headings.sort(*PARAGRAPH, "frame").unique(PARAGRAPH, keep="first", maintain_order=True)
    return _read_as_headings(first.join(starts, on=PARAGRAPH), reference)


def _inline_heading_mentions(
    prepared: pl.DataFrame, patterns: Patterns, reference: Reference
) -> pl.DataFrame:
    """`Mr. ROE, in reply, said …` inside a paragraph, where lines of several were run together."""
    later = prepared.filter(
        ~pl.col("is_first") & pl.col("in_blocks") & (pl.col("kind") == "meeting_coverage")
    )
    return _read_as_headings(blocks.find_inline_headings(later, patterns), reference)


def _read_as_headings(headings: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    read = reading.read_headings(headings, reference)
    return read.filter(
        pl.col("mention_kind").is_in(["person", "surname", "office", "organization", "delegation"])
    ).with_columns(
        verb=pl.lit("said"),
        verb_class=pl.lit("say"),
        has_participle=pl.lit(True),
        subordinator=pl.lit(None, pl.String),
    )


def _phrase_mentions(
    prepared: pl.DataFrame,
    headings: pl.DataFrame,
    own_bodies: OwnBodies,
    patterns: Patterns,
    reference: Reference,
) -> pl.DataFrame:
    is_searched = pl.col("is_prose") | (
        pl.col("in_blocks") & pl.col("role").is_in(RUNNING) & ~pl.col("kind").is_in(VERBATIM)
    )
    searched = prepared.select(
        *KEYS, "paragraph_ordinal", "text", "masked", "is_first", is_searched=is_searched
    ).filter("is_searched")
    # a delegation's paragraph may go on with an answer; other headings rule their paragraph
    other = pl.col("text").str.contains(ANSWERS) & ~pl.col("is_first")
    named = headings.filter(pl.col("frame") != "delegation_heading").select(PARAGRAPH)
    delegations = headings.filter(pl.col("frame") == "delegation_heading").select(PARAGRAPH)
    searched = searched.join(named, on=PARAGRAPH, how="anti", maintain_order="left")
    answers = searched.join(delegations, on=PARAGRAPH, how="semi").filter(other)
    searched = searched.join(delegations, on=PARAGRAPH, how="anti", maintain_order="left")
    searched = pl.concat([searched, answers]).sort(KEYS)
    found = mark_own_bodies(
        _name_that_country(find_phrases(searched, patterns), searched, reference), own_bodies
    )
    phrases = events.classify_verbs(found, reference)
    read = _drop_tails(reading.read_phrases(phrases, reference))
    speaks = pl.col("verb_class") == "speak"  # only these verbs need more than themselves
    masked = pl.col("masked")
    # `Chad regretted …; Mali said …`: a match begins with the sign before it
    before = only_where(masked.str.contains(";", literal=True), masked).str.slice(0, pl.col("position") + 1)
    return read.with_columns(
        has_participle=contains_where(speaks, masked, SPEAKS),
        quotes=contains_where(_is_one_name(reference), masked, "“”"),
        is_later_clause=before.str.contains(";", literal=True).fill_null(False),
    ).drop("masked")


def _drop_tails(read: pl.DataFrame) -> pl.DataFrame:
    """Drop `Scientific and Cultural Organization`, the tail of `The head of the Educational, …`."""
    whole = read.filter(frame="title_with_commas").select(*KEYS, whole="phrase")
    if whole.is_empty():
        return read
    subjects = read.select(*KEYS, "frame", "phrase").with_row_index("row").filter(frame="subject_first")
    is_tail = pl.col("whole").str.ends_with(pl.col("phrase"))
    tails = subjects.join(whole, on=KEYS).filter(is_tail)["row"]
    return read.filter(~pl.int_range(pl.len(), dtype=pl.UInt32).is_in(tails.implode()))


def _is_one_name(reference: Reference) -> pl.Expr:
    """Whether a phrase is one word that may be somebody's only name: no place, no `Meanwhile`."""
    others = [*reference["sentence_starters"]["word"], *reference["place_names"]["printed"]]
    phrase = pl.col("phrase")
    is_name = (pl.col("mention_kind") == "surname") & phrase.str.contains(r"^\p{Lu}\p{Ll}+$")
    return is_name & ~phrase.is_in(others)


def _name_that_country(phrases: pl.DataFrame, sentences: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """`Chad needs help, that country’s envoy told the Council`: the State that the sentence names first."""
    is_that = pl.col("phrase").str.contains(THAT_COUNTRY)
    concerned = phrases.filter(is_that).select(KEYS).unique()
    if concerned.is_empty():
        return phrases
    named = sentences.join(concerned, on=KEYS, how="semi").select(
        *KEYS, printed=pl.col("masked").str.extract_all(affiliation_pattern(reference))
    )
    states = (
        named.explode("printed", empty_as_null=True)
        .with_columns(found=resolve_affiliation(pl.col("printed"), reference))
        .filter(pl.col("found").struct.field("iso3").is_not_null())
        .unique(KEYS, keep="first", maintain_order=True)
        .select(*KEYS, state=pl.col("found").struct.field("name"))
    )
    joined = phrases.join(states, on=KEYS, how="left", maintain_order="left")
    owned = pl.concat_str("state", pl.lit("’s "))
    return joined.with_columns(
        phrase=pl.when(is_that & pl.col("state").is_not_null())
        .then(pl.col("phrase").str.replace(THAT_COUNTRY, owned))
        .otherwise("phrase")
    ).drop("state")


def _author_mentions(authors: pl.DataFrame, starts: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    phrases = authors.with_columns(frame=pl.lit("according_to"))
    read = reading.read_phrases(phrases, reference).join(starts, on=PARAGRAPH)
    return read.with_columns(
        frame=pl.when("is_second").then(pl.lit("second_author")).otherwise(pl.lit("author")),
        verb=pl.lit("said"),
        verb_class=pl.lit("say"),
        has_participle=pl.lit(True),
        subordinator=pl.lit(None, pl.String),
    )


def _turn_mentions(turns: pl.DataFrame, starts: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """`Prime Minister Doe: …` between the questions of a transcript."""
    read = _read_as_headings(turns.join(starts, on=PARAGRAPH), reference)
    return read.with_columns(frame=pl.lit("transcript_turn"))


def _presiding_mentions(
    told: pl.DataFrame, starts: pl.DataFrame, patterns: Patterns, reference: Reference
) -> pl.DataFrame:
    """Who `The President` of a verbatim record is stands in its list of members."""
    listed = blocks.find_presiding(told, patterns)
    # a Vice-President in the Chair is `The Acting President`
    acts = pl.col("is_vice") & (pl.col("chair") == "President")
    acting = pl.when(acts).then(pl.lit("Acting President")).otherwise("chair")
    return (
        reading.read_headings(listed, reference)
        .filter(pl.col("mention_kind") != "none")
        .join(starts, on=PARAGRAPH)
        .with_columns(
            role=acting,
            core=acting.str.to_lowercase(),
            verb=pl.lit(None, pl.String),
            verb_class=pl.lit("none"),
            has_participle=pl.lit(False),
            subordinator=pl.lit(None, pl.String),
            frame=pl.lit("members_list"),
        )
    )


def _byline_mentions(prepared: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    bylines = prepared.filter(pl.col("role") == "byline").select(
        *KEYS, "paragraph_ordinal", phrase=pl.col("text").str.strip_chars("—–- "), frame=pl.lit("verb_first")
    )
    return reading.read_phrases(bylines, reference).with_columns(
        frame=pl.lit("byline"),
        verb=pl.lit("said"),
        verb_class=pl.lit("speak"),
        has_participle=pl.lit(False),
        subordinator=pl.lit(None, pl.String),
    )


def _name_mentions(
    prepared: pl.DataFrame,
    turns: pl.DataFrame,
    own_bodies: OwnBodies,
    patterns: Patterns,
    reference: Reference,
) -> pl.DataFrame:
    is_record = pl.col("kind") == "verbatim_record"
    # `Our guest is Jane Doe, head of UNEP` says who `Ms. Doe:` is later in a transcript
    is_transcript = pl.col(DOC).is_in(turns[DOC].unique().implode())
    is_searched = (
        pl.col("is_prose")
        | (pl.col("role") == "caption")
        | is_record
        | pl.col("ends_block")
        | ((pl.col("kind") == "press_release") & (~pl.col("role").is_in(RUNNING) | is_transcript))
    )
    searched = prepared.select(*KEYS, "masked", is_searched=is_searched).filter("is_searched")
    # where a name stands is looked for as it is printed
    placed = place_names(find_names(searched, patterns))
    return reading.read_phrases(mark_own_bodies(placed, own_bodies), reference).with_columns(
        verb=pl.lit(None, pl.String),
        verb_class=pl.lit("none"),
        has_participle=pl.lit(False),
        subordinator=pl.lit(None, pl.String),
    )
