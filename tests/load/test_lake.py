"""The lake on a real PostgreSQL and an S3 server: follows the file, in one transaction each."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from components import require_component

from flows.errors import ReleaseError, StepError
from flows.load import lake
from flows.load.history import begin_load, now
from flows.load.lake import fetch_release, list_snapshots, prune_lake, publish_to_lake
from flows.load.releases import release_path
from flows.settings import Settings


def run_program(name: str, *arguments: str) -> None:
    """Run a program of PostgreSQL, as its user where we are root: it refuses to be root."""
    become = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    program = Path(require_component("PostgreSQL")).resolve().with_name(name)
    subprocess.run([*become, str(program), *arguments], check=True, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL of these tests alone, on a socket in its folder; its connection string."""
    require_component("PostgreSQL")
    folder = Path("/tmp") / tmp_path_factory.mktemp("pg").name  # a socket's path must be short
    folder = folder.with_name(f"rostrum-{os.getpid()}-{folder.name}")
    folder.mkdir()
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = str(folder / "data")
    run_program("initdb", "-D", data, "-A", "trust", "-U", "rostrum", "--no-sync")
    run_program("pg_ctl", "-D", data, "-w", "-l", f"{folder}/log", "-o", f"-h '' -k {folder} -F", "start")
    yield f"host={folder} user=rostrum"
    run_program("pg_ctl", "-D", data, "-m", "immediate", "stop")
    shutil.rmtree(folder)


@pytest.fixture
def catalog(postgres: str, request: pytest.FixtureRequest) -> str:
    """An empty database for one test."""
    name = f"lake_{abs(hash(request.node.nodeid))}"
    host = dict(part.split("=") for part in postgres.split())["host"]
    run_program("createdb", "-h", host, "-U", "rostrum", name)
    return f"{postgres} dbname={name}"


@pytest.fixture
def settings(tmp_path: Path, catalog: str) -> Settings:
    return Settings(warehouse=tmp_path, lake=catalog)


def publish(settings: Settings, release: str, sentences: dict[str, str]) -> None:
    """Publish a file with one mart, one view and its release; keys are what a reader joins on."""
    settings.published.unlink(missing_ok=True)
    begin_load(settings.history, release, now(), "docs", is_full=False)
    with duckdb.connect(str(settings.published)) as file:
        file.execute("create schema marts; create schema meta")
        file.execute("create table marts.fct_sentence (sentence_key varchar, text varchar, ordinal integer)")
        file.execute("comment on table marts.fct_sentence is 'One row per sentence'")
        file.execute("comment on column marts.fct_sentence.text is 'Its words, the speaker''s own or not'")
        file.executemany(
            "insert into marts.fct_sentence values ($1, $2, $3)",
            [[key, text, number or None] for number, (key, text) in enumerate(sentences.items())],
        )
        file.execute(
            "create view marts.v_words as select sentence_key, len(text) as size from marts.fct_sentence"
        )
        file.execute("create table meta.release as select $1 as release, $1 as load_id", [release])


def read_lake(settings: Settings, query: str) -> list[tuple]:
    with lake._open_lake(settings) as connection:
        return connection.execute(query).fetchall()


SENTENCES = "select sentence_key, text from lake.marts.fct_sentence order by all"


def test_lake_follows_the_file_with_changed_rows_only(settings: Settings) -> None:
    publish(settings, "r1", {"a": "Water is short.", "b": "Seas rise.", "c": "Forests burn."})
    assert publish_to_lake(settings) == 3 + 1
    assert publish_to_lake(settings) == 0  # the same release is not published twice
    publish(settings, "r2", {"a": "Water is short.", "b": "Seas rise fast.", "d": "Soils erode."})
    # b out and in, c out, d in, and of c's place: ordinals stay; the release out and in
    assert publish_to_lake(settings) == 4 + 2
    assert read_lake(settings, SENTENCES) == [
        ("a", "Water is short."),
        ("b", "Seas rise fast."),
        ("d", "Soils erode."),
    ]
    assert read_lake(settings, "select sum(size) from lake.marts.v_words") == [(15 + 15 + 12,)]
    assert [s.release for s in list_snapshots(settings)] == ["r2", "r1"]


def test_lake_carries_the_descriptions(settings: Settings) -> None:
    publish(settings, "r1", {"a": "Water is short."})
    publish_to_lake(settings)
    found = read_lake(
        settings,
        "select comment from duckdb_columns() where database_name = 'lake' and table_name = 'fct_sentence'"
        " and column_name = 'text'",
    )
    assert found == [("Its words, the speaker's own or not",)]


def test_earlier_release_stays_readable_and_comes_back_as_a_file(settings: Settings) -> None:
    publish(settings, "r1", {"a": "Water is short."})
    publish_to_lake(settings)
    publish(settings, "r2", {"b": "Seas rise."})
    publish_to_lake(settings)
    version = next(s.version for s in list_snapshots(settings) if s.release == "r1")
    past = f"select text from lake.marts.fct_sentence at (version => {version})"
    assert read_lake(settings, past) == [("Water is short.",)]
    settings.releases.mkdir()
    assert fetch_release(settings, "r1") == release_path(settings, "r1")
    with duckdb.connect(str(release_path(settings, "r1")), read_only=True) as file:
        assert file.execute("select sentence_key from marts.fct_sentence").fetchall() == [("a",)]
        assert file.execute("select size from marts.v_words").fetchall() == [(15,)]
        comments = "select comment from duckdb_tables() where table_name = 'fct_sentence'"
        assert file.execute(comments).fetchall() == [("One row per sentence",)]
    with pytest.raises(ReleaseError, match="no snapshot of release r9; it has: r2, r1"):
        fetch_release(settings, "r9")


