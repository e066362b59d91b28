"""The quality report: what it shows, and that nothing of a source gets out of its cell."""

from __future__ import annotations

import re
import shutil
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest

from flows.load.database import open_database
from flows.load.history import append_rows, begin_load, update_load
from flows.load.quality import show_unseen, write_report
from flows.load.releases import release_path
from flows.settings import Settings

HOSTILE = "</td></table><script>alert(1)</script><img src=x onerror=alert(2)> ' \" {{ 7 * 7 }} \u202eevil\x00"


class Tags(HTMLParser):
    """All tags of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def reported(tmp_path: Path) -> Settings:
    """Three loads with one expectation each; the last one has met hostile names everywhere."""
    settings = Settings(warehouse=tmp_path / "w")
    for number, observed in enumerate(("0.91", "0.87", "0.42")):
        load_id = f"2030040{number}T000000-000000"
        began = datetime(2030, 4, number + 1)
        begin_load(settings.history, load_id, began, f"docs={HOSTILE}", is_full=False)
        update_load(settings.history, load_id, outcome="published", ended_at=began + timedelta(seconds=9))
        verdict = {
            "suite": "gate_1",
            "table_name": "figures",
            "severity": "warn",
            "threshold": "min_value=0.8",
        }
        row = {
            "expectation": "share_did_not_drift",
            "success": number < 2,
            "errored": False,
            "reason": HOSTILE,
        }
        append_rows(
            settings.history,
            "validation_result",
            load_id,
            pl.DataFrame([verdict | row | {"observed": observed}]),
        )
    bad = {"source_name": "docs", "source_path": HOSTILE, "reason_code": "no_text", "reason": HOSTILE}
    append_rows(settings.history, "quarantine", load_id, pl.DataFrame([bad]))
    return settings


def read_report(reported: Settings) -> Tags:
    path = write_report(reported, "20300402T000000-000000")
    assert path is not None
    return Tags(path.read_text(encoding="utf-8"))


def test_report_shows_gates_quarantine_and_values_over_the_loads(reported: Settings) -> None:
    page = read_report(reported)
    (line,) = [attributes for tag, attributes in page.tags if tag == "polyline"]
    assert line["points"] == "5.0,5.0 80.0,6.6 155.0,25.0"
    for shown in ("share_did_not_drift", "0.42", "min_value=0.8", "no_text", "0 of 1 expectations hold"):
        assert shown in page.text
    assert "Nothing was published." in page.text


def test_hostile_text_is_shown_and_never_run(reported: Settings, corpus: Path) -> None:
    release = release_path(reported, "20300402T000000-000000")
    release.parent.mkdir(parents=True)
    shutil.copy(corpus, release)
    with open_database(release) as connection:
        hostile = HOSTILE.replace("\x00", "")
        connection.execute("update marts.dim_speaker set name = $1", [hostile])
        connection.execute("update marts.dim_document set source_url = 'javascript:' || $1", [hostile])
        connection.execute("update marts.fct_cited_figure set text = $1", [hostile])
    page = read_report(reported)
    assert {tag for tag, _ in page.tags} & {"script", "img", "a", "link", "iframe"} == set()
    names = {name for _, attributes in page.tags for name in attributes}
    assert not [name for name in names if name.startswith("on") or name in ("src", "href")]
    assert page.text.count("<script>alert(1)</script>") >= 4
    assert "{{ 7 * 7 }}" in page.text
    assert "⟨U+202E⟩evil⟨U+0000⟩" in page.text
    assert not re.search("[\u202e\x00]", page.text)
    assert "a scandal for all" in page.text  # a quotation, with its evidence


def test_report_that_cannot_be_written_is_no_error(reported: Settings) -> None:
    reported.reports.write_text("a file where the folder should be")
    assert write_report(reported, "20300402T000000-000000") is None


def test_unseen_characters_are_shown_by_their_number() -> None:
    assert show_unseen("a\u200fb\nc\x07") == "a⟨U+200F⟩b\nc⟨U+0007⟩"
    assert show_unseen(None) == ""
