"""Whatever the bytes: a document or a reject, and spans that reproduce the text."""

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.read import read_documents
from flows.schemas import PARAGRAPH_ROLES, SECTIONS
from flows.segment import split_sentences

FORMS = (
    "SC/6789\n|\n\n|7th Meeting (AM)\n|5 May 2003 – |JANE DOE (Ghana) said so. |S/PV.8999\n|The President: "
    "|Mr. Doe |“We act,” |RELATED: |Related Stories\n|19-14999 2/3\n|# |- |[a](b)|![](c)|**|&amp;|<br>|<p>"
    "|</p>|<div class='share'>|<script>|<blockquote>|\x0c|\u00ad|\u200b|e\u0301|\r|\t|\x00"
)
PIECES = st.lists(st.sampled_from(FORMS.split("|")), max_size=30).map("".join)
SUFFIX = st.sampled_from([".txt", ".md", ".html", ".pdf"])
SETTINGS = settings(suppress_health_check=list(HealthCheck))


def check(content: bytes | str, suffix: str, batch, reference) -> None:
    result = read_documents(batch(("a" + suffix, content)), reference)
    assert result.documents.height + result.rejects.height == 1
    if result.documents.is_empty():
        return
    text = result.documents["text"][0]
    paragraphs = result.paragraphs.select("start_offset", "end_offset", "text").rows()
    assert "\n".join(paragraph for _, _, paragraph in paragraphs) == text
    assert set(result.paragraphs["role"]) <= set(PARAGRAPH_ROLES)
    assert set(result.paragraphs["section"]) <= set(SECTIONS)
    sentences = (
        split_sentences(result.paragraphs, reference).select("start_offset", "end_offset", "text").rows()
    )
    assert all(text[start:end] == span for start, end, span in [*paragraphs, *sentences])


@SETTINGS
@given(st.binary(max_size=300) | PIECES, SUFFIX)
def test_any_bytes(batch, reference, content, suffix):
    check(content, suffix, batch, reference)


@SETTINGS
@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=200), SUFFIX)
def test_any_text(batch, reference, content, suffix):
    check(content, suffix, batch, reference)


@SETTINGS
@given(PIECES)
def test_reading_again_what_was_read_changes_nothing(batch, reference, content):
    once = read_documents(batch(("a.txt", content)), reference).documents
    if once.height:
        lines = once["text"][0].split("\n")
        twice = read_documents(batch(("a.txt", "\n\n".join(lines))), reference).documents
        words = [" ".join(t.split()) for t in (once["text"][0], twice["text"][0])]
        assert len(words[1]) <= len(words[0])


def test_a_batch_reads_like_its_files_alone(batch, reference):
    files = [
        ("a.txt", "SC/6789\n\nIt rained, he said."),
        ("b.html", "<p>It snowed, she said.</p>"),
        ("c.txt", "- x"),
    ]
    together = read_documents(batch(*files), reference)
    alone = [read_documents(batch(file), reference) for file in files]
    for part in ("documents", "paragraphs"):
        assert getattr(together, part).equals(pl.concat([getattr(one, part) for one in alone]))
