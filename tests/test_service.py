"""`rostrum serve` as a person runs it: real server, real worker, stopped by one signal or broken."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.load.history import read_history

PATIENCE = 540.0  # seconds, on a machine that is busy with other things
DOCUMENT = "1 April 2030 – Hunger is rising again, the United Nations food agency said on Monday.\n"
DEPLOYMENTS = """
pull:
  - prefect.deployments.steps.set_working_directory:
      directory: "{{ $ROSTRUM_PROJECT }}"
deployments:
  - name: scheduled
    entrypoint: flows/deployments.py:ingest
    parameters: {sources: [SOURCE]}
    concurrency_limit: {limit: 1, collision_strategy: CANCEL_NEW}
    work_pool: {name: rostrum}
"""


class Served:
    """A running `rostrum serve`, and what can be asked of its server."""

    def __init__(self, folder: Path) -> None:
        self.warehouse = folder / "warehouse"
        docs = folder / "docs"
        docs.mkdir(exist_ok=True)
        (docs / "a.txt").write_text(DOCUMENT, encoding="utf-8")
        self.file = folder / "prefect.yaml"
        self.file.write_text(DEPLOYMENTS.replace("SOURCE", str(docs)))
        self.start()

    def start(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "ROSTRUM_"))}
        places = ["--warehouse", self.warehouse, "--deployments", self.file, "--port", str(self.port)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "flows", "serve", *places],
            env=environment | {"PREFECT_WORKER_QUERY_SECONDS": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout
        lines = [self.process.stdout.readline() for _ in range(2)]
        assert lines[1].startswith("serving "), (lines, self.log())

    def log(self) -> str:
        path = self.warehouse / "logs" / "serve.log"
        return path.read_text(errors="replace")[-4000:] if path.exists() else ""

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def start_run(self) -> str:
        deployment = self.ask("/deployments/name/ingest/scheduled")
        return self.ask(f"/deployments/{deployment['id']}/create_flow_run", {})["id"]

    def state_of(self, run: str) -> str:
        return self.ask(f"/flow_runs/{run}")["state"]["type"]

    def find(self, words: str) -> list[int]:
        """Return the processes that belong to this service and have the words in their command."""
        mark = f"ROSTRUM_WAREHOUSE={self.warehouse}".encode()
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (path / "environ").read_bytes().split(b"\0"):
                    command = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    found += [int(path.name)] if words in command else []
            except OSError:  # ended meanwhile, or is not ours
                continue
        return found

    def finish(self) -> int:
        """Return the exit code; what the service printed is shown if the test fails."""
        printed, _ = self.process.communicate(timeout=PATIENCE)
        print(printed)
        return self.process.returncode


def wait_until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited too long until {what}"
        time.sleep(0.3)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    service = Served(tmp_path)
    try:
        yield service
    finally:
        if service.process.poll() is None:
            service.process.terminate()
            service.process.wait(PATIENCE)


def outcomes(served: Served) -> list[str]:
    query = "select outcome from history.load order by load_id"
    return read_history(served.warehouse / "history.duckdb", query)["outcome"].to_list()


def is_loading(served: Served) -> bool:
    log = served.warehouse / "logs" / "rostrum.log"
    return log.exists() and " plan: " in log.read_text()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """With --all the worker and the server are killed too."""
    if "end" in metafunc.fixturenames:
        ends = ["one signal", "worker start", "server start"]
        metafunc.parametrize("end", ends if metafunc.config.getoption("--all") else ends[:1])


def test_end_in_mid_load_leaves_no_process_and_the_next_service_recovers(
    end: str, served: Served, run_all: bool
) -> None:
    first = served.start_run()
    wait_until(lambda: is_loading(served), "a load runs")
    if end == "one signal":
        served.process.send_signal(signal.SIGINT)
        assert served.finish() == 0
        assert outcomes(served) == ["interrupted"]
    else:
        for pid in served.find(end):
            os.kill(pid, signal.SIGKILL)
        assert served.finish() == 1
    assert served.find("") == []
    if run_all:
        served.start()
        assert served.state_of(first) == "CRASHED"
        second = served.start_run()
        wait_until(lambda: served.state_of(second) not in ("SCHEDULED", "PENDING", "RUNNING"), "the run ends")
        assert served.state_of(second) == "COMPLETED"
        assert outcomes(served) == ["interrupted", "published"]


def test_file_of_deployments_that_is_not_there(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "flows",
            "serve",
            "--warehouse",
            tmp_path,
            "--deployments",
            tmp_path / "no.yaml",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "no.yaml is not there" in done.stderr
