"""The line under each view: what it does not show, and how often such rows are right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.releases import Release, Row

# From the one that tells most of documents to come; older releases lack some.
SET_NAMES = {
    "unseen": "made-up documents that steered no rule, harder than press output",
    "heldout": "made-up documents that nobody looked at while the rules were written",
    "development": "made-up documents on which the rules were mended",
    "gold": "the five source documents, on which the rules were written",
}


@dataclass(frozen=True)
class Note:
    """What one view leaves out, and the measures of `meta.accuracy` that tell about its rows."""

    left_out: str
    measures: tuple[tuple[str, str], ...]  # measure, how a reader would call it


NOTES = {
    "figures": Note(
        "Second printings and summaries of what the body repeats are not counted. Numbers in words that no"
        " rule knows are missed. Whether a number is true is not judged: two that differ may both be right.",
        (
            ("figures", "figures found and real"),
            ("figure.source", "their source"),
            ("figure.measure", "what they count"),
        ),
    ),
    "positions": Note(
        "What a delegation did not say in these documents, or said in words that no rule knows, is not here:"
        " an empty cell is not a position. Most statements of most delegations are not in this warehouse.",
        (("stance.accuracy", "stances"), ("issues", "issues"), ("attribution", "who speaks")),
    ),
    "speakers": Note(
        "Who was announced or thanked without speaking is not a speaker. Shares are of words in this"
        " coverage, not of time at the microphone. Printed gender is the press officer's pronouns, not a"
        " fact about the person.",
        (("attribution", "who speaks"), ("speakers", "speakers"), ("quotations", "quotations")),
    ),
    "documents": Note(
        "Only what rules found is marked; unmarked text may hold more. What is not counted"
        " (summaries, second printings, pull quotes) is marked too, with a dashed line.",
        (
            ("attribution", "who speaks"),
            ("figures", "figures"),
            ("quotations", "quotations"),
            ("instruments", "instruments"),
        ),
    ),
    "loads": Note(
        "Loads that failed after this release are listed by `rostrum status`; here they appear with the next"
        " release. Accuracy is of the labelled sets named, not of each row.",
        (),
    ),
}


def write_accuracy_line(release: Release, view: str) -> str:
    """Return the sentence on how often rows of a view are right, by the accuracy table."""
    measures = NOTES[view].measures
    if not measures:
        return ""
    rows = {(row["gold"], row["measure"]): row for row in release.fetch("accuracy")}
    for gold, described in SET_NAMES.items():
        found = [(words, rows[gold, name]) for name, words in measures if (gold, name) in rows]
        if found:
            return f"Right, by the accuracy table, on {described}: {_join_shares(found)}."
    return "How often such rows are right has not been measured for this release."


def _join_shares(found: Sequence[tuple[str, Row]]) -> str:
    return ", ".join(
        f"{words} {100 * row['value']:.0f} % (95 % interval {100 * row['interval_low']:.0f} to"
        f" {100 * row['interval_high']:.0f})"
        for words, row in found
    )
