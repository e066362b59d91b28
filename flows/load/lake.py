"""Publish into a DuckLake beside the file: PostgreSQL holds its catalog, a disk or S3 its data.

For many readers on many machines. The lake follows the published file: one transaction deletes the
rows that are not in the file and inserts those that are not in the lake, so a snapshot is a release,
and earlier ones stay readable (`from lake.marts.fct_position at (version => 7)`). DuckLake knows no
keys and no indexes: contracts and tests are dbt's, on the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows.errors import ReleaseError, StepError
from flows.load.database import quote_text
from flows.load.extensions import OFFLINE, load_extension
from flows.load.files import replace_by
from flows.load.history import read_history
from flows.load.releases import read_release, release_path
from flows.settings import S3Access, Settings

SCHEMAS = ("marts", "meta")
# One number for all lakes of a PostgreSQL database: a lock of the catalog's database is its alone.
ADVISORY_LOCK = 7_678_674
SECRETS = re.compile(r"\b(password|passfile|sslpassword)\s*=", re.IGNORECASE)


@dataclass(frozen=True)
class Snapshot:
    """A state of the lake that readers can go back to, and the release that it shows."""

    version: int
    release: str


def publish_to_lake(settings: Settings) -> int:
    """Make the lake equal to the published file; return how many rows were deleted or inserted.

    Waits for another writer. Raises StepError if the lake cannot be reached, or follows another
    warehouse; it then stays as it was, and the next run tries again.
    """
    with _write_lake(settings) as lake:
        release, shown = read_release(settings.published), _read_shown(lake)
        if release in (None, shown):
            return 0
        if shown is not None and not _is_known(settings, shown):
            raise StepError(
                f"the lake shows release {shown}, which this warehouse never made;"
                " give this one a catalog of its own"
            )
        lake.execute(f"attach {quote_text(settings.published)} as release (read_only)")
        lake.execute("begin")
        changed = sum(_follow_table(lake, schema, table) for schema, table in _list_tables(lake, "release"))
        for schema, table in set(_list_tables(lake, "lake")) - set(_list_tables(lake, "release")):
            lake.execute(f"drop table lake.{schema}.{table}")
        _follow_views(lake)
        lake.execute("call lake.set_commit_message('rostrum', $1)", [release])
        lake.execute("commit")
    return changed


def list_snapshots(settings: Settings) -> list[Snapshot]:
    """Return the releases that the lake can show, newest first."""
    with _open_lake(settings) as lake:
        return _find_snapshots(lake)


def fetch_release(settings: Settings, release: str) -> Path:
    """Write a release that is no longer kept as a file, as the lake remembers it, into `releases/`.

    Raises ReleaseError naming the snapshots if it is none of them.
    """
    target = release_path(settings, release)
    arriving = target.with_name(f"{target.name}.new")
    arriving.unlink(missing_ok=True)
    with _open_lake(settings) as lake:
        found = _find_snapshots(lake)
        version = next((s.version for s in found if s.release == release), None)
        if version is None:
            names = ", ".join(s.release for s in found) or "none"
            raise ReleaseError(f"the lake has no snapshot of release {release}; it has: {names}")
        _attach_lake(lake, settings, name="past", options=f"snapshot_version {version}, read_only")
        lake.execute(f"attach {quote_text(arriving)} as release (storage_version 'v1.0.0')")
        for schema in SCHEMAS:
            lake.execute(f"create schema release.{schema}")
        for schema, table in _list_tables(lake, "past"):
            lake.execute(f"create table release.{schema}.{table} as from past.{schema}.{table}")
            _copy_comments(lake, schema, table, source="past", target="release")
        _copy_views(lake, source="past", target="release")
        lake.execute("detach release")
    replace_by(arriving, target)
    return target


def prune_lake(settings: Settings) -> int:
    """Forget snapshots beyond `kept_releases`, and remove their files a day later; return how many."""
    with _write_lake(settings) as lake:
        kept = _find_snapshots(lake)[: settings.kept_releases]
        oldest = min((s.version for s in kept), default=0)
        versions = [
            version
            for (version,) in lake.execute(
                "select snapshot_id from lake.snapshots() where snapshot_id < $1", [oldest]
            ).fetchall()
        ]
        if versions:
            lake.execute(f"call ducklake_expire_snapshots('lake', versions => {versions})")
        lake.execute("call ducklake_merge_adjacent_files('lake')")
        # a reader may still be at a file that nobody needs any more
        lake.execute("call ducklake_cleanup_old_files('lake', older_than => now() - interval 1 day)")
    return len(versions)


@contextmanager
def _write_lake(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the lake and keep every other writer waiting.

    The lock is one of PostgreSQL, held by a session of its own: those of DuckDB come and go.
    """
    import psycopg

    try:
        with (
            psycopg.connect(settings.lake, autocommit=True) as session,
            _open_lake(settings) as lake,
        ):
            session.execute("select pg_advisory_lock(%s)", [ADVISORY_LOCK])
            yield lake
    except (psycopg.Error, duckdb.Error) as error:
        raise StepError(
            f"the lake could not be written, it stays as it was; the next run tries again: {error}"
        ) from error


