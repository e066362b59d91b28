"""The views: each reads its address, asks a few queries and hands rows and charts to its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dashboard import charts
from dashboard.filters import PAGE_SIZE, Address
from dashboard.marks import cut_paragraphs
from dashboard.notes import SET_NAMES
from dashboard.panels import lay_out_panel
from dashboard.releases import Release, Row
from flows.stances import STANCE_WORDS, STANCES

Context = dict[str, Any]

SINGLE_MARKS = 40  # a group with more claims shows equal claims as one mark
PANEL_ROWS = 25  # delegations on one page of the panels
EVIDENCE_SIZE = 20
PARAGRAPHS = 300  # of a document on one page
ALL_ROWS = {"size": 1_000_000, "skip": 0}
NO_SUCH_PAGE = "With these filters there are fewer pages than this address asks for."
MARKED = ("speaker", "quotation", "figure", "position", "instrument")


class NoSuchRowError(LookupError):
    """An address that names a row which this release does not hold."""


def fetch_page(release: Release, query: str, address: Address, size: int, **values: object) -> list[Row]:
    """Return the rows of the address's page. Raises NoSuchRowError behind the last one, which is not to say
    that nothing was found."""
    rows = release.fetch(query, **values, **address.window(size))
    if not rows and address.page > 1:
        raise NoSuchRowError(NO_SUCH_PAGE)
    return rows


def show_figures(release: Release, address: Address) -> Context:
    """Groups of comparable figures, and one group's claims side by side."""
    search = {"words": address.get("words"), "unit": address.get("unit")}
    groups = fetch_page(release, "figure_groups", address, 15, **search)
    chosen = address.get("group") or (groups[0]["comparison_key"] if groups else None)
    context: Context = {"groups": groups, "group": None}
    if chosen and (found := release.fetch("figure_group", group=chosen)):
        context |= _compare_figures(release, address, found[0])
    elif address.get("group"):
        raise NoSuchRowError(
            "This release holds no such group of figures; another load may have formed it anew."
        )
    context["alone"] = release.fetch("figure_claims", group=None, **ALL_ROWS)[:PAGE_SIZE]
    return context


def _compare_figures(release: Release, address: Address, group: Row) -> Context:
    key = group["comparison_key"]
    rows = release.fetch("figure_marks", group=key, single_marks=SINGLE_MARKS)
    skip = (address.get_page("claims") - 1) * PAGE_SIZE
    claims = release.fetch("figure_claims", group=key, vague=False, size=PAGE_SIZE, skip=skip)
    chart = None
    if rows:
        chart = charts.draw_figures(
            rows, group["unit"] or "number", _label_figure, lambda row: _mark_link(address, row)
        )
    sources = charts.order_sources(rows)
    return {
        "group": group,
        "chart": chart,
        "claims": claims,
        "marks": rows,
        "vague": release.fetch("figure_claims", group=key, vague=True, size=PAGE_SIZE, skip=0),
        "related": release.fetch("related_groups", group=key),
        "sources": [(name, charts.colour_sources(sources)[name]) for name in sources],
        "shapes": sorted({row["assertion"] for row in rows}),
        "is_logarithmic": charts.is_logarithmic(rows),
    }


def _label_figure(row: Row) -> str:
    stated = "" if row["assertion"] == "asserted" else f" ({row['assertion']})"
    if row["claim_count"] > 1:
        return f"{row['text']}{stated}, {row['claim_count']:,} claims"
    return f"{row['text']}{stated} – {row['speaker']}"


def _mark_link(address: Address, row: Row) -> str:
    if row["claim_count"] > 1:
        return address.to("/evidence", view="figures", equal_to=row["figure_key"])
    return address.to(f"/evidence/{row['figure_key']}")


def position_filters(address: Address) -> dict[str, object]:
    """Return the parameters of the queries behind the position panels."""
    return address.span() | {
        "region": address.get("region"),
        "group": address.get("group"),
        "words": address.get("words"),
        "issue": address.get("issue"),
        "everyone": address.get("who") == "everyone",
    }


