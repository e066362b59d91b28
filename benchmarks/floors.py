"""What no load can be faster than: reading the files, one pass of a pattern, one copy of a file."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import polars as pl

# digits with separators, decimals, a magnitude and a unit: about what a figure looks like
NUMBER = (
    r"(?i)\b(?:some|about|nearly|more than|over)?\s*\$?\d{1,3}(?:[, ]\d{3})*(?:\.\d+)?\s*"
    r"(?:per cent|%|million|billion|thousand)?\s*(?:people|children|women|countries|States|dollars)?"
)


def read_all(folder: Path) -> tuple[float, list[str]]:
    """Return the seconds that reading all files takes, and their texts."""
    started = time.perf_counter()
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.txt"))]
    return time.perf_counter() - started, texts


def match_numbers(texts: list[str]) -> float:
    """Return the processor seconds of one pass of a number pattern over all text."""
    lines = pl.Series(texts).str.split("\n").explode()
    started = time.process_time()
    lines.str.count_matches(NUMBER).sum()
    return time.process_time() - started


def copy_file(path: Path) -> float:
    """Return the seconds of one sequential copy, until it is on the disk."""
    target = path.with_name("floor.copy")
    started = time.perf_counter()
    shutil.copyfile(path, target)
    descriptor = os.open(target, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
    seconds = time.perf_counter() - started
    target.unlink()
    return seconds


def measure_floors(folder: Path, published: Path) -> dict[str, float]:
    read_seconds, texts = read_all(folder)
    return {
        "read_files_seconds": read_seconds,
        "number_pattern_cpu_seconds": match_numbers(texts),
        "copy_published_seconds": copy_file(published),
    }
