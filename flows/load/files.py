"""Files that appear whole or not at all, also after a power cut."""

from __future__ import annotations

import fcntl
import mmap
import os
import shutil
from pathlib import Path

FICLONE = 0x40049409  # ioctl: let both files share their blocks, where the file system can
LARGE_BYTES = 64 << 20  # from here on a copy goes past the system's cache
COPIED_AT_ONCE = 8 << 20
BLOCK = 4096


def clone_file(source: Path, target: Path) -> None:
    """Copy a file; in no time where the file system shares blocks."""
    if _clone_blocks(source, target):
        return
    if source.stat().st_size < LARGE_BYTES or not _copy_past_cache(source, target):
        shutil.copyfile(source, target)


def _copy_past_cache(source: Path, target: Path) -> bool:
    """Copy a file straight to the disk; return False where the file system does not write that way.

    To find room for gigabytes in the cache can take several times as long as to write them, and they
    would push out what readers of the warehouse use.
    """
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_DIRECT)
    except (OSError, AttributeError):  # not on this file system, not on this system
        return False
    try:
        buffer = mmap.mmap(-1, COPIED_AT_ONCE)  # begins with a page, as such writing wants
        with source.open("rb", buffering=0) as reader:
            while count := reader.readinto(buffer):
                rest = memoryview(buffer)[: -(-count // BLOCK) * BLOCK]  # whole blocks only; the end is cut
                while rest:
                    rest = rest[os.write(descriptor, rest) :]
            os.ftruncate(descriptor, reader.tell())
    finally:
        os.close(descriptor)
    return True


def share_file(source: Path, target: Path) -> None:
    """Make `target` a file of the same content that takes no room: shared blocks, else a hard link."""
    target.unlink(missing_ok=True)
    if _clone_blocks(source, target):
        return
    target.unlink()
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copyfile(source, target)


def _clone_blocks(source: Path, target: Path) -> bool:
    with source.open("rb") as reader, target.open("wb") as writer:
        try:
            fcntl.ioctl(writer, FICLONE, reader.fileno())
        except OSError:
            return False
    return True


def replace_by(arriving: Path, target: Path) -> None:
    """Rename a file over another one, both in one folder, once all of it is on the disk."""
    sync(arriving)
    arriving.replace(target)
    arriving.unlink(missing_ok=True)  # renaming a link over another of the same file does nothing
    sync(target.parent)


def write_text(path: Path, text: str) -> None:
    """Write a small file, whole or not at all."""
    arriving = path.with_name(f"{path.name}.new")
    arriving.write_text(text, encoding="utf-8")
    replace_by(arriving, path)


def sync(path: Path) -> None:
    """Wait until a file or a folder's entries are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
