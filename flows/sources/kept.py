"""The bytes of every source file, kept under the warehouse by their hash."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import polars as pl

from flows.errors import StepError
from flows.schemas import FILES


def kept_path(folder: Path, sha256: str) -> Path:
    return folder.joinpath(sha256[:2], sha256)


def kept_size(folder: str, sha256: str) -> int | None:
    """Return how many bytes are kept under this hash, None if there are none."""
    try:
        return os.stat(f"{folder}/{sha256[:2]}/{sha256}").st_size  # asked for each file: no `Path`
    except FileNotFoundError:
        return None


def keep_bytes(folder: Path, content: bytes) -> str:
    """Keep the bytes unless they are kept already, and return their SHA-256."""
    sha256 = hashlib.sha256(content).hexdigest()
    target = kept_path(folder, sha256)
    if not target.exists() or target.stat().st_size != len(content):
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_suffix(".unfinished")
        unfinished.write_bytes(content)
        os.replace(unfinished, target)
    return sha256


def read_kept(folder: Path, sha256: str) -> bytes:
    """Return kept bytes. Raises StepError if they are gone or are not what they were."""
    path = kept_path(folder, sha256)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise StepError(
            f"the kept source {path} cannot be read ({error.strerror}); run on its folder again"
        ) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise StepError(f"the kept source {path} is damaged; delete it and run on its folder again")
    return content


def read_kept_files(folder: Path, batch: pl.DataFrame) -> pl.DataFrame:
    """Return the files of a batch (INVENTORY) with their kept bytes, as FILES."""
    contents = [read_kept(folder, sha256) for sha256 in batch["bytes_sha256"]]
    return FILES.conform(batch.with_columns(content=pl.Series(contents, dtype=pl.Binary)))
