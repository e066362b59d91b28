"""The Prefect server of one run: starts from the prepared database, ends with its run."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from flows import prefect_server
from flows.errors import StepError
from flows.prefect_server import DATABASE, MEMO, PrefectServer, begin_with_prepared_database, reach_prefect
from flows.settings import Settings, local_prefect_answers


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No server is known, and what the run sets is gone after the test."""
    monkeypatch.setattr(os, "environ", {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")})


def test_run_has_a_server_of_its_own_and_ends_it(environment: None, tmp_path: Path) -> None:
    settings = Settings(warehouse=tmp_path)
    settings.prefect_home.mkdir()
    with reach_prefect(settings) as wait:
        wait()
        address = os.environ["PREFECT_API_URL"]
        port = int(address.removesuffix("/api").rpartition(":")[2])
        assert local_prefect_answers("127.0.0.1", port)
    assert not local_prefect_answers("127.0.0.1", port)
    with closing(sqlite3.connect(settings.prefect_home / DATABASE)) as database:
        assert database.execute("select count(*) from flow_run").fetchone() == (0,)


def test_known_server_is_used(environment: None, tmp_path: Path) -> None:
    os.environ["PREFECT_API_URL"] = "http://elsewhere/api"
    with reach_prefect(Settings(warehouse=tmp_path)) as wait:
        wait()
        assert os.environ["PREFECT_API_URL"] == "http://elsewhere/api"
    assert list(tmp_path.iterdir()) == []


def test_server_ends_when_the_run_is_killed(environment: None, tmp_path: Path) -> None:
    server = PrefectServer(tmp_path)
    assert server.process.stdin is not None
    server.process.stdin.close()  # what a kill of this process does
    assert server.process.wait(timeout=120) == 1


def test_server_that_cannot_start_is_an_error(environment: None, tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_text("no database")
    server = PrefectServer(tmp_path)
    with pytest.raises(StepError, match="Prefect server of this run ended with code"):
        server.wait()
    server.stop()


def test_new_home_begins_with_the_prepared_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared, home = tmp_path / "prepared", tmp_path / "home"
    home.mkdir()
    monkeypatch.setattr(prefect_server, "PREPARED_HOME", prepared)
    begin_with_prepared_database(home)  # nothing prepared: Prefect makes one
    assert list(home.iterdir()) == []
    prepared.mkdir()
    (prepared / DATABASE).write_text("tables")
    (prepared / MEMO).write_text("blocks")
    begin_with_prepared_database(home)
    assert {p.name: p.read_text() for p in home.iterdir()} == {DATABASE: "tables", MEMO: "blocks"}
    (home / DATABASE).write_text("runs of this warehouse")
    begin_with_prepared_database(home)
    assert (home / DATABASE).read_text() == "runs of this warehouse"
