"""Processes that die, are told to end, or run at the same time."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path
from posixpath import basename

import pytest
from loads import (
    FORKS,
    Kill,
    Loads,
    Running,
    check_tidy,
    load_and_lose_server,
    load_and_query,
    load_at,
    load_here,
    outcomes,
    published_paths,
    read_in_a_loop,
    write_story,
)
from prefect import task

from flows.load.database import open_database
from flows.load.history import read_history
from flows.load.publish import replace_file
from flows.load.releases import prune_releases, release_path, show_release
from flows.prefect_server import PrefectServer
from flows.settings import Settings
from flows.tasks import LocalProcesses

STORIES = ["forest.txt", "ocean.txt", "tundra.txt"]


def find_workers(running: Running) -> list[int]:
    """Return the processes that a load has started to extract."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            command = status.with_name("cmdline").read_bytes()
        except (OSError, IndexError):
            continue
        if parent == running.process.pid and b"spawn_main" in command:
            found.append(int(status.parent.name))
    return found


def test_worker_that_is_killed(lightly: Loads) -> None:
    running = lightly.start(parallel_from_bytes=0, batch_bytes=200, workers=2)
    deadline = time.monotonic() + 300
    while not (workers := find_workers(running)) and time.monotonic() < deadline:
        pass
    os.kill(workers[0], signal.SIGKILL)  # the very moment in which the next one is started
    result = running.wait()
    assert result["exitcode"] == 1, result
    assert "a process that extracts" in result["error"]
    assert not lightly.settings.published.exists()
    assert lightly.run()["outcome"] == "published"
    assert published_paths(lightly.settings) == STORIES
    check_tidy(lightly.settings)


def test_processes_are_started_together() -> None:
    before = set(active_children())
    with LocalProcesses(3) as runner:
        assert runner.submit(task(basename), {"p": "press/a.txt"}).result() == "a.txt"
        assert len(set(active_children()) - before) == 3
    assert not set(active_children()) - before


@pytest.mark.parametrize(("target", "seconds"), [(load_here, 0.0), (load_and_query, 0.5)])
def test_sigterm_in_the_middle_of_a_load(lightly: Loads, target: Callable[..., None], seconds: float) -> None:
    lightly.run()
    write_story(lightly.docs, "river.txt", "the river")
    ended = lightly.run(Kill("stage", seconds=seconds, signal=signal.SIGTERM), target=target)
    assert ended["exitcode"] not in (0, None)
    assert outcomes(lightly.settings) == ["published", "interrupted"]
    assert published_paths(lightly.settings) == STORIES
    assert lightly.run()["outcome"] == "published"
    assert published_paths(lightly.settings) == sorted([*STORIES, "river.txt"])
    check_tidy(lightly.settings)


def test_runs_started_at_once(lightly: Loads) -> None:
    together = [lightly.start(wait=True) for _ in range(4)]
    results = [running.wait() for running in together]
    assert sorted(r["outcome"] for r in results) == ["nothing_to_do"] * 3 + ["published"]
    assert published_paths(lightly.settings) == STORIES
    together = [lightly.start(full=True) for _ in range(3)]  # none of them waits
    codes = sorted(running.wait()["exitcode"] for running in together)
    assert codes in ([0, 0, 0], [0, 0, 4], [0, 4, 4])
    check_tidy(lightly.settings)


def test_clock_that_jumps(lightly: Loads) -> None:
    loaded = list(STORIES)
    for number, days_off in enumerate((0, 4_000, -4_000, 0)):
        write_story(lightly.docs, f"new-{number}.txt", f"lake number {number}", number)
        loaded = sorted([*loaded, f"new-{number}.txt"])
        assert lightly.run(target=load_at, days_off=days_off)["outcome"] == "published"
        assert published_paths(lightly.settings) == loaded
        check_tidy(lightly.settings)
    assert lightly.run(target=load_at, days_off=-9)["outcome"] == "nothing_to_do"
    ids = read_history(lightly.settings.history, "select load_id from history.load order by rowid").rows()
    assert ids == sorted(set(ids))


@pytest.mark.long
@pytest.mark.parametrize("step", ["extract", "stage", "publish"])
def test_prefect_server_that_is_killed(lightly: Loads, tmp_path: Path, step: str) -> None:
    lightly.run()
    write_story(lightly.docs, "river.txt", "the river")
    home = tmp_path / "prefect"
    home.mkdir()
    server = PrefectServer(home)
    server.wait()
    address = f"http://127.0.0.1:{server.port}/api"
    ended = lightly.run(target=load_and_lose_server, server=server.process.pid, address=address, step=step)
    server.stop()
    assert ended["exitcode"] == 0 or "Prefect server" in ended["error"] or "nothing was" in ended["error"]
    published = published_paths(lightly.settings)
    assert published in (STORIES, sorted([*STORIES, "river.txt"]))
    result = lightly.run()
    assert result["exitcode"] == 0, result
    assert published_paths(lightly.settings) == sorted([*STORIES, "river.txt"])
    check_tidy(lightly.settings)


def publish_numbers(settings: Settings, number: int) -> None:
    """Publish a release whose thousand rows are all its own number."""
    built = settings.warehouse / "built.duckdb"
    built.unlink(missing_ok=True)
    with open_database(built) as connection:
        connection.execute(
            f"create schema marts; create table marts.t as select {number} as n from range(1000);"
            f"create schema meta; create table meta.release as select '{number}' as release,"
            f" '{number:03}' as load_id"
        )
    replace_file(built, release_path(settings, f"{number:03}"))
    show_release(settings)


def test_readers_in_a_loop_while_releases_are_published(
    forks: None, settings: Settings, tmp_path: Path, run_all: bool
) -> None:
    settings.releases.mkdir(parents=True)
    publish_numbers(settings, 0)
    stop, few = tmp_path / "stop", replace(settings, kept_releases=2)
    readers = []
    for number in range(20 if run_all else 6):
        told = tmp_path / f"reader-{number}.json"
        arguments = (str(settings.published), str(told), str(stop))
        process = FORKS.Process(target=read_in_a_loop, args=arguments)
        process.start()
        readers.append(Running(process, told))
    for number in range(1, 21 if run_all else 9):
        publish_numbers(settings, number)
        prune_releases(few)
    stop.touch()
    answers = [reader.wait() for reader in readers]
    assert [answer["exitcode"] for answer in answers] == [0] * len(readers)
    assert all(answer["queries"] >= 1 for answer in answers)
    print("queries:", sum(answer["queries"] for answer in answers))
