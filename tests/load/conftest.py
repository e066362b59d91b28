"""A corpus of made-up documents, built once for all tests of the marts."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest
from papers import Paper, stage
from rivers import Build, write_papers

from flows.load.transform import Transformation
from flows.settings import Settings
from flows.sources.reference import load_reference


@pytest.fixture(scope="session")
def tables(root: Path) -> Mapping[str, pl.DataFrame]:
    """The project's reference tables."""
    return load_reference(root / "seeds" / "reference").tables


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A warehouse that all tests of the marts share: dbt parses its project once for it."""
    return Settings(warehouse=tmp_path_factory.mktemp("warehouse"))


@pytest.fixture(scope="session")
def build(settings: Settings, tables: Mapping[str, pl.DataFrame]) -> Build:
    """A function that stages documents and builds their marts; returns the marts' file."""

    def stage_and_build(papers: list[Paper], **overrides: pl.DataFrame) -> Path:
        settings.marts.unlink(missing_ok=True)
        settings.staging.unlink(missing_ok=True)
        stage(settings.warehouse, papers, {**tables, **overrides})
        Transformation(settings.dbt, settings.warehouse).build_marts()
        return settings.marts

    return stage_and_build


@pytest.fixture(scope="session")
def corpus(build: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The marts of all the documents; whoever builds others leaves this file alone."""
    return Path(shutil.copy(build(write_papers()), tmp_path_factory.mktemp("corpus") / "anything.duckdb"))
