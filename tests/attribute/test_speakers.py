"""Which of several printed values describes a speaker: the order of the tie-break, step by step."""

import polars as pl
import pytest

from flows.attribute.speakers import _choose

# role, frame, better, sentence: the first of each pair is the one to choose
PAIRS = {
    "a heading before what is printed more often": [
        ("Envoy", "caps_heading", 0, 9),
        ("Head", "verb_first", 1, 1),
        ("Head", "verb_first", 1, 2),
    ],
    "the better before the commoner": [
        ("Director", "verb_first", 1, 9),
        ("Chief", "verb_first", 0, 1),
        ("Chief", "verb_first", 0, 2),
    ],
    "the commoner before the earlier": [
        ("Director", "verb_first", 1, 5),
        ("Director", "verb_first", 1, 6),
        ("Chief", "verb_first", 1, 1),
    ],
    "the earlier before the shorter": [
        ("Executive Director", "verb_first", 1, 1),
        ("Chief", "verb_first", 1, 2),
    ],
    "the shorter of one sentence": [
        ("Chief", "verb_first", 1, 1),
        ("Executive Director", "verb_first", 1, 1),
    ],
    "the alphabet at last": [("Abbot", "verb_first", 1, 1), ("Envoy", "verb_first", 1, 1)],
}


@pytest.mark.parametrize("turned", [False, True], ids=["as is", "turned round"])
@pytest.mark.parametrize("name", PAIRS)
def test_value_that_describes_a_speaker(name: str, turned: bool) -> None:
    rows = PAIRS[name][::-1] if turned else PAIRS[name]
    facts = pl.DataFrame(
        [("d", "p:ada roe", *row) for row in rows],
        schema=["document_key", "person", "role", "frame", "better", "sentence_ordinal"],
        orient="row",
    )
    chosen = _choose(facts, "role", pl.col("better"))
    assert chosen["role"].to_list() == [PAIRS[name][0][0]]
