"""What was measured of this project's rules: `seeds/accuracy.csv`, published with every release."""

from __future__ import annotations

from pathlib import Path

import polars as pl

# The counts behind an F1 stand in the file, not in `meta.accuracy`.
COUNTS = ("true_positive", "false_positive", "false_negative")
PUBLISHED = (
    "gold",
    "measure",
    "value",
    "correct_count",
    "total_count",
    "interval_low",
    "interval_high",
    "code_version",
    "measured_at",
)
COLUMNS = (*PUBLISHED, *COUNTS)


def read_recorded(path: Path) -> pl.DataFrame:
    """Return one row per labelled set and measure, with the columns of COLUMNS."""
    return pl.read_csv(path, try_parse_dates=True)
