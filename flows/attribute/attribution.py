"""Put the room together: quotations, phrases and headings to the speaker of each sentence."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from flows.attribute import blocks, carry, events, first_person, people, reading, speakers, statements
from flows.attribute.patterns import Patterns, compile_patterns
from flows.attribute.phrases import find_names, find_phrases
from flows.attribute.quoting import describe_quoting
from flows.reference import Reference
from flows.schemas import DOCUMENT_SPEAKERS, SENTENCES, SPEAKER_ALIASES, STATEMENTS

DOC = "document_key"
KEYS = (DOC, "sentence_ordinal")
PARAGRAPH = (DOC, "paragraph_ordinal")
RUNNING = ("text", "list_item")
ORGAN = r"\b(?:Council|Assembly|Committee|Commission|Conference)$"


@dataclass(frozen=True)
class Attribution:
    """Sentences with their speaker's statement; speakers, their printed forms, their statements."""

    sentences: pl.DataFrame
    speakers: pl.DataFrame
    aliases: pl.DataFrame
    statements: pl.DataFrame


def attribute_speakers(
    documents: pl.DataFrame,
    paragraphs: pl.DataFrame,
    sentences: pl.DataFrame,
    quote_spans: pl.DataFrame,
    reference: Reference,
) -> Attribution:
    """Say for each sentence whose words it reports; NULL is narration.

    `JANE DOE (Chile) said …` speaks until the next heading; `“…,” she added` until the
    paragraph turns to somebody else; titles, captions and `speakers said` are nobody's.
    """
    patterns = compile_patterns(reference)
    told = _english(documents, paragraphs)
    headings = blocks.find_headings(told, patterns)
    prepared = _prepare(documents, paragraphs, sentences, quote_spans, headings, reference)
    mentions = _read_mentions(prepared, told, headings, patterns, reference)
    attributed = _attribute(prepared, mentions)
    numbered = statements.number_statements(attributed)
    who = speakers.describe_speakers(mentions, numbered, patterns)
    told = statements.describe_statements(numbered, who, reference)
    return Attribution(
        sentences=SENTENCES.conform(_finish(numbered)),
        speakers=DOCUMENT_SPEAKERS.conform(who),
        aliases=SPEAKER_ALIASES.conform(speakers.list_aliases(mentions, who)),
        statements=STATEMENTS.conform(told),
    )


def _english(documents: pl.DataFrame, paragraphs: pl.DataFrame) -> pl.DataFrame:
    """Return the paragraphs whose language the rules know, with their document's kind."""
    kinds = documents.filter(pl.col("language").fill_null("en") == "en").select(DOC, "kind")
    return paragraphs.sort(PARAGRAPH).join(kinds, on=DOC, how="inner", maintain_order="left")


def _prepare(
    documents: pl.DataFrame,
    paragraphs: pl.DataFrame,
    sentences: pl.DataFrame,
    quote_spans: pl.DataFrame,
    headings: pl.DataFrame,
    reference: Reference,
) -> pl.DataFrame:
    """Add what the rules look at: kind of document, quoting, cues, where blocks and leads are."""
    facts = documents.select(DOC, "kind", "language", "title")
    quoted = describe_quoting(sentences.sort(KEYS), quote_spans, paragraphs.sort(PARAGRAPH))
    told = _begin_body(quoted, headings).join(facts, on=DOC, how="left", maintain_order="left")
    running = pl.col("role").is_in(RUNNING)
    english = pl.col("language").fill_null("en") == "en"
    coverage = pl.col("kind") == "meeting_coverage"
    paragraph = pl.struct(PARAGRAPH).rle_id()
    first = (paragraph != paragraph.shift(1)).fill_null(True)
    subhead = pl.when(first & (pl.col("role") == "subhead")).then("text")
    return told.with_columns(
        document=pl.col(DOC).rle_id(),  # windows over small integers
        paragraph=paragraph,
        is_first=first,
        is_lead=coverage & (pl.col("section") == "lead"),
        in_blocks=english
        & (
            (coverage & ((pl.col("section") == "body") | (pl.col("role") == "subhead")))
            | (pl.col("kind") == "verbatim_record")
        ),
        is_prose=english
        & running
        & (pl.col("kind").is_in(["news_story", "other"]) | (coverage & (pl.col("section") == "lead"))),
        subhead=subhead.forward_fill().over(DOC),
        ends_block=first
        & (
            (pl.col("role") == "subhead")
            | pl.col("text").str.contains(blocks.cue_pattern(reference, "block_end"))
        ),
        stops_carry=pl.col("masked").str.contains(blocks.cue_pattern(reference, "carry_stop"))
        | pl.col("text").str.contains(blocks.cue_pattern(reference, "block_end")),
    )


