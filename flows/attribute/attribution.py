"""Put the room together: quotations, phrases and headings to the speaker of each sentence."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from flows.attribute import blocks, carry, events, speakers, statements
from flows.attribute.first_person import find_authors
from flows.attribute.forms import INTERVIEW, VERBATIM, WITH_BLOCKS, find_summaries, place_leads, tell_forms
from flows.attribute.gathering import DOC, KEYS, PARAGRAPH, RUNNING, read_mentions
from flows.attribute.interviews import QUESTION
from flows.attribute.outside import attribute_pull_quotes
from flows.attribute.patterns import compile_patterns
from flows.attribute.quoting import describe_quoting
from flows.attribute.transcripts import attribute_authors
from flows.reference import Reference
from flows.regexes import contains_where, rewrite_where
from flows.schemas import DOCUMENT_SPEAKERS, SENTENCES, SPEAKER_ALIASES, STATEMENTS

# headings whose blocks only a new name, delegation or act ends
BY_NAME = ("caps_heading", "record_heading", "summary_heading", "interview_heading")
# the summary of a press conference reports what was said, in any tense
BRIEFING = (
    r"(?i)(?-u:\b)press (?:conference|briefing)(?: (?:by|on|to|with|for|at|marking|launching)(?-u:\b)|$)"
)
BODIES = "Council|Commission|Committee|Conference|Working Group|Forum"
BODY = rf"^The ({BODIES})(?-u:\b)"
# `The Human Rights Council this morning held`, `The Committee on Chemical Waste today concluded`
MEETING_BODY = (
    rf"^(?:[A-Z]{{2,}}[^–—]*? (?:–|—|--?) )?The (?:[A-Z]\w+ )*?({BODIES})"
    r"(?-u:\b).* (?:today|this (?:morning|afternoon|evening))(?-u:\b)"
)
SHARED_BRIEFING = r" chaired (?:the|a) (?:\p{Ll}+ )?(?:press )?briefing"
# `UN GENEVA PRESS BRIEFING` without a line on who chaired it
GENEVA_BRIEFING = (
    r"(?i)(?-u:\b)(?:UN|UNOG|United Nations) Geneva (?:press )?briefing"
    r"|(?-u:\b)press briefing by the (?:\p{L}+ ){0,2}information service"
)
# whom no heading could be read of, still somebody else than who spoke before
DELEGATE_OPENS = (
    r"^(?:The|An?) (?:representative|delegate|observer|speaker) (?:of|for|from) "
    r"|^(?:The )?(?:[Rr]epresentatives|[Dd]elegates|[Ss]peakers|[Oo]bservers) (?:of|for|from) "
)
# mentions that say who speaks without a verb of speech
BESIDE_TEXT = ("author", "second_author", "transcript_turn", "byline", "members_list")
FILLED = ("statement_ordinal", "mode", "attributed_by", "is_repeat", "is_counted", "rule")


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
    paragraphs = paragraphs.sort(PARAGRAPH)
    told = _english(documents, paragraphs)
    authors = find_authors(told)
    headings = blocks.find_headings(told, patterns, reference)
    summaries = find_summaries(told, reference)
    forms = tell_forms(told, headings, authors, summaries)
    is_turn = pl.col("frame") == "interview_heading"
    turns = headings.filter(is_turn).join(authors, on=DOC, how="semi")
    headings = headings.join(forms.filter(pl.col("form").is_in(WITH_BLOCKS)), on=DOC, how="semi")
    described = documents.join(forms, on=DOC, how="left").with_columns(
        is_summary=pl.col(DOC).is_in(summaries.implode())
    )
    prepared = _prepare(described, paragraphs, sentences, quote_spans, headings, reference)
    mentions = read_mentions(prepared, told, headings, turns, authors, patterns, reference)
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
    return paragraphs.join(kinds, on=DOC, how="inner", maintain_order="left")


def _prepare(
    documents: pl.DataFrame,
    paragraphs: pl.DataFrame,
    sentences: pl.DataFrame,
    quote_spans: pl.DataFrame,
    headings: pl.DataFrame,
    reference: Reference,
) -> pl.DataFrame:
    """Add what the rules look at: kind of document, quoting, cues, where blocks and leads are."""
    # coverage that is read as prose tells what was said at length
    is_told = pl.col("is_summary") | (
        (pl.col("kind") == "meeting_coverage") & (pl.col("form") == "news_story")
    )
    is_briefing = is_told | pl.col("title").fill_null("").str.contains(BRIEFING)
    facts = documents.select(
        DOC, "language", "title", "organ", "is_reread", "is_summary", kind="form", is_briefing=is_briefing
    )
    unfilled = sentences.drop(FILLED, strict=False).sort(KEYS)
    quoted = describe_quoting(unfilled, quote_spans, paragraphs)
    told = place_leads(quoted.join(facts, on=DOC, how="left", maintain_order="left"), headings)
    running = pl.col("role").is_in(RUNNING)
    english = pl.col("language").fill_null("en") == "en"
    coverage, interview = pl.col("kind") == "meeting_coverage", pl.col("kind") == INTERVIEW
    paragraph = pl.struct(PARAGRAPH).rle_id()
    first = (paragraph != paragraph.shift(1)).fill_null(True)
    subhead = pl.when(first & (pl.col("role") == "subhead")).then("text")
    prepared = told.with_columns(
        document=pl.col(DOC).rle_id(),  # windows over small integers
        paragraph=paragraph,
        is_first=first,
        is_lead=coverage & (pl.col("section") == "lead"),
        in_blocks=english
        & (
            ((coverage | interview) & ((pl.col("section") == "body") | (pl.col("role") == "subhead")))
            | (pl.col("kind") == "verbatim_record")
        ),
        is_prose=english
        & running
        & (
            pl.col("kind").is_in(["news_story", "other"])
            | ((coverage | interview) & (pl.col("section") == "lead"))
        ),
        subhead=subhead.forward_fill().over(DOC),
        ends_block=first & (pl.col("role") == "subhead") & (coverage | interview),
        stops_carry=pl.lit(False),
    ).with_columns(is_shared_briefing=_is_shared_briefing())
    # the patterns are long: only texts that can open a block are looked at, and prose that carries
    text = pl.col("text")
    block_end, carry_stop = (blocks.cue_pattern(reference, scope) for scope in ("block_end", "carry_stop"))
    opens = text.str.contains(f"{block_end}|{DELEGATE_OPENS}") | (interview & text.str.contains(QUESTION))
    cued = pl.col("masked").str.contains(carry_stop) | text.str.contains(block_end)
    stops = cued & ~_is_of_another_body()
    marked = rewrite_where(prepared, pl.col("is_first") & ~pl.col("ends_block"), ends_block=opens)
    return rewrite_where(marked, pl.col("is_prose"), stops_carry=stops)


def _is_of_another_body() -> pl.Expr:
    """In what the Human Rights Council hears, `The Commission continued …` is what an expert says of it."""
    opening = pl.when("is_summary").then(pl.col("text").str.extract(MEETING_BODY))
    told_of = pl.when("is_summary").then(pl.col("text").str.extract(BODY))
    return (told_of != opening.drop_nulls().first().over("document")).fill_null(False)


def _is_shared_briefing() -> pl.Expr:
    """Whether somebody `chaired the briefing, which was attended by spokespersons` of several agencies."""
    chairs = contains_where(pl.col("is_prose"), pl.col("text"), SHARED_BRIEFING)
    named = pl.col("title").fill_null("").str.contains(GENEVA_BRIEFING)
    return named | pl.col(DOC).is_in(pl.col(DOC).filter(chairs).unique().implode())


def _attribute(prepared: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """Add person, attributed_by, rule, turn to the sentences."""
    prose = mentions.filter(pl.col("attributes") & ~pl.col("frame").is_in(BESIDE_TEXT))
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
        .join(_cited_bodies(mentions), on=KEYS, how="left", maintain_order="left")
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
    return attribute_pull_quotes(attribute_authors(merged, mentions), mentions)


def _antecedents(mentions: pl.DataFrame) -> pl.DataFrame:
    """Return the first person that a sentence names in full, or the office that is its subject."""
    in_full = (pl.col("mention_kind") == "person") | pl.col("frame").is_in(["subject_name", "single_name"])
    person = pl.col("person")
    # `The President today addressed the Committee. He noted …`
    does = (pl.col("frame") == "subject_first") & pl.col("mention_kind").is_in(["office", "surname"])
    named = mentions.filter(
        ((person.str.starts_with("p:") & in_full) | (person.str.contains("^[po]:") & does))
        & ~pl.col("is_object").fill_null(False)
    )
    first = named.sort(*KEYS, "position").group_by(KEYS, maintain_order=True)
    return first.agg(antecedent=pl.col("person").first())


def _cited_bodies(mentions: pl.DataFrame) -> pl.DataFrame:
    """Return the body of `according to UNEP`, which `the agency said` in the next sentence means."""
    cited = mentions.filter((pl.col("frame") == "cited_body") & pl.col("person").str.starts_with("d:"))
    return cited.group_by(KEYS, maintain_order=True).agg(cited_body=pl.col("person").last())


def _known_genders(mentions: pl.DataFrame) -> pl.DataFrame:
    """Return (document, person, known_gender) of those with an honorific."""
    honoured = mentions.filter(pl.col("person").is_not_null() & pl.col("gender").is_not_null())
    return honoured.group_by(DOC, "person", maintain_order=True).agg(known_gender=pl.col("gender").first())


def _limit_to_prose(sentences: pl.DataFrame) -> pl.DataFrame:
    """Keep events of prose; of documents of no known kind only those that introduce a quotation."""
    is_other = pl.col("is_prose") & (pl.col("kind") == "other") & ~pl.col("is_briefing")
    counts = pl.col("is_prose") & (~is_other | contains_where(is_other, pl.col("masked"), "“”"))
    return sentences.with_columns(
        pl.when(counts).then(c).alias(c) for c in ("event_person", "event_rule", "pronoun")
    )


def _attribute_blocks(sentences: pl.DataFrame) -> pl.DataFrame:
    """Fill blocks by headings, by who opens a paragraph, in dialogues by each sentence."""
    heading, switch = pl.col("heading_person"), pl.col("switch")
    # a column each, because an expression is computed anew wherever it stands
    marked = sentences.with_columns(capitals=_is_under_capitals(), in_roll=_is_in_roll())
    marked = marked.with_columns(switch=_switch())
    filled = carry.fill_blocks(marked.with_columns(block_event=pl.coalesce(heading, switch)))
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
    return (
        filled.with_columns(begins=begins)
        .with_columns(
            turn=pl.col("begins").cum_sum().over(DOC),
            block_rule=by_heading.forward_fill().over(DOC),
            block_attributed_by=pl.when(switch.is_not_null() & heading.is_null())
            .then(pl.lit("verb"))
            .otherwise(pl.lit("heading")),
            heading_role=pl.when("begins").then("heading_role"),
        )
        .drop("capitals", "in_roll", "switch", "begins")
    )


def _is_under_capitals() -> pl.Expr:
    """Whether the block's heading is one that only a new name ends."""
    heading = pl.col("heading_person")
    return (
        pl.when(heading.is_not_null())
        .then(pl.col("heading_frame").is_in(BY_NAME))
        .when(pl.col("ends_block") & pl.col("in_blocks"))
        .then(pl.lit(False))
        .forward_fill()
        .over(DOC)
        .fill_null(False)
    )


