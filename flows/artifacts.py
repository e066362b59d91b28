"""What a run shows in Prefect: tables of the load, its gates and its quarantine, and how it ended.

Showing is never why a load fails: what Prefect does not take is noted in the log.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from prefect.artifacts import create_link_artifact, create_table_artifact
from prefect.states import Completed, State

from flows.load.loading import Load, LoadResult
from flows.sources.kept import kept_path

logger = logging.getLogger("rostrum")

WARNED = "CompletedWithWarnings"
NOTHING_TO_DO = "NothingToDo"
SHOWN_ROWS = 200  # of a table; the warehouse has them all


def show_gates(load: Load) -> None:
    """Show every expectation judged so far, those that do not hold first."""
    rows = [
        {
            "gate": row["suite"],
            "verdict": describe_verdict(row),
            "table": row["table_name"],
            "expectation": row["expectation"],
            "observed": row["observed"],
            "expected": row["threshold"],
            "why": row["reason"],
        }
        for row in sorted(load.gates, key=lambda row: (row["success"], row["severity"] == "warn"))
    ]
    held = sum(row["success"] for row in load.gates)
    _show_table("rostrum-gates", rows, f"Load {load.load_id}: {held} of {len(rows)} expectations hold.")


def describe_verdict(row: dict[str, Any]) -> str:
    """Return `holds`, `warns`, `fails` or `could not be evaluated`."""
    if row["errored"]:
        return "could not be evaluated"
    return "holds" if row["success"] else "warns" if row["severity"] == "warn" else "fails"


def show_quarantine(load: Load) -> None:
    """Show every rejected file with its reason, and where its bytes lie."""
    kept = load.settings.kept_sources
    rows = [
        {
            "file": f"{row['source_name']}/{row['source_path']}",
            "reason code": row["reason_code"],
            "reason": row["reason"],
            "bytes as read": str(kept_path(kept, row["bytes_sha256"])) if row["bytes_sha256"] else "none",
        }
        for row in load.quarantined.to_dicts()
    ]
    if rows:
        _show_table("rostrum-quarantine", rows, f"Load {load.load_id}: {len(rows)} files were not loaded.")


def show_load(load: Load, result: LoadResult) -> None:
    """Show what the load did, and link to its evidence: the report, the published file."""
    rows: list[dict[str, Any]] = [
        *({"what": f"documents {name}", "value": count} for name, count in result.documents.items()),
        *({"what": f"rows of {name}", "value": count} for name, count in sorted(result.mart_rows.items())),
        *({"what": f"seconds of {name}", "value": round(spent, 1)} for name, spent in result.seconds.items()),
        *({"what": "warning", "value": warning} for warning in result.warnings),
    ]
    _show_table("rostrum-load", rows, f"Load {result.load_id}: {result.outcome.replace('_', ' ')}.")
    _show_link("quality report", load.settings.reports / f"{result.load_id}.html")
    _show_link("published warehouse", load.settings.published)


def conclude(load: Load, outcome: str) -> State[LoadResult]:
    """Return the state that says how the load ended, with what it did."""
    result = load.finish(outcome)
    show_load(load, result)
    name, message = describe_end(result)
    return Completed(name=name, message=message, data=result)


def describe_end(result: LoadResult) -> tuple[str, str]:
    """Return the name of the state and one sentence: files in quarantine are a warning."""
    counts = ", ".join(f"{count} {name}" for name, count in result.documents.items() if count)
    message = f"{result.outcome.replace('_', ' ')}: {counts or 'no documents'}"
    if result.quarantined:
        files = [
            f"{row['source_name']}/{row['source_path']} ({row['reason_code']})" for row in result.quarantined
        ]
        more = f" and {len(files) - 5} more" if len(files) > 5 else ""
        message += f"; in quarantine: {', '.join(files[:5])}{more}"
    if result.outcome == "nothing_to_do":
        return NOTHING_TO_DO, message
    return (WARNED if result.quarantined else "Completed"), message


def _show_table(key: str, rows: list[dict[str, Any]], description: str) -> None:
    if len(rows) > SHOWN_ROWS:
        description += f" The first {SHOWN_ROWS} are shown."
    _show(lambda: create_table_artifact(rows[:SHOWN_ROWS], key=key, description=description))


def _show_link(name: str, path: Path) -> None:
    if path.exists():
        key = f"rostrum-{name.replace(' ', '-')}"
        _show(lambda: create_link_artifact(path.as_uri(), f"{name}: {path}", key=key))


def _show(create: Callable[[], Any]) -> None:
    try:
        create()
    except Exception as error:
        logger.warning("an artifact was not shown: %s", error)
