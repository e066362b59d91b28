"""The entries of an RSS or Atom feed: addresses and days, nothing else is taken from a feed.

lxml is here already and needs a page of code for that; feedparser cleans titles and summaries,
which nobody reads, and guesses at what is no feed.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from lxml import etree

from flows.sources.addresses import AddressError, follow_redirect

ROOT = re.compile(rb"<(?:rss|feed|(?:\w+:)?RDF)[\s>]")
SNIFFED_BYTES = 16_000
DATES = ("pubDate", "published", "date", "updated")


@dataclass(frozen=True)
class Entry:
    """One document that a feed names."""

    address: str
    published_on: date | None = None


def is_feed(content: bytes) -> bool:
    """Return whether the bytes open as RSS 0.9-2.0 or Atom, whatever they are served as."""
    head = content[:SNIFFED_BYTES].removeprefix(BOM_UTF8).lstrip()
    while head.startswith((b"<?", b"<!")):  # declaration, instructions, comments, document type
        end = b"-->" if head.startswith(b"<!--") else b"]>" if b"[" in head.partition(b">")[0] else b">"
        head = head.partition(end)[2].lstrip()
    return ROOT.match(head) is not None


def read_feed(content: bytes, address: str) -> list[Entry]:
    """Return the entries in their order, each address once; entries without an http(s) address are left out.

    Entities are not expanded, nothing outside is read, and a feed cut short gives what came.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:  # not even the beginning of an element
        return []
    found: dict[str, Entry] = {}
    for element in root.iter("{*}item", "{*}entry") if root is not None else ():
        for entry in _read_entry(element, address):
            found.setdefault(entry.address, entry)
    return list(found.values())


def _read_entry(element: etree._Element, address: str) -> Iterator[Entry]:
    link = next((link for link in _find_links(element) if link), None)
    if link is None:
        return
    try:
        yield Entry(follow_redirect(address, link.strip()), _find_day(element))
    except AddressError:
        return


def _find_links(element: etree._Element) -> Iterator[str | None]:
    """Yield RSS's `<link>text</link>`, Atom's `<link href>`, and a `<guid>` that is an address."""
    for link in element.iterfind("{*}link"):
        if link.get("rel", "alternate") == "alternate":
            yield link.get("href") or link.text
    for guid in element.iterfind("{*}guid"):
        if guid.get("isPermaLink", "true") == "true" and (guid.text or "").strip().startswith("http"):
            yield guid.text


def _find_day(element: etree._Element) -> date | None:
    for name in DATES:
        for found in element.iterfind("{*}" + name):
            day = parse_day((found.text or "").strip())
            if day:
                return day
    return None


def parse_day(text: str) -> date | None:
    """Return the day of `Fri, 05 Apr 2030 12:00:00 -0400` or `2030-04-05T12:00:00Z`."""
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError):
        return None
