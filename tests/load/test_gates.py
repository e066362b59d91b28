"""The gates: what passes, fails, errs, is excused or left out."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from papers import EARLIER, LOAD_ID, Paper, stage
from rivers import write_papers

from flows.errors import GateError
from flows.load.database import open_database
from flows.load.gates import Suite, Verdict, judge, read_suite, run_gate
from flows.settings import Settings

Judge = Callable[..., dict[str, Verdict]]
Fresh = Callable[..., dict[str, dict[str, Any]]]


@pytest.fixture
def staged(tmp_path: Path, tables: Mapping[str, pl.DataFrame]) -> Settings:
    settings = Settings(warehouse=tmp_path / "it's a warehouse")
    stage(settings.warehouse, write_papers(), tables)
    return settings


def find(settings: Settings, expectation: str, table: str, suite: str = "gate_1") -> dict[str, Any]:
    verdicts = judge(suite, settings, LOAD_ID)
    (found,) = [v for v in verdicts if (v["expectation"], v["table_name"]) == (expectation, table)]
    return found


def test_sound_staging_passes(staged: Settings) -> None:
    verdicts = judge("gate_1", staged, LOAD_ID)
    stopping = [v for v in verdicts if v["errored"] or (not v["success"] and v["severity"] == "fail")]
    assert stopping == []
    assert {v["load_id"] for v in verdicts} == {LOAD_ID}
    assert all(v["reason"] and v["threshold"] and v["observed"] for v in verdicts)


def test_shifted_span_fails_and_is_shown(staged: Settings) -> None:
    with open_database(staged.staging) as connection:
        connection.execute("update staging.quotations set start_offset = start_offset + 1")
    verdict = find(staged, "spans_are_verbatim", "quotations")
    assert (verdict["success"], verdict["errored"], verdict["severity"]) == (False, False, "fail")
    assert verdict["observed"].startswith("1 rows, such as {'document_key': ")
    assert find(staged, "spans_are_verbatim", "figures")["success"]


def test_span_across_the_end_of_its_sentence_is_read_from_the_document(staged: Settings) -> None:
    with open_database(staged.staging) as connection:
        connection.execute(
            "update staging.quotations set end_offset = end_offset + 40, text = substr(documents.text,"
            " start_offset + 1, end_offset + 40 - start_offset) from staging.documents"
            " where documents.document_key = quotations.document_key"
        )
    assert find(staged, "spans_are_verbatim", "quotations")["success"]
    with open_database(staged.staging) as connection:
        connection.execute("update staging.quotations set text = text || '!'")
    assert find(staged, "spans_are_verbatim", "quotations")["observed"].startswith("1 rows")


@pytest.mark.parametrize(
    "change",
    [
        "text = 'Not ' || text",
        "start_offset = start_offset + 1",
        "paragraph_start = paragraph_start + 1",
        "document_key = 'nobody'",
    ],
)
def test_sentence_that_is_not_in_its_text_fails(staged: Settings, change: str) -> None:
    with open_database(staged.staging) as connection:
        connection.execute(f"update staging.sentences set {change} where sentence_ordinal = 1")
    assert find(staged, "sentences_are_verbatim", "sentences")["success"] is False


@pytest.mark.parametrize("change", [None, "text = 'Not ' || text", "start_offset = start_offset - 1"])
@pytest.mark.parametrize("shift", [150_999, 2_990])
def test_sentences_of_a_long_line_are_cut_from_pieces(
    staged: Settings, shift: int, change: str | None
) -> None:
    with open_database(staged.staging) as connection:
        connection.execute(f"update staging.documents set text = repeat('é', {shift}) || text")
        connection.execute(
            f"update staging.sentences set start_offset = start_offset + {shift},"
            f" end_offset = end_offset + {shift}, paragraph_start = 1, paragraph_end = {shift} + 30000"
        )
        if change:
            connection.execute(f"update staging.sentences set {change} where sentence_ordinal = 1")
    assert find(staged, "sentences_are_verbatim", "sentences")["success"] is (change is None)


@pytest.mark.parametrize(
    ("expectation", "table", "change"),
    [
        ("text_is_as_long_as_said", "documents", "text = text || '!'"),
        ("sentences_are_verbatim", "sentences", "text = text || '!'"),
        ("spans_are_verbatim", "quotations", "start_offset = start_offset + 1"),
        ("numbers_are_in_order", "figures", "value_low = 9, value_high = 8"),
        ("percentages_are_plausible", "figures", "unit = 'percent', value_high = 1e6"),
        ("days_are_plausible", "documents", "published_on = '1901-01-01'"),
        ("figures_have_units", "figures", "unit = null"),
        ("positions_are_found", "positions", "stance = 'none'"),
    ],
)
def test_rows_of_earlier_loads_are_not_judged_again(
    staged: Settings, expectation: str, table: str, change: str
) -> None:
    with open_database(staged.staging) as connection:
        connection.execute(f"update staging.{table} set {change}")
    assert not find(staged, expectation, table)["success"]
    with open_database(staged.staging) as connection:
        for judged in {table, "sentences"}:
            connection.execute(f"update staging.{judged} set load_id = '{EARLIER}'")
    assert find(staged, expectation, table)["success"]


def test_missing_table_is_an_error_not_a_failure(staged: Settings) -> None:
    with open_database(staged.staging) as connection:
        connection.execute("drop table staging.votes")
    verdict = find(staged, "spans_are_verbatim", "votes")
    assert (verdict["success"], verdict["errored"]) == (False, True)
    assert "votes" in verdict["observed"]


def test_no_documents_fail(staged: Settings) -> None:
    with open_database(staged.staging) as connection:
        connection.execute("delete from staging.documents")
    verdict = find(staged, "documents_are_there", "documents")
    assert (verdict["success"], verdict["severity"], verdict["observed"]) == (False, "fail", "0")


@pytest.mark.parametrize(("large_load", "severity"), [(5, "warn"), (4, "fail")])
def test_shares_stop_only_large_loads(staged: Settings, large_load: int, severity: str) -> None:
    with open_database(staged.staging) as connection:
        connection.execute("update staging.figures set unit = null")
    settings = Settings(warehouse=staged.warehouse, min_documents_for_shares=large_load)
    verdict = find(settings, "figures_have_units", "figures")
    assert (verdict["success"], verdict["severity"], verdict["observed"]) == (False, severity, "0")


def test_nothing_to_judge_passes(staged: Settings) -> None:
    with open_database(staged.staging) as connection:
        connection.execute("delete from staging.figures")
    verdict = find(staged, "figures_have_units", "figures")
    assert (verdict["success"], verdict["observed"]) == (True, "nothing to judge")


def test_files_are_let_go_of(staged: Settings) -> None:
    judge("gate_1", staged, LOAD_ID)
    with duckdb.connect(str(staged.staging)) as connection:
        assert connection.execute("create table proof (x int)") is not None


def write_marts(path: Path, documents: int, figures: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with open_database(path) as connection:
        connection.execute(
            f"""create schema marts;
            create table marts.dim_document as select range as document_key from range({documents});
            create table marts.fct_cited_figure as select range as figure_key from range({figures});"""
        )
    return path


@pytest.fixture
def judge_drift(tmp_path: Path, root: Path) -> Judge:
    whole = read_suite(root / "expectations" / "gate_2.yml")
    names = ("documents_did_not_vanish", "facts_per_document_did_not_drift")
    drift = tuple(
        c for c in whole.criteria if c.name in names and c.table in ("dim_document", "fct_cited_figure")
    )

    def run(built: Path, previous: Path | None) -> dict[str, Verdict]:
        verdicts = run_gate(
            Suite("gate_2", "marts", drift), built, previous=previous, documents=50, large_load=30
        )
        return {v.table_name: v for v in verdicts}

    return run


def test_half_the_figures_of_the_published_release_stop_the_publish(
    tmp_path: Path, judge_drift: Judge
) -> None:
    published = write_marts(tmp_path / "rostrum.duckdb", documents=40, figures=400)
    verdict = judge_drift(write_marts(tmp_path / "marts.duckdb", documents=50, figures=200), published)[
        "fct_cited_figure"
    ]
    assert (verdict.success, verdict.severity, verdict.observed) == (False, "fail", "0.4")


def test_more_documents_with_as_many_figures_each_are_no_drift(tmp_path: Path, judge_drift: Judge) -> None:
    published = write_marts(tmp_path / "rostrum.duckdb", documents=40, figures=400)
    verdicts = judge_drift(write_marts(tmp_path / "marts.duckdb", documents=400, figures=4400), published)
    assert [v.success for v in verdicts.values()] == [True, True]


def test_vanished_documents_warn(tmp_path: Path, judge_drift: Judge) -> None:
    published = write_marts(tmp_path / "rostrum.duckdb", documents=40, figures=400)
    verdict = judge_drift(write_marts(tmp_path / "marts.duckdb", documents=20, figures=200), published)[
        "dim_document"
    ]
    assert (verdict.success, verdict.severity, verdict.observed) == (False, "warn", "0.5")


def test_first_release_drifts_from_nothing(tmp_path: Path, judge_drift: Judge) -> None:
    assert judge_drift(write_marts(tmp_path / "marts.duckdb", documents=1, figures=1), None) == {}


@pytest.mark.parametrize("text", ["expectations: [", "suite: gate_1", "- a list"])
def test_unreadable_suite_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "gate_9.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GateError, match=r"gate_9\.yml"):
        read_suite(path)


@pytest.mark.parametrize("suite", ["gate_1", "gate_2"])
def test_every_expectation_says_why(root: Path, suite: str) -> None:
    criteria = read_suite(root / "expectations" / f"{suite}.yml").criteria
    assert all(c.reason and c.severity in ("fail", "warn") for c in criteria)
    assert all(c.needs <= {"large_load", "previous"} for c in criteria)
    names = [(c.name, c.table) for c in criteria]
    assert len(names) == len(set(names))


def write_stories(
    count: int, *, speaking: bool, words: int, symbol: str, figures: bool = True
) -> list[Paper]:
    """Return coverage of meetings in which somebody speaks, or in which no speaker is recognized."""
    papers = []
    for number in range(count):
        paper = Paper(f"{symbol}/{number}")
        turn = paper.speaker("Foo Bar", "France", iso3="FRA") if speaking else None
        for _ in range(4):
            sentence = paper.say("FOO BAR said 40 people came " + "again " * words, turn)
            if figures:
                paper.figure(sentence, "40 people", 40, "people", "people came")
        papers.append(paper)
    return papers


@pytest.fixture
def judge_fresh(
    tmp_path: Path, tables: Mapping[str, pl.DataFrame]
) -> Callable[..., dict[str, dict[str, Any]]]:
    """A function that judges papers as new ones, after twelve of the usual form."""

    def run(fresh: list[Paper], rejected: int = 0) -> dict[str, dict[str, Any]]:
        shutil.rmtree(tmp_path / "w", ignore_errors=True)
        settings = Settings(warehouse=tmp_path / "w")
        usual = write_stories(12, speaking=True, words=20, symbol="SC")
        stage(settings.warehouse, [*usual, *fresh], tables, {paper.key: "new" for paper in fresh})
        with open_database(settings.staging) as connection:
            connection.execute(
                "create or replace table staging.rejected_files as select 'made_up' as source_name,"
                " range || '.txt' as source_path, 'x' as bytes_sha256, 'no_text' as reason_code"
                " from range($1)",
                [rejected],
            )
        with open_database(settings.published) as connection:
            connection.execute(
                "create schema meta; create table meta.load as select 'published' as outcome,"
                " 12 as documents_new, false as is_full from range(4);"
                "create table meta.quarantine (source_name varchar, source_path varchar,"
                " content_sha256 varchar, reason_code varchar)"
            )
        return {
            v["expectation"]: v for v in judge("gate_1", settings, LOAD_ID) if "drift" in v["expectation"]
        }

    return run


def find_drift(verdicts: Mapping[str, Mapping[str, Any]]) -> set[str]:
    assert not [v for v in verdicts.values() if v["errored"]], verdicts
    return {name for name, verdict in verdicts.items() if not verdict["success"]}


def test_new_documents_like_the_ones_before_are_no_drift(judge_fresh: Fresh) -> None:
    verdicts = judge_fresh(write_stories(12, speaking=True, words=30, symbol="GA"), rejected=1)
    assert find_drift(verdicts) == set()
    assert verdicts["volume_did_not_drift"]["observed"] == "1"
    assert verdicts["share_of_sentences_with_speakers_did_not_drift"]["observed"] == "1"


def test_headings_of_a_new_form_stop_the_load(judge_fresh: Fresh) -> None:
    verdicts = judge_fresh(write_stories(12, speaking=False, words=20, symbol="GA"))
    assert find_drift(verdicts) == {"share_of_sentences_with_speakers_did_not_drift"}
    assert verdicts["share_of_sentences_with_speakers_did_not_drift"]["severity"] == "fail"


def test_pages_without_their_figures_or_their_text_stop_the_load(judge_fresh: Fresh) -> None:
    wordy = judge_fresh(write_stories(12, speaking=True, words=300, symbol="GA"))
    assert find_drift(wordy) == {"figures_a_thousand_words_did_not_drift", "words_a_document_did_not_drift"}
    bare = judge_fresh(write_stories(12, speaking=True, words=20, symbol="GA", figures=False))
    assert find_drift(bare) == {"figures_a_thousand_words_did_not_drift"}


def test_kind_that_a_source_never_had_warns(judge_fresh: Fresh) -> None:
    papers = write_stories(12, speaking=True, words=20, symbol="GA")
    for paper in papers:
        paper.kind = "press_release"
    verdicts = judge_fresh(papers)
    assert find_drift(verdicts) == {"kinds_of_documents_did_not_drift"}
    assert verdicts["kinds_of_documents_did_not_drift"]["severity"] == "warn"


def test_flood_of_documents_and_of_bad_files_warns(judge_fresh: Fresh) -> None:
    papers = write_stories(121, speaking=True, words=20, symbol="GA")
    assert find_drift(judge_fresh(papers, rejected=60)) == {
        "volume_did_not_drift",
        "share_of_new_files_rejected_did_not_drift",
    }


def test_few_new_documents_are_not_judged_by_their_form(judge_fresh: Fresh) -> None:
    verdicts = judge_fresh(write_stories(9, speaking=False, words=900, symbol="GA"))
    assert find_drift(verdicts) == set()
    assert verdicts["words_a_document_did_not_drift"]["observed"] == "nothing to judge"
