"""One GET of one address: guarded, timed, and of bounded size before and after unpacking."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import TracebackType

import httpcore
import httpx

from flows.sources.guard import Deadline, GuardedBackend, Resolver, resolve_host

SILENCE_SECONDS = 20.0  # no byte for so long ends a request before its whole time is over
PACKED = ("gzip", "x-gzip", "deflate")


class BrokenAnswerError(Exception):
    """What came is not what its headers say."""


class TooLargeError(Exception):
    """The answer has more bytes than allowed, as sent or unpacked."""


@dataclass(frozen=True)
class Answer:
    """Status, headers (lower case names) and unpacked body of an answer; no body unless 200."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""

    @property
    def content_type(self) -> str:
        """`text/html` of `Text/HTML; charset=utf-8`."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class HttpClient:
    """Keeps connections for a run. Proxies of the environment are not used: they would resolve names."""

    def __init__(
        self,
        *,
        user_agent: str,
        allowed_hosts: frozenset[str],
        max_bytes: int,
        answer_seconds: float,
        resolve: Resolver = resolve_host,
    ) -> None:
        self._max_bytes, self._answer_seconds = max_bytes, answer_seconds
        self._deadline = Deadline()
        self._headers = {"User-Agent": user_agent, "Accept-Encoding": "gzip"}
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            max_connections=4,
            keepalive_expiry=15,
            network_backend=GuardedBackend(allowed_hosts, self._deadline, resolve),
        )

    def __enter__(self) -> HttpClient:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.close()

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Return the answer to one request; redirects are answers too.

        Raises httpcore's errors, RefusedHostError, BrokenAnswerError, TooLargeError.
        """
        self._deadline.restart(self._answer_seconds)
        silence = min(SILENCE_SECONDS, self._answer_seconds)
        timeouts = {"connect": silence, "read": silence, "write": silence, "pool": silence}
        url = httpx.URL(address)
        named = self._headers | dict(headers or {})
        sent = [(b"Host", url.netloc), *((k.encode(), v.encode("latin-1")) for k, v in named.items())]
        with self._pool.stream("GET", address, headers=sent, extensions={"timeout": timeouts}) as response:
            names = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in response.headers}
            if response.status != 200:
                return Answer(response.status, names)
            self._check_announced(names)
            return Answer(200, names, unpack(response.iter_stream(), names, self._max_bytes))

    def _check_announced(self, headers: Mapping[str, str]) -> None:
        announced = headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > self._max_bytes:
            raise TooLargeError(f"announces {int(announced) / 1e6:.1f} MB")


def unpack(chunks: Iterable[bytes], headers: Mapping[str, str], max_bytes: int) -> bytes:
    """Return the body of an answer; never more than `max_bytes` are held, packed or not."""
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding in ("", "identity"):
        return _join_bounded(chunks, max_bytes)
    if encoding not in PACKED:
        raise BrokenAnswerError(f"is packed as {encoding[:40]!r}, which was not asked for")
    return _unzip(chunks, max_bytes)


def _join_bounded(chunks: Iterable[bytes], max_bytes: int) -> bytes:
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > max_bytes:
            raise TooLargeError("goes on")
    return bytes(content)


def _unzip(chunks: Iterable[bytes], max_bytes: int) -> bytes:
    decoder = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)  # gzip or zlib, by its first bytes
    content, received = bytearray(), 0
    try:
        for chunk in chunks:
            received += len(chunk)
            content += decoder.decompress(chunk, max_bytes + 1 - len(content))
            if len(content) > max_bytes or received > max_bytes:
                raise TooLargeError("unpacks to more")
    except zlib.error as error:
        raise BrokenAnswerError(f"cannot be unpacked ({error})") from error
    if not decoder.eof or decoder.unused_data:
        raise BrokenAnswerError("is packed, and not whole")
    return bytes(content)
