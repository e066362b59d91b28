"""Loads in processes of their own, that can be killed: forked from one that has imported everything."""

from __future__ import annotations

import ctypes
import json
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import duckdb
import light_build

from flows import steps
from flows.errors import PipelineError
from flows.load.gates import judge
from flows.load.history import read_history
from flows.load.loading import Load
from flows.settings import Settings

FORKS = multiprocessing.get_context("forkserver")
PRELOADED = ["loads", "flows.pipeline", "flows.extraction", "great_expectations", "dbt.cli.main", "pyarrow"]
PATIENCE_SECONDS = 3600  # documents of 20 MB on a machine that is busy with other things


@dataclass(frozen=True)
class Kill:
    """When a load ends its own life: in a step, at one of its file operations or after some time."""

    step: str
    operation: int | None = None
    seconds: float | None = None
    signal: int = signal.SIGKILL


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
        self.arm()

    def arm(self) -> None:
        """Start the clock of a kill in this step."""
        if self.kill and self.kill.step == self.step and self.kill.seconds is not None:
            threading.Timer(self.kill.seconds, die, [self.kill.signal]).start()

    def enter(self, step: str) -> None:
        self.seconds[self.step] += time.monotonic() - self.since
        self.step, self.since = step, time.monotonic()
        self.arm()

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Count an operation on a file of the warehouse, as Python's audit events tell of it."""
        if not self.is_on or not event.startswith(("open", "os.", "shutil.")):
            return
        paths = (str(a) for a in arguments if isinstance(a, str | os.PathLike))
        if any(path.startswith(self.warehouse) for path in paths):
            self.operations[self.step] += 1
            if self.kill == Kill(self.step, operation=self.operations[self.step]):
                die()


def die(by: int = signal.SIGKILL) -> None:
    os.kill(os.getpid(), by)


def load_here(
    docs: str,
    warehouse: str,
    told: str,
    kill: Kill | None,
    fields: dict[str, Any],
    options: dict[str, Any],
) -> None:
    """Run a load in this process, tell how it went in the file `told`, and exit with its code."""
    from flows.pipeline import run_pipeline

    if fields.pop("light", True):
        light_build.install()
    if fields.pop("judged", False):  # by the real gates
        steps.judge = judge
    watch = Watch(warehouse, kill)
    sys.addaudithook(watch.hear)
    timed = Load.time_step

    @contextmanager
    def time_step(load: Load, name: str) -> Iterator[None]:
        watch.enter(name)
        with timed(load, name):
            yield

    Load.time_step = time_step  # type: ignore[method-assign]
    settings = Settings(warehouse=Path(warehouse), **fields)
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


def load_at(
    docs: str, warehouse: str, told: str, kill: Kill | None, fields: dict[str, Any], options: dict[str, Any]
) -> None:
    """Run a load whose clock is some days off."""
    from flows.load import history, loading, recovery

    off = timedelta(days=fields.pop("days_off"))
    real = history.now
    for module in (history, loading, recovery):
        module.now = lambda: real() + off  # type: ignore[attr-defined]
    load_here(docs, warehouse, told, kill, fields, options)


def load_and_query(
    docs: str, warehouse: str, told: str, kill: Kill | None, fields: dict[str, Any], options: dict[str, Any]
) -> None:
    """Run a load whose step `stage` asks DuckDB what takes it hours."""
    timed = Load.time_step

    @contextmanager
    def time_step(load: Load, name: str) -> Iterator[None]:
        with timed(load, name):
            if name == "stage":
                duckdb.sql("select count(*) from range(10_000_000) a, range(10_000_000) b").fetchall()
            yield

    Load.time_step = time_step  # type: ignore[method-assign]
    load_here(docs, warehouse, told, kill, fields, options)


def load_without_privileges(
    docs: str, warehouse: str, told: str, kill: Kill | None, fields: dict[str, Any], options: dict[str, Any]
) -> None:
    """Run a load as a user to whom the rights of files apply, though it may be root's process."""
    libc = ctypes.CDLL(None, use_errno=True)
    header, none = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    assert libc.capset(header, none) == 0
    assert not os.access(warehouse, os.W_OK)
    load_here(docs, warehouse, told, kill, fields, options)


