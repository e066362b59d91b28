"""manifest.csv: what it supplies, and errors that name file and row."""

from datetime import date
from pathlib import Path

import pytest

from flows.errors import ManifestError
from flows.sources.manifest import ManifestRow, read_manifest


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "manifest.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_rows_by_file(tmp_path: Path) -> None:
    header = "file,publisher,source_url,published_on,published_on_from"
    text = header + '\n"a, b.txt", UN News ,,2030-04-01,dateline\n'
    rows = read_manifest(write(tmp_path, text)).rows
    assert rows == {"a, b.txt": ManifestRow("UN News", None, date(2030, 4, 1), "dateline")}


def test_file_of_a_spreadsheet_program(tmp_path: Path) -> None:
    rows = read_manifest(write(tmp_path, "file,publisher\r\n./sub/a.txt,Geneva\r\n", "utf-8-sig")).rows
    assert rows["sub/a.txt"].publisher == "Geneva"


def test_unknown_column_is_remarked(tmp_path: Path) -> None:
    manifest = read_manifest(write(tmp_path, "file,publishd_on\na.txt,2030-04-01\n"))
    assert "['publishd_on'] are not read" in manifest.warnings[0]


def test_row_that_says_nothing_has_no_hash(tmp_path: Path) -> None:
    manifest = read_manifest(write(tmp_path, "file,publisher\na.txt,\nb.txt,UN News\n"))
    assert manifest.rows["a.txt"].sha256 is None
    assert manifest.rows["b.txt"].sha256


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("publisher\nUN News\n", "lacks the column 'file'"),
        ("", "lacks the column 'file'"),
        ("file\na.txt\nb.txt\na.txt\n", "row 4: a.txt stands twice"),
        ("file\n../a.txt\n", "row 2: ../a.txt is not below this folder"),
        ("file\n/etc/a.txt\n", "row 2: /etc/a.txt is not below this folder"),
        ("file,publisher\n,UN News\n", "row 2: 'file' is empty"),
        ("file,published_on\na.txt,\nb.txt,1 April 2030\n", "row 3: published_on '1 April 2030' is no date"),
        ("file,publisher\na.txt,UN, News\n", "row 2: more cells than the header"),
    ],
)
def test_error_names_file_and_row(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ManifestError) as caught:
        read_manifest(write(tmp_path, text))
    assert message in str(caught.value)
    assert "manifest.csv" in str(caught.value)


def test_other_encoding(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="row 2: not UTF-8"):
        read_manifest(write(tmp_path, "file,publisher\na.txt,Genève\n", "latin-1"))
