"""Where the batches of a load are extracted: processes of this machine, or a Dask cluster."""

from __future__ import annotations

from typing import Any

from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner

from flows.errors import SourceError
from flows.settings import Settings


def choose_runner(settings: Settings) -> TaskRunner[Any]:
    """Return the task runner of the engine that the settings name."""
    return (
        _dask_runner(settings) if settings.engine == "dask" else ProcessPoolTaskRunner(settings.worker_count)
    )


def _dask_runner(settings: Settings) -> TaskRunner[Any]:
    """Return a runner on the cluster at `dask_address`, or on one of its own for this run."""
    try:
        from prefect_dask import DaskTaskRunner
    except ImportError as error:
        raise SourceError("the engine dask is not installed; install it: pip install -e '.[dask]'") from error
    if settings.dask_address:
        return DaskTaskRunner(address=settings.dask_address)
    workers = {"n_workers": settings.worker_count, "threads_per_worker": 1, "dashboard_address": None}
    return DaskTaskRunner(cluster_kwargs=workers)
