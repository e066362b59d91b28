"""What all tests share: the option for the full counts, and the project's folders."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.reference import Reference
from flows.settings import Settings
from flows.sources.reference import load_reference

ROOT = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--all",
        action="store_true",
        help="long tests (kills, fuzz, scale) at their full counts, not as a sample",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "long: runs with --all only")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--all"):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]


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


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """One real Prefect server for all flows; starting it takes longer than any of them."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=180):
        yield


@pytest.fixture(scope="session")
def golden(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The five source documents, loaded by the real flow into a warehouse of their own."""
    from flows.pipeline import run_pipeline

    settings = Settings(warehouse=tmp_path_factory.mktemp("golden") / "warehouse")
    run_pipeline([], settings)
    return settings


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the components whose absence skipped tests."""
    reasons = {
        str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", ()) if report.longrepr
    }
    lacking = sorted(r.removeprefix("Skipped: ") for r in reasons if "is missing; install the package" in r)
    for reason in lacking:
        terminalreporter.write_line(f"tests skipped: {reason}", yellow=True)
