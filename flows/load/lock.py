"""One run at a time for each warehouse."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.errors import LockedError, UnwritableError


@contextmanager
def hold_lock(
    path: Path, *, wait: bool, other: str = "another run", advice: str = "wait for it with --wait"
) -> Iterator[None]:
    """Hold the lock file; the system lets go of it when the process ends, however it ends.

    Raises UnwritableError if the folder cannot be written, LockedError if `other` holds it and `wait` is
    false, with `advice` on what to do.
    """
    descriptor = _open_lock(path)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            holder = os.read(descriptor, 20).decode().strip() or "unknown"
            raise LockedError(f"{other} (process {holder}) holds {path.parent}; {advice}") from error
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(descriptor)


def _open_lock(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise UnwritableError(path.parent, error) from error
