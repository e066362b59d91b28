"""The dbt project, built on made-up documents."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest
import yaml
from papers import Paper, rows_of
from rivers import write_papers

from flows.errors import StepError
from flows.load.transform import Transformation
from flows.settings import Settings

Build = Callable[..., Path]
CONTEXT = (
    "document_key sentence_key statement_key speaker_key affiliation_key section mode is_counted rule text"
    " start_offset end_offset"
)
CONTRACT = {  # docs/contract.md, table by table
    "dim_document": "document_key kind publisher symbol edition is_official_record meeting_key title"
    " published_on published_on_basis language source_name source_path source_url content_sha256 text"
    " char_count word_count first_loaded_at last_loaded_at",
    "dim_meeting": "meeting_key organ meeting_number session held_on agenda record_symbol",
    "dim_affiliation": "affiliation_key name kind iso3 m49_region m49_subregion m49_intermediate_region"
    " un_regional_group",
    "bridge_group_member": "group_name affiliation_key member_from member_to",
    "dim_speaker": "speaker_key name role affiliation_key printed_gender first_seen_on last_seen_on"
    " document_count statement_count",
    "dim_speaker_role": "speaker_key role affiliation_key first_seen_on last_seen_on document_count",
    "dim_speaker_alias": "speaker_key document_key alias decided_by",
    "dim_issue": "issue label description",
    "dim_topic": "topic label description",
    "dim_instrument": "instrument_key name kind year",
    "dim_cited_source": "source_key publisher report",
    "fct_statement": "statement_key document_key speaker_key affiliation_key role capacity kind"
    " spoken_language ordinal sentence_count word_count",
    "fct_sentence": "sentence_key document_key statement_key ordinal paragraph_ordinal paragraph_start"
    " paragraph_end section mode attributed_by is_repeat is_counted text start_offset end_offset",
    "fct_sentence_topic": "sentence_key topic",
    "fct_quotation": CONTEXT,
    "fct_position": CONTEXT + " stance issue cue claim_ordinal is_main_claim target_affiliation_key",
    "fct_cited_figure": CONTEXT + " value_low value_high denominator lower_bound upper_bound unit qualifier"
    " assertion measure place rate period source source_key about_affiliation_key comparison_key",
    "fct_alignment": CONTEXT + " alignment_key relation with_name with_affiliation_key",
    "fct_instrument_citation": CONTEXT + " citation_key instrument_key",
    "fct_vote": CONTEXT + " vote_key draft vote",
    "mart_figure_comparison": "comparison_key unit measure_label place claim_count speaker_count source_count"
    " measured_count lowest highest spread factor related_to comparable_because",
    "mart_delegation_position": "affiliation_key issue stance attribution claim_count statement_count"
    " document_count sentence_count",
    "mart_speaker_activity": "speaker_key statement_count word_count quotation_count figure_count"
    " warns_count",
    "v_figures": "speaker affiliation published_on sentence source_url",
    "v_positions": "speaker affiliation published_on sentence source_url",
    "v_quotations": "speaker affiliation published_on sentence source_url",
    "v_statements": "speaker affiliation printed_gender un_regional_group published_on word_count is_counted",
    "metric_total": "metric value definition",
    "metric_position": "issue stance claim_count statement_count speaker_count affiliation_count",
    "metric_figure": "unit figure_count sourced_count speaker_count",
    "metric_word_share": "dimension category word_count word_share",
}


INDIGNANT = "INGRID HOLM said 40 million people lacked safe water, “a scandal for all”."
NARRATED = "Some 50 million people lacked safe water, a study found."


def md5(*parts: object) -> str:
    return hashlib.md5("|".join(map(str, parts)).encode()).hexdigest()


@pytest.mark.parametrize("table", CONTRACT)
def test_published_table_has_the_columns_of_the_contract(corpus: Path, table: str) -> None:
    columns = {c for (c,) in rows_of(corpus, f"select column_name from (describe marts.{table})")}
    assert set(CONTRACT[table].split()) - columns == set()


def test_every_table_and_column_is_described_in_the_file(corpus: Path) -> None:
    bare = rows_of(
        corpus,
        """
        select table_name, column_name from duckdb_columns()
        where schema_name = 'marts' and coalesce(comment, '') = ''
        union all
        select table_name, null from duckdb_tables()
        where schema_name = 'marts' and not contains(coalesce(comment, ''), 'One row per ')
        """,
    )
    assert bare == []


def test_published_columns_are_scalar(corpus: Path) -> None:
    types = rows_of(corpus, "select distinct data_type from duckdb_columns() where schema_name = 'marts'")
    assert {t for (t,) in types} <= {"VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN", "DATE", "TIMESTAMP"}


def test_keys_are_hashes_of_what_they_name(corpus: Path) -> None:
    document = md5("SC/90001|en|")
    sentence = md5(document, 1)
    programme = md5("United Nations Environment Programme")
    ((statement, speaker, affiliation, figure),) = rows_of(
        corpus,
        f"""select statement_key, speaker_key, affiliation_key, figure_key from marts.fct_cited_figure
        where sentence_key = '{sentence}'""",
    )
    start = len("The head of the Programme said 40 million people lacked safe water.\nINGRID HOLM said ")
    assert statement == md5(document, "statement", 0)
    assert affiliation == programme
    assert speaker == md5(programme, "Ingrid Hölm")
    assert figure == md5(sentence, "figure", start)


def test_one_person_in_three_spellings_is_one_speaker(corpus: Path) -> None:
    found = rows_of(
        corpus,
        "select name, role, document_count from marts.dim_speaker where starts_with(name, 'Ingrid')",
    )
    assert found == [("Ingrid Hölm", "Executive Director", 3)]  # the spelling with its diacritics
    decided = rows_of(
        corpus,
        """select alias, decided_by from marts.dim_speaker_alias
        where starts_with(alias, 'INGRID') order by all""",
    )
    assert decided == [("INGRID HOLM", "exact"), ("INGRID HOLN", "spelling"), ("INGRID HÖLM", "exact")]


def test_one_name_in_two_delegations_is_two_people(corpus: Path) -> None:
    found = rows_of(
        corpus,
        """select a.iso3 from marts.dim_speaker s join marts.dim_affiliation a using (affiliation_key)
        where s.name = 'María López' order by all""",
    )
    assert found == [("ESP",), ("MEX",)]


def test_surname_alone_is_nobody_known_from_another_document(corpus: Path) -> None:
    found = rows_of(corpus, "select name from marts.dim_speaker where contains(name, 'Moreau') order by all")
    assert found == [("Alice Moreau",), ("Moreau",)]


def test_narrator_has_no_speaker(corpus: Path) -> None:
    found = rows_of(
        corpus,
        """select mode, speaker_key, statement_key, affiliation_key from marts.fct_cited_figure
        where text = '50 million people'""",
    )
    assert found == [("narrator", None, None, None)]
    shown = rows_of(
        corpus, "select speaker, affiliation from marts.v_figures where text = '50 million people'"
    )
    assert shown == [("(unattributed)", "(unattributed)")]


def test_lead_of_a_speaker_with_a_block_is_not_counted(corpus: Path) -> None:
    found = rows_of(
        corpus,
        """select t.sentence_count, a.figure_count, a.statement_count
        from marts.fct_statement t join marts.mart_speaker_activity a using (speaker_key)
        join marts.dim_document d using (document_key)
        where d.symbol = 'SC/90001' and t.ordinal = 0""",
    )
    assert found == [(1, 2, 3)]  # the lead has one more of each


def test_claims_compared_are_counted_ones_without_magnitudes(corpus: Path) -> None:
    found = rows_of(
        corpus,
        """select claim_count, speaker_count, source_count, lowest, highest, spread
        from marts.mart_figure_comparison""",
    )
    assert found == [(3, 1, 1, 40e6, 50e6, 10e6)]


def test_members_of_a_group_are_spoken_for_at_that_time(corpus: Path) -> None:
    found = rows_of(
        corpus,
        """select a.name, p.claim_count, p.document_count
        from marts.mart_delegation_position p join marts.dim_affiliation a using (affiliation_key)
        where p.attribution = 'on_behalf_of' and p.issue = 'funding' and a.name in
            ('European Union', 'United Kingdom', 'Germany', 'France', 'Norway')
        order by 1""",
    )
    assert found == [("European Union", 1, 1), ("Germany", 1, 1), ("United Kingdom", 1, 1)]


def test_who_aligns_takes_over_the_position(corpus: Path) -> None:
    found = rows_of(
        corpus,
        """select issue, stance, attribution, claim_count, sentence_count from marts.mart_delegation_position
        where affiliation_key = (select affiliation_key from marts.dim_affiliation where iso3 = 'ESP')
            and issue in ('funding', 'migration') and attribution in ('own', 'aligned') order by all""",
    )
    assert found == [
        ("funding", "advocates", "aligned", 1, 1),
        ("funding", "none", "own", 0, 1),
        ("migration", "none", "own", 0, 1),
    ]


def test_vote_is_that_of_the_delegation_named(corpus: Path) -> None:
    found = rows_of(
        corpus,
        """select v.vote, v.draft, a.iso3, v.speaker_key
        from marts.fct_vote v join marts.dim_affiliation a using (affiliation_key)""",
    )
    assert found == [("favour", "S/2015/1", "FRA", None)]


def test_views_work_under_any_file_name(corpus: Path, tmp_path: Path) -> None:
    renamed = tmp_path / "release.duckdb"
    renamed.write_bytes(corpus.read_bytes())
    with duckdb.connect(str(renamed), read_only=True) as connection:
        for view in ("v_figures", "v_positions", "v_quotations"):
            assert connection.execute(f"select count(*) from marts.{view}").fetchall()[0][0] > 0


def read_all(marts: Path) -> dict[str, list[tuple[object, ...]]]:
    names = rows_of(marts, "select table_name from duckdb_tables() where schema_name = 'marts' order by all")
    return {name: rows_of(marts, f"from marts.{name} order by all") for (name,) in names}


def test_any_order_of_loading_gives_the_same_marts(corpus: Path, build: Build) -> None:
    assert read_all(build(write_papers()[::-1])) == read_all(corpus)


def test_corrections_of_a_person_hold(build: Build) -> None:
    debate, figure = "SC/90001|en|", "40 million people"
    facts = pl.DataFrame(
        [
            ("fct_cited_figure", debate, figure, None, "value_low", "41000000", "misread"),
            ("fct_cited_figure", debate, figure, None, "place", "Kenya", "said before"),
            ("fct_position", debate, INDIGNANT, None, "stance", "warns", "no condemnation"),
            ("fct_sentence", "NEWS/1|en|", NARRATED, None, "speaker", "Ingrid Holm", "she goes on"),
        ],
        schema=["table_name", "document_identity", "text", "start_offset", "column_name", "value", "reason"],
        schema_overrides={"start_offset": pl.Int64},
        orient="row",
    )
    people = pl.DataFrame(
        [
            ("Ingrid Holn", None, "Ingrid Holm", None, "different", "two sisters"),
            ("María López", "ESP", "María López", "Mexico", "same", "changed her nationality"),
        ],
        schema=["name_a", "affiliation_a", "name_b", "affiliation_b", "decision", "reason"],
        orient="row",
    )
    marts = build(write_papers(), fact_overrides=facts, identity_overrides=people)
    assert rows_of(
        marts, "select distinct value_low, place from marts.fct_cited_figure where text = '40 million people'"
    ) == [(41e6, "Kenya")]
    assert rows_of(marts, "select stance from marts.fct_position where issue = 'root_causes'") == [("warns",)]
    assert rows_of(
        marts,
        """select s.name, f.mode, f.attributed_by from marts.fct_sentence f
        join marts.dim_speaker s using (speaker_key) where starts_with(f.text, 'Some 50')""",
    ) == [("Ingrid Hölm", "indirect", "override")]
    assert rows_of(
        marts,
        "select name, document_count from marts.dim_speaker where not contains(name, 'Moreau') order by 1",
    ) == [("Ingrid Holn", 1), ("Ingrid Hölm", 2), ("María López", 2)]


def test_fact_that_refers_to_nothing_stops_the_build(build: Build, settings: Settings) -> None:
    paper = Paper("SC/90003")
    paper.say("FOO BAR (France) called for joint basins.", paper.speaker("Foo Bar", "France", iso3="FRA"))
    paper.position(0, "advocates", "no_such_issue")
    with pytest.raises(StepError, match="refers_to_fct_position"):
        build([paper])
    with duckdb.connect(str(settings.staging), read_only=True) as connection:  # nothing is left open
        assert connection.execute("select 1").fetchall() == [(1,)]


def test_correction_of_an_unknown_column_stops_the_build(build: Build) -> None:
    text = ("table_name", "document_identity", "text", "column_name", "value", "reason")
    mistaken = pl.DataFrame([dict.fromkeys(text, "x") | {"start_offset": 0}])
    with pytest.raises(StepError, match="fact_overrides_name_what_can_be_corrected"):
        build(write_papers()[:1], fact_overrides=mistaken)


def test_models_hold_their_own_examples(build: Build, settings: Settings) -> None:
    build(write_papers()[:1])  # the examples take their types from the tables
    nodes = Transformation(settings.dbt, settings.warehouse).test_units()
    assert {node.kind for node in nodes} == {"unit_test"}
    assert len(nodes) >= 12


def test_models_go_on_after_one_that_overflowed_to_the_disk(root: Path, tmp_path: Path) -> None:
    text = (root / "dbt" / "profiles.yml").read_text(encoding="utf-8")
    profile = yaml.safe_load(text.replace("{{ var('warehouse') }}", str(tmp_path)))
    target = profile["rostrum"]["outputs"]["local"]
    overflow = tmp_path / "build" / "overflow"
    overflow.parent.mkdir()
    with duckdb.connect(config=target.get("config_options", {})) as connection:
        for create in (
            "create table unsorted as select hash(i) as h, repeat('x', 40) from range(3000000) as r (i)",
            "create table sorted as select * from unsorted order by h",
        ):
            for name, value in target.get("settings", {}).items():  # as dbt-duckdb does for each model
                connection.cursor().execute(f"set {name} = '{value}'")
            connection.execute("set memory_limit = '100MB'")
            connection.execute(create)
        assert overflow.exists()
