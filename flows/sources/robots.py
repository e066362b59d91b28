"""What a site's robots.txt allows us (RFC 9309)."""

from __future__ import annotations

from protego import Protego

from flows.sources.http import Answer

READ_BYTES = 512_000  # RFC 9309 asks for 500 KiB at least
ALLOW_ALL = Protego.parse("")


class NoRobotsAnswerError(Exception):
    """The site did not say what it allows, so nothing is fetched from it now."""


def parse_robots(answer: Answer) -> Protego:
    """Return the rules of an answer to `/robots.txt`; a site without one allows everything.

    Raises NoRobotsAnswerError where the site is in trouble: then all is disallowed (RFC 9309, 2.3.1.4).
    """
    if answer.status == 200:
        return Protego.parse(answer.content[:READ_BYTES].decode("utf-8", "replace"))
    if 400 <= answer.status < 500 and answer.status != 429:
        return ALLOW_ALL
    raise NoRobotsAnswerError(f"its robots.txt answers {answer.status}")
