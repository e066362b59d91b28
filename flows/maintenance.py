"""What a warehouse needs now and then: old things removed, databases made compact."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb

from flows.answer.search import build_index
from flows.load.database import open_database, quote_text
from flows.load.files import replace_by
from flows.load.history import now, open_history
from flows.load.lake import prune_lake
from flows.load.lock import hold_lock
from flows.load.recovery import recall_known, recover_warehouse
from flows.load.releases import DAY_SECONDS, prune_releases
from flows.load.state import find_state
from flows.settings import Settings
from flows.sources.fetched import open_fetched

logger = logging.getLogger("rostrum")

LOADS_WITHOUT_EFFECT = "outcome in ('nothing_to_do', 'failed', 'interrupted')"
LOG_BYTES = 5_000_000  # a larger log begins anew; the one before it stays


def maintain(settings: Settings, *, wait: bool = True) -> dict[str, Any]:
    """Prune releases, loads, reports, logs and unused source bytes, and compact the databases.

    Returns what was removed, and the bytes that it freed: `releases`, `loads`, `reports`,
    `logs`, `sources`, `damaged` (counts), `compacted` (names), `snapshots` (of a lake),
    `bytes_freed`; and `search`, the index that the next search finds. Never touches
    what is published, pinned or newest, nor a document's history. Raises LockedError if a load
    runs and `wait` is false.
    """
    with hold_lock(settings.lock, wait=wait):
        recover_warehouse(settings)
        before = _count_bytes(settings.warehouse)
        done: dict[str, Any] = {
            "releases": len(prune_releases(settings)),
            "loads": prune_loads(settings),
            "reports": _remove_old(settings.reports.glob("*"), settings.kept_log_days),
            "logs": _rotate_log(settings),
            "sources": prune_sources(settings),
            "damaged": _remove_old(settings.damaged.glob("*"), settings.kept_source_days),
            "compacted": [path.name for path in _list_databases(settings) if compact(path)],
        }
        if settings.lake:
            done["snapshots"] = prune_lake(settings)
        done["bytes_freed"] = max(0, before - _count_bytes(settings.warehouse))
    done["search"] = prepare_search(settings)
    logger.info("maintenance: %s", done)
    return done


def prepare_search(settings: Settings) -> list[str]:
    """Build the search index of the published release, if it has none; return its name."""
    if not settings.published.exists():
        return []
    try:
        return [build_index(settings).name]
    except duckdb.Error as error:  # the first search would say so; nothing else depends on it
        logger.warning("no search index: %s", error)
        return []


def prune_loads(settings: Settings) -> int:
    """Remove old loads that changed nothing, and old verdicts; return how many loads went.

    Loads that were published and what they did to documents stay for ever.
    """
    if not settings.history.exists():
        return 0
    oldest = now() - timedelta(days=settings.kept_log_days)
    with open_history(settings.history) as connection:
        connection.execute(
            "create temp table old as select load_id from history.load where started_at < $1", [oldest]
        )
        connection.execute(
            f"create temp table useless as select load_id from history.load"
            f" where {LOADS_WITHOUT_EFFECT} and load_id in (from old)"
        )
        for table, loads in (("validation_result", "old"), ("accuracy", "old"), ("quarantine", "useless")):
            connection.execute(f"delete from history.{table} where load_id in (from {loads})")
        removed = connection.execute("select count(*) from useless").fetchall()[0][0]
        connection.execute("delete from history.load where load_id in (from useless)")
    return removed


def prune_sources(settings: Settings) -> int:
    """Remove kept bytes that no file of the last load has, once they are old; return how many."""
    known, _ = recall_known(settings)
    if known.versions is None:  # nothing loaded yet, or a state to be rebuilt from these bytes
        return 0
    used = {*known.files["bytes_sha256"], *known.rejects["bytes_sha256"]}
    if settings.fetched.exists():
        with open_fetched(settings.fetched) as pages:
            used |= pages.list_kept()
    unused = (path for path in settings.kept_sources.glob("??/*") if path.stem not in used)
    return _remove_old(unused, settings.kept_source_days)


def compact(path: Path) -> bool:
    """Write a database anew if a third of it is free; return whether that was so."""
    with open_database(path, read_only=True) as connection:
        total, free = connection.execute(
            "select total_blocks, free_blocks from pragma_database_size() where database_name = 'db'"
        ).fetchall()[0]
    if free * 3 < total or total < 8:
        return False
    arriving = path.with_name(f"{path.name}.new")
    arriving.unlink(missing_ok=True)
    try:
        _copy_database(path, arriving)
    except duckdb.Error as error:
        logger.warning("%s was not compacted: %s", path, error)
        arriving.unlink(missing_ok=True)
        return False
    replace_by(arriving, path)
    return True


def _copy_database(source: Path, target: Path) -> None:
    with duckdb.connect() as connection:
        for name, path, option in (("was", source, "(read_only)"), ("db", target, "")):
            connection.execute(f"attach {quote_text(path)} as {name} {option}")
        connection.execute("copy from database was to db")
        connection.execute("checkpoint db")


def _list_databases(settings: Settings) -> list[Path]:
    state = find_state(settings)
    found = [settings.history, *([state / settings.staging.name] if state else [])]
    return [path for path in found if path.exists()]


def _rotate_log(settings: Settings) -> int:
    """Let a large log begin anew, and remove old ones."""
    log = settings.logs / "rostrum.log"
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.rename(settings.logs / f"rostrum-{now():%Y%m%dT%H%M%S}.log")
    return _remove_old(settings.logs.glob("rostrum-*.log"), settings.kept_log_days)


def _remove_old(paths: Iterator[Path], days: int) -> int:
    """Remove files and folders that were not written for so many days; return how many."""
    oldest = time.time() - days * DAY_SECONDS
    old = [path for path in paths if path.lstat().st_mtime < oldest]
    for path in old:
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    return len(old)


def _count_bytes(folder: Path) -> int:
    """Return the bytes under a folder; a file of two names counts once."""
    sizes = {}
    for path in folder.rglob("*"):
        status = path.lstat()
        sizes[status.st_dev, status.st_ino] = status.st_size
    return sum(sizes.values())
