"""The kept releases: whole published files, of which `rostrum.duckdb` shows one.

A load counts from the moment that its file stands in `releases/`; `rostrum.duckdb` shows the
newest release, or the pinned one. Both are renames, so there is no half of either.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows.errors import ReleaseError
from flows.load.database import open_database
from flows.load.files import replace_by, share_file, sync, write_text
from flows.settings import Settings

PREFIX, SUFFIX = "rostrum-", ".duckdb"
DAY_SECONDS = 86_400


@dataclass(frozen=True)
class Shown:
    """Which release readers see, which one is pinned, and which is the newest; None: there is none."""

    published: str | None
    pinned: str | None
    newest: str | None

    @property
    def waiting(self) -> str | None:
        """The newest release, where a pin keeps it from readers."""
        return self.newest if self.pinned and self.newest != self.published else None


def release_path(settings: Settings, release: str) -> Path:
    return settings.releases / f"{PREFIX}{release}{SUFFIX}"


def list_releases(settings: Settings) -> list[str]:
    """Return the kept releases, newest first."""
    found = settings.releases.glob(f"{PREFIX}*{SUFFIX}")
    return sorted((p.name.removeprefix(PREFIX).removesuffix(SUFFIX) for p in found), reverse=True)


def read_release(file: Path) -> str | None:
    """Return the release that a file says it is; None if it is not there or cannot be read."""
    if not file.exists():
        return None
    try:
        with open_database(file, read_only=True, patience=1.0) as connection:
            found = connection.execute("select load_id from meta.release").fetchone()
    except duckdb.Error:  # damaged, or held by somebody who writes into it
        return None
    return found[0] if found else None


def read_pin(settings: Settings) -> str | None:
    """Return the pinned release, None if none is."""
    try:
        return settings.pin.read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def find_shown(settings: Settings) -> Shown:
    """Return what is published, pinned and newest."""
    releases = list_releases(settings)
    return Shown(read_release(settings.published), read_pin(settings), releases[0] if releases else None)


def show_release(settings: Settings) -> str | None:
    """Let `rostrum.duckdb` be the pinned release, else the newest; return it if that is a change."""
    shown = find_shown(settings)
    wanted = shown.pinned or shown.newest
    if shown.pinned and not release_path(settings, shown.pinned).exists():  # somebody removed it
        wanted = shown.published or shown.newest
    if wanted is None or wanted == shown.published:
        return None
    arriving = settings.published.with_name(f"{settings.published.name}.new")
    share_file(release_path(settings, wanted), arriving)
    # a log of changes beside the old file would be replayed into the new one
    settings.published.with_name(f"{settings.published.name}.wal").unlink(missing_ok=True)
    replace_by(arriving, settings.published)
    return wanted


def roll_back(settings: Settings, release: str | None) -> Shown:
    """Publish an earlier release again (None: the one before) and pin it; the caller holds the lock.

    Raises ReleaseError naming the kept releases if this is none of them.
    """
    releases = list_releases(settings)
    if not releases:
        raise ReleaseError(f"no release is kept in {settings.warehouse}; run `rostrum run` first")
    published = read_release(settings.published)
    if release is None:
        release = next((r for r in releases if published is None or r < published), None)
        if release is None:
            raise ReleaseError(f"there is no release before {published}; kept are: {', '.join(releases)}")
    release = release.removeprefix(PREFIX).removesuffix(SUFFIX)
    if release not in releases:
        raise ReleaseError(f"there is no release {release}; kept are: {', '.join(releases)}")
    if read_release(release_path(settings, release)) != release:
        raise ReleaseError(f"{release_path(settings, release)} is damaged; choose another release")
    write_text(settings.pin, release)
    show_release(settings)
    return find_shown(settings)


def unpin(settings: Settings) -> Shown:
    """Publish the newest release and every later one again; the caller holds the lock."""
    settings.pin.unlink(missing_ok=True)
    show_release(settings)
    return find_shown(settings)


def prune_releases(settings: Settings) -> list[str]:
    """Remove releases beyond `kept_releases` or older than `kept_release_days`; return them.

    The newest, the pinned and the published one stay, whatever their age.
    """
    shown = find_shown(settings)
    needed = {shown.newest, shown.pinned, shown.published}
    oldest = time.time() - settings.kept_release_days * DAY_SECONDS
    removed = []
    for rank, release in enumerate(list_releases(settings)):
        path = release_path(settings, release)
        is_surplus = rank >= settings.kept_releases or path.stat().st_mtime < oldest
        if is_surplus and release not in needed:
            path.unlink()
            removed.append(release)
    return removed


def keep_published(settings: Settings) -> str | None:
    """Keep a published file that is in no release, as older versions left it; return its name."""
    if list_releases(settings) or not (release := read_release(settings.published)):
        return None
    settings.releases.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        share_file(settings.published, release_path(settings, release))
    sync(settings.releases)
    return release


def drop_unfinished(settings: Settings) -> None:
    """Remove what a killed publish left half written."""
    for left in [*settings.releases.glob("*.new"), *settings.warehouse.glob("*.new")]:
        with suppress(IsADirectoryError):
            os.unlink(left)
