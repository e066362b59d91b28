"""The quality report of a load: one HTML page that needs nothing beside itself.

Everything in it that comes from a source is shown escaped, and characters that would not be seen
(controls, marks that turn the direction of writing) are shown by their number.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from flows.load.database import quote_text
from flows.load.files import write_text
from flows.load.history import read_history
from flows.load.releases import release_path
from flows.settings import Settings

logger = logging.getLogger("rostrum")

TEMPLATE = "quality.html.j2"
SAMPLES = 6  # of each kind of fact
SAMPLED_DOCUMENTS = 200
ROWS_SHOWN = 200
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?")

LOADS = """
    select load_id, started_at, outcome, documents_seen, documents_new, documents_changed,
        documents_unchanged, documents_retired, documents_duplicate, documents_superseded,
        documents_quarantined, code_version, schema_version, reference_version, models_version,
        is_full, error, sources,
        round(epoch(ended_at - started_at), 1) as seconds
    from history.load where load_id <= $1 order by load_id desc limit 30"""
VERDICTS = """
    select load_id, suite, expectation, table_name, success, errored, severity, observed, threshold, reason
    from history.validation_result where load_id in (
        select distinct load_id from history.validation_result where load_id <= $1 order by all desc limit 30)
    order by load_id"""
QUARANTINE = """
    select source_name, source_path, reason_code, reason, load_id from history.quarantine
    where load_id = $1 order by all"""
EVENTS = "select event, count(*) as documents from history.document_load where load_id = $1 group by all"
# A sample that is another one for each load, and the same whenever its page is made again. It is drawn
# from some documents, and joined when it is drawn: to sort all facts of a large warehouse takes seconds.
FACTS = """
    with some_documents as (
        select document_key from marts.dim_document order by md5(document_key || $1) limit {documents}
    ),
    fact as (
        from marts.{table} where document_key in (from some_documents) order by md5({key} || $1) limit {limit}
    )
    select fact.{key} as key, fact.rule, fact.text, fact.start_offset - said.start_offset as starts,
        said.text as sentence, speaker.name as speaker, document.symbol,
        document.source_name || '/' || document.source_path as file,
        document.source_url, fact.start_offset, fact.end_offset, {shown} as shown
    from fact
    inner join marts.fct_sentence as said using (sentence_key)
    inner join marts.dim_document as document on document.document_key = fact.document_key
    left join marts.dim_speaker as speaker on speaker.speaker_key = fact.speaker_key
    order by md5(fact.{key} || $1)"""
FACT_TABLES = (
    ("Figures", "fct_cited_figure", "figure_key", "concat_ws(' ', value_low, unit, measure)"),
    ("Positions", "fct_position", "position_key", "concat_ws(' ', stance, issue)"),
    ("Quotations", "fct_quotation", "quotation_key", "fact.mode"),
)


def report_path(settings: Settings, load_id: str) -> Path:
    return settings.reports / f"{load_id}.html"


def write_report(settings: Settings, load_id: str) -> Path | None:
    """Write the page of a load that has ended; None, and a line in the log, if that is not possible.

    A load that is published must not fail for want of its report.
    """
    try:
        page = render_report(settings, load_id)
        settings.reports.mkdir(parents=True, exist_ok=True)
        write_text(report_path(settings, load_id), page)
    except (duckdb.Error, OSError) as error:
        logger.warning("%s: its report could not be written: %s", load_id, error)
        return None
    return report_path(settings, load_id)


def render_report(settings: Settings, load_id: str) -> str:
    """Return the page as HTML."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["seen"] = show_unseen
    loads = read_history(settings.history, LOADS, [load_id]).to_dicts()
    verdicts = read_history(settings.history, VERDICTS, [load_id]).to_dicts()
    quarantined = read_history(settings.history, QUARANTINE, [load_id]).to_dicts()
    mine = [v for v in verdicts if v["load_id"] == load_id]
    more = [{"series": draw_series(verdicts, v), "is_drift": "drift" in v["expectation"]} for v in mine]
    gates = [v | also for v, also in zip(mine, more, strict=True)]
    return environment.get_template(TEMPLATE).render(
        load=loads[0],
        loads=loads,
        gates=gates,
        quarantined=quarantined[:ROWS_SHOWN],
        quarantined_count=len(quarantined),
        events=read_history(settings.history, EVENTS, [load_id]).to_dicts(),
        samples=sample_facts(release_path(settings, load_id), load_id),
    )


def show_unseen(text: object) -> str:
    """Return the text with characters that are not seen as `⟨U+202E⟩`."""
    return UNSEEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", "" if text is None else str(text))


def draw_series(verdicts: Sequence[Mapping[str, Any]], of: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the points of an expectation's observed values over the loads; None if they are no numbers."""
    same = ("suite", "expectation", "table_name")
    observed = [v["observed"] for v in verdicts if all(v[column] == of[column] for column in same)]
    values = [float(text) for text in observed if text and NUMBER.fullmatch(text)]
    if len(values) < 2:
        return None
    low, high = min(values), max(values)
    step, span = 150 / (len(values) - 1), (high - low) or 1.0
    points = [(5 + number * step, 25 - 20 * (value - low) / span) for number, value in enumerate(values)]
    drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return {"points": drawn, "last": points[-1], "low": low, "high": high, "count": len(values)}


def sample_facts(release: Path, load_id: str) -> list[dict[str, Any]]:
    """Return some facts of each kind with their evidence; none of a load without a release."""
    if not release.exists():
        return []
    samples = []
    with duckdb.connect() as connection:
        connection.execute(f"attach {quote_text(release)} as shown (read_only)")
        connection.execute("use shown")
        tables = {t for (t,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
        for title, table, key, shown in FACT_TABLES:
            if table in tables:
                query = FACTS.format(
                    table=table, key=key, shown=shown, documents=SAMPLED_DOCUMENTS, limit=SAMPLES
                )
                facts = connection.execute(query, [load_id]).pl().to_dicts()
                samples.append({"title": title, "facts": [fact | cut_evidence(fact) for fact in facts]})
    return samples


def cut_evidence(fact: Mapping[str, Any]) -> dict[str, str]:
    """Return the sentence of a fact in three parts: before its words, its words, after them.

    Words that cross the end of their sentence are shown by themselves.
    """
    start = fact["starts"]
    if fact["sentence"][start : start + len(fact["text"])] != fact["text"]:
        return {"before": "", "words": fact["text"], "after": ""}
    after = fact["sentence"][start + len(fact["text"]) :]
    return {"before": fact["sentence"][:start], "words": fact["text"], "after": after}
