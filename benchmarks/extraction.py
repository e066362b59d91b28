"""Extraction alone: files in memory to frames of facts, all rooms.

    python -m benchmarks.extraction FOLDER [--documents 5000] [--processes 1] [--threads 1]

Prints one line of JSON: megabytes and documents a second of all of it, seconds of each room (of one
process). One process with one thread of polars is kept on one core.
"""

from __future__ import annotations

import argparse
import functools
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # polars takes its number of threads when it is imported: each process sets it first
    import polars as pl

PATIENCE_SECONDS = 900  # until all processes have imported and compiled what they need
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
    import polars as pl

    from flows.schemas import FILES

    rows = [
        {"source_name": "corpus", "source_path": str(path.relative_to(folder)), "content": path.read_bytes()}
        for path in sorted(folder.rglob("*.txt"))[:documents]
    ]
    missing = [pl.lit(None, t).alias(c) for c, t in FILES.columns.items() if c not in rows[0]]
    return FILES.conform(pl.DataFrame(rows).with_columns(missing).with_columns(bytes_sha256=pl.lit("")))


def split_files(files: pl.DataFrame, parts: int) -> list[pl.DataFrame]:
    """Return the files in equal batches of up to the pipeline's size, as many for each of the parts."""
    import polars as pl

    from flows.settings import Settings

    size = files["content"].bin.size().sum()
    count = parts * -(-size // (Settings().batch_bytes * parts))
    number = (pl.col("content").bin.size().cum_sum() - 1) * count // size
    return files.with_columns(batch=number).partition_by("batch", include_key=False)


def time_rooms() -> dict[str, float]:
    """Let every room note its seconds of processor time, and return where."""
    from flows import extraction

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


def prepare_process(start: Any, threads: int, processes: int) -> None:
    """Set what polars reads when it is imported, and keep the moment at which all begin."""
    os.environ["POLARS_MAX_THREADS"] = str(threads)
    if processes == threads == 1:
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    _start.append(start)


_start: list[Any] = []


def extract_share(share: int, arguments: argparse.Namespace) -> dict[str, Any]:
    """Extract every nth batch, from the moment at which all processes are ready."""
    from flows import extraction
    from flows.settings import PROJECT_ROOT
    from flows.sources.reference import load_reference

    reference = load_reference(PROJECT_ROOT / "seeds" / "reference")
    files = read_files(arguments.folder, arguments.documents)
    extraction.extract_batch(files[:20], reference)  # tables are compiled once, not for every batch
    batches = split_files(files, arguments.processes)[share :: arguments.processes]
    rooms = time_rooms()
    _start[0].wait()
    began, cpu_began = time.time(), time.process_time()
    for batch in batches:
        extraction.extract_batch(batch, reference)
    return {
        "began": began,
        "ended": time.time(),
        "cpu": time.process_time() - cpu_began,
        "bytes": sum(batch["content"].bin.size().sum() for batch in batches),
        "documents": sum(batch.height for batch in batches),
        "rooms": rooms,
    }


def measure_extraction(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return what extraction took in so many processes at once, from the first start to the last end."""
    context, count = multiprocessing.get_context("spawn"), arguments.processes
    given = (context.Barrier(count, timeout=PATIENCE_SECONDS), arguments.threads, count)
    with ProcessPoolExecutor(count, context, prepare_process, given) as pool:
        shares = [pool.submit(extract_share, share, arguments) for share in range(count)]
        told = [share.result() for share in shares]
    seconds = max(t["ended"] for t in told) - min(t["began"] for t in told)
    cpu, megabytes = sum(t["cpu"] for t in told), sum(t["bytes"] for t in told) / 1e6
    documents = sum(t["documents"] for t in told)
    return {
        "documents": documents,
        "megabytes": megabytes,
        "processes": count,
        "threads": arguments.threads,
        "seconds": seconds,
        "cpu_seconds": cpu,
        "megabytes_per_second": megabytes / seconds,
        "megabytes_per_cpu_second": megabytes / cpu,
        "documents_per_cpu_second": documents / cpu,
        "rooms_cpu_seconds": dict(sorted(told[0]["rooms"].items(), key=lambda room: -room[1])),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1, help="of polars in each process")
    json.dump(measure_extraction(parser.parse_args()), sys.stdout)
    print()


if __name__ == "__main__":
    main()
