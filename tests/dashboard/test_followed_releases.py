from pathlib import Path

import pytest
from releasing import Publish, change_release
from starlette.testclient import TestClient

from dashboard.releases import Releases, UnreadableReleaseError
from flows.settings import Settings

ONE_DOCUMENT = "delete from marts.dim_document where symbol is null"


@pytest.fixture
def releases(warehouse: Settings) -> Releases:
    return Releases(warehouse.published, warehouse.releases)


def test_release_put_in_place_is_followed_while_the_old_one_is_read(
    releases: Releases, publish: Publish
) -> None:
    publish("first")
    old = releases.open_newest()
    publish("second", [ONE_DOCUMENT])
    new = releases.open_newest()
    assert old is not None
    assert new is not None
    assert (old.id, new.id) == ("first", "second")
    assert (old.fetch("release")[0]["document_count"], new.document_count) == (5, 1)


def test_unchanged_file_is_opened_once(releases: Releases, publish: Publish) -> None:
    publish("first")
    assert releases.open_newest() is releases.open_newest()


def test_older_release_is_opened_from_those_kept(
    releases: Releases, publish: Publish, five: Path, warehouse: Settings
) -> None:
    publish("second")
    change_release(five, warehouse.releases / "rostrum-first.duckdb", "first")
    older = releases.open_older("first")
    assert older is not None
    assert older.id == "first"


@pytest.mark.parametrize("name", ["gone", "../five", "", "a" * 200, "first\x00"])
def test_release_that_is_not_kept_is_none(releases: Releases, publish: Publish, name: str) -> None:
    publish("second")
    assert releases.open_older(name) is None


def test_file_that_is_no_release_is_named(releases: Releases, warehouse: Settings) -> None:
    warehouse.published.write_bytes(b"not a database")
    with pytest.raises(UnreadableReleaseError, match=r"rostrum\.duckdb cannot be read"):
        releases.open_newest()


def test_queries_cannot_write_or_leave_the_file(releases: Releases, publish: Publish, tmp_path: Path) -> None:
    publish("first")
    release = releases.open_newest()
    assert release is not None
    for statement in ("delete from published.marts.dim_document", f"copy (select 1) to '{tmp_path}/x.csv'"):
        with pytest.raises(Exception, match=r"read-only|disabled"):
            release.connection.execute(statement)


def test_page_says_what_became_of_its_release(
    client: TestClient, publish: Publish, five: Path, warehouse: Settings
) -> None:
    change_release(five, warehouse.releases / "rostrum-first.duckdb", "first")
    publish("second")
    assert "Another is published now" in client.get("/figures?release=first").text
    assert "names release <b>gone</b>, which is not kept" in client.get("/figures?release=gone").text


def test_nothing_published_yet_is_said_and_then_followed(client: TestClient, publish: Publish) -> None:
    assert "Nothing is published yet" in client.get("/figures").text
    publish("first")
    assert "modern slavery" in client.get("/figures").text


@pytest.mark.parametrize("address", ["/figures", "/rows/figures.csv", "/newest"])
def test_file_that_cannot_be_read_has_a_page_that_says_so(
    client: TestClient, warehouse: Settings, address: str
) -> None:
    warehouse.published.write_bytes(b"not a database")
    page = client.get(address)
    assert page.status_code == 500
    assert "This release cannot be opened" in page.text
