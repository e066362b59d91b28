"""Direct quotations: quoted text of two words or more that its sentence attributes to a speaker."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from flows.reference import Reference, once_per_reference
from flows.regexes import ascii_boundaries, only_where
from flows.schemas import FACT_COLUMNS

SENTENCE = ("document_key", "sentence_ordinal")
LONGEST_DOCUMENT = 1_000_000_000  # more characters than a document may have
MIN_WORDS = 2
MIN_WORDS_SINGLE = 5  # ‘…’ marks terms and titles; only a clause in it is somebody's words
SHORT_WORDS = 3
TERM_WORDS = 4
# `its work on “Protection of the atmosphere”`: the topic of a text or debate; a fragment of what
# somebody said keeps its small letter, and a sentence has a verb
TOPIC_BEFORE = ascii_boundaries(r"\b(?:on|topics?|cluster|chapter|agenda|item|segment) [“\"]$")
FINITE = ascii_boundaries(
    r"(?i)\b(?:is|are|was|were|be|must|should|will|would|can|could|may|have|has|had|need|needs|do|does|let"
    r"|we|i|you|they|it|there)\b|n[’']t\b"
)
# `“One size fits all” approaches were`: a term before its noun
NOUN_AFTER = r"^ \p{Ll}+ (?:is|are|was|were|would|could|should|must|will|can|had|has|have|did|do|does) "
NAMED_BEFORE = ascii_boundaries(
    r"\b(?:slogan|motto|theme|title|report|campaign|initiative|project|programme|film|book|study|proverb|song"
    r"|exhibition|event|publication|strategy|mantra|paper|document|resolution)\b[^,.;:“”\"]{0,60}, [“\"]$"
)
# an evaluation (`a “very effective tool”`) is the speaker's own words, `the “business model”` a term
EVALUATES = ascii_boundaries(
    r"(?:ing|ous|ful|ive|able|ible|less|ent|ant|ary|ic|\p{L}{3}ed|ly|est|arian)\b"
    r"|\b(?:and|or|not|no|to|of|very|too|more|most|as|new|clear|grave|dire|deep|huge|great|good|bad|worst|best|real|true"
    r"|critical|vital|crucial|total|brutal|moral|cruel|stark|harsh|historic|key|big|main|common|strong|serious|safe|open)\b"
)


@dataclass(frozen=True)
class Cues:
    """Patterns of what stands before and after quoted words."""

    naming: str
    determiner: str
    function_word: str


def extract_quotations(
    sentences: pl.DataFrame, quote_spans: pl.DataFrame, reference: Reference
) -> pl.DataFrame:
    """Return one row per quoted span in an attributed sentence, span by span and sentence by sentence.

    `“We must act,” she said` is a quotation; `a “train the trainers” seminar`, names, titles,
    pull quotes and what stands quoted inside a speech's own text are none.
    """
    cues = _compile_cues(reference)
    pieces = _cut_pieces(_quotable(sentences), quote_spans)
    kept = pieces.filter(_long_enough() & ~_is_named(cues) & ~_is_title() & ~_is_term(cues))
    return kept.with_columns(rule=pl.lit("attributed_quotation")).select(list(FACT_COLUMNS))


def _quotable(sentences: pl.DataFrame) -> pl.DataFrame:
    """Keep attributed running text; in speeches printed as such, quotation marks quote somebody else."""
    return sentences.filter(
        pl.col("statement_ordinal").is_not_null()
        & pl.col("role").is_in(["text", "list_item"])
        & (pl.col("attributed_by") != "first_person")
        & (pl.col("kind") != "verbatim_record")
    )


def _cut_pieces(sentences: pl.DataFrame, quote_spans: pl.DataFrame) -> pl.DataFrame:
    """Cut each outermost span to the sentences it stands in, with what stands before and after."""
    spans = _outermost(quote_spans).select(
        "document_key", "paragraph_ordinal", span_start="start_offset", span_end="end_offset"
    )
    told = sentences.select(
        *SENTENCE, "paragraph_ordinal", sentence="text", low="start_offset", high="end_offset"
    )
    pairs = told.join(spans, on=("document_key", "paragraph_ordinal")).with_columns(
        start_offset=pl.max_horizontal("span_start", "low"), end_offset=pl.min_horizontal("span_end", "high")
    )
    inside = pairs.filter(pl.col("end_offset") > pl.col("start_offset")).with_columns(
        at=pl.col("start_offset") - pl.col("low"), size=pl.col("end_offset") - pl.col("start_offset")
    )
    cut = inside.with_columns(
        text=pl.col("sentence").str.slice(pl.col("at"), pl.col("size")),
        before=pl.col("sentence").str.slice(0, pl.col("at")),
        after=pl.col("sentence").str.slice(pl.col("at") + pl.col("size") + 1),
    )
    return _strip_ends(cut).with_columns(words=pl.col("text").str.count_matches(r"[\p{L}\p{N}][^\s—–]*"))


def _strip_ends(pieces: pl.DataFrame) -> pl.DataFrame:
    """Leave out spaces and marks at the ends of a piece that a sentence's end cut."""
    leading = pl.col("text").str.len_chars() - pl.col("text").str.strip_chars_start(' “"').str.len_chars()
    stripped = pl.col("text").str.strip_chars(' “”"')
    return pieces.with_columns(start_offset=pl.col("start_offset") + leading, text=stripped).with_columns(
        end_offset=pl.col("start_offset") + pl.col("text").str.len_chars()
    )


