"""What all tests share: the option for the full counts, the project's folders, a server, a warehouse."""

import fcntl
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from flows.reference import Reference
from flows.settings import Settings
from flows.sources.reference import load_reference

ROOT = Path(__file__).parent.parent
LONG_FILES = (
    "tests/test_house_rules.py",
    "tests/load/test_incremental.py",
    "tests/load/test_transform.py",
    "tests/test_service.py",
    "tests/test_pipeline.py",
    "tests/test_golden.py",
    "tests/test_deployments.py",
    "tests/reliability/test_inputs.py",
    "tests/reliability/test_processes.py",
    "tests/reliability/test_disk.py",
    "tests/reliability/test_kills.py",
    "tests/accuracy/test_comparable_pairs.py",
    "tests/accuracy/test_accuracy.py",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--all",
        action="store_true",
        help="long tests (kills, fuzz, scale) at their full counts, not as a sample",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "long: runs with --all only")
    hypothesis.settings.register_profile("sample", max_examples=20, derandomize=True, deadline=None)
    hypothesis.settings.register_profile("all", max_examples=500, deadline=None)
    hypothesis.settings.load_profile("all" if config.getoption("--all") else "sample")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # Workers take file after file: the long ones first, so that none is left over for the end.
    items.sort(key=lambda item: str(item.path.relative_to(ROOT)) not in LONG_FILES)
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
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One real Prefect server for all flows; starting it takes longer than any of them."""
    import prefect.context
    from prefect.settings import PREFECT_API_URL, PREFECT_HOME, temporary_settings

    from flows.prefect_server import PrefectServer

    home = tmp_path_factory.mktemp("prefect")
    server = PrefectServer(home)
    try:
        server.wait(patience=600)  # on a machine that is busy with other things
        known = {PREFECT_HOME: home, PREFECT_API_URL: f"http://127.0.0.1:{server.port}/api"}
        with temporary_settings(known), pytest.MonkeyPatch.context() as patch:
            # what Prefect's own threads go by; without it they would start a second server
            patch.setattr(prefect.context, "GLOBAL_SETTINGS_CONTEXT", prefect.context.get_settings_context())
            yield
    finally:
        server.stop()


@pytest.fixture(scope="session")
def golden(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Settings:
    """The five source documents, loaded by the real flow once; each worker has a copy of the warehouse."""
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        shared = shared.parent
    made = shared / "golden"
    with (shared / "golden.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            request.getfixturevalue("prefect_server")
            load_golden(made)
    settings = Settings(warehouse=tmp_path_factory.mktemp("golden") / "warehouse")
    shutil.copytree(made, settings.warehouse)
    return settings


def load_golden(warehouse: Path) -> None:
    from flows.pipeline import run_pipeline

    run_pipeline([], Settings(warehouse=warehouse.with_suffix(".partial")))
    warehouse.with_suffix(".partial").rename(warehouse)


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A client of an S3 server of the test's own, which the environment names to all other clients."""
    import boto3
    import s3fs
    from moto.server import ThreadedMotoServer

    s3fs.S3FileSystem.clear_instance_cache()  # it remembers the server of an earlier test

    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    given = {"ACCESS_KEY_ID": "test", "SECRET_ACCESS_KEY": "test", "REGION": "us-east-1"}
    for name, value in (given | {"ENDPOINT_URL": f"http://{host}:{port}"}).items():
        monkeypatch.setenv(f"AWS_{name}", value)
    try:
        yield boto3.client("s3", endpoint_url=f"http://{host}:{port}", region_name="us-east-1")
    finally:
        server.stop()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the components whose absence skipped tests."""
    reasons = {
        str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", ()) if report.longrepr
    }
    lacking = sorted(r.removeprefix("Skipped: ") for r in reasons if "is missing; install the package" in r)
    for reason in lacking:
        terminalreporter.write_line(f"tests skipped: {reason}", yellow=True)
