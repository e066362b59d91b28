"""Polite fetching: robots.txt, one request at a time, waits, few retries, checked redirects and types."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpcore
from protego import Protego

from flows.errors import StepError
from flows.settings import Settings
from flows.sources.addresses import SUFFIXES, AddressError, find_host, follow_redirect
from flows.sources.fetched import Fetched, FetchedPages
from flows.sources.guard import RefusedHostError
from flows.sources.http import Answer, BrokenAnswerError, HttpClient, TooLargeError
from flows.sources.robots import NoRobotsAnswerError, parse_robots

logger = logging.getLogger("rostrum")

MAX_REDIRECTS = 5
REDIRECTS = (301, 302, 303, 307, 308)
BUSY = (429, 500, 502, 503, 504)
FEED_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/xml",
    "text/xml",
)
PASSING = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, BrokenAnswerError)
SILENT_ADDRESSES = 3  # so many in a row without an answer, and the host is left alone for this run
STATUS_ADVICE = {
    401: ("forbidden", "may be read only by some (401); take it off the list"),
    403: ("forbidden", "may not be read by us (403); take it off the list"),
    404: ("not_found", "is not there (404); a document read from it before stays"),
    410: ("gone", "was taken away for good (410); a document read from it before stays"),
    429: ("server_busy", "asks for fewer requests (429); the next run tries again"),
}


class FetchError(Exception):
    """An address gave no page: a reason code, and what is said after the address."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class OutOfTimeError(Exception):
    """The time for fetching in this run is over."""


@dataclass(frozen=True)
class Page:
    """What an address holds now; `content` is None where it is what was fetched before."""

    final_address: str
    content_type: str
    content: bytes | None
    etag: str | None
    last_modified: str | None


@dataclass
class Clock:
    """Time and waiting, so that tests need not wait."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep

    def now(self) -> datetime:
        return datetime.now(UTC).replace(tzinfo=None)


class Fetcher:
    """Fetches for one run; remembers each site's rules and when it was asked last."""

    def __init__(
        self, client: HttpClient, pages: FetchedPages, settings: Settings, clock: Clock | None = None
    ) -> None:
        self._client, self._pages, self._settings = client, pages, settings
        self._clock = clock or Clock()
        self._ends_at = self._clock.monotonic() + settings.fetch_run_seconds
        self._robots: dict[str, Protego | FetchError] = {}  # by site: scheme and host
        self._free_at: dict[str, float] = {}  # by host: when it may be asked again
        self._silent: dict[str, int] = {}  # by host: addresses in a row that gave no answer

    def fetch(self, address: str, known: Fetched | None) -> Page:
        """Return what a canonical address holds, asking only for what changed since `known`.

        Raises FetchError with the reason, OutOfTimeError when the run has fetched long enough.
        """
        current = address
        for _ in range(MAX_REDIRECTS + 1):
            self._check_rules(current)
            answer = self._get(current, _state_known(current, known))
            location = answer.headers.get("location")
            if answer.status not in REDIRECTS or not location:
                return _judge(answer, current, known)
            try:
                current = follow_redirect(current, location)
            except AddressError as error:
                raise FetchError("bad_redirect", f"leads to {location[:100]!r}, which {error}") from error
        raise FetchError(
            "bad_redirect", f"leads from one address to the next more than {MAX_REDIRECTS} times"
        )

    def _check_rules(self, address: str) -> None:
        """Raise FetchError where robots.txt disallows the address, or cannot be had."""
        site = "/".join(address.split("/", 3)[:3])
        if site not in self._robots:
            self._robots[site] = self._read_robots(site)
        rules = self._robots[site]
        if isinstance(rules, FetchError):
            raise rules
        if not rules.can_fetch(address, self._robot_name):
            raise FetchError(
                "robots_disallow", f"is not for robots ({site}/robots.txt); take it off the list"
            )

    @property
    def _robot_name(self) -> str:
        return self._settings.user_agent.partition("/")[0].strip()

    def _read_robots(self, site: str) -> Protego | FetchError:
        address = f"{site}/robots.txt"
        try:
            for _ in range(MAX_REDIRECTS + 1):
                answer = self._get(address, {})
                if answer.status not in REDIRECTS or "location" not in answer.headers:
                    return parse_robots(answer)
                address = follow_redirect(address, answer.headers["location"])
        except FetchError as error:
            return error
        except (NoRobotsAnswerError, AddressError) as error:
            return FetchError("unreachable", f"was not asked for: {error}; the next run tries again")
        return FetchError("unreachable", "was not asked for: its robots.txt redirects without end")

    def _get(self, address: str, headers: Mapping[str, str]) -> Answer:
        """Return an answer that is not of a passing trouble; a few tries, with longer and longer waits."""
        host = find_host(address)
        self._check_rest(host)
        problem = FetchError("unreachable", "gave no answer")
        for attempt in range(self._settings.fetch_tries):
            if attempt:
                self._wait(2.0**attempt)
            self._await_turn(address, host)
            try:
                answer = self._client.get(address, headers)
            except PASSING as error:
                problem = _explain_silence(error, self._settings.fetch_tries)
                continue
            except RefusedHostError as error:
                raise FetchError("private_address", f"is refused: {error}") from error
            except TooLargeError as error:
                limit = self._settings.max_file_bytes / 1e6
                reason = (
                    f"{error}, the limit is {limit:g} MB; raise ROSTRUM_MAX_FILE_BYTES if it is a document"
                )
                raise FetchError("too_large", reason) from error
            finally:
                self._free_at[host] = self._clock.monotonic() + self._find_interval(address)
            self._silent[host] = 0
            if answer.status not in BUSY:
                return answer
            problem = _explain_status(answer.status)
            self._respect_wish(host, answer)
        if problem.code == "unreachable":
            self._silent[host] = self._silent.get(host, 0) + 1
        raise problem

    def _check_rest(self, host: str) -> None:
        until = self._pages.find_rest(host)
        if until and until > self._clock.now():
            raise FetchError(
                "server_busy", f"was not asked for: {host} wants to be left alone until {until} UTC"
            )
        if self._silent.get(host, 0) >= SILENT_ADDRESSES:
            raise FetchError(
                "unreachable", f"was not asked for: {host} does not answer; the next run tries again"
            )

    def _respect_wish(self, host: str, answer: Answer) -> None:
        """Wait as long as `Retry-After` wants, or leave the host alone until then if that is long."""
        seconds = parse_retry_after(answer.headers.get("retry-after", ""), self._clock.now())
        if seconds > self._settings.fetch_patience_seconds:
            until = self._clock.now() + timedelta(seconds=seconds)
            self._pages.let_rest(host, until)
            raise FetchError(
                "server_busy", f"is not to be had before {until:%Y-%m-%d %H:%M} UTC, says {host}"
            )
        self._wait(seconds)

    def _await_turn(self, address: str, host: str) -> None:
        self._wait(self._free_at.get(host, 0.0) - self._clock.monotonic())
        logger.info("asking for %s", address)

    def _find_interval(self, address: str) -> float:
        rules = self._robots.get("/".join(address.split("/", 3)[:3]))
        wish = rules.crawl_delay(self._robot_name) if isinstance(rules, Protego) else None
        return max(self._settings.fetch_interval_seconds, wish or 0.0)

    def _wait(self, seconds: float) -> None:
        if self._clock.monotonic() + max(seconds, 0.0) > self._ends_at:
            raise OutOfTimeError
        if seconds > 0:
            self._clock.sleep(seconds)


