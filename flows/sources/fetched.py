"""What is known of every address and remote file that was ever fetched: in the warehouse folder.

SQLite, because one row is written after each request: a run that is killed asks for nothing twice.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass, fields
from datetime import date, datetime
from pathlib import Path

SCHEMA = """
create table if not exists page (
    address text primary key, final_address text not null, content_type text not null,
    sha256 text not null, size_bytes integer not null, etag text, last_modified text,
    published_on text, fetched_at text not null
) strict;
create table if not exists checked (address text primary key, at text not null) strict;
create table if not exists file (
    address text primary key, version text not null, sha256 text not null, size_bytes integer not null
) strict;
create table if not exists resting (host text primary key, until text not null) strict;
"""


@dataclass(frozen=True)
class Fetched:
    """A page as it was fetched last; its bytes are kept under their hash."""

    address: str  # as listed, canonical
    final_address: str  # after redirects
    content_type: str
    sha256: str
    size_bytes: int
    etag: str | None
    last_modified: str | None
    published_on: date | None  # as the feed said
    fetched_at: datetime  # UTC, without a zone


class FetchedPages:
    """The pages fetched for one warehouse."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def find(self, address: str) -> Fetched | None:
        row = self._connection.execute("select * from page where address = ?", [address]).fetchone()
        if row is None:
            return None
        values = dict(zip((f.name for f in fields(Fetched)), row, strict=True))
        day, moment = values["published_on"], values["fetched_at"]
        values["published_on"] = date.fromisoformat(day) if day else None
        return Fetched(**values | {"fetched_at": datetime.fromisoformat(moment)})

    def save(self, page: Fetched) -> None:
        marks = ", ".join("?" * len(fields(page)))
        values = [str(v) if isinstance(v, date) else v for v in astuple(page)]
        self._write(f"insert or replace into page values ({marks})", values)

    def note_check(self, address: str, at: datetime) -> None:
        """Note when an address was asked last, whatever it answered."""
        self._write("insert or replace into checked values (?, ?)", [address, str(at)])

    def find_check(self, address: str) -> str:
        """Return when the address was asked last; empty: never. Sorts in order of time."""
        row = self._connection.execute("select at from checked where address = ?", [address]).fetchone()
        return row[0] if row else ""

    def let_rest(self, host: str, until: datetime) -> None:
        """Note that a host asked to be left alone until then."""
        self._write("insert or replace into resting values (?, ?)", [host, str(until)])

    def find_rest(self, host: str) -> datetime | None:
        row = self._connection.execute("select until from resting where host = ?", [host]).fetchone()
        return datetime.fromisoformat(row[0]) if row else None

    def list_kept(self) -> set[str]:
        """Return the hashes of all bytes that a run without a network would look for."""
        rows = self._connection.execute("select sha256 from page union select sha256 from file")
        return {sha256 for (sha256,) in rows}

    def find_file(self, address: str, version: str) -> tuple[str, int] | None:
        """Return hash and size of a remote file that is what it was when it was read."""
        query = "select sha256, size_bytes from file where address = ? and version = ?"
        found: tuple[str, int] | None = self._connection.execute(query, [address, version]).fetchone()
        return found

    def save_file(self, address: str, version: str, sha256: str, size_bytes: int) -> None:
        self._write("insert or replace into file values (?, ?, ?, ?)", [address, version, sha256, size_bytes])

    def _write(self, statement: str, values: list[object]) -> None:
        with self._connection:
            self._connection.execute(statement, values)


@contextmanager
def open_fetched(path: Path) -> Iterator[FetchedPages]:
    """Open the pages of a warehouse; a damaged file is moved aside, and its pages are fetched anew."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(_connect(path)) as connection:
        yield FetchedPages(connection)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    try:
        connection.executescript(SCHEMA)
    except sqlite3.OperationalError:  # a full disk, a folder that may not be written
        raise
    except sqlite3.DatabaseError:
        connection.close()
        path.replace(path.with_suffix(".damaged"))
        connection = sqlite3.connect(path)
        connection.executescript(SCHEMA)
    return connection
