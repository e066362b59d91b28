"""What the command line prints: progress and a summary of a run, status, rows, evidence, accuracy."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.evaluate import Evaluation
from flows.evaluate.score import STANCES
from flows.load.published import Evidence

console = Console(highlight=False, soft_wrap=True)
progress_console = Console(stderr=True, highlight=False)


@contextmanager
def show_progress() -> Iterator[None]:
    """Show a spinner on a terminal while a run goes on; nothing in a pipe."""
    if not progress_console.is_terminal:
        yield
        return
    with progress_console.status("loading, validating, building, publishing …"):
        yield


def print_rows(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print rows as a table on a terminal, tab-separated in a pipe."""
    if not console.is_terminal:
        for row in (columns, *rows):
            print("\t".join("" if cell is None else str(cell).replace("\n", " ") for cell in row))
        return
    table = Table(*columns, show_lines=False)
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    Console(highlight=False).print(table)
    console.print(f"{len(rows)} rows", style="dim")


def print_evidence(evidence: Evidence) -> None:
    """Print one fact: its paragraph with the span marked, who said it, where, and every column."""
    if evidence.span is not None:
        paragraph = Text(evidence.before or "")
        marked = evidence.span if console.is_terminal else f"[[{evidence.span}]]"
        paragraph.append(marked, style="bold reverse")
        paragraph.append(evidence.after or "")
        console.print(paragraph)
        console.print()
    if evidence.speaker:
        parts = (evidence.speaker[k] for k in ("name", "role", "affiliation"))
        _print_field("speaker", ", ".join(part for part in parts if part))
    elif "speaker_key" in evidence.row:
        _print_field("speaker", "(unattributed)")
    if evidence.document:
        document = evidence.document
        _print_field(
            "document",
            " · ".join(str(document[k]) for k in ("symbol", "title", "published_on") if document[k]),
        )
        _print_field("address", document["source_url"] or "no public address known")
        _print_field("file", f"{document['source_name']}/{document['source_path']}")
    _print_field("table", f"marts.{evidence.table}")
    for column, value in evidence.row.items():
        if value is not None and column not in ("text",):
            _print_field(column, str(value))


def _print_field(name: str, value: str) -> None:
    console.print(Text.assemble((f"{name:>24}  ", "dim"), value))


def print_evaluation(result: Evaluation, error_count: int) -> None:
    """Print every measure with its counts and 95 % interval, the stances, and the first errors."""
    for measure in result.measures:
        low, high = measure.interval
        print(f"{measure.describe()}  95 % [{low:.3f}, {high:.3f}]")
    print("\nstances, gold down, found across")
    print(" " * 12 + "".join(f"{name[:9]:>10}" for name in STANCES))
    for want in STANCES:
        print(f"{want:12}" + "".join(f"{result.stance_pairs[(want, have)]:>10}" for have in STANCES))
    for name, lines in result.errors.items() if error_count else ():
        print(f"\n{name}: {len(lines)}")
        for line in lines[:error_count]:
            print(textwrap.indent(line, "  "))
