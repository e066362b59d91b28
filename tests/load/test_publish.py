"""Publishing: one rename, nothing but the two schemas, readers undisturbed."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import polars as pl
import pytest
from papers import LOAD_ID, rows_of
from rivers import Build, write_papers

from flows.errors import StepError
from flows.load.database import open_database
from flows.load.history import append_rows
from flows.load.publish import inspect_marts, publish, replace_file
from flows.settings import Settings


def write_database(path: Path, value: int) -> Path:
    path.unlink(missing_ok=True)
    with open_database(path) as connection:
        connection.execute(f"create schema marts; create table marts.t as select {value} as x")
    return path


def test_replaced_file_is_whole_and_alone(tmp_path: Path) -> None:
    replace_file(write_database(tmp_path / "marts.duckdb", 1), tmp_path / "rostrum.duckdb")
    assert rows_of(tmp_path / "rostrum.duckdb", "from marts.t") == [(1,)]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["marts.duckdb", "rostrum.duckdb"]


def test_reader_keeps_what_it_opened(tmp_path: Path) -> None:
    published = tmp_path / "rostrum.duckdb"
    replace_file(write_database(tmp_path / "marts.duckdb", 1), published)
    with duckdb.connect(str(published), read_only=True) as reader:
        replace_file(write_database(tmp_path / "marts.duckdb", 2), published)
        assert reader.execute("from marts.t").fetchall() == [(1,)]
    assert rows_of(published, "from marts.t") == [(2,)]


def test_left_over_of_a_killed_publish_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "rostrum.duckdb.new").write_bytes(b"x" * 9_000_000)
    replace_file(write_database(tmp_path / "marts.duckdb", 1), tmp_path / "rostrum.duckdb")
    assert rows_of(tmp_path / "rostrum.duckdb", "from marts.t") == [(1,)]


def test_foreign_schema_is_not_published(tmp_path: Path) -> None:
    marts = write_database(tmp_path / "marts.duckdb", 1)
    with open_database(marts) as connection:
        connection.execute("create schema scratch; create table scratch.notes (x int)")
    with pytest.raises(StepError, match="scratch"):
        inspect_marts(marts)


@pytest.fixture(scope="module")
def published(build: Build, settings: Settings) -> Settings:
    build(write_papers())
    verdict = {"suite": ["gate_1"], "expectation": ["e"], "success": [True], "errored": [False]}

    rows = pl.DataFrame({**verdict, "severity": ["fail"], "observed": ["1"], "threshold": ["1"]})
    append_rows(settings.history, "validation_result", LOAD_ID, rows)
    counts = publish(settings, LOAD_ID)
    assert counts["dim_document"] == 4
    assert counts["fct_vote"] == 1
    return settings


def test_published_file_holds_marts_and_meta_only(published: Settings) -> None:
    schemas = rows_of(
        published.published,
        "select distinct schema_name from duckdb_tables() union select schema_name from duckdb_views()"
        " where not internal order by all",
    )
    assert schemas == [("marts",), ("meta",)]


def test_published_file_tells_of_its_own_making(published: Settings) -> None:
    file = published.published
    assert rows_of(file, "select release, load_id, storage_version from meta.release") == [
        (LOAD_ID, LOAD_ID, "v1.0.0")
    ]
    ((outcome, ended_at),) = rows_of(file, "select outcome, ended_at from meta.load")
    assert (outcome, ended_at is None) == ("published", False)
    assert rows_of(file, "select suite, success from meta.validation_result") == [("gate_1", True)]


def test_dictionary_lists_every_published_column(published: Settings) -> None:
    missing = rows_of(
        published.published,
        """select schema_name, table_name, column_name from duckdb_columns()
        where database_name = 'db' and not internal
        except select schema_name, table_name, column_name from meta.column_dictionary""",
    )
    assert missing == []


def test_dictionary_says_what_the_comments_say(published: Settings) -> None:
    other = rows_of(
        published.published,
        """select table_name, column_name from duckdb_columns() as columns
        inner join meta.column_dictionary as dictionary using (schema_name, table_name, column_name)
        where columns.comment is distinct from dictionary.description
            or lower(columns.data_type) != dictionary.data_type""",
    )
    assert other == []


def test_release_is_logged(published: Settings) -> None:
    assert rows_of(published.history, "select release from history.release") == [(LOAD_ID,)]


def test_any_duckdb_since_1_0_can_open_it(published: Settings, tmp_path: Path) -> None:
    copy = shutil.copy(published.published, tmp_path / "x.duckdb")
    header = Path(copy).read_bytes()[:52]
    assert header[8:12] == b"DUCK"
    assert int.from_bytes(header[12:20], "little") == 64  # the storage version of DuckDB 1.0
