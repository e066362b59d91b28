"""Build the marts from staging: dbt, run inside this process."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.errors import StepError

if TYPE_CHECKING:  # dbt takes a second to import: only those who build pay it
    from dbt.cli.main import dbtRunner
    from dbt.contracts.graph.manifest import Manifest

GOOD = {"success", "pass", "warn"}
META = "tag:meta"


@dataclass(frozen=True)
class Node:
    """What became of one model or test."""

    name: str
    kind: str  # model, test
    status: str  # success, pass, warn; fail, error, skipped only in the error that is raised
    seconds: float
    message: str


class Transformation:
    """The dbt project on one warehouse; its models are parsed once for both builds."""

    def __init__(self, project: Path, warehouse: Path) -> None:
        self.project, self.warehouse = project, warehouse
        self._manifest: Manifest | None = None

    def build_marts(self, *, full_refresh: bool = False) -> list[Node]:
        """Build staging, intermediate and marts models, and run their tests.

        Raises StepError naming every model or test that failed.
        """
        return self._build(["--exclude", META, *(["--full-refresh"] if full_refresh else [])])

    def build_meta(self) -> list[Node]:
        """Build the schema `meta`; after gate 2, so that the history holds its results."""
        return self._build(["--select", META])

    def test_units(self) -> list[Node]:
        """Run the unit tests of the models; they need the models' relations to exist."""
        return self._invoke("test", ["--select", "test_type:unit"])

    def _build(self, selection: Sequence[str]) -> list[Node]:
        return self._invoke("build", [*selection, "--exclude-resource-type", "unit_test"])

    def _invoke(self, command: str, arguments: Sequence[str]) -> list[Node]:
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager

        try:
            outcome = self._runner().invoke([command, *arguments, *self._options()])
        finally:
            # dbt leaves its connection open, and DuckDB opens no file in two ways at once
            DuckDBConnectionManager.close_all_connections()
        if outcome.exception is not None or outcome.result is None:
            raise StepError(f"dbt {command} could not run: {outcome.exception}")
        nodes = [_describe(result) for result in outcome.result.results]
        failed = [node for node in nodes if node.status not in GOOD and node.status != "skipped"]
        if failed:
            raise StepError(
                f"dbt {command}: " + "; ".join(f"{n.name} {n.status}: {n.message}" for n in failed)
            )
        return nodes

    def _runner(self) -> dbtRunner:
        from dbt.cli.main import dbtRunner

        if self._manifest is None:
            parsed = dbtRunner().invoke(["parse", *self._options()])
            if parsed.exception is not None:
                raise StepError(f"dbt project {self.project} cannot be parsed: {parsed.exception}")
            self._manifest = parsed.result
        return dbtRunner(manifest=self._manifest)

    def _options(self) -> list[str]:
        folder = self.warehouse / "dbt"  # kept between runs: only changed files are parsed again
        return [
            *("--project-dir", str(self.project), "--profiles-dir", str(self.project)),
            *("--target-path", str(folder / "target"), "--log-path", str(folder / "logs")),
            *("--vars", json.dumps({"warehouse": str(self.warehouse)})),
            *("--log-level-file", "none", "--log-level", "none", "--no-write-json"),
        ]


def _describe(result: Any) -> Node:
    return Node(
        name=result.node.name,
        kind=str(result.node.resource_type),
        status=str(result.status),
        seconds=result.execution_time,
        message=" ".join((result.message or "").split()),
    )
