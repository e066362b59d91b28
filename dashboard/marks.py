"""A document's text cut at what was found in it, so that a page can mark and link each piece."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dashboard.releases import Row

SPANNED = ("quotation", "figure", "instrument")  # marked in the text; positions follow their sentence


@dataclass(frozen=True)
class Piece:
    """A run of text with everything that covers it; the shortest fact is the one it links to."""

    text: str
    facts: tuple[str, ...] = ()
    key: str | None = None
    label: str = ""
    is_counted: bool = True


@dataclass
class Paragraph:
    """One line of the text: who speaks where it changes, the pieces, positions at sentence ends."""

    number: int
    pieces: list[Piece | Row] = field(default_factory=list)


def cut_paragraphs(text: str, marks: Sequence[Row], skip: int, size: int) -> list[Paragraph]:
    """Return paragraphs `skip` to `skip + size` of a text with the marks in them."""
    paragraphs, start, speaking = [], 0, None
    ordered = sorted(marks, key=lambda mark: mark["start_offset"])
    at = 0
    for number, line in enumerate(text.split("\n"), 1):
        end = start + len(line)
        while at < len(ordered) and ordered[at]["start_offset"] < start:
            at += 1
        first = at
        while at < len(ordered) and ordered[at]["start_offset"] < end:
            at += 1
        inside = ordered[first:at]
        if skip < number <= skip + size and line.strip():
            paragraphs.append(Paragraph(number, list(_cut_line(text, start, end, inside, speaking))))
        sentences = [mark for mark in inside if mark["fact"] == "speaker"]
        speaking = sentences[-1]["statement_key"] if sentences else speaking
        start = end + 1
    return paragraphs


def _cut_line(
    text: str, start: int, end: int, marks: Sequence[Row], speaking: str | None
) -> Iterator[Piece | Row]:
    """Yield the pieces of one paragraph, a row where a turn begins, rows of positions after their claim."""
    spans = [mark for mark in marks if mark["fact"] in SPANNED]
    turns: dict[int, Row] = {}
    for mark in (m for m in marks if m["fact"] == "speaker"):
        if mark["statement_key"] != speaking:
            turns[mark["start_offset"]] = mark
            speaking = mark["statement_key"]
    claims: dict[int, list[Row]] = {}
    for mark in (m for m in marks if m["fact"] == "position"):
        claims.setdefault(mark["end_offset"], []).append(mark)
    edges = {start, end, *turns, *claims}
    edges |= {mark[edge] for mark in spans for edge in ("start_offset", "end_offset")}
    inside = sorted(edge for edge in edges if start <= edge <= end)
    for left, right in pairwise(inside):
        if left in turns:
            yield turns[left]
        yield _cover(text[left:right], left, right, spans)
        yield from claims.get(right, ())


def _cover(words: str, left: int, right: int, spans: Sequence[Row]) -> Piece:
    over = [m for m in spans if m["start_offset"] <= left and right <= m["end_offset"]]
    if not over:
        return Piece(words)
    shortest = min(over, key=lambda m: (m["end_offset"] - m["start_offset"], m["fact"]))
    facts = tuple(sorted({mark["fact"] for mark in over}))
    return Piece(
        words, facts, shortest["key"], f"{shortest['fact']}: {shortest['label']}", shortest["is_counted"]
    )
