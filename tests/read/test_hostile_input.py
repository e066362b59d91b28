"""Input made to hang or to fill the memory: work grows with its size and no faster."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from flows.read import read_documents
from flows.segment import find_quote_spans, split_sentences

Text = Callable[[int], bytes]


def repeat(unit: str, head: str = "", tail: str = "") -> Text:
    """Return text of the unit over and over, of any size in bytes."""
    data = unit.encode()
    return lambda size: head.encode() + data * (size // len(data)) + tail.encode()


def nest(tag: str) -> Text:
    """Return elements within each other, of any size in bytes."""
    opened, closed = f"<{tag}>".encode(), f"</{tag.split()[0]}>".encode()
    return lambda size: (
        opened * (size // len(opened + closed))
        + b"Deep inside, they said."
        + closed * (size // len(opened + closed))
    )


HOSTILE: dict[str, Text] = {
    "one_line.txt": repeat("word "),
    "one_line_of_sentences.txt": repeat("It rained on the lakes, she said. "),
    "one_word.txt": repeat("a"),
    "headings.md": repeat("## A heading\n\n"),
    "capitals.txt": repeat("JANE DOE\n"),
    "turns.txt": repeat("Ms. Doe (Ghana): Yes.\n", head="S/PV.8999\n8999th meeting\n"),
    "unclosed_turn.txt": repeat("Mr. Doe (Ghana) (a) "),
    "capital_words.txt": repeat("JANE "),
    "symbols.txt": repeat("SC/6789-"),
    "wrapped.txt": repeat("The council met for the whole of the day and heard the reports of its five\n"),
    "hyphens.txt": repeat("interna-\n"),
    "curly_quotes.txt": repeat("“a” "),
    "straight_quotes.txt": repeat('"a" '),
    "unclosed_quotes.txt": repeat("“a "),
    "single_quotes.txt": repeat("'a' "),
    "pull_quotes.md": repeat("> We act now on all lakes\n\n", head="5 May 2003 – “We act,” the UN said.\n\n"),
    "brackets.txt": repeat("a ["),
    "links.txt": repeat("[a]("),
    "emphasis.txt": repeat("**a *b _c "),
    "initials.txt": repeat("A. "),
    "combining.txt": repeat("\u0301\u0323", head="a"),
    "direction_marks.txt": repeat("\u202ea\u200f b\u2066. "),
    "controls.txt": repeat("It rained on the lakes for all of May\x00. "),
    "breaks.html": repeat("<br>", head="<p>", tail="The end."),
    "lines.html": repeat("a<br>"),
    "unclosed.html": repeat("<p>", tail="The end."),
    "cells.html": repeat("<td>a", head="<table><tr>"),
    "articles.html": repeat("<article>a"),
    "comments.html": repeat("<!--", head="The start. "),
    "angles.html": repeat("a <"),
    "names.html": repeat("<p class='share nav'>a</p>", tail="The end."),
    "deep.html": nest("div class='share nav'"),
    "deep_cells.html": nest("table><tr><td"),
    "deep_inline.html": nest("b"),
}
SMALL, TIMES = 40_000, 8
MAX_GROWTH = 3 * TIMES  # work that is quadratic grows 64 times
LEAST_SECONDS = 0.05  # below, the clock and what does not grow decide
FULL_SIZE, FULL_SECONDS = 20_000_000, 60


def read_and_cut(batch, reference, path: str, content: bytes) -> float:
    """Return the seconds of work that reading and segmenting take."""
    started = time.process_time()
    result = read_documents(batch((path, content)), reference)
    split_sentences(result.paragraphs, reference)
    find_quote_spans(result.paragraphs)
    assert result.documents.height + result.rejects.height == 1
    return time.process_time() - started


@pytest.mark.parametrize("path", HOSTILE)
def test_work_grows_with_the_size(batch, reference, path):
    make = HOSTILE[path]
    small = read_and_cut(batch, reference, path, make(SMALL))
    large = read_and_cut(batch, reference, path, make(SMALL * TIMES))
    assert large <= MAX_GROWTH * max(small, LEAST_SECONDS)


@pytest.mark.parametrize("path", HOSTILE)
def test_twenty_megabytes(batch, reference, run_all, path):
    size = FULL_SIZE if run_all else FULL_SIZE // 200
    assert read_and_cut(batch, reference, path, HOSTILE[path](size)) <= FULL_SECONDS


def test_entities_that_name_each_other_are_not_expanded(batch, reference):
    entities = '<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">'
    page = f"<!DOCTYPE html [{entities}]><p>&b;&b; It rained, they said.</p>"
    text = read_documents(batch(("a.html", page)), reference).documents["text"][0]
    assert "aaaaaaaaaaaaaaaa" not in text
    assert text.endswith("It rained, they said.")


def test_text_in_a_deep_nest_is_found(batch, reference):
    result = read_documents(batch(("a.html", nest("div")(200_000))), reference)
    assert result.documents["text"].to_list() == ["Deep inside, they said."]


def test_invisible_characters_leave_no_trace(batch, reference):
    text = "It\u202e rai\u200bned\x00 on\u2066 the lakes" + " and the sea" * 9 + ".\ufeff"
    result = read_documents(batch(("a.txt", text)), reference)
    assert result.documents["text"].to_list() == ["It rained on the lakes" + " and the sea" * 9 + "."]


@pytest.mark.parametrize(("path", "line_end"), [("a.txt", "\n"), ("a.txt", "\u2028"), ("a.html", "<br>")])
def test_more_lines_than_a_document_has_are_rejected(read, monkeypatch, path, line_end):
    for module in ("files", "blocks"):
        monkeypatch.setattr(f"flows.read.{module}.MAX_LINES", 20)
    result = read((path, ("It rained." + line_end) * 30))
    assert result.rejects["reason_code"].to_list() == ["too_many_lines"]


def test_a_pdf_that_takes_too_long_is_rejected(read, pdf, monkeypatch):
    monkeypatch.setattr("flows.read.pdf.MAX_SECONDS", 0)
    result = read(("a.pdf", pdf([["It rained."]])), ("b.txt", "It snowed."))
    assert result.rejects["reason_code"].to_list() == ["too_slow_pdf"]
    assert result.documents["source_path"].to_list() == ["b.txt"]
