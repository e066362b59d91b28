"""Maintenance: what is removed, what must stay, what is compacted."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from flows.errors import LockedError
from flows.load.database import open_database
from flows.load.history import begin_load, now, read_history, update_load
from flows.load.lock import hold_lock
from flows.load.plan import SOURCE_FILES
from flows.load.staging import Known
from flows.load.versions import Versions
from flows.maintenance import compact, maintain
from flows.schemas import REJECTS
from flows.settings import Settings
from flows.sources.fetched import open_fetched
from flows.sources.kept import keep_bytes, kept_path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(warehouse=tmp_path / "w")


def age(path: Path, days: int) -> None:
    then = time.time() - days * 86_400
    os.utime(path, (then, then))


def test_old_loads_without_effect_go_and_published_ones_stay(settings: Settings) -> None:
    for number, (days, outcome) in enumerate(
        [(500, "published"), (500, "nothing_to_do"), (500, "failed"), (3, "nothing_to_do")]
    ):
        begin_load(settings.history, str(number), now() - timedelta(days=days), "docs", is_full=False)
        update_load(settings.history, str(number), outcome=outcome)
    assert maintain(settings)["loads"] == 2
    assert read_history(settings.history, "select load_id from history.load order by all").rows() == [
        ("0",),
        ("3",),
    ]


def test_source_bytes_that_no_file_uses_go_once_they_are_old(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = (b"used", b"retired", b"new", b"a feed")
    used, retired, fresh, feed = (keep_bytes(settings.kept_sources, text) for text in texts)
    with open_fetched(settings.fetched) as pages:  # no document, but a run without a network reads it
        pages.save_file("https://example.org/rss", "1", feed, 6)
    for sha256 in (used, retired, feed):
        age(kept_path(settings.kept_sources, sha256), 100)
    row = dict.fromkeys(SOURCE_FILES.columns) | {"bytes_sha256": used}
    known = Known(pl.DataFrame([row], schema=SOURCE_FILES.columns), REJECTS.empty(), None)
    monkeypatch.setattr("flows.maintenance.recall_known", lambda _: (known, []))
    assert maintain(settings)["sources"] == 0  # the state is to be rebuilt from them
    known = Known(known.files, known.rejects, Versions("c", "s", "r", "m"))
    assert maintain(settings)["sources"] == 1
    assert [kept_path(settings.kept_sources, s).exists() for s in (used, retired, fresh, feed)] == [
        True,
        False,
        True,
        True,
    ]


def test_old_reports_logs_and_damaged_files_go(settings: Settings) -> None:
    for folder, name in (("reports", "1.html"), ("logs", "rostrum-1.log"), ("damaged", "1-staging.duckdb")):
        (settings.warehouse / folder).mkdir(parents=True)
        for path in (settings.warehouse / folder / name, settings.warehouse / folder / f"new{name}"):
            path.write_text("x")
        age(settings.warehouse / folder / name, 500)
    (settings.logs / "rostrum.log").write_bytes(b"x" * 5_000_001)
    (settings.reports / "old.html").write_bytes(b"x" * 1_000_000)
    age(settings.reports / "old.html", 500)
    done = maintain(settings)
    assert (done["reports"], done["logs"], done["damaged"]) == (2, 1, 1)
    assert not (settings.logs / "rostrum.log").exists()
    assert len(list(settings.logs.glob("rostrum-2*.log"))) == 1
    assert done["bytes_freed"] > 0


def test_database_with_much_free_room_is_compacted(tmp_path: Path) -> None:
    path = tmp_path / "staging.duckdb"
    with open_database(path) as connection:
        connection.execute(
            "create schema staging;"
            "create table staging.t as select md5(range::varchar) as h, range as i from range(300000)"
        )
        connection.execute("create table staging.k as select 1 as x; create view staging.v as from staging.k")
    assert not compact(path)
    with open_database(path) as connection:
        connection.execute("drop table staging.t")
    before = path.stat().st_size
    assert compact(path)
    assert path.stat().st_size < before / 3
    with open_database(path, read_only=True) as connection:
        assert connection.execute("from staging.v").fetchall() == [(1,)]


def test_maintenance_leaves_a_running_load_alone(settings: Settings) -> None:
    with hold_lock(settings.lock, wait=False), pytest.raises(LockedError):
        maintain(settings, wait=False)
