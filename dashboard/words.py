"""How values are written on a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

MODES = {
    "direct": "the speaker's own words, quoted",
    "indirect": "reported by the press officer, not the speaker's own words",
    "narrator": "the press officer's narration",
}
SHORT_MODES = {"direct": "quoted", "indirect": "reported", "narrator": "narration"}
LARGE = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def write_number(value: float | int | None) -> str:
    """Return `21 million`, `1,200`, `1.5`, or a dash for no number."""
    if value is None:
        return "–"
    for size, name in LARGE:
        if abs(value) >= size:
            return f"{value / size:,.4g} {name}"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.4g}"


def write_day(value: date | datetime | None) -> str:
    """Return `15 March 2017`, or that no date is known."""
    return f"{value.day} {value:%B %Y}" if value else "date not known"


def write_time(value: datetime | None) -> str:
    """Return `22 November 2026, 02:14 UTC`."""
    return f"{write_day(value)}, {value:%H:%M} UTC" if value else "not known"


def write_bounds(row: Mapping[str, Any]) -> str:
    """Return what the words of a figure allow: `21 million or more`, `about 4 million`."""
    low, high = row["lower_bound"], row["upper_bound"]
    if row["denominator"] is not None:
        return f"{write_number(row['value_low'])} of {write_number(row['denominator'])}"
    if row["qualifier"] == "magnitude":
        return f"{write_number(low)} to under {write_number((high or 0) + 1)}"
    if low is None and high is None:
        return f"about {write_number(row['value_low'])}"
    if high is None:
        return f"{write_number(low)} or more"
    if low is None:
        return f"{write_number(high)} or less"
    return write_number(low) if low == high else f"{write_number(low)} to {write_number(high)}"


def choose_address(text: str | None) -> str | None:
    """Return a public address, None for anything that a browser would not simply open."""
    if not text:
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in ("http", "https") and parts.netloc else None


FILTERS: dict[str, Callable[..., Any]] = {
    "number": write_number,
    "day": write_day,
    "time": write_time,
    "bounds": write_bounds,
    "public": choose_address,
    "mode": lambda value: MODES.get(value, value),
    "short_mode": lambda value: SHORT_MODES.get(value, value),
    "plain": lambda value: str(value).replace("_", " ") if value is not None else "–",
    "share": lambda value: f"{100 * value:.1f} %",
}
