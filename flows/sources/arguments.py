"""The sources that a command names: `PATH` or `name=PATH`, each a folder or a single file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from flows.errors import NothingToLoadError, SourceError

NAMED = re.compile(r"([^/=]+)=(.+)", re.DOTALL)


@dataclass(frozen=True)
class Source:
    """A named folder. `files` names the files to read of it; None: the whole folder."""

    name: str
    root: Path
    files: tuple[str, ...] | None = None


def parse_sources(arguments: Iterable[str | Path]) -> tuple[Source, ...]:
    """Return the sources of `press=/data/press`, `seeds/documents` or `seeds/documents/a.txt`.

    A single file belongs to the source that its folder would be. Raises SourceError where one
    name would stand for two folders, NothingToLoadError where a path does not exist.
    """
    found: dict[str, Source] = {}
    for argument in arguments:
        source = _parse_source(str(argument))
        known = found.get(source.name)
        found[source.name] = _merge(known, source) if known else source
    if not found:
        raise NothingToLoadError("no source was given; name a folder or a file")
    return tuple(found.values())


def _parse_source(argument: str) -> Source:
    name, path = _split_name(argument)
    root = Path(path).expanduser().absolute()
    if not root.exists():
        raise NothingToLoadError(f"{path} does not exist; name a folder or a file that does")
    if not root.is_dir():
        return Source(name or _folder_name(root.parent, argument), root.parent, (root.name,))
    return Source(name or _folder_name(root, argument), root)


def _split_name(argument: str) -> tuple[str | None, str]:
    named = NAMED.fullmatch(argument)
    if named and not Path(argument).exists():
        return named[1].strip(), named[2]
    return None, argument


def _folder_name(folder: Path, argument: str) -> str:
    name = folder.name if folder.name not in ("", "..") else folder.resolve().name
    if not name:
        raise SourceError(f"{argument} has no name of its own; give it one: name={argument}")
    return name


def _merge(known: Source, other: Source) -> Source:
    """Return one source for two arguments of the same name, if they are of the same folder."""
    if known.root.resolve() != other.root.resolve():
        raise SourceError(
            f"{known.root} and {other.root} would both be the source {known.name!r}; "
            f"name one of them: name={other.root}"
        )
    if known.files is None or other.files is None:
        return replace(known, files=None)
    return replace(known, files=tuple(dict.fromkeys(known.files + other.files)))
