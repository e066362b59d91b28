"""What printing put between the sentences of records and old releases: page heads and feet."""

from __future__ import annotations

import polars as pl

from flows.read.lines import LINES, before
from flows.regexes import contains_where, only_where

# also `The public part of the meeting was called to order`, `The second part (public) of the meeting began`
CALLED_TO_ORDER = (
    r"^The (?:[a-z ]+(?:\([a-z]+\) )?of the )?meeting (?:was called to order|resumed|was resumed|began)"
    r"|^The discussion covered in the (?:summary )?record began"
)
RECORD_SYMBOL = (
    r"(?:[ASET]|CCPR|CEDAW|CERD|CRC|CAT|CED|CMW|CRPD)/ ?(?:[\w.\-]+/)*(?:PV|SR)\. ?\d+(?:/\w+\.\d+)*"
)
RESUMPTION = r"(?: ?\((?:Resumption|Part) ?\w*\))?"
PAGE_TOKEN = (
    rf"(?:{RECORD_SYMBOL}{RESUMPTION}|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}|\d{{1,3}}/\d{{1,3}}"
    r"|\d{1,2} [A-Z][a-z]+ \d{4}"
    r"|\d{2}-\d{5}(?: \([EFSRACT]\))?|\*\d{5,}\*|(?:[Pp]age )?\d{1,3}|- ?\d{1,3} ?-|English Page \d{1,3})"
)
DATE_LINE = r"^\d{1,2} [A-Z][a-z]+ \d{4}$"
PAGE_LINE = rf"^(?:{PAGE_TOKEN} ?)+$"
# S/PV.8111 The situation in … 20/11/2017, or the other way round
RUNNING_HEAD = (
    rf"^(?:{RECORD_SYMBOL}{RESUMPTION} .{{3,160}} \d{{1,2}}/\d{{1,2}}/\d{{4}}"
    rf"|\d{{1,2}}/\d{{1,2}}/\d{{4}} .{{3,160}} {RECORD_SYMBOL}{RESUMPTION})$"
)
# records of the 1990s: `General Assembly 48th plenary meeting` and `Fiftieth session 2 November 1995`
MEETING_HEAD = (
    r"^(?:General Assembly|Security Council) [0-9]{1,4}(?:st|nd|rd|th) (?:plenary )?meeting$"
    r"|^[A-Z][a-z]+(?:-[a-z]+)? (?:session|year) [0-9]{1,2} [A-Z][a-z]+ [0-9]{4}$"
)
MEETING_DAY = r"([0-9]{1,4})(?:st|nd|rd|th) Meeting[^.]{0,30} ([0-9]{1,2} [A-Z][a-z]+ [0-9]{4})$"
# `Security Council - 2 - Press Release SC/6510`, and below or behind it `3873rd Meeting (AM) 16 April 1998`
RELEASE_HEAD = (
    r"^[A-Z][^.]{2,60} - ?[0-9]{1,3}[a-z]? ?- (?:Press Release )?[A-Z]{1,7}(?:/[A-Z]+)*/[0-9]{1,6}"
    r"(?: [0-9]{1,4}(?:st|nd|rd|th) Meeting[^.]{0,30}[0-9]{4})?$"
)
RELEASE_SUBHEAD = r"^(?:[0-9]{1,4}(?:st|nd|rd|th) [^.]{3,60}|[^.a-z]{0,9})[0-9]{1,2} [A-Z][a-z]+ [0-9]{4}$"
RELEASE_FOOT = r"(?i)^\((?:more|page [0-9]{1,3} (?:follows|of [0-9]{1,3}))\)$"
# the box on a record's first page that falls between its sentences
BOX_START = r"^(?:(?:This|The present) record (?:contains the|is subject to)|Corrections .*should be)"
BOX_END = r"documents\.un\.org|undocs\.org|original languages? only\.$|copy of the record\.$"
MAX_BOX_LINES = 12
MAX_PAGE_LINE_CHARS = 220
COVER_LINES = 10  # the symbol and date on the cover are not page heads