@contextmanager
def _open_lake(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a connection with the lake attached as `lake`."""
    if SECRETS.search(settings.lake):
        raise StepError("ROSTRUM_LAKE holds a password; put it into PGPASSWORD or ~/.pgpass")
    with duckdb.connect(config=dict(OFFLINE)) as connection:
        load_extension(connection, "ducklake")
        load_extension(connection, "postgres_scanner")
        if settings.lake_data.startswith("s3://"):
            load_extension(connection, "httpfs")
            _name_secret(connection, settings.s3_access)
        _attach_lake(connection, settings, name="lake")
        yield connection


def _attach_lake(
    connection: duckdb.DuckDBPyConnection, settings: Settings, *, name: str, options: str = ""
) -> None:
    catalog = quote_text(f"ducklake:postgres:{settings.lake}")
    data = quote_text(settings.lake_data or f"{settings.warehouse / 'lake'}/")
    more = f", {options}" if options else ""
    connection.execute(f"attach {catalog} as {name} (data_path {data}{more})")


def _name_secret(connection: duckdb.DuckDBPyConnection, access: S3Access) -> None:
    """Let this connection reach S3; what is empty is left to DuckDB's defaults."""
    options = {
        "key_id": access.key_id,
        "secret": access.secret,
        "session_token": access.session_token,
        "region": access.region,
        "endpoint": re.sub(r"^https?://", "", access.endpoint),
    }
    given = [f"{name} {quote_text(value)}" for name, value in options.items() if value]
    if access.endpoint:  # a server of one's own answers under its path
        given += ["url_style 'path'", f"use_ssl {not access.endpoint.startswith('http://')}"]
    connection.execute(f"create secret (type s3, {', '.join(given)})")


def _find_snapshots(lake: duckdb.DuckDBPyConnection) -> list[Snapshot]:
    rows = lake.execute(
        "select snapshot_id, commit_message from lake.snapshots()"
        " where author = 'rostrum' order by snapshot_id desc"
    ).fetchall()
    return [Snapshot(*row) for row in rows]


def _read_shown(lake: duckdb.DuckDBPyConnection) -> str | None:
    if ("meta", "release") not in _list_tables(lake, "lake"):
        return None
    found = lake.execute("select load_id from lake.meta.release").fetchone()
    return found[0] if found else None


def _is_known(settings: Settings, release: str) -> bool:
    return release in read_history(settings.history, "select load_id from history.load")["load_id"]


def _list_tables(connection: duckdb.DuckDBPyConnection, database: str) -> list[tuple[str, str]]:
    return connection.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = $1"
        f" and schema_name in {SCHEMAS} order by all",
        [database],
    ).fetchall()


def _list_columns(
    connection: duckdb.DuckDBPyConnection, database: str, schema: str, table: str
) -> Sequence[tuple[str, str, str | None]]:
    return connection.execute(
        "select column_name, data_type, comment from duckdb_columns()"
        " where database_name = $1 and schema_name = $2 and table_name = $3 order by column_index",
        [database, schema, table],
    ).fetchall()


def _follow_table(lake: duckdb.DuckDBPyConnection, schema: str, table: str) -> int:
    """Make a table of the lake equal to that of the release; return how many rows changed."""
    columns = _list_columns(lake, "release", schema, table)
    if _list_columns(lake, "lake", schema, table) != columns:  # new, or of another shape
        lake.execute(f"create schema if not exists lake.{schema}")
        lake.execute(f"create or replace table lake.{schema}.{table} as from release.{schema}.{table}")
        _copy_comments(lake, schema, table, source="release", target="lake")
        return lake.execute(f"select count(*) from lake.{schema}.{table}").fetchall()[0][0]
    same = " and ".join(f'old."{name}" is not distinct from new."{name}"' for name, *_ in columns)
    gone = lake.execute(
        f"delete from lake.{schema}.{table} where rowid in (select old.rowid"
        f" from lake.{schema}.{table} as old anti join release.{schema}.{table} as new on {same})"
    ).fetchall()[0][0]
    come = lake.execute(
        f"insert into lake.{schema}.{table} select new.*"
        f" from release.{schema}.{table} as new anti join lake.{schema}.{table} as old on {same}"
    ).fetchall()[0][0]
    return gone + come


def _copy_comments(
    connection: duckdb.DuckDBPyConnection, schema: str, table: str, *, source: str, target: str
) -> None:
    described = connection.execute(
        "select comment from duckdb_tables()"
        " where database_name = $1 and schema_name = $2 and table_name = $3",
        [source, schema, table],
    ).fetchall()[0][0]
    if described:
        connection.execute(f"comment on table {target}.{schema}.{table} is {quote_text(described)}")
    for name, _, comment in _list_columns(connection, source, schema, table):
        if comment:
            connection.execute(
                f'comment on column {target}.{schema}.{table}."{name}" is {quote_text(comment)}'
            )


def _follow_views(lake: duckdb.DuckDBPyConnection) -> None:
    """Replace the lake's views where those of the release are others."""
    if _read_views(lake, "release") != _read_views(lake, "lake"):
        _copy_views(lake, source="release", target="lake")


def _read_views(connection: duckdb.DuckDBPyConnection, database: str) -> list[tuple[str, str, str]]:
    return connection.execute(
        "select schema_name, view_name, sql from duckdb_views()"
        f" where database_name = $1 and schema_name in {SCHEMAS} order by view_oid, view_name",
        [database],
    ).fetchall()


def _copy_views(connection: duckdb.DuckDBPyConnection, *, source: str, target: str) -> None:
    """Make the views anew: they name their tables without the database."""
    views = _read_views(connection, source)
    connection.execute(f"use {target}")
    for schema, name, sql in views:
        body = sql.split(" AS ", 1)[1].rstrip().rstrip(";")
        connection.execute(f"create or replace view {target}.{schema}.{name} as {body}")
    connection.execute("use memory")
