"""The golden build: the five source documents through the real flow, and what the commands say of it."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from flows.answer.published import fetch_rows, find_evidence
from flows.pipeline import run_pipeline
from flows.settings import Settings

STORY = "1 April 2030 – Hunger is rising again, the United Nations food agency said on Monday.\n"
# What differs between two loads of the same documents by its meaning.
VOLATILE = {"dim_document": {"first_loaded_at", "last_loaded_at", "source_name", "source_path"}}


def read_marts(path: Path) -> dict[str, list[tuple]]:
    """Return all rows of every published mart but for the columns that tell when and whence."""
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'marts' order by 1"
        ).fetchall()
        rows = {}
        for (table,) in tables:
            excluded = ", ".join(sorted(VOLATILE.get(table, ())))
            columns = f"* exclude ({excluded})" if excluded else "*"
            rows[table] = connection.execute(f"select {columns} from marts.{table} order by all").fetchall()
    return rows


def lay_out(folder: Path, source: Path, names: list[str]) -> str:
    """Put these documents with their rows of the manifest into a folder; return it as a source."""
    folder.mkdir(exist_ok=True)
    header, *rows = (source / "manifest.csv").read_text(encoding="utf-8").splitlines()
    kept = [row for row in rows if row.split(",")[0] in names]
    (folder / "manifest.csv").write_text("\n".join([header, *kept]) + "\n", encoding="utf-8")
    for name in names:
        shutil.copy(source / name, folder)
    return f"documents={folder}"


@pytest.mark.usefixtures("prefect_server")
def test_loads_in_another_order_and_with_detours_give_equal_marts(golden: Settings, tmp_path: Path) -> None:
    names = sorted((p.name for p in golden.documents.glob("*.txt")), reverse=True)
    assert len(names) == 5
    docs = tmp_path / "docs"
    # in many batches and processes: neither decides what the marts hold
    settings = Settings(
        warehouse=tmp_path / "warehouse", batch_bytes=20_000, parallel_from_bytes=0, workers=3
    )
    source = lay_out(docs, golden.documents, names[:3])
    with (docs / names[0]).open("a", encoding="utf-8") as changed:
        changed.write("\nThe harvest was better, said a farmer.\n")
    (docs / "gone.txt").write_text(STORY, encoding="utf-8")
    first = run_pipeline([source], settings)
    assert first.documents["new"] == 4
    assert {gate["suite"] for gate in first.gates} == {"gate_1", "gate_2"}

    (docs / "gone.txt").unlink()
    second = run_pipeline([lay_out(docs, golden.documents, names)], settings)
    assert {k: second.documents[k] for k in ("new", "changed", "retired", "unchanged")} == {
        "new": 2,
        "changed": 1,
        "retired": 1,
        "unchanged": 2,
    }
    ours, theirs = read_marts(golden.published), read_marts(settings.published)
    assert ours.keys() == theirs.keys()
    assert [table for table in ours if ours[table] != theirs[table]] == []


@pytest.mark.usefixtures("prefect_server")
def test_second_run_does_nothing(golden: Settings) -> None:
    before = golden.published.stat().st_mtime_ns
    result = run_pipeline([], golden)
    assert result.outcome == "nothing_to_do"
    assert result.documents["unchanged"] == 5
    assert golden.published.stat().st_mtime_ns == before


def test_every_span_is_the_text_of_its_document(golden: Settings) -> None:
    with duckdb.connect(str(golden.published), read_only=True) as connection:
        spans = connection.execute(
            """select table_name from information_schema.columns
               where table_schema = 'marts' and table_name like 'fct_%' and column_name = 'start_offset'"""
        ).fetchall()
        assert len(spans) == 7
        for (table,) in spans:
            wrong = connection.execute(
                f"""select f.text, substr(d.text, f.start_offset + 1, f.end_offset - f.start_offset)
                    from marts.{table} f join marts.dim_document d using (document_key)
                    where f.text is distinct from
                          substr(d.text, f.start_offset + 1, f.end_offset - f.start_offset)"""
            ).fetchall()
            assert wrong == [], table


class TestCommands:
    """The commands as a person calls them, in processes of their own."""

    def call(self, golden: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "flows", *arguments, "--warehouse", str(golden.warehouse)]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)

    def test_sql_in_each_format(self, golden: Settings) -> None:
        query = "select name, iso3 from marts.dim_affiliation where iso3 = 'SEN'"
        assert self.call(golden, "sql", query).stdout == "name\tiso3\nSenegal\tSEN\n"
        assert self.call(golden, "sql", query, "--format", "csv").stdout == "name,iso3\nSenegal,SEN\n"
        rows = json.loads(self.call(golden, "sql", query, "--format", "json").stdout)
        assert rows == [{"name": "Senegal", "iso3": "SEN"}]

    def test_question_of_the_readme(self, golden: Settings, root: Path) -> None:
        readme = (root / "README.md").read_text(encoding="utf-8")
        (query,) = re.findall(r'\./rostrum sql "(.*?)"\n```', readme, re.DOTALL)
        rows = [line.split("\t") for line in self.call(golden, "sql", query).stdout.splitlines()[1:]]
        claims = {(row[1], row[2]) for row in rows}
        assert {
            ("Liechtenstein", "an estimated 46 million people"),
            ("Israel", "45 million people"),
            ("African Union", "more than 21 million people"),
        } <= claims
        assert ("African Union", "International Labour Organization") in {(row[1], row[3]) for row in rows}

    def test_sql_cannot_write(self, golden: Settings) -> None:
        done = self.call(golden, "sql", "delete from marts.dim_issue")
        assert done.returncode == 2
        assert "read-only" in done.stderr
        assert "Traceback" not in done.stderr

    def test_wrong_sql_is_one_message(self, golden: Settings) -> None:
        done = self.call(golden, "sql", "select nothing from nowhere")
        assert done.returncode == 2
        assert "nowhere" in done.stderr
        assert "Traceback" not in done.stderr

    def test_show_marks_the_figure_in_its_paragraph(self, golden: Settings) -> None:
        query = "select figure_key from marts.v_figures where value_low = 46e6"
        key = self.call(golden, "sql", query).stdout.split("\n")[1]
        shown = self.call(golden, "show", key).stdout
        assert "[[an estimated 46 million people]] had fallen victim" in shown
        assert "Christian Wenaweser, Liechtenstein" in shown
        assert "SC/12751" in shown

    @pytest.mark.parametrize(
        ("table", "column"),
        [
            ("dim_meeting", "meeting_key"),
            ("dim_affiliation", "affiliation_key"),
            ("dim_instrument", "instrument_key"),
            ("dim_cited_source", "source_key"),
            ("mart_figure_comparison", "comparison_key"),
        ],
    )
    def test_any_key_is_shown(self, golden: Settings, table: str, column: str) -> None:
        _, [(key,)] = fetch_rows(golden.published, f"select min({column}) from marts.{table}")
        evidence = find_evidence(golden.published, key)
        assert (evidence.table, evidence.row[column]) == (table, key)

    def test_unknown_key(self, golden: Settings) -> None:
        done = self.call(golden, "show", "nosuchkey")
        assert done.returncode == 1
        assert "no published row has the key 'nosuchkey'" in done.stderr

    def test_evaluate_prints_measures_and_errors(self, golden: Settings) -> None:
        done = self.call(golden, "evaluate", "--errors", "1")
        assert "spans.verbatim               1.000" in done.stdout
        assert "stances, gold down, found across" in done.stdout
        values = json.loads(self.call(golden, "evaluate", "--json").stdout)
        assert values["documents"] == 1.0

    def test_status_tells_release_and_loads(self, golden: Settings) -> None:
        shown = self.call(golden, "status").stdout
        assert "5 documents" in shown.splitlines()[0]
        assert "published" in shown

    def test_nothing_published_yet(self, tmp_path: Path) -> None:
        for command in (
            ["status"],
            ["sql", "select 1"],
            ["show", "x"],
            ["evaluate"],
            ["export", str(tmp_path / "out")],
        ):
            done = self.call(Settings(warehouse=tmp_path / "none"), *command)
            assert done.returncode == 1, command
            assert "run `rostrum run` first" in done.stderr
        assert not (tmp_path / "none").exists()

    @pytest.mark.parametrize("file_format", ["parquet", "csv"])
    def test_export_writes_what_its_manifest_says(
        self, golden: Settings, tmp_path: Path, file_format: str
    ) -> None:
        target = tmp_path / "it's an export"
        done = self.call(golden, "export", str(target), "--format", file_format)
        assert done.returncode == 0, done.stderr
        manifest = json.loads((target / "manifest.json").read_text())
        tables = {file["table"]: file for file in manifest["files"]}
        assert tables["marts.dim_document"]["rows"] == 5
        for file in manifest["files"]:
            assert (target / file["file"]).stat().st_size == file["bytes"]
        read = duckdb.sql(
            f"select count(*) from '{str(target).replace(chr(39), chr(39) * 2)}/fct_sentence.{file_format}'"
        )
        assert read.fetchone() == (tables["marts.fct_sentence"]["rows"],)
        again = self.call(golden, "export", str(target), "--format", file_format)
        assert again.returncode == 2
        assert "not an empty folder" in again.stderr
