"""Loads that are killed with -9 at random points, and what the next run makes of it."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from dataclasses import replace
from typing import Any

from loads import Kill, Loads, check_tidy, outcomes, published_paths, read_marts, write_story

KILLED = -9
STEPS = (
    "open", "list files", "plan", "extract", "settle", "record", "stage", "check gate", "build marts",
    "publish",
)  # fmt: skip
SAMPLE = ("extract", "stage", "publish")  # tests/test_pipeline.py kills at moments of its own choice


def choose_kill(step: str, number: int, measured: dict[str, Any], chance: random.Random) -> Kill:
    """Return a random point of the step: one of its file operations, or a moment of its time."""
    operations = measured["operations"].get(step, 0)
    if operations and number % 2:
        return Kill(step, operation=chance.randint(1, operations))
    return Kill(step, seconds=chance.uniform(0, 0.7) * measured["seconds"].get(step, 0.1))


def change_folder(loads: Loads, number: int) -> list[str]:
    """Add a story, change one, remove one now and then; return the paths that must be published."""
    write_story(loads.docs, f"new-{number}.txt", f"lake number {number}", number)
    write_story(loads.docs, "ocean.txt", f"the ocean, as of day {number},", number)
    if number % 3 == 2:
        (loads.docs / f"new-{number - 1}.txt").unlink()
    return sorted(path.name for path in loads.docs.iterdir())


def test_kill_at_random_points_of_every_step(lightly: Loads, run_all: bool) -> None:
    loads = replace(lightly, light=not run_all)  # the full count is with dbt and gates
    before = published = change_folder(loads, 100)
    measured = loads.run()
    assert measured["outcome"] == "published"
    chance = random.Random(20300401)
    hit: Counter[str] = Counter()
    points = enumerate(itertools.cycle(STEPS if run_all else SAMPLE))
    while hit.total() < (30 if run_all else 3):  # a moment can come after the end of its step
        number, step = next(points)
        assert number < 60, hit
        kill = choose_kill(step, number, measured, chance)
        wanted = change_folder(loads, number)
        killed = loads.run(kill)
        hit[step] += killed["exitcode"] == KILLED
        before, published = published, published_paths(loads.settings)
        assert published in (before, wanted), kill

        result = loads.run()
        assert result["exitcode"] == 0, (kill, result)
        assert result["outcome"] in ("published", "nothing_to_do")
        published = published_paths(loads.settings)
        assert published == wanted, kill
        check_tidy(loads.settings)
    print("killed in:", dict(hit))
    assert outcomes(loads.settings).count("interrupted") >= 1
    fresh = loads.afresh()
    assert fresh.run()["outcome"] == "published"
    assert read_marts(loads.settings) == read_marts(fresh.settings)
