"""Which published file a page reads: the newest one, followed as it is replaced, or a kept older one."""

from __future__ import annotations

import os
import re
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

SQL = Path(__file__).parent / "sql"
RELEASE_ID = re.compile(r"[0-9A-Za-z-]{1,64}")
OPEN_RELEASES = 3  # superseded files that stay open, for pages that still name them
CACHED_RESULTS = 256  # of one release
CACHED_ROWS = 5_000  # larger results are not kept

Row = dict[str, Any]


class UnreadableReleaseError(Exception):
    """A published file that this program cannot read: of another version, or damaged."""


@dataclass
class Release:
    """One published file, open for reading; the file may be replaced or removed meanwhile."""

    connection: duckdb.DuckDBPyConnection
    id: str
    published_at: datetime
    document_count: int
    newest_document_on: date | None
    results: OrderedDict[tuple[Any, ...], list[Row]] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def fetch(self, name: str, **values: object) -> list[Row]:
        """Return the rows of `sql/<name>.sql`, whose `$parameters` are filled from `values`."""
        key = (name, *sorted((k, tuple(v) if isinstance(v, list) else v) for k, v in values.items()))
        with self.lock:
            if key in self.results:
                self.results.move_to_end(key)
                return self.results[key]
        rows = _run_query(self.connection, read_sql(name), values)
        if len(rows) <= CACHED_ROWS:
            with self.lock:
                self.results[key] = rows
                while len(self.results) > CACHED_RESULTS:
                    self.results.popitem(last=False)
        return rows


class Releases:
    """The published file of a warehouse and its kept older ones, each opened once."""

    def __init__(self, published: Path, kept: Path) -> None:
        self.published = published
        self.kept = kept
        self._opened: OrderedDict[str, Release] = OrderedDict()
        self._seen: tuple[int, ...] | None = None
        self._newest: str | None = None
        self._lock = threading.Lock()

    def open_newest(self) -> Release | None:
        """Return what is published now, or None; a file that was put in its place is opened afresh."""
        with self._lock:
            try:
                found = os.stat(self.published)
            except FileNotFoundError:
                self._seen = None
                return None
            seen = (found.st_ino, found.st_mtime_ns, found.st_size)
            if seen != self._seen or self._newest not in self._opened:
                self._newest = self._keep(open_release(self.published))
                self._seen = seen
            return self._opened[self._newest or ""]

    def open_older(self, release_id: str) -> Release | None:
        """Return a release by its name, or None where it is not kept."""
        if not RELEASE_ID.fullmatch(release_id):
            return None
        with self._lock:
            if release_id in self._opened:
                self._opened.move_to_end(release_id)
                return self._opened[release_id]
            path = self.kept / f"rostrum-{release_id}.duckdb"
            if not path.is_file():
                return None
            return self._opened[self._keep(open_release(path))]

    def _keep(self, release: Release) -> str:
        self._opened[release.id] = release
        self._opened.move_to_end(release.id)
        while len(self._opened) > OPEN_RELEASES:
            oldest = next(name for name in self._opened if name != self._newest)
            del self._opened[oldest]  # closed by the last page that reads it
        return release.id


def open_release(path: Path) -> Release:
    """Open a published file read-only. Raises UnreadableReleaseError if it is none.

    It is attached to a database in memory: DuckDB would answer a second connect to one path from
    the file that it has open, even after another was renamed over it.
    """
    connection = duckdb.connect(":memory:")
    quoted = str(path).replace("'", "''")
    try:
        connection.execute(f"attach '{quoted}' as published (read_only)")
        connection.execute(read_sql("macros"))
        connection.execute("set enable_external_access = false; set lock_configuration = true")
        row = _run_query(connection, read_sql("release"), {})[0]
    except (duckdb.Error, IndexError) as error:
        raise UnreadableReleaseError(f"{path.name} cannot be read: {error}") from error
    return Release(connection, **row)


def read_sql(name: str) -> str:
    """Return the text of one query."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def _run_query(connection: duckdb.DuckDBPyConnection, query: str, values: Mapping[str, object]) -> list[Row]:
    named = set(re.findall(r"\$(\w+)", query))
    with connection.cursor() as cursor:
        cursor.execute("use published")
        cursor.execute(query, {name: values.get(name) for name in named} or None)
        columns = [column[0] for column in cursor.description or []]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
