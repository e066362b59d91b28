"""Releases: what is kept, shown, pinned, pruned."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from flows.errors import ReleaseError
from flows.load.database import open_database
from flows.load.publish import replace_file
from flows.load.recovery import recover_warehouse
from flows.load.releases import (
    find_shown,
    list_releases,
    prune_releases,
    read_release,
    release_path,
    roll_back,
    show_release,
    unpin,
)
from flows.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(warehouse=tmp_path / "w")


def publish(settings: Settings, release: str) -> None:
    """Publish a file that holds nothing but the name of its release."""
    settings.releases.mkdir(parents=True, exist_ok=True)
    built = settings.warehouse / "built.duckdb"
    built.unlink(missing_ok=True)
    with open_database(built) as connection:
        connection.execute("create schema meta")
        connection.execute(
            "create table meta.release as select $1 as release, $1 as load_id, '1' as schema_version,"
            " now() at time zone 'UTC' as published_at, 'v1' as storage_version",
            [release],
        )
    replace_file(built, release_path(settings, release))
    show_release(settings)


@pytest.fixture
def three(settings: Settings) -> Settings:
    for release in ("1", "2", "3"):
        publish(settings, release)
    return settings


def published(settings: Settings) -> str | None:
    return read_release(settings.published)


def test_newest_release_is_shown_and_the_earlier_ones_are_kept(three: Settings) -> None:
    assert published(three) == "3"
    assert list_releases(three) == ["3", "2", "1"]
    assert [read_release(release_path(three, r)) for r in ("1", "2", "3")] == ["1", "2", "3"]
    assert not list(three.warehouse.rglob("*.new"))


def test_rollback_pins_until_unpinned(three: Settings) -> None:
    assert roll_back(three, None).published == "2"
    publish(three, "4")
    shown = find_shown(three)
    assert (shown.published, shown.pinned, shown.newest, shown.waiting) == ("2", "2", "4", "4")
    assert roll_back(three, "1").published == "1"
    assert roll_back(three, "rostrum-3.duckdb").published == "3"
    shown = unpin(three)
    assert (shown.published, shown.pinned, shown.waiting) == ("4", None, None)


def test_pinned_release_that_somebody_removed(three: Settings) -> None:
    roll_back(three, "1")
    release_path(three, "1").unlink()
    assert show_release(three) is None
    assert published(three) == "1"
    three.published.unlink()
    assert show_release(three) == "3"


def test_rollback_to_what_is_not_kept(three: Settings) -> None:
    with pytest.raises(ReleaseError, match=r"no release 7; kept are: 3, 2, 1"):
        roll_back(three, "7")
    with pytest.raises(ReleaseError, match="no release"):
        roll_back(three, "../../1")
    roll_back(three, "1")
    with pytest.raises(ReleaseError, match="no release before 1"):
        roll_back(three, None)


def test_rollback_where_no_release_is_kept(settings: Settings) -> None:
    with pytest.raises(ReleaseError, match=r"no release is kept in .*; run `rostrum run` first"):
        roll_back(settings, None)


def test_rollback_to_a_damaged_release(three: Settings) -> None:
    release_path(three, "1").write_bytes(b"x" * 9_000)
    with pytest.raises(ReleaseError, match="damaged"):
        roll_back(three, "1")
    assert published(three) == "3"


def test_writing_into_the_published_file_stops_no_publish(three: Settings) -> None:
    with duckdb.connect(str(three.published)) as careless:
        careless.execute("create table notes as select 1 as x")
        publish(three, "4")
    assert published(three) == "4"


def test_stale_log_of_changes_is_not_replayed(three: Settings) -> None:
    three.published.with_name("rostrum.duckdb.wal").write_bytes(b"of another file")
    publish(three, "4")
    assert published(three) == "4"
    assert not three.published.with_name("rostrum.duckdb.wal").exists()


def test_releases_are_pruned_by_count_and_by_age(three: Settings) -> None:
    publish(three, "4")
    roll_back(three, "1")
    assert prune_releases(replace(three, kept_releases=2)) == ["2"]
    long_ago = time.time() - 400 * 86_400
    for release in ("1", "3", "4"):
        os.utime(release_path(three, release), (long_ago, long_ago))
    assert prune_releases(three) == ["3"]
    assert list_releases(three) == ["4", "1"]  # the newest, and the pinned one


def test_release_whose_rename_was_killed_is_shown_by_the_next_run(settings: Settings) -> None:
    publish(settings, "1")
    os.link(release_path(settings, "1"), settings.releases / "keep")
    publish(settings, "2")
    (settings.releases / "keep").replace(settings.published)  # as if the second rename had not been
    settings.published.with_name("rostrum.duckdb.new").write_bytes(b"half")
    recover_warehouse(settings)
    assert published(settings) == "2"
    assert not list(settings.warehouse.rglob("*.new"))


def test_warehouse_of_a_version_without_releases_keeps_its_own(settings: Settings) -> None:
    publish(settings, "1")
    release_path(settings, "1").unlink()
    said = recover_warehouse(settings)
    assert "this warehouse had no releases yet; the published one is kept as 1" in said
    assert list_releases(settings) == ["1"]


def test_damaged_published_file_is_put_back(three: Settings) -> None:
    recover_warehouse(three)
    three.published.unlink()
    three.published.write_bytes(b"x" * 5_000)
    assert recover_warehouse(three) == ["rostrum.duckdb could not be read; it is release 3 again"]
    assert published(three) == "3"


def test_reader_keeps_the_release_that_it_opened(three: Settings) -> None:
    with duckdb.connect(str(three.published), read_only=True) as reader:
        publish(three, "4")
        assert prune_releases(replace(three, kept_releases=1)) == ["3", "2", "1"]
        assert reader.execute("select release from meta.release").fetchall() == [("3",)]
