"""An export is complete, says what it holds, and can be checked years from now."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import duckdb
import pytest
import yaml
from frictionless import validate

from flows.answer.export import export_marts
from flows.settings import Settings


@pytest.fixture(scope="module")
def as_csv(golden: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "csv"
    export_marts(golden.published, folder, "csv")
    return folder


@pytest.fixture(scope="module")
def as_parquet(golden: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "parquet"
    export_marts(golden.published, folder, "parquet")
    return folder


def read_package(folder: Path) -> dict:
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def test_data_package_holds_in_every_cell(as_csv: Path) -> None:
    report = validate(str(as_csv / "datapackage.json"))
    assert report.flatten(["name", "rowNumber", "message"]) == []
    assert len(report.tasks) == len(list(as_csv.glob("*.csv"))) - 1, "all but the dictionary"


def test_a_changed_file_is_noticed(as_csv: Path, tmp_path: Path) -> None:
    package = read_package(as_csv)
    package["resources"] = [r for r in package["resources"] if r["name"] == "dim_issue"]
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    text = (as_csv / "dim_issue.csv").read_text(encoding="utf-8")
    (tmp_path / "dim_issue.csv").write_text(text.replace("funding", "fundinq", 1), encoding="utf-8")
    report = validate(str(tmp_path / "datapackage.json"))
    assert [error for (error,) in report.flatten(["type"])] == ["hash-count"]


def test_every_table_is_described_with_its_keys(as_csv: Path) -> None:
    tables = {resource["name"]: resource for resource in read_package(as_csv)["resources"]}
    assert {"v_figures", "metric_total", "mart_figure_comparison", "meta_accuracy"} <= tables.keys()
    for resource in tables.values():
        assert resource["description"]
        assert all(field["description"] for field in resource["schema"]["fields"])
    figures = tables["fct_cited_figure"]["schema"]
    assert figures["primaryKey"] == ["figure_key"]
    owners = {key["fields"][0]: key["reference"]["resource"] for key in figures["foreignKeys"]}
    assert (owners["speaker_key"], owners["document_key"]) == ("dim_speaker", "dim_document")
    types = {field["name"]: field["type"] for field in figures["fields"]}
    assert (types["value_low"], types["is_counted"], types["start_offset"]) == (
        "number",
        "boolean",
        "integer",
    )


def test_manifest_has_rows_and_hashes_of_all_files(as_parquet: Path, golden: Settings) -> None:
    manifest = json.loads((as_parquet / "manifest.json").read_text(encoding="utf-8"))
    listed = [*manifest["files"], *manifest["beside"]]
    assert {f["file"] for f in listed} | {"manifest.json"} == {p.name for p in as_parquet.iterdir()}
    for file in listed:
        content = (as_parquet / file["file"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file["bytes"], file["sha256"])
    with duckdb.connect(str(golden.published), read_only=True) as connection:
        release = connection.execute(
            "select r.load_id, l.code_version from meta.release r join meta.load l using (load_id)"
        ).fetchall()
        assert [(manifest["load_id"], manifest["code_version"])] == release
        for file in manifest["files"]:
            count = connection.execute(f"select count(*) from {file['table']}").fetchall()
            read = duckdb.execute("select count(*) from read_parquet($1)", [str(as_parquet / file["file"])])
            assert read.fetchall() == count == [(file["rows"],)], file["table"]


def test_both_formats_hold_the_same_rows(as_csv: Path, as_parquet: Path) -> None:
    with (as_csv / "dim_speaker.csv").open(encoding="utf-8") as file:
        names = sorted(row["name"] for row in csv.DictReader(file))
    parquet = str(as_parquet / "dim_speaker.parquet")
    assert names == sorted(
        n for (n,) in duckdb.execute("select name from read_parquet($1)", [parquet]).fetchall()
    )
    assert len(names) == 78


def test_two_exports_of_one_release_are_equal(golden: Settings, as_csv: Path, tmp_path: Path) -> None:
    export_marts(golden.published, tmp_path / "again", "csv")
    for file in as_csv.iterdir():
        assert (tmp_path / "again" / file.name).read_bytes() == file.read_bytes(), file.name


def test_terms_and_citation_are_there(as_parquet: Path, root: Path) -> None:
    release = yaml.safe_load((as_parquet / "CITATION.cff").read_text(encoding="utf-8"))
    project = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    for citation in (release, project):
        assert {"cff-version", "message", "title", "authors", "type", "version"} <= citation.keys()
    assert release["version"] == read_package(as_parquet)["version"]
    assert "not an official record" in (as_parquet / "TERMS.txt").read_text(encoding="utf-8")
    sources = read_package(as_parquet)["sources"]
    assert {"https://press.un.org/en/2017/sc12751.doc.htm"} == {s["path"] for s in sources if "path" in s}
    assert len(sources) == 5
