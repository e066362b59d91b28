"""No change may make a measure worse on a set that is not blind; `./rostrum accuracy` records better ones."""

from pathlib import Path

import polars as pl
import pytest

from flows.evaluate import Evaluation
from flows.evaluate.record import BLIND, LABELLED_SETS, measure_sets, tabulate_measures
from flows.load.accuracy import read_recorded
from flows.settings import Settings

# The bars of the project's charter for the five source documents.
BARS = {
    "speakers": 0.99,
    "speaker.one_key_per_person": 1.0,
    "speaker.one_person_per_key": 1.0,
    "speaker.iso3": 0.98,
    "speaker.affiliation_kind": 0.97,
    "speaker.role": 0.90,
    "speaker.printed_gender": 0.90,
    "speaker.on_behalf_of": 1.0,
    "speaker.aligned_with": 0.92,
    "attribution": 0.97,
    "sentences.found": 0.98,
    "figures": 0.97,
    "figure.unit": 0.95,
    "figure.qualifier": 0.95,
    "figure.cited_by": 0.95,
    "figure.source": 0.90,
    "figure.measure": 0.85,
    "quotations": 0.97,
    "stance.accuracy": 0.88,
    "stance.macro_f1": 0.78,
    "issues": 0.85,
    "instruments": 0.97,
    "spans.verbatim": 1.0,
}


@pytest.fixture(scope="session")
def results(prefect_server: None) -> dict[str, Evaluation]:
    return measure_sets(Settings())


@pytest.mark.parametrize("measure", BARS)
def test_source_documents_reach_the_bar(results: dict[str, Evaluation], measure: str) -> None:
    assert results["gold"].value(measure) >= BARS[measure], results["gold"].errors[measure][:5]


def test_no_measure_got_worse(results: dict[str, Evaluation], root: Path) -> None:
    recorded = read_recorded(root / "seeds" / "accuracy.csv")
    both = recorded.join(tabulate_measures(results), on=["gold", "measure"], how="left", suffix="_now")
    # one measure a label class may come and go with the errors; those that are recorded must be there
    assert both.filter(pl.col("value_now").is_null())["measure"].to_list() == []
    worse = both.filter((pl.col("value_now") < pl.col("value") - 1e-9) & (pl.col("gold") != BLIND))
    assert worse.select("gold", "measure", "value", "value_now").rows() == []
    assert set(recorded["gold"]) == set(LABELLED_SETS)
