"""A Prefect server for one run, started before anything else is imported.

Prefect would start one by itself, but only once it is imported, and would wait for it. Started here
it gets ready while this process imports what a load needs; on two cores that is half of the start.

Run as a module it is that server (`python -m flows.prefect_server`), or makes the empty database that
servers of new warehouses begin with (`python -m flows.prefect_server --prepare`, done at install):
Prefect's hundred migrations take as long as a small load.
"""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from flows.errors import StepError
from flows.settings import (
    QUIET_ENVIRONMENT,
    Settings,
    has_prefect_api,
    local_prefect_answers,
    set_prefect_api,
)

PREPARED_HOME = Path(sys.prefix) / "share" / "rostrum" / "prefect"
DATABASE, MEMO = "prefect.db", "memo_store.toml"  # the memo says which block types are registered
ENDING_SECONDS = 3.0  # it mostly takes 0.2; what it holds back is its own, the load is told and over
PATIENCE_SECONDS = 120.0  # a cold start with all migrations, on a busy machine
SERVER_ENVIRONMENT = {
    "PREFECT_UI_ENABLED": "0",
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT__SERVER_FINAL": "1",
}


class PrefectServer:
    """A server of this process alone: it ends when `stop` is called, or when this process ends."""

    def __init__(self, home: Path) -> None:
        """Start it on a free port of the loopback interface; `home` keeps its database."""
        begin_with_prepared_database(home)
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen()
            self.port = listener.getsockname()[1]
            # What is written to its standard input is never read: the pipe breaks when we die,
            # by a kill too, and the server then ends.
            self.process = subprocess.Popen(
                [sys.executable, "-m", "flows.prefect_server", str(listener.fileno())],
                stdin=subprocess.PIPE,
                pass_fds=[listener.fileno()],
                env={**QUIET_ENVIRONMENT, **os.environ, **SERVER_ENVIRONMENT, "PREFECT_HOME": str(home)},
            )

    def wait(self, patience: float = PATIENCE_SECONDS) -> None:
        """Wait until it answers. Raises StepError if it ends instead, or takes too long."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise StepError(f"the Prefect server of this run ended with code {self.process.returncode}")
            if local_prefect_answers("127.0.0.1", self.port):
                return
            time.sleep(0.05)
        raise StepError(
            f"the Prefect server of this run gave no answer in {patience:.0f} s; run again when the "
            "machine is less busy, or start one that stays (`prefect server start`)"
        )

    def stop(self) -> None:
        """End it and wait for its end; one that hangs is killed."""
        self.process.terminate()
        try:
            self.process.wait(timeout=ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdin:
            self.process.stdin.close()


@contextmanager
def reach_prefect(settings: Settings) -> Iterator[Callable[[], None]]:
    """Give the run a Prefect server, its own if none is known; what is yielded waits until it answers.

    To be entered after `prepare_environment` and before Prefect is imported.
    """
    if has_prefect_api():
        yield lambda: None
        return
    server = PrefectServer(settings.prefect_home)
    set_prefect_api("127.0.0.1", server.port)
    try:
        yield server.wait
    finally:
        server.stop()


def begin_with_prepared_database(home: Path) -> None:
    """Copy the database that was made at install into a home that has none; without it Prefect makes one."""
    if (PREPARED_HOME / DATABASE).exists() and not (home / DATABASE).exists():
        for name in (MEMO, DATABASE):  # the database last: it says that the copy is whole
            partial = home / f"{name}.{os.getpid()}.partial"
            shutil.copyfile(PREPARED_HOME / name, partial)
            partial.rename(home / name)


def prepare_database() -> None:
    """Make the empty database, of the Prefect that is installed here."""
    shutil.rmtree(PREPARED_HOME, ignore_errors=True)
    home = PREPARED_HOME.parent / "prefect.partial"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    server = PrefectServer(home)
    try:
        server.wait()
    finally:
        server.stop()
    PREPARED_HOME.mkdir()
    shutil.copyfile(home / MEMO, PREPARED_HOME / MEMO)
    with closing(sqlite3.connect(home / DATABASE)) as database:
        # the file alone is not whole: its write-ahead log lies beside it
        database.execute("vacuum into ?", [str(PREPARED_HOME / DATABASE)])
    shutil.rmtree(home)


def serve(listener: int) -> None:
    """Be the server, on a socket that is open already, until the parent is gone."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    import uvicorn

    uvicorn.run(
        "prefect.server.api.server:create_app",
        factory=True,
        fd=listener,
        log_level="error",
        lifespan="on",
        timeout_graceful_shutdown=1,
    )


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


if __name__ == "__main__":
    if sys.argv[1:] == ["--prepare"]:
        prepare_database()
    else:
        serve(int(sys.argv[1]))
