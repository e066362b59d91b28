"""Which part each paragraph plays in its document: masthead, title, running text, pull quote …"""

from __future__ import annotations

import polars as pl

from flows.read.forms import (
    MEETING_NUMBER,
    RECORD_TURN,
    SESSION_NUMBER,
    SUMMARY_TURN,
    SYMBOL_LINE,
    UNOFFICIAL,
    date_line_pattern,
)
from flows.read.lines import before
from flows.read.pull_quotes import mark_pull_quotes
from flows.read.records import CALLED_TO_ORDER
from flows.reference import Reference, once_per_reference
from flows.regexes import ascii_boundaries, only_where

MAX_HEADING_CHARS = 300  # no heading, caption or pull quote is longer
MAX_SUBHEAD_CHARS = 200
MAX_CUED_CHARS = 130  # a punctuated line of the page's furniture is no longer
END_MARK = r"[.!?…。！？؟]['’\"”»)\]*]*(?:\[[0-9]{1,3}\]|[¹²³⁰-⁹])*$"  # also before a footnote's number
OPEN_END = r"[:;,][’\"”»)\]]*$"  # `States should:`
TWO_SENTENCES = r"(?:^| )\p{Ll}+[.?!]['’\"”]? \p{Lu}"
# a sentence that only lost its full stop
UNSTOPPED_SENTENCE = (
    r"[”\"],? (?:[\p{L}.’-]+ ){0,4}(?:said|says|told|added|stressed|noted|warned|continued)(?-u:\b)"
)
VOTES = r"^(?:In favour|Against|Abstain(?:ing|ed)?|Absent)(?: \([0-9]{1,3}\))?: \p{Lu}"
HEADING_ROLES = ("masthead", "title", "subhead", "byline", "caption", "furniture")


