"""What a state of the warehouse was made with: a change of it means that work must be done again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from flows.reference import Reference
from flows.schemas import STAGED

ROOMS = ("read", "segment", "attribute", "extract")  # whose code makes the staged rows
NOT_EXTRACTING = (
    "__main__",
    "artifacts",
    "cli",
    "deployments",
    "errors",
    "pipeline",
    "prefect_server",
    "report",
    "service",
    "settings",
    "stances",
    "steps",
    "tasks",
)


@dataclass(frozen=True)
class Versions:
    """Hashes of the code that extracts, the staged schema, the reference tables, the models."""

    code: str
    schema: str
    reference: str
    models: str

    @property
    def extraction(self) -> str:
        """Another value: every document is extracted again."""
        return f"{self.code}-{self.schema}-{self.reference}"


def find_versions(package: Path, models: Path, reference: Reference) -> Versions:
    """Return the versions of the code in `package` (the folder `flows`) and the dbt project."""
    code = [p for p in sorted(package.glob("*.py")) if p.stem not in NOT_EXTRACTING]
    for room in ROOMS:
        code += sorted((package / room).rglob("*.py"))
    schema = "\n".join(f"{f.name} {c} {t}" for f in STAGED for c, t in f.columns.items())
    kinds = {".sql", ".yml", ".csv"}
    built = [
        p for p in sorted(models.rglob("*")) if p.suffix in kinds and not {"target", "logs"} & set(p.parts)
    ]
    return Versions(
        code=_hash_files(code, package),
        schema=hashlib.sha256(schema.encode()).hexdigest()[:12],
        reference=reference.version,
        models=_hash_files(built, models),
    )


def _hash_files(files: list[Path], root: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
