"""Feeds, pages and lists fetched from a real server on loopback, which behaves well and badly."""

from __future__ import annotations

import gzip
import io
import time
import tracemalloc
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import polars as pl
import pytest
from loopback import Behaviour, Site, answer, in_turn, open_site, page, redirect, tagged

from flows.errors import StepError
from flows.settings import Settings
from flows.sources.arguments import WebSource
from flows.sources.fetch import Clock
from flows.sources.folder import Inventory
from flows.sources.http import TooLargeError, unpack
from flows.sources.kept import read_kept
from flows.sources.web import take_web_inventory

HUNGER = page("Hunger", "Hunger is rising again, the food agency said on Monday.")
OCEANS = page("Oceans", "The oceans are warming, a senior official said on Tuesday.")


class SkippingClock(Clock):
    """Time that passes when somebody waits; notes how long they waited."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self.monotonic = lambda: time.monotonic() + sum(self.waits)
        self.sleep = self.waits.append

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=sum(self.waits))


@pytest.fixture
def site() -> Iterator[Site]:
    with open_site() as opened:
        opened.pages["/robots.txt"] = answer(
            b"User-agent: *\nDisallow: /private/\n", content_type="text/plain"
        )
        yield opened


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        warehouse=tmp_path / "warehouse",
        allowed_hosts="127.0.0.1",
        fetch_interval_seconds=0.0,
        fetch_answer_seconds=20.0,
        max_file_bytes=100_000,
    )


class Reader:
    """Fetches addresses of the site as one source."""

    def __init__(self, site: Site, settings: Settings) -> None:
        self.site, self.settings, self.clock = site, settings, SkippingClock()

    def __call__(self, *paths: str, is_list: bool = False) -> Inventory:
        addresses = tuple(p if "//" in p else self.site.address(p) for p in paths)
        source = WebSource("press", addresses, is_list)
        return take_web_inventory((source,), self.settings, clock=self.clock)


@pytest.fixture
def fetch(site: Site, settings: Settings) -> Reader:
    return Reader(site, settings)


def codes(inventory: Inventory) -> list[str]:
    assert inventory.files.is_empty()
    return inventory.rejects["reason_code"].to_list()


def feed(site: Site, *paths: str) -> Behaviour:
    items = "".join(
        f"<item><link>{site.address(p)}</link><pubDate>Fri, 05 Apr 2030 23:30:00 -0400</pubDate></item>"
        for p in paths
    )
    content = f"<?xml version='1.0'?><rss version='2.0'><channel>{items}</channel></rss>".encode()
    return answer(content, content_type="application/rss+xml")


class TestGoodSites:
    def test_page_is_kept_as_it_came_under_its_address(self, site: Site, fetch: Reader) -> None:
        site.pages["/en/story/1"] = answer(HUNGER)
        found = fetch("/en/story/1?utm_source=mail#top")
        (row,) = found.files.rows(named=True)
        assert row["source_path"] == f"127.0.0.1:{site.port}/en/story/1.html"
        assert row["manifest_url"] == site.address("/en/story/1")
        assert read_kept(fetch.settings.kept_sources, row["bytes_sha256"]) == HUNGER
        assert found.rejects.is_empty()
        assert found.whole_sources == ()

    def test_feed_brings_its_entries_with_their_days(self, site: Site, fetch: Reader) -> None:
        site.pages |= {"/feed": feed(site, "/a.html", "/b"), "/a.html": answer(HUNGER), "/b": answer(OCEANS)}
        found = fetch("/feed").files
        host = f"127.0.0.1:{site.port}"
        assert found["source_path"].to_list() == [f"{host}/a.html", f"{host}/b.html"]
        assert found["manifest_published_on"].unique().to_list() == [date(2030, 4, 5)]

    def test_who_asks_is_named_and_robots_are_asked_first_and_once(self, site: Site, fetch: Reader) -> None:
        site.pages |= {"/a": answer(HUNGER), "/b": answer(OCEANS)}
        fetch("/a", "/b")
        assert site.paths == ["/robots.txt", "/a", "/b"]
        assert {headers["User-Agent"] for _, headers in site.requests} == {fetch.settings.user_agent}

    def test_unchanged_page_is_not_sent_again(self, site: Site, fetch: Reader) -> None:
        site.pages["/a"] = tagged(HUNGER, '"v1"')
        first, second = fetch("/a"), fetch("/a")
        assert site.requests[-1][1]["If-None-Match"] == '"v1"'
        assert first.files.equals(second.files)

    def test_page_known_by_its_time_only(self, site: Site, fetch: Reader) -> None:
        moment = "Fri, 05 Apr 2030 10:00:00 GMT"
        site.pages["/a"] = in_turn(answer(HUNGER, Last_Modified=moment), answer(status=304))
        first, second = fetch("/a"), fetch("/a")
        assert site.requests[-1][1]["If-Modified-Since"] == moment
        assert first.files.equals(second.files)

    def test_page_whose_bytes_are_lost_is_fetched_whole(self, site: Site, fetch: Reader) -> None:
        site.pages["/a"] = tagged(HUNGER, '"v1"')
        sha256 = fetch("/a").files["bytes_sha256"][0]
        (fetch.settings.kept_sources / sha256[:2] / sha256).unlink()
        assert fetch("/a").files["bytes_sha256"][0] == sha256
        assert "If-None-Match" not in site.requests[-1][1]

    def test_changed_page_is_a_later_edition_an_equal_one_is_not(self, site: Site, fetch: Reader) -> None:
        site.pages["/a"] = in_turn(answer(HUNGER), answer(HUNGER), answer(OCEANS))
        times = [fetch("/a").files["modified_at"][0] for _ in range(3)]
        assert times[0] == times[1] < times[2]

    def test_compressed_page(self, site: Site, fetch: Reader) -> None:
        site.pages["/a"] = answer(gzip.compress(HUNGER), Content_Encoding="gzip")
        found = fetch("/a").files
        assert read_kept(fetch.settings.kept_sources, found["bytes_sha256"][0]) == HUNGER

    def test_redirect_gives_the_address_it_leads_to(self, site: Site, fetch: Reader) -> None:
        site.pages |= {"/old": redirect("/new?utm_medium=x", 301), "/new": answer(HUNGER)}
        (row,) = fetch("/old").files.rows(named=True)
        assert row["manifest_url"] == site.address("/new")
        assert row["source_path"].endswith("/old.html")

    def test_pdf_and_plain_text_get_their_suffix(self, site: Site, fetch: Reader) -> None:
        site.pages |= {
            "/a": answer(b"%PDF-1.4", content_type="application/pdf"),
            "/b": answer(b"words", content_type="text/plain; charset=utf-8"),
        }
        paths = fetch("/a", "/b").files["source_path"].to_list()
        assert [p.rpartition("/")[2] for p in paths] == ["a.pdf", "b.txt"]


class TestWhatIsGone:
    def test_entry_that_left_the_feed_is_no_removal(self, site: Site, fetch: Reader) -> None:
        site.pages |= {"/a": answer(HUNGER), "/b": answer(OCEANS)}
        site.pages["/feed"] = in_turn(feed(site, "/a", "/b"), feed(site, "/b"))
        assert fetch("/feed", is_list=True).files.height == 2
        later = fetch("/feed", is_list=True)
        assert later.files.height == 1
        assert later.whole_sources == ()

    def test_list_says_what_belongs_to_it(self, site: Site, fetch: Reader) -> None:
        site.pages |= {"/a": answer(HUNGER), "/b": answer(OCEANS)}
        assert fetch("/a", "/b", is_list=True).whole_sources == ("press",)

    @pytest.mark.parametrize(("status", "code"), [(404, "not_found"), (410, "gone"), (403, "forbidden")])
    def test_address_that_is_gone_is_told_and_its_document_stays(
        self, status: int, code: str, site: Site, fetch: Reader
    ) -> None:
        site.pages["/a"] = in_turn(answer(HUNGER), answer(b"sorry", status))
        path = fetch("/a", is_list=True).files["source_path"][0]
        later = fetch("/a", is_list=True)
        assert codes(later) == [code]
        assert later.rejects["source_path"].to_list() == [path]  # so the list knows it is not gone


class TestRobots:
    def test_disallowed_page_is_not_asked_for(self, site: Site, fetch: Reader) -> None:
        site.pages["/private/a"] = answer(HUNGER)
        assert codes(fetch("/private/a")) == ["robots_disallow"]
        assert site.paths == ["/robots.txt"]

    def test_wildcards_and_our_own_name(self, site: Site, fetch: Reader) -> None:
        rules = b"User-agent: *\nDisallow:\n\nUser-agent: rostrum\nDisallow: /*.pdf$\nCrawl-delay: 7\n"
        site.pages |= {"/robots.txt": answer(rules, content_type="text/plain"), "/a": answer(HUNGER)}
        found = fetch("/x/y.pdf", "/a")
        assert found.rejects["reason_code"].to_list() == ["robots_disallow"]
        assert found.files.height == 1
        fetch("/a", "/a?page=2")
        assert any(6 < wait <= 7 for wait in fetch.clock.waits)

    def test_redirect_to_what_is_disallowed(self, site: Site, fetch: Reader) -> None:
        site.pages |= {"/a": redirect("/private/b"), "/private/b": answer(HUNGER)}
        assert codes(fetch("/a")) == ["robots_disallow"]
        assert "/private/b" not in site.paths

    def test_site_in_trouble_is_left_alone(self, site: Site, fetch: Reader) -> None:
        site.pages |= {"/robots.txt": answer(status=503), "/a": answer(HUNGER)}
        assert codes(fetch("/a")) == ["server_error"]
        assert set(site.paths) == {"/robots.txt"}

    def test_site_without_robots_txt(self, site: Site, fetch: Reader) -> None:
        del site.pages["/robots.txt"]
        site.pages["/a"] = answer(HUNGER)
        assert fetch("/a").files.height == 1


class TestRedirects:
    @pytest.mark.parametrize(
        "target", ["file:///etc/passwd", "ftp://127.0.0.1/a", "data:text/html,x", "http://"]
    )
    def test_only_to_http(self, target: str, site: Site, fetch: Reader) -> None:
        site.pages["/a"] = redirect(target)
        assert codes(fetch("/a")) == ["bad_redirect"]

    def test_in_a_loop(self, site: Site, fetch: Reader) -> None:
        site.pages |= {"/a": redirect("/b"), "/b": redirect("/a")}
        assert codes(fetch("/a")) == ["bad_redirect"]
        assert len(site.paths) == 7

    def test_to_a_private_address(self, site: Site, fetch: Reader) -> None:
        site.pages |= {"/a": redirect(site.address("/b", "localhost")), "/b": answer(HUNGER)}
        assert codes(fetch("/a")) == ["private_address"]
        assert site.paths == ["/robots.txt", "/a"]

    def test_with_a_password(self, site: Site, fetch: Reader) -> None:
        site.pages["/a"] = redirect("http://user:secret@127.0.0.1/")
        found = fetch("/a")
        assert codes(found) == ["bad_redirect"]


class TestPrivateAddresses:
    def test_loopback_is_refused_unless_named(self, site: Site, fetch: Reader, settings: Settings) -> None:
        site.pages["/a"] = answer(HUNGER)
        found = fetch(site.address("/a", "localhost"))
        assert codes(found) == ["private_address"]
        assert "ROSTRUM_ALLOWED_HOSTS" in found.rejects["reason"][0]
        assert site.requests == []


class TestTrouble:
    def test_passing_trouble_is_tried_again_with_longer_waits(self, site: Site, fetch: Reader) -> None:
        site.pages["/a"] = in_turn(answer(status=500), answer(status=503), answer(HUNGER))
        assert fetch("/a").files.height == 1
        assert fetch.clock.waits == [2.0, 4.0]

    def test_tries_are_bounded(self, site: Site, fetch: Reader) -> None:
        site.pages["/a"] = answer(status=500)
        assert codes(fetch("/a")) == ["server_error"]
        assert site.paths.count("/a") == 3

    def test_short_retry_after_is_waited_for(self, site: Site, fetch: Reader) -> None:
        site.pages["/a"] = in_turn(answer(status=429, Retry_After="30"), answer(HUNGER))
        assert fetch("/a").files.height == 1
        assert sum(fetch.clock.waits) >= 30

    def test_long_retry_after_leaves_the_host_alone_in_later_runs_too(
        self, site: Site, fetch: Reader
    ) -> None:
        site.pages |= {"/a": answer(status=429, Retry_After="3600"), "/b": answer(OCEANS)}
        assert codes(fetch("/a", "/b")) == ["server_busy", "server_busy"]
        asked = len(site.requests)
        assert codes(fetch("/b")) == ["server_busy"]
        assert len(site.requests) == asked
        fetch.clock.waits.append(3601.0)
        assert fetch("/b").files.height == 1

    def test_silent_server_ends_at_the_time_out(self, site: Site, fetch: Reader) -> None:
        fetch.settings = _with(fetch.settings, fetch_answer_seconds=0.4, fetch_tries=2)
        site.pages["/a"] = lambda handler: site.stopping.wait(60)
        assert codes(fetch("/a")) == ["unreachable"]

    @pytest.mark.parametrize("opening", [b"X-Slow: ", b"Content-Type: text/html\r\n\r\n"])
    def test_server_that_drips_ends_at_the_time_out(self, opening: bytes, site: Site, fetch: Reader) -> None:
        """Each byte comes in time, but the whole would take for ever: in the headers, in the body."""

        def drip(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + opening)
            for _ in range(2000):
                handler.wfile.write(b"H")
                handler.wfile.flush()
                if site.stopping.wait(0.05):
                    return

        fetch.settings = _with(fetch.settings, fetch_answer_seconds=0.5, fetch_tries=1)
        site.pages["/a"] = drip
        assert codes(fetch("/a")) == ["unreachable"]

    def test_server_that_does_not_answer_is_not_asked_for_every_page(self, site: Site, fetch: Reader) -> None:
        fetch.settings = _with(fetch.settings, fetch_tries=1, fetch_answer_seconds=0.3)
        paths = [f"/{n}" for n in range(8)]
        site.pages |= dict.fromkeys(paths, lambda handler: site.stopping.wait(60))
        assert codes(fetch(*paths)) == ["unreachable"] * 8
        assert len(site.paths) == 1 + 3

    def test_run_out_of_time_goes_on_where_it_stopped(self, site: Site, fetch: Reader) -> None:
        site.pages |= {f"/{n}": answer(page(str(n), "Words.")) for n in range(4)}
        fetch.settings = _with(fetch.settings, fetch_interval_seconds=10.0, fetch_run_seconds=25.0)
        addresses = [f"/{n}" for n in range(4)]
        first = fetch(*addresses, is_list=True)
        assert first.files.height == 2  # robots.txt at 0 s, two pages at 10 and 20 s
        assert first.whole_sources == ()
        assert "2 addresses were not reached" in first.warnings[0]
        second = fetch(*addresses, is_list=True)
        paths = pl.concat([first.files, second.files])["source_path"]
        assert paths.n_unique() == 4


def _with(settings: Settings, **values: float) -> Settings:
    return Settings(**{**vars(settings), **values})


def _bomb(size: int) -> bytes:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb") as writer:
        for _ in range(size // 1_000_000):
            writer.write(bytes(1_000_000))
    return packed.getvalue()


class TestLies:
    def test_length_too_long(self, site: Site, fetch: Reader) -> None:
        def lie(handler: BaseHTTPRequestHandler) -> None:
            answer(HUNGER, Content_Length=str(len(HUNGER) + 50), Connection="close")(handler)
            handler.close_connection = True

        site.pages["/a"] = lie
        assert codes(fetch("/a")) == ["broken_answer"]

    def test_length_over_the_limit_is_not_read(self, site: Site, fetch: Reader) -> None:
        site.pages["/a"] = answer(HUNGER, Content_Length="100000000000")
        assert codes(fetch("/a")) == ["too_large"]

    def test_body_over_the_limit_without_a_length(self, site: Site, fetch: Reader) -> None:
        sent = []

        def pour(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
            )
            while not site.stopping.is_set() and len(sent) < 10_000:
                handler.wfile.write(b"10000\r\n" + bytes(0x10000) + b"\r\n")
                sent.append(1)

        site.pages["/a"] = pour
        assert codes(fetch("/a")) == ["too_large"]
        assert len(sent) < 1000

    def test_bomb_is_not_unpacked(self, site: Site, fetch: Reader) -> None:
        bomb = _bomb(50_000_000)
        assert len(bomb) < 100_000
        site.pages["/a"] = answer(bomb, Content_Encoding="gzip")
        assert codes(fetch("/a")) == ["too_large"]

    def test_bomb_takes_no_memory(self) -> None:
        bomb = _bomb(50_000_000)
        tracemalloc.start()
        with pytest.raises(TooLargeError):
            unpack([bomb], {"content-encoding": "gzip"}, 100_000)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 2_000_000

    @pytest.mark.parametrize(
        ("content", "encoding"),
        [
            (b"not packed at all", "gzip"),
            (gzip.compress(HUNGER, mtime=0)[:-20], "gzip"),
            (HUNGER, "br"),
            (HUNGER, "gzip, gzip"),
        ],
    )
    def test_packing_that_is_none(self, content: bytes, encoding: str, site: Site, fetch: Reader) -> None:
        site.pages["/a"] = answer(content, Content_Encoding=encoding)
        assert codes(fetch("/a")) == ["broken_answer"]

    @pytest.mark.parametrize("content_type", ["image/png", "application/octet-stream", "", "text/xml"])
    def test_kind_that_is_no_document(self, content_type: str, site: Site, fetch: Reader) -> None:
        site.pages["/a"] = answer(HUNGER, content_type=content_type)
        assert codes(fetch("/a")) == ["wrong_type"]

    def test_304_that_nobody_asked_for(self, site: Site, fetch: Reader) -> None:
        site.pages["/a"] = answer(status=304)
        assert codes(fetch("/a")) == ["unexpected_status"]

    def test_feed_in_a_feed_is_not_followed(self, site: Site, fetch: Reader) -> None:
        site.pages |= {"/feed": feed(site, "/feed2"), "/feed2": feed(site, "/feed")}
        assert codes(fetch("/feed")) == ["wrong_type"]

    def test_status_line_that_is_none(self, site: Site, fetch: Reader) -> None:
        site.pages["/a"] = lambda handler: handler.wfile.write(b"\x00\xff nonsense\r\n\r\n")
        assert codes(fetch("/a")) == ["broken_answer"]


def test_bad_addresses_of_a_list_do_not_stop_the_others(site: Site, fetch: Reader) -> None:
    site.pages["/a"] = answer(HUNGER)
    found = fetch("/a", "https://user:secret@host/x", "http://[::1", "http://host:99999/", is_list=True)
    assert found.files.height == 1
    assert found.rejects["reason_code"].to_list() == ["bad_address"] * 3
    assert "secret" not in str(found.rejects.rows())


def test_robot_without_a_name(fetch: Reader) -> None:
    fetch.settings = _with(fetch.settings, user_agent="\r\nHost: x")  # type: ignore[arg-type]
    with pytest.raises(StepError, match="ROSTRUM_USER_AGENT"):
        fetch("/a")
