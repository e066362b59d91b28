"""The running load: opened under the lock, closed with its outcome in the history."""

from __future__ import annotations

import asyncio
import logging
import shutil
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from flows.errors import PipelineError, StepError
from flows.load.history import begin_load, fail_load, find_last_load, now, update_load
from flows.load.lock import hold_lock
from flows.load.quality import report_path, write_report
from flows.load.recovery import recall_known, recover_warehouse, set_aside_damage
from flows.load.releases import list_releases
from flows.load.staging import Known
from flows.load.state import has_marts
from flows.load.versions import Versions, find_versions
from flows.reference import Reference
from flows.schemas import REJECTS
from flows.settings import Settings
from flows.sources.arguments import AnySource, parse_sources
from flows.sources.reference import ReferenceTableError, load_reference

logger = logging.getLogger("rostrum")
ID_FORMAT = "%Y%m%dT%H%M%S-%f"


@dataclass(frozen=True)
class LoadResult:
    """What a load did: counts of documents by what happened, rejected files, gates, rows, times."""

    load_id: str
    outcome: str  # published, nothing_to_do
    is_full: bool
    documents: dict[str, int]
    quarantined: list[dict[str, Any]]
    newly_quarantined: int  # that the load before did not know
    ignored_count: int
    warnings: tuple[str, ...]
    gates: tuple[dict[str, Any], ...]  # rows of `validation_result`
    mart_rows: dict[str, int]
    seconds: dict[str, float]
    report: str | None = None  # path of its quality report; of loads that did something


@dataclass
class Load:
    """One load: what it was asked for, what it goes on from, and what it has done so far."""

    settings: Settings
    arguments: tuple[str, ...]
    is_full: bool = False  # every document is extracted again
    allow_removal: bool = False
    started_at: datetime = field(default_factory=now)
    load_id: str = field(init=False)
    sources: tuple[AnySource, ...] = ()
    reference: Reference = field(init=False)
    versions: Versions = field(init=False)
    known: Known = field(init=False)
    outcome: str = "running"  # published, nothing_to_do, failed, interrupted
    step: str = "start"  # that is running, or was last
    seconds: dict[str, float] = field(default_factory=dict)  # of each step
    documents: dict[str, int] = field(default_factory=dict)  # how many new, changed, …
    quarantined: pl.DataFrame = field(default_factory=REJECTS.empty)
    newly_quarantined: int = 0
    warnings: list[str] = field(default_factory=list)
    ignored_count: int = 0  # hidden files and other kinds
    batch_count: int = 0
    gates: list[dict[str, Any]] = field(default_factory=list)
    mart_rows: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.load_id = name_load(self.started_at, after=find_last(self.settings))

    def prepare(self) -> None:
        """Read what the load goes on from; another extraction version makes it a full one."""
        self.sources = parse_sources(self.arguments)
        self.reference = load_reference(self.settings.reference)
        self.versions = find_versions(self.settings.package, self.settings.dbt, self.reference)
        self.known, said = recall_known(self.settings)
        self.warnings += said
        was = self.known.versions
        self.is_full = self.is_full or was is None or was.extraction != self.versions.extraction

    @property
    def must_rebuild(self) -> bool:
        """Whether all marts are built anew: other rows, other models, or no marts to go on from."""
        was = self.known.versions
        is_same = was is not None and was.models == self.versions.models
        return self.is_full or not is_same or not has_marts(self.settings)

    @property
    def parts(self) -> Path:
        return self.settings.parts / self.load_id

    def finish(self, outcome: str) -> LoadResult:
        """Return what the load did, for the person who asked for it."""
        self.outcome = outcome
        return LoadResult(
            load_id=self.load_id,
            outcome=outcome,
            is_full=self.is_full,
            documents=self.documents,
            quarantined=self.quarantined.to_dicts(),
            newly_quarantined=self.newly_quarantined,
            ignored_count=self.ignored_count,
            warnings=tuple(self.warnings),
            gates=tuple(self.gates),
            mart_rows=self.mart_rows,
            seconds=self.seconds,
            report=None if outcome == "nothing_to_do" else str(report_path(self.settings, self.load_id)),
        )

    @contextmanager
    def time_step(self, name: str) -> Iterator[None]:
        """Note the step that runs, and how long it took."""
        self.step = name
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started
            logger.info("%s %s: %.2f s", self.load_id, name, self.seconds[name])


