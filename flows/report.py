"""What the command line prints: progress and a summary of a run, status, rows, evidence, accuracy."""

from __future__ import annotations

import csv
import json
import sys
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.answer.published import Evidence, fetch_rows
from flows.answer.search import Hits
from flows.errors import NotPublishedError, QueryError, UnknownKeyError
from flows.evaluate import Evaluation
from flows.evaluate.score import STANCES
from flows.load.database import quote_text
from flows.load.history import fetch_history
from flows.load.loading import LoadResult
from flows.load.releases import Shown, find_shown, list_releases
from flows.settings import Settings

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


def print_summary(result: LoadResult) -> None:
    """Print what a run did: documents, what was quarantined and why, gates, rows, seconds."""
    counts = ", ".join(f"{count} {name}" for name, count in result.documents.items() if count)
    print(f"load {result.load_id}: {result.outcome.replace('_', ' ')}")
    print(f"documents: {counts or 'none'}")
    for row in result.quarantined:
        print(
            f"  quarantined {row['source_name']}/{row['source_path']} ({row['reason_code']}): {row['reason']}"
        )
    if result.ignored_count:
        print(f"  ignored {result.ignored_count} hidden files and files of other kinds")
    for warning in result.warnings:
        print(f"  warning: {warning}")
    _print_gates(result)
    if result.mart_rows:
        print("rows: " + ", ".join(f"{name} {rows}" for name, rows in sorted(result.mart_rows.items())))
    if result.report:
        print(f"report: {result.report}")
    seconds = ", ".join(f"{name} {spent:.1f}" for name, spent in result.seconds.items())
    print(f"seconds: {seconds}; {sum(result.seconds.values()):.1f} in all")


def _print_gates(result: LoadResult) -> None:
    if not result.gates:
        return
    passed = sum(gate["success"] for gate in result.gates)
    print(f"gates: {passed} of {len(result.gates)} expectations hold")
    for gate in result.gates:
        if not gate["success"]:
            verdict = "could not be evaluated" if gate["errored"] else "does not hold"
            print(
                f"  {gate['severity']}: {gate['expectation']} on {gate['table_name']} {verdict}:"
                f" observed {gate['observed']}, expected {gate['threshold']}"
            )


RECENT_LOADS = """
    select load_id, outcome, cast(date_trunc('second', started_at) as varchar) as started_at,
           round(epoch(ended_at - started_at), 1) as seconds, documents_seen as seen, documents_new as new,
           documents_changed as changed, documents_retired as retired, documents_duplicate as duplicate,
           documents_quarantined as quarantined, error
    from history.load order by load_id desc limit 10"""
# Of the newest load that got as far as a gate.
FAILED_EXPECTATIONS = """
    select suite, severity, table_name, expectation, observed, threshold,
           case when errored then 'errored' else 'failed' end as verdict
    from history.validation_result
    where not success and load_id = (select max(load_id) from history.validation_result)"""
QUARANTINED = """
    select source_name, source_path, reason_code, reason from history.quarantine
    where load_id = (select max(load_id) from history.load where documents_seen is not null)"""


def print_status(settings: Settings) -> None:
    """Print what is published and how old it is, the last loads, their gates and quarantine."""
    if not settings.history.exists():
        raise NotPublishedError(f"no load has run in {settings.warehouse}; run `rostrum run` first")
    if settings.published.exists():
        _print_published(settings)
        print_shown(find_shown(settings))
        print(f"kept releases: {', '.join(list_releases(settings)) or 'none'}")
    else:
        print("published: nothing yet")
    for title, query in (
        ("last loads", RECENT_LOADS),
        ("expectations that did not hold in the last judged load", FAILED_EXPECTATIONS),
        ("quarantined by the last load", QUARANTINED),
    ):
        columns, found = fetch_history(settings.history, query)
        print(f"\n{title}: {'' if found else 'none'}")
        if found:
            print_rows(columns, found)


def _print_published(settings: Settings) -> None:
    """Print which release the published file is; one that cannot be read must not hide the loads."""
    try:
        _, rows = fetch_rows(settings.published, RELEASE)
    except (NotPublishedError, QueryError) as error:
        print(f"published: {error}")
        return
    release, published_at, age, documents = rows[0]
    print(f"published: {release}, {published_at} UTC ({age} ago), {documents} documents")


