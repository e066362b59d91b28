"""A tiny warehouse with known mistakes: each measure must see its own."""

import json
from pathlib import Path

import duckdb
import pytest

from flows.errors import GoldError
from flows.evaluate import Evaluation, score_warehouse

TEXT = 'ANA ROSSI (Italy) said 12 million people were hungry.\nShe said: "Act now".\nThe meeting ended.'
FIRST, SECOND, THIRD = TEXT.split("\n")
AT = [0, len(FIRST) + 1, len(FIRST) + len(SECOND) + 2]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    rows = [
        ("900-0001", "Ana Rossi", "none", "", "Rome Statute", FIRST),
        ("900-0002", "Ana Rossi", "advocates", "cooperation;funding?", "", SECOND),
        ("900-0003", "-", "none", "", "", THIRD),
    ]
    (folder / "sentences.tsv").write_text("\n".join("\t".join(row) for row in rows))
    speaker = {"doc": "900", "name": "Ana Rossi", "affiliation": "Italy", "affiliation_kind": "member_state",
               "iso3": "ITA", "printed_gender": "female", "role": None}  # fmt: skip
    mention = {"doc": "900", "name": "Ben Okri", "mention": True}
    (folder / "speakers.jsonl").write_text(json.dumps(speaker) + "\n" + json.dumps(mention))
    figure = {"sid": "900-0001", "text": "12 million people", "value_low": 12e6, "value_high": 12e6,
              "unit": "people", "qualifier": "exact", "measure": "people were hungry", "source": None,
              "cited_by": "Ana Rossi", "place": "Mali", "assertion": "pledged",
              "optional": False}  # fmt: skip
    (folder / "figures.jsonl").write_text(json.dumps(figure))
    quote = {"sid": "900-0002", "text": "Act now", "speaker": "Ana Rossi"}
    (folder / "quotes.jsonl").write_text(json.dumps(quote))
    return folder


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """Return a file that answers the gold but for gender, the figure's unit, a span, an extra speaker."""
    path = tmp_path / "rostrum.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts")
        create = lambda name, query: connection.execute(f"create table marts.{name} as {query}")  # noqa: E731
        create(
            "dim_document",
            f"""select 'd' as document_key, '900_x.txt' as source_path,
               replace({TEXT!r}, '\\n', chr(10)) as text""",
        )
        create(
            "fct_sentence",
            f"""select * from (values
                ('d', 's1', 't1', {FIRST!r}, {AT[0]}, {AT[0] + len(FIRST)}),
                ('d', 's2', 't1', {SECOND!r}, {AT[1]}, {AT[1] + len(SECOND)}),
                ('d', 's3', 't2', {THIRD!r}, {AT[2]}, {AT[2] + len(THIRD)}))
                t(document_key, sentence_key, statement_key, text, start_offset, end_offset)""",
        )
        create(
            "fct_statement",
            """select * from (values ('d', 't1', 'p1', 'a1', null), ('d', 't2', 'p2', 'a1', null))
               t(document_key, statement_key, speaker_key, affiliation_key, role)""",
        )
        create(
            "dim_speaker",
            """select * from (values ('p1', 'Ana Rossi', null), ('p2', 'Ben Okri', null))
               t(speaker_key, name, printed_gender)""",
        )
        create(
            "dim_affiliation",
            "select 'a1' as affiliation_key, 'Italy' as name, 'member_state' as kind, 'ITA' as iso3",
        )
        create("dim_instrument", "select 'i1' as instrument_key, 'Rome Statute' as name")
        span = "'d' as document_key, 's1' as sentence_key, 'p1' as speaker_key"
        create(
            "fct_cited_figure",
            f"""select {span}, 12e6 as value_low, 12e6 as value_high, null::double as denominator,
               'USD' as unit, 'exact' as qualifier, 'people were hungry' as measure, null as period,
               null as rate, null as source, 'Mali' as place, 'asserted' as assertion,
               null::text as about_affiliation_key, '12 million people' as text,
               23 as start_offset, 40 as end_offset""",
        )
        create(
            "fct_quotation",
            f"""select {span}, 'Act now' as text, {AT[1] + 11} as start_offset, {AT[1] + 18} as end_offset""",
        )
        create(
            "fct_position",
            f"""select 'd' as document_key, 's2' as sentence_key, 'advocates' as stance, issue,
               true as is_main_claim, {SECOND!r} as text, {AT[1]} as start_offset,
               {AT[1] + len(SECOND)} as end_offset
               from (values ('cooperation'), ('funding'), ('training')) t(issue)""",
        )
        create(
            "fct_alignment",
            f"""select {span}, 'x' as relation, 'y' as with_name, 'Italy' as text,
               0 as start_offset, 5 as end_offset where false""",
        )
        create("fct_vote", "select * from marts.fct_alignment")
        create(
            "fct_instrument_citation",
            f"select {span}, 'i1' as instrument_key, 'wrong' as text, 0 as start_offset, 5 as end_offset",
        )
    return path


@pytest.fixture
def result(warehouse: Path, gold: Path) -> Evaluation:
    return score_warehouse(warehouse, gold)


def test_an_extra_speaker_costs_precision(result: Evaluation) -> None:
    speakers = next(m for m in result.measures if m.name == "speakers")
    assert (speakers.true_positive, speakers.false_positive, speakers.false_negative) == (1, 1, 0)
    assert result.value("speaker.iso3") == 1.0
    assert result.value("speaker.printed_gender") == 0.0


def test_narration_given_to_a_speaker_is_a_false_attribution(result: Evaluation) -> None:
    attribution = next(m for m in result.measures if m.name == "attribution")
    assert (attribution.true_positive, attribution.false_positive, attribution.false_negative) == (2, 1, 0)


def test_a_figure_with_a_wrong_unit_is_found_but_its_unit_is_wrong(result: Evaluation) -> None:
    assert result.value("figures") == 1.0
    assert result.value("figure.unit") == 0.0
    assert result.value("figure.cited_by") == 1.0


def test_fields_that_a_label_leaves_out_are_not_scored(result: Evaluation) -> None:
    assert result.value("figure.place") == 1.0
    assert result.value("figure.assertion") == 0.0  # pledged by the label, asserted by the warehouse
    assert "figure.about_affiliation" not in {m.name for m in result.measures}


def test_optional_issue_is_neither_right_nor_wrong(result: Evaluation) -> None:
    issues = next(m for m in result.measures if m.name == "issues")
    assert (issues.true_positive, issues.false_positive, issues.false_negative) == (1, 1, 0)
    assert result.stance_pairs == {("none", "none"): 1, ("advocates", "advocates"): 1}


def test_instruments_quotations_and_spans(result: Evaluation) -> None:
    assert result.value("instruments") == 1.0
    assert result.value("quotations") == 1.0
    spans = next(m for m in result.measures if m.name == "spans.verbatim")
    assert (spans.good, spans.total) == (8, 9)


def test_missing_labels_are_named(tmp_path: Path, warehouse: Path) -> None:
    with pytest.raises(GoldError, match=r"sentences\.tsv cannot be read"):
        score_warehouse(warehouse, tmp_path)


def test_labels_that_are_no_json_are_named_with_their_line(
    gold: Path, warehouse: Path, tmp_path: Path
) -> None:
    with (gold / "figures.jsonl").open("a") as labels:
        labels.write("\n{'sid': 1}\n")
    with pytest.raises(GoldError, match=r"figures\.jsonl line 2 is no JSON"):
        score_warehouse(warehouse, gold)