def _outermost(quote_spans: pl.DataFrame) -> pl.DataFrame:
    """Drop quotations inside quotations; they follow the one around them."""
    line = pl.struct("document_key", "paragraph_ordinal").rle_id().cast(pl.Int64) * LONGEST_DOCUMENT
    reached = (line + pl.col("end_offset")).cum_max().shift(1, fill_value=0)  # on one line for all paragraphs
    return quote_spans.filter(line + pl.col("start_offset") >= reached)


def _long_enough() -> pl.Expr:
    is_single = pl.col("before").str.contains(r"[‘']$") & ~pl.col("before").str.contains(r"[“\"]$")
    return pl.col("words") >= pl.when(is_single).then(MIN_WORDS_SINGLE).otherwise(MIN_WORDS)


def _is_named(cues: Cues) -> pl.Expr:
    """`a debate entitled “…”`, `the so-called “…”`, `its slogan for the year, “…”, was old`."""
    in_commas = pl.col("before").str.contains(NAMED_BEFORE) & pl.col("after").str.starts_with(",")
    return pl.col("before").str.contains(cues.naming) | in_commas


def _is_title() -> pl.Expr:
    """Names and titles have their long words in capitals: `“Water for Peaceful Development”`."""
    text = only_where(~pl.col("text").str.contains(r"[.,!?]$"), pl.col("text"))  # few end without a mark
    long_words = text.str.count_matches(r"\b\p{L}{4,}")
    capitals = text.str.count_matches(r"\b\p{Lu}\p{L}{3,}")
    is_name = (capitals >= 2) & (capitals >= 0.8 * long_words)
    is_short_name = (capitals == long_words) & (capitals > 0) & text.str.contains(r"^\p{Lu}")
    is_topic = (
        pl.col("before").str.contains(TOPIC_BEFORE)
        & text.str.contains(r"^\p{Lu}")
        & ~text.str.contains(FINITE)
    )
    return (is_name | is_short_name | is_topic).fill_null(False)


def _is_term(cues: Cues) -> pl.Expr:
    """A few words after `the` or `a`, or standing before the noun they describe."""
    after_determiner = pl.col("before").str.contains(cues.determiner)
    before_noun = pl.col("after").str.contains(r"^ \p{Ll}+") & ~pl.col("after").str.contains(
        cues.function_word
    )
    short = pl.col("words") <= SHORT_WORDS
    evaluates = pl.col("text").str.contains(EVALUATES)
    opens = ~pl.col("before").str.contains(r"\p{L}")
    named_first = opens & (pl.col("words") <= TERM_WORDS) & pl.col("after").str.contains(NOUN_AFTER)
    return (after_determiner & short & (before_noun | ~evaluates)) | named_first


@once_per_reference
def _compile_cues(reference: Reference) -> Cues:
    cues = reference["quotation_cues"]

    def any_of(role: str) -> str:
        return "|".join(re.escape(c).replace(r"\ ", " ") for c in cues.filter(cues["role"] == role)["cue"])

    opening = r"[“”\"‘'«]?$"
    return Cues(
        naming=ascii_boundaries(rf"(?i)\b(?:{any_of('naming')}),?:? {opening}"),
        determiner=ascii_boundaries(rf"(?i)\b(?:{any_of('determiner')})(?: [\p{{L}}-]+)? {opening}"),
        function_word=ascii_boundaries(rf"(?i)^ (?:{any_of('function_word')})\b|^ \p{{Ll}}+(?:ing|ed)\b"),
    )
