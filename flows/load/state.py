"""The working databases: those of the last published load, and those of the running one.

A load works on copies in `build/`; when it is published they become `state/<load_id>/`. The
rename of the published file decides whether a load counts, so a kill at any moment leaves
either the old state or one that `recover_state` finishes.
"""

from __future__ import annotations

import fcntl
import shutil
from pathlib import Path

from flows.load.database import open_database
from flows.load.history import fail_load, find_running, now, update_load
from flows.settings import Settings

FICLONE = 0x40049409  # ioctl: let both files share their blocks, where the file system can
LOAD_ID = "load_id"  # file in build/ that names the load


def recover_state(settings: Settings) -> None:
    """Finish or discard what a killed run left behind; the caller holds the lock."""
    published = read_published_load(settings.published)
    marker = settings.build / LOAD_ID
    if published and marker.exists() and marker.read_text(encoding="utf-8") == published:
        adopt_build(settings, published)
    for load_id in find_running(settings.history):
        if load_id == published:
            update_load(settings.history, load_id, outcome="published", ended_at=now())
        else:
            fail_load(settings.history, load_id, "interrupted", "the process ended before it had published")
    shutil.rmtree(settings.parts, ignore_errors=True)


def read_published_load(published: Path) -> str | None:
    """Return the load that made the published file, None if there is none."""
    if not published.exists():
        return None
    with open_database(published, read_only=True) as connection:
        found = connection.execute("select load_id from meta.release").fetchone()
    return found[0] if found else None


def find_state(settings: Settings) -> Path | None:
    """Return the folder of the last published load's databases, None before the first."""
    states = sorted(settings.state.glob("*/staging.duckdb"))
    return states[-1].parent if states else None


def prepare_build(settings: Settings, load_id: str, *, staging: bool, marts: bool) -> None:
    """Make `build/` anew, with copies of the last state's databases that the load goes on from."""
    shutil.rmtree(settings.build, ignore_errors=True)
    settings.build.mkdir(parents=True)
    (settings.build / LOAD_ID).write_text(load_id, encoding="utf-8")
    state = find_state(settings)
    for wanted, target in ((staging, settings.staging), (marts, settings.marts)):
        if state and wanted and (state / target.name).exists():
            clone_file(state / target.name, target)


def adopt_build(settings: Settings, load_id: str) -> None:
    """Make `build/` the state of a load that is published, and drop older states."""
    settings.state.mkdir(parents=True, exist_ok=True)
    settings.build.rename(settings.state / load_id)
    for state in settings.state.iterdir():
        if state.name != load_id:
            shutil.rmtree(state)


def clone_file(source: Path, target: Path) -> None:
    """Copy a file; in no time where the file system shares blocks."""
    with source.open("rb") as reader, target.open("wb") as writer:
        try:
            fcntl.ioctl(writer, FICLONE, reader.fileno())
            return
        except OSError:
            pass
    shutil.copyfile(source, target)
