"""Charts as SVG without script: each mark is a link that says what it is and leads to its evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import altair as alt
import vl_convert

Row = dict[str, Any]
Linker = Callable[[Row], str]

# The renderer resolves links against a base of its own, so they get one that is cut off again.
BASE = "https://mark.invalid"
LINKED_MARK = re.compile(
    r'<a xlink:href="' + re.escape(BASE) + r'([^"]*)"><(path|rect|text)( aria-label="([^"]*)"[^>]*?)(/>|>)'
)
INK, MUTED, GRID, BLUE = "#1b2733", "#5b6875", "#e3e8ec", "#0b5394"
NOT_STATED = "source not stated"
NOT_STATED_GREY = "#6b7280"
SOURCE_COLOURS = ("#0b5394", "#b45309", "#047857", "#9d174d", "#6d28d9", "#0e7490", "#7c2d12", "#4d7c0f")
ASSERTION_SHAPES = {
    "asserted": "circle",
    "disputed": "cross",
    "pledged": "square",
    "demanded": "triangle-up",
    "projected": "diamond",
}
FIGURE_WIDTH = 620
PADDING = {"left": 5, "right": 40, "top": 5, "bottom": 5}
CHARACTER_WIDTH = 7.4  # pixels of a label, on the wide side
LOGARITHMIC_FROM = 20  # times the lowest value
NUMBER_LABELS = (
    "replace(replace(replace(replace(format(datum.value, '~s'), 'G', ' billion'),"
    " 'M', ' million'), 'k', ' thousand'), 'T', ' trillion')"
)


def _extent(labels: Sequence[str], most: int, turned: bool = False) -> int:
    """Return room for axis labels: the renderer measures with other fonts than the browser has."""
    longest = min(max((len(label) for label in labels), default=0) * CHARACTER_WIDTH, most)
    return int(longest * (0.76 if turned else 1)) + 14


def render_svg(chart: alt.TopLevelMixin, title: str) -> str:
    """Return the chart as SVG whose marks are links with their description as tooltip."""
    configured = (
        chart.configure(font="system-ui, sans-serif", background="white")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK,
            titleColor=MUTED,
            gridColor=GRID,
            domainColor=GRID,
            tickColor=GRID,
            labelFontSize=12,
            titleFontSize=12,
            titleFontWeight="normal",
        )
    )
    svg = vl_convert.vegalite_to_svg(configured.to_dict(validate=False))
    svg = LINKED_MARK.sub(_link_mark, svg)
    return svg.replace("<svg ", f'<svg role="group" aria-label="{escape(title)}" ', 1)


def _link_mark(found: re.Match[str]) -> str:
    href, tag, attributes, label, end = found.groups()
    title = f"<title>{label}</title>"
    closed = f"{title}</{tag}>" if end == "/>" else title
    return f'<a href="{href}" class="evidence" aria-label="{label}"><{tag}{attributes}>{closed}'


def order_sources(rows: Sequence[Row]) -> list[str]:
    """Return the cited sources, most cited first, `source not stated` always last."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["cited_source"]] = counts.get(row["cited_source"], 0) + row["claim_count"]
    return sorted(counts, key=lambda name: (name == NOT_STATED, -counts[name], name))


def colour_sources(sources: Sequence[str]) -> dict[str, str]:
    """Return a colour for each source; after eight they repeat, and the table tells them apart."""
    named = [source for source in sources if source != NOT_STATED]
    colours = {name: SOURCE_COLOURS[i % len(SOURCE_COLOURS)] for i, name in enumerate(named)}
    return colours | {NOT_STATED: NOT_STATED_GREY}


def is_logarithmic(rows: Sequence[Row]) -> bool:
    """Whether the values differ so much that a plain scale would hide the small ones."""
    values = [v for row in rows for v in (row["value_low"], row["value_high"]) if v is not None]
    return bool(values) and min(values) > 0 and max(values) >= LOGARITHMIC_FROM * min(values)


