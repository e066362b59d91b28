"""Whose a fact is, and how it was said."""

import polars as pl
import pytest
from sentence_frames import as_quotes, as_sentences

from flows.extract.context import place_facts
from flows.schemas import FIGURES, QUOTATIONS

TEXT = "“We fed 4 million people,” said Jane Doe, noting 300 deaths."


def place(fact: str, text: str = TEXT, narrated: bool = False, **columns: object) -> dict:
    """Return the fact of these words, placed."""
    sentences = as_sentences(text, **columns)
    start = text.index(fact)
    facts = pl.DataFrame(
        {
            **{name: [None] for name in FIGURES.columns},
            "document_key": ["doc"],
            "sentence_ordinal": [0],
            "text": [fact],
            "start_offset": [start],
            "end_offset": [start + len(fact)],
            "is_narrated": [narrated],
        }
    ).drop("statement_ordinal", "section", "mode", "is_counted")
    return place_facts([(FIGURES, facts)], sentences, as_quotes(sentences))["figures"].row(0, named=True)


def test_within_quotation_marks_is_direct() -> None:
    row = place("4 million people")
    assert (row["mode"], row["statement_ordinal"], row["section"]) == ("direct", 1, "body")


def test_outside_quotation_marks_is_indirect() -> None:
    assert place("300 deaths")["mode"] == "indirect"


def test_first_person_text_is_direct_without_marks() -> None:
    assert place("300 deaths", "I saw 300 deaths.", attributed_by="first_person")["mode"] == "direct"


def test_narrated_fact_of_an_attributed_sentence_belongs_to_nobody() -> None:
    row = place("300 deaths", narrated=True)
    assert (row["mode"], row["statement_ordinal"]) == ("narrator", None)


def test_quotation_in_narration_belongs_to_nobody() -> None:
    row = place("4 million people", statement_ordinal=None)
    assert (row["mode"], row["statement_ordinal"]) == ("narrator", None)


@pytest.mark.parametrize("is_counted", [True, False])
def test_counting_comes_from_the_sentence(is_counted: bool) -> None:
    assert place("300 deaths", is_counted=is_counted)["is_counted"] is is_counted


def test_frames_without_narration_keep_the_statement() -> None:
    sentences = as_sentences(TEXT)
    facts = pl.DataFrame(
        {
            "document_key": ["doc"],
            "sentence_ordinal": [0],
            "rule": ["marks"],
            "text": ["We fed 4 million people,"],
            "start_offset": [1],
            "end_offset": [25],
        }
    )
    row = place_facts([(QUOTATIONS, facts)], sentences, as_quotes(sentences))["quotations"].row(0, named=True)
    assert (row["mode"], row["statement_ordinal"]) == ("direct", 1)


def test_fact_that_is_the_whole_sentence_has_its_mode() -> None:
    assert place(TEXT, mode="direct")["mode"] == "direct"
