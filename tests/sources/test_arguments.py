"""Sources as a command names them."""

from pathlib import Path

import pytest

from flows.errors import NothingToLoadError, SourceError
from flows.sources.arguments import Source, parse_sources


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder in ("one/docs", "two/docs", "x=y"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.txt").write_text("x")
        (tmp_path / folder / "b.txt").write_text("x")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_folder_has_its_own_name(tree: Path) -> None:
    assert parse_sources(["one/docs"]) == (Source("docs", tree / "one/docs"),)
    assert parse_sources(["one/docs/"])[0].name == "docs"


def test_folder_here(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree / "one/docs")
    assert parse_sources(["."])[0].name == "docs"
    assert parse_sources([".."])[0].name == "one"


def test_name_given(tree: Path) -> None:
    assert parse_sources(["press=one/docs"]) == (Source("press", tree / "one/docs"),)


def test_path_with_an_equals_sign(tree: Path) -> None:
    assert parse_sources(["x=y"]) == (Source("x=y", tree / "x=y"),)
    assert parse_sources(["z=x=y"]) == (Source("z", tree / "x=y"),)


def test_files_of_one_folder_are_one_source(tree: Path) -> None:
    found = parse_sources(["one/docs/a.txt", "one/docs/b.txt", "one/docs/a.txt"])
    assert found == (Source("docs", tree / "one/docs", ("a.txt", "b.txt")),)


def test_folder_with_one_of_its_files_is_the_folder(tree: Path) -> None:
    assert parse_sources(["one/docs/a.txt", "one/docs"]) == (Source("docs", tree / "one/docs"),)


def test_one_name_for_two_folders(tree: Path) -> None:
    with pytest.raises(SourceError, match="would both be the source 'docs'"):
        parse_sources(["one/docs", "two/docs"])
    assert len(parse_sources(["one/docs", "more=two/docs"])) == 2


@pytest.mark.parametrize("argument", ["nowhere", "name=nowhere"])
def test_path_that_is_not_there(tree: Path, argument: str) -> None:
    with pytest.raises(NothingToLoadError, match="nowhere does not exist"):
        parse_sources([argument])
