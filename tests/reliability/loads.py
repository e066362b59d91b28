"""Loads in processes of their own, that can be killed: forked from one that has imported everything."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import duckdb
import light_build

from flows.errors import PipelineError
from flows.load.history import read_history
from flows.load.loading import Load
from flows.settings import Settings

FORKS = multiprocessing.get_context("forkserver")
PRELOADED = ["loads", "flows.pipeline", "flows.extraction", "great_expectations", "dbt.cli.main", "pyarrow"]
PATIENCE_SECONDS = 600


@dataclass(frozen=True)
class Kill:
    """When a load ends its own life: in a step, at one of its file operations or after some time."""

    step: str
    operation: int | None = None
    seconds: float | None = None


@dataclass
class Watch:
    """What a load does in which step: operations on files of the warehouse, and seconds."""

    warehouse: str
    kill: Kill | None = None
    step: str = "open"
    is_on: bool = True

    def __post_init__(self) -> None:
        self.operations: Counter[str] = Counter()
        self.seconds: Counter[str] = Counter()
        self.since = time.monotonic()

    def enter(self, step: str) -> None:
        self.seconds[self.step] += time.monotonic() - self.since
        self.step, self.since = step, time.monotonic()
        if self.kill and self.kill.step == step and self.kill.seconds is not None:
            threading.Timer(self.kill.seconds, die).start()

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Count an operation on a file of the warehouse, as Python's audit events tell of it."""
        if not self.is_on or not event.startswith(("open", "os.", "shutil.")):
            return
        paths = (str(a) for a in arguments if isinstance(a, str | os.PathLike))
        if any(path.startswith(self.warehouse) for path in paths):
            self.operations[self.step] += 1
            if self.kill == Kill(self.step, operation=self.operations[self.step]):
                die()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def load_here(
    docs: str,
    warehouse: str,
    told: str,
    kill: Kill | None,
    fields: Mapping[str, Any],
    options: Mapping[str, Any],
) -> None:
    """Run a load in this process, tell how it went in the file `told`, and exit with its code."""
    from flows.pipeline import run_pipeline

    light = fields.get("light", True)
    if light:
        light_build.install()
    watch = Watch(warehouse, kill)
    sys.addaudithook(watch.hear)
    timed = Load.time_step

    @contextmanager
    def time_step(load: Load, name: str) -> Iterator[None]:
        watch.enter(name)
        with timed(load, name):
            yield

    Load.time_step = time_step  # type: ignore[method-assign]
    settings = Settings(warehouse=Path(warehouse), **{k: v for k, v in fields.items() if k != "light"})
    answer: dict[str, Any] = {}
    try:
        result = run_pipeline([docs], settings, **options)
        answer = {"outcome": result.outcome, "documents": result.documents, "warnings": list(result.warnings)}
        code = 0
    except PipelineError as error:
        answer, code = {"error": str(error), "kind": type(error).__name__}, error.exit_code
    watch.enter("end")
    watch.is_on = False
    answer |= {"operations": dict(watch.operations), "seconds": dict(watch.seconds)}
    Path(told).write_text(json.dumps(answer), encoding="utf-8")
    os._exit(code)


@dataclass
class Running:
    """A load in a process of its own."""

    process: BaseProcess
    told: Path

    def wait(self) -> dict[str, Any]:
        """Return how it went: `exitcode`, and `outcome`, `error` … if it lived to tell."""
        self.process.join(PATIENCE_SECONDS)
        assert not self.process.is_alive(), "the load hangs"
        answer = json.loads(self.told.read_text(encoding="utf-8")) if self.told.exists() else {}
        return answer | {"exitcode": self.process.exitcode}


@dataclass
class Loads:
    """Starts loads of one folder into one warehouse."""

    docs: Path
    settings: Settings
    light: bool = True
    count: int = 0

    def start(
        self, kill: Kill | None = None, *, target: Callable[..., None] = load_here, **given: Any
    ) -> Running:
        self.count += 1
        options = {k: given.pop(k) for k in ("full", "wait", "allow_removal") if k in given}
        told = self.settings.warehouse.with_name(f"{self.settings.warehouse.name}-told-{self.count}.json")
        fields = {"light": self.light, **given}
        names = (str(self.docs), str(self.settings.warehouse), str(told))
        process = FORKS.Process(target=target, args=(*names, kill, fields, options))
        process.start()
        return Running(process, told)

    def afresh(self, name: str = "fresh") -> Loads:
        """Return loads of the same folder into a warehouse of their own."""
        warehouse = self.settings.warehouse.with_name(name)
        return replace(self, settings=replace(self.settings, warehouse=warehouse))

    def run(self, kill: Kill | None = None, **given: Any) -> dict[str, Any]:
        return self.start(kill, **given).wait()


def write_story(folder: Path, name: str, subject: str, day: int = 1) -> Path:
    """Write a short story of its own content."""
    path = folder / name
    text = (
        f"{day % 28 + 1} April 2030 – {subject} is under threat, the United Nations said on Monday.\n\n"
        f"“We call on all States to protect {subject}, on which {day + 2} million people depend,” said "
        "Anna Berg, Executive Director of the United Nations Environment Programme (UNEP).\n"
    )
    path.write_text(text, encoding="utf-8")
    return path


def published_paths(settings: Settings) -> list[str]:
    """Return the paths of the published documents, as one connection reads them."""
    with duckdb.connect(str(settings.published), read_only=True) as connection:
        rows = connection.execute("select source_path from marts.dim_document order by all").fetchall()
    return [path for (path,) in rows]


def read_marts(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables of `marts`, without the times and names of loads."""
    untimed = "columns(c -> c not in ('first_loaded_at', 'last_loaded_at', 'load_id', 'fetched_at'))"
    with duckdb.connect(str(settings.published), read_only=True) as connection:
        tables = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'marts' order by all"
        ).fetchall()
        queries = {table: f"select {untimed} from marts.{table} order by all" for (table,) in tables}
        return {table: connection.execute(query).fetchall() for table, query in queries.items()}


def outcomes(settings: Settings) -> list[str]:
    rows = read_history(settings.history, "select outcome from history.load order by load_id").rows()
    return [outcome for (outcome,) in rows]


def check_tidy(settings: Settings) -> None:
    """Check that a run left nothing half done: one state, its release, a closed history."""
    assert not settings.parts.exists()
    assert not settings.build.exists()
    assert not [p for p in settings.warehouse.rglob("*.new") if "prefect" not in p.parts]
    assert "running" not in outcomes(settings)
    [state] = settings.state.iterdir()
    released = read_history(settings.history, "select release from history.release order by all").rows()
    published = read_history(
        settings.history, "select load_id from history.load where outcome = 'published' order by all"
    ).rows()
    assert released == published
    assert published[-1] == (state.name,)
