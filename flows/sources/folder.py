"""List the documents of a folder: which files there are, with the hash of their bytes.

Files that cannot be read are rejected one by one; nothing in a folder stops the others.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from flows.errors import NothingToLoadError
from flows.schemas import INVENTORY, REJECTS
from flows.sources.arguments import Source
from flows.sources.kept import keep_bytes, kept_size
from flows.sources.manifest import MANIFEST, ManifestRow, read_manifest
from flows.sources.seen import SEEN, STATUS, SeenFiles, describe_status

KINDS = (".txt", ".md", ".html", ".htm", ".xhtml", ".pdf")


@dataclass(frozen=True)
class Inventory:
    """What the sources hold now.

    `files` is INVENTORY, `rejects` REJECTS (a folder that cannot be listed ends in `/`).
    `whole_sources` were read wholly: what is not in them now is gone.
    """

    files: pl.DataFrame
    rejects: pl.DataFrame
    whole_sources: tuple[str, ...]
    ignored_count: int
    warnings: tuple[str, ...]


@dataclass
class Listing:
    """A source while it is walked through."""

    source: Source
    paths: dict[str, str] = field(default_factory=dict)  # where each file is, by its path in the source
    manifest: dict[str, ManifestRow] = field(default_factory=dict)
    rejects: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    ignored_count: int = 0

    def reject(self, path: str, code: str, reason: str) -> None:
        self.rejects.append(
            {
                "source_name": self.source.name,
                "source_path": path,
                "bytes_sha256": None,
                "reason_code": code,
                "reason": f"{self.source.name}/{path} {reason}",
            }
        )


def take_inventory(
    sources: tuple[Source, ...], kept_sources: Path, max_file_bytes: int, seen: SeenFiles | None = None
) -> Inventory:
    """Return what the sources hold; the bytes of each file are kept, one file in memory at a time.

    A file that is as it was when it was `seen` is not read again.
    Raises NothingToLoadError naming a source in which there is no document at all, and
    ManifestError for a manifest.csv that cannot be used.
    """
    listings = [list_source(source) for source in sources]
    seen = seen or SeenFiles()
    found = pl.concat([_list_statuses(listing, max_file_bytes) for listing in listings])
    files = _hash_files(seen.recall(found), {x.source.name: x for x in listings}, kept_sources)
    seen.save(files, tuple(s.name for s in sources))
    manifest = pl.concat([_list_manifest(listing) for listing in listings])
    inventory = files.join(manifest, on=INVENTORY.key, how="left").with_columns(
        modified_at=(pl.col("written_ns") // 1000).cast(INVENTORY.columns["modified_at"])
    )
    return Inventory(
        files=INVENTORY.conform(inventory).sort(INVENTORY.key),
        rejects=pl.DataFrame([r for x in listings for r in x.rejects], schema=REJECTS.columns).sort(
            REJECTS.key
        ),
        whole_sources=tuple(s.name for s in sources if s.files is None),
        ignored_count=sum(x.ignored_count for x in listings),
        warnings=tuple(w for x in listings for w in x.warnings),
    )


def list_source(source: Source) -> Listing:
    """Return the paths of the source's documents and what its manifests say of them."""
    listing = Listing(source)
    if source.files is None:
        _walk(listing)
        unknown = sorted(set(listing.manifest) - set(listing.paths))
        listing.warnings += [f"{source.root / f} is in a {MANIFEST} but not in the folder" for f in unknown]
    else:
        _add_manifest(listing, source.root, "")
        for name in source.files:
            _add_file(listing, str(source.root / name), name)
    if not listing.paths and not listing.rejects:
        raise NothingToLoadError(
            f"there is no document in {source.root}; files of the kinds {' '.join(KINDS)} are read"
        )
    return listing


def _walk(listing: Listing) -> None:
    """Visit folder by folder, outer before inner; each once, however many links lead there."""
    seen: set[tuple[int, int]] = set()
    waiting = [(listing.source.root, "")]
    while waiting:
        folder, prefix = waiting.pop()
        try:
            status = folder.stat()
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            listing.reject(prefix, "unreadable", f"cannot be listed ({error.strerror}); allow reading it")
            continue
        if (status.st_dev, status.st_ino) not in seen:
            seen.add((status.st_dev, status.st_ino))
            waiting += _add_entries(listing, folder, prefix, entries)


def _add_entries(
    listing: Listing, folder: Path, prefix: str, entries: Sequence[os.DirEntry[str]]
) -> list[tuple[Path, str]]:
    """Add a folder's manifest and files, and return the folders in it."""
    folders: list[tuple[Path, str]] = []
    _add_manifest(listing, folder, prefix)
    for entry in entries:
        source_path = prefix + _printable(entry.name)
        if not entry.name.startswith(".") and _is_folder(entry):
            folders.append((folder / entry.name, source_path + "/"))
        elif entry.name != MANIFEST:
            _add_file(listing, entry.path, source_path)
    return folders


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()  # asks the disk of links only
    except OSError:  # a link in a circle
        return False


