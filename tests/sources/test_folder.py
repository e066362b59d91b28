"""What is found in a folder, and what is rejected without stopping the rest."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl
import pytest

from flows.errors import ManifestError, NothingToLoadError
from flows.schemas import INVENTORY
from flows.sources import folder as folder_module
from flows.sources.arguments import Source, parse_sources
from flows.sources.folder import Inventory, take_inventory
from flows.sources.kept import read_kept, read_kept_files


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a.txt").write_text("The Council met.", encoding="utf-8")
    return folder


def find(docs: Path, limit: int = 1000) -> Inventory:
    return take_inventory((Source("docs", docs),), docs.parent / "kept", limit)


def rejected(inventory: Inventory) -> dict[str, str]:
    return dict(inventory.rejects.select("source_path", "reason_code").iter_rows())


def test_files_below_are_found_with_paths_relative_to_the_source(docs: Path) -> None:
    (docs / "2030" / "april").mkdir(parents=True)
    (docs / "2030" / "april" / "b.HTML").write_text("<p>Met</p>")
    found = find(docs)
    assert found.files["source_path"].to_list() == ["2030/april/b.HTML", "a.txt"]
    assert found.files.columns == list(INVENTORY.columns)
    assert found.whole_sources == ("docs",)


def test_hidden_files_and_other_kinds_are_counted_and_ignored(docs: Path) -> None:
    (docs / ".draft.txt").write_text("x")
    (docs / "map.png").write_bytes(b"\x89PNG")
    (docs / ".git").mkdir()
    (docs / ".git" / "c.txt").write_text("x")
    found = find(docs)
    assert found.files.height == 1
    assert found.ignored_count == 3  # the hidden folder counts as one


def test_bytes_are_kept_under_their_hash(docs: Path) -> None:
    found = find(docs)
    sha256 = found.files["bytes_sha256"].item()
    assert read_kept(docs.parent / "kept", sha256) == b"The Council met."
    files = read_kept_files(docs.parent / "kept", found.files)
    assert files["content"].to_list() == [b"The Council met."]


def test_dangling_link(docs: Path) -> None:
    (docs / "b.txt").symlink_to(docs / "gone.txt")
    found = find(docs)
    assert rejected(found) == {"b.txt": "dangling_link"}
    assert "docs/b.txt is a link to" in found.rejects["reason"].item()
    assert found.files.height == 1


def test_link_to_itself(docs: Path) -> None:
    (docs / "b.txt").symlink_to("b.txt")
    (docs / "c").symlink_to("c")
    assert rejected(find(docs)) == {"b.txt": "dangling_link"}


def test_link_to_a_folder_above_is_walked_once(docs: Path) -> None:
    (docs / "again").symlink_to(docs)
    assert find(docs).files["source_path"].to_list() == ["a.txt"]


def test_too_large(docs: Path) -> None:
    (docs / "b.txt").write_bytes(b"x" * 1001)
    found = find(docs, limit=1000)
    assert rejected(found) == {"b.txt": "too_large"}
    assert "ROSTRUM_MAX_FILE_BYTES" in found.rejects["reason"].item()


def test_pipe_is_not_waited_for(docs: Path) -> None:
    os.mkfifo(docs / "b.txt")
    assert rejected(find(docs)) == {"b.txt": "not_a_file"}


def test_file_that_vanishes_between_listing_and_reading(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (docs / "b.txt").write_text("x")
    whole = folder_module._walk

    def walk_then_delete(listing: folder_module.Listing) -> None:
        whole(listing)
        (docs / "b.txt").unlink()

    monkeypatch.setattr(folder_module, "_walk", walk_then_delete)
    assert rejected(find(docs)) == {"b.txt": "vanished"}


def test_unreadable_file_and_folder(docs: Path) -> None:
    """Asked as an unprivileged user, since root may read everything."""
    for name in ("closed.txt", "open.txt"):
        (docs / name).write_text(name)
    (docs / "inner").mkdir()
    (docs / "inner" / "c.txt").write_text("x")
    (docs / "closed.txt").chmod(0)
    (docs / "inner").chmod(0)
    kept = docs.parent / "kept"
    kept.mkdir()
    kept.chmod(0o777)
    for parent in docs.parents:  # pytest makes its folders for one user alone
        if parent.is_relative_to(tempfile.gettempdir()) and parent != Path(tempfile.gettempdir()):
            parent.chmod(0o755)
    program = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from flows.sources.arguments import Source\n"
        "from flows.sources.folder import take_inventory\n"
        "if os.getuid() == 0: os.setuid(65534)\n"
        "found = take_inventory((Source('docs', Path(sys.argv[1])),), Path(sys.argv[2]), 1000)\n"
        "print(found.files['source_path'].to_list(), sorted(found.rejects['source_path']),"
        " found.rejects['reason_code'].unique().to_list())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(docs), str(kept)], capture_output=True, text=True, check=False
    )
    assert done.stdout == "['a.txt', 'open.txt'] ['closed.txt', 'inner/'] ['unreadable']\n", done.stderr


def test_name_that_is_no_unicode(docs: Path) -> None:
    with open(os.fsencode(docs) + b"/caf\xe9.txt", "wb") as file:
        file.write(b"x")
    assert find(docs).files["source_path"].to_list() == ["a.txt", "caf\\xe9.txt"]


def test_folder_without_a_document_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "readme.doc").write_text("x")
    with pytest.raises(NothingToLoadError, match="there is no document in"):
        take_inventory((Source("docs", tmp_path),), tmp_path / "kept", 1000)


def test_manifest_supplies_what_the_nearest_one_says(docs: Path) -> None:
    (docs / "2030").mkdir()
    (docs / "2030" / "b.txt").write_text("x")
    (docs / "manifest.csv").write_text("file,publisher\na.txt,UN News\n2030/b.txt,far\n")
    (docs / "2030" / "manifest.csv").write_text("file,publisher,published_on\nb.txt,near,2030-04-01\n")
    rows = find(docs).files.sort("source_path").select("manifest_publisher", "manifest_published_on").rows()
    assert [publisher for publisher, _ in rows] == ["near", "UN News"]
    assert str(rows[0][1]) == "2030-04-01"


def test_manifest_row_of_a_missing_file_is_only_a_remark(docs: Path) -> None:
    (docs / "manifest.csv").write_text("file,publisher\na.txt,UN News\ngone.txt,UN News\n")
    found = find(docs)
    assert found.files.height == 1
    assert [w for w in found.warnings if "gone.txt is in a manifest.csv" in w]


def test_edited_manifest_row_changes_its_hash_only(docs: Path) -> None:
    hashes = []
    for publisher in ("UN News", "Meetings Coverage"):
        (docs / "manifest.csv").write_text(f"file,publisher\na.txt,{publisher}\n")
        hashes.append(find(docs).files.select("bytes_sha256", "manifest_sha256").row(0))
    assert hashes[0][0] == hashes[1][0]
    assert hashes[0][1] != hashes[1][1]


def test_bad_manifest_stops_the_load(docs: Path) -> None:
    (docs / "manifest.csv").write_text("file,published_on\na.txt,yesterday\n")
    with pytest.raises(ManifestError, match=r"manifest\.csv row 2: published_on 'yesterday'"):
        find(docs)


def test_single_file_is_part_of_its_folder(docs: Path) -> None:
    (docs / "b.txt").write_text("x")
    (docs / "manifest.csv").write_text("file,publisher\na.txt,UN News\nb.txt,UN News\n")
    found = take_inventory(parse_sources([docs / "a.txt"]), docs.parent / "kept", 1000)
    assert found.files.select("source_name", "source_path", "manifest_publisher").rows() == [
        ("docs", "a.txt", "UN News")
    ]
    assert found.whole_sources == ()  # nothing beside it is taken for gone
    assert found.warnings == ()


def test_two_sources(docs: Path, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "a.txt").write_text("y")
    found = take_inventory(parse_sources([docs, f"press={tmp_path / 'more'}"]), tmp_path / "kept", 1000)
    assert found.files.select(
        pl.concat_str("source_name", "source_path", separator="/")
    ).to_series().to_list() == [
        "docs/a.txt",
        "press/a.txt",
    ]
