"""The dbt project as parsed at install, so that the first load of a warehouse need not parse it.

dbt parses for three seconds and keeps what it found under the warehouse, where it serves that warehouse
alone: the profile names its path. What it finds is the same for every warehouse, so it is made once
(`python -m flows.load.transform`, done at install) and used as long as it fits.
"""

from __future__ import annotations

import hashlib
import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

PREPARED = Path(sys.prefix) / "share" / "rostrum" / "manifest.msgpack"
PACKAGES = ("dbt-core", "dbt-adapters", "dbt-common", "dbt-duckdb")


def stamp_project(project: Path) -> str:
    """Return a hash of all that parsing depends on: the project's place and files, dbt, Python."""
    versions = [sys.version, *(version(package) for package in PACKAGES)]
    digest = hashlib.sha256("\0".join([str(project), *versions]).encode())
    for path in sorted(p for p in project.rglob("*") if p.is_file()):
        content = path.read_bytes()
        digest.update(f"\0{path.relative_to(project)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def read_prepared(project: Path) -> Any | None:
    """Return dbt's manifest of the project as made at install, or None if that does not fit.

    It is a new one at each call, for a run marks what it compiled.
    """
    try:
        stamp, _, packed = PREPARED.read_bytes().partition(b"\n")
    except OSError:
        return None
    if stamp.decode(errors="replace") != stamp_project(project):
        return None
    from dbt.contracts.graph.manifest import Manifest
    from dbt.parser.manifest import extended_mashumuro_decoder

    manifest = Manifest.from_msgpack(packed, decoder=extended_mashumuro_decoder)
    manifest.build_flat_graph()
    return manifest


def write_prepared(project: Path, manifest: Any) -> None:
    """Keep dbt's manifest of the project for all warehouses."""
    from dbt.parser.manifest import extended_mashumaro_encoder

    packed = manifest.to_msgpack(extended_mashumaro_encoder)
    PREPARED.parent.mkdir(parents=True, exist_ok=True)
    partial = PREPARED.with_suffix(f".{os.getpid()}.partial")
    partial.write_bytes(stamp_project(project).encode() + b"\n" + packed)
    partial.replace(PREPARED)
