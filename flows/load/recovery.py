"""What the next run does about a killed one, a damaged database, a warehouse of an older version.

The caller holds the lock. Everything that is mended is said, one sentence each.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import polars as pl

from flows.load.damage import set_aside, tells_of_damage
from flows.load.database import open_database, quote_text
from flows.load.history import (
    HISTORY_TABLES,
    add_missing_columns,
    fail_load,
    find_running,
    log_release,
    now,
    open_history,
    read_history,
    update_load,
)
from flows.load.plan import SOURCE_FILES
from flows.load.releases import (
    drop_unfinished,
    keep_published,
    list_releases,
    read_release,
    release_path,
    show_release,
)
from flows.load.staging import Known, complete_frame, read_known, read_listed
from flows.load.state import LOAD_ID, adopt_build, discard_build, drop_old_states, find_state
from flows.schemas import REJECTS
from flows.settings import Settings
from flows.sources.kept import kept_size


def recover_warehouse(settings: Settings) -> list[str]:
    """Finish or discard what a killed run left behind, and mend what is damaged or old."""
    drop_unfinished(settings)
    said = mend_history(settings) + mend_published(settings)
    released = _find_released(settings)
    for load_id in find_running(settings.history):
        if load_id in released:
            _log_kept_release(settings, load_id)
            update_load(settings.history, load_id, outcome="published", ended_at=now())
        else:
            fail_load(settings.history, load_id, "interrupted", "the process ended before it had published")
    marker = settings.build / LOAD_ID
    if marker.exists() and (load_id := marker.read_text(encoding="utf-8")) in released:
        adopt_build(settings, load_id)
    discard_build(settings)
    drop_old_states(settings)
    shutil.rmtree(settings.parts, ignore_errors=True)
    return said


def mend_history(settings: Settings) -> list[str]:
    """Bring an older history up to date; restore one that is damaged or gone from a published file."""
    if settings.history.exists():
        try:
            added = add_missing_columns(settings.history)
            return [f"the history was brought up to date: {', '.join(added)}"] if added else []
        except duckdb.Error as error:
            if not tells_of_damage(error):
                raise
            moved = set_aside(settings, settings.history)
            return [f"history.duckdb was damaged and is now {moved}; {_restore_history(settings)}"]
    if restored := _restore_history(settings):
        return [f"history.duckdb was gone; {restored}"]
    return []


def _restore_history(settings: Settings) -> str:
    """Copy the history that the newest readable file publishes; say what was done, '' for nothing."""
    files = [release_path(settings, release) for release in list_releases(settings)]
    source = next((file for file in [*files, settings.published] if read_release(file)), None)
    if source is None:
        return ""
    with open_history(settings.history) as connection:
        connection.execute("commit")
        connection.execute(f"attach {quote_text(source)} as published (read_only)")
        connection.execute("begin")
        for table in HISTORY_TABLES:
            _copy_published(connection, table)
    return f"the loads up to {read_release(source)} were restored from {source.name}"


def _copy_published(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    names = "select column_name from duckdb_columns() where database_name = $1 and table_name = $2"
    ours = {c for (c,) in connection.execute(names, ["db", table]).fetchall()}
    theirs = [c for (c,) in connection.execute(names, ["published", table]).fetchall() if c in ours]
    if theirs:
        connection.execute(
            f"insert into history.{table} by name select {', '.join(theirs)} from published.meta.{table}"
        )


def mend_published(settings: Settings) -> list[str]:
    """Keep what an older version published as a release; put back a published file that is gone."""
    if kept := keep_published(settings):
        return [f"this warehouse had no releases yet; the published one is kept as {kept}"]
    was_there = settings.published.exists()
    was = read_release(settings.published)
    shown = show_release(settings)
    if shown is None or was is not None:
        return []
    why = "could not be read" if was_there else "was gone"
    return [f"{settings.published.name} {why}; it is release {shown} again"]


def _find_released(settings: Settings) -> set[str]:
    """Return the loads that count: those whose release is kept, or is what is published."""
    published = read_release(settings.published)
    return {*list_releases(settings), *([published] if published else [])}


def _log_kept_release(settings: Settings, load_id: str) -> None:
    """Note a release whose load was killed before it had noted it."""
    path = release_path(settings, load_id)
    with open_database(path if path.exists() else settings.published, read_only=True) as connection:
        release = connection.execute("from meta.release").pl()
    log_release(settings.history, load_id, release)


def recall_known(settings: Settings) -> tuple[Known, list[str]]:
    """Return what the last load knew, and what had to be mended for it.

    Without a staging database that can be read, a list of its files is enough: their bytes are
    kept, and every document is extracted again.
    """
    state = find_state(settings)
    if state is None:
        known = _recall_from_history(settings)
        again = [f"the folder state is gone; {_promise(known)}"] if known.files.height else []
        return known, again
    said = _check_marts(settings, state / settings.marts.name)
    staging = state / settings.staging.name
    if not staging.exists():
        known = read_listed(state) or _recall_from_history(settings)
        return known, [*said, f"there is no staging.duckdb in {state}; {_promise(known)}"]
    try:
        return read_known(staging), said
    except duckdb.Error as error:
        known = read_listed(state) or _recall_from_history(settings)
        if tells_of_damage(error):
            moved = set_aside(settings, staging)
            return known, [*said, f"staging.duckdb was damaged and is now {moved}; {_promise(known)}"]
        return known, [*said, f"the working state is of another version of Rostrum; {_promise(known)}"]


def _promise(known: Known) -> str:
    return f"{known.files.height} files are read again, from their kept bytes where need be"


def _recall_from_history(settings: Settings) -> Known:
    """Return the files that the published loads tell of: the last thing that happened to each."""
    if not settings.history.exists():
        return read_known(None)
    told = read_history(
        settings.history,
        """
        select source_name, source_path, event, document_key, document_identity, bytes_sha256, content_sha256,
            if(event in ('duplicate', 'superseded'), event, 'loaded') as status, started_at as fetched_at,
            min(started_at) over (partition by document_key) as first_loaded_at,
            max(started_at) over (partition by document_key) as last_loaded_at
        from history.document_load join history.load using (load_id)
        where outcome = 'published' and source_path is not null
        qualify row_number() over (
            partition by source_name, source_path order by load_id desc, event = 'retired') = 1
        """,
    )
    files = told.filter(pl.col("event") != "retired").with_columns(
        size_bytes=pl.col("bytes_sha256").map_elements(
            lambda sha256: kept_size(str(settings.kept_sources), sha256), return_dtype=pl.Int64
        )
    )
    present = files.filter(pl.col("size_bytes").is_not_null())
    return Known(complete_frame(present, SOURCE_FILES), REJECTS.empty(), None)


def _check_marts(settings: Settings, marts: Path) -> list[str]:
    """Move marts aside that cannot be opened; they are taken from their release, or built again."""
    try:
        if marts.exists():
            with open_database(marts, read_only=True) as connection:
                connection.execute("select count(*) from duckdb_tables()")
    except duckdb.Error as error:
        if not tells_of_damage(error):
            raise
        return [f"marts.duckdb was damaged and is now {set_aside(settings, marts)}; it is made again"]
    return []


def set_aside_damage(settings: Settings, error: Exception) -> str:
    """After an error that tells of damage, move the working state aside; return what to do, else ''."""
    state = find_state(settings)
    if state is None or not tells_of_damage(error):
        return ""
    discard_build(settings)  # the staging that the load took goes back, and is moved from there
    for name in (settings.staging.name, settings.marts.name):
        if (state / name).exists():
            set_aside(settings, state / name)
    return (
        f"; the working databases are damaged and were moved to {settings.damaged}: run again to rebuild them"
    )
