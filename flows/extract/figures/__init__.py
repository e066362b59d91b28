"""Cited figures: the numbers that a text states about the world (codebook, section 5)."""

from __future__ import annotations

from flows.extract.figures.extract import extract_figures

__all__ = ["extract_figures"]
