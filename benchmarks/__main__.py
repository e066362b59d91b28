"""Measure the pipeline on made-up corpora: `python -m benchmarks [--documents 1000 10000 100000]`.

Prints a table and writes all numbers with a description of the machine as JSON. 100,000 documents take
12 GB of disk and, on two cores, a quarter of an hour.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.floors import measure_floors
from benchmarks.processes import Usage, measure

PROJECT = Path(__file__).resolve().parent.parent
SEEDS = PROJECT / "seeds" / "documents"
ENGINES = {
    "one process, one thread": ("--processes", "1", "--threads", "1"),
    "one process, all threads": ("--processes", "1", "--threads", str(os.cpu_count())),
    "two processes, one thread each": ("--processes", "2", "--threads", "1"),
}
FIRST_OF_MORE = 900_000  # beyond the corpora, so that the same ten documents are added to each
RUNS = ("cold", "nothing_to_do", "ten_more", "one_changed")
STEP = re.compile(r"([a-z_0-9 ]+) (\d+\.\d)(?=[,;])")


def make_corpus(folder: Path, documents: int, first: int = 0) -> None:
    maker = PROJECT / "benchmarks" / "make_corpus.py"
    command = [sys.executable, str(maker), str(SEEDS), str(folder)]
    subprocess.run(
        [*command, "--documents", str(documents), "--first", str(first)], check=True, capture_output=True
    )


def load(corpus: Path, warehouse: Path) -> dict[str, Any]:
    """Run the pipeline once and return what it took, step by step."""
    command = [sys.executable, "-m", "flows", "run", f"corpus={corpus}", "--warehouse", str(warehouse)]
    return describe(measure(command, {**os.environ, "PYTHONPATH": str(PROJECT)}))


def describe(usage: Usage) -> dict[str, Any]:
    steps = next((line for line in usage.output.splitlines() if line.startswith("seconds: ")), "")
    seconds = {name.strip(): float(spent) for name, spent in STEP.findall(steps.removeprefix("seconds: "))}
    return {
        "seconds": usage.seconds,
        "cpu_seconds": usage.cpu_seconds,
        "peak_memory_mb": usage.peak_memory_mb,
        "steps": seconds,
        "start_up_seconds": usage.seconds - sum(seconds.values()),
        "work_seconds": sum(seconds.values()) - seconds.get("publish", 0.0),  # start and file copy apart
        "documents": next((s for s in usage.output.splitlines() if s.startswith("documents: ")), ""),
    }


def measure_size(documents: int, work: Path) -> dict[str, Any]:
    """Measure one number of documents: cold load, nothing to do, ten more, one changed, floors."""
    corpus, warehouse, more = work / "corpus", work / "warehouse", work / "more"
    make_corpus(corpus, documents)
    megabytes = sum(path.stat().st_size for path in corpus.rglob("*.txt")) / 1e6
    result: dict[str, Any] = {"documents": documents, "megabytes": megabytes}
    result["cold"] = load(corpus, warehouse)
    result["nothing_to_do"] = load(corpus, warehouse)
    make_corpus(more, 10, first=FIRST_OF_MORE)
    for path in sorted(more.rglob("*.txt")):
        shutil.copy(path, corpus / f"more-{path.name}")
    result["ten_more"] = load(corpus, warehouse)
    changed = next(corpus.glob("more-*.txt"))
    changed.write_text(changed.read_text(encoding="utf-8") + "One more word.\n", encoding="utf-8")
    result["one_changed"] = load(corpus, warehouse)
    published = warehouse / "rostrum.duckdb"
    result["published_bytes_per_document"] = published.stat().st_size / (documents + 10)
    result["warehouse_bytes_per_document"] = count_bytes(warehouse) / (documents + 10)
    result["floors"] = measure_floors(corpus, published)
    result["extraction_alone"] = measure_extraction(corpus)
    result["engines"] = {name: measure_extraction(corpus, *options) for name, options in ENGINES.items()}
    return result


def measure_extraction(corpus: Path, *options: str) -> dict[str, Any]:
    """Measure extraction without the rest, in processes of its own."""
    command = [sys.executable, "-m", "benchmarks.extraction", str(corpus), *options]
    answer: dict[str, Any] = json.loads(measure(command, os.environ).output.splitlines()[-1])
    return answer


def count_bytes(folder: Path) -> int:
    """Return the bytes on the disk under a folder; a file with two names counts once."""
    files = {(s.st_dev, s.st_ino): s.st_blocks * 512 for s in (p.lstat() for p in folder.rglob("*"))}
    return sum(files.values())


def describe_machine() -> dict[str, Any]:
    cpu = next(
        (s for s in Path("/proc/cpuinfo").read_text().splitlines() if s.startswith("model name")), ": ?"
    )
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=PROJECT, capture_output=True, text=True
    )
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit.stdout.strip(),
        "processor": cpu.partition(":")[2].strip(),
        "cores": os.cpu_count(),
        "memory_gb": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9,
        "load_average": os.getloadavg()[0],  # above 0: others were at work
        "system": platform.platform(),
        "python": platform.python_version(),
        **{name: version(name) for name in ("polars", "duckdb", "prefect", "dbt-core", "great-expectations")},
    }


def print_size(result: dict[str, Any]) -> None:
    print(f"\n{result['documents']} documents, {result['megabytes']:.1f} MB")
    for name in RUNS:
        run = result[name]
        print(
            f"  {name:14} {run['seconds']:8.1f} s   cpu {run['cpu_seconds']:8.1f} s"
            f"   memory {run['peak_memory_mb']:6.0f} MB   start-up {run['start_up_seconds']:.1f} s"
            f"   steps but publish {run['work_seconds']:.1f} s"
        )
        for step, seconds in run["steps"].items():
            print(f"    {step:14} {seconds:6.1f} s   {show_rate(result, seconds) if name == 'cold' else ''}")
    print(f"  published {result['published_bytes_per_document'] / 1e3:.1f} kB a document")
    print(f"  all of the warehouse {result['warehouse_bytes_per_document'] / 1e3:.1f} kB a document")
    print_extraction(result)
    for floor, seconds in result["floors"].items():
        print(f"  floor: {floor:28} {seconds:6.2f} s")


def show_rate(result: dict[str, Any], seconds: float) -> str:
    if seconds == 0:
        return ""
    return f"{result['megabytes'] / seconds:8.1f} MB/s {result['documents'] / seconds:8.0f} documents/s"


def print_extraction(result: dict[str, Any]) -> None:
    alone = result["extraction_alone"]
    print(f"  extraction alone {alone['megabytes_per_cpu_second']:.2f} MB/s of one core")
    for room, seconds in alone["rooms_cpu_seconds"].items():
        print(f"    {room:20} {seconds:6.1f} s   {alone['megabytes'] / seconds if seconds else 0:8.1f} MB/s")
    slowest = min(engine["megabytes_per_second"] for engine in result["engines"].values())
    for name, engine in result["engines"].items():
        rate = engine["megabytes_per_second"]
        print(f"  {name:31} {rate:6.2f} MB/s by the clock, {rate / slowest:.2f} times the slowest")


def compare_sizes(sizes: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return how costs grow from each size to the next: 1.0 is no growth."""
    growth = []
    for before, after in itertools.pairwise(sizes):
        times = after["documents"] / before["documents"]
        growth.append(
            {
                "from": before["documents"],
                "to": after["documents"],
                "cold_seconds_per_document": after["cold"]["seconds"] / before["cold"]["seconds"] / times,
                "cold_cpu_per_document": after["cold"]["cpu_seconds"] / before["cold"]["cpu_seconds"] / times,
                "cold_peak_memory": after["cold"]["peak_memory_mb"] / before["cold"]["peak_memory_mb"],
                "ten_more_work": after["ten_more"]["work_seconds"] / before["ten_more"]["work_seconds"],
            }
        )
    return growth


def print_growth(growth: Sequence[dict[str, Any]]) -> None:
    for step in growth:
        print(f"\nfrom {step['from']} to {step['to']} documents, 1 is no growth")
        for name, factor in step.items():
            if name not in ("from", "to"):
                print(f"  {name:28} {factor:6.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--out", type=Path, default=Path("benchmark.json"), help="JSON [benchmark.json]")
    parser.add_argument("--work", type=Path, help="folder for corpora and warehouses [a temporary one]")
    arguments = parser.parse_args()
    if arguments.work:
        arguments.work.mkdir(parents=True, exist_ok=True)
    report: dict[str, Any] = {"machine": describe_machine(), "sizes": []}
    for documents in arguments.documents:
        with tempfile.TemporaryDirectory(prefix="rostrum-", dir=arguments.work) as folder:
            result = measure_size(documents, Path(folder))
        report["sizes"].append(result)
        print_size(result)
        report["growth"] = compare_sizes(report["sizes"])
        arguments.out.write_text(json.dumps(report, indent=1), encoding="utf-8")  # what is done is kept
    print_growth(report["growth"])
    print(f"\nwritten: {arguments.out}")


if __name__ == "__main__":
    main()
