"""A warehouse to publish in, the dashboard on it, and a browser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from components import require_component
from releasing import Publish, change_release
from starlette.testclient import TestClient

from dashboard.app import build_app
from dashboard.releases import Releases
from dashboard.screenshots import BROWSER_OPTIONS
from flows.settings import Settings


@pytest.fixture(scope="session")
def five(golden: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published file of the five documents."""
    path = tmp_path_factory.mktemp("five") / "five.duckdb"
    change_release(golden.published, path, "five")
    return path


@pytest.fixture
def warehouse(tmp_path: Path) -> Settings:
    """A warehouse in which nothing is published."""
    settings = Settings(warehouse=tmp_path)
    settings.releases.mkdir()
    return settings


@pytest.fixture
def publish(five: Path, warehouse: Settings) -> Publish:
    """Publishes the five documents under a name, after statements that change them."""

    def publish_as(release: str, statements: Sequence[str] = ()) -> str:
        change_release(five, warehouse.published, release, statements)
        return release

    return publish_as


@pytest.fixture
def client(warehouse: Settings) -> Iterator[TestClient]:
    app = build_app(Releases(warehouse.published, warehouse.releases), ["testserver"])
    with TestClient(app) as client:
        yield client


# Of a file, not of the session: while Playwright lives, an event loop runs in this thread, and
# Prefect's blocks then hand out coroutines.
@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One headless Chromium for all tests."""
    path = require_component("Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(BROWSER_OPTIONS))
        yield browser
        browser.close()
