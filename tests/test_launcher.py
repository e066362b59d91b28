"""The script `rostrum`: makes its environment, and again after an install that was interrupted."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest


@pytest.fixture
def clone(root: Path, tmp_path: Path) -> Path:
    names = subprocess.run(
        ["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(root / name, tmp_path / name)
    return tmp_path


def interrupt_install(clone: Path, seconds: float) -> None:
    """Kill the script and all that it started after so many seconds."""
    script = subprocess.Popen(
        ["./rostrum", "--help"], cwd=clone, start_new_session=True, stdout=subprocess.DEVNULL
    )
    time.sleep(seconds)
    os.killpg(script.pid, signal.SIGKILL)
    script.wait()


@pytest.mark.long
def test_interrupted_install_needs_no_second_try(clone: Path) -> None:
    for seconds in (0.5, 2, 5, 8):
        interrupt_install(clone, seconds)
    done = subprocess.run(["./rostrum", "--help"], cwd=clone, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Who said what at the United Nations" in done.stdout
    assert len(list((clone / ".venv").glob("installed-*"))) == 1


@pytest.mark.long
def test_two_calls_at_once_install_once(clone: Path) -> None:
    calls = [
        subprocess.Popen(["./rostrum", "--help"], cwd=clone, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    told = [call.communicate()[1] for call in calls]
    assert [call.returncode for call in calls] == [0, 0]
    assert sum("installing the pinned environment" in text for text in told) == 1
