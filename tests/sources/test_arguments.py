"""Sources as a command names them."""

from pathlib import Path

import pytest

from flows.errors import NothingToLoadError, SourceError
from flows.sources.arguments import RemoteFolder, Source, WebSource, parse_sources, refuse_credentials


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


def test_addresses_of_one_host_are_one_source(tree: Path) -> None:
    found = parse_sources(["https://News.example/feed?a=b", "https://news.example/page"])
    assert found == (
        WebSource("news.example", ("https://News.example/feed?a=b", "https://news.example/page")),
    )
    assert parse_sources(["un=https://news.example/x=y"]) == (WebSource("un", ("https://news.example/x=y",)),)


def test_list_of_addresses(tree: Path) -> None:
    (tree / "press.urls").write_text("# ours\n\nhttps://a.example/1#x\nhttps://a.example/2  # second\n")
    found = parse_sources(["press.urls"])
    assert found == (WebSource("press", ("https://a.example/1#x", "https://a.example/2"), is_list=True),)


def test_remote_folder(tree: Path) -> None:
    assert parse_sources(["s3://bucket/press/"]) == (RemoteFolder("press", "s3://bucket/press/"),)
    assert parse_sources(["un=memory://docs"]) == (RemoteFolder("un", "memory://docs"),)


def test_one_name_for_two_kinds_of_source(tree: Path) -> None:
    with pytest.raises(SourceError, match="would both be the source 'docs'"):
        parse_sources(["one/docs", "docs=https://a.example/feed"])


@pytest.mark.parametrize("argument", ["https://user:secret@a.example/", "x=s3://key:secret@bucket/a"])
def test_password_in_an_address_is_refused_and_not_shown(argument: str) -> None:
    with pytest.raises(SourceError) as caught:
        refuse_credentials([argument])
    assert "secret" not in str(caught.value)
