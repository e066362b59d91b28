"""What all tests share: the option for the full counts, and the project's folders."""

from pathlib import Path

import pytest

from flows.reference import Reference
from flows.sources.reference import load_reference

ROOT = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--all",
        action="store_true",
        help="long tests (kills, fuzz, scale) at their full counts, not as a sample",
    )


@pytest.fixture(scope="session")
def run_all(request: pytest.FixtureRequest) -> bool:
    """Whether `./rostrum test --all` asked for the full counts."""
    return request.config.getoption("--all")


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def reference() -> Reference:
    """The project's own reference tables."""
    return load_reference(ROOT / "seeds" / "reference")