def _begin_body(sentences: pl.DataFrame, headings: pl.DataFrame) -> pl.DataFrame:
    """Let the body begin at the first block heading, where the reader saw it later."""
    first = headings.group_by(DOC).agg(first_heading=pl.col("paragraph_ordinal").min())
    joined = sentences.join(first, on=DOC, how="left", maintain_order="left")
    begun = (pl.col("section") == "lead") & (pl.col("paragraph_ordinal") >= pl.col("first_heading"))
    return joined.with_columns(section=pl.when(begun).then(pl.lit("body")).otherwise("section")).drop(
        "first_heading"
    )


# -- mentions


def _read_mentions(
    prepared: pl.DataFrame,
    told: pl.DataFrame,
    headings: pl.DataFrame,
    patterns: Patterns,
    reference: Reference,
) -> pl.DataFrame:
    """Return all mentions with the speaker's id in their document; `attributes` marks the events."""
    starts = prepared.filter("is_first").select(*PARAGRAPH, "sentence_ordinal")
    parts = [
        _heading_mentions(headings, starts, reference),
        _phrase_mentions(prepared, headings, patterns, reference),
        _author_mentions(told, starts, reference),
        _byline_mentions(prepared, reference),
        _name_mentions(prepared, patterns, reference),
        _presiding_mentions(told, starts, patterns, reference),
    ]
    mentions = pl.concat(parts, how="diagonal_relaxed")
    with_blocks = (
        mentions.filter(pl.col("frame").str.ends_with("_heading"))
        .select(DOC, has_blocks=pl.lit(True))
        .unique()
    )
    mentions = (
        mentions.join(with_blocks, on=DOC, how="left")
        .with_columns(
            pl.col("has_blocks").fill_null(False),
            is_organ=pl.col("body").fill_null("").str.contains(ORGAN),
            position=pl.col("position").fill_null(0),
        )
        .join(prepared.select(*KEYS, "is_lead"), on=KEYS, how="left")
    )
    mentions = mentions.with_columns(attributes=events.attributes())
    kept = mentions.filter(~pl.col("mention_kind").is_in(["none"]))
    return people.resolve_mentions(_own_bodies(kept))


def _own_bodies(mentions: pl.DataFrame) -> pl.DataFrame:
    """Give `the agency's spokesperson` the body that the document named last."""
    ordered = mentions.sort(*KEYS, "position")
    is_body = (pl.col("mention_kind") == "organization") & pl.col("iso3").is_null()
    owned = pl.col("owned_by_body").fill_null(False) & pl.col("body").is_null()
    return ordered.with_columns(
        pl.when(owned).then(pl.when(is_body).then(c).forward_fill().over(DOC)).otherwise(c).alias(c)
        for c in ("body", "body_kind")
    )