def test_new_shape_of_a_table_replaces_it_and_a_table_that_is_gone_is_dropped(settings: Settings) -> None:
    publish(settings, "r1", {"a": "Water is short."})
    with duckdb.connect(str(settings.published)) as file:
        file.execute("create table marts.fct_old as select 1 as x")
    publish_to_lake(settings)
    publish(settings, "r2", {"a": "Water is short."})
    with duckdb.connect(str(settings.published)) as file:
        file.execute("drop view marts.v_words")
        file.execute("alter table marts.fct_sentence add column mode varchar default 'direct'")
        file.execute("create view marts.v_words as select mode from marts.fct_sentence")
    publish_to_lake(settings)
    assert read_lake(settings, "select mode from lake.marts.v_words") == [("direct",)]
    tables = "select table_name from duckdb_tables() where database_name = 'lake' and schema_name = 'marts'"
    assert read_lake(settings, tables) == [("fct_sentence",)]


def test_failure_in_the_middle_leaves_the_lake_as_it_was(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(settings, "r1", {"a": "Water is short."})
    publish_to_lake(settings)
    publish(settings, "r2", {"b": "Seas rise."})

    def fail(_: duckdb.DuckDBPyConnection) -> None:
        raise duckdb.IOException("the disk is gone")

    with monkeypatch.context() as broken:
        broken.setattr(lake, "_follow_views", fail)
        with pytest.raises(StepError, match="stays as it was; the next run"):
            publish_to_lake(settings)
    assert read_lake(settings, SENTENCES) == [("a", "Water is short.")]
    assert publish_to_lake(settings) > 0
    assert read_lake(settings, SENTENCES) == [("b", "Seas rise.")]


def test_lake_of_another_warehouse_is_refused(settings: Settings, tmp_path: Path) -> None:
    publish(settings, "r1", {"a": "Water is short."})
    publish_to_lake(settings)
    (tmp_path / "other").mkdir()
    other = replace(settings, warehouse=tmp_path / "other", lake_data=f"{tmp_path}/lake/")
    publish(other, "r7", {"z": "Elsewhere."})
    with pytest.raises(StepError, match="release r1, which this warehouse never made"):
        publish_to_lake(other)
    assert read_lake(settings, SENTENCES) == [("a", "Water is short.")]


def run_threads(*functions: Callable[[], object]) -> list[threading.Thread]:
    threads = [threading.Thread(target=function) for function in functions]
    for thread in threads:
        thread.start()
    return threads


def join_threads(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.join()


def test_readers_see_whole_releases_while_writers_take_turns(settings: Settings) -> None:
    publish(settings, "r0", {f"k{n}": "0" for n in range(50)})
    publish_to_lake(settings)
    seen: set[tuple] = set()
    problems: list[Exception] = []
    done = threading.Event()

    def read() -> None:
        try:
            with lake._open_lake(settings) as connection:
                while not done.is_set():
                    query = "select count(*), min(text), max(text) from lake.marts.fct_sentence"
                    seen.add(connection.execute(query).fetchall()[0])
        except Exception as error:
            problems.append(error)

    readers = run_threads(read, read, read)
    for number in (1, 2, 3):
        publish(settings, f"r{number}", {f"k{n}": str(number) for n in range(50)})
        join_threads(run_threads(*[lambda: publish_to_lake(settings)] * 2))
    done.set()
    join_threads(readers)
    assert not problems
    assert seen <= {(50, str(n), str(n)) for n in range(4)}
    assert len(list_snapshots(settings)) == 4  # of two writers one found it done


def test_old_snapshots_are_forgotten(settings: Settings) -> None:
    for number in range(4):
        publish(settings, f"r{number}", {"a": f"Number {number}."})
        publish_to_lake(settings)
    assert prune_lake(replace(settings, kept_releases=2)) == 3  # r0, r1, and the empty lake
    assert [s.release for s in list_snapshots(settings)] == ["r3", "r2"]
    assert read_lake(settings, SENTENCES) == [("a", "Number 3.")]


def test_catalog_that_is_out_of_reach_is_an_error_that_says_so(tmp_path: Path) -> None:
    settings = Settings(warehouse=tmp_path, lake="host=127.0.0.1 port=1 dbname=nowhere")
    publish(settings, "r1", {"a": "Water is short."})
    with pytest.raises(StepError, match=r"the lake could not be written.*the next run tries again"):
        publish_to_lake(settings)


def test_password_in_the_settings_is_refused_and_not_repeated(tmp_path: Path) -> None:
    settings = Settings(warehouse=tmp_path, lake="host=db dbname=lake password=hunter2")
    with pytest.raises(StepError, match="PGPASSWORD") as error:
        list_snapshots(settings)
    assert "hunter2" not in str(error.value)


def test_data_on_an_s3_server(settings: Settings, s3: Any) -> None:
    s3.create_bucket(Bucket="rostrum")
    on_s3 = replace(settings, lake_data="s3://rostrum/lake/")
    # more rows than DuckLake keeps in its catalog
    publish(on_s3, "r1", {f"k{n}": "Water is short." for n in range(500)})
    publish_to_lake(on_s3)
    assert read_lake(on_s3, "select count(*) from lake.marts.fct_sentence") == [(500,)]
    stored = s3.list_objects_v2(Bucket="rostrum", Prefix="lake/")["Contents"]
    assert any("fct_sentence" in item["Key"] and item["Key"].endswith(".parquet") for item in stored)
