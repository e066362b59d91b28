"""What the head of a document states about it: symbol, kind, meeting, dates, edition."""

from __future__ import annotations

import polars as pl

from flows.read.agenda import read_agenda
from flows.read.dates import parse_date
from flows.read.forms import (
    DATE_STAMP,
    HALF_DAY,
    IN_PROGRESS,
    MEETING_NUMBER,
    NEWS_SERVICE,
    OFFICE_TEXT,
    OFFICIAL,
    PART,
    PRESS_RELEASE,
    QUOTED_REPORT,
    RECORD_ACT,
    RECORD_LINE,
    RECORD_TITLE,
    RECORD_TURN,
    REPORTED,
    SESSION_NUMBER,
    SUMMARY_TURN,
    SYMBOL_LINE,
    UNNUMBERED_TURN,
    UNOFFICIAL,
    date_line_pattern,
    dateline_pattern,
    held_pattern,
    meeting_summary_pattern,
    meeting_told_pattern,
    united_nations_pattern,
)
from flows.reference import Reference
from flows.regexes import contains_where

HEAD_LINES = 30
MAX_MASTHEAD_CHARS = 160
MAX_OPENING_CHARS = 400
MIN_PROSE_CHARS = 100
MIN_TURNS = 2
MIN_REPORTS = 2  # one quotation without a date may stand anywhere


def profile_documents(
    lines: pl.DataFrame, page_heads: pl.DataFrame, metadata: pl.DataFrame, reference: Reference
) -> pl.DataFrame:
    """Return one row per file of what its text states; what it does not state is NULL.

    `page_heads` has what the heads of an old release's pages say of its meeting; `metadata` has the
    addresses (file, source_url), which tell a site's own kind.
    """
    head = lines.group_by("file", maintain_order=True).head(HEAD_LINES)
    stated = lines.select("file").unique(maintain_order=True)
    parts = (
        _read_masthead(head, reference),
        _read_opening(head, reference),
        _count_forms(lines, reference),
        read_agenda(lines),
        page_heads,
        metadata.select("file", "source_url"),
    )
    for part in parts:
        stated = stated.join(part, on="file", how="left", maintain_order="left")
    flags = pl.col(
        "is_in_progress", "is_final", "is_release", "is_office_text", "is_titled_record", "is_half_day"
    ).fill_null(False)
    return (
        stated.with_columns(flags, meeting_number=pl.coalesce("meeting_number", "page_meeting"))
        .with_columns(symbol=_clean_symbol())
        .with_columns(series=_series(reference))
        .with_columns(series_kind=_from_series("kind", reference), organ=_from_series("organ", reference))
        .with_columns(kind=_kind(reference), session=_session(), edition=_edition())
        .with_columns(
            text_date=parse_date(pl.coalesce("date", "dateline", "stamp", "page_date"), reference),
            held_date=parse_date(pl.col("held"), reference),
            is_official_record=_is_official_record(),
        )
    )