def load_and_lose_server(
    docs: str, warehouse: str, told: str, kill: Kill | None, fields: dict[str, Any], options: dict[str, Any]
) -> None:
    """Run a load on a Prefect server that is killed as the load enters a step."""
    from prefect.settings import PREFECT_API_URL, temporary_settings

    server, address, step = fields.pop("server"), fields.pop("address"), fields.pop("step")
    enter = Watch.enter

    def enter_and_kill(watch: Watch, name: str) -> None:
        if name == step:
            os.kill(server, signal.SIGKILL)
        enter(watch, name)

    Watch.enter = enter_and_kill  # type: ignore[method-assign]
    with temporary_settings({PREFECT_API_URL: address}):
        load_here(docs, warehouse, told, kill, fields, options)


CLONE_NEWNS, CLONE_NEWUSER = 0x00020000, 0x10000000


def mount_small_disk(folder: Path, megabytes: int) -> None:
    """Mount a tmpfs on the folder, for this process alone."""
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if libc.unshare(CLONE_NEWNS) != 0:  # needs no rights in a user namespace of its own
        assert libc.unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0, os.strerror(ctypes.get_errno())
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    private = 1 << 18 | 1 << 14  # MS_PRIVATE | MS_REC
    libc.mount(None, b"/", None, private, None)
    size = f"size={megabytes}m".encode()
    mounted = libc.mount(b"rostrum", os.fsencode(folder), b"tmpfs", 0, size)
    assert mounted == 0, os.strerror(ctypes.get_errno())


def load_on_small_disk(
    docs: str, warehouse: str, told: str, kill: Kill | None, fields: dict[str, Any], options: dict[str, Any]
) -> None:
    """Load onto a disk of its own that is full as a load enters a step, once for each step given."""
    from flows.pipeline import run_pipeline

    light, wanted, megabytes = fields.pop("light"), fields.pop("steps"), fields.pop("megabytes")
    if light:
        light_build.install()
    folder = Path(warehouse)
    folder.mkdir()
    mount_small_disk(folder, megabytes)
    settings = Settings(warehouse=folder)
    full_at: list[str] = []
    timed, ballast = Load.time_step, folder / "ballast"

    @contextmanager
    def time_step(load: Load, name: str) -> Iterator[None]:
        if name in full_at:
            fill_disk(ballast)
        with timed(load, name):
            yield

    Load.time_step = time_step  # type: ignore[method-assign]
    told_of: list[dict[str, Any]] = []
    run_pipeline([docs], settings)
    for number, step in enumerate(wanted):
        before = published_paths(settings)
        write_story(Path(docs), f"more-{number}.txt", f"river number {number}", number)
        full_at[:] = [step]
        try:
            error = run_pipeline([docs], settings).outcome
        except PipelineError as failure:
            error = str(failure)
        full_at.clear()
        intact = published_paths(settings) == before
        ballast.unlink()
        result = run_pipeline([docs], settings)
        check_tidy(settings)
        after = published_paths(settings)
        told_of.append(
            {"step": step, "error": error, "intact": intact, "next": result.outcome, "paths": after}
        )
    Path(told).write_text(json.dumps({"steps": told_of}), encoding="utf-8")
    os._exit(0)


def fill_disk(ballast: Path) -> None:
    """Leave no byte of the disk free."""
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            with suppress(OSError):
                while True:
                    file.write(b"x" * size)


def read_in_a_loop(published: str, told: str, stop: str) -> None:
    """Open the published file and query it again and again; tell how often, and what went wrong."""
    seen, queries = [], 0
    while not os.path.exists(stop):
        with duckdb.connect(published, read_only=True) as connection:
            rows = connection.execute(
                "select count(*), count(distinct n), min(n), (select release from meta.release) from marts.t"
            ).fetchall()[0]
        queries += 1
        time.sleep(0.02)  # twenty that never rest would measure the machine
        assert rows[:2] == (1_000, 1), rows
        assert rows[2] == int(rows[3]), rows
        seen.append(rows[2])
    assert seen == sorted(seen), "a reader saw an older release after a newer one"
    Path(told).write_text(json.dumps({"queries": queries, "releases": len(set(seen))}), encoding="utf-8")
