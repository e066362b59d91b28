"""The steps of a load as plain functions of the running `Load`, without Prefect.

`tasks` wraps them, `pipeline` puts them in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from flows.errors import GateError, NothingToLoadError
from flows.extraction import extract_files
from flows.load import apart
from flows.load.accuracy import PUBLISHED, read_recorded
from flows.load.gates import judge
from flows.load.history import append_rows, update_load
from flows.load.loading import Load
from flows.load.plan import (
    FILE,
    READ_FILES,
    ReadingPlan,
    Settlement,
    check_removals,
    count_files,
    plan_reading,
    settle_documents,
)
from flows.load.publish import publish
from flows.load.releases import prune_releases, read_pin
from flows.load.staging import stage_load, write_listed, write_parts
from flows.load.state import adopt_build, begin_marts, prepare_build
from flows.load.transform import Transformation
from flows.reference import Reference
from flows.schemas import REJECTS
from flows.sources.folder import Inventory
from flows.sources.inventory import list_sources
from flows.sources.kept import read_kept_files


@dataclass(frozen=True)
class ReadBatch:
    """What extracting one batch tells the load: READ_FILES and REJECTS; the rows are in the parts."""

    read: pl.DataFrame
    rejects: pl.DataFrame


def list_files(load: Load) -> Inventory:
    """Return what the sources hold now, their bytes kept."""
    inventory = list_sources(load.sources, load.settings)
    load.warnings += inventory.warnings
    load.ignored_count = inventory.ignored_count
    update_load(load.settings.history, load.load_id, files_ignored=inventory.ignored_count)
    return inventory


def plan_load(load: Load, inventory: Inventory) -> ReadingPlan:
    """Return which files must be read."""
    plan = plan_reading(
        inventory.files,
        inventory.rejects,
        inventory.whole_sources,
        load.known.files,
        load.known.rejects,
        full=load.is_full,
    )
    if plan.to_read.height:
        apart.call_ahead("dbt", Transformation(load.settings.dbt, load.settings.warehouse).parse_ahead)
    return plan


def extract_batch(kept_sources: Path, parts: Path, reference: Reference, batch: pl.DataFrame) -> ReadBatch:
    """Extract one batch of files and write its rows as Parquet parts; runs in any process."""
    number = batch["batch"][0]
    extraction = extract_files(read_kept_files(kept_sources, batch), reference)
    write_parts(parts, number, extraction.staged)
    mine = extraction.staged["documents"].with_columns(batch=pl.lit(number))
    other = extraction.superseded.with_columns(batch=pl.lit(None))
    read = pl.concat([READ_FILES.conform(mine), READ_FILES.conform(other)])
    return ReadBatch(read, extraction.rejects)


def join_read(batches: Sequence[ReadBatch]) -> ReadBatch:
    return ReadBatch(
        pl.concat([READ_FILES.empty(), *(b.read for b in batches)]),
        pl.concat([REJECTS.empty(), *(b.rejects for b in batches)]),
    )


def settle_load(load: Load, inventory: Inventory, plan: ReadingPlan, read: ReadBatch) -> Settlement:
    """Return what the load makes of its files, and note the counts and what was rejected."""
    settlement = settle_documents(
        plan, read.read, read.rejects, load.known.files, full=load.is_full, now=load.started_at
    )
    load.quarantined = pl.concat([inventory.rejects, plan.still_rejected, read.rejects]).sort(FILE)
    load.documents = count_files(inventory.files, load.quarantined, settlement)
    return settlement


def changes_nothing(load: Load, settlement: Settlement) -> bool:
    """Return whether what is published is all there is to publish."""
    return (
        load.settings.published.exists()
        and not load.must_rebuild
        and settlement.pending.is_empty()
        and settlement.events.is_empty()
        and _newly_rejected(load).is_empty()
    )


def _newly_rejected(load: Load) -> pl.DataFrame:
    same = [*FILE, "bytes_sha256", "reason_code"]
    return load.quarantined.join(load.known.rejects, on=same, how="anti", nulls_equal=True)


def record_files(load: Load, settlement: Settlement) -> None:
    """Write into the history what happens to which document, and which files were rejected.

    Raises NothingToLoadError if no document would be left, RemovalError before a large removal.
    """
    history, load_id = load.settings.history, load.load_id
    rejected = _newly_rejected(load).rename({"bytes_sha256": "content_sha256"})
    append_rows(history, "quarantine", load_id, rejected)
    load.newly_quarantined = rejected.height
    counts = {f"documents_{name}": count for name, count in load.documents.items()}
    versions = {f"{name}_version": version for name, version in vars(load.versions).items()}
    update_load(history, load_id, is_full=load.is_full, **counts, **versions)
    if "loaded" not in settlement.source_files["status"]:
        reasons = "; ".join(load.quarantined["reason"].head(3))
        raise NothingToLoadError(f"no document could be read: {reasons}")
    if not load.allow_removal:
        share, documents = load.settings.removal_share, load.settings.removal_documents
        check_removals(load.known.files, settlement, share=share, documents=documents)
    append_rows(history, "document_load", load_id, settlement.events)


def stage(load: Load, inventory: Inventory, settlement: Settlement) -> None:
    """Bring the working databases to this load: those of the last state, with the changes staged."""
    settings = load.settings
    prepare_build(settings, load.load_id, staging=not load.is_full, marts=not load.must_rebuild)
    known = load.known.rejects.clear() if load.is_full else load.known.rejects
    elsewhere = known.filter(~pl.col("source_name").is_in(inventory.whole_sources)).join(
        pl.concat([inventory.files.select(FILE), load.quarantined.select(FILE)]), on=FILE, how="anti"
    )
    rejects = pl.concat([load.quarantined, elsewhere])
    write_listed(settings.build, settlement.source_files, rejects)
    stage_load(
        settings.staging,
        load.parts,
        settlement,
        rejects,
        load.reference if load.is_full else None,
        load.versions,
        load.load_id,
    )


def check_gate(load: Load, suite: str) -> None:
    """Judge the databases in `build/` by a suite; the results go into the history either way.

    Raises GateError naming each expectation that failed or could not be evaluated.
    """
    results = apart.call("gates", judge, suite, load.settings, load.load_id)
    load.gates += results
    append_rows(load.settings.history, "validation_result", load.load_id, pl.DataFrame(results))
    failed = [r for r in results if r["errored"] or (not r["success"] and r["severity"] == "fail")]
    if failed:
        lines = "; ".join(_describe_failure(result) for result in failed)
        raise GateError(f"{suite}: {len(failed)} expectations do not hold, nothing was published: {lines}")


def _describe_failure(result: dict[str, Any]) -> str:
    problem = "could not be evaluated" if result["errored"] else f"wants {result['threshold']}"
    return f"{result['expectation']} on {result['table_name']} {problem}, found {result['observed']}"


def build(load: Load) -> None:
    """Build the marts with dbt in `build/`."""
    begin_marts(load.settings)
    project = Transformation(load.settings.dbt, load.settings.warehouse)
    nodes = apart.call("dbt", project.build_marts, full_refresh=load.must_rebuild)
    load.warnings += [f"{node.name}: {node.message}" for node in nodes if node.status == "warn"]


def publish_load(load: Load) -> None:
    """Put the new file in place of the published one; from there on the load counts.

    It tells how often rows are right: what was measured of this project's rules.
    """
    measured = read_recorded(load.settings.accuracy).select(PUBLISHED)
    append_rows(load.settings.history, "accuracy", load.load_id, measured)
    load.mart_rows = publish(load.settings, load.load_id)
    adopt_build(load.settings, load.load_id)
    prune_releases(load.settings)
    if pinned := read_pin(load.settings):
        load.warnings.append(
            f"release {pinned} is pinned: {load.load_id} is kept, and shown after `rostrum rollback --unpin`"
        )
