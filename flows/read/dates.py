"""Dates as press documents print them."""

from __future__ import annotations

import polars as pl

from flows.reference import Reference, once_per_reference

YEARS = (1945, 2100)


@once_per_reference
def month_pattern(reference: Reference) -> str:
    """Return the alternation of all month names of the reference, as printed and in capitals."""
    names = reference["month_names"]["name"].to_list()
    printed = sorted({form for name in names for form in (name, name.upper())}, key=lambda n: (-len(n), n))
    return "(?:" + "|".join(name.replace(".", r"\.") for name in printed) + ")"


@once_per_reference
def date_pattern(reference: Reference) -> str:
    """Return a regular expression of one printed date with its year."""
    month = month_pattern(reference)
    day, year = "[0-9]{1,2}", "[0-9]{4}"
    named = rf"{day}(?:st|nd|rd|th|er|º)?(?: de| of)? {month}(?: de|,)? {year}|{month} {day},? {year}"
    return rf"(?:{named}|{day}/{day}/{year}|{year}-[0-9]{{2}}-[0-9]{{2}}|(?:19|20)[0-9]{{6}})"


def parse_date(printed: pl.Expr, reference: Reference) -> pl.Expr:
    """Return the date of `15 March 2017`, `March 15, 2017`, `15/3/2017`, `20170315` or ISO; else NULL."""
    names = reference["month_names"]
    month_word = (
        printed.str.extract(rf"({month_pattern(reference)})", 1)
        .str.to_lowercase()
        .replace_strict(names["name"].str.to_lowercase(), names["month"], default=None, return_dtype=pl.Int64)
    )
    named = _date_from(
        printed.str.extract(r"(\d{4})", 1),
        month_word,
        printed.str.extract(r"(?:^|\D)(\d{1,2})(?:\D|$)", 1),
    )
    day_first = [printed.str.extract(r"^(\d{1,2})/(\d{1,2})/(\d{4})", group) for group in (3, 2, 1)]
    year_first = [printed.str.extract(r"^(\d{4})-?(\d{2})-?(\d{2})", group) for group in (1, 2, 3)]
    return pl.coalesce(named, _date_from(*day_first), _date_from(*year_first))


def _date_from(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """An impossible day (31 June), or a year without the United Nations, is NULL, not an error."""
    parts = (year.cast(pl.String), month.cast(pl.String), day.cast(pl.String))
    date = pl.concat_str(parts, separator="-").str.to_date("%Y-%m-%d", strict=False)
    return pl.when(date.dt.year().is_between(*YEARS)).then(date)
