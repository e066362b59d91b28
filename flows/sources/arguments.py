"""The sources that a command names: `PATH` or `name=PATH`, where PATH is

- a folder or a single file of this machine;
- `https://…` or `http://…`: a feed (RSS, Atom) or a single page;
- a file `….urls`: addresses of pages and feeds, one a line, `#` begins a comment;
- any other address that fsspec knows, such as `s3://bucket/folder`: a folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from flows.errors import NothingToLoadError, SourceError

NAMED = re.compile(r"([^/=]+)=(.+)", re.DOTALL)
WEB = re.compile(r"https?://", re.IGNORECASE)
REMOTE = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
CREDENTIALS = re.compile(r"://[^/?#]*@")
LIST_SUFFIX = ".urls"


@dataclass(frozen=True)
class Source:
    """A named folder. `files` names the files to read of it; None: the whole folder."""

    name: str
    root: Path
    files: tuple[str, ...] | None = None


@dataclass(frozen=True)
class WebSource:
    """Addresses of pages and feeds. A list names all that belongs to it; a feed only its newest."""

    name: str
    addresses: tuple[str, ...]
    is_list: bool = False


@dataclass(frozen=True)
class RemoteFolder:
    """A folder that fsspec reads, such as `s3://bucket/press`."""

    name: str
    address: str


AnySource = Source | WebSource | RemoteFolder


def hide_credentials(address: str) -> str:
    """Return `https://…@host/` of `https://user:secret@host/`."""
    return CREDENTIALS.sub("://…@", address)


def refuse_credentials(arguments: Iterable[str | Path]) -> None:
    """Raise SourceError for an address with a user or password: it would stand in logs and history."""
    for argument in arguments:
        if CREDENTIALS.search(str(argument)):
            shown = hide_credentials(str(argument))
            raise SourceError(f"{shown}: take user and password out; the environment may hold them")


def parse_sources(arguments: Iterable[str | Path]) -> tuple[AnySource, ...]:
    """Return the sources of `press=/data/press`, `seeds/documents/a.txt` or `https://news.un.org/feed`.

    A single file belongs to the source that its folder would be, an address to that of its host.
    Raises SourceError where one name would stand for two folders, NothingToLoadError where a path
    does not exist.
    """
    found: dict[str, AnySource] = {}
    for argument in arguments:
        refuse_credentials([argument])
        source = _parse_source(str(argument))
        known = found.get(source.name)
        found[source.name] = _merge(known, source) if known else source
    if not found:
        raise NothingToLoadError("no source was given; name a folder, a file or an address")
    return tuple(found.values())


def _parse_source(argument: str) -> AnySource:
    name, path = _split_name(argument)
    if WEB.match(path):
        return WebSource(name or _host_name(path), (path,))
    if REMOTE.match(path):
        return RemoteFolder(name or _last_name(path), path)
    root = Path(path).expanduser().absolute()
    if not root.exists():
        raise NothingToLoadError(f"{path} does not exist; name a folder or a file that does")
    if root.is_dir():
        return Source(name or _folder_name(root, argument), root)
    if root.suffix == LIST_SUFFIX:
        return WebSource(name or root.stem, _read_list(root), is_list=True)
    return Source(name or _folder_name(root.parent, argument), root.parent, (root.name,))


def _read_list(path: Path) -> tuple[str, ...]:
    try:
        lines = [line.partition(" #")[0].strip() for line in path.read_text("utf-8-sig").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path} cannot be read as a list of addresses: {error}") from error
    return tuple(dict.fromkeys(line for line in lines if line and not line.startswith("#")))


def _host_name(address: str) -> str:
    return address.partition("://")[2].partition("/")[0].partition("?")[0].lower()


def _last_name(address: str) -> str:
    name = address.partition("://")[2].rstrip("/").rpartition("/")[2]
    if not name:
        raise SourceError(f"{address} has no name of its own; give it one: name={address}")
    return name


def _split_name(argument: str) -> tuple[str | None, str]:
    named = NAMED.fullmatch(argument)
    if named and (REMOTE.match(named[2]) or not Path(argument).exists()):
        return named[1].strip(), named[2]
    return None, argument


def _folder_name(folder: Path, argument: str) -> str:
    name = folder.name if folder.name not in ("", "..") else folder.resolve().name
    if not name:
        raise SourceError(f"{argument} has no name of its own; give it one: name={argument}")
    return name


def _merge(known: AnySource, other: AnySource) -> AnySource:
    """Return one source for two arguments of the same name, if they are of the same place."""
    if isinstance(known, WebSource) and isinstance(other, WebSource):
        addresses = tuple(dict.fromkeys(known.addresses + other.addresses))
        return WebSource(known.name, addresses, is_list=known.is_list and other.is_list)
    if (
        isinstance(known, Source)
        and isinstance(other, Source)
        and known.root.resolve() == other.root.resolve()
    ):
        if known.files is None or other.files is None:
            return replace(known, files=None)
        return replace(known, files=tuple(dict.fromkeys(known.files + other.files)))
    if known == other:
        return known
    raise SourceError(
        f"{_describe_place(known)} and {_describe_place(other)} would both be the source {known.name!r}; "
        f"name one of them: name={_describe_place(other)}"
    )


def _describe_place(source: AnySource) -> str:
    if isinstance(source, WebSource):
        return source.addresses[0] if source.addresses else "an empty list"
    return source.address if isinstance(source, RemoteFolder) else str(source.root)
