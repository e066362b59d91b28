"""`rostrum serve`: a Prefect server, the deployments and a worker on one machine, stopped together."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import IO

from flows.errors import SourceError, StepError
from flows.load.lock import hold_lock
from flows.prefect_server import begin_with_prepared_database
from flows.settings import Settings, local_prefect_answers, prepare_service

WORK_POOL = "rostrum"
READY_SECONDS = 300.0  # a cold start on a busy machine
RUN_PATIENCE_SECONDS = 30.0  # for a load to write down that it was interrupted
PATIENCE_SECONDS = 10.0  # between a SIGTERM and the kill
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36  # of <linux/prctl.h>


class Service:
    """The processes of `rostrum serve`, each with all that it starts in a process group of its own."""

    def __init__(self, settings: Settings, port: int) -> None:
        self.settings, self.port = settings, port
        self.log_path = settings.logs / "serve.log"
        self.is_stopping = threading.Event()
        self._children: list[tuple[str, subprocess.Popen[bytes]]] = []

    def start_server(self, log: IO[bytes]) -> None:
        """Start the server and wait until it answers. Raises StepError if it does not."""
        begin_with_prepared_database(self.settings.prefect_home)
        place = ["--host", "127.0.0.1", "--port", str(self.port)]
        server = self._start("server", ["server", "start", *place], log)
        deadline = time.monotonic() + READY_SECONDS
        while not local_prefect_answers("127.0.0.1", self.port):
            if server.poll() is not None or time.monotonic() > deadline:
                raise StepError(f"the Prefect server did not start; {self.log_path} says why")
            if self.is_stopping.wait(0.2):
                return

    def deploy(self, deployments: Path, log: IO[bytes]) -> None:
        """Make the work pool and the deployments."""
        pool = ["work-pool", "create", WORK_POOL, "--type", "process", "--overwrite"]
        deploy = ["--no-prompt", "deploy", "--all", "--prefect-file", str(deployments)]
        for arguments in (pool, deploy):
            if (
                not self.is_stopping.is_set()
                and self._start("setup", arguments, log, is_setup=True).returncode
            ):
                raise StepError(f"`prefect {' '.join(arguments)}` failed; {self.log_path} says why")

    def limit_runs(self) -> None:
        """Let one run at a time start, whichever deployment it is of: all write to one warehouse."""
        from prefect.client.orchestration import get_client
        from prefect.client.schemas.actions import WorkPoolUpdate

        with get_client(sync_client=True) as client:
            client.update_work_pool(WORK_POOL, WorkPoolUpdate(concurrency_limit=1))

    def bury_dead_runs(self) -> None:
        """Mark as crashed what our own server still takes for running: no worker of ours is alive yet.

        Else such a run would hold its place, and every later one would be cancelled for it.
        """
        from prefect.client.orchestration import get_client
        from prefect.client.schemas.filters import FlowRunFilter, WorkPoolFilter
        from prefect.states import Crashed

        unfinished = {"type": {"any_": ["PENDING", "RUNNING", "CANCELLING"]}}
        with get_client(sync_client=True) as client:
            dead = client.read_flow_runs(
                flow_run_filter=FlowRunFilter.model_validate({"state": unfinished}),
                work_pool_filter=WorkPoolFilter.model_validate({"name": {"any_": [WORK_POOL]}}),
            )
            inner = {"state": unfinished, "parent_flow_run_id": {"any_": [run.id for run in dead]}}
            dead += client.read_flow_runs(flow_run_filter=FlowRunFilter.model_validate(inner)) if dead else []
            for run in dead:
                client.set_flow_run_state(run.id, Crashed(message="its process ended with the last service"))

    def start_worker(self, log: IO[bytes]) -> None:
        self._start("worker", ["worker", "start", "--pool", WORK_POOL, "--type", "process"], log)

    def wait(self) -> None:
        """Wait until told to stop. Raises StepError if a process ends by itself."""
        while not self.is_stopping.wait(0.5):
            for name, child in self._children:
                if child.poll() is not None:
                    raise StepError(
                        f"the {name} ended with code {child.returncode}; {self.log_path} says why"
                    )

    def stop(self) -> None:
        """End all processes, the worker with its runs first; what hangs is killed."""
        workers = {child.pid for name, child in self._children if name == "worker"}
        _end_runs(workers, {child.pid for _, child in self._children}, RUN_PATIENCE_SECONDS)
        while self._children:
            _end_group(self._children.pop()[1], PATIENCE_SECONDS)
        _kill_rest()

    def _start(
        self, name: str, arguments: Sequence[str], log: IO[bytes], *, is_setup: bool = False
    ) -> subprocess.Popen[bytes]:
        child = subprocess.Popen(
            [sys.executable, "-m", "prefect", *arguments],
            cwd=self.settings.project,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches us alone, and we end them in order
            preexec_fn=_end_with_parent,
        )
        if not is_setup:
            self._children.append((name, child))
            return child
        while child.poll() is None:
            if self.is_stopping.wait(0.1):
                _end_group(child, 1.0)
        return child


def _end_with_parent() -> None:
    """Have the system end this process when its parent is killed, so that none is left behind."""
    _control_process(PR_SET_PDEATHSIG, signal.SIGTERM)


def _control_process(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value)


def _end_runs(workers: set[int], spared: set[int], patience: float) -> None:
    """Ask the runs of workers to end, and wait for them: a worker that is told to end kills them.

    A run is a child of a worker, or of this process if its worker is gone.
    """
    deadline = time.monotonic() + patience
    told: set[int] = set()
    while time.monotonic() < deadline:
        parents = _find_parents()
        runs = (
            {pid for pid, parent in parents.items() if parent in workers | {os.getpid()}} - spared - workers
        )
        if not runs:
            return
        for pid in runs - told:
            _signal(pid, signal.SIGTERM)
        told |= runs
        _reap(runs)
        time.sleep(0.2)


def _end_group(child: subprocess.Popen[bytes], patience: float) -> None:
    """Ask a process and those of its group to end; kill what has not after a while."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        child.wait(timeout=patience)
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _kill_rest() -> None:
    """Kill whatever is left of what this process started, directly or not."""
    for _ in range(50):
        parents = _find_parents()
        ours = {os.getpid()}
        while found := {pid for pid, parent in parents.items() if parent in ours} - ours:
            ours |= found
        if not (rest := ours - {os.getpid()}):
            return
        for pid in rest:
            _signal(pid, signal.SIGKILL)
        _reap(rest)
        time.sleep(0.1)


