"""The working databases: those of the last published load, and those of the running one.

A load works on copies in `build/`; when it is published they become `state/<load_id>/`. The
release that stands in `releases/` decides whether a load counts, so a kill at any moment leaves
either the old state or one that the next run's recovery finishes.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from flows.load.files import clone_file, sync
from flows.settings import Settings

LOAD_ID = "load_id"  # file in build/ that names the load


def find_state(settings: Settings) -> Path | None:
    """Return the folder of the last published load's databases, None before the first."""
    states = sorted(path for path in settings.state.glob("*") if path.is_dir())
    return states[-1] if states else None


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
    if (settings.state / load_id).exists():  # removed half, before another kill
        shutil.rmtree(settings.state / load_id)
    settings.build.rename(settings.state / load_id)
    sync(settings.state)
    drop_old_states(settings)


def drop_old_states(settings: Settings) -> None:
    """Remove all states but the last; a kill can leave the one before beside it."""
    for state in settings.state.glob("*"):
        if state != find_state(settings):
            shutil.rmtree(state)
