"""Bytes kept by their hash."""

from pathlib import Path

import pytest

from flows.errors import StepError
from flows.sources.kept import keep_bytes, kept_path, read_kept


def test_same_bytes_are_kept_once(tmp_path: Path) -> None:
    sha256 = keep_bytes(tmp_path, b"text")
    assert keep_bytes(tmp_path, b"text") == sha256
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == [sha256]


def test_half_written_file_is_written_again(tmp_path: Path) -> None:
    sha256 = keep_bytes(tmp_path, b"text")
    kept_path(tmp_path, sha256).write_bytes(b"te")
    keep_bytes(tmp_path, b"text")
    assert read_kept(tmp_path, sha256) == b"text"


def test_damaged_and_missing_bytes(tmp_path: Path) -> None:
    sha256 = keep_bytes(tmp_path, b"text")
    kept_path(tmp_path, sha256).write_bytes(b"tent")
    with pytest.raises(StepError, match="is damaged"):
        read_kept(tmp_path, sha256)
    kept_path(tmp_path, sha256).unlink()
    with pytest.raises(StepError, match="cannot be read"):
        read_kept(tmp_path, sha256)
