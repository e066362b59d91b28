"""Lock, history, working databases, versions: what a load stands on."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from flows.errors import LockedError
from flows.load.database import open_database
from flows.load.history import append_rows, begin_load, fail_load, find_running, read_history, update_load
from flows.load.lock import hold_lock
from flows.load.recovery import recover_warehouse
from flows.load.state import adopt_build, find_state, prepare_build
from flows.load.versions import find_versions
from flows.reference import Reference
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
    holder.kill()
    holder.wait()
    with hold_lock(lock, wait=False):  # the system let go of it
        pass


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


def make_build(settings: Settings, load_id: str) -> None:
    prepare_build(settings, load_id, staging=True, marts=True)
    settings.staging.write_text(load_id)
    settings.marts.write_text(load_id)


def test_next_load_goes_on_from_a_copy_of_the_last_state(settings: Settings) -> None:
    make_build(settings, "1")
    adopt_build(settings, "1")
    prepare_build(settings, "2", staging=True, marts=False)
    assert settings.staging.read_text() == "1"
    assert not settings.marts.exists()
    settings.staging.write_text("half done")
    prepare_build(settings, "3", staging=True, marts=True)  # the load 2 never published
    assert settings.staging.read_text() == "1"
    settings.staging.write_text("3")
    adopt_build(settings, "3")
    assert [state.name for state in settings.state.iterdir()] == ["3"]
    assert find_state(settings) == settings.state / "3"


@pytest.mark.parametrize(("published", "outcome"), [("1", "interrupted"), ("2", "published")])
def test_published_file_says_whether_a_killed_load_counts(
    settings: Settings, published: str, outcome: str
) -> None:
    make_build(settings, "1")
    adopt_build(settings, "1")
    begin_load(settings.history, "2", datetime(2030, 4, 2), "docs", is_full=False)
    make_build(settings, "2")
    settings.parts.mkdir()
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
    (package / "cli.py").write_text("2")  # says nothing about what is extracted
    assert find_versions(package, models, Reference({}, "r1")) == first
    assert find_versions(package, models, Reference({}, "r2")).extraction != first.extraction
    (models / "m.sql").write_text("2")
    second = find_versions(package, models, Reference({}, "r1"))
    assert (second.models != first.models, second.extraction) == (True, first.extraction)
    (package / "read" / "a.py").write_text("2")
    assert find_versions(package, models, Reference({}, "r1")).extraction != first.extraction
