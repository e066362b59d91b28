"""Settings: given, else the environment, else the clone's folders."""

import os
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from flows import settings as settings_module
from flows.settings import Settings, local_prefect_answers, prepare_environment


def test_default_folders_are_those_of_the_clone(root: Path) -> None:
    settings = Settings.from_environment({})
    assert settings.documents == root / "seeds" / "documents"
    assert settings.published == root / "warehouse" / "rostrum.duckdb"
    assert settings.documents.is_dir()
    assert settings.reference.is_dir()


def test_environment_then_what_is_given() -> None:
    environment = {
        "ROSTRUM_WAREHOUSE": "/data/w",
        "ROSTRUM_BATCH_BYTES": "500",
        "ROSTRUM_REMOVAL_SHARE": "0.5",
    }
    settings = Settings.from_environment(environment, batch_bytes=None)
    assert (settings.warehouse, settings.batch_bytes, settings.removal_share) == (Path("/data/w"), 500, 0.5)
    assert Settings.from_environment(environment, warehouse=Path("/x")).staging == Path(
        "/x/build/staging.duckdb"
    )


def test_empty_folder_is_the_one_of_the_clone_not_where_we_are(root: Path) -> None:
    assert Settings.from_environment({"ROSTRUM_WAREHOUSE": ""}).warehouse == root / "warehouse"


def test_flags_and_host_names_of_the_environment() -> None:
    settings = Settings.from_environment({"ROSTRUM_OFFLINE": "Yes", "ROSTRUM_ALLOWED_HOSTS": "a.example, B,"})
    assert settings.offline
    assert settings.allowed_host_names == {"a.example", "b"}


def test_relative_warehouse_of_the_environment_is_where_we_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Settings.from_environment({"ROSTRUM_WAREHOUSE": "w"}).warehouse == tmp_path / "w"


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"ROSTRUM_OFFLINE": "maybe"}, "ROSTRUM_OFFLINE='maybe' is neither true nor false"),
        ({"ROSTRUM_BATCH_BYTES": "many"}, "ROSTRUM_BATCH_BYTES='many' is not a number"),
        ({"ROSTRUM_ENGINE": "spark"}, "engine 'spark' is unknown"),
        ({"ROSTRUM_WAREHOUSE": __file__}, r"the warehouse .*test_settings\.py is a file; name a folder"),
    ],
)
def test_wrong_value_is_named(environment: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Settings.from_environment(environment)


def test_what_is_set_already_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        os, "environ", {"PREFECT_LOGGING_LEVEL": "DEBUG", "PREFECT_API_URL": "http://far/api"}
    )
    prepare_environment(Settings(warehouse=tmp_path / "a" / "w"))
    assert os.environ["PREFECT_LOGGING_LEVEL"] == "DEBUG"
    assert os.environ["PREFECT_API_URL"] == "http://far/api"
    assert os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert Path(os.environ["PREFECT_HOME"]) == tmp_path / "a" / "w" / "prefect"
    assert Path(os.environ["PREFECT_HOME"]).is_dir()


class Health(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"true" if self.path == "/api/health" else b"no")

    def log_message(self, *_: object) -> None:
        pass


def test_server_that_answers_on_this_machine_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = HTTPServer(("127.0.0.1", 0), Health)
    address = ("127.0.0.1", server.server_port)
    monkeypatch.setattr(settings_module, "LOCAL_PREFECT_API", address)
    monkeypatch.setattr(os, "environ", {})
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        prepare_environment(Settings(warehouse=tmp_path))
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert os.environ["PREFECT_API_URL"] == f"http://127.0.0.1:{address[1]}/api"
    assert not local_prefect_answers(*address)