def draw_figures(rows: Sequence[Row], unit: str, label: Callable[[Row], str], link: Linker) -> str:
    """Return claims of one group, one a line, with what their words allow as a range.

    An arrow is an end that the words leave open (`more than`), `≈` a number said to be about.
    """
    colours = colour_sources(order_sources(rows))
    data = [
        {
            "line": f"{i:04d}",
            "label": label(row),
            "low": _lower(row),
            "high": _upper(row),
            "value": (row["value_low"] + row["value_high"]) / 2,
            "colour": colours[row["cited_source"]],
            "shape": ASSERTION_SHAPES.get(row["assertion"], "circle"),
            "url": BASE + link(row),
            "sign": _sign(row),
            "offset": -16 if _sign(row) in "←≈" else 16,
        }
        for i, row in enumerate(rows)
    ]
    scale = alt.Scale(type="log", nice=True) if is_logarithmic(rows) else alt.Scale(zero=True, nice=True)
    lines = alt.Y(
        "line:N", sort=None, title=None, axis=alt.Axis(labels=False, ticks=False, domain=False, grid=True)
    )
    x = alt.X(
        "value:Q", title=unit, scale=scale, axis=alt.Axis(labelExpr=NUMBER_LABELS, tickCount=6, orient="top")
    )
    base = alt.Chart(alt.Data(values=data)).encode(y=lines, color=alt.Color("colour:N", scale=None))
    ranges = base.transform_filter("datum.low < datum.high").mark_rule(
        strokeWidth=3, opacity=0.55, aria=False
    )
    signs = [
        base.transform_filter(f"datum.offset == {dx}").mark_text(
            dx=dx, fontSize=17, fontWeight="bold", aria=False
        )
        for dx in (-16, 16)
    ]
    points = base.mark_point(filled=True, size=150, opacity=1, stroke="white", strokeWidth=1).encode(
        x=x, shape=alt.Shape("shape:N", scale=None), href="url:N", description="label:N"
    )
    # each name twice, first as a white outline, so that no line of the scale runs through it
    names = [
        alt.Chart(alt.Data(values=data))
        .mark_text(align="left", baseline="bottom", dy=-6, fontSize=13, limit=FIGURE_WIDTH, aria=False, **ink)
        .encode(x=alt.value(0), y=lines, text="label:N")
        for ink in ({"color": "white", "stroke": "white", "strokeWidth": 4}, {"color": INK})
    ]
    layers = alt.layer(
        ranges.encode(x=alt.X("low:Q", scale=scale), x2="high:Q"),
        *(sign.encode(x=x, text="sign:N") for sign in signs),
        *names,
        points,
    )
    sized = layers.properties(width=FIGURE_WIDTH, height={"step": 46}, padding=PADDING)
    return render_svg(sized, "cited figures side by side")


def _lower(row: Row) -> float:
    return row["value_low"] if row["lower_bound"] is None else row["lower_bound"]


def _upper(row: Row) -> float:
    return row["value_high"] if row["upper_bound"] is None else row["upper_bound"]


def _sign(row: Row) -> str:
    """Return what stands beside a mark whose range is open: `→` upwards, `←` downwards, `≈` both."""
    is_open = (row["lower_bound"] is None, row["upper_bound"] is None)
    return {(True, True): "≈", (True, False): "←", (False, True): "→"}.get(is_open, "")


def warm_up() -> None:
    """Start the renderer, so that the first page does not wait for it."""
    draw_bars([{"word_count": 1, "statement_count": 1}], lambda row: "", lambda row: "", "")


def draw_bars(rows: Sequence[Row], label: Callable[[Row], str], link: Linker, title: str) -> str:
    """Return horizontal bars of words of the coverage, each with its share written beside it."""
    total = sum(row["word_count"] for row in rows) or 1
    data = [
        {
            "name": label(row),
            "words": int(row["word_count"]),
            "url": BASE + link(row),
            "share": f"{100 * row['word_count'] / total:.0f} %",
            "label": f"{label(row)}: {row['word_count']:,} words, {row['statement_count']:,} statements",
        }
        for row in rows
    ]
    base = alt.Chart(alt.Data(values=data)).encode(
        y=alt.Y(
            "name:N",
            sort=None,
            title=None,
            axis=alt.Axis(
                labelLimit=150,
                ticks=False,
                domain=False,
                minExtent=_extent([label(row) for row in rows], 160),
            ),
        ),
        x=alt.X("words:Q", axis=None),
    )
    bars = base.mark_bar(color=BLUE, height=18).encode(href="url:N", description="label:N")
    shares = base.mark_text(align="left", dx=6, color=INK, fontSize=12, aria=False).encode(text="share:N")
    return render_svg(alt.layer(bars, shares).properties(width=230, height={"step": 28}), title)


def draw_timeline(rows: Sequence[Row], link: Linker) -> str:
    """Return statements by month or year as columns."""
    data = [
        {
            "time": row["label"],
            "statements": row["statement_count"],
            "url": BASE + link(row),
            "label": f"{row['label']}: {row['statement_count']:,} statements, {row['word_count']:,} words",
        }
        for row in rows
    ]
    # no more ticks than statements: between 1 and 2 Vega would put a second `2`, whatever tickMinStep says
    ticks = min(4, max(row["statement_count"] for row in rows))
    chart = (
        alt.Chart(alt.Data(values=data))
        .mark_bar(color=BLUE, width=18)
        .encode(
            x=alt.X("time:O", sort=None, title=None, axis=alt.Axis(labelAngle=-45, ticks=False)),
            y=alt.Y("statements:Q", title="statements", axis=alt.Axis(tickCount=ticks, format=",d")),
            href="url:N",
            description="label:N",
        )
    )
    return render_svg(chart.properties(width={"step": 34}, height=150), "statements over time")
