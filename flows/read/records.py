"""What printing put between the sentences of verbatim and summary records: page heads and feet."""

from __future__ import annotations

import polars as pl

from flows.read.lines import before

RECORD_SYMBOL = (
    r"(?:[ASET]|CCPR|CEDAW|CERD|CRC|CAT|CED|CMW|CRPD)/ ?(?:[\w.\-]+/)*(?:PV|SR)\. ?\d+(?:/\w+\.\d+)*"
)
RESUMPTION = r"(?: ?\((?:Resumption|Part) ?\w*\))?"
PAGE_TOKEN = (
    rf"(?:{RECORD_SYMBOL}{RESUMPTION}|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}|\d{{1,3}}/\d{{1,3}}"
    r"|\d{2}-\d{5}(?: \([EFSRACT]\))?|\*\d{5,}\*|(?:[Pp]age )?\d{1,3}|- ?\d{1,3} ?-|English Page \d{1,3})"
)
PAGE_LINE = rf"^(?:{PAGE_TOKEN} ?)+$"
# S/PV.8111 The situation in … 20/11/2017, or the other way round
RUNNING_HEAD = (
    rf"^(?:{RECORD_SYMBOL}{RESUMPTION} .{{3,160}} \d{{1,2}}/\d{{1,2}}/\d{{4}}"
    rf"|\d{{1,2}}/\d{{1,2}}/\d{{4}} .{{3,160}} {RECORD_SYMBOL}{RESUMPTION})$"
)
COVER_LINES = 10  # the symbol and date on the cover are not page heads


def remove_page_lines(lines: pl.DataFrame) -> pl.DataFrame:
    """Drop `S/PV.8111 … 20/11/2017` and `17-38534 2/14` in records, so that sentences meet again.

    Adds `cut`: whether such lines stood right before the line.
    """
    short = pl.col("text").str.len_chars() <= 220
    candidate = short & pl.col("text").str.contains(r"\d")
    if not lines.select((candidate & pl.col("text").str.contains(RECORD_SYMBOL)).any()).item():
        return lines.with_columns(cut=pl.lit(False))
    is_record = (
        (candidate & pl.col("text").str.contains(rf"^(?:.{{0,40}} )?{RECORD_SYMBOL}")).any().over("file")
    )
    is_page_line = (
        candidate
        & (pl.col("text").str.contains(PAGE_LINE) | pl.col("text").str.contains(RUNNING_HEAD))
        & (pl.int_range(pl.len()).over("file") >= COVER_LINES)
    )
    marked = lines.with_columns(page=is_page_line & is_record)
    return (
        marked.with_columns(cut=before("page").fill_null(False))
        .filter(~pl.col("page"))
        .with_columns(gap=pl.col("gap") & ~pl.col("cut"))
        .drop("page")
    )