def _state_known(address: str, known: Fetched | None) -> dict[str, str]:
    """Return the headers that ask only for a page newer than the known one."""
    if known is None or known.final_address != address:
        return {}
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in headers.items() if value}


def _judge(answer: Answer, address: str, known: Fetched | None) -> Page:
    """Return the page of an answer. Raises FetchError for another status or kind of content."""
    if answer.status == 304 and known is not None:
        etag, last_modified = known.etag, known.last_modified
        return Page(known.final_address, known.content_type, None, etag, last_modified)
    if answer.status != 200:
        raise _explain_status(answer.status)
    content_type = answer.content_type
    if content_type not in SUFFIXES and content_type not in FEED_TYPES:
        raise FetchError(
            "wrong_type", f"is {content_type[:60] or 'of no stated type'}, neither page, text, PDF nor feed"
        )
    headers = answer.headers
    return Page(address, content_type, answer.content, headers.get("etag"), headers.get("last-modified"))


def _explain_status(status: int) -> FetchError:
    if status in STATUS_ADVICE:
        return FetchError(*STATUS_ADVICE[status])
    if status >= 500:
        return FetchError("server_error", f"has a server in trouble ({status}); the next run tries again")
    return FetchError("unexpected_status", f"answers {status}; look at it in a browser")


def _explain_silence(error: Exception, tries: int) -> FetchError:
    what = "took too long" if isinstance(error, httpcore.TimeoutException) else str(error) or "broke off"
    code = "broken_answer" if isinstance(error, BrokenAnswerError | httpcore.ProtocolError) else "unreachable"
    return FetchError(code, f"gave no whole answer in {tries} tries ({what}); the next run tries again")


def parse_retry_after(text: str, now: datetime) -> float:
    """Return the seconds of `120` or `Wed, 03 Apr 2030 10:00:00 GMT`; 0 if it says nothing."""
    text = text.strip()
    if text.isdecimal():
        return float(min(int(text[:9]), 7 * 24 * 3600))
    try:
        moment = parsedate_to_datetime(text).astimezone(UTC).replace(tzinfo=None)
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0
    return min(max((moment - now).total_seconds(), 0.0), 7 * 24 * 3600.0)


def check_robot_name(settings: Settings) -> None:
    """Raise StepError for a user agent that robots.txt could not name."""
    name = settings.user_agent.partition("/")[0].strip()
    if not name.isascii() or not name.isalnum() or not settings.user_agent.isprintable():
        raise StepError(f"ROSTRUM_USER_AGENT {settings.user_agent!r} must be like `Rostrum/0.1 (contact)`")
