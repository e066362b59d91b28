"""Folders that fsspec reads: the same documents as in a folder of this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import fsspec
import pytest
import s3fs

from flows.errors import NothingToLoadError, SourceError
from flows.settings import Settings
from flows.sources.arguments import RemoteFolder, parse_sources
from flows.sources.folder import Inventory
from flows.sources.kept import kept_path
from flows.sources.remote import find_time, find_version, take_remote_inventory


@pytest.fixture
def store() -> Iterator[Any]:
    filesystem = fsspec.filesystem("memory")
    filesystem.store.clear()
    filesystem.pseudo_dirs[:] = [""]
    yield filesystem
    filesystem.store.clear()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(warehouse=tmp_path / "warehouse", max_file_bytes=1000)


def read(settings: Settings, address: str = "memory://press") -> Inventory:
    (source,) = parse_sources([address])
    assert isinstance(source, RemoteFolder)
    return take_remote_inventory((source,), settings)


def test_documents_below_with_what_their_manifest_says(store: Any, settings: Settings) -> None:
    store.pipe(
        {
            "/press/a.txt": b"The Council met.",
            "/press/2030/b.html": b"<p>It met again.</p>",
            "/press/2030/manifest.csv": b"file,source_url\nb.html,https://example.org/b\n",
            "/press/.hidden/c.txt": b"x",
            "/press/d.png": b"x",
        }
    )
    found = read(settings)
    assert found.files.select("source_name", "source_path", "manifest_url").rows() == [
        ("press", "2030/b.html", "https://example.org/b"),
        ("press", "a.txt", None),
    ]
    assert (found.whole_sources, found.ignored_count) == (("press",), 2)


def test_file_over_the_limit_does_not_stop_the_others(store: Any, settings: Settings) -> None:
    store.pipe({"/press/a.txt": b"The Council met.", "/press/b.txt": bytes(1001)})
    found = read(settings)
    assert found.files["source_path"].to_list() == ["a.txt"]
    assert found.rejects["reason_code"].to_list() == ["too_large"]


def test_unchanged_file_is_not_read_again(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "press").mkdir()
    file = tmp_path / "press" / "a.txt"
    file.write_text("The Council met.")
    address = f"file://{tmp_path}/press"
    first = read(settings, address)
    opened: list[str] = []
    real_open = fsspec.implementations.local.LocalFileSystem.open

    def note(self: Any, path: str, *args: Any, **kwargs: Any) -> Any:
        opened.append(path)
        return real_open(self, path, *args, **kwargs)

    monkeypatch.setattr(fsspec.implementations.local.LocalFileSystem, "open", note)
    assert read(settings, address).files.equals(first.files)
    assert opened == []
    file.write_text("The Council parted.")
    os.utime(file, (2_000_000_000, 2_000_000_000))
    assert read(settings, address).files["bytes_sha256"][0] != first.files["bytes_sha256"][0]
    assert len(opened) == 1


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("nosuch://bucket/press", "nosuch"),
        ("zip://a.txt::memory://press", "an address inside an address"),
    ],
)
def test_address_that_cannot_be_used(address: str, message: str, settings: Settings) -> None:
    with pytest.raises(SourceError, match=message):
        read(settings, address)


def test_folder_that_is_not_there_or_empty(store: Any, settings: Settings) -> None:
    with pytest.raises(NothingToLoadError, match="memory://press"):
        read(settings)


def test_listing_that_does_not_tell_versions_is_not_trusted() -> None:
    assert find_version({"size": 5, "name": "a"}) is None
    assert find_version({"size": 5, "ETag": "x"}) != find_version({"size": 5, "ETag": "y"})


def test_times_of_stores_are_utc() -> None:
    noon = datetime(2030, 4, 5, 12, tzinfo=UTC)
    plain = noon.replace(tzinfo=None)
    for told in ({"LastModified": noon}, {"mtime": noon.timestamp()}, {"updated": "2030-04-05T12:00:00Z"}):
        assert find_time(told) == plain


def test_folder_on_s3(s3: Any, settings: Settings) -> None:
    s3.create_bucket(Bucket="press")
    for name, content in {"un/a.txt": b"The Council met.", "un/2030/b.txt": b"It rose."}.items():
        s3.put_object(Bucket="press", Key=name, Body=content)
    s3.put_object(Bucket="press", Key="elsewhere.txt", Body=b"x")
    first = read(settings, "s3://press/un")
    assert first.files["source_path"].to_list() == ["2030/b.txt", "a.txt"]
    assert read_kept(settings, first) == [b"It rose.", b"The Council met."]

    s3.put_object(Bucket="press", Key="un/a.txt", Body=b"The Council sat.")  # as long as it was
    s3.delete_object(Bucket="press", Key="un/2030/b.txt")
    assert read_kept(settings, read(settings, "s3://press/un")) == [b"The Council sat."]


def test_bucket_or_server_that_is_not_there(
    s3: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NothingToLoadError, match="s3://nobody/press cannot be listed"):
        read(settings, "s3://nobody/press")
    s3fs.S3FileSystem.clear_instance_cache()
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with pytest.raises(NothingToLoadError, match="s3://nobody/press cannot be listed: Could not connect"):
        read(settings, "s3://nobody/press")


def read_kept(settings: Settings, found: Inventory) -> list[bytes]:
    hashes = found.files["bytes_sha256"]
    return [kept_path(settings.kept_sources, sha256).read_bytes() for sha256 in hashes]
