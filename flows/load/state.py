"""The working databases: those of the last published load, and those of the running one.

A load takes the two into `build/` and works on them there; when it is published they become
`state/<load_id>/`. Neither is copied, for that would cost what the whole warehouse costs. A load that
is not published is undone: the staging brings back the rows that it replaced (`undo`), the marts
are taken from their release, of which they are the copy.
The release that stands in `releases/` decides whether a load counts, so a kill at any moment leaves
either the old state or one that the next run's recovery finishes.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from flows.load.files import clone_file, sync
from flows.load.releases import release_path
from flows.load.undo import bring_back
from flows.settings import Settings

LOAD_ID = "load_id"  # file in build/ that names the load
MARTS_BEGUN = "marts_begun"  # file in build/ from when dbt goes to work


def find_state(settings: Settings) -> Path | None:
    """Return the folder of the last published load's databases, None before the first."""
    states = sorted(path for path in settings.state.glob("*") if path.is_dir())
    return states[-1] if states else None


def has_marts(settings: Settings) -> bool:
    """Return whether there are marts of the last state to go on from."""
    state = find_state(settings)
    return state is not None and (
        (state / settings.marts.name).exists() or release_path(settings, state.name).exists()
    )


def prepare_build(settings: Settings, load_id: str, *, staging: bool, marts: bool) -> None:
    """Make `build/` anew, with the last state's databases that the load goes on from."""
    discard_build(settings)
    settings.build.mkdir(parents=True)
    (settings.build / LOAD_ID).write_text(load_id, encoding="utf-8")
    state = find_state(settings)
    if state and staging and (state / settings.staging.name).exists():
        (state / settings.staging.name).rename(settings.staging)
    if state and marts:
        _take_marts(settings, state)


def begin_marts(settings: Settings) -> None:
    """Note that the models between staging and marts are not those of the last state any more."""
    (settings.build / MARTS_BEGUN).touch()


def discard_build(settings: Settings) -> None:
    """Undo a load that was not published: the staging that it took goes back as it was."""
    state = find_state(settings)
    if state and settings.staging.exists() and not (state / settings.staging.name).exists():
        marts_begun = (settings.build / MARTS_BEGUN).exists()
        if bring_back(settings.staging, state.name, marts_begun=marts_begun):
            settings.staging.rename(state / settings.staging.name)
    shutil.rmtree(settings.build, ignore_errors=True)


def _take_marts(settings: Settings, state: Path) -> None:
    """Work on the state's own marts, which saves a copy; a load that failed has left none there."""
    kept, release = state / settings.marts.name, release_path(settings, state.name)
    if kept.exists() and release.exists():
        kept.rename(settings.marts)
    elif kept.exists() or release.exists():
        clone_file(kept if kept.exists() else release, settings.marts)


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
