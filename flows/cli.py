"""The command line. Heavy parts are imported by the command that needs them."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.errors import NotPublishedError, PipelineError
from flows.settings import Settings
from flows.stances import Stance

app = typer.Typer(
    help="Who said what at the United Nations, for whom, citing which figures.",
    epilog="With --debug, after any command, an error is shown with its traceback.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # `[warehouse]` in a help text is a default, not markup
    pretty_exceptions_enable=False,
)

WarehouseOption = Annotated[
    Path | None,
    typer.Option(
        "--warehouse",
        metavar="DIR",
        file_okay=False,
        help="Folder that holds everything a run writes [warehouse].",
    ),
]


class Engine(StrEnum):
    LOCAL = "local"
    DASK = "dask"


class RowFormat(StrEnum):
    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


class HitFormat(StrEnum):
    TEXT = "text"
    CSV = "csv"
    JSON = "json"


class FileFormat(StrEnum):
    PARQUET = "parquet"
    CSV = "csv"


def main() -> None:
    """Run the command line; a known error is one line on standard error and its exit code."""
    debug = "--debug" in sys.argv
    if debug:
        sys.argv.remove("--debug")
    try:
        app()
    except (PipelineError, ValueError) as error:
        if debug:
            raise
        print(f"rostrum: {error}", file=sys.stderr)
        sys.exit(getattr(error, "exit_code", 2))
    except OSError as error:  # a disk that is full, a folder that may not be written
        if debug:
            raise
        print(f"rostrum: {error}", file=sys.stderr)
        sys.exit(1)


@app.command()
def run(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            help="Files, folders, feeds, pages and .urls lists, each PATH or NAME=PATH [seeds/documents].",
            show_default=False,
        ),
    ] = None,
    warehouse: WarehouseOption = None,
    engine: Annotated[Engine | None, typer.Option(help="Where batches are extracted [local].")] = None,
    full: Annotated[bool, typer.Option("--full", help="Extract every document again.")] = False,
    wait: Annotated[bool, typer.Option("--wait", help="Wait for a run that holds the warehouse.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 3 when files were quarantined.")] = False,
    allow_removal: Annotated[
        bool, typer.Option("--allow-removal", help="Go on though many documents are gone from a source.")
    ] = False,
    offline: Annotated[
        bool, typer.Option("--offline", help="Fetch nothing: go on with what was kept of feeds and pages.")
    ] = False,
    rehash: Annotated[
        bool,
        typer.Option("--rehash", help="Read every file, also those that seem unchanged since the last run."),
    ] = False,
) -> None:
    """Load files, folders and feeds, validate, build and publish the warehouse."""
    from flows.settings import prepare_environment

    settings = Settings.from_environment(
        warehouse=_absolute(warehouse),
        engine=engine and engine.value,
        offline=offline or None,
        rehash=rehash or None,
    )
    prepare_environment(settings)
    from flows.load.apart import processes_apart
    from flows.prefect_server import reach_prefect
    from flows.report import print_summary, show_progress

    with show_progress(), reach_prefect(settings) as wait_for_prefect, processes_apart():
        from flows.pipeline import run_pipeline

        wait_for_prefect()
        result = run_pipeline(paths or [], settings, full=full, wait=wait, allow_removal=allow_removal)
    print_summary(result)
    if strict and result.quarantined:
        raise typer.Exit(3)


@app.command()
def serve(
    warehouse: WarehouseOption = None,
    deployments: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What to deploy [prefect.yaml].", show_default=False)
    ] = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Of the Prefect server and its pages.")] = 4200,
) -> None:
    """Run a Prefect server, the deployments with their schedules and a worker, until Ctrl-C."""
    from flows import service

    settings = _settings(warehouse)
    service.serve(settings, (deployments or settings.project / "prefect.yaml").absolute(), port)


@app.command()
def status(
    warehouse: WarehouseOption = None,
    document: Annotated[
        str | None,
        typer.Option(help="Show the history of this document: its key, symbol, address, or source/path."),
    ] = None,
) -> None:
    """Show the last loads, their gates and quarantine, and what is published."""
    from flows.report import print_document_history, print_status

    if document is None:
        print_status(_settings(warehouse))
    else:
        print_document_history(_settings(warehouse), document)


@app.command()
def rollback(
    release: Annotated[
        str | None,
        typer.Argument(help="A release of `rostrum status` [the one before the published]."),
    ] = None,
    unpin: Annotated[
        bool, typer.Option("--unpin", help="Publish the newest release, and every later one, again.")
    ] = False,
    warehouse: WarehouseOption = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait for a run that holds the warehouse.")] = False,
) -> None:
    """Publish an earlier release again, and pin it: later loads are kept but not shown."""
    from flows.load import lake, releases
    from flows.load.lock import hold_lock
    from flows.report import print_shown

    if unpin and release is not None:
        raise typer.BadParameter("--unpin takes no release: it publishes the newest")
    settings = _settings_of_loads(warehouse)
    with hold_lock(settings.lock, wait=wait):
        if settings.lake and release and release not in releases.list_releases(settings):
            lake.fetch_release(settings, release)
        shown = releases.unpin(settings) if unpin else releases.roll_back(settings, release)
    if settings.lake:
        lake.publish_to_lake(settings)
    print_shown(shown)


@app.command()
def maintain(
    warehouse: WarehouseOption = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait for a run that holds the warehouse.")] = False,
) -> None:
    """Remove old releases, logs, reports and unused source bytes, and compact the databases."""
    from flows.maintenance import maintain as maintain_warehouse

    done = maintain_warehouse(_settings_of_loads(warehouse), wait=wait)
    for name, value in done.items():
        print(f"{name}: {', '.join(value) or 'none' if isinstance(value, list) else value}")


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help="SQL on the schemas marts and meta.")],
    warehouse: WarehouseOption = None,
    row_format: Annotated[
        RowFormat, typer.Option("--format", help="How rows are printed.")
    ] = RowFormat.TABLE,
) -> None:
    """Run a query on the published warehouse, read-only."""
    from flows.answer.published import fetch_rows, write_rows

    published = _settings(warehouse).published
    if row_format is RowFormat.TABLE:
        from flows.report import print_rows

        print_rows(*fetch_rows(published, query))
    else:
        write_rows(published, query, row_format.value)


@app.command()
def show(
    key: Annotated[str, typer.Argument(help="Any key of the warehouse, such as a figure_key.")],
    warehouse: WarehouseOption = None,
) -> None:
    """Show one fact with its evidence: the words in their paragraph, speaker, document, rule."""
    from flows.answer.published import find_evidence
    from flows.report import print_evidence

    print_evidence(find_evidence(_settings(warehouse).published, key))


@app.command()
def search(
    words: Annotated[
        list[str],
        typer.Argument(
            help="Words that a sentence must hold, in any form (`child` finds `children`);"
            " in quotes of their own they stand together: '\"supply chain\" child'."
        ),
    ],
    speaker: Annotated[str | None, typer.Option(help="Said by: words of the name.")] = None,
    affiliation: Annotated[
        str | None,
        typer.Option("--affiliation", "--delegation", help="Said for: words of the name, or ISO code."),
    ] = None,
    stance: Annotated[Stance | None, typer.Option(help="The sentence takes this stance.")] = None,
    document: Annotated[
        str | None, typer.Option(help="Symbol, document_key, file, or words of the title.")
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="First day, of the meeting, else of publication."),
    ] = None,
    until: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Show the best N sentences.")] = 10,
    every_printing: Annotated[
        bool, typer.Option("--every-printing", help="Also second printings, pull quotes and leads.")
    ] = False,
    hit_format: Annotated[HitFormat, typer.Option("--format", help="How they are printed.")] = HitFormat.TEXT,
    warehouse: WarehouseOption = None,
) -> None:
    """Search the sentences for words, best matches (BM25) first, with who said them where."""
    from flows.answer.search import Filters, search_sentences
    from flows.report import print_hits

    settings = _settings(warehouse)
    days = (since.date() if since else None, until.date() if until else None)
    filters = Filters(speaker, affiliation, stance and stance.value, document, *days, every_printing)
    print_hits(search_sentences(settings, " ".join(words), filters, limit), hit_format.value)


@app.command()
def evaluate(
    gold: Annotated[
        Path | None,
        typer.Argument(metavar="GOLD_DIR", help="Folder of labels [tests/gold].", show_default=False),
    ] = None,
    warehouse: WarehouseOption = None,
    errors: Annotated[int, typer.Option(min=0, help="Show up to N errors of each measure.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the values as JSON.")] = False,
) -> None:
    """Measure how often the rows are right, against labelled documents."""
    from flows.answer.published import open_published
    from flows.evaluate import score_warehouse
    from flows.report import print_evaluation

    settings = _settings(warehouse)
    open_published(settings.published).close()
    result = score_warehouse(settings.published, gold or settings.project / "tests" / "gold")
    if as_json:
        print(json.dumps({m.name: m.value for m in result.measures}, indent=1))
    else:
        print_evaluation(result, errors)


@app.command()
def accuracy() -> None:
    """Measure all labelled documents of the project and write docs/accuracy.md."""
    from flows.settings import prepare_environment

    settings = Settings.from_environment()
    prepare_environment(settings)
    from flows.evaluate.record import measure_sets, write_record

    page = settings.project / "docs" / "accuracy.md"
    write_record(measure_sets(settings), settings.project / "seeds" / "accuracy.csv", page)
    print(f"written: {page}")


@app.command()
def dictionary(
    site: Annotated[
        Path | None,
        typer.Option("--site", metavar="DIR", help="Write dbt's page of models and lineage there instead."),
    ] = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Write docs/data-dictionary.md: every published table and column, from the models' YAML."""
    from flows.settings import prepare_environment

    settings = _settings(warehouse)
    prepare_environment(settings)
    from flows.answer.dictionary import write_dictionary, write_site

    if site:
        print(f"written: {write_site(settings, site.absolute())}")
        return
    page = settings.project / "docs" / "data-dictionary.md"
    count = write_dictionary(settings, page)
    print(f"written: {page} ({count} tables)")


