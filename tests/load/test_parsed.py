"""What dbt parsed at install stands in for parsing, as long as it fits the project."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from papers import rows_of

from flows.load import parsed
from flows.load.parsed import read_prepared, stamp_project, write_prepared
from flows.load.transform import Transformation

PROJECT = """
name: tiny
version: "1.0"
profile: tiny
models: {+materialized: table}
"""
PROFILE = """
tiny:
  target: local
  outputs:
    local: {type: duckdb, path: "{{ var('warehouse') }}/build/staging.duckdb"}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two models, one on the other; nothing is prepared yet."""
    monkeypatch.setattr(parsed, "PREPARED", tmp_path / "share" / "manifest.msgpack")
    folder = tmp_path / "project"
    (folder / "models").mkdir(parents=True)
    (folder / "dbt_project.yml").write_text(PROJECT)
    (folder / "profiles.yml").write_text(PROFILE)
    (folder / "models" / "one.sql").write_text("select 41 as n")
    (folder / "models" / "two.sql").write_text("select n + 1 as n from {{ ref('one') }}")
    return folder


def test_new_warehouse_is_built_without_parsing(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_prepared(project, Transformation(project, tmp_path / "first").parse())
    other = Transformation(project, tmp_path / "other")
    commands: list[str] = []
    invoke = other._invoke

    def note(arguments: Sequence[str], manifest: Any) -> Any:
        commands.append(arguments[0])
        return invoke(arguments, manifest)

    monkeypatch.setattr(other, "_invoke", note)
    (tmp_path / "other" / "build").mkdir(parents=True)
    assert {node.name for node in other.build_marts()} == {"one", "two"}
    assert rows_of(tmp_path / "other" / "build" / "staging.duckdb", "from two") == [(42,)]
    assert commands == ["build"]
    assert read_prepared(project) is not read_prepared(project)


def test_changed_project_is_parsed(project: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    write_prepared(project, Transformation(project, warehouse).parse())
    (project / "models" / "three.sql").write_text("select 3 as n")
    assert read_prepared(project) is None
    assert "model.tiny.three" in Transformation(project, warehouse).parse().nodes
    (project / "models" / "three.sql").unlink()
    assert read_prepared(project) is not None


def test_stamp_is_of_place_files_and_names(project: Path) -> None:
    stamps = {stamp_project(project)}
    (project / "models" / "one.sql").rename(project / "models" / "uno.sql")
    stamps.add(stamp_project(project))
    project.rename(project.with_name("moved"))
    stamps.add(stamp_project(project.with_name("moved")))
    assert len(stamps) == 3


def test_nothing_prepared_or_half_of_it(project: Path) -> None:
    assert read_prepared(project) is None
    parsed.PREPARED.parent.mkdir()
    parsed.PREPARED.write_bytes(b"")
    assert read_prepared(project) is None
