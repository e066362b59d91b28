"""Databases that cannot be read any more: how they are known, and where they are put."""

from __future__ import annotations

import re
from pathlib import Path

from flows.load.history import now
from flows.settings import Settings

# What DuckDB says of a file whose bytes are not what it wrote; disk, rights and locks are others.
DAMAGE = re.compile(
    r"not a valid DuckDB|Could not read enough bytes|Corrupt database|checksum|Serialization Error"
    r"|deserializ|Failure while replaying WAL|Is a directory",
    re.IGNORECASE,
)


def tells_of_damage(error: BaseException) -> bool:
    """Return whether an error, or what it comes from, is of a damaged database."""
    seen: BaseException | None = error
    while seen is not None:
        if DAMAGE.search(str(seen)):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def set_aside(settings: Settings, path: Path) -> Path:
    """Move a file (with its log of changes) or a folder to `damaged/`, and return where it is now."""
    settings.damaged.mkdir(parents=True, exist_ok=True)
    target = settings.damaged / f"{now():%Y%m%dT%H%M%S-%f}-{path.name}"
    for suffix in ("", ".wal"):
        source = path.with_name(path.name + suffix)
        if source.exists() or source.is_symlink():
            source.rename(target.with_name(target.name + suffix))
    return target
