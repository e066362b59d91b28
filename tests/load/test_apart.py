"""Processes apart: calls go over, errors come back, and none outlives its parent."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from flows.errors import StepError
from flows.load import apart


def where() -> int:
    return os.getpid()


def fail(message: str) -> None:
    raise StepError(message)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def shows_progress() -> bool:
    with duckdb.connect() as connection:
        return connection.execute("select current_setting('enable_progress_bar')").fetchall()[0][0]


@pytest.fixture
def only_gates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "IMPORTS", {"gates": ("json",)})


def wait_until(holds: Callable[[], bool], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
    return holds()


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


def test_without_processes_a_call_is_done_here() -> None:
    assert apart.call("gates", where) == os.getpid()
    apart.call_ahead("gates", fail, "nothing is called ahead here")


def test_call_is_done_by_the_one_process_of_its_name(only_gates: None) -> None:
    with apart.processes_apart():
        process = apart.call("gates", where)
        assert process not in (os.getpid(), None)
        assert apart.call("gates", where) == process
        assert apart.call("dbt", where) == os.getpid()
    assert is_gone(process)
    assert apart.call("gates", where) == os.getpid()


def test_long_queries_print_no_progress_into_the_output_of_a_run(only_gates: None) -> None:
    with apart.processes_apart():
        assert apart.call("gates", shows_progress) is False


def test_error_is_raised_here_and_the_process_goes_on(only_gates: None) -> None:
    with apart.processes_apart():
        apart.call_ahead("gates", fail, "asked ahead, nobody waits for it")
        with pytest.raises(StepError, match="row 7 is wrong"):
            apart.call("gates", fail, "row 7 is wrong")
        assert apart.call("gates", where) != os.getpid()


def test_process_that_is_killed_is_named(only_gates: None) -> None:
    with apart.processes_apart(), pytest.raises(StepError, match="process that runs die ended with code -9"):
        apart.call("gates", die)


PARENT = """
import sys, time
from flows.load import apart
from tests_apart import where, work_on
apart.IMPORTS = {"gates": ("json",)}
if __name__ == "__main__":
    with apart.processes_apart():
        print(apart.call("gates", where), flush=True)
        apart.call("gates", work_on)
"""


def test_none_outlives_a_parent_that_is_killed_in_the_middle_of_a_call(tmp_path: Path, root: Path) -> None:
    (tmp_path / "tests_apart.py").write_text(
        "import os, time\n\n\ndef where():\n    return os.getpid()\n\n\ndef work_on():\n    time.sleep(600)\n"
    )
    (tmp_path / "parent.py").write_text(PARENT)
    parent = subprocess.Popen(
        [sys.executable, str(tmp_path / "parent.py")],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": f"{root}:{tmp_path}"},
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert not is_gone(child)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert wait_until(lambda: is_gone(child))
