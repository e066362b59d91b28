"""What README and docs say is true: their commands and queries run, their links lead somewhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer.main
import yaml  # type: ignore[import-untyped]

from flows.answer.published import fetch_rows
from flows.cli import app
from flows.reference import TABLES
from flows.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
# Loads take half a minute each, and the golden warehouse is one: they are run with --all.
WRAPPER = """#!/bin/sh
case "$1" in
test) exit 0 ;;  # what runs this
run) [ -n "$RUN_LOADS" ] || exit 0 ;;
esac
exec "{python}" -m flows "$@"
"""


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    page: str
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.text.strip().splitlines()[0][:50]}"


def read_blocks(page: Path) -> list[Block]:
    found = FENCED.findall(page.read_text(encoding="utf-8"))
    return [Block(page.name, language, text) for language, text in found]


BLOCKS = [block for page in PAGES for block in read_blocks(page)]
SCRIPTS = {
    page: [b for b in BLOCKS if b.page == page and b.language == "sh"] for page in {b.page for b in BLOCKS}
}


@pytest.fixture
def clone(golden: Settings, tmp_path: Path, run_all: bool) -> Path:
    """A folder like a fresh clone after `./rostrum run`, for commands to write in."""
    wrapper = tmp_path / "rostrum"
    wrapper.write_text(WRAPPER.format(python=sys.executable), encoding="utf-8")
    wrapper.chmod(0o755)
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    shutil.copytree(golden.warehouse, tmp_path / "warehouse", ignore=shutil.ignore_patterns("prefect"))
    return tmp_path


@pytest.mark.parametrize("page", sorted(page for page, scripts in SCRIPTS.items() if scripts))
def test_commands_run(clone: Path, page: str, run_all: bool) -> None:
    variables = os.environ | {"ROSTRUM_WAREHOUSE": str(clone / "warehouse"), "PYTHONPATH": str(ROOT)}
    for block in SCRIPTS[page]:
        if "harbour-warehouse" in block.text and not run_all:
            continue  # asks what a load of its own published
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block.text],
            cwd=clone,
            env=variables | ({"RUN_LOADS": "yes"} if run_all else {}),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{block}\n{done.stdout}{done.stderr}"
        assert "no sentence found" not in done.stdout, block


@pytest.mark.parametrize("block", [b for b in BLOCKS if b.language == "sql"], ids=str)
def test_queries_run(golden: Settings, block: Block) -> None:
    _, rows = fetch_rows(golden.published, block.text)
    assert rows, "a query that finds nothing shows nobody anything"


@pytest.mark.parametrize("block", [b for b in BLOCKS if b.language == "python"], ids=str)
def test_python_runs(clone: Path, block: Block) -> None:
    code = block.text.replace("/full/path/to/", f"{str(clone).lstrip('/')}/")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=clone, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    headings = {other: slugs(other) for other in PAGES}
    for target in LINK.findall(text):
        if target.startswith(("http://", "https://")):
            continue
        path, _, anchor = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        assert found.exists(), target
        assert not anchor or anchor in headings[found], target


def slugs(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", FENCED.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_block_says_what_it_is() -> None:
    assert [str(block) for block in BLOCKS if not block.language] == []


def test_every_page_is_linked_from_another() -> None:
    linked = {
        (page.parent / target.partition("#")[0]).resolve()
        for page in PAGES
        for target in LINK.findall(page.read_text(encoding="utf-8"))
    }
    assert {page.name for page in PAGES if page not in linked} == {"README.md"}


def test_every_command_is_in_the_docs_and_has_help() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert {name for name in commands if f"rostrum {name}" not in text} == set()
    for name, command in commands.items():
        assert command.help, name
        for parameter in command.params:
            assert getattr(parameter, "help", None), f"{name} {parameter.name}"


def test_exposures_name_the_tables_that_are_read() -> None:
    exposures = yaml.safe_load((ROOT / "dbt" / "models" / "exposures.yml").read_text(encoding="utf-8"))
    named = {
        e["name"]: set(re.findall(r"ref\('(\w+)'\)", str(e["depends_on"]))) for e in exposures["exposures"]
    }
    published = {path.stem for path in (ROOT / "dbt" / "models" / "marts").rglob("*.sql")}
    readers = {
        "dashboard": (ROOT / "dashboard" / "sql").glob("*.sql"),
        "cookbook": [ROOT / "docs" / "cookbook.md"],
        "search": [ROOT / "flows" / "answer" / "search.py"],
    }
    read = {
        name: published & set(re.findall(r"\b(?:marts|meta)\.(\w+)", "".join(p.read_text() for p in paths)))
        for name, paths in readers.items()
    }
    assert named == read | {"export": published}


def test_every_reference_table_is_on_its_page() -> None:
    page = (ROOT / "docs" / "reference-data.md").read_text(encoding="utf-8")
    assert [table.name for table in TABLES if f"`{table.name}`" not in page] == []
