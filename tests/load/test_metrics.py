"""The metrics count what is counted, and agree with each other."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from flows.settings import Settings

METRICS = ["metric_total", "metric_position", "metric_figure", "metric_word_share"]
FACTS = [
    "fct_cited_figure",
    "fct_position",
    "fct_quotation",
    "fct_sentence",
    "fct_statement",
    "fct_alignment",
]


@pytest.fixture
def file(golden: Settings, tmp_path: Path) -> Path:
    return Path(shutil.copy(golden.published, tmp_path / "rostrum.duckdb"))


@pytest.mark.parametrize("metric", METRICS)
def test_what_is_not_counted_changes_no_metric(file: Path, metric: str) -> None:
    with duckdb.connect(str(file)) as connection:
        before = connection.execute(f"from marts.{metric} order by all").fetchall()
        gone = [connection.execute(f"delete from marts.{f} where not is_counted").fetchall() for f in FACTS]
        assert sum(count for ((count,),) in gone) > 100
        assert connection.execute(f"from marts.{metric} order by all").fetchall() == before


def test_totals_agree_with_the_marts(file: Path) -> None:
    with duckdb.connect(str(file), read_only=True) as connection:
        totals = dict(connection.execute("select metric, value from marts.metric_total").fetchall())
        (spoken,) = connection.execute(
            """select {'statements': sum(statement_count), 'words': sum(word_count),
                       'claims': sum(advocates_count + supports_count + opposes_count + condemns_count
                                     + warns_count + commits_count + reports_count)}
               from marts.mart_speaker_activity"""
        ).fetchall()[0]
        assert {name: totals[name] for name in spoken} == spoken
        figures = connection.execute("select sum(figure_count), sum(sourced_count) from marts.metric_figure")
        assert figures.fetchone() == (totals["figures"], totals["figures_with_source"])
        stances = connection.execute(
            "select sum(claim_count) from marts.metric_position where issue = '(all)'"
        )
        assert stances.fetchone() == (totals["claims"],)
        shares = connection.execute(
            """select dimension, sum(word_count), round(sum(word_share), 9)
               from marts.metric_word_share group by all"""
        )
        assert {tuple(row[1:]) for row in shares.fetchall()} == {(totals["words"], 1.0)}
