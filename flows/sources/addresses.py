"""Addresses of the web: their one canonical form, and the path that stands for a page in its source."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import parse_qsl, urlencode

import httpx

TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")  # say who sent the reader, not what is read
MAX_PORT = 65535
SUFFIXES = {
    "text/html": (".html", ".htm", ".xhtml"),
    "application/xhtml+xml": (".xhtml", ".html", ".htm"),
    "application/pdf": (".pdf",),
    "text/plain": (".txt", ".md"),
    "text/markdown": (".md",),
}


class AddressError(ValueError):
    """An address that is never asked; the message says what is wrong with it."""


def normalize_address(text: str) -> str:
    """Return `https://News.un.org:443/en/story?utm_source=x#top` as `https://news.un.org/en/story`.

    Raises AddressError for what is no http(s) address, and for one with a name or password in it.
    """
    try:
        url = httpx.URL(text.strip())
    except (httpx.InvalidURL, ValueError) as error:
        raise AddressError("is no address") from error
    if url.scheme not in ("http", "https") or not url.host or (url.port or 80) > MAX_PORT:
        raise AddressError("is no http or https address")
    if url.userinfo:
        raise AddressError("has a user name or password in it")
    parameters = parse_qsl(url.query.decode(), keep_blank_values=True)
    kept = [(name, value) for name, value in parameters if not name.lower().startswith(TRACKING)]
    if len(kept) != len(parameters):
        url = url.copy_with(query=urlencode(kept).encode() or None)
    return str(url.copy_with(fragment=None))


def follow_redirect(address: str, location: str) -> str:
    """Return the canonical address that an answer of `address` points to with `Location`."""
    try:
        return normalize_address(str(httpx.URL(address).join(location)))
    except (httpx.InvalidURL, ValueError) as error:
        raise AddressError(str(error)) from error


def find_host(address: str) -> str:
    """Return `127.0.0.1:8080` of `http://127.0.0.1:8080/a`: whom politeness is owed."""
    return httpx.URL(address).netloc.decode()


def name_page(address: str, content_type: str) -> str:
    """Return the path of a page in its source: `news.un.org/en/story/2030/1.html`.

    The suffix is one that the content type may have, so that the page is read as what it is; a
    type that no document has gets none.
    """
    _, _, path = address.partition("://")
    path = path.rstrip("/")
    suffixes = SUFFIXES.get(content_type, ("",))
    return path if PurePosixPath(path).suffix.lower() in suffixes else path + suffixes[0]
