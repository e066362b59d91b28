"""Superset on the published file: makes its environment, a database, a dataset and a chart.

    python tests/connect/superset_client.py FILE FOLDER

Prints progress to standard error, and one line of JSON with what the chart shows. Superset is
never installed into the project's own environment: it needs SQLAlchemy 1.4.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

# Superset 6.1.0 does not start with flask-caching 2.5, and does not ask for rich and cachetools,
# which it imports; duckdb-sqlalchemy needs SQLAlchemy 2, so here it is duckdb-engine.
PACKAGES = (
    "apache-superset==6.1.0",
    "duckdb==1.5.5",
    "duckdb-engine==0.17.0",
    "flask-caching==2.3.1",
    "rich",
    "cachetools",
)
CONFIGURATION = """
SECRET_KEY = "{secret}"
SQLALCHEMY_DATABASE_URI = "sqlite:///{folder}/superset.db"
WTF_CSRF_ENABLED = False
TALISMAN_ENABLED = False
PREVENT_UNSAFE_DB_CONNECTIONS = False
"""
READ_ONLY = {"engine_params": {"connect_args": {"read_only": True}}}
WORDS = {"expressionType": "SQL", "sqlExpression": "sum(word_count)", "label": "words"}


class Superset:
    """A running Superset, spoken to over its API."""

    def __init__(self, address: str) -> None:
        self.address, self.token = address, ""

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        request = urllib.request.Request(
            self.address + path,
            method=method,
            data=json.dumps(body).encode() if body is not None else None,
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"},
        )
        try:
            with urllib.request.urlopen(request, timeout=300) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{method} {path}: {error.code} {error.read()[:2000].decode()}") from error

    def log_in(self, password: str) -> None:
        body = {"username": "admin", "password": password, "provider": "db", "refresh": False}
        self.token = self.call("POST", "/api/v1/security/login", body)["access_token"]


def install(folder: Path, password: str) -> dict[str, str]:
    """Make the environment and Superset's own database; return the variables to run it with."""
    python = folder / "venv" / "bin" / "python"
    uv = Path(sys.executable).parent / "uv"
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    subprocess.run([str(uv), "pip", "install", "-q", "--python", str(python), *PACKAGES], check=True)
    configuration = folder / "superset_config.py"
    configuration.write_text(
        CONFIGURATION.format(folder=folder, secret=secrets.token_hex(32)), encoding="utf-8"
    )
    variables = os.environ | {"SUPERSET_CONFIG_PATH": str(configuration), "FLASK_APP": "superset"}
    who = ["--username", "admin", "--firstname", "A", "--lastname", "B", "--email", "a@example.org"]
    for arguments in (
        ["db", "upgrade"],
        ["fab", "create-admin", *who, "--password", password],
        ["init"],
    ):
        print(f"superset {arguments[0]}", file=sys.stderr)
        command = [str(folder / "venv" / "bin" / "superset"), *arguments]
        subprocess.run(command, env=variables, check=True, stdout=subprocess.DEVNULL)
    return variables


def make_chart(superset: Superset, file: str) -> dict[str, Any]:
    """Make a read-only database, a dataset on a view, and a chart; return what they hold."""
    database = {
        "database_name": "Rostrum",
        "sqlalchemy_uri": f"duckdb:///{file}",
        "extra": json.dumps(READ_ONLY),
    }
    database_id = superset.call("POST", "/api/v1/database/", database)["id"]
    dataset = {"database": database_id, "schema": "marts", "table_name": "v_statements"}
    dataset_id = superset.call("POST", "/api/v1/dataset/", dataset)["id"]
    columns = superset.call("GET", f"/api/v1/dataset/{dataset_id}")["result"]["columns"]
    shown = {"viz_type": "table", "groupby": ["un_regional_group"], "metrics": [WORDS]}
    superset.call(
        "POST",
        "/api/v1/chart/",
        {
            "slice_name": "Words by regional group",
            "viz_type": "table",
            "datasource_id": dataset_id,
            "datasource_type": "table",
            "params": json.dumps(shown),
        },
    )
    query = {
        "columns": ["un_regional_group"],
        "metrics": [WORDS],
        "filters": [{"col": "is_counted", "op": "IS TRUE"}],
        "row_limit": 100,
    }
    data = superset.call(
        "POST",
        "/api/v1/chart/data",
        {"datasource": {"id": dataset_id, "type": "table"}, "queries": [query], "result_format": "json"},
    )
    described = sum(bool(column["description"]) for column in columns)
    return {"columns": len(columns), "descriptions": described, "chart": data["result"][0]["data"]}


def wait_until_up(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        if server.poll() is not None:
            raise SystemExit("superset ended before it answered")
        try:
            urllib.request.urlopen(f"{address}/health", timeout=5).close()
            return
        except OSError:
            time.sleep(1)
    raise SystemExit("superset does not answer")


def main() -> None:
    file, folder = Path(sys.argv[1]).absolute(), Path(sys.argv[2]).absolute()
    folder.mkdir(parents=True)
    password = secrets.token_hex(8)
    variables = install(folder, password)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(folder / "venv" / "bin" / "superset"), "run", "-h", "127.0.0.1", "-p", str(port)]
    with (folder / "superset.log").open("wb") as log:
        server = subprocess.Popen([*command, "--with-threads"], env=variables, stdout=log, stderr=log)
        try:
            superset = Superset(f"http://127.0.0.1:{port}")
            wait_until_up(superset.address, server)
            superset.log_in(password)
            print(json.dumps(make_chart(superset, str(file))))
        finally:
            server.kill()
            server.wait()


if __name__ == "__main__":
    main()