@contextmanager
def open_load(
    arguments: Sequence[str], settings: Settings, *, full: bool, wait: bool, allow_removal: bool
) -> Iterator[Load]:
    """Hold the warehouse for one load, and write in the history how it ended.

    What a killed run left behind is finished or discarded first. Every error leaves as a
    PipelineError; one that is none gets the name of its step.
    """
    with hold_lock(settings.lock, wait=wait), _log_to_file(settings.logs / "rostrum.log"):
        mended = recover_warehouse(settings)
        load = Load(settings, tuple(arguments), is_full=full, allow_removal=allow_removal, warnings=mended)
        begin_load(settings.history, load.load_id, load.started_at, "\n".join(arguments), is_full=full)
        logger.info("%s begins: %s", load.load_id, " ".join(arguments))
        try:
            load.prepare()
            yield load
        except Exception as error:
            if stop := _find_stop(error):
                _close_failed(load, "interrupted", f"stopped at step {load.step!r}")
                raise stop from error
            explained = _explain(load.step, error, set_aside_damage(settings, error))
            _close_failed(load, "failed", str(explained))
            raise explained from error
        except BaseException:
            _close_failed(load, "interrupted", f"stopped at step {load.step!r}")
            raise
        finally:
            shutil.rmtree(settings.parts, ignore_errors=True)
        update_load(settings.history, load.load_id, outcome=load.outcome, ended_at=now())
        if load.outcome != "nothing_to_do":
            write_report(settings, load.load_id)
        logger.info("%s ends: %s", load.load_id, load.outcome)


def _close_failed(load: Load, outcome: str, error: str) -> None:
    """Write down how the load ended; where even that cannot be done, the next run closes it."""
    logger.error("%s %s: %s", load.load_id, outcome, error, exc_info=True)
    shutil.rmtree(load.settings.parts, ignore_errors=True)  # on a full disk this makes room
    try:
        fail_load(load.settings.history, load.load_id, outcome, error)
    except (duckdb.Error, OSError) as unwritten:
        logger.error("%s: the history cannot be written: %s", load.load_id, unwritten)
        return
    write_report(load.settings, load.load_id)


def _find_stop(error: BaseException | None) -> BaseException | None:
    """Return the wish to stop (Ctrl-C, SIGTERM) that an error came of, None if it came of none.

    DuckDB makes of whatever a signal raises in the middle of a query `RuntimeError: Query interrupted`,
    dbt a result that tells of it.
    """
    while isinstance(error, Exception | asyncio.CancelledError):  # a time-out cancels, and stops nobody
        error = error.__cause__ or error.__context__
    return error


def _explain(step: str, error: Exception, what_to_do: str) -> PipelineError:
    if isinstance(error, PipelineError) and not what_to_do:
        return error
    if isinstance(error, ReferenceTableError):
        return StepError(str(error))
    if isinstance(error, BrokenExecutor):
        return StepError(
            f"step {step!r} failed, nothing was published: a process that extracts was killed, perhaps for "
            "want of memory; run again, with fewer of them (ROSTRUM_WORKERS) if it happens again"
        )
    cause = str(error) if isinstance(error, PipelineError) else f"{type(error).__name__}: {error}"
    return StepError(f"step {step!r} failed, nothing was published: {cause}{what_to_do}")


def name_load(started_at: datetime, *, after: str = "") -> str:
    """Return the id of a load: its time, `20300401T080000-000000`, so that ids sort in order.

    A clock that was put back must not put a load before the last one: then its id is the next.
    """
    name = f"{started_at:{ID_FORMAT}}"
    if name > after:
        return name
    return f"{datetime.strptime(after, ID_FORMAT) + timedelta(microseconds=1):{ID_FORMAT}}"


def find_last(settings: Settings) -> str:
    """Return the greatest id that a load of this warehouse ever had, '' if there was none."""
    return max([find_last_load(settings.history), *list_releases(settings)[:1]])


class LoadLog(logging.FileHandler):
    """A log that a full disk does not stop; the load itself tells of the disk."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        pass


@contextmanager
def _log_to_file(path: Path) -> Iterator[None]:
    """Add what this run does to the warehouse's log, one line a step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = LoadLog(path, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False  # the terminal shows the summary, the file every step
    try:
        yield
    finally:
        logger.removeHandler(handler)
        with suppress(OSError):
            handler.close()
