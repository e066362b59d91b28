"""Readers of the published file; the slow ones, that install a client first, run with `--all`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from flows.settings import Settings


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "installs: installs a client of its own, so it runs with --all only")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--all"):
        return
    slow = [item for item in items if item.get_closest_marker("installs")]
    items[:] = [item for item in items if item not in slow]
    config.hook.pytest_deselected(items=slow)


@pytest.fixture
def published(golden: Settings, tmp_path: Path) -> Path:
    """A copy of the published file, which a test may replace as a publish does."""
    return Path(shutil.copy(golden.published, tmp_path / "rostrum.duckdb"))


@pytest.fixture
def publish_again(published: Path) -> Callable[[str], None]:
    """A function that publishes a later release: a new file beside, put in place by one rename."""

    def publish(release: str) -> None:
        arriving = published.with_suffix(".new")
        shutil.copy(published, arriving)
        with duckdb.connect(str(arriving)) as connection:
            connection.execute("update meta.release set release = $1", [release])
        os.replace(arriving, published)

    return publish
