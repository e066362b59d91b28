"""The benchmark: what it reads from a run, what it measures of processes, how it compares sizes."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from benchmarks.__main__ import compare_sizes, describe, print_growth, print_size, show_rate
from benchmarks.processes import Usage, measure

OUTPUT = """documents: 10 new
seconds: list files 0.5, extract 20.0, build marts 9.5, publish 2.0; 32.0 in all
"""


def make_size(documents: int, seconds: float, memory: float, work: float) -> dict[str, Any]:
    steps = {"extract": seconds - 5, "publish": 0.0}
    run = {
        "seconds": seconds,
        "cpu_seconds": 2 * seconds,
        "peak_memory_mb": memory,
        "steps": steps,
        "start_up_seconds": 5.0,
        "work_seconds": work,
    }
    alone = {"megabytes": 6.0, "megabytes_per_cpu_second": 3.0, "rooms_cpu_seconds": {"read": 2.0}}
    return {
        "documents": documents,
        "megabytes": documents * 0.006,
        **dict.fromkeys(("cold", "nothing_to_do", "ten_more", "one_changed"), run),
        "published_bytes_per_document": 20_000.0,
        "warehouse_bytes_per_document": 60_000.0,
        "floors": {"read_files_seconds": 0.5},
        "extraction_alone": alone,
        "engines": {"one": {"megabytes_per_second": 2.0}, "two": {"megabytes_per_second": 3.6}},
    }


def test_steps_are_read_from_what_a_run_prints() -> None:
    told = describe(Usage(seconds=40.0, cpu_seconds=60.0, peak_memory_mb=900.0, output=OUTPUT))
    assert told["steps"] == {"list files": 0.5, "extract": 20.0, "build marts": 9.5, "publish": 2.0}
    assert told["start_up_seconds"] == pytest.approx(8.0)
    assert told["work_seconds"] == pytest.approx(30.0)
    assert told["documents"] == "documents: 10 new"


def test_growth_is_cost_per_document_and_memory_as_it_is() -> None:
    sizes = [make_size(1_000, 20.0, 1_000.0, 4.0), make_size(10_000, 240.0, 1_300.0, 6.0)]
    (growth,) = compare_sizes(sizes)
    assert growth == {
        "from": 1_000,
        "to": 10_000,
        "cold_seconds_per_document": pytest.approx(1.2),
        "cold_cpu_per_document": pytest.approx(1.2),
        "cold_peak_memory": pytest.approx(1.3),
        "ten_more_work": pytest.approx(1.5),
    }
    assert compare_sizes(sizes[:1]) == []


def test_table_names_rates_and_factors(capsys: pytest.CaptureFixture[str]) -> None:
    sizes = [make_size(1_000, 20.0, 1_000.0, 4.0), make_size(10_000, 240.0, 1_300.0, 6.0)]
    print_size(sizes[0])
    print_growth(compare_sizes(sizes))
    printed = capsys.readouterr().out
    assert "1000 documents, 6.0 MB" in printed
    assert "extraction alone 3.00 MB/s" in printed
    assert "3.60 MB/s by the clock, 1.80 times the slowest" in printed
    assert "cold_peak_memory               1.30" in printed
    assert show_rate(sizes[0], 2.0).split() == ["3.0", "MB/s", "500", "documents/s"]


def test_memory_and_time_are_those_of_all_processes_below() -> None:
    child = "import time; held = bytearray(b'x') * 80_000_000; time.sleep(2)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}]); print('done')"
    usage = measure([sys.executable, "-c", parent])
    assert usage.output == "done\n"
    assert usage.peak_memory_mb > 80
    assert usage.seconds > 2


def test_command_that_fails_says_its_last_words() -> None:
    with pytest.raises(RuntimeError, match="no such luck"):
        measure([sys.executable, "-c", "raise SystemExit('no such luck')"])