def assign_roles(lines: pl.DataFrame, profile: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Add `role` and `section` to the paragraphs, given as (file, hint, text, gap)."""
    kinds = profile.select("file", "kind")
    marked = _mark_places(lines.join(kinds, on="file", how="left", maintain_order="left"))
    marked = _mark_titles(_judge_forms(marked, reference))
    marked = _release_text(mark_pull_quotes(marked))
    # what is one link and no part of the text is the page's furniture, not the document's
    loose_link = ((pl.col("hint") == "link") & (pl.col("role") == "furniture")).fill_null(False)
    return _mark_sections(marked.filter(~loose_link)).select("file", "text", "role", "section", "line")


def _mark_places(lines: pl.DataFrame) -> pl.DataFrame:
    """Add what the rules look at.

    `brief` is the text of lines short enough to be no prose, `opening` that of those before
    the prose, `loose` that of unpunctuated or very short ones.
    """
    text = pl.col("text")
    lines = lines.with_columns(
        line=pl.int_range(pl.len()).over("file"),
        brief=only_where(text.str.len_chars() <= MAX_HEADING_CHARS, text),
    )
    lines = lines.with_columns(
        ended=_brief_is(END_MARK) | pl.col("brief").is_null(),
        prose_before=(pl.col("running").cum_sum() - pl.col("running")).over("file"),
        is_cover=(pl.col("kind") == "verbatim_record") & (pl.col("line") < _opening_line()),
    )
    is_loose = ~pl.col("ended") | (pl.col("brief").str.len_chars() <= MAX_CUED_CHARS)
    return lines.with_columns(
        opening=only_where(pl.col("prose_before") == 0, pl.col("brief")),
        loose=only_where(is_loose, pl.col("brief")),
    )


def _judge_forms(lines: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Add `role`, `cued` and `is_section_heading` by the lines' forms.

    Only lines that could be more than text are looked at: most of a document is prose.
    """
    lines = lines.with_row_index("row")
    could_be_more = pl.any_horizontal(pl.col("loose", "opening", "hint").is_not_null(), "is_cover")
    judged = _mark_cues(lines.filter(could_be_more), reference).with_columns(
        role=_role_by_form(reference),
        is_section_heading=~pl.col("ended") & _brief_is(_section_heading_pattern(reference), "loose"),
    )
    text_ends = judged.filter("ends_text").group_by("file").agg(pl.col("line").min().alias("text_end"))
    return (
        lines.join(
            judged.select("row", "role", "cued", "is_section_heading"),
            on="row",
            how="left",
            maintain_order="left",
        )
        .join(text_ends, on="file", how="left", maintain_order="left")
        .with_columns(
            pl.col("cued").fill_null(""),
            pl.col("is_section_heading").fill_null(False),
            role=pl.when(pl.col("line") >= pl.col("text_end"))
            .then(pl.lit("furniture"))
            .otherwise(pl.col("role").fill_null("text")),
        )
    )


def _brief_is(pattern: str, column: str = "brief") -> pl.Expr:
    return pl.col(column).str.contains(ascii_boundaries(pattern)).fill_null(False)


@once_per_reference
def _cues_by_role(reference: Reference) -> list[tuple[str, bool, str]]:
    """Return (role, rest_follows, one pattern for all its rows)."""
    grouped = reference["line_cues"].group_by("role", "rest_follows", maintain_order=True).agg("pattern")
    return [(role, rest, "|".join(f"(?:{p})" for p in patterns)) for role, rest, patterns in grouped.rows()]


@once_per_reference
def _section_heading_pattern(reference: Reference) -> str:
    return "(?i)" + "|".join(reference["section_headings"]["pattern"])


def _mark_cues(lines: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Add `cued`, the role that the line's form names, and `ends_text` where only furniture follows."""
    cues = _cues_by_role(reference)
    cued = pl.coalesce(
        *[pl.when(_brief_is(pattern, "loose")).then(pl.lit(role)) for role, _, pattern in cues]
    )
    is_story = ~pl.col("kind").is_in(["meeting_coverage", "verbatim_record"])
    ends_text = is_story & ~pl.col("ended") & (pl.col("prose_before") > 0)
    followed = [_brief_is(pattern, "loose") for _, rest, pattern in cues if rest]
    return lines.with_columns(
        cued=cued.fill_null(""), ends_text=ends_text & pl.any_horizontal(pl.lit(False), *followed)
    )


def _is_masthead(reference: Reference) -> pl.Expr:
    """Symbol, meeting number, session or date alone on a line before the text; a record's cover."""
    forms = (SYMBOL_LINE, MEETING_NUMBER, SESSION_NUMBER, date_line_pattern(reference))
    is_form = _brief_is("|".join(f"(?:{form})" for form in forms), "opening") & ~pl.col("ended")
    opening = (pl.col("prose_before") == 0) & (is_form | (pl.col("cued") == "masthead"))
    disclaimer = _brief_is(UNOFFICIAL, "loose") & (pl.col("brief").str.len_chars() <= MAX_CUED_CHARS)
    return opening | (pl.col("is_cover") & pl.col("cued").is_in(["", "masthead"])) | disclaimer


def _opening_line() -> pl.Expr:
    """Where a record's cover ends: the call to order, else the first turn."""
    record = only_where(pl.col("kind") == "verbatim_record", pl.col("text"))
    opens = [record.str.contains(pattern) for pattern in (CALLED_TO_ORDER, RECORD_TURN)]
    lines = [pl.when(opened).then("line").min().over("file") for opened in opens]
    return pl.coalesce(*lines, pl.lit(0))


def _role_by_form(reference: Reference) -> pl.Expr:
    """The role as far as the line alone tells it; every heading is `subhead` for now."""
    hint, cued = pl.col("hint").fill_null(""), pl.col("cued")
    # a masthead's line of capitals may break off anywhere: `COUNCIL EXTENDS MANDATE,`
    capitals = pl.col("opening").is_not_null() & ~_brief_is(r"\p{Ll}", "opening")
    unended = ~pl.col("ended") & (~_brief_is(OPEN_END, "loose") | capitals)
    return (
        pl.when(_is_masthead(reference))
        .then(pl.lit("masthead"))
        .when(cued == "furniture")
        .then(pl.lit("furniture"))
        .when((hint == "caption") | ((cued == "caption") & ~pl.col("ended")))
        .then(pl.lit("caption"))
        .when(hint == "byline")
        .then(pl.lit("byline"))
        .when(hint.str.contains("^h[1-6]$") & pl.col("brief").is_not_null())
        .then(pl.lit("subhead"))
        .when(hint.is_in(["li", "dash"]))
        .then(pl.lit("list_item"))
        .when(hint == "link")
        .then(pl.lit("furniture"))
        .when(unended & ~_is_unstopped())
        .then(pl.lit("subhead"))
        .otherwise(pl.lit("text"))
    )


def _is_unstopped() -> pl.Expr:
    """A sentence, speaker's block, turn or list of votes that only lost its full stop is no heading."""
    speaker = pl.col("is_capital_speaker") & _brief_is(r" \p{Ll}+ed | said ", "loose")
    turn = (pl.col("kind") == "verbatim_record") & _brief_is(f"{RECORD_TURN}|{SUMMARY_TURN}", "loose")
    return _brief_is(f"{UNSTOPPED_SENTENCE}|{TWO_SENTENCES}|{VOTES}", "loose") | speaker | turn


def _mark_titles(lines: pl.DataFrame) -> pl.DataFrame:
    """The first heading is the title; old pages print it twice or over several lines of capitals."""
    is_candidate = (pl.col("prose_before") == 0) | (pl.col("hint") == "h1").fill_null(False)
    rows = lines.select(is_candidate).to_series().arg_true()
    return lines.with_columns(lines["role"].scatter(rows, _choose_titles(lines[rows])["role"]))


def _choose_titles(lines: pl.DataFrame) -> pl.DataFrame:
    """Set the role `title` among the lines before the prose and the pages' own titles."""
    heading = pl.col("role") == "subhead"
    early = heading & (pl.col("prose_before") == 0)
    # `Is the world ready?` opens a document like a sentence
    question = (pl.col("role") == "text") & _brief_is(r"[?!][’\"”']?$", "opening")
    marked = heading & (pl.col("hint") == "h1").fill_null(False)
    chosen = pl.coalesce(
        *[pl.when(form).then("line").min().over("file") for form in (marked, early, question)]
    )
    lines = lines.with_columns(
        role=pl.when((pl.col("line") == chosen).fill_null(False)).then(pl.lit("title")).otherwise("role")
    )
    is_title = pl.col("role") == "title"
    title = pl.when(is_title).then("opening").max().over("file")
    in_capitals = (early | is_title) & pl.col("opening").is_not_null() & ~_brief_is(r"\p{Ll}", "opening")
    # every line of the run of capitals that the title is in, from the title on
    run = (~in_capitals).cum_sum().over("file")
    goes_on = early & in_capitals & is_title.cum_max().over("file", run)
    again = early & (pl.col("opening") == title)
    return lines.with_columns(
        role=pl.when((goes_on | again).fill_null(False)).then(pl.lit("title")).otherwise("role")
    )


def _release_text(lines: pl.DataFrame) -> pl.DataFrame:
    """Long unpunctuated lines that turned out to be no title or pull quote are text after all;
    a line right at a picture's credit is its caption."""
    long = (pl.col("role") == "subhead") & (pl.col("brief").str.len_chars() > MAX_SUBHEAD_CHARS)
    unmarked = ~pl.col("hint").fill_null("").str.contains("^h[1-6]$")
    at_credit = (
        (pl.col("role") == "text")
        & pl.col("brief").is_not_null()
        & ~pl.col("gap")
        & (before("role") == "caption")
        & (before("cued") == "caption")
    ).fill_null(False)
    return lines.with_columns(
        role=pl.when(long & unmarked)
        .then(pl.lit("text"))
        .when(at_credit)
        .then(pl.lit("caption"))
        .otherwise("role")
    )


def _mark_sections(lines: pl.DataFrame) -> pl.DataFrame:
    """`lead` is what a meeting's coverage says before its first speaker block or section heading."""
    running = pl.col("role").is_in(["text", "list_item"])
    is_meeting = pl.col("kind") == "meeting_coverage"
    block = running & pl.col("is_capital_speaker")
    heading = pl.col("is_section_heading") & (pl.col("role") == "subhead") & (pl.col("prose_before") > 0)
    opens_body = block | heading
    in_lead = is_meeting & ~opens_body.cum_max().over("file") & opens_body.any().over("file")
    section = (
        pl.when(pl.col("role").is_in(HEADING_ROLES))
        .then(pl.lit("heading"))
        .when(pl.col("role") == "pull_quote")
        .then(pl.lit("pull_quote"))
        .when(in_lead)
        .then(pl.lit("lead"))
        .otherwise(pl.lit("body"))
    )
    return lines.with_columns(section=section)
