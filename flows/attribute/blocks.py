"""Where a speaker's block begins: headings of meeting coverage and of verbatim records."""

from __future__ import annotations

import re

import polars as pl

from flows.attribute import interviews
from flows.attribute.patterns import Patterns
from flows.reference import Reference
from flows.regexes import ascii_boundaries

KEYS = ("document_key", "paragraph_ordinal")
CHAIR = r"^(?:Acting |Temporary )?(Chair\w*) ?:"
VICE = r"\bVice-(?:President|Chair)"
RUNNING_ROLES = ("text", "list_item")
CAPITALS = r"\p{Lu}[\p{L}’'‑-]*\p{Lu}"
MAX_NAME_CHARS = 120
DATELINE = (
    r"^[\p{Lu} .’'-]+, [0-9]{1,2} \p{Lu}\p{Ll}+ (?:[0-9]{4} )?(?:\(|[-–—])"  # `NEW YORK, 3 May (UN) --`
)
INLINE = r"^\p{Lu}[\p{Ll}.]{0,8} ?\p{Lu}[\p{L}’'.-]*\p{Lu}"  # `Ms. ROE`, `JANE ROE` at a sentence's start
NUMBERED = r"^(?:[0-9]{1,3}\. ?)?"


def find_headings(paragraphs: pl.DataFrame, patterns: Patterns, reference: Reference) -> pl.DataFrame:
    """Return one row per block heading: (keys, frame, honorific, printed_name, place, rest).

    `JANE DOE (Chile), speaking for …, said` and `Mr. Roe (Chad) (spoke in French): …`.
    """
    running = paragraphs.filter(pl.col("role").is_in(RUNNING_ROLES))
    covering = ("meeting_coverage", "news_story", "press_release")
    coverage = running.filter(pl.col("kind").is_in(covering) & (pl.col("section") != "heading"))
    records = running.filter(pl.col("kind") == "verbatim_record")
    verbatim = _record_headings(records, patterns.record_heading)
    return pl.concat(
        [
            _capital_headings(coverage, patterns.caps_heading),
            _delegation_headings(coverage, patterns.delegation_heading, reference),
            _titled_headings(coverage, patterns.titled_heading),
            _chair_headings(coverage, patterns.chair_heading),
            verbatim,
            _summary_headings(records, verbatim, patterns.summary_heading),
            _interview_headings(interviews.find_answers(paragraphs)),
        ]
    )


def _groups(paragraphs: pl.DataFrame, pattern: str) -> pl.DataFrame:
    """Add the groups of the pattern as `g1` to `g4`."""
    return _match_groups(paragraphs, pattern).with_columns(
        **{f"g{i}": pl.col("groups").struct.field(str(i)).str.strip_chars() for i in range(1, 5)}
    )


def _opening_groups(paragraphs: pl.DataFrame, pattern: str) -> pl.DataFrame:
    """Add honorific, name and place within the pattern's first group as `g1` to `g3`, all behind it as `g4`.

    To let the engine capture the rest too would lead it through the whole paragraph at its slowest.
    """
    group = pl.col("groups").struct.field
    return _match_groups(paragraphs, pattern).with_columns(
        **{f"g{i}": group(str(i + 1)).str.strip_chars() for i in range(1, 4)},
        g4=pl.col("text").str.slice(group("1").str.len_chars()).str.strip_chars(),
    )


def _match_groups(paragraphs: pl.DataFrame, pattern: str) -> pl.DataFrame:
    matching = paragraphs.filter(pl.col("text").str.contains(pattern))
    return matching.with_columns(groups=pl.col("text").str.extract_groups(pattern))


def _heading(
    frame: str, honorific: str, name: str, place: str, rest: str, language: pl.Expr
) -> list[pl.Expr]:
    return [
        *[pl.col(k) for k in KEYS],
        pl.lit(frame).alias("frame"),
        (pl.col(honorific) if honorific else pl.lit(None, pl.String)).alias("honorific"),
        pl.col(name).alias("printed_name"),
        pl.col(place).alias("place"),
        pl.col(rest).str.slice(0, 600).alias("rest"),
        language.alias("spoken_language"),
    ]


