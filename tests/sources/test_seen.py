"""Files that are not read again, and those that must be."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from flows.sources import folder as folder_module
from flows.sources.arguments import Source
from flows.sources.folder import take_inventory
from flows.sources.seen import SeenFiles

WATER, WARMS = b"Water is rising.", b"Water is falling"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a.txt").write_bytes(WATER)
    return folder


@pytest.fixture
def hashed_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash as if the files had been written a minute ago."""
    present = time.time_ns
    monkeypatch.setattr(folder_module.time, "time_ns", lambda: present() + 60_000_000_000)


def hash_of(docs: Path, *, rehash: bool = False) -> str:
    folder = docs.parent
    seen = SeenFiles(folder / "seen.parquet", rehash=rehash)
    files = take_inventory((Source("docs", docs),), folder / "kept", 1_000, seen).files
    return files["bytes_sha256"].item()


def forbid_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise AssertionError(f"{path} was read again")

    monkeypatch.setattr(Path, "read_bytes", refuse)


@pytest.mark.usefixtures("hashed_later")
def test_file_as_it_was_is_not_read_again(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = hash_of(docs)
    forbid_reading(monkeypatch)
    assert hash_of(docs) == first
    with pytest.raises(AssertionError, match="was read again"):
        hash_of(docs, rehash=True)


@pytest.mark.usefixtures("hashed_later")
def test_same_size_and_time_of_writing_with_other_bytes_is_seen(docs: Path) -> None:
    path = docs / "a.txt"
    first, status = hash_of(docs), path.stat()
    assert len(WATER) == len(WARMS)
    path.write_bytes(WARMS)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))  # as `cp -p` or `tar` would
    assert path.stat().st_mtime_ns == status.st_mtime_ns
    assert hash_of(docs) != first


def test_file_written_just_before_it_was_hashed_is_read_again(
    docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hash_of(docs)  # the next write may leave the same times
    forbid_reading(monkeypatch)
    with pytest.raises(AssertionError, match="was read again"):
        hash_of(docs)


@pytest.mark.usefixtures("hashed_later")
def test_bytes_that_are_not_kept_any_more_are_kept_again(docs: Path) -> None:
    sha256 = hash_of(docs)
    kept = docs.parent / "kept" / sha256[:2] / sha256
    kept.unlink()
    assert hash_of(docs) == sha256
    assert kept.read_bytes() == WATER


@pytest.mark.usefixtures("hashed_later")
def test_damaged_memory_means_reading(docs: Path) -> None:
    first = hash_of(docs)
    (docs.parent / "seen.parquet").write_bytes(b"no parquet")
    assert hash_of(docs) == first
