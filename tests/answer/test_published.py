"""Questions asked of the published file: what may be asked, and what is said where it cannot be read."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from flows.answer.export import export_marts
from flows.answer.published import fetch_rows, find_evidence, write_rows
from flows.answer.search import Filters, search_sentences
from flows.errors import NotPublishedError, QueryError
from flows.report import print_status
from flows.settings import Settings


@pytest.fixture
def published(tmp_path: Path) -> Path:
    path = tmp_path / "rostrum.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table river as select * from (values (1, 'Oder'), (2, 'Elbe')) t(n, name)")
    return path


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("from river order by n desc -- the longest last", "n,name\n2,Elbe\n1,Oder\n"),
        ("select n from river where n > 1;", "n\n2\n"),
        ("select 1 as a; select 2 as b", "b\n2\n"),
        ("select column_name from (describe river)", "column_name\nn\nname\n"),
        ("describe river", "column_name,column_type,null,key,default,extra\n"),
        ("show tables", "name\nriver\n"),
    ],
)
def test_whatever_has_rows_is_written(
    published: Path, capfd: pytest.CaptureFixture[str], query: str, rows: str
) -> None:
    write_rows(published, query, "csv")
    assert capfd.readouterr().out.startswith(rows)


@pytest.mark.parametrize("query", ["", "  ", "/* to be written */"])
def test_query_without_a_statement_is_said(published: Path, query: str) -> None:
    with pytest.raises(QueryError, match="no statement"):
        fetch_rows(published, query)


def test_rows_as_json(published: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write_rows(published, "from river order by n", "json")
    assert json.loads(capfd.readouterr().out) == [{"n": 1, "name": "Oder"}, {"n": 2, "name": "Elbe"}]


@pytest.mark.parametrize(
    ("query", "said"),
    [("set threads = 1", "no rows"), ("selec 1", "LINE 1: selec 1"), ("drop table river", "read-only")],
)
def test_what_cannot_be_written_is_said(published: Path, query: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        write_rows(published, query, "csv")


def test_reader_that_has_seen_enough_is_no_error_of_the_query(published: Path) -> None:
    reading, writing = os.pipe()
    kept = os.dup(1)
    os.close(reading)
    try:
        os.dup2(writing, 1)
        with pytest.raises(BrokenPipeError):
            write_rows(published, "select range from range(100000)", "csv")
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(writing)


@pytest.mark.parametrize(
    "ask",
    [
        lambda s: fetch_rows(s.published, "select 1"),
        lambda s: write_rows(s.published, "select 1", "csv"),
        lambda s: find_evidence(s.published, "key"),
        lambda s: export_marts(s.published, s.warehouse / "export", "csv"),
        lambda s: search_sentences(s, "river", Filters(), 1),
    ],
    ids=["sql", "sql --format", "show", "export", "search"],
)
def test_damaged_file_is_named_with_what_to_do(tmp_path: Path, ask: Callable[[Settings], object]) -> None:
    settings = Settings(warehouse=tmp_path)
    settings.published.write_bytes(b"no database" * 1000)
    with pytest.raises(NotPublishedError, match=r"rostrum\.duckdb cannot be read .*`rostrum run`"):
        ask(settings)


def test_status_tells_of_the_loads_though_the_published_file_is_damaged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from flows.load.history import begin_load, now

    settings = Settings(warehouse=tmp_path)
    begin_load(settings.history, "20300401T080000-000000", now(), "press", is_full=False)
    settings.published.write_bytes(b"no database" * 1000)
    print_status(settings)
    said = capsys.readouterr().out
    assert "rostrum.duckdb cannot be read" in said
    assert "20300401T080000-000000\trunning" in said