def remove_page_lines(lines: pl.DataFrame) -> pl.DataFrame:
    """Drop `S/PV.8111 … 20/11/2017`, `17-38534 2/14` and `(more)`, so that sentences meet again.

    Adds `cut`: whether such lines stood right before the line.
    """
    text = pl.col("text")
    short = text.str.len_chars() <= MAX_PAGE_LINE_CHARS
    numbered = only_where(contains_where(short, text, r"[0-9]|\(more\)"), text)
    lines = lines.with_columns(numbered=numbered, line=pl.int_range(pl.len()).over("file"))
    inside = pl.col("line") >= COVER_LINES
    page = _mark_record_pages(lines.filter(pl.col("file").is_in(_record_files(lines).implode())))
    marked = (
        lines.join(page, on=["file", "line"], how="left", maintain_order="left")
        .with_columns(release_page=_is_release_page() & inside)
        .with_columns(page=pl.col("record_page").fill_null(False) | pl.col("release_page").fill_null(False))
    )
    return (
        marked.with_columns(cut=before("page").fill_null(False))
        .filter(~pl.col("page"))
        .with_columns(gap=pl.col("gap") & ~pl.col("cut"))
        .select(*LINES, "cut")
    )


def read_release_heads(lines: pl.DataFrame) -> pl.DataFrame:
    """Return (file, page_meeting, page_date) of old releases that number the meeting on their pages only:
    `Security Council - 2 - Press Release SC/6510 3873rd Meeting (AM) 16 April 1998`."""
    named = pl.col("text").str.contains("Press Release ", literal=True)
    short = pl.col("text").str.len_chars() <= MAX_PAGE_LINE_CHARS
    behind = pl.col("text").str.contains(MEETING_DAY)
    below = pl.col("text").shift(-1).over("file")
    return (
        lines.with_columns(heads=named & short, below=pl.when(named).then(below))
        .filter("heads")
        .filter(pl.col("text").str.contains(RELEASE_HEAD))
        .with_columns(told=pl.when(behind).then("text").otherwise("below"))
        .group_by("file")
        .agg(
            page_meeting=pl.col("told").str.extract(MEETING_DAY, 1).drop_nulls().first().cast(pl.Int64),
            page_date=pl.col("told").str.extract(MEETING_DAY, 2).drop_nulls().first(),
        )
    )


def _record_files(lines: pl.DataFrame) -> pl.Series:
    """Return the files in which a line names a record near its start."""
    named = pl.col("numbered").str.contains(rf"^(?:.{{0,40}} )?{RECORD_SYMBOL}")
    return lines.filter(named)["file"].unique()


def _mark_record_pages(lines: pl.DataFrame) -> pl.DataFrame:
    """Return (file, line, record_page) of records: page heads, and the box on the first page."""
    forms = [pl.col("numbered").str.contains(form) for form in (PAGE_LINE, RUNNING_HEAD, MEETING_HEAD)]
    # a cover may be long: the date on a line of its own there is the record's
    called = pl.col("text").str.contains(CALLED_TO_ORDER)
    is_cover = called.any().over("file") & ~called.cum_max().over("file")
    is_date = is_cover & pl.col("numbered").str.contains(DATE_LINE).fill_null(False)
    inside = (pl.col("line") >= COVER_LINES) & ~is_date
    page_line = (pl.any_horizontal(forms) & inside).fill_null(False)
    return lines.with_columns(page_line=page_line).select(
        "file", "line", record_page=pl.col("page_line") | _is_box()
    )


def _is_box() -> pl.Expr:
    """`This record contains the text of …` up to `… (http://documents.un.org).`, within the text."""
    text, line = pl.col("text"), pl.col("line")
    starts = text.str.contains(BOX_START) & text.str.contains(CALLED_TO_ORDER).cum_max().over("file")
    ends = text.str.contains(BOX_END) | pl.col("page_line")
    end_line = pl.when(ends).then(line).backward_fill().over("file")
    bounded = starts & (end_line - line <= MAX_BOX_LINES)
    return (line <= pl.when(bounded).then(end_line).forward_fill().over("file")).fill_null(False)


def _is_release_page() -> pl.Expr:
    """The head of an old release's page, which may go on in the line below, and `(more)` at its foot."""
    head = pl.col("numbered").str.contains(RELEASE_HEAD)
    subhead = pl.col("numbered").str.contains(RELEASE_SUBHEAD) & head.shift(1).over("file")
    return head | subhead | pl.col("numbered").str.contains(RELEASE_FOOT)
