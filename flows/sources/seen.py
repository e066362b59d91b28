"""Files whose bytes need not be read again to know their hash.

The hash of the bytes decides what is skipped. It is taken as known where the system says that the
file is the one that was hashed: device, inode, size, time of writing and time of change (`ctime`, which
no program can set back) are the same, and were older than the hash by more than the grain of
file systems' clocks. `--rehash` reads every file all the same: for file systems whose times say nothing.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import polars as pl

from flows.schemas import INT, TEXT, Frame

GRAIN_NS = 2_000_000_000  # FAT writes times in steps of two seconds; others are finer

SEEN = Frame(
    "seen",
    {
        "source_name": TEXT,
        "source_path": TEXT,
        "bytes_sha256": TEXT,
        "hashed_ns": INT,
        "device": INT,
        "inode": INT,
        "size_bytes": INT,
        "written_ns": INT,
        "changed_ns": INT,
    },
    ("source_name", "source_path"),
    staged=False,
)
Row = tuple[str, int, int, int, int, int, int]  # from bytes_sha256 on


class SeenFiles:
    """What was seen of each file when its bytes were last hashed; kept in a Parquet file."""

    def __init__(self, path: Path | None = None, *, rehash: bool = False) -> None:
        """Read what is kept at `path`; what cannot be read, or `rehash`, means that nothing is known."""
        self.path = path
        self.was: dict[tuple[str, str], Row] = {} if path is None else _read(path)
        self.known = {} if rehash else self.was
        self.now: dict[tuple[str, str], Row] = {}

    def recall(self, source_name: str, source_path: str, status: os.stat_result) -> str | None:
        """Return the hash of a file that is as it was when it was hashed, else None."""
        row = self.known.get((source_name, source_path))
        if row is None or row[2:] != _describe(status) or row[6] > row[1] - GRAIN_NS:
            return None
        self.now[source_name, source_path] = row
        return row[0]

    def note(self, source_name: str, source_path: str, status: os.stat_result, sha256: str) -> None:
        """Remember the hash of a file whose status was taken before its bytes were read."""
        self.now[source_name, source_path] = (sha256, time.time_ns(), *_describe(status))

    def save(self, source_names: tuple[str, ...]) -> None:
        """Keep what is known now; of other sources what was known."""
        rows = {file: row for file, row in self.was.items() if file[0] not in source_names} | self.now
        if self.path is None or rows == self.was:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        arriving = self.path.with_name(f"{self.path.name}.new")
        flat = [(*file, *row) for file, row in rows.items()]
        pl.DataFrame(flat, schema=SEEN.columns, orient="row").write_parquet(arriving)
        arriving.replace(self.path)


def _describe(status: os.stat_result) -> tuple[int, int, int, int, int]:
    # device and inode may be larger than the column holds
    largest = 2**63 - 1
    return (
        status.st_dev & largest,
        status.st_ino & largest,
        status.st_size,
        status.st_mtime_ns,
        status.st_ctime_ns,
    )


def _read(path: Path) -> dict[tuple[str, str], Row]:
    try:
        rows = SEEN.conform(pl.read_parquet(path)).rows()
    except (OSError, ValueError, pl.exceptions.PolarsError):
        return {}
    return {(row[0], row[1]): row[2:] for row in rows}
