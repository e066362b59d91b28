"""The deployed flows on a real Prefect server: states, artifacts, names, notifications, parameters."""

from __future__ import annotations

import inspect
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import light_build
import pytest
import yaml
from prefect import State
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, FlowRunFilter
from prefect.client.schemas.schedules import CronSchedule
from prefect.utilities.callables import parameter_schema

from flows import deployments, steps
from flows.deployments import ingest, maintenance, rebuild
from flows.load import apart
from flows.load.lock import hold_lock

pytestmark = pytest.mark.usefixtures("prefect_server")

HUNGER = "1 April 2030 – Hunger is rising again, the United Nations food agency said on Monday.\n"


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one document; the warehouse is that of the environment, as in a worker."""
    light_build.install(monkeypatch.setattr)
    monkeypatch.setattr(apart, "IMPORTS", {})  # there is no dbt and no gate to call
    monkeypatch.setenv("ROSTRUM_WAREHOUSE", str(tmp_path / "warehouse"))
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a.txt").write_text(HUNGER, encoding="utf-8")
    return folder


def run(flow: Any, *args: Any, **parameters: Any) -> State[Any]:
    return flow(*args, return_state=True, **parameters)


class Messages(list[dict[str, str]]):
    """What was posted to the webhook."""


@pytest.fixture
def webhook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Messages]:
    """A real server on loopback, and a real block that posts to it with a secret."""
    messages = Messages()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            messages.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    CustomWebhookNotificationBlock(
        name="ops",
        url=f"http://127.0.0.1:{server.server_port}/?token=verysecret",
        json_data={"subject": "{{subject}}", "body": "{{body}}"},
    ).save("ops", overwrite=True)
    monkeypatch.setenv("ROSTRUM_NOTIFICATION_BLOCK", "custom-webhook/ops")
    try:
        yield messages
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def shown(key: str) -> list[dict[str, Any]]:
    """Return the rows of the newest artifact of this key."""
    with get_client(sync_client=True) as client:
        wanted = ArtifactFilter.model_validate({"key": {"any_": [key]}})
        found = client.read_artifacts(artifact_filter=wanted, sort="UPDATED_DESC", limit=1)
    assert found, f"no artifact {key}"
    return json.loads(str(found[0].data))


class TestStates:
    def test_published_then_nothing_to_do(self, docs: Path, webhook: Messages) -> None:
        state = run(ingest, [str(docs)])
        assert (state.name, state.message) == ("Completed", "published: 1 seen, 1 new")
        again = run(ingest, [str(docs)])
        assert (again.type.value, again.name) == ("COMPLETED", "NothingToDo")
        assert run(rebuild, [str(docs)]).name == "Completed"
        assert webhook == []

    def test_quarantined_file_is_a_warning_told_once(self, docs: Path, webhook: Messages) -> None:
        (docs / "bad.txt").write_bytes(b"\x00\x01\x02" * 50)
        state = run(ingest, [str(docs)])
        assert (state.type.value, state.name) == ("COMPLETED", "CompletedWithWarnings")
        assert "docs/bad.txt (binary_file)" in (state.message or "")
        (message,) = webhook
        assert message["subject"] == "Rostrum: 1 files quarantined"
        assert "bad.txt" in message["body"]
        (row,) = shown("rostrum-quarantine")
        assert (row["file"], row["reason code"]) == ("docs/bad.txt", "binary_file")
        assert Path(row["bytes as read"]).read_bytes() == b"\x00\x01\x02" * 50
        (docs / "b.txt").write_text("2 April 2030 – " + HUNGER, encoding="utf-8")
        assert run(ingest, [str(docs)]).name == "CompletedWithWarnings"
        assert len(webhook) == 1

    def test_failed_gate_is_a_failed_run_that_is_told_of(
        self, docs: Path, webhook: Messages, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr(steps, "judge", lambda suite, *_: [_fail(suite)])
        state = run(ingest, [str(docs)])
        assert (state.type.value, state.name) == ("FAILED", "Failed")
        assert "gate_1: 1 expectations do not hold" in (state.message or "")
        (message,) = webhook
        assert message["subject"].startswith("Rostrum: ")
        assert message["subject"].endswith(" failed")
        assert "share of sentences" in message["body"]
        (row,) = shown("rostrum-gates")
        assert (row["gate"], row["verdict"], row["observed"]) == ("gate_1", "fails", "0.1")
        assert "verysecret" not in caplog.text + str(message)

    def test_block_that_is_not_there_fails_nothing(self, docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ROSTRUM_NOTIFICATION_BLOCK", "custom-webhook/nobody")
        (docs / "bad.txt").write_bytes(b"\x00\x01\x02" * 50)
        assert run(ingest, [str(docs)]).name == "CompletedWithWarnings"

    @pytest.mark.parametrize("flow", [ingest, maintenance])
    def test_busy_warehouse_cancels_if_so_set(self, flow: Any, docs: Path) -> None:
        warehouse = docs.parent / "warehouse"
        with hold_lock(warehouse / "lock", wait=False):
            state = run(flow, if_busy="cancel", **({"sources": [str(docs)]} if flow is ingest else {}))
        assert state.type.value == "CANCELLED"
        assert "another run" in (state.message or "")

    def test_busy_warehouse_is_waited_for_if_so_set(self, docs: Path) -> None:
        held, release = threading.Event(), threading.Event()

        def hold() -> None:
            with hold_lock(docs.parent / "warehouse" / "lock", wait=False):
                held.set()
                release.wait(60)

        thread = threading.Thread(target=hold)
        thread.start()
        held.wait(60)
        threading.Timer(1.0, release.set).start()
        assert run(ingest, [str(docs)], if_busy="wait").name == "Completed"
        assert release.is_set()
        thread.join()


def _fail(suite: str) -> dict[str, Any]:
    return {
        "suite": suite, "expectation": "share of sentences with a speaker", "table_name": "sentences",
        "success": False, "errored": False, "severity": "fail", "observed": "0.1",
        "threshold": "min_value=0.5", "reason": "fewer means that a form is not read",
    }  # fmt: skip


def test_load_and_its_tasks_have_names_that_say_what_they_did(docs: Path) -> None:
    state = run(ingest, [str(docs)])
    rows = {row["what"]: row["value"] for row in shown("rostrum-load")}
    assert (rows["documents seen"], rows["documents new"]) == (1, 1)
    with get_client(sync_client=True) as client:
        parent = FlowRunFilter.model_validate(
            {"parent_flow_run_id": {"any_": [state.state_details.flow_run_id]}}
        )
        names = {task.name for task in client.read_task_runs(flow_run_filter=parent)}
    assert "extract batch 0: 1 files from docs/a.txt" in names
    assert {"list files", "plan", "settle", "check gate_1", "check gate_2", "build marts", "publish"} <= names


def test_maintenance_says_what_it_removed(docs: Path) -> None:
    run(ingest, [str(docs)])
    state = run(maintenance, kept_releases=1)
    assert state.name == "Completed"
    assert "bytes freed" in {row["what"] for row in shown("rostrum-maintenance")}
    assert run(maintenance, kept_releases=0).type.value == "FAILED"


@pytest.fixture
def deployed(root: Path) -> list[dict[str, Any]]:
    return yaml.safe_load((root / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]


class TestPrefectYaml:
    """What is deployed is what the flows take."""

    def test_entry_points_and_parameters(self, deployed: list[dict[str, Any]]) -> None:
        assert [d["entrypoint"] for d in deployed] == [
            f"flows/deployments.py:{flow}" for flow in ("ingest", "rebuild", "maintenance")
        ]
        for deployment in deployed:
            flow = getattr(deployments, deployment["entrypoint"].partition(":")[2])
            assert flow.validate_parameters(deployment["parameters"])
            schema = parameter_schema(flow)
            assert set(schema.properties) == set(inspect.signature(flow.fn).parameters)
            assert all(p.get("description") for p in schema.properties.values()), schema.properties

    def test_schedules_name_their_time_zone(self, deployed: list[dict[str, Any]]) -> None:
        schedules = [s for d in deployed for s in d["schedules"]]
        assert len(schedules) == 2
        for schedule in schedules:
            assert CronSchedule(cron=schedule["cron"], timezone=schedule["timezone"])

    def test_limits_and_tags(self, deployed: list[dict[str, Any]]) -> None:
        limits = {d["name"]: d["concurrency_limit"] for d in deployed}
        assert {name: limit["collision_strategy"] for name, limit in limits.items()} == {
            "scheduled": "CANCEL_NEW",
            "full": "ENQUEUE",
            "nightly": "ENQUEUE",
        }
        assert all(limit["limit"] == 1 for limit in limits.values())
        assert all("rostrum" in d["tags"] for d in deployed)
