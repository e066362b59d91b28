"""General topics of labelled sentences: `pytest -s tests/accuracy/test_topic_labels.py` prints the table.

`topics.tsv` holds made-up sentences, labelled before the cues were run on them; cues were then mended.
"""

import csv
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from flows.evaluate.measures import Measure, f1_measure
from flows.extract.topics import extract_topics
from flows.reference import Reference

MIN_PRECISION, MIN_RECALL = 0.84, 0.94  # over all topics
MIN_F1 = 0.7  # of each topic
MIN_SENTENCES = 5  # that carry each topic


def read_labels(root: Path) -> list[tuple[str, set[str]]]:
    """Return each sentence with its topics; none for a sentence about nothing in particular."""
    with (root / "tests" / "accuracy" / "topics.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(r["text"], set(filter(None, r["topics"].split(",")))) for r in rows]


def find_topics(texts: list[str], reference: Reference) -> dict[int, set[str]]:
    """Return the topics by the sentence's place in the list."""
    sentences = pl.DataFrame({"text": texts}).with_columns(
        pl.int_range(pl.len()).alias("sentence_ordinal"), document_key=pl.lit("d"), role=pl.lit("text")
    )
    found = extract_topics(sentences, reference).group_by("sentence_ordinal").agg("topic")
    return {row: set(topics) for row, topics in found.iter_rows()}


@pytest.fixture(scope="module")
def measures(root: Path, reference: Reference) -> dict[str, Measure]:
    """One measure a topic, and `topics` over all."""
    labels = read_labels(root)
    found = find_topics([text for text, _ in labels], reference)
    counts: dict[str, Counter[str]] = {"right": Counter(), "wrong": Counter(), "missed": Counter()}
    for row, (_, wanted) in enumerate(labels):
        told = found.get(row, set())
        counts["right"].update(told & wanted)
        counts["wrong"].update(told - wanted)
        counts["missed"].update(wanted - told)
    measured = {
        topic: f1_measure(topic, *(counts[kind][topic] for kind in counts))
        for topic in reference["topics"]["topic"]
    }
    return {**measured, "topics": f1_measure("topics", *(counts[kind].total() for kind in counts))}


def test_topics_of_labelled_sentences_are_found(measures: dict[str, Measure]) -> None:
    print("\n" + "\n".join(measure.describe() for measure in measures.values()))
    total = measures["topics"]
    assert (total.precision or 0) >= MIN_PRECISION
    assert (total.recall or 0) >= MIN_RECALL


def test_no_topic_is_neglected(measures: dict[str, Measure]) -> None:
    assert {name: m.value for name, m in measures.items() if m.value < MIN_F1} == {}


def test_labels_are_topics_of_the_table_and_spread_over_them(root: Path, reference: Reference) -> None:
    counted = Counter(topic for _, topics in read_labels(root) for topic in topics)
    assert set(counted) == set(reference["topics"]["topic"])
    assert {topic: n for topic, n in counted.items() if n < MIN_SENTENCES} == {}
