"""Claims that a person called comparable, related or neither, against `mart_figure_comparison`."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from flows.evaluate.measures import Measure, f1_measure
from flows.load.transform import Transformation
from flows.settings import Settings
from flows.sources.reference import load_reference
from tests.load.papers import Paper, rows_of, stage

LABELS = ("same_group", "related", "unrelated")
# Precision and recall reached on all pairs; wrong groups mislead, so `same_group` must be precise.
FLOORS = {"same_group": (0.95, 0.90), "related": (0.93, 0.83), "unrelated": (0.84, 0.95)}

Pair = dict[str, str]


def read_pairs(root: Path) -> list[Pair]:
    with (root / "tests" / "accuracy" / "comparable_pairs.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_claims(pairs: list[Pair]) -> Paper:
    """Return a document with two claims a pair; a rate of its own keeps each pair from the others."""
    paper = Paper("SC/90061")
    for number, pair in enumerate(pairs, start=1):
        for side in ("a", "b"):
            text = f"7 {pair[f'measure_{side}']}"
            sentence = paper.say(f"In pair {number}{side}, {text}.")
            given = {"place": pair[f"place_{side}"] or None, "rate": f"per pair {number}"}
            paper.figure(sentence, text, 7, pair[f"unit_{side}"], pair[f"measure_{side}"], **given)
    return paper


def predict_label(pair: tuple[tuple[str, str | None], tuple[str, str | None]]) -> str:
    """Say what the marts make of two claims, each a key with the key that it is related to."""
    (key_a, related_a), (key_b, related_b) = pair
    if key_a is not None and key_a == key_b:
        return "same_group"
    linked = (related_a is not None and related_a == key_b) or (related_b is not None and related_b == key_a)
    return "related" if linked else "unrelated"


def measure_labels(pairs: list[Pair], predicted: list[str]) -> dict[str, Measure]:
    """Count hits, false alarms and misses of each label."""
    both = list(zip([pair["label"] for pair in pairs], predicted, strict=True))
    return {
        label: f1_measure(
            f"comparison.{label}",
            sum(true == label == found for true, found in both),
            sum(true != label == found for true, found in both),
            sum(true == label != found for true, found in both),
        )
        for label in LABELS
    }


def build_labels(
    pairs: list[Pair], settings: Settings, root: Path
) -> tuple[list[str], list[tuple[str, str]]]:
    """Build the marts of the pairs; return the label of each pair, and what each side is said to count."""
    stage(settings.warehouse, [write_claims(pairs)], load_reference(root / "seeds" / "reference").tables)
    Transformation(settings.dbt, settings.warehouse).build_marts()
    claims = rows_of(
        settings.marts,
        """select f.comparison_key, c.related_to, concat_ws(' @ ', c.measure_label, c.place)
        from marts.fct_cited_figure f left join marts.mart_figure_comparison c using (comparison_key)
        order by f.start_offset""",
    )
    sides = list(zip(claims[::2], claims[1::2], strict=True))
    return [predict_label((a[:2], b[:2])) for a, b in sides], [(a[2], b[2]) for a, b in sides]


@pytest.fixture(scope="module")
def measured(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Measure]:
    pairs = read_pairs(root)
    predicted, counted = build_labels(pairs, Settings(warehouse=tmp_path_factory.mktemp("pairs")), root)
    halves = {"odd": slice(0, None, 2), "even": slice(1, None, 2), "all": slice(None)}
    found = {half: measure_labels(pairs[part], predicted[part]) for half, part in halves.items()}
    for half, measures in found.items():
        print(f"\n{half} rows", *(measure.describe() for measure in measures.values()), sep="\n  ")
    for number, (pair, label, sides) in enumerate(zip(pairs, predicted, counted, strict=True), start=1):
        if pair["label"] != label:
            print(f"row {number}: {pair['label']}, found {label}: {sides[0]} | {sides[1]}")
    return found["all"]


@pytest.mark.parametrize("label", LABELS)
def test_pairs_are_told_apart(measured: dict[str, Measure], label: str) -> None:
    precision, recall = FLOORS[label]
    assert (measured[label].precision or 0.0) >= precision
    assert (measured[label].recall or 0.0) >= recall


def test_a_pair_is_related_from_either_side() -> None:
    assert predict_label((("k1", None), ("k2", "k1"))) == "related"
    assert predict_label((("k1", "k2"), ("k2", None))) == "related"
    assert predict_label((("k1", "k3"), ("k2", "k3"))) == "unrelated"
    assert predict_label(((None, None), (None, None))) == "unrelated"  # type: ignore[arg-type]
