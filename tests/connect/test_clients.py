"""Clients of the published file beside SQLAlchemy (docs/connect.md)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import adbc_driver_duckdb
import adbc_driver_manager.dbapi
import duckdb
import pandas as pd
import polars as pl
import pytest

QUERY = "select count(*)::int as n, sum(word_count)::int as words from marts.v_statements where is_counted"
OLDEST_READER = "1.1.3"  # the oldest driver that was tried; docs/connect.md names it


@pytest.fixture(scope="module")
def answer(golden) -> dict[str, int]:
    with duckdb.connect(str(golden.published), read_only=True) as connection:
        return connection.execute(QUERY).pl().row(0, named=True)


def test_pandas_and_polars(published: Path, answer: dict[str, int]) -> None:
    with duckdb.connect(str(published), read_only=True) as connection:
        assert connection.sql(QUERY).df().to_dict("records") == [answer]
        assert connection.sql(QUERY).pl().to_dicts() == [answer]
        assert pl.read_database(QUERY, connection).to_dicts() == [answer]
    from sqlalchemy import create_engine

    engine = create_engine(f"duckdb:///{published}", connect_args={"read_only": True})
    assert pd.read_sql(QUERY, engine).to_dict("records") == [answer]
    engine.dispose()


def test_adbc(published: Path, answer: dict[str, int]) -> None:
    opened = {"path": str(published), "access_mode": "READ_ONLY"}
    driver = adbc_driver_duckdb.driver_path()
    with (
        adbc_driver_manager.dbapi.connect(
            driver=driver, entrypoint="duckdb_adbc_init", db_kwargs=opened
        ) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(QUERY)
        assert cursor.fetch_arrow_table().to_pylist() == [answer]
        with pytest.raises(adbc_driver_manager.Error, match="read-only"):
            cursor.execute("delete from marts.dim_issue")


def test_two_processes_read_at_once(published: Path, answer: dict[str, int]) -> None:
    code = (
        "import duckdb, sys; print(duckdb.connect(sys.argv[1], read_only=True).sql(sys.argv[2]).fetchone())"
    )
    with duckdb.connect(str(published), read_only=True):
        done = subprocess.run(
            [sys.executable, "-c", code, str(published), QUERY], capture_output=True, text=True, check=True
        )
    assert done.stdout.strip() == str(tuple(answer.values()))


def test_a_reader_without_write_access_to_the_folder(published: Path, answer: dict[str, int]) -> None:
    published.chmod(0o444)
    published.parent.chmod(0o555)
    try:
        with duckdb.connect(str(published), read_only=True) as connection:
            assert connection.execute(QUERY).fetchone() == tuple(answer.values())
    finally:
        published.parent.chmod(0o755)


NODE = """
const { DuckDBInstance } = require('@duckdb/node-api');
(async () => {
  const instance = await DuckDBInstance.create(process.argv[2], { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const rows = (await connection.runAndReadAll(process.argv[3])).getRowObjectsJson();
  let refused = false;
  try { await connection.run('delete from marts.dim_issue'); } catch (error) { refused = true; }
  console.log(JSON.stringify({ row: rows[0], refused }));
})();
"""


@pytest.mark.installs
def test_node(published: Path, answer: dict[str, int], tmp_path: Path) -> None:
    npm, node = shutil.which("npm"), shutil.which("node")
    assert npm, "npm is not there: apt-get install npm"
    assert node, "node is not there: apt-get install nodejs"
    folder = tmp_path / "node"
    folder.mkdir()
    (folder / "package.json").write_text('{"name": "reader", "private": true}', encoding="utf-8")
    (folder / "read.js").write_text(NODE, encoding="utf-8")
    subprocess.run([npm, "install", "--no-audit", "--no-fund", "@duckdb/node-api"], cwd=folder, check=True)
    done = subprocess.run(
        [node, "read.js", str(published), QUERY], cwd=folder, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == {"row": answer, "refused": True}


@pytest.mark.installs
def test_an_older_duckdb_reads_the_file(published: Path, answer: dict[str, int], tmp_path: Path) -> None:
    """BI tools bring a DuckDB of their own; views and comments must bind there too."""
    target = tmp_path / "old"
    uv = Path(sys.executable).parent / "uv"
    subprocess.run(
        [str(uv), "pip", "install", "-q", "--target", str(target), f"duckdb=={OLDEST_READER}"], check=True
    )
    code = """
import duckdb, json, sys
connection = duckdb.connect(sys.argv[1], read_only=True)
named = "select table_schema || '.' || table_name from information_schema.tables"
tables = connection.execute(named).fetchall()
for (table,) in tables:
    connection.execute(f"select * from {table}").fetchall()
print(json.dumps([duckdb.__version__, len(tables), *connection.execute(sys.argv[2]).fetchone()]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(published), QUERY],
        env=os.environ | {"PYTHONPATH": str(target)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    version, tables, *row = json.loads(done.stdout)
    assert (version, row) == (OLDEST_READER, list(answer.values()))
    assert tables >= 38


@pytest.mark.installs
def test_superset(published: Path, tmp_path: Path) -> None:
    """A dataset and a chart over Superset's API, in an environment of its own (some minutes)."""
    script = Path(__file__).with_name("superset_client.py")
    done = subprocess.run(
        [sys.executable, str(script), str(published), str(tmp_path / "superset")],
        capture_output=True,
        text=True,
        check=False,
        timeout=1500,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    made = json.loads(done.stdout.splitlines()[-1])
    assert made["descriptions"] == made["columns"] > 25
    with duckdb.connect(str(published), read_only=True) as connection:
        expected = connection.execute(
            """select un_regional_group, sum(word_count)::int from marts.v_statements
               where is_counted group by all"""
        ).fetchall()
    assert {(row["un_regional_group"], row["words"]) for row in made["chart"]} == set(expected)
