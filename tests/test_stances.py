"""The stances are the same wherever they are listed."""

from __future__ import annotations

from pathlib import Path

import yaml

from flows.reference import Reference
from flows.stances import STANCE_WORDS, STANCES


def test_rules_marts_and_pages_know_the_same_stances(reference: Reference, root: Path) -> None:
    project = yaml.safe_load((root / "dbt" / "dbt_project.yml").read_text(encoding="utf-8"))
    assert sorted(reference["stances"]["stance"]) == sorted([*STANCES, "none"])
    assert project["vars"]["stances"] == list(STANCES)
    assert tuple(STANCE_WORDS) == STANCES
