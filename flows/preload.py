"""Import what a load will need while Prefect's own server starts in a process beside this one.

The two take about as long as each other, and this process has nothing else to do meanwhile.
"""

from __future__ import annotations

import importlib
import sys
import threading
import time

# In the order in which a load needs them; each takes a good part of a second.
HEAVY_MODULES = (
    "pyarrow",
    "flows.extraction",
    "great_expectations",
    "duckdb_sqlalchemy",
    "dbt.cli.main",
    "dbt.adapters.duckdb.connections",
)
# Prefect defines it last before it starts its server; importing earlier would only delay that.
SERVER_MODULE, SERVER_CLASS = "prefect.server.api.server", "SubprocessASGIServer"
PATIENCE_SECONDS = 5.0


def start_preloading() -> threading.Thread:
    """Import the heavy modules in a thread; who imports one meanwhile waits for it, not twice."""
    thread = threading.Thread(target=_import_all, name="preload")
    thread.start()
    return thread


def _import_all() -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not hasattr(sys.modules.get(SERVER_MODULE), SERVER_CLASS) and time.monotonic() < deadline:
        time.sleep(0.05)
    for name in HEAVY_MODULES:
        importlib.import_module(name)
