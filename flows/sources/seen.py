"""Files whose bytes need not be read again to know their hash.

The hash of the bytes decides what is skipped. It is taken as known where the system says that the
file is the one that was hashed: device, inode, size, time of writing and time of change (`ctime`, which
no program can set back) are the same, and were older than the hash by more than the grain of
file systems' clocks. `--rehash` reads every file all the same: for file systems whose times say nothing.
"""

from __future__ import annotations

import os
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
)
STATUS = ("source_name", "source_path", "device", "inode", "size_bytes", "written_ns", "changed_ns")


class SeenFiles:
    """What was seen of each file when its bytes were last hashed; kept in a Parquet file."""

    def __init__(self, path: Path | None = None, *, rehash: bool = False) -> None:
        """Read what is kept at `path`; what cannot be read, or `rehash`, means that nothing is known."""
        self.path = path
        self.was = SEEN.empty() if path is None else _read(path)
        self.known = self.was.clear() if rehash else self.was

    def recall(self, files: pl.DataFrame) -> pl.DataFrame:
        """Add `bytes_sha256` and `hashed_ns` to files with STATUS; NULL where the bytes must be read."""
        is_settled = pl.col("changed_ns") <= pl.col("hashed_ns") - GRAIN_NS
        return files.join(self.known.filter(is_settled), on=STATUS, how="left", maintain_order="left")

    def save(self, files: pl.DataFrame, source_names: tuple[str, ...]) -> None:
        """Keep what is known now of the files of these sources; of others what was known."""
        elsewhere = self.was.filter(~pl.col("source_name").is_in(source_names))
        now = pl.concat([elsewhere, SEEN.conform(files)]).sort(SEEN.key)
        if self.path is None or now.equals(self.was):
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        arriving = self.path.with_name(f"{self.path.name}.new")
        now.write_parquet(arriving)
        arriving.replace(self.path)


def describe_status(status: os.stat_result) -> tuple[int, int, int, int, int]:
    """Return the columns of STATUS that the system tells, of one file."""
    # device and inode may be larger than the column holds
    largest = 2**63 - 1
    return (
        status.st_dev & largest,
        status.st_ino & largest,
        status.st_size,
        status.st_mtime_ns,
        status.st_ctime_ns,
    )


def _read(path: Path) -> pl.DataFrame:
    try:
        return SEEN.conform(pl.read_parquet(path))
    except (OSError, ValueError, pl.exceptions.PolarsError):
        return SEEN.empty()