def _capital_headings(paragraphs: pl.DataFrame, pattern: str) -> pl.DataFrame:
    """A name in capitals; one word alone is a name only with an honorific or a country."""
    is_name = pl.col("g2").str.contains(CAPITALS) & (
        pl.col("g2").str.contains(" ", literal=True) | pl.col("g1").is_not_null() | pl.col("g3").is_not_null()
    )
    tells = pl.col("g4").str.contains(r"\p{Ll}{2}") & ~pl.col("text").str.contains(
        rf"^[^\p{{Ll}}]*$|{DATELINE}"
    )
    # `A man said` opens with a capital as well: the groups only where a word in capitals stands near
    named = paragraphs.filter(pl.col("text").str.contains(pattern)).filter(
        pl.col("text").str.slice(0, MAX_NAME_CHARS).str.contains(CAPITALS)
    )
    return (
        _opening_groups(named, pattern)
        .filter(is_name & tells)
        .select(_heading("caps_heading", "g1", "g2", "g3", "g4", pl.lit(None, pl.String)))
    )


def find_inline_headings(sentences: pl.DataFrame, patterns: Patterns) -> pl.DataFrame:
    """Return headings that begin a later sentence of a paragraph: with an honorific, or name and title."""
    in_full = pl.col("g2").str.contains(" ", literal=True) & (
        pl.col("g3").is_not_null() | pl.col("g4").str.starts_with(",")
    )
    found = _opening_groups(
        sentences.filter(pl.col("text").str.contains(INLINE)), patterns.caps_heading
    ).filter(
        (pl.col("g1").is_not_null() | in_full)
        & pl.col("g2").str.contains(r"\p{Lu}{2}")
        & pl.col("g4").str.contains(r"\p{Ll}{2}")
    )
    columns = _heading("caps_heading", "g1", "g2", "g3", "g4", pl.lit(None, pl.String))
    return found.select("sentence_ordinal", *columns)


def _delegation_headings(paragraphs: pl.DataFrame, pattern: str, reference: Reference) -> pl.DataFrame:
    """`The representative of Chile, JANE DOE, said`, `Chile's delegate wished to know` in the body."""
    opens = (pl.col("section") == "body") & pl.col("text").str.contains(pattern)
    # `The representative of Chile also spoke.` only tells what was done
    only_tells = pl.col("text").str.contains(cue_pattern(reference, "block_end"))
    return (
        paragraphs.filter(opens)
        .filter(~only_tells)
        .with_columns(g0=pl.lit(None, pl.String), g1=pl.col("text").str.slice(0, 240))
        .select(_heading("delegation_heading", "g0", "g1", "g0", "g0", pl.lit(None, pl.String)))
    )


def _titled_headings(paragraphs: pl.DataFrame, pattern: str) -> pl.DataFrame:
    """`Mr. Doe (Chile) said`, `Jane Doe (Chile), President of the Conference, said` in the body."""
    coverage = (pl.col("section") == "body") & (pl.col("kind") == "meeting_coverage")
    placed = pl.col("text").str.slice(0, MAX_NAME_CHARS).str.contains("(", literal=True)
    return (
        _opening_groups(paragraphs.filter(coverage & placed), pattern)
        .filter(~pl.col("g2").str.contains(r"^[^\p{Ll}]*$|^The "))
        .select(_heading("titled_heading", "g1", "g2", "g3", "g4", pl.lit(None, pl.String)))
    )


def _chair_headings(paragraphs: pl.DataFrame, pattern: str) -> pl.DataFrame:
    """`The CHAIR said`, `The Chairman thanked` in the body, with no name beside it."""
    opens = (pl.col("section") == "body") & (pl.col("kind") == "meeting_coverage")
    told = opens & pl.col("text").str.starts_with("The ") & pl.col("text").str.contains(pattern)
    return (
        paragraphs.filter(told)
        .with_columns(g0=pl.lit(None, pl.String), g1=pl.col("text").str.extract(pattern))
        .select(_heading("chair_heading", "g0", "g1", "g0", "g0", pl.lit(None, pl.String)))
    )


