"""DuckDB's extensions, which come as pinned wheels: nothing is fetched while a command runs."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import duckdb

from flows.errors import StepError
from flows.load.database import quote_text

OFFLINE = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


def load_extension(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Load the extension of an installed wheel. Raises StepError saying how to install one that is not."""
    connection.execute(f"load {quote_text(find_extension(name))}")


def find_extension(name: str) -> Path:
    """Return the file of an extension, for this version of DuckDB."""
    try:
        package = files(f"duckdb_extension_{name}")
    except ModuleNotFoundError as error:
        raise StepError(
            f"DuckDB's extension {name} is not installed; install it: pip install -e '.[lake]'"
        ) from error
    return Path(str(package / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"))
