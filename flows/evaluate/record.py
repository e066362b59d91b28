"""The project's own accuracy: measure every labelled set, keep the values, write the page about them.

`seeds/accuracy.csv` holds the values that `meta.accuracy` publishes and that no later change
may fall below; `docs/accuracy.md` shows them. Both are written by `./rostrum accuracy`.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from flows import __version__
from flows.evaluate.score import STANCES, Evaluation, score_warehouse
from flows.load.accuracy import COLUMNS
from flows.settings import Settings

BLIND = "unseen"  # no test holds its values: a change is not to be chosen by them
# Name of each labelled set: folder of its documents, folder of its labels, how it came to be.
LABELLED_SETS: Mapping[str, tuple[str, str, str]] = {
    "gold": ("seeds/documents", "tests/gold", "the five source documents; rules were written on them"),
    "development": (
        "tests/accuracy/development/documents",
        "tests/accuracy/development/gold",
        "made-up documents; rules were mended on them",
    ),
    "heldout": (
        "tests/accuracy/heldout/documents",
        "tests/accuracy/heldout/gold",
        "made-up documents by another hand; rules were chosen by its totals, its sentences never looked at",
    ),
    "unseen": (
        "tests/accuracy/unseen/documents",
        "tests/accuracy/unseen/gold",
        "made-up documents by a hand that saw no rule, harder than press output; no rule is chosen by it",
    ),
}
PAGE_HEAD = """# Accuracy

How often the rows are right, measured against labelled documents by the rules of
[the codebook](codebook.md). Made by `./rostrum accuracy`; do not edit. A test fails when a
value falls, but for the last set. The 95 % intervals are Wilson's; labels within a document
depend on each other, so the true ones are wider. `./rostrum evaluate --errors 10` shows the
errors on the five source documents, each with its sentence. A speaker's gender is what most
documents of all sets print, so that one set can change another's.
"""


def measure_sets(settings: Settings) -> dict[str, Evaluation]:
    """Load all labelled sets into a warehouse of their own and score each against its labels."""
    from flows.pipeline import run_pipeline  # Prefect takes a second to import

    with tempfile.TemporaryDirectory() as scratch:
        own = replace(settings, warehouse=Path(scratch) / "warehouse")
        sources = [
            f"{name}={settings.project / documents}" for name, (documents, _, _) in LABELLED_SETS.items()
        ]
        run_pipeline(sources, own)
        return {
            name: score_warehouse(own.published, settings.project / labels)
            for name, (_, labels, _) in LABELLED_SETS.items()
        }


def tabulate_measures(results: Mapping[str, Evaluation]) -> pl.DataFrame:
    """Return one row per labelled set and measure, with the columns of `seeds/accuracy.csv`."""
    rows = []
    measured_at = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    for name, result in results.items():
        for measure in result.measures:
            low, high = measure.interval
            values = (round(measure.value, 4), measure.good, measure.total, round(low, 4), round(high, 4))
            counts = (measure.true_positive, measure.false_positive, measure.false_negative)
            rows.append((name, measure.name, *values, __version__, measured_at, *counts))
    return pl.DataFrame(rows, schema=list(COLUMNS), orient="row", infer_schema_length=None)


def write_record(results: Mapping[str, Evaluation], table: Path, page: Path) -> None:
    """Write the values to `seeds/accuracy.csv` and the page about them to `docs/accuracy.md`."""
    measured = tabulate_measures(results)
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(measured.rows())
    page.write_text(_render_page(results), encoding="utf-8")


def _render_page(results: Mapping[str, Evaluation]) -> str:
    parts = [PAGE_HEAD]
    for name, result in results.items():
        parts.append(f"\n## {name}: {LABELLED_SETS[name][2]}\n")
        parts.append("| measure | value | 95 % interval | precision | recall | right | of |")
        parts.append("| --- | --- | --- | --- | --- | --- | --- |")
        for measure in result.measures:
            low, high = measure.interval
            precision, recall = _format_share(measure.precision), _format_share(measure.recall)
            parts.append(
                f"| {measure.name} | {measure.value:.3f} | {low:.3f} to {high:.3f} | {precision} | {recall}"
                f" | {measure.good:g} | {measure.total:g} |"
            )
        parts += ["\nStances of the main claims, labelled down, found across:\n", *_render_confusion(result)]
    return "\n".join(parts) + "\n"


def _format_share(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _render_confusion(result: Evaluation) -> list[str]:
    lines = ["| | " + " | ".join(STANCES) + " |", "| --- " * (len(STANCES) + 1) + "|"]
    for want in STANCES:
        counts = (str(result.stance_pairs[(want, have)]) for have in STANCES)
        lines.append(f"| {want} | " + " | ".join(counts) + " |")
    return lines