def _record_headings(paragraphs: pl.DataFrame, pattern: str) -> pl.DataFrame:
    """`The President (spoke in Spanish): …`, `Ms. Doe (Chile): …`."""
    language = r"^(?:spoke|interpretation) (?:in|from) (\p{L}+)"
    return (
        _groups(paragraphs, pattern)
        .with_columns(
            g0=pl.lit(None, pl.String),
            g2=pl.when(~pl.col("g2").str.contains(language)).then("g2"),
            g3=pl.coalesce(pl.col("g2").str.extract(language), pl.col("g3").replace("", None)),
        )
        .select(_heading("record_heading", "g0", "g1", "g2", "g4", pl.col("g3")))
    )


def _summary_headings(paragraphs: pl.DataFrame, verbatim: pl.DataFrame, pattern: str) -> pl.DataFrame:
    """`12. Ms. Doe (Chile) said that …` of a summary record, or `Ms. Doe said that …` of one whose turns
    are mostly told so: within a speech of a verbatim record that is no turn."""
    acts = pl.col("text").str.contains(rf"{NUMBERED} *The \w+ (?:declared|invited|drew|announced)(?-u:\b)")
    found = _groups(paragraphs.filter(~acts), pattern).with_columns(
        g0=pl.lit(None, pl.String), g3=pl.lit(""), numbered=pl.col("text").str.contains(r"^[0-9]")
    )
    spoken = verbatim.group_by(KEYS[0]).agg(speeches=pl.len())
    told = (~pl.col("numbered")).sum().over(KEYS[0]) > pl.col("speeches").fill_null(0)
    return (
        found.join(spoken, on=KEYS[0], how="left", maintain_order="left")
        .filter(pl.col("numbered") | told)
        .select(_heading("summary_heading", "g0", "g1", "g2", "g3", pl.lit(None, pl.String)))
    )


def _interview_headings(answers: pl.DataFrame) -> pl.DataFrame:
    """`Jane Doe: It began with a song.`"""
    none = pl.lit(None, pl.String)
    return answers.with_columns(g0=none, g1="printed_name").select(
        _heading("interview_heading", "g0", "g1", "g0", "g0", none)
    )


def find_presiding(paragraphs: pl.DataFrame, patterns: Patterns) -> pl.DataFrame:
    """Return the line of a verbatim record that names its president: `President: Ms. Doe (Chile)`."""
    records = paragraphs.filter(kind="verbatim_record")
    listed = records.filter(pl.col("text").str.contains(patterns.presiding))
    seated = records.filter(pl.col("text").str.contains(patterns.took_chair))
    return (
        pl.concat([_groups(listed, patterns.presiding), _groups(seated, patterns.took_chair)])
        .with_columns(g0=pl.lit(None, pl.String), g3=pl.lit(""), is_vice=pl.col("text").str.contains(VICE))
        .with_columns(chair=pl.col("text").str.extract(CHAIR).fill_null("President"))
        .select(
            *_heading("record_heading", "g0", "g1", "g2", "g3", pl.lit(None, pl.String)), "is_vice", "chair"
        )
    )


def cue_pattern(reference: Reference, scope: str) -> str:
    """Return one pattern for all narration cues of a scope (`block_end`, `carry_stop`)."""
    cues = reference["narration_cues"]
    patterns = cues.filter(cues["scope"] == scope)["pattern"]
    return ascii_boundaries("|".join(f"(?:{_after_number(p)})" for p in patterns))


def _after_number(pattern: str) -> str:
    """`It was so decided.` stands as `13. It was so decided.` in a summary record."""
    return re.sub(r"(^|\|)\^", lambda start: start.group(1) + NUMBERED, pattern)
