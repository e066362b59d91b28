"""Lock, history, working databases, versions: what a load stands on."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
import yaml  # type: ignore[import-untyped]

from flows.errors import LockedError
from flows.load.database import MEMORY_LIMIT, open_database
from flows.load.history import append_rows, begin_load, fail_load, find_running, read_history, update_load
from flows.load.lock import hold_lock
from flows.load.plan import EVENTS, SOURCE_FILES, Settlement
from flows.load.recovery import recover_warehouse
from flows.load.staging import complete_frame, read_known, stage_load, write_parts
from flows.load.state import adopt_build, begin_marts, discard_build, find_state, prepare_build
from flows.load.undo import bring_back
from flows.load.versions import Versions, find_versions
from flows.reference import Reference
from flows.schemas import INVENTORY, REJECTS, STAGED
from flows.settings import Settings

HOLDER = """
import sys, time
from pathlib import Path
from flows.load.lock import hold_lock
with hold_lock(Path(sys.argv[1]), wait=False):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def hold_elsewhere(lock: Path, seconds: float) -> subprocess.Popen[str]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(lock), str(seconds)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def test_lock_of_another_process(tmp_path: Path) -> None:
    lock = tmp_path / "w" / "lock"
    holder = hold_elsewhere(lock, 60)
    with pytest.raises(LockedError, match=f"process {holder.pid}"), hold_lock(lock, wait=False):
        pass
    with (
        pytest.raises(LockedError, match=rf"a painter \(process {holder.pid}\) .*; come back later"),
        hold_lock(lock, wait=False, other="a painter", advice="come back later"),
    ):
        pass
    holder.kill()
    holder.wait()
    with hold_lock(lock, wait=False):  # the system let go of it
        pass


def test_what_would_block_while_the_lock_is_held_is_no_lock_of_another(tmp_path: Path) -> None:
    with pytest.raises(BlockingIOError, match="a pipe"), hold_lock(tmp_path / "lock", wait=False):
        raise BlockingIOError("a pipe")