def show_positions(release: Release, address: Address) -> Context:
    """Delegations by issues, one panel a stance."""
    chosen = position_filters(address)
    delegations = fetch_page(release, "delegations", address, PANEL_ROWS, **chosen)
    keys = [row["affiliation_key"] for row in delegations]
    cells = release.fetch("position_cells", **chosen, delegations=keys) if keys else []
    issues = [row for row in release.fetch("filter_values") if row["filter"] == "issue"]
    if chosen["issue"]:
        issues = [row for row in issues if row["value"] == chosen["issue"]]
    largest = max((cell["claim_count"] for cell in cells), default=1)

    def link(cell: Row) -> str:
        return _cell_link(address, cell)

    panels = [
        lay_out_panel(
            stance, [cell for cell in cells if cell["stance"] == stance], delegations, issues, link, largest
        )
        for stance in STANCES
    ]
    silent = delegations[0]["silent_count"] if delegations else 0
    return {
        "delegations": delegations,
        "cells": cells,
        "cell_link": link,
        "panels": panels,
        "stance_words": STANCE_WORDS,
        "silent_count": silent,
        "page_size": PANEL_ROWS,
        "silent": [row["name"] for row in delegations if not row["sentence_count"]],
        "without": [row["name"] for row in delegations if row["sentence_count"] and not row["claim_count"]],
    }


def _cell_link(address: Address, cell: Row) -> str:
    chosen = {name: address.get(name) for name in ("organ", "topic", "since", "until")}
    return address.to(
        "/evidence",
        view="positions",
        affiliation=cell["affiliation_key"],
        issue=cell["issue"],
        stance=cell["stance"],
        attribution=cell["attribution"],
        **chosen,
    )


def speaker_filters(address: Address) -> dict[str, object]:
    """Return the parameters of the queries behind the speakers' view."""
    names = ("region", "group", "gender", "words", "speaker")
    return address.span() | {name: address.get(name) for name in names}


def show_speakers(release: Release, address: Address) -> Context:
    """Who spoke, for whom, and how the words of the coverage are shared."""
    chosen = speaker_filters(address)
    speakers = fetch_page(release, "speakers", address, PAGE_SIZE, **chosen)
    shares = release.fetch("coverage_shares", **chosen)
    years = release.fetch("statement_years", **chosen)

    def link(**more: object) -> str:
        return address.to(
            "/evidence", view="speakers", **{k: v for k, v in chosen.items() if k != "speaker"} | more
        )

    splits = {}
    for split in ("region", "gender"):
        rows = [row for row in shares if row["split"] == split]
        splits[split] = {"rows": rows, "chart": _draw_shares(rows, split, link) if rows else None}
    timeline = None
    if years:
        timeline = charts.draw_timeline(years, lambda row: link(since=row["since"], until=row["until"]))
    return {
        "speakers": speakers,
        "splits": splits,
        "timeline": timeline,
        "years": years,
        "evidence_link": link,
    }


def _draw_shares(rows: list[Row], split: str, link: Callable[..., str]) -> str:
    return charts.draw_bars(
        rows, lambda row: row["value"], lambda row: link(**{split: row["value"]}), f"words by {split}"
    )


def show_speaker(release: Release, address: Address, key: str) -> Context:
    """One speaker: roles, time line, quotations, figures, alignments."""
    found = release.fetch("speaker", speaker=key)
    if not found:
        raise NoSuchRowError("This release holds no such speaker.")
    years = release.fetch("statement_years", speaker=key)
    timeline = charts.draw_timeline(years, lambda row: _period_link(address, key, row)) if years else None
    quotations = fetch_page(release, "quotation_keys", address, EVIDENCE_SIZE, speaker=key)
    return {
        "speaker": found[0],
        "years": years,
        "roles": release.fetch("speaker_roles", speaker=key),
        "names": release.fetch("speaker_names", speaker=key),
        "statements": release.fetch("speaker_statements", speaker=key),
        "alignments": release.fetch("speaker_alignments", speaker=key),
        "figures": release.fetch("speaker_figures", speaker=key),
        "quotations": fetch_evidence(release, [row["key"] for row in quotations]),
        "quotation_total": quotations[0]["total_count"] if quotations else 0,
        "timeline": timeline,
        "stances": [(stance, found[0].get(f"{stance}_count") or 0) for stance in STANCES],
        "page_size": EVIDENCE_SIZE,
    }


def _period_link(address: Address, key: str, row: Row) -> str:
    return address.to("/evidence", view="speakers", speaker=key, since=row["since"], until=row["until"])


