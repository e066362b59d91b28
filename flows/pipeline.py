"""The flow: from source files to the published warehouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import httpx
import polars as pl
from prefect import State, flow

from flows import tasks
from flows.artifacts import conclude
from flows.errors import StepError
from flows.load.loading import Load, LoadResult, open_load
from flows.load.plan import split_batches
from flows.settings import Settings
from flows.sources.arguments import refuse_credentials
from flows.steps import ReadBatch, changes_nothing, join_read


@flow(name="load-documents", validate_parameters=False, persist_result=False)
def load_documents(
    paths: Sequence[str] = (),
    warehouse: str | None = None,
    *,
    full: bool = False,
    wait: bool = False,
    allow_removal: bool = False,
    settings: Settings | None = None,
) -> State[LoadResult]:
    """Load folders, files and addresses (`PATH` or `name=PATH`; none: those of the project), and publish.

    Raises a PipelineError if nothing could be published; the last release then stays.
    """
    settings = settings or Settings.from_environment(warehouse=warehouse)
    paths = paths or [str(settings.documents)]
    with open_load(paths, settings, full=full, wait=wait, allow_removal=allow_removal) as load:
        result = run_steps(load)
    if settings.lake:  # a load without news too: the lake may have been out of reach at the last one
        tasks.publish_to_lake(settings)
    return result


def run_steps(load: Load) -> State[LoadResult]:
    """Take an opened load from its sources to the published file."""
    inventory = tasks.list_files(load)
    plan = tasks.plan_load(load, inventory)
    read = extract(load, plan.to_read)
    settlement = tasks.settle_load(load, inventory, plan, read)
    while settlement.unread.height:  # files whose document was kept by one that is gone now
        read = join_read([read, extract(load, settlement.unread)])
        settlement = tasks.settle_load(load, inventory, plan, read)
    if changes_nothing(load, settlement):
        return conclude(load, "nothing_to_do")
    tasks.record_files(load, settlement)
    tasks.stage(load, inventory, settlement)
    tasks.check_gate(load, "gate_1")
    tasks.build(load)
    tasks.check_gate(load, "gate_2")
    tasks.publish_load(load)
    return conclude(load, "published")


def extract(load: Load, files: pl.DataFrame) -> ReadBatch:
    """Extract the files in batches: in this process if they are few, else as the engine runs tasks.

    The engine's processes end with the extraction; what they hold would add to what dbt takes.
    """
    settings = load.settings
    with load.time_step("extract"):
        batches = split_batches(files, settings.batch_bytes, first_batch=load.batch_count)
        load.batch_count += len(batches)
        given: dict[str, Any] = {
            "kept_sources": settings.kept_sources,
            "parts": load.parts,
            "reference": load.reference,
        }
        parameters = [given | {"batch": batch, "number": batch["batch"][0]} for batch in batches]
        few = settings.engine == "local" and files["size_bytes"].sum() < settings.parallel_from_bytes
        if few or not batches:
            return join_read([tasks.extract_batch(**p) for p in parameters])
        with tasks.choose_runner(settings, len(batches)) as runner:
            futures = [runner.submit(tasks.extract_batch, p) for p in parameters]
            return join_read([future.result() for future in futures])


def run_pipeline(
    paths: Sequence[str],
    settings: Settings,
    *,
    full: bool = False,
    wait: bool = False,
    allow_removal: bool = False,
) -> LoadResult:
    """Run the flow with the engine of the settings.

    Raises SourceError for an address with a password, before anything writes it down, and StepError
    where the Prefect server goes away.
    """
    refuse_credentials(paths)
    try:
        result: Any = load_documents(
            list(paths), full=full, wait=wait, allow_removal=allow_removal, settings=settings
        )
    except httpx.TransportError as error:
        raise StepError(
            f"the Prefect server of this run went away ({error}); `rostrum status` tells what is "
            "published, the next run does the rest"
        ) from error
    return cast(LoadResult, result)  # Prefect hands out what the final state holds