def print_shown(shown: Shown) -> None:
    """Print which release readers see, and which one waits."""
    if shown.published is None:
        print("readers see no release; `rostrum run` publishes one")
        return
    if not shown.pinned:
        print(f"readers see release {shown.published}, the newest; nothing is pinned")
        return
    print(f"readers see release {shown.published}; {shown.pinned} is pinned")
    if shown.waiting:
        print(f"release {shown.waiting} waits for `rostrum rollback --unpin`")


DOCUMENT_HISTORY = """
    with wanted as (
        select distinct document_key from history.document_load
        where $1 in (document_key, document_identity, source_path, source_name || '/' || source_path)
            or starts_with(document_identity, $1 || '|')
    )
    select load_id, cast(date_trunc('second', started_at) as varchar) as loaded_at, event, reason,
        source_name || '/' || source_path as file, document_identity as document, document_key,
        bytes_sha256
    from history.document_load join wanted using (document_key) join history.load using (load_id)
    order by document_key, load_id, event desc"""


def print_document_history(settings: Settings, document: str) -> None:
    """Print what every load did to a document, oldest first."""
    if not settings.history.exists():
        raise NotPublishedError(f"no load has run in {settings.warehouse}; run `rostrum run` first")
    columns, rows = fetch_history(settings.history, DOCUMENT_HISTORY.replace("$1", quote_text(document)))
    if not rows:
        raise UnknownKeyError(
            f"no load tells of a document {document!r}; give its key, symbol, address or source/path"
        )
    print_rows(columns, rows)


RELEASE = """
    select release, cast(date_trunc('second', published_at) as varchar),
           cast(date_trunc('minute', now()::timestamp - published_at) as varchar),
           (select count(*) from marts.dim_document)
    from meta.release"""


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


SHOWN_BEFORE, SHOWN_AFTER = 200, 400  # characters around the first word that was looked for


def print_hits(hits: Hits, hit_format: str) -> None:
    """Print what a search found: `text` with the words marked, `csv` or `json` with all columns."""
    if hit_format == "json":
        print(json.dumps(hits.rows, default=str, ensure_ascii=False, indent=1))
        return
    if hit_format == "csv":
        writer = csv.DictWriter(sys.stdout, hits.columns)
        writer.writeheader()
        writer.writerows(hits.rows)
        return
    for row, marks in zip(hits.rows, hits.marks, strict=True):
        said_by = ", ".join(row[k] for k in ("speaker", "affiliation") if row[k])
        told = (said_by, row["document"], str(row["spoken_on"] or "no date"), row["stances"])
        console.print(Text(f"{row['rank']}  " + " · ".join(part for part in told if part), style="bold"))
        console.print(_mark_words(row["text"], marks))
        console.print(Text(f"rostrum show {row['sentence_key']}\n", style="dim"))
    if hits.total:
        print(f"{len(hits.rows)} of {hits.total} sentences")
    else:
        print(f"no sentence found; without the filters {hits.total_unfiltered} hold the words")


def _mark_words(text: str, marks: Sequence[tuple[int, int]]) -> Text:
    """Return the words around the first mark, with all marks: bold on a terminal, `[[so]]` in a pipe."""
    first = marks[0][0] if marks else 0
    start = text.rfind(" ", 0, first - SHOWN_BEFORE) + 1 if first > SHOWN_BEFORE else 0
    end = len(text) if len(text) - first < SHOWN_AFTER else text.rfind(" ", first, first + SHOWN_AFTER)
    end = max([end, *(mark_end for _, mark_end in marks[:1])])
    shown, place = Text("… " if start else ""), start
    for mark_start, mark_end in (mark for mark in marks if mark[1] <= end):
        shown.append(text[place:mark_start])
        word = text[mark_start:mark_end]
        shown.append(word if console.is_terminal else f"[[{word}]]", style="bold reverse")
        place = mark_end
    return shown.append(text[place:end] + (" …" if end < len(text) else ""))


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
