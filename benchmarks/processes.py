"""Run a command and measure it with all processes that it starts."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SAMPLE_SECONDS = 0.5


@dataclass(frozen=True)
class Usage:
    """What a command took; the peak is of the sum over its processes at one moment."""

    seconds: float
    cpu_seconds: float
    peak_memory_mb: float
    output: str


def measure(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Usage:
    """Run a command to its end. Raises RuntimeError with its last words if it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    )
    peak = [0.0]
    ended = threading.Event()
    sampler = threading.Thread(target=_sample, args=(process.pid, peak, ended))
    sampler.start()
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, resources = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    ended.set()
    sampler.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {output[-2000:]}")
    return Usage(seconds, resources.ru_utime + resources.ru_stime, peak[0] / 1e6, output)


def _sample(pid: int, peak: list[float], ended: threading.Event) -> None:
    while not ended.wait(SAMPLE_SECONDS):
        peak[0] = max(peak[0], sum_memory(pid))


def sum_memory(root: int) -> float:
    """Return the bytes of a process and all below it; what they share counts once (PSS)."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # `42 (python3) S 41 …`: the parent comes after the name, which may hold anything
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(folder.name))
    waiting, total = [root], 0.0
    while waiting:
        pid = waiting.pop()
        waiting += children.get(pid, [])
        total += _read_memory(pid)
    return total


def _read_memory(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended
        return 0.0
    return sum(1024.0 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))
