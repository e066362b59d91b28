"""Regular expressions as the Rust engine of polars likes them."""

from __future__ import annotations

import re
from collections.abc import Iterable


def ascii_boundaries(pattern: str) -> str:
    """Let `\\b` of a pattern look at ASCII letters only: with Unicode's the search is 30 times slower."""
    return pattern.replace(r"\b", r"(?-u:\b)")


def any_literal(words: Iterable[str], flags: str = "") -> str:
    """Return the pattern of any of the words, a cheap first look: two to three times faster than
    `contains_any`, and ten times faster than most patterns. With the flag `i` in any case."""
    literals = "|".join(re.escape(word).replace(r"\ ", " ") for word in sorted(set(words)))
    return f"(?{flags}:{literals})"
