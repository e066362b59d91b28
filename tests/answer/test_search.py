"""Full-text search, on a small published file of made-up sentences."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import duckdb
import pytest

from flows.answer import search
from flows.answer.search import Filters, Hits, build_index, search_sentences
from flows.errors import NotPublishedError, QueryError
from flows.maintenance import prepare_search
from flows.report import print_hits
from flows.settings import Settings

SENTENCES = [
    # key, speaker, counted, stance, text
    ("s1", "ruiz", True, "advocates", "Rivers feed the supply chains of fishers, she said."),
    ("s2", "ruiz", True, "reports", "A chain of lakes would supply the port."),
    ("s3", "osei", True, "warns", "Child fishers drowned in 1,200 lakes; fishers’ families grieved."),
    ("s4", "osei", False, "warns", "Child fishers drowned in lakes."),
    ("s5", None, True, "none", "São Tomé asked what the UN would do about resolution 2331 (2016)."),
]


def publish_sentences(path: Path, load_id: str = "20200101T000000-1") -> None:
    """Write a published file with the columns that a search reads."""
    with duckdb.connect(str(path)) as file:
        file.execute("create schema marts; create schema meta")
        file.execute("create table meta.release as select $1 as load_id", [load_id])
        file.execute(
            """create table marts.fct_sentence(sentence_key varchar, speaker_key varchar, is_counted boolean,
            text varchar, document_key varchar, ordinal int, affiliation_key varchar, section varchar,
            mode varchar)"""
        )
        file.execute(
            "create table marts.fct_position(sentence_key varchar, stance varchar, is_counted boolean)"
        )
        for i, (key, speaker, counted, stance, text) in enumerate(SENTENCES):
            file.execute(
                "insert into marts.fct_sentence values ($1, $2, $3, $4, $5, $6, $2, 'body', 'indirect')",
                [key, speaker, counted, text, "d1" if i < 3 else "d2", i],
            )
            file.execute("insert into marts.fct_position values ($1, $2, $3)", [key, stance, counted])
        file.execute(
            """create table marts.dim_document as
            select 'd1' as document_key, 'GA/11111' as symbol, 'Lakes and Rivers' as title, 'a.txt' as
                source_path, 'm1' as meeting_key, date '2011-02-04' as published_on
            union all select 'd2', null, 'Fishers at Sea', 'b.txt', null, null"""
        )
        file.execute(
            "create table marts.dim_meeting as select 'm1' as meeting_key, date '2011-02-03' as held_on"
        )
        file.execute(
            """create table marts.dim_speaker as select 'ruiz' as speaker_key, 'Inés Ruiz' as name
            union all select 'osei', 'Kofi Osei'"""
        )
        file.execute(
            """create table marts.dim_affiliation as select 'ruiz' as affiliation_key, 'Peru' as name,
            'PER' as iso3 union all select 'osei', 'World Lakes Union', null"""
        )


@pytest.fixture
def published(tmp_path: Path) -> Settings:
    settings = Settings(warehouse=tmp_path / "it's a warehouse")
    settings.warehouse.mkdir()
    publish_sentences(settings.published)
    return settings


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A published file for the tests that only read it."""
    settings = Settings(warehouse=tmp_path_factory.mktemp("indexed"))
    publish_sentences(settings.published)
    return settings


def find(settings: Settings, words: str, **filters: object) -> list[str]:
    hits = search_sentences(settings, words, Filters(**filters), 10)  # type: ignore[arg-type]
    return [row["sentence_key"] for row in hits.rows]


def marked(hits: Hits) -> list[str]:
    (text, marks), *_ = zip((row["text"] for row in hits.rows), hits.marks, strict=True)
    return [text[start:end] for start, end in marks]


def test_all_words_in_any_form_and_order(indexed: Settings) -> None:
    assert sorted(find(indexed, "supply chain")) == ["s1", "s2"]
    assert find(indexed, "children fisher") == ["s3"]
    assert find(indexed, "children supply") == []


def test_words_in_quotes_stand_together(indexed: Settings) -> None:
    assert find(indexed, '"supply chain"') == ["s1"]
    assert find(indexed, "“chain of lakes” port") == ["s2"]
    assert find(indexed, '"lakes of chain"') == []


def test_best_match_comes_first(indexed: Settings) -> None:
    hits = search_sentences(indexed, "fishers", Filters(), 1)
    assert [row["sentence_key"] for row in hits.rows] == ["s3"], "names them twice"
    assert (hits.total, hits.total_unfiltered) == (2, 3)


def test_numbers_accents_and_common_words_are_words_too(indexed: Settings) -> None:
    assert find(indexed, "sao tome 2331") == ["s5"]
    assert search_sentences(indexed, "2331", Filters(), 10).rows[0]["stances"] is None  # it takes none
    assert find(indexed, "UN") == ["s5"]
    assert find(indexed, "1,200") == ["s3"]
    assert find(indexed, "what would") == ["s5"]


