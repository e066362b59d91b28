"""Extraction alone, on one core: files in memory to frames of facts, all rooms.

    python -m benchmarks.extraction FOLDER [--documents 2000]

Prints one line of JSON: megabytes and documents a second of all of it, seconds of each room.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ["POLARS_MAX_THREADS"] = "1"  # before polars is imported
os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

import polars as pl

from flows import extraction
from flows.schemas import FILES
from flows.settings import PROJECT_ROOT, Settings
from flows.sources.reference import load_reference

ROOMS = (
    "read_documents",
    "split_sentences",
    "find_quote_spans",
    "attribute_speakers",
    "add_speakers",
    "extract_topics",
    "place_facts",
)


def read_files(folder: Path, documents: int) -> pl.DataFrame:
    """Return the first files of a folder as FILES."""
    rows = [
        {"source_name": "corpus", "source_path": str(path.relative_to(folder)), "content": path.read_bytes()}
        for path in sorted(folder.rglob("*.txt"))[:documents]
    ]
    missing = [pl.lit(None, t).alias(c) for c, t in FILES.columns.items() if c not in rows[0]]
    return FILES.conform(pl.DataFrame(rows).with_columns(missing).with_columns(bytes_sha256=pl.lit("")))


def time_rooms() -> dict[str, float]:
    """Let every room note its seconds of processor time, and return where."""
    spent: dict[str, float] = {}

    def timed(name: str, room: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(room)
        def run(*args: Any) -> Any:
            started = time.process_time()
            try:
                return room(*args)
            finally:
                spent[name] = spent.get(name, 0.0) + time.process_time() - started

        return run

    for name in ROOMS:
        setattr(extraction, name, timed(name, getattr(extraction, name)))
    facts = tuple((frame, timed(extract.__name__, extract)) for frame, extract in extraction.FACTS)
    extraction.FACTS = facts  # type: ignore[misc]
    return spent


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=2000)
    arguments = parser.parse_args()
    reference = load_reference(PROJECT_ROOT / "seeds" / "reference")
    files = read_files(arguments.folder, arguments.documents)
    extraction.extract_batch(files[:20], reference)  # tables are compiled once, not for every batch
    spent = time_rooms()
    size = files["content"].bin.size().sum()
    batches = files.with_columns(
        batch=(pl.col("content").bin.size().cum_sum() - 1) // Settings().batch_bytes
    ).partition_by("batch", include_key=False)
    started, cpu_started = time.perf_counter(), time.process_time()
    for batch in batches:
        extraction.extract_batch(batch, reference)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu_started
    result = {
        "documents": files.height,
        "megabytes": size / 1e6,
        "seconds": seconds,
        "cpu_seconds": cpu,
        "megabytes_per_cpu_second": size / 1e6 / cpu,
        "documents_per_cpu_second": files.height / cpu,
        "rooms_cpu_seconds": dict(sorted(spent.items(), key=lambda room: -room[1])),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
