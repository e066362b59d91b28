"""Disks that are full or may not be written, databases that are damaged or old."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from loads import (
    Loads,
    check_tidy,
    load_on_small_disk,
    load_without_privileges,
    outcomes,
    published_paths,
    write_story,
)

from flows.load.database import open_database
from flows.load.history import read_history
from flows.load.state import find_state

STORIES = ["forest.txt", "ocean.txt", "tundra.txt"]
WITH_RIVER = ["forest.txt", "ocean.txt", "river.txt", "tundra.txt"]


def test_disk_that_is_full(lightly: Loads, run_all: bool) -> None:
    loads = replace(lightly, light=not run_all)
    steps = ["list files", "extract", "record", "stage", "check gate", "build marts", "publish"]
    wanted = steps if run_all else ["extract", "stage", "publish"]
    result = loads.run(target=load_on_small_disk, steps=wanted, megabytes=400 if run_all else 100)
    assert result["exitcode"] == 0, result
    assert [told["step"] for told in result["steps"]] == wanted
    for number, told in enumerate(result["steps"]):
        assert "nothing was published" in told["error"], told
        assert told["intact"], told
        assert told["next"] == "published", told
        assert told["paths"] == sorted([*STORIES, *(f"more-{n}.txt" for n in range(number + 1))])


def test_folder_that_may_not_be_written(lightly: Loads) -> None:
    lightly.run()
    write_story(lightly.docs, "river.txt", "the river")
    folder = lightly.settings.warehouse
    protect(folder, 0o555, 0o444)
    try:
        result = lightly.run(target=load_without_privileges)
    finally:
        protect(folder, 0o755, 0o644)
    assert result["exitcode"] == 1, result
    assert f"{folder} cannot be written" in result["error"]
    assert published_paths(lightly.settings) == STORIES
    assert lightly.run()["outcome"] == "published"
    assert published_paths(lightly.settings) == WITH_RIVER
    check_tidy(lightly.settings)


def protect(folder: Path, folders: int, files: int) -> None:
    for path in [folder, *folder.rglob("*")]:
        path.chmod(folders if path.is_dir() else files)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def scribble(path: Path) -> None:
    path.write_bytes(b"not a database at all " * 10_000)


def flip(path: Path) -> None:
    """Damage every block of the data, but not the head of the file: seen only when data are read."""
    with path.open("r+b") as file:
        for offset in range(12_288 + 262_144, path.stat().st_size, 262_144):
            file.seek(offset + 1_000)
            file.write(b"\x55" * 100)


@pytest.mark.parametrize("damage", [cut, scribble, flip])
def test_damaged_working_databases_are_rebuilt_from_kept_sources(
    lightly: Loads, damage: Callable[[Path], None]
) -> None:
    lightly.run()
    state = find_state(lightly.settings)
    assert state is not None
    damage(state / "staging.duckdb")
    for path in lightly.docs.iterdir():  # only the kept bytes are left of these
        path.unlink()
    other = Loads(lightly.docs.with_name("other"), lightly.settings, count=10)
    other.docs.mkdir()
    write_story(other.docs, "river.txt", "the river")
    results = [other.run()]
    if results[0]["exitcode"]:  # what is damaged was seen only in the middle of the load
        assert "damaged" in results[0]["error"], results
        assert published_paths(lightly.settings) == STORIES
        results.append(other.run())
    said = " ".join(results[-1]["warnings"])
    assert "staging.duckdb" in said, said
    assert "3 files are read again" in said, said
    assert published_paths(lightly.settings) == WITH_RIVER
    assert list(lightly.settings.damaged.glob("*-staging.duckdb"))
    check_tidy(lightly.settings)
    assert other.run()["outcome"] == "nothing_to_do"


def test_damaged_marts_and_history_are_made_again(lightly: Loads) -> None:
    lightly.run()
    state = find_state(lightly.settings)
    assert state is not None
    scribble(state / "marts.duckdb")
    scribble(lightly.settings.history)
    write_story(lightly.docs, "river.txt", "the river")
    result = lightly.run()
    said = " ".join(result["warnings"])
    assert "history.duckdb was damaged" in said
    assert "marts.duckdb was damaged" in said
    assert published_paths(lightly.settings) == WITH_RIVER
    assert outcomes(lightly.settings)[-1] == "published"


def test_state_that_is_gone_is_remembered_by_the_history(lightly: Loads) -> None:
    lightly.run()
    shutil.rmtree(lightly.settings.state)
    for name in STORIES[:2]:
        (lightly.docs / name).unlink()
    single = Loads(lightly.docs / STORIES[2], lightly.settings, count=10)  # not the whole source
    result = single.run()
    assert any("state is gone; 3 files are read again" in warning for warning in result["warnings"]), result
    assert published_paths(lightly.settings) == STORIES


def test_warehouse_of_an_older_version(lightly: Loads) -> None:
    lightly.run()
    state = find_state(lightly.settings)
    assert state is not None
    with open_database(lightly.settings.history) as connection:
        connection.execute("alter table history.load drop column models_version")
        connection.execute("alter table history.load drop column files_ignored")
    with open_database(state / "staging.duckdb") as connection:
        connection.execute("alter table staging.state drop column models")
        connection.execute("alter table staging.source_files drop column manifest_url")
        connection.execute("drop table staging.votes")
    for listed in state.glob("*.parquet"):
        listed.unlink()
    shutil.rmtree(lightly.settings.releases)
    write_story(lightly.docs, "river.txt", "the river")
    result = lightly.run()
    said = " ".join(result["warnings"])
    assert "history was brought up to date: load.models_version, load.files_ignored" in said
    assert "working state is of another version of Rostrum; 3 files are read again" in said
    assert "had no releases yet" in said
    assert published_paths(lightly.settings) == WITH_RIVER
    assert read_history(lightly.settings.history, "select count(*) from history.release").item() == 2
    assert lightly.run()["outcome"] == "nothing_to_do"