def test_filters(indexed: Settings) -> None:
    assert find(indexed, "fishers", speaker="ruiz") == ["s1"]
    assert find(indexed, "fishers", speaker="Inés Ruiz", affiliation="per") == ["s1"]
    assert find(indexed, "fishers", affiliation="lakes union") == ["s3"]
    assert find(indexed, "fishers", stance="warns") == ["s3"]
    assert find(indexed, "resolution", document="at sea") == ["s5"]
    assert find(indexed, "chain", document="ga/11111", stance="advocates") == ["s1"]
    assert find(indexed, "fishers", speaker="ruizz") == []


def test_days_are_those_of_the_meeting_and_no_day_passes_no_filter(indexed: Settings) -> None:
    assert sorted(find(indexed, "chain", since=date(2011, 2, 3), until=date(2011, 2, 3))) == ["s1", "s2"]
    assert find(indexed, "chain", since=date(2011, 2, 4)) == []
    assert find(indexed, "resolution", until=date(2030, 1, 1)) == []


def test_what_is_not_counted_is_found_when_asked_for(indexed: Settings) -> None:
    assert find(indexed, "drowned") == ["s3"]
    assert sorted(find(indexed, "drowned", every_printing=True)) == ["s3", "s4"]


def test_every_word_is_marked_in_its_printed_form(indexed: Settings) -> None:
    assert marked(search_sentences(indexed, "fisher drowns", Filters(), 1)) == [
        "fishers",
        "drowned",
        "fishers",
    ]


def test_narration_is_found_as_nobodys(indexed: Settings) -> None:
    (row,) = search_sentences(indexed, "tomé", Filters(), 1).rows
    assert (row["speaker"], row["affiliation"], row["spoken_on"]) == ("(unattributed)", None, None)


@pytest.mark.parametrize("words", ["' or 1=1 --", 'un"closed', "'; drop table sentence"])
def test_odd_words_are_only_words(indexed: Settings, words: str) -> None:
    assert find(indexed, words) == []


@pytest.mark.parametrize("words", ["", "—", '""'])
def test_no_word_at_all_is_refused(indexed: Settings, words: str) -> None:
    with pytest.raises(QueryError, match="holds no word to search for"):
        find(indexed, words)


def test_a_new_release_gets_its_own_index_and_the_old_one_goes(published: Settings) -> None:
    old = build_index(published)
    assert old.name == "search-20200101T000000-1.duckdb"
    published.published.unlink()
    publish_sentences(published.published, "20200102T000000-1")
    new = build_index(published)
    assert new.name == "search-20200102T000000-1.duckdb"
    assert sorted(published.warehouse.glob("search-*")) == [new]


def test_searches_at_once_build_one_index(published: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[Path] = []
    write = search._write_index

    def count(release: Path, path: Path) -> str:
        built.append(path)
        return write(release, path)

    monkeypatch.setattr(search, "_write_index", count)
    found: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: found.append(find(published, '"supply chain"'))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert found == [["s1"]] * 6
    assert len(built) == 1


def test_a_damaged_or_half_built_index_is_built_again(published: Settings) -> None:
    path = build_index(published)
    path.write_bytes(b"not a database" * 1000)
    path.with_suffix(".new").write_bytes(b"left by a kill")
    assert find(published, '"supply chain"') == ["s1"]
    assert sorted(published.warehouse.glob("search-*")) == [path]


def test_a_reader_without_rights_searches_all_the_same(
    published: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(settings: Settings) -> Path:
        raise PermissionError(settings.warehouse)

    monkeypatch.setattr(search, "build_index", refuse)
    assert find(published, '"supply chain"') == ["s1"]
    assert list(published.warehouse.glob("search*")) == []


def test_maintenance_prepares_the_first_search(published: Settings, tmp_path: Path) -> None:
    assert prepare_search(published) == ["search-20200101T000000-1.duckdb"]
    assert (published.warehouse / "search-20200101T000000-1.duckdb").exists()
    assert prepare_search(Settings(warehouse=tmp_path / "none")) == []
    published.published.unlink()
    with duckdb.connect(str(published.published)) as other:
        other.execute("create schema meta; create table meta.release as select 'x' as load_id")
    assert prepare_search(published) == []


def test_nothing_published(tmp_path: Path) -> None:
    with pytest.raises(NotPublishedError, match="run `rostrum run` first"):
        build_index(Settings(warehouse=tmp_path))


def test_csv_has_its_header_where_nothing_was_found(
    indexed: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    print_hits(search_sentences(indexed, "volcano", Filters(), 5), "csv")
    assert capsys.readouterr().out.startswith("rank,score,speaker,affiliation,document,")