def test_waiting_for_the_lock(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    holder = hold_elsewhere(lock, 1.0)
    started = time.monotonic()
    with hold_lock(lock, wait=True):
        assert time.monotonic() - started > 0.5
    holder.wait()


@pytest.fixture
def history(tmp_path: Path) -> Path:
    path = tmp_path / "history.duckdb"
    begin_load(path, "one", datetime(2030, 4, 1, 8), "docs=/data", is_full=False)
    return path


def test_failed_load_stays_in_the_history_without_its_events(history: Path) -> None:
    events = pl.DataFrame([{"document_key": "k", "event": "new", "source_path": "a.txt"}])
    append_rows(history, "document_load", "one", events)
    fail_load(history, "one", "failed", "gate_1: no rows")
    row = read_history(history, "select outcome, error, ended_at is not null from history.load").row(0)
    assert row == ("failed", "gate_1: no rows", True)
    assert read_history(history, "from history.document_load").is_empty()


def test_columns_go_by_name(history: Path) -> None:
    append_rows(
        history, "quarantine", "one", pl.DataFrame([{"reason_code": "empty_file", "source_path": "a"}])
    )
    assert read_history(history, "select load_id, source_path, reason from history.quarantine").rows() == [
        ("one", "a", None)
    ]
    update_load(history, "one", documents_new=3)
    assert read_history(history, "select documents_new from history.load").item() == 3


def test_history_waits_for_a_reader_of_another_process(history: Path) -> None:
    program = (
        "import duckdb, sys, time; c = duckdb.connect(sys.argv[1], read_only=True);"
        "print('open', flush=True); time.sleep(1)"
    )
    reader = subprocess.Popen(
        [sys.executable, "-c", program, str(history)], stdout=subprocess.PIPE, text=True
    )
    assert reader.stdout is not None
    reader.stdout.readline()
    update_load(history, "one", outcome="published")
    assert find_running(history) == []
    reader.wait()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(warehouse=tmp_path / "w")


def make_build(settings: Settings, load_id: str, *keys: str) -> None:
    """Do what a load of these documents does to the databases."""
    prepare_build(settings, load_id, staging=True, marts=True)
    pending = pl.DataFrame([{"document_key": key, "change": "new"} for key in keys])
    frames = {frame.name: complete_frame(pending.select("document_key"), frame) for frame in STAGED}
    frames["documents"] = frames["documents"].with_columns(
        source_name=pl.lit("docs"), source_path="document_key"
    )
    write_parts(settings.parts, 0, frames)
    files = complete_frame(
        pending.select("document_key", source_name=pl.lit("docs"), source_path="document_key"), SOURCE_FILES
    )
    files = files.with_columns(kept_by=pl.lit(load_id))
    landing = pending.select("document_key", batch=pl.lit(0, pl.Int64))
    settlement = Settlement(files, landing, pending, EVENTS.empty(), INVENTORY.empty())
    versions = Versions("code", "schema", "reference", "models")
    stage_load(settings.staging, settings.parts, settlement, REJECTS.empty(), None, versions, load_id)
    settings.marts.write_text(load_id)


def read_staging(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables of the schema `staging`."""
    with open_database(folder / "staging.duckdb", read_only=True) as connection:
        tables = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'staging' order by all"
        ).fetchall()
        return {t: connection.execute(f"from staging.{t} order by all").fetchall() for (t,) in tables}


def loads_by_key(folder: Path) -> list[tuple[object, ...]]:
    with open_database(folder / "staging.duckdb", read_only=True) as connection:
        return connection.execute("select document_key, load_id from staging.sentences order by 1").fetchall()


def test_load_that_is_not_published_leaves_the_staging_as_it_was(settings: Settings) -> None:
    make_build(settings, "1", "a", "b")
    adopt_build(settings, "1")
    was = read_staging(settings.state / "1")
    for load_id in ("2", "3"):  # neither publishes
        make_build(settings, load_id, "b", "c")
        assert not (settings.state / "1" / "staging.duckdb").exists()  # taken, not copied
        assert loads_by_key(settings.build) == [("a", "1"), ("b", load_id), ("c", load_id)]
    discard_build(settings)
    assert not settings.build.exists()
    assert read_staging(settings.state / "1") == was
    make_build(settings, "4", "b")
    adopt_build(settings, "4")
    assert [state.name for state in settings.state.iterdir()] == ["4"]
    assert loads_by_key(settings.state / "4") == [("a", "1"), ("b", "4")]


def test_marts_that_were_begun_are_built_anew(settings: Settings) -> None:
    make_build(settings, "1", "a")
    adopt_build(settings, "1")
    make_build(settings, "2", "b")
    discard_build(settings)
    assert read_known(settings.state / "1" / "staging.duckdb").versions == Versions(
        "code", "schema", "reference", "models"
    )
    make_build(settings, "3", "b")
    begin_marts(settings)
    discard_build(settings)
    assert read_known(settings.state / "1" / "staging.duckdb").versions == Versions(
        "code", "schema", "reference", ""
    )


def test_kill_before_or_after_the_undoing(settings: Settings) -> None:
    make_build(settings, "1", "a")
    adopt_build(settings, "1")
    was = read_staging(settings.state / "1")
    prepare_build(settings, "2", staging=True, marts=True)  # killed before anything was staged
    discard_build(settings)
    assert read_staging(settings.state / "1") == was
    make_build(settings, "3", "b")
    assert bring_back(settings.staging, "1", marts_begun=False)  # killed before the file went back
    discard_build(settings)
    assert read_staging(settings.state / "1") == was


def test_staging_of_no_load_that_counts_is_made_again(settings: Settings) -> None:
    make_build(settings, "1", "a")
    adopt_build(settings, "1")
    (settings.state / "1" / "staging.duckdb").unlink()
    make_build(settings, "2", "b")  # reads all again
    discard_build(settings)
    assert not (settings.state / "1" / "staging.duckdb").exists()


@pytest.mark.parametrize(("published", "outcome"), [("1", "interrupted"), ("2", "published")])
def test_published_file_says_whether_a_killed_load_counts(
    settings: Settings, published: str, outcome: str
) -> None:
    make_build(settings, "1", "a")
    adopt_build(settings, "1")
    begin_load(settings.history, "2", datetime(2030, 4, 2), "docs", is_full=False)
    make_build(settings, "2", "b")
    with open_database(settings.published) as connection:
        connection.execute("create schema meta")
        connection.execute(
            "create table meta.release as select $1 as release, '1' as schema_version, $1 as load_id,"
            " now() at time zone 'UTC' as published_at, 'v1' as storage_version",
            [published],
        )
    recover_warehouse(settings)
    assert read_history(settings.history, "select outcome from history.load").item() == outcome
    state = find_state(settings)
    assert state is not None
    assert state.name == published
    assert not settings.parts.exists()


def test_versions_change_with_what_they_name(tmp_path: Path) -> None:
    package, models = tmp_path / "flows", tmp_path / "dbt"
    for file in (package / "read" / "a.py", package / "cli.py", package / "schemas.py", models / "m.sql"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("1")
    first = find_versions(package, models, Reference({}, "r1"))
    for name in ("cli.py", "service.py"):  # say nothing about what is extracted
        (package / name).write_text("2")
    assert find_versions(package, models, Reference({}, "r1")) == first
    assert find_versions(package, models, Reference({}, "r2")).extraction != first.extraction
    (models / "m.sql").write_text("2")
    second = find_versions(package, models, Reference({}, "r1"))
    assert (second.models != first.models, second.extraction) == (True, first.extraction)
    (package / "read" / "a.py").write_text("2")
    assert find_versions(package, models, Reference({}, "r1")).extraction != first.extraction


def test_memory_of_the_working_databases_is_limited(tmp_path: Path, root: Path) -> None:
    with open_database(tmp_path / "any.duckdb") as connection:
        limit = connection.execute("select current_setting('memory_limit')").fetchall()[0][0]
    assert limit == "572.2 MiB"
    profile = yaml.safe_load((root / "dbt" / "profiles.yml").read_text(encoding="utf-8"))
    assert profile["rostrum"]["outputs"]["local"]["config_options"]["memory_limit"] == MEMORY_LIMIT
