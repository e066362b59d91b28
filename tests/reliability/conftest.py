"""A folder of stories, and loads of it in processes that are killed, starved, shut out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import loads
import pytest
from loads import Loads, write_story

from flows.settings import Settings


@pytest.fixture(scope="session")
def forks(prefect_server: None) -> Iterator[None]:
    """The process that all loads are forked from; it talks to the tests' Prefect server."""
    from prefect.settings import PREFECT_API_URL

    given = {
        "PREFECT_API_URL": PREFECT_API_URL.value() or "",
        "PREFECT_LOGGING_LEVEL": "CRITICAL",
        "PYTHONPATH": os.pathsep.join(str(p) for p in Path(__file__).parents[:3]),
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in given.items():
            patch.setenv(name, value)
        loads.FORKS.set_forkserver_preload(loads.PRELOADED)
        starter = loads.FORKS.Process(target=os.getpid)
        starter.start()
        starter.join()
    return


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(warehouse=tmp_path / "warehouse")


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    for number, subject in enumerate(("the forest", "the ocean", "the tundra")):
        write_story(folder, f"{subject.split()[1]}.txt", subject, number)
    return folder


@pytest.fixture
def lightly(forks: None, docs: Path, settings: Settings) -> Loads:
    """Loads without dbt and gates, where the test is not about them."""
    return Loads(docs, settings)


@pytest.fixture
def really(forks: None, docs: Path, settings: Settings) -> Loads:
    """Loads with dbt and both gates."""
    return Loads(docs, settings, light=False)
