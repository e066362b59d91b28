"""Tables that cannot be used stop a load before it begins; each defect is named with file and row."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from flows.reference import TABLES, Reference
from flows.sources.reference import ReferenceTableError, load_reference

DEFECTS = {
    "empty cell": ("topics", "unsaid,,What is not said", "topics.csv row {row}: label is empty"),
    "repeated key": ("topics", "{key},Again,Said before", "topics.csv row {row}: key {key} stands twice"),
    "bad pattern": (
        "figure_masks",
        "no (end,a bracket",
        "figure_masks.csv row {row}: bad pattern in pattern",
    ),
    "dangling": (
        "demonyms",
        "Atlantean,Atlantis",
        "demonyms.csv row {row}: name 'Atlantis' is not in",
    ),
    "unknown kind": (
        "nobody_words",
        "somebody,middle,",
        "nobody_words.csv row {row}: place 'middle' is none of first, last",
    ),
}


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(root / "seeds" / "reference", tmp_path / "reference"))


@pytest.mark.parametrize("defect", DEFECTS)
def test_defect_is_named_with_file_and_row(folder: Path, defect: str) -> None:
    table, line, complaint = DEFECTS[defect]
    file = folder / f"{table}.csv"
    before = file.read_text(encoding="utf-8")
    key = before.splitlines()[1].partition(",")[0]
    file.write_text(f"{before}{line.format(key=key)}\n", encoding="utf-8")
    row = pl.read_csv(file, infer_schema=False).height + 1
    with pytest.raises(ReferenceTableError) as caught:
        load_reference(folder)
    assert complaint.format(row=row, key=key) in str(caught.value)


def test_all_defects_are_told_at_once(folder: Path) -> None:
    for table in ("topics", "issues"):
        with (folder / f"{table}.csv").open("a", encoding="utf-8") as file:
            file.write("unsaid\n" if table == "topics" else "unsaid,,true,\n")
    with pytest.raises(ReferenceTableError, match=r"topics\.csv.*label is empty.*") as caught:
        load_reference(folder)
    assert "issues.csv" in str(caught.value)


def test_file_that_is_gone_or_lacks_a_column(folder: Path) -> None:
    (folder / "topics.csv").write_text("topic,label\nwater,Water\n", encoding="utf-8")
    with pytest.raises(ReferenceTableError, match=r"topics\.csv lacks columns \['description'\]"):
        load_reference(folder)
    (folder / "topics.csv").unlink()
    with pytest.raises(ReferenceTableError, match=r"topics\.csv cannot be read"):
        load_reference(folder)


@pytest.mark.parametrize(
    ("table", "line", "complaint"),
    [
        ("issues", "water,Water,maybe,Of rivers", "is_fallback 'maybe' is not true or false"),
        ("instruments", "Charter of the Sea,treaty,MCM", "year 'MCM' is not a whole number"),
        ("issue_cues", "rivers,water,much,,,,", "weight 'much' is not a number"),
        (
            "group_members",
            "Arab Group,Egypt,1945-13-01,,",
            "member_from '1945-13-01' is not a day such as 2017-03-15",
        ),
    ],
)
def test_cell_of_another_type(folder: Path, table: str, line: str, complaint: str) -> None:
    file = folder / f"{table}.csv"
    header, first, *rows = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([header, first, line, *rows]) + "\n", encoding="utf-8")
    with pytest.raises(ReferenceTableError) as caught:
        load_reference(folder)
    assert f"{table}.csv row 3: {complaint}" in str(caught.value)


def test_flags_and_days_are_read_as_such(reference: Reference) -> None:
    fallback = reference["issues"].filter("is_fallback")
    assert fallback["issue"].to_list() == ["prevention", "other"]
    joined = reference["group_members"].filter(group_name="European Union", member="Croatia")
    assert joined["member_from"].to_list() == [date(2013, 7, 1)]


def test_every_file_is_a_declared_table(root: Path) -> None:
    files = {path.stem for path in (root / "seeds" / "reference").glob("*.csv")}
    assert files == {table.name for table in TABLES}
