"""Entries of feeds, whole and broken."""

from __future__ import annotations

from datetime import date

import pytest

from flows.sources.feed import Entry, is_feed, parse_day, read_feed

BASE = "https://press.example/feed.xml"


def read(items: str, root: str = "rss") -> list[Entry]:
    return read_feed(f"<?xml version='1.0'?><{root}>{items}</{root}>".encode(), BASE)


def test_rss_with_relative_and_repeated_links() -> None:
    links = (" /a ", "/b?utm_source=rss", "/a")
    assert read("".join(f"<item><link>{link}</link></item>" for link in links)) == [
        Entry("https://press.example/a"),
        Entry("https://press.example/b"),
    ]


def test_rss_with_a_guid_for_a_link() -> None:
    assert read("<item><guid>https://press.example/a</guid></item>") == [Entry("https://press.example/a")]
    assert read("<item><guid isPermaLink='false'>https://press.example/a</guid></item>") == []


def test_atom_prefers_the_page_over_its_own_address() -> None:
    entry = (
        "<entry xmlns='http://www.w3.org/2005/Atom'><link rel='self' href='/x.xml'/><link href='/a'/>"
        "<updated>2030-04-06T00:00:00Z</updated><published>2030-04-05T12:00:00Z</published></entry>"
    )
    assert read(entry, "feed") == [Entry("https://press.example/a", date(2030, 4, 5))]


def test_rdf_with_namespaces() -> None:
    feed = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/">
        <item><link>https://press.example/a</link><dc:date>2030-04-05</dc:date></item></rdf:RDF>"""
    assert is_feed(feed)
    assert read_feed(feed, BASE) == [Entry("https://press.example/a", date(2030, 4, 5))]


def test_links_that_are_no_pages_are_left_out() -> None:
    links = ("mailto:x@y", "javascript:alert(1)", "file:///etc/passwd", "https://u:p@host/")
    assert read("".join(f"<item><link>{link}</link></item>" for link in links)) == []


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        (b"\xef\xbb\xbf <?xml version='1.0'?><!-- by hand --><rss version='2.0'>", True),
        (b"<!DOCTYPE rss [<!ENTITY a 'b>c'>]><rss>", True),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", True),
        (b"<!DOCTYPE html><html><body><rss></body>", False),
        (b"<rssish>", False),
        (b"<!--" * 5000, False),
        (b"<!-- -->" * 2000, False),
        (b"", False),
    ],
)
def test_what_opens_as_a_feed(opening: bytes, expected: bool) -> None:
    assert is_feed(opening) is expected


def test_entities_are_not_expanded_nor_files_read() -> None:
    laughs = "".join(f"<!ENTITY e{n + 1} '{f'&e{n};' * 10}'>" for n in range(9))
    feed = f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha"><!ENTITY f SYSTEM "file:///etc/passwd">{laughs}]>
        <rss><item><link>/&e9;</link></item><item><link>/&f;</link></item>
        <item><link>/a</link></item></rss>"""
    found = read_feed(feed.encode(), BASE)
    assert all(len(entry.address) < 100 and "root" not in entry.address for entry in found)


@pytest.mark.parametrize(
    "content", [b"", b"<rss>", b"<rss><item><link>/a</link></item><item><li", b"<rss>" + b"<item>" * 100_000]
)
def test_broken_feed_gives_what_came(content: bytes) -> None:
    assert len(read_feed(content, BASE)) <= 1


@pytest.mark.parametrize(
    "text",
    ["Fri, 05 Apr 2030 23:30:00 -0400", "2030-04-05", "2030-04-05T23:30:00+02:00", "2030-04-05T23:30:00Z"],
)
def test_days(text: str) -> None:
    assert parse_day(text) == date(2030, 4, 5)


def test_days_that_are_none() -> None:
    assert parse_day("yesterday") is None
    assert parse_day("") is None
