"""Copies of files: whole, also past the system's cache, and errors told."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from flows.load import files


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that counts as large, of three rounds and a part of a block."""
    monkeypatch.setattr(files, "LARGE_BYTES", 1)
    monkeypatch.setattr(files, "COPIED_AT_ONCE", 2 * files.BLOCK)
    monkeypatch.setattr(files, "_clone_blocks", lambda *_: False)
    path = tmp_path / "source"
    path.write_bytes(os.urandom(5 * files.BLOCK + 7))
    return path


def test_large_file_is_copied_to_the_byte(source: Path) -> None:
    target = source.with_name("target")
    target.write_bytes(b"longer before" * files.BLOCK)
    files.clone_file(source, target)
    assert target.read_bytes() == source.read_bytes()


def test_file_system_that_writes_only_through_its_cache(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Any, flags: int, *rest: Any) -> int:
        if flags & os.O_DIRECT:
            raise OSError(errno.EINVAL, "Invalid argument")
        return real_open(path, flags, *rest)

    real_open = os.open
    monkeypatch.setattr(os, "open", refuse)
    files.clone_file(source, source.with_name("target"))
    assert source.with_name("target").read_bytes() == source.read_bytes()


def test_full_disk_is_told(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", fail)
    with pytest.raises(OSError, match="No space left"):
        files._copy_past_cache(source, source.with_name("target"))
