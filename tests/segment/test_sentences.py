"""Where a sentence ends, and where it only seems to."""

import polars as pl
import pytest

from flows.schemas import SENTENCES
from flows.segment import split_sentences

# `|` marks the cuts
CUT = [
    "The tide rose.|It fell again.",
    "Mr. Doe and Ms. Roe met Dr. Poe in St. Petersburg.|They agreed.",
    "JOHN T. DOE (Ghana) spoke.|M. DOE ROE (Chad) agreed.",
    "J. R. Roe, of the U.S. Geological Survey, said so.|He left.",
    "It was adopted in the U.S.|The vote was close.",
    "The meeting began at 10:05 a.m. and ended at 5:10 p.m.",
    "It ended at 1 p.m.|The Chair thanked all.",
    "They met at 3 p.m. Monday in Vienna.",
    "Law No. 28 of 2012 was cited in para. 5 of the report.|It is in force.",
    "It cost $1.5 million.|Some 3.2 per cent was lost.",
    "It rose in 2012.|21 million people moved.",
    "“The fate of people moves us.|As a start, we must act,” he said.",
    "She emphasized: “We need water.|We need it now.”",
    "“Is it over?” he asked.|Nobody knew.",
    "“Is it over?” Ms. Doe asked.|Nobody knew.",
    "“Never again!” the Secretary-General said.|Then he left.",
    "“Will it end?”|The hall was silent.",
    "He stopped (it was late.)|She went on.",
    "The Council [...] reaffirms its [...] Charter.|It ended.",
    "It was late. […]|They left.",
    "We need … Council action now.|We wait.",
    "We waited…|Then it rained.",
    "They asked who, what, e.g. Why, and when.|No answer came.",
    "Goals 1, 2 and 3; and targets 4.5 and 6.7; remain.",
    "1. The Committee began.|It then rose.",
    "(a) The first one.|And more.",
    "Élan was lost.|Émile left.",
    "会议开始。|会议结束。",
    "no capital. here it goes on.",
]


@pytest.mark.parametrize("marked", CUT)
def test_cuts(split, marked):
    text = marked.replace("。|", "。").replace("|", " ")
    assert split(text) == marked.split("|")


def test_spans_are_the_paragraphs_own_text(paragraphs_of, reference):
    texts = ["“Naïve 𝄞 plans.  Mr. Doe left.” It rained.", "", "One word", "Ends with U.S. "]
    document = "\n".join(texts)
    found = split_sentences(paragraphs_of(*texts), reference)
    assert found.columns == list(SENTENCES.columns)
    rows = found.select("start_offset", "end_offset", "text", "paragraph_start", "paragraph_end").rows()
    assert [document[a:b] for a, b, _, _, _ in rows] == [text for _, _, text, _, _ in rows]
    assert all(first <= a < b <= last for a, b, _, first, last in rows)
    assert found["sentence_ordinal"].to_list() == list(range(1, found.height + 1))
    assert (
        found.select(pl.col("statement_ordinal", "mode", "rule").null_count()).row(0) == (found.height,) * 3
    )


def test_no_paragraphs(paragraphs_of, reference):
    assert split_sentences(paragraphs_of(), reference).is_empty()


def test_a_text_that_holds_the_cutters_own_marks_stays_whole(split):
    assert split("It rose.\ufdd1 It\ufdd0fell. It ended.") == ["It rose.\ufdd1 It\ufdd0fell. It ended."]