def _read_masthead(head: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return per file what its short lines before and around the title state."""
    text = pl.col("text")
    short = head.with_columns(before_prose=_is_before_prose()).filter(
        text.str.len_chars() <= MAX_MASTHEAD_CHARS
    )

    def first(column: pl.Expr) -> pl.Expr:
        return column.drop_nulls().first()

    return (
        short.with_columns(record=text.str.extract(RECORD_LINE))
        .group_by("file")
        .agg(
            press_symbol=first(text.str.extract(SYMBOL_LINE)),
            part=first(pl.when(pl.col("record").is_not_null()).then(text).str.extract(PART)),
            record=first(pl.col("record")),
            meeting_number=first(text.str.extract(MEETING_NUMBER)).cast(pl.Int64, strict=False),
            session_word=first(text.str.extract(SESSION_NUMBER)).str.to_lowercase(),
            date=first(pl.when("before_prose").then(text).str.extract(date_line_pattern(reference))),
            held=first(text.str.extract(held_pattern(reference))),
            is_in_progress=text.str.contains(IN_PROGRESS).any(),
            is_final=text.str.contains(OFFICIAL).any(),
            is_release=text.str.contains(PRESS_RELEASE).any(),
            is_half_day=text.str.contains(HALF_DAY).any(),
            is_titled_record=text.str.contains(RECORD_TITLE).any(),
        )
    )


def _read_opening(head: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return per file the dateline of its first prose, and whether that announces an office's text."""
    text = pl.col("text").str.slice(0, MAX_OPENING_CHARS)
    return (
        head.filter(_is_before_prose())
        .group_by("file")
        .agg(
            dateline=text.str.extract(dateline_pattern(reference)).drop_nulls().first(),
            stamp=text.str.extract(DATE_STAMP).drop_nulls().first(),
            is_office_text=text.str.contains(OFFICE_TEXT).any(),
        )
    )


def _is_before_prose() -> pl.Expr:
    """Up to the first prose line, which is the one that a dateline opens."""
    return pl.col("running").cum_sum().over("file") <= 1


def _count_forms(lines: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return per file how many paragraphs have the form of a turn in coverage and in records."""
    text, running = pl.col("text"), pl.col("running")
    # the long pattern only where the name itself does not stand
    named = text.str.contains("United Nations", literal=True).any().over("file")
    # a page may break its first sentence over two paragraphs
    told = (running | (text.str.len_chars() >= MIN_PROSE_CHARS)) & text.str.contains(
        meeting_told_pattern(reference)
    )
    lines = lines.with_columns(named=named, reports=text.str.contains(REPORTED), told=told)
    is_summary = contains_where(pl.col("told"), text, meeting_summary_pattern(reference))
    is_about = pl.col("named") | contains_where(~pl.col("named"), text, united_nations_pattern(reference))
    return (
        lines.group_by("file", maintain_order=True)
        .agg(
            (pl.col("is_capital_speaker") & running).sum().alias("capital_speakers"),
            text.str.contains(RECORD_TURN).sum().alias("verbatim_turns"),
            text.str.contains(SUMMARY_TURN).sum().alias("numbered_turns"),
            text.str.contains(UNNUMBERED_TURN).sum().alias("unnumbered_turns"),
            text.str.contains(RECORD_ACT).any().alias("has_record_act"),
            text.str.contains(UNOFFICIAL).any().alias("is_unofficial"),
            pl.col("told").any().alias("is_meeting_told"),
            text.str.contains(NEWS_SERVICE).any().alias("is_news_service"),
            is_summary.any().alias("is_meeting_summary"),
            quoted_reports=contains_where(pl.col("reports"), text, QUOTED_REPORT).sum(),
            is_about=is_about.any(),
            reports=pl.col("reports").sum(),
        )
        .with_columns(record_turns=pl.col("verbatim_turns") + pl.col("numbered_turns"))
    )


def _clean_symbol() -> pl.Expr:
    """A press symbol wins over a record that its masthead only refers to."""
    record = pl.col("record").str.replace_all(" ", "")
    return (
        pl.when(pl.col("record_turns") > 0)
        .then(pl.coalesce(record, "press_symbol"))
        .otherwise(pl.coalesce("press_symbol", record))
    )


def _series(reference: Reference) -> pl.Expr:
    """The row of the series table for the document's symbol: the first pattern that fits."""
    patterns = enumerate(reference["symbol_series"]["pattern"])
    return pl.coalesce(*[pl.when(pl.col("symbol").str.contains(p)).then(row) for row, p in patterns])


def _from_series(column: str, reference: Reference) -> pl.Expr:
    values = dict(enumerate(reference["symbol_series"][column]))
    return pl.col("series").replace_strict(values, default=None, return_dtype=pl.String)


def _edition() -> pl.Expr:
    in_progress = pl.when("is_in_progress").then(pl.lit("in_progress"))
    return in_progress.when("is_final").then(pl.lit("final"))


def _is_official_record() -> pl.Expr:
    """Records are official unless they say otherwise, what is written for the press never is."""
    kind = pl.col("kind")
    unofficial = pl.col("is_unofficial") | kind.is_in(["meeting_coverage", "press_release", "news_story"])
    return pl.when(unofficial).then(False).when(kind == "verbatim_record").then(True)


def _kind(reference: Reference) -> pl.Expr:
    """The codebook's kind, by form; a symbol alone does not make a meeting."""
    blocks, turns = pl.col("capital_speakers") >= 2, pl.col("record_turns")
    numbered = pl.col("meeting_number").is_not_null()
    series = pl.col("series_kind").fill_null("")
    said = (pl.col("capital_speakers") >= 1) | pl.col("is_meeting_told")
    is_meeting = (series == "meeting_coverage") & (numbered | said) & ~pl.col("is_office_text")
    # outside the series of symbols: with speakers' blocks, or as Geneva sums up its meetings, or under
    # the masthead of a numbered meeting of a session
    in_session = pl.col("session_word").is_not_null() & (pl.col("reports") > 0)
    is_numbered = numbered & (in_session | pl.col("is_half_day")) & (turns == 0)
    is_told = blocks & (numbered | pl.col("is_meeting_told")) | _is_summary() | is_numbered
    # conferences, observances and treaty bodies are covered under symbols of releases
    covers = (blocks & ~pl.col("is_release")) | _is_summary()
    is_covered = (series == "press_release") & covers & ~pl.col("is_office_text")
    is_release = (
        series.is_in(["meeting_coverage", "press_release"]) | pl.col("is_office_text") | pl.col("is_release")
    )
    on_site = _is_story_site(reference) & (series == "")
    return (
        pl.when(_is_record(series))
        .then(pl.lit("verbatim_record"))
        .when(is_meeting | is_covered | ((series == "") & is_told & ~pl.col("is_office_text") & ~on_site))
        .then(pl.lit("meeting_coverage"))
        .when(on_site)
        .then(pl.lit("news_story"))
        .when(is_release & (series != "verbatim_record"))
        .then(pl.lit("press_release"))
        .when(_is_story() & pl.col("symbol").is_null() & (turns == 0))
        .then(pl.lit("news_story"))
        .otherwise(pl.lit("other"))
    )


def _is_record(series: pl.Expr) -> pl.Expr:
    """Turns as in records: under a record's symbol or title, or told with a record's acts."""
    turns, acts = pl.col("record_turns"), pl.col("has_record_act")
    titled = pl.col("is_titled_record") | (pl.col("is_final") & acts)  # `Official Records`
    named = (series == "verbatim_record") | titled
    has_any = (turns + pl.col("unnumbered_turns") > 0) | acts
    return (named & has_any) | ((turns >= MIN_TURNS) & acts) | (pl.col("numbered_turns") >= MIN_TURNS)


def _is_summary() -> pl.Expr:
    """`The Human Rights Council this morning held a dialogue …`, and what was said in it."""
    return pl.col("is_meeting_summary") & (pl.col("reports") > 0)


def _is_story() -> pl.Expr:
    """Somebody is reported in a text about the United Nations that has a date, or reports at length."""
    dated = pl.col("dateline").is_not_null() | (
        pl.col("date").is_not_null() & (pl.col("reports") > 0) & pl.col("is_about")
    )
    told = (pl.col("reports") >= MIN_REPORTS) & (pl.col("quoted_reports") > 0) & pl.col("is_about")
    return dated | pl.col("is_news_service") | told


def _is_story_site(reference: Reference) -> pl.Expr:
    """Whether the page says it is from a site that publishes stories only (`news.un.org`)."""
    hosts = reference["publishers"].filter(kind="news_story")["host"].drop_nulls().to_list()
    host = pl.col("source_url").str.extract(r"^https?://(?:www\.)?([^/]+)").str.to_lowercase()
    return host.is_in(hosts).fill_null(False)


UNITS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
TEENS = (
    "tenth",
    "eleventh",
    "twelfth",
    *(f"{stem}teenth" for stem in ("thir", "four", "fif", "six", "seven", "eigh", "nine")),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINALS = {
    **{word: n for n, word in enumerate([*UNITS, *TEENS], start=1)},
    **{ten[:-1] + "ieth": 10 * n for n, ten in enumerate(TENS, start=2)},
    **{
        f"{ten}-{unit}": 10 * n + m
        for n, ten in enumerate(TENS, start=2)
        for m, unit in enumerate(UNITS, start=1)
    },
}


def _session() -> pl.Expr:
    """`Seventy-second General Assembly` or the 72 of `A/72/PV.24`."""
    word = pl.col("session_word").replace_strict(ORDINALS, default=None, return_dtype=pl.Int64)
    return pl.coalesce(word, pl.col("symbol").str.extract(r"^A/(?:C\.\d/)?(\d{2,3})/").cast(pl.Int64))
