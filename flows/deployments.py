"""The flows that `prefect.yaml` deploys: parameters that a form shows, states that say how it went."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Annotated, Any, Literal

from prefect import Flow, State, flow
from prefect.artifacts import create_table_artifact
from prefect.blocks.core import Block
from prefect.client.schemas.objects import FlowRun
from prefect.states import Cancelled, Completed
from pydantic import Field

from flows.artifacts import describe_end
from flows.errors import LockedError
from flows.load.apart import processes_apart
from flows.load.loading import LoadResult
from flows.maintenance import maintain
from flows.pipeline import run_pipeline
from flows.settings import Settings

logger = logging.getLogger("rostrum")

IfBusy = Literal["wait", "cancel"]


def tell_of_failure(_flow: Flow[..., Any], run: FlowRun, state: State) -> None:
    """Notify that a run failed or crashed: a hook of every deployed flow."""
    subject = f"Rostrum: {run.name} {(state.name or 'failed').lower()}"
    send_notification(subject, state.message or "no message was left; look at the run's log")


def send_notification(subject: str, body: str) -> None:
    """Send a message through the Prefect block that the settings name; without one, nothing is sent.

    What can't be sent is noted in the log, without the block's own data: it may hold a secret.
    """
    block_name = Settings.from_environment().notification_block
    if not block_name:
        return
    try:
        block: Any = Block.load(block_name)
        block.notify(body, subject)
    except Exception as error:
        logger.error("no notification through %s: %s", block_name, type(error).__name__)


DEPLOYED: dict[str, Any] = {
    "persist_result": False,
    "on_failure": [tell_of_failure],
    "on_crashed": [tell_of_failure],
}


@flow(name="ingest", **DEPLOYED)
def ingest(
    sources: list[str] | None = None,
    warehouse: str | None = None,
    if_busy: IfBusy = "cancel",
    allow_removal: bool = False,
    offline: bool = False,
) -> State[Any]:
    """Load what is new or changed at the sources, and publish it.

    Args:
        sources: Folders, feeds, pages, .urls lists or addresses such as s3://bucket/folder, each
            PLACE or NAME=PLACE. None: the documents of the project.
        warehouse: Folder that holds everything a run writes. None: that of the server.
        if_busy: Whether to wait for a run that holds the warehouse, or to be cancelled.
        allow_removal: Go on though more than a tenth of a source, and at least 10 documents, is gone.
        offline: Fetch nothing: go on with what was kept of feeds and pages.
    """
    settings = choose_settings(warehouse, offline=offline or None)
    return load(sources or [], settings, if_busy, full=False, allow_removal=allow_removal)


@flow(name="rebuild", **DEPLOYED)
def rebuild(
    sources: list[str] | None = None,
    warehouse: str | None = None,
    if_busy: IfBusy = "wait",
    allow_removal: bool = False,
    offline: bool = True,
) -> State[Any]:
    """Extract every document again, from the kept bytes where its source is not read, and publish.

    Args:
        sources: As of the ingest; what was loaded from other sources is extracted again too.
        warehouse: Folder that holds everything a run writes. None: that of the server.
        if_busy: Whether to wait for a run that holds the warehouse, or to be cancelled.
        allow_removal: Go on though more than a tenth of a source, and at least 10 documents, is gone.
        offline: Fetch nothing: go on with what was kept of feeds and pages.
    """
    settings = choose_settings(warehouse, offline=offline or None)
    return load(sources or [], settings, if_busy, full=True, allow_removal=allow_removal)


@flow(name="maintenance", **DEPLOYED)
def maintenance(
    warehouse: str | None = None,
    if_busy: IfBusy = "wait",
    kept_releases: Annotated[int | None, Field(ge=1)] = None,
    kept_release_days: Annotated[int | None, Field(ge=1)] = None,
) -> State[Any]:
    """Prune old releases, loads and logs, and compact the databases.

    Args:
        warehouse: Folder that holds everything a run writes. None: that of the server.
        if_busy: Whether to wait for a run that holds the warehouse, or to be cancelled.
        kept_releases: How many releases to keep, at least 1. None: as the settings say (5).
        kept_release_days: Releases older than so many days go. None: as the settings say (365).
    """
    settings = choose_settings(warehouse, kept_releases=kept_releases, kept_release_days=kept_release_days)
    try:
        done = maintain(settings, wait=if_busy == "wait")
    except LockedError as error:
        return Cancelled(message=str(error))
    rows = [{"what": name.replace("_", " "), "value": str(value)} for name, value in done.items()]
    create_table_artifact(rows, key="rostrum-maintenance", description=f"Maintenance of {settings.warehouse}")
    return Completed(message=", ".join(f"{row['what']}: {row['value']}" for row in rows))


def choose_settings(warehouse: str | None, **given: object) -> Settings:
    """Return the settings of the environment, with what the run was given."""
    folder = Path(warehouse).expanduser().absolute() if warehouse else None
    return Settings.from_environment(None, warehouse=folder, **given)


def load(
    sources: list[str], settings: Settings, if_busy: IfBusy, *, full: bool, allow_removal: bool
) -> State[Any]:
    """Run the load and return the state that says how it ended; new quarantine is told of."""
    try:
        with processes_apart():
            result = run_pipeline(
                sources, settings, full=full, wait=if_busy == "wait", allow_removal=allow_removal
            )
    except LockedError as error:
        return Cancelled(message=str(error))
    name, message = describe_end(result)
    if result.newly_quarantined:
        send_notification(f"Rostrum: {result.newly_quarantined} files quarantined", _list_reasons(result))
    return Completed(name=name, message=message)


def _list_reasons(result: LoadResult) -> str:
    return "\n".join(row["reason"] for row in result.quarantined[:20])
