"""`--engine dask`: a real cluster, a worker that dies; the rows are those of one process."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import light_build
import pytest
from distributed import LocalCluster
from test_pipeline import HUNGER, LAND, OCEANS, run, staged

from flows.settings import Settings

pytestmark = pytest.mark.usefixtures("prefect_server")


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    for name, text in (("a", HUNGER), ("b", OCEANS), ("c", LAND)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    cluster = LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None)
    yield cluster
    with suppress(TimeoutError):  # Dask gives its workers 5 s to end; they are daemons of this process
        cluster.close()


@pytest.fixture
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    light_build.install(monkeypatch.setattr, with_facts=True)


@pytest.mark.usefixtures("light")
def test_cluster_extracts_what_one_process_does_though_a_worker_dies(
    docs: Path, tmp_path: Path, cluster: LocalCluster
) -> None:
    alone = Settings(warehouse=tmp_path / "alone")
    run(docs, alone)
    spread = replace(
        alone,
        warehouse=tmp_path / "spread",
        engine="dask",
        dask_address=cluster.scheduler_address,
        batch_bytes=10,
    )
    killed: list[int] = []
    killer = threading.Thread(target=kill_busy_worker, args=(cluster, killed))
    killer.start()
    run(docs, spread)
    killer.join()
    assert len(killed) == 1
    assert staged(spread) == staged(alone)


def kill_busy_worker(cluster: LocalCluster, killed: list[int]) -> None:
    """Kill the first worker that is given a batch, in the middle of it."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        for worker in list(cluster.scheduler.workers.values()):
            if worker.processing:
                killed.append(cluster.workers[worker.name].pid)
                os.kill(killed[0], signal.SIGKILL)
                return
        time.sleep(0.01)