def _heading_mentions(headings: pl.DataFrame, starts: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    headings = headings.sort(*PARAGRAPH, "frame").unique(PARAGRAPH, keep="first", maintain_order=True)
    read = reading.read_headings(headings, reference).join(starts, on=PARAGRAPH)
    return read.filter(
        pl.col("mention_kind").is_in(["person", "surname", "office", "organization", "delegation"])
    ).with_columns(
        verb=pl.lit("said"),
        verb_class=pl.lit("say"),
        has_participle=pl.lit(True),
        subordinator=pl.lit(None, pl.String),
    )


def _phrase_mentions(
    prepared: pl.DataFrame, headings: pl.DataFrame, patterns: Patterns, reference: Reference
) -> pl.DataFrame:
    searched = prepared.filter(
        pl.col("is_prose")
        | (pl.col("in_blocks") & pl.col("role").is_in(RUNNING) & (pl.col("kind") != "verbatim_record"))
    )
    searched = searched.join(headings.select(PARAGRAPH), on=PARAGRAPH, how="anti", maintain_order="left")
    phrases = events.classify_verbs(find_phrases(searched, patterns), reference)
    read = reading.read_phrases(phrases, reference)
    participle = prepared.select(*KEYS, has_participle=pl.col("masked").str.contains(r", (?:\w+ )?\w+ing\b"))
    return read.join(participle, on=KEYS, how="left", maintain_order="left")


def _author_mentions(told: pl.DataFrame, starts: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    authors = first_person.find_authors(told).with_columns(frame=pl.lit("according_to"))
    read = reading.read_phrases(authors, reference).join(starts, on=PARAGRAPH)
    return read.with_columns(
        frame=pl.lit("author"), verb=pl.lit("said"), verb_class=pl.lit("say"), has_participle=pl.lit(True),
        subordinator=pl.lit(None, pl.String),
    )  # fmt: skip


def _presiding_mentions(
    told: pl.DataFrame, starts: pl.DataFrame, patterns: Patterns, reference: Reference
) -> pl.DataFrame:
    """Who `The President` of a verbatim record is stands in its list of members."""
    listed = blocks.find_presiding(told, patterns)
    return reading.read_headings(listed, reference).join(starts, on=PARAGRAPH).with_columns(
        role=pl.lit("President"), core=pl.lit("president"), verb=pl.lit(None, pl.String), verb_class=pl.lit("none"),
        has_participle=pl.lit(False), subordinator=pl.lit(None, pl.String), frame=pl.lit("members_list"),
    )  # fmt: skip


def _byline_mentions(prepared: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    bylines = prepared.filter(pl.col("role") == "byline").select(
        *KEYS, "paragraph_ordinal", phrase=pl.col("text").str.strip_chars("—–- "), frame=pl.lit("verb_first")
    )
    return reading.read_phrases(bylines, reference).with_columns(
        frame=pl.lit("byline"), verb=pl.lit("said"), verb_class=pl.lit("speak"), has_participle=pl.lit(False),
        subordinator=pl.lit(None, pl.String),
    )  # fmt: skip


def _name_mentions(prepared: pl.DataFrame, patterns: Patterns, reference: Reference) -> pl.DataFrame:
    searched = prepared.filter(pl.col("is_prose") | (pl.col("role") == "caption"))
    return reading.read_phrases(find_names(searched, patterns), reference).with_columns(
        verb=pl.lit(None, pl.String), verb_class=pl.lit("none"), has_participle=pl.lit(False),
        subordinator=pl.lit(None, pl.String),
    )  # fmt: skip


# -- sentences


def _attribute(prepared: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """Add person, attributed_by, rule, turn to the sentences."""
    prose = mentions.filter(
        pl.col("attributes") & ~pl.col("frame").is_in(["author", "byline", "members_list"])
    )
    is_heading = pl.col("frame").str.ends_with("_heading")
    events_of = events.choose_events(prose.filter(~is_heading))
    headings = prose.filter(is_heading).select(
        *KEYS,
        heading_person="person",
        heading_frame="frame",
        heading_role="role",
        spoken_language="spoken_language",
    )
    joined = (
        prepared.join(events_of, on=KEYS, how="left", maintain_order="left")
        .join(headings.unique(KEYS, keep="first"), on=KEYS, how="left", maintain_order="left")
        .join(_antecedents(mentions), on=KEYS, how="left", maintain_order="left")
    )
    in_body = _attribute_blocks(joined)
    followed = carry.follow_pronouns(_limit_to_prose(in_body), _known_genders(mentions))
    in_prose = carry.carry_prose(followed)
    merged = in_prose.with_columns(
        person=pl.when(pl.col("in_blocks")).then("block_person").otherwise("person"),
        attributed_by=pl.when(pl.col("in_blocks") & pl.col("block_person").is_not_null())
        .then("block_attributed_by")
        .otherwise("attributed_by"),
        rule=pl.when(pl.col("in_blocks") & pl.col("block_person").is_not_null())
        .then("block_rule")
        .otherwise("rule"),
        turn=pl.when(pl.col("in_blocks") & pl.col("block_person").is_not_null()).then("turn"),
    )
    return _attribute_pull_quotes(_attribute_authors(merged, mentions), mentions)


def _antecedents(mentions: pl.DataFrame) -> pl.DataFrame:
    """Return the first person that a sentence names in full, speaking or not."""
    named = mentions.filter(pl.col("person").str.starts_with("p:") & (pl.col("mention_kind") == "person"))
    first = named.sort(*KEYS, "position").group_by(KEYS, maintain_order=True)
    return first.agg(antecedent=pl.col("person").first())


def _known_genders(mentions: pl.DataFrame) -> pl.DataFrame:
    """Return (document, person, known_gender) of those with an honorific."""
    honoured = mentions.filter(pl.col("person").is_not_null() & pl.col("gender").is_not_null())
    return honoured.group_by(DOC, "person", maintain_order=True).agg(known_gender=pl.col("gender").first())


def _limit_to_prose(sentences: pl.DataFrame) -> pl.DataFrame:
    """Keep events of prose; of documents of no known kind only those that introduce a quotation."""
    counts = pl.col("is_prose") & ((pl.col("kind") != "other") | (pl.col("quoted_share") > 0.2))
    return sentences.with_columns(
        pl.when(counts).then(c).alias(c) for c in ("event_person", "event_rule", "pronoun")
    )


def _attribute_blocks(sentences: pl.DataFrame) -> pl.DataFrame:
    """Fill blocks by headings, by delegations and persons that open a paragraph, in dialogues by each sentence."""
    heading = pl.col("heading_person")
    capitals = (
        pl.when(heading.is_not_null()).then(pl.col("heading_frame") != "titled_heading")
        .when(pl.col("ends_block") & pl.col("in_blocks")).then(pl.lit(False))
        .forward_fill().over(DOC).fill_null(False)
    )  # fmt: skip
    named = pl.col("event_kind").is_in(["delegation", "person", "surname"]) & (
        pl.col("event_rule") != "with_participle"
    )
    by_office = (pl.col("event_kind") == "office") & pl.col("event_person").str.starts_with("p:")
    opens = (named | by_office) & pl.col("is_first")
    in_dialogue = ~capitals & (named | by_office)
    is_record = pl.col("kind") == "verbatim_record"
    switch = pl.when((opens | in_dialogue) & ~is_record).then("event_person")
    filled = carry.fill_blocks(sentences.with_columns(block_event=pl.coalesce(heading, switch)))
    begins = heading.is_not_null() | (
        pl.col("block_event").is_not_null()
        & (pl.col("block_person") != pl.col("block_person").shift(1).over(DOC)).fill_null(True)
    )
    by_heading = (
        pl.when(heading.is_not_null())
        .then("heading_frame")
        .when(pl.col("block_event").is_not_null())
        .then("event_rule")
    )
    return filled.with_columns(
        turn=begins.cum_sum().over(DOC),
        block_rule=by_heading.forward_fill().over(DOC),
        block_attributed_by=pl.when(switch.is_not_null() & heading.is_null())
        .then(pl.lit("verb"))
        .otherwise(pl.lit("heading")),
        heading_role=pl.when(begins).then("heading_role"),
    )


def _attribute_authors(sentences: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """Give a message or speech to its one speaker, from the line after the one that names them."""
    authors = mentions.filter((pl.col("frame") == "author") & pl.col("person").is_not_null()).select(
        DOC, author="person", author_sentence="sentence_ordinal"
    )
    joined = sentences.join(authors, on=DOC, how="left", maintain_order="left")
    speaks = (
        pl.col("author").is_not_null()
        & (pl.col("kind") == "press_release")
        & pl.col("role").is_in(RUNNING)
        & (pl.col("sentence_ordinal") > pl.col("author_sentence"))
    )
    return joined.with_columns(
        person=pl.when(speaks).then("author").otherwise("person"),
        attributed_by=pl.when(speaks).then(pl.lit("first_person")).otherwise("attributed_by"),
        rule=pl.when(speaks).then(pl.lit("press_release_author")).otherwise("rule"),
    )


def _attribute_pull_quotes(sentences: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """A pull quote is its byline's; without one, whose quotation it repeats."""
    bylines = mentions.filter(pl.col("frame") == "byline").select(*KEYS, byline="person")
    said = (
        sentences.filter(pl.col("person").is_not_null() & (pl.col("quoted_share") > 0))
        .group_by(DOC)
        .agg(said=pl.struct("person", "text"))
    )
    joined = sentences.join(bylines, on=KEYS, how="left", maintain_order="left")
    is_byline = pl.col("role") == "byline"
    under = pl.when(is_byline).then(pl.col("byline").fill_null(carry.NOBODY)).when(pl.col("role") != "pull_quote").then(
        pl.lit("")
    )  # fmt: skip
    joined = joined.with_columns(under=under.backward_fill().over(DOC))
    repeated = _repeated_quotations(joined.filter(pl.col("role") == "pull_quote"), said)
    joined = joined.join(repeated, on=KEYS, how="left", maintain_order="left")
    quoted = pl.col("role") == "pull_quote"
    person = pl.when(pl.col("under").is_in(["", carry.NOBODY])).then(
        pl.when(pl.col("under") != carry.NOBODY).then("repeats")
    ).otherwise("under")  # fmt: skip
    return joined.with_columns(
        person=pl.when(quoted).then(person).otherwise("person"),
        attributed_by=pl.when(quoted & person.is_not_null()).then(pl.lit("verb")).otherwise("attributed_by"),
        rule=pl.when(quoted & person.is_not_null()).then(pl.lit("pull_quote")).otherwise("rule"),
    ).drop("byline", "under", "repeats")


def _repeated_quotations(pulled: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """Return (keys, repeats): who says in the running text what the pull quote repeats."""
    core = pl.col("text").str.strip_chars("“”\"' .,").str.slice(0, 80)
    pairs = pulled.select(*KEYS, core=core).join(said, on=DOC).explode("said").unnest("said")
    hits = pairs.filter(pl.col("text").str.contains(pl.col("core"), literal=True))
    return hits.group_by(KEYS, maintain_order=True).agg(repeats=pl.col("person").first())


def _finish(numbered: pl.DataFrame) -> pl.DataFrame:
    speaks = pl.col("statement_ordinal").is_not_null()
    verbatim = (
        pl.col("attributed_by").is_in(["first_person"])
        | (pl.col("kind") == "verbatim_record")
        | (pl.col("role") == "pull_quote")
    )
    return numbered.with_columns(
        mode=pl.when(~speaks)
        .then(pl.lit("narrator"))
        .when(verbatim | (pl.col("quoted_share") >= 0.5))
        .then(pl.lit("direct"))
        .otherwise(pl.lit("indirect")),
        attributed_by=pl.when(speaks).then("attributed_by"),
        rule=pl.when(speaks).then("rule"),
    )
