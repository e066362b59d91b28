"""Where everything stands in a panel of positions; the template `panel.svg` draws it.

Drawn by a template, not by Vega: seven panels of one page took Vega 1.6 seconds of a processor.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dashboard.releases import Row

ROW_HEIGHT, COLUMN_WIDTH, SLOT = 24, 34, 9
LABEL_WIDTH, HEAD_HEIGHT = 178, 168
SMALLEST, LARGEST = 3.0, 5.5  # half the width of a mark for one claim, and for the most
SLOTS = {"own": -SLOT, "on_behalf_of": 0, "aligned": SLOT}
ATTRIBUTION_WORDS = {
    "own": "in its own statements",
    "on_behalf_of": "said on its behalf by another",
    "aligned": "said by a group or State that it aligned itself with",
}


@dataclass(frozen=True)
class Mark:
    """One cell: whose words, where, how large, what it says, where it leads."""

    attribution: str
    x: float
    y: float
    size: float
    words: str
    link: str


@dataclass(frozen=True)
class Panel:
    """The claims of one stance: delegations down, issues across."""

    stance: str
    rows: list[tuple[str, float, bool]]  # delegation, height, whether it spoke
    columns: list[tuple[str, float]]  # issue, place
    marks: list[Mark]
    width: int
    height: int


def lay_out_panel(
    stance: str,
    cells: Sequence[Row],
    delegations: Sequence[Row],
    issues: Sequence[Row],
    link: Callable[[Row], str],
    most: int,
) -> Panel:
    """Return the geometry of one stance's panel; `most` is the largest number of claims on the page."""
    heights = {
        row["affiliation_key"]: HEAD_HEIGHT + ROW_HEIGHT * (i + 0.5) for i, row in enumerate(delegations)
    }
    places = {row["value"]: LABEL_WIDTH + COLUMN_WIDTH * (i + 0.5) for i, row in enumerate(issues)}
    marks = [
        Mark(
            cell["attribution"],
            places[cell["issue"]] + SLOTS[cell["attribution"]],
            heights[cell["affiliation_key"]],
            size_mark(cell["claim_count"], most),
            describe_cell(cell),
            link(cell),
        )
        for cell in cells
    ]
    return Panel(
        stance,
        [(row["name"], heights[row["affiliation_key"]], row["sentence_count"] > 0) for row in delegations],
        [(row["label"], places[row["value"]]) for row in issues],
        marks,
        LABEL_WIDTH + COLUMN_WIDTH * len(issues) + 90,
        HEAD_HEIGHT + ROW_HEIGHT * len(delegations) + 4,
    )


def size_mark(claims: int, most: int) -> float:
    """Return half the width of a mark; its area grows with the claims."""
    share = (claims / most) ** 0.5 if most > 1 else 0.0
    return round(SMALLEST + (LARGEST - SMALLEST) * share, 1)


def describe_cell(cell: Row) -> str:
    """Return a mark in words: `Sweden advocates: Cooperation, 3 claims in its own statements`."""
    claims = "1 claim" if cell["claim_count"] == 1 else f"{cell['claim_count']:,} claims"
    words = ATTRIBUTION_WORDS[cell["attribution"]]
    return f"{cell['delegation']} {cell['stance']}: {cell['issue_label']}, {claims} {words}"
