"""Regular expressions as the Rust engine of polars likes them."""

from __future__ import annotations


def ascii_boundaries(pattern: str) -> str:
    """Let `\\b` of a pattern look at ASCII letters only: with Unicode's the search is 30 times slower."""
    return pattern.replace(r"\b", r"(?-u:\b)")
