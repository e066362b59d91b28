"""Processes of their own for dbt and Great Expectations.

Each of the two takes seconds to import. Apart, they do that on another core while this process reads
and extracts; what they leave in memory never adds up; and a signal meets them in no call. Where nobody
started them (in a test), calls are done in this process.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from typing import Any, ParamSpec, TypeVar

from flows.errors import StepError

P = ParamSpec("P")
R = TypeVar("R")

IMPORTS = {
    "dbt": ("dbt.cli.main", "dbt.adapters.duckdb.connections", "flows.load.transform"),
    "gates": ("great_expectations", "duckdb_sqlalchemy", "flows.load.gates"),
}


class Apart:
    """One process that does calls in the order in which they were asked for."""

    def __init__(self, modules: Sequence[str]) -> None:
        context = get_context("spawn")  # a fork would take over threads of polars and Prefect
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_do_calls, args=(theirs, modules), daemon=True)
        self._process.start()
        theirs.close()  # theirs alone, so that either end learns of the other's death
        self._queue = ThreadPoolExecutor(1)

    def submit(self, function: Callable[..., R], *args: Any, **kwargs: Any) -> Future[R]:
        return self._queue.submit(self._call, function, args, kwargs)

    def _call(self, function: Callable[..., R], args: Any, kwargs: Any) -> R:
        try:
            self._connection.send((function, args, kwargs))
            result, error = self._connection.recv()
        except (EOFError, OSError) as gone:
            self._process.join()
            name = getattr(function, "__qualname__", function)
            raise StepError(
                f"the process that runs {name} ended with code {self._process.exitcode}; run again"
            ) from gone
        if error is not None:
            raise error
        return result

    def stop(self) -> None:
        """End it, even in the middle of a call; one that does not end is killed."""
        self._process.terminate()
        self._process.join(timeout=10)
        self._process.kill()
        self._connection.close()
        self._queue.shutdown(cancel_futures=True)


_running: dict[str, Apart] = {}


@contextmanager
def processes_apart() -> Iterator[None]:
    """Have the processes while the block runs; they start to import at once."""
    _running.update({name: Apart(modules) for name, modules in IMPORTS.items()})
    try:
        yield
    finally:
        while _running:
            _running.popitem()[1].stop()


def call(name: str, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Do a call in the process of this name, or here if there is none; an error is raised here."""
    if name not in _running:
        return function(*args, **kwargs)
    return _running[name].submit(function, *args, **kwargs).result()


def call_ahead(name: str, function: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
    """Let the process of this name do what a later call profits from; nothing if there is none."""
    if name in _running:
        _running[name].submit(function, *args, **kwargs)


def _die_with_parent() -> None:
    """End this process in the middle of a call when the parent is killed: the next run must not meet it."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _do_calls(connection: Connection, modules: Sequence[str]) -> None:
    """Do calls until the parent closes its end, or dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all of us; the parent decides
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # an orderly end hands back dbt's semaphores
    threading.Thread(target=_die_with_parent, daemon=True).start()
    # DuckDB takes a main module without file for a person's session, and prints bars of progress
    sys.modules["__main__"].__file__ = __file__
    for name in modules:
        importlib.import_module(name)
    while True:
        try:
            function, args, kwargs = connection.recv()
        except EOFError:
            return
        try:
            answer: tuple[Any, BaseException | None] = (function(*args, **kwargs), None)
        except Exception as error:
            answer = (None, error)
        connection.send(answer)