def _printable(name: str) -> str:
    """Return the name as valid Unicode; bytes that are none are shown as `\\xe9`."""
    if name.isascii():  # nearly all, of which an archive has many
        return name
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _add_file(listing: Listing, path: str, source_path: str) -> None:
    name = source_path[source_path.rfind("/") + 1 :]
    if name.startswith(".") or not name.lower().endswith(KINDS):
        listing.ignored_count += 1
    else:
        listing.paths[source_path] = path


def _add_manifest(listing: Listing, folder: Path, prefix: str) -> None:
    """Add the folder's manifest; the one nearest to a file has the word."""
    path = folder / MANIFEST
    if path.exists():
        manifest = read_manifest(path)
        listing.manifest |= {prefix + file: row for file, row in manifest.rows.items()}
        listing.warnings += manifest.warnings


def _list_statuses(listing: Listing, max_file_bytes: int) -> pl.DataFrame:
    """Return the files that can be read, with what the system tells of them (STATUS)."""
    rows = []
    for source_path, path in listing.paths.items():
        problem, status = _check_file(path, max_file_bytes)
        if problem:
            listing.reject(source_path, *problem)
        else:
            rows.append((listing.source.name, source_path, *describe_status(status)))
    return pl.DataFrame(rows, schema={c: SEEN.columns[c] for c in STATUS}, orient="row")


def _hash_files(files: pl.DataFrame, listings: Mapping[str, Listing], kept_sources: Path) -> pl.DataFrame:
    """Keep the bytes of files that are not known, or not kept any more; return all that could be read."""
    hashes, sizes = files["bytes_sha256"].to_list(), files["size_bytes"].to_list()
    folder = str(kept_sources)
    is_kept = pl.Series(
        [
            sha256 is not None and kept_size(folder, sha256) == size
            for sha256, size in zip(hashes, sizes, strict=True)
        ],
        dtype=pl.Boolean,
    )
    hashed = []
    for row in files.filter(~is_kept).iter_rows(named=True):
        listing = listings[row["source_name"]]
        started = time.time_ns()
        problem, sha256 = _keep_file(listing.paths[row["source_path"]], kept_sources)
        if problem:
            listing.reject(row["source_path"], *problem)
        else:
            hashed.append(row | {"bytes_sha256": sha256, "hashed_ns": started})
    return pl.concat([files.filter(is_kept), pl.DataFrame(hashed, schema=files.schema)])


def _list_manifest(listing: Listing) -> pl.DataFrame:
    """Return what the source's manifests say, with the columns of INVENTORY that tell it."""
    rows = [
        (listing.source.name, path, row.sha256, row.publisher, row.source_url, row.published_on)
        for path, row in listing.manifest.items()
    ]
    schema = {c: t for c, t in INVENTORY.columns.items() if c in INVENTORY.key or c.startswith("manifest_")}
    return pl.DataFrame(rows, schema=schema, orient="row")


Problem = tuple[str, str] | None  # code and reason


def _check_file(path: str, max_file_bytes: int) -> tuple[Problem, os.stat_result]:
    """Return why a file is not read, or None, and its status."""
    nothing = os.stat_result((0,) * 10)
    try:
        status = os.stat(path)
    except OSError as error:
        return _explain(path, error), nothing
    if not stat.S_ISREG(status.st_mode):  # reading a pipe would wait for ever
        return ("not_a_file", "is no regular file; remove it or put a file there"), status
    if status.st_size <= max_file_bytes:
        return None, status
    size, limit = status.st_size / 1e6, max_file_bytes / 1e6
    reason = f"has {size:.1f} MB, the limit is {limit:g} MB; split it or raise ROSTRUM_MAX_FILE_BYTES"
    return ("too_large", reason), status


def _keep_file(path: str, kept_sources: Path) -> tuple[Problem, str | None]:
    """Keep the bytes of a file and return why that cannot be, or their hash."""
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        return _explain(path, error), None
    return None, keep_bytes(kept_sources, content)


def _explain(path: str, error: OSError) -> tuple[str, str]:
    if os.path.islink(path) and error.errno in (errno.ENOENT, errno.ELOOP, errno.ENOTDIR):
        return (
            "dangling_link",
            f"is a link to {os.readlink(path)}, which is not there; restore it or remove the link",
        )
    if error.errno == errno.ENOENT:
        return "vanished", "vanished while the folder was read; run again"
    return "unreadable", f"cannot be read ({error.strerror}); allow the user that runs Rostrum to read it"
