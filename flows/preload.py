"""Import what a load will need while Prefect's server starts in its own process.

The two take about as long as each other, and there is nothing else to do meanwhile.
"""

from __future__ import annotations

import importlib
import threading

# In the order in which a load needs them; each takes a good part of a second.
HEAVY_MODULES = (
    "pyarrow",
    "flows.extraction",
    "great_expectations",
    "duckdb_sqlalchemy",
    "dbt.cli.main",
    "dbt.adapters.duckdb.connections",
)


def start_preloading() -> threading.Thread:
    """Import the heavy modules in a thread; who imports one meanwhile waits for it, not twice."""
    thread = threading.Thread(target=_import_all, name="preload")
    thread.start()
    return thread


def _import_all() -> None:
    for name in HEAVY_MODULES:
        importlib.import_module(name)
