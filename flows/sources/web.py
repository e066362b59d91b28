"""Documents of the web: pages, feeds of pages, and lists of both, as one more kind of source.

An address that answers with RSS or Atom is a feed, whose entries are fetched; any other is a
document. Pages are kept as they came, so that everything can be rebuilt without a network.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from flows.schemas import INVENTORY, REJECTS
from flows.settings import Settings
from flows.sources.addresses import SUFFIXES, AddressError, name_page, normalize_address
from flows.sources.arguments import WebSource, hide_credentials
from flows.sources.feed import Entry, is_feed, read_feed
from flows.sources.fetch import Clock, Fetcher, FetchError, OutOfTimeError, Page, check_robot_name
from flows.sources.fetched import Fetched, FetchedPages, open_fetched
from flows.sources.folder import Inventory
from flows.sources.guard import Resolver, resolve_host
from flows.sources.http import HttpClient
from flows.sources.kept import keep_bytes, kept_path, read_kept
from flows.sources.manifest import ManifestRow

logger = logging.getLogger("rostrum")


@dataclass
class WebListing:
    """A source of the web while it is fetched."""

    source: WebSource
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)  # INVENTORY, by path
    rejects: dict[str, dict[str, Any]] = field(default_factory=dict)  # REJECTS, by path
    warnings: list[str] = field(default_factory=list)
    unreached: int = 0
    has_feeds: bool = False

    def reject(self, path: str, address: str, code: str, reason: str) -> None:
        self.rejects[path] = {
            "source_name": self.source.name,
            "source_path": path,
            "bytes_sha256": None,
            "reason_code": code,
            "reason": f"{address} {reason}",
        }

    @property
    def is_whole(self) -> bool:
        """Whether what is not listed now was taken off the list; a feed only ever shows its newest."""
        return self.source.is_list and not self.has_feeds and not self.unreached


def take_web_inventory(
    sources: tuple[WebSource, ...],
    settings: Settings,
    *,
    resolve: Resolver = resolve_host,
    clock: Clock | None = None,
) -> Inventory:
    """Fetch what the sources name, and return what they hold; nothing at one address stops the others."""
    check_robot_name(settings)
    client = HttpClient(
        user_agent=settings.user_agent,
        allowed_hosts=settings.allowed_host_names,
        max_bytes=settings.max_file_bytes,
        answer_seconds=settings.fetch_answer_seconds,
        resolve=resolve,
    )
    with client, open_fetched(settings.fetched) as pages:
        visit = _Visit(Fetcher(client, pages, settings, clock), pages, settings, clock or Clock())
        listings = [visit.list_source(source) for source in sources]
    return _join_listings(listings)


def _join_listings(listings: list[WebListing]) -> Inventory:
    rows = [row for listing in listings for row in listing.rows.values()]
    rejects = [r for x in listings for path, r in x.rejects.items() if path not in x.rows]
    return Inventory(
        files=pl.DataFrame(rows, schema=INVENTORY.columns).sort(INVENTORY.key),
        rejects=pl.DataFrame(rejects, schema=REJECTS.columns).sort(REJECTS.key),
        whole_sources=tuple(x.source.name for x in listings if x.is_whole),
        ignored_count=0,
        warnings=tuple(w for x in listings for w in x.warnings),
    )


@dataclass
class _Visit:
    """One round over the sources of a run."""

    fetcher: Fetcher
    pages: FetchedPages
    settings: Settings
    clock: Clock
    is_over: bool = False  # the time for fetching is used up

    def list_source(self, source: WebSource) -> WebListing:
        listing = WebListing(source)
        entries = [Entry(address) for address in self._check_addresses(listing)]
        self._visit_all(listing, entries, may_be_feeds=True)
        if listing.unreached:
            listing.warnings.append(
                f"{source.name}: {listing.unreached} addresses were not reached within "
                f"{self.settings.fetch_run_seconds:g} s of fetching; the next run begins with them"
            )
        return listing

    def _check_addresses(self, listing: WebListing) -> Iterator[str]:
        for text in listing.source.addresses:
            try:
                yield normalize_address(text)
            except AddressError as error:
                shown = hide_credentials(text)[:200].rstrip("/")
                listing.reject(shown, shown, "bad_address", f"{error}; correct it")

    def _visit_all(self, listing: WebListing, entries: list[Entry], *, may_be_feeds: bool) -> None:
        """Visit first what was never asked for, then what was asked for longest ago."""
        unique: dict[str, Entry] = {}
        for entry in entries:
            unique.setdefault(entry.address, entry)
        for entry in sorted(unique.values(), key=lambda e: self.pages.find_check(e.address)):
            if self.is_over:
                listing.unreached += 1
                continue
            try:
                self._visit_one(listing, entry, may_be_feed=may_be_feeds)
            except OutOfTimeError:
                self.is_over = True
                listing.unreached += 1

    def _visit_one(self, listing: WebListing, entry: Entry, *, may_be_feed: bool) -> None:
        known = self._find_known(entry.address)
        try:
            page = self.fetcher.fetch(entry.address, known)
            fetched = self._keep(entry, page, known)
            is_feed_page = self._add(listing, fetched, may_be_feed=may_be_feed)
        except FetchError as error:
            logger.warning("%s %s", entry.address, error.reason)
            listing.reject(
                _guess_path(listing.source, entry.address, known), entry.address, error.code, error.reason
            )
            is_feed_page = False
        self.pages.note_check(entry.address, self.clock.now())
        if is_feed_page:
            self._visit_entries(listing, fetched)

    def _find_known(self, address: str) -> Fetched | None:
        """Return the page fetched before, if its bytes are there still."""
        known = self.pages.find(address)
        if known is None or not kept_path(self.settings.kept_sources, known.sha256).exists():
            return None
        return known

    def _keep(self, entry: Entry, page: Page, known: Fetched | None) -> Fetched:
        """Keep a page as it came; what is unchanged keeps its time, so its edition is no later one."""
        if page.content is None and known is not None:
            return known
        content = page.content or b""
        fetched = Fetched(
            entry.address,
            page.final_address,
            page.content_type,
            keep_bytes(self.settings.kept_sources, content),
            len(content),
            page.etag,
            page.last_modified,
            entry.published_on,
            self.clock.now(),
        )
        if known is not None and known.sha256 == fetched.sha256:
            fetched = replace(fetched, fetched_at=known.fetched_at, published_on=known.published_on)
        self.pages.save(fetched)
        return fetched

    def _add(self, listing: WebListing, page: Fetched, *, may_be_feed: bool) -> bool:
        """Add a document to the listing, or return that it is a feed. Raises FetchError for another kind."""
        content = read_kept(self.settings.kept_sources, page.sha256)
        if is_feed(content):
            if may_be_feed:
                return True
            raise FetchError("wrong_type", "is a feed inside a feed; name it as a source of its own")
        if page.content_type not in SUFFIXES:
            raise FetchError("wrong_type", f"is {page.content_type}, but neither RSS nor Atom")
        path = name_page(page.address, page.content_type)
        listing.rows.setdefault(path, describe_page(listing.source.name, path, page))
        return False

    def _visit_entries(self, listing: WebListing, feed: Fetched) -> None:
        listing.has_feeds = True
        entries = read_feed(read_kept(self.settings.kept_sources, feed.sha256), feed.final_address)
        if not entries:
            listing.warnings.append(f"the feed {feed.address} has no entry with an address")
        self._visit_all(listing, entries, may_be_feeds=False)


def _guess_path(source: WebSource, address: str, known: Fetched | None) -> str:
    """Return the path of a page that did not come: of the one known before, so that it stays."""
    if known is not None:
        return name_page(address, known.content_type)
    return name_page(address, "text/html" if source.is_list else "")


def describe_page(source_name: str, path: str, page: Fetched) -> dict[str, Any]:
    """Return the INVENTORY row of a page; its address and the feed's day stand where a manifest's would."""
    manifest = ManifestRow(None, page.final_address, page.published_on, "feed")
    return {
        "source_name": source_name,
        "source_path": path,
        "size_bytes": page.size_bytes,
        "modified_at": page.fetched_at,
        "bytes_sha256": page.sha256,
        "manifest_sha256": manifest.sha256,
        "manifest_publisher": None,
        "manifest_url": page.final_address,
        "manifest_published_on": manifest.published_on,
    }
