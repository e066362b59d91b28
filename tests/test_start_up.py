"""Commands that only read start at once: what a load needs is not imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from flows.settings import Settings

# Each takes seconds, or half of one; numpy, pyarrow and pandas come with frames and bound parameters.
HEAVY = ("prefect", "dbt", "great_expectations", "sqlalchemy", "pandas", "numpy", "pyarrow", "lxml", "pypdf")
PROGRAM = """
import sys
from flows.cli import app
try:
    app(sys.argv[2:], standalone_mode=False)
finally:
    print("IMPORTED", *(name for name in sys.argv[1].split() if name in sys.modules))
"""


@pytest.mark.parametrize(
    "command",
    [
        "status",
        "status --document SC/12751",
        "sql 'select 1'",
        "sql 'select 1' --format csv",
        "show KEY",
        "evaluate",
    ],
)
def test_reading_imports_nothing_heavy(golden: Settings, root: Path, command: str) -> None:
    import shlex

    import duckdb

    with duckdb.connect(str(golden.published), read_only=True) as connection:
        [(key,)] = connection.execute("select figure_key from marts.fct_cited_figure limit 1").fetchall()
    words = [key if word == "KEY" else word for word in shlex.split(command)]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, " ".join(HEAVY), *words, "--warehouse", str(golden.warehouse)],
        capture_output=True,
        text=True,
        cwd=root,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "IMPORTED"
