"""The flow on a feed of a real server: loaded, checked again, rebuilt when the server is gone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import light_build
import pytest

sys.path.insert(0, str(Path(__file__).parent / "sources"))
from loopback import Site, answer, open_site, page, tagged

from flows.errors import NothingToLoadError, SourceError
from flows.load.history import read_history
from flows.pipeline import run_pipeline
from flows.settings import Settings

pytestmark = pytest.mark.usefixtures("prefect_server")

HUNGER = page("Hunger", "Hunger is rising again, the United Nations food agency said on Monday.")
OCEANS = page("Oceans", "The oceans are warming, a senior United Nations official said on Tuesday.")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    light_build.install(monkeypatch.setattr)
    return Settings(
        warehouse=tmp_path / "warehouse", allowed_hosts="127.0.0.1", fetch_interval_seconds=0.0, fetch_tries=1
    )


@pytest.fixture
def site() -> Iterator[Site]:
    with open_site() as opened:
        opened.pages |= {"/a": tagged(HUNGER, '"a1"'), "/b": tagged(OCEANS, '"b1"')}
        _show(opened, "/a", "/b")
        yield opened


def _show(site: Site, *paths: str) -> None:
    items = "".join(f"<item><link>{site.address(path)}</link></item>" for path in paths)
    site.pages["/feed"] = answer(f"<rss>{items}</rss>".encode(), content_type="application/rss+xml")


def published(settings: Settings) -> list[tuple[str, str]]:
    with duckdb.connect(str(settings.published), read_only=True) as connection:
        return connection.execute(
            "select source_path, source_url from marts.dim_document order by all"
        ).fetchall()


def test_feed_is_loaded_checked_and_rebuilt_without_a_network(site: Site, settings: Settings) -> None:
    feed = f"press={site.address('/feed')}"
    first = run_pipeline([feed], settings)
    host = f"127.0.0.1:{site.port}"
    both = [(f"{host}/a.html", site.address("/a")), (f"{host}/b.html", site.address("/b"))]
    assert first.documents["new"] == 2
    assert published(settings) == both

    assert run_pipeline([feed], settings).outcome == "nothing_to_do"
    _show(site, "/b")  # the feed has moved on; the older document is no less a document
    assert run_pipeline([feed], settings).documents["retired"] == 0
    assert published(settings) == both

    asked = len(site.requests)
    settings = Settings(**{**vars(settings), "offline": True})
    rebuilt = run_pipeline([feed], settings, full=True)
    assert (rebuilt.outcome, rebuilt.is_full, len(site.requests)) == ("published", True, asked)
    assert published(settings) == both


def test_list_of_addresses_loses_a_line(site: Site, settings: Settings, tmp_path: Path) -> None:
    listed = tmp_path / "press.urls"
    listed.write_text(f"{site.address('/a')}\n{site.address('/b')}\n")
    run_pipeline([str(listed)], settings)
    site.pages["/b"] = answer(b"gone", 410)
    told = run_pipeline([str(listed)], settings)
    assert [row["reason_code"] for row in told.quarantined] == ["gone"]
    assert len(published(settings)) == 2
    listed.write_text(f"{site.address('/a')}\n")
    assert run_pipeline([str(listed)], settings).documents["retired"] == 1
    assert len(published(settings)) == 1


def test_feed_that_does_not_answer_at_the_first_run(site: Site, settings: Settings) -> None:
    with pytest.raises(NothingToLoadError, match="is not there"):
        run_pipeline([site.address("/nowhere")], settings)


def test_password_is_written_nowhere(site: Site, settings: Settings) -> None:
    with pytest.raises(SourceError):
        run_pipeline([f"http://user:secret@127.0.0.1:{site.port}/feed"], settings)
    assert (
        not settings.history.exists()
        or not read_history(
            settings.history, "select 1 from history.load where sources like '%secret%'"
        ).height
    )
