"""Folders elsewhere, read through fsspec: `s3://bucket/press`, `memory://docs`.

What the listing says of a file (its ETag or time) decides whether its bytes are read again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

import fsspec
import polars as pl

from flows.errors import NothingToLoadError, SourceError
from flows.schemas import INVENTORY, REJECTS
from flows.settings import Settings
from flows.sources.arguments import RemoteFolder
from flows.sources.fetched import FetchedPages, open_fetched
from flows.sources.folder import KINDS, Inventory
from flows.sources.kept import keep_bytes, kept_path
from flows.sources.manifest import MANIFEST, ManifestRow, parse_manifest

# What tells a file's state beside its size; a listing with none of them is not trusted.
VERSIONS = ("ETag", "etag", "VersionId", "md5Hash", "content_md5", "generation", "ino")
TIMES = ("LastModified", "last_modified", "mtime", "modified", "updated", "created")


class RemoteListing:
    """A remote folder while it is read."""

    def __init__(self, folder: RemoteFolder) -> None:
        self.folder = folder
        self.filesystem, self.root = open_filesystem(folder)
        self.files: dict[str, dict[str, Any]] = {}  # what fsspec says of it, by path in the source
        self.rejects: list[dict[str, Any]] = []
        self.manifest: dict[str, ManifestRow] = {}
        self.warnings: list[str] = []
        self.ignored_count = 0

    def reject(self, path: str, code: str, reason: str) -> None:
        self.rejects.append(
            {
                "source_name": self.folder.name,
                "source_path": path,
                "bytes_sha256": None,
                "reason_code": code,
                "reason": f"{self.folder.name}/{path} {reason}",
            }
        )


def open_filesystem(folder: RemoteFolder) -> tuple[fsspec.AbstractFileSystem, str]:
    """Return the file system of an address and the folder in it.

    Raises SourceError for an address that fsspec does not know, or lacks the package for.
    """
    if "::" in folder.address:
        raise SourceError(f"{folder.address}: an address inside an address is not read")
    try:
        filesystem, root = fsspec.url_to_fs(folder.address)
    except ImportError as error:
        raise SourceError(f"{folder.address} needs one more package in the environment: {error}") from error
    except (ValueError, OSError) as error:
        raise SourceError(f"{folder.address} cannot be used: {error}") from error
    return filesystem, str(root).rstrip("/")


def take_remote_inventory(folders: tuple[RemoteFolder, ...], settings: Settings) -> Inventory:
    """Return what the folders hold; the bytes of each file are kept.

    Raises NothingToLoadError for a folder that is not there or holds no document.
    """
    with open_fetched(settings.fetched) as pages:
        listings = [list_folder(folder) for folder in folders]
        rows = [row for listing in listings for row in _read_files(listing, pages, settings)]
    return Inventory(
        files=pl.DataFrame(rows, schema=INVENTORY.columns).sort(INVENTORY.key),
        rejects=pl.DataFrame([r for x in listings for r in x.rejects], schema=REJECTS.columns).sort(
            REJECTS.key
        ),
        whole_sources=tuple(x.folder.name for x in listings),
        ignored_count=sum(x.ignored_count for x in listings),
        warnings=tuple(w for x in listings for w in x.warnings),
    )


def list_folder(folder: RemoteFolder) -> RemoteListing:
    listing = RemoteListing(folder)
    try:
        listing.filesystem.invalidate_cache()
        found = listing.filesystem.find(listing.root, detail=True)
    except Exception as error:  # each store's package has errors of its own
        raise NothingToLoadError(f"{folder.address} cannot be listed: {error}") from error
    for path in sorted(found, key=lambda p: (p.count("/"), p)):  # the manifest nearest to a file has the word
        _add_file(listing, path, found[path])
    if not listing.files:
        raise NothingToLoadError(
            f"there is no document in {folder.address}; files {' '.join(KINDS)} are read"
        )
    return listing


def _add_file(listing: RemoteListing, path: str, info: dict[str, Any]) -> None:
    place = path.removeprefix(listing.root).lstrip("/") or PurePosixPath(path).name
    parts = PurePosixPath(place).parts
    if parts[-1] == MANIFEST:
        _add_manifest(listing, path, place.removesuffix(MANIFEST))
    elif any(part.startswith(".") for part in parts) or PurePosixPath(place).suffix.lower() not in KINDS:
        listing.ignored_count += 1
    else:
        listing.files[place] = info


def _add_manifest(listing: RemoteListing, path: str, prefix: str) -> None:
    manifest = parse_manifest(path, listing.filesystem.cat_file(path))
    listing.manifest |= {prefix + file: row for file, row in manifest.rows.items()}
    listing.warnings += manifest.warnings


def _read_files(listing: RemoteListing, pages: FetchedPages, settings: Settings) -> Iterator[dict[str, Any]]:
    for place, info in listing.files.items():
        found = _read_file(listing, place, info, pages, settings)
        if found is None:
            continue
        sha256, size_bytes = found
        manifest = listing.manifest.get(place, ManifestRow())
        yield {
            "source_name": listing.folder.name,
            "source_path": place,
            "size_bytes": size_bytes,
            "modified_at": find_time(info),
            "bytes_sha256": sha256,
            "manifest_sha256": manifest.sha256,
            "manifest_publisher": manifest.publisher,
            "manifest_url": manifest.source_url,
            "manifest_published_on": manifest.published_on,
        }


def _read_file(
    listing: RemoteListing, place: str, info: dict[str, Any], pages: FetchedPages, settings: Settings
) -> tuple[str, int] | None:
    """Return hash and size of the kept bytes; None if they were rejected."""
    address, version = f"{listing.folder.address.rstrip('/')}/{place}", find_version(info)
    known = pages.find_file(address, version) if version else None
    if known and kept_path(settings.kept_sources, known[0]).exists():
        return known
    try:
        with listing.filesystem.open(info["name"], "rb") as file:
            content = file.read(settings.max_file_bytes + 1)
    except OSError as error:
        listing.reject(place, "unreadable", f"cannot be read ({error}); allow reading it")
        return None
    except Exception as error:  # the store, not the file
        raise NothingToLoadError(f"{address} cannot be read: {error}") from error
    if len(content) > settings.max_file_bytes:
        limit = settings.max_file_bytes / 1e6
        listing.reject(
            place, "too_large", f"has more than {limit:g} MB; split it or raise ROSTRUM_MAX_FILE_BYTES"
        )
        return None
    sha256 = keep_bytes(settings.kept_sources, content)
    if version:
        pages.save_file(address, version, sha256, len(content))
    return sha256, len(content)


def find_version(info: dict[str, Any]) -> str | None:
    """Return a hash of all that tells this state of a file from another; None if nothing does."""
    told = {name: str(info[name]) for name in (*VERSIONS, *TIMES) if info.get(name)}
    if not set(told) - {"ino", "created"}:
        return None
    return hashlib.sha256(str((info.get("size"), sorted(told.items()))).encode()).hexdigest()


def find_time(info: dict[str, Any]) -> datetime:
    """Return when a file was written, in UTC without a zone; now if its store does not say."""
    moment = next((info[name] for name in TIMES if info.get(name)), None)
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    if isinstance(moment, int | float):
        moment = datetime.fromtimestamp(moment, UTC)
    if not isinstance(moment, datetime):
        moment = datetime.now(UTC)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
