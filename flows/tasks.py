"""Prefect's view of the steps: names, retries, no caching, where they run. No logic."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

import polars as pl
from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.runtime import task_run
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner

from flows import steps
from flows.artifacts import show_gates, show_quarantine
from flows.errors import SourceError
from flows.load import lake
from flows.load.loading import Load
from flows.reference import Reference
from flows.settings import Settings, limit_worker_threads

P = ParamSpec("P")
R = TypeVar("R")

# The hashes of the files decide what is done again, so Prefect keeps and reuses no result.
UNCACHED: dict[str, Any] = {"cache_policy": NO_CACHE, "persist_result": False}


def timed_task(
    name: str,
    function: Callable[Concatenate[Load, P], R],
    *,
    run_name: str | None = None,
    show: Callable[[Load], None] | None = None,
) -> Task[Concatenate[Load, P], R]:
    """Return the step as a task that notes its time in the load, and shows what it found, good or bad."""

    @functools.wraps(function)
    def run(load: Load, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with load.time_step(name):
                return function(load, *args, **kwargs)
        finally:
            if show:
                show(load)

    return task(name=name, task_run_name=run_name or name, **UNCACHED)(run)


def is_passing(_task: Task[..., Any], _run: TaskRun, state: State) -> bool:
    """Return whether the error may be gone at the next try: the disk or network, not the code."""
    return isinstance(state.result(raise_on_failure=False), OSError)


list_files = timed_task("list files", steps.list_files)
plan_load = timed_task("plan", steps.plan_load)
settle_load = timed_task("settle", steps.settle_load)
record_files = timed_task("record", steps.record_files, show=show_quarantine)
stage = timed_task("stage", steps.stage)
check_gate = timed_task("check gate", steps.check_gate, run_name="check {suite}", show=show_gates)
build = timed_task("build marts", steps.build)
publish_load = timed_task("publish", steps.publish_load)
publish_to_lake = task(name="publish to lake", retries=2, retry_delay_seconds=5, **UNCACHED)(
    lake.publish_to_lake
)


def name_batch() -> str:
    """Return `extract batch 3: 12 files from press/a.txt`, for the list of task runs."""
    given = task_run.parameters
    first = given["batch"].row(0, named=True)
    files = f"{given['batch'].height} files from {first['source_name']}/{first['source_path']}"
    return f"extract batch {given['number']}: {files[:150]}"


@task(
    name="extract batch",
    task_run_name=name_batch,
    retries=2,
    retry_delay_seconds=2,
    retry_condition_fn=is_passing,
    **UNCACHED,
)
def extract_batch(
    kept_sources: Path, parts: Path, reference: Reference, batch: pl.DataFrame, number: int
) -> steps.ReadBatch:
    return steps.extract_batch(kept_sources, parts, reference, batch)


class LocalProcesses(ProcessPoolTaskRunner):
    """Prefect's runner on processes, all started at once, before anything looks after the first.

    Were each started with a task, as Prefect has it, the loss of one could hang the load: Python 3.11's
    `concurrent.futures` ends the processes that it knows, and then waits for one that it adds after.
    """

    def __enter__(self) -> Self:
        super().__enter__()
        # What the pool does itself where processes are forked.
        self._executor._safe_to_dynamically_spawn_children = False  # type: ignore[union-attr]
        return self


def choose_runner(settings: Settings, batch_count: int) -> TaskRunner[Any]:
    """Return the task runner of the engine that the settings name, with no more processes than batches."""
    limit_worker_threads()
    processes = min(settings.worker_count, batch_count)
    return _dask_runner(settings, processes) if settings.engine == "dask" else LocalProcesses(processes)


def _dask_runner(settings: Settings, processes: int) -> TaskRunner[Any]:
    """Return a runner on the cluster at `dask_address`, or on one of its own for this run."""
    try:
        from prefect_dask import DaskTaskRunner
    except ImportError as error:
        raise SourceError("the engine dask is not installed; install it: pip install -e '.[dask]'") from error
    logging.getLogger("distributed").setLevel(logging.ERROR)  # tells of every worker that comes and goes
    if settings.dask_address:
        return DaskTaskRunner(address=settings.dask_address)
    workers = {"n_workers": processes, "threads_per_worker": 1, "dashboard_address": None}
    return DaskTaskRunner(cluster_kwargs=workers)