def _find_parents() -> dict[int, int]:
    """Return the parent of every living process, as /proc tells; nothing where there is none."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, parent = path.read_text(errors="replace").rpartition(")")[2].split()[:2]
            if state not in "ZX":
                parents[int(path.parent.name)] = int(parent)
    return parents


def _reap(pids: set[int]) -> None:
    """Take note of the end of processes that became our children when their parent died."""
    for pid in pids:
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)


def _signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def serve(settings: Settings, deployments: Path, port: int) -> None:
    """Serve until Ctrl-C or SIGTERM.

    Raises LockedError if this warehouse is served already, SourceError if the port or the file
    with the deployments cannot be used, StepError if a process ends by itself.
    """
    if not deployments.is_file():
        raise SourceError(f"{deployments} is not there; name a file like prefect.yaml")
    with ExitStack() as stack:
        stack.enter_context(
            hold_lock(
                settings.warehouse / "serve.lock",
                wait=False,
                other="another `rostrum serve`",
                advice="stop it, or serve another folder with --warehouse",
            )
        )
        is_own_server = prepare_service(settings, port)
        if is_own_server and local_prefect_answers("127.0.0.1", port):
            raise SourceError(
                f"a Prefect server answers at port {port} already; "
                f"use it with PREFECT_API_URL=http://127.0.0.1:{port}/api, or choose another --port"
            )
        settings.logs.mkdir(parents=True, exist_ok=True)
        _control_process(PR_SET_CHILD_SUBREAPER, 1)  # what a killed worker leaves becomes ours to end
        service = Service(settings, port)
        log = stack.enter_context(service.log_path.open("ab"))
        stack.enter_context(_stop_on_signal(service))
        stack.callback(service.stop)
        if is_own_server:
            print(f"starting the Prefect server, log in {service.log_path}", flush=True)
            service.start_server(log)
        service.deploy(deployments, log)
        if not service.is_stopping.is_set():
            service.limit_runs()
            if is_own_server:
                service.bury_dead_runs()
        service.start_worker(log)
        if not service.is_stopping.is_set():
            print(
                f"serving {settings.warehouse} at {os.environ['PREFECT_API_URL']}; stop with Ctrl-C",
                flush=True,
            )
        service.wait()
    print("stopped")


@contextmanager
def _stop_on_signal(service: Service) -> Iterator[None]:
    """Take SIGINT and SIGTERM as the wish to stop; the first one is enough."""

    def note(_number: int, _frame: FrameType | None) -> None:
        service.is_stopping.set()

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