def document_filters(address: Address) -> dict[str, object]:
    """Return the parameters of the list of documents."""
    return address.span() | {"words": address.get("words"), "kind": address.get("kind")}


def show_documents(release: Release, address: Address) -> Context:
    """All documents, newest first."""
    return {"documents": fetch_page(release, "documents", address, PAGE_SIZE, **document_filters(address))}


def show_document(release: Release, address: Address, key: str) -> Context:
    """One document's text with everything that was found in it."""
    found = release.fetch("document", document=key)
    if not found:
        raise NoSuchRowError("This release holds no such document.")
    text = release.fetch("document_text", document=key)[0]["text"]
    paragraph_total = text.count("\n") + 1
    if (address.page - 1) * PARAGRAPHS >= paragraph_total:
        raise NoSuchRowError(NO_SUCH_PAGE)
    shown = [fact for fact in MARKED if address.get(f"hide_{fact}") is None]
    marks = [mark for mark in release.fetch("document_marks", document=key) if mark["fact"] in shown]
    paragraphs = cut_paragraphs(text, marks, (address.page - 1) * PARAGRAPHS, PARAGRAPHS)
    counts = {fact: sum(mark["fact"] == fact for mark in marks) for fact in MARKED}
    counts["speaker"] = len({mark["speaker_key"] for mark in marks if mark["fact"] == "speaker"})
    return {
        "document": found[0],
        "paragraphs": paragraphs,
        "shown": shown,
        "marked": MARKED,
        "counts": counts,
        "paragraph_total": paragraph_total,
        "page_size": PARAGRAPHS,
    }


def show_loads(release: Release, address: Address) -> Context:
    """How fresh the release is, what it had to fulfil, what was left out, how often rows are right."""
    accuracy = release.fetch("accuracy")
    measured = {row["gold"] for row in accuracy}
    sets = {name: described for name, described in SET_NAMES.items() if name in measured}
    table: dict[str, dict[str, Row]] = {}
    for row in accuracy:
        table.setdefault(row["measure"], {})[row["gold"]] = row
    return {
        "loads": release.fetch("loads"),
        "gates": release.fetch("gates"),
        "accuracy": table,
        "sets": sets,
        "quarantine": fetch_page(release, "quarantine", address, PAGE_SIZE),
    }


def list_evidence(release: Release, address: Address) -> Context:
    """The evidence behind one mark, bar or cell that stands for several rows."""
    queries: dict[str, tuple[str, dict[str, object]]] = {
        "positions": (
            "position_claims",
            position_filters(address)
            | {name: address.get(name) for name in ("affiliation", "stance", "attribution")},
        ),
        "speakers": ("statement_keys", speaker_filters(address)),
        "figures": ("equal_figures", {"equal_to": address.get("equal_to")}),
    }
    view = address.get("view") or ""
    if view not in queries:
        raise NoSuchRowError("This address names no evidence.")
    name, values = queries[view]
    keys = fetch_page(release, name, address, EVIDENCE_SIZE, **values)
    return {
        "evidence": fetch_evidence(release, [row["key"] for row in keys]),
        "page_size": EVIDENCE_SIZE,
        "total": keys[0]["total_count"] if keys else 0,
    }


def show_evidence(release: Release, address: Address, key: str) -> Context:
    """The evidence of one row."""
    found = fetch_evidence(release, [key])
    if not found:
        raise NoSuchRowError("This release holds no row with that key.")
    return {"evidence": found, "total": 1, "page_size": EVIDENCE_SIZE}


def fetch_evidence(release: Release, keys: list[str]) -> list[Row]:
    """Return facts by their keys, each in its paragraph, with the page of its document that has it."""
    rows = release.fetch("evidence", keys=keys) if keys else []
    return [row | {"document_page": (row["paragraph_ordinal"] - 1) // PARAGRAPHS + 1} for row in rows]


# What the download of a view holds: the query, and its parameters.
DOWNLOADS = {
    "figures": lambda a: ("figure_rows", {"group": a.get("group")}),
    "positions": lambda a: ("position_cells", position_filters(a) | {"delegations": None}),
    "speakers": lambda a: ("speakers", speaker_filters(a) | ALL_ROWS),
    "documents": lambda a: ("documents", document_filters(a) | ALL_ROWS),
    "loads": lambda a: ("loads", {}),
}