def _is_in_roll() -> pl.Expr:
    """`Chad said … Mali, on behalf of …, asked …`: several that answer one another, told in one paragraph."""
    bodies = pl.when((pl.col("event_kind") == "organization") & pl.col("event_opens")).then("event_person")
    return (bodies.n_unique().over("paragraph") - bodies.is_null().any().over("paragraph") > 1) & (
        bodies.first().over("paragraph").is_not_null()
    )


def _switch() -> pl.Expr:
    """Return who takes the floor without a heading: who opens a paragraph, in dialogues a sentence."""
    named = pl.col("event_kind").is_in(["delegation", "person", "surname"]) & (
        pl.col("event_rule") != "with_participle"
    )
    # `the Minister for Water of Chad`, whom no heading names, opens a turn outside blocks only
    by_office = (pl.col("event_kind") == "office") & (
        pl.col("event_person").str.starts_with("p:") | (pl.col("event_of_state") & ~pl.col("capitals"))
    )
    capitals = pl.col("capitals") & ~pl.col("in_roll")
    by_body = (pl.col("event_kind") == "organization") & (~capitals | pl.col("event_of_members"))
    # `A Committee Expert asked …` in the body's dialogue
    is_expert = pl.col("event_person").str.contains(r"^u:(?:.* )?expert$")
    by_expert = (pl.col("event_kind") == "unnamed") & is_expert
    opens = (named | by_office | by_body | by_expert) & pl.col("is_first")
    opens_sentence = by_body & pl.col("event_opens").fill_null(False)
    in_dialogue = ~capitals & (named | by_office | opens_sentence)
    is_record = pl.col("kind").is_in(VERBATIM)
    return pl.when((opens | in_dialogue) & ~is_record).then("event_person")


def _finish(numbered: pl.DataFrame) -> pl.DataFrame:
    speaks = pl.col("statement_ordinal").is_not_null()
    verbatim = (
        pl.col("attributed_by").is_in(["first_person"])
        | (
            pl.col("kind").is_in(VERBATIM)
            & (pl.col("attributed_by") == "heading")
            & (pl.col("rule") != "summary_heading")
        )
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