@app.command()
def cookbook(warehouse: WarehouseOption = None) -> None:
    """Write the answers in docs/cookbook.md anew, from the published warehouse."""
    from flows.answer.cookbook import answer_page

    settings = _settings(warehouse)
    page = settings.project / "docs" / "cookbook.md"
    print(f"written: {page} ({answer_page(settings.published, page)} answers)")


@app.command()
def export(
    target: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    warehouse: WarehouseOption = None,
    file_format: Annotated[FileFormat, typer.Option("--format", help="Kind of files.")] = FileFormat.PARQUET,
) -> None:
    """Write every published table as files, with a data package, a manifest and how to cite it."""
    from flows.answer.export import export_marts

    manifest: dict[str, Any] = export_marts(
        _settings(warehouse).published, target.absolute(), file_format.value
    )
    rows = sum(file["rows"] for file in manifest["files"])
    print(f"{len(manifest['files'])} tables with {rows} rows written to {target}")


@app.command()
def dashboard(
    warehouse: WarehouseOption = None,
    host: Annotated[
        str, typer.Option(help="Address to listen on; other machines reach only what you name here.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8501,
    screenshots: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write a picture of each view to a folder, then end.")
    ] = None,
) -> None:
    """Serve the web page on the published warehouse; it follows new releases by itself."""
    settings = _settings(warehouse)
    if screenshots:
        from dashboard.screenshots import take_screenshots

        for picture in take_screenshots(settings, screenshots.absolute()):
            print(f"written: {picture}")
        return
    from dashboard.serve import run_dashboard

    run_dashboard(settings, host, port)


def _settings(warehouse: Path | None) -> Settings:
    return Settings.from_environment(warehouse=_absolute(warehouse))


def _settings_of_loads(warehouse: Path | None) -> Settings:
    """Return the settings of a folder that holds a warehouse: a mistyped one is not made, nor cleaned."""
    settings = _settings(warehouse)
    if not any(path.exists() for path in (settings.history, settings.published, settings.releases)):
        raise NotPublishedError(f"no load has run in {settings.warehouse}; run `rostrum run` first")
    return settings


def _absolute(path: Path | None) -> Path | None:
    return path.expanduser().absolute() if path else None
