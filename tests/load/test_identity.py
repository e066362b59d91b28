"""Who is who across documents: names and offices as several documents print them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from papers import Paper, rows_of

Build = Callable[..., Path]
# (year, name, role, affiliation, kind, iso3) of one speaker a document
PRINTED = [
    (2012, "Lena Dahl", "Minister for Climate", "Norway", "member_state", "NOR"),
    (2020, "Lena Dahl", "Prime Minister", "Norway", "member_state", "NOR"),
    (2012, "Tarek Mansour", "Foreign Minister", "Egypt", "member_state", "EGY"),
    (2013, "Tareq Mansour", "Foreign Minister", "Egypt", "member_state", "EGY"),
    (2012, "Jan van den Berg", None, "Netherlands", "member_state", "NLD"),
    (2013, "Jan Van Den Berg", None, "Netherlands", "member_state", "NLD"),
    (2012, "Kim Tae-Yul", None, "Republic of Korea", "member_state", "KOR"),
    (2013, "Kim Tae Yul", None, "Republic of Korea", "member_state", "KOR"),
    (2014, "Tae-Yul Kim", None, "Republic of Korea", "member_state", "KOR"),
    (2012, "María Ruiz", None, "Spain", "member_state", "ESP"),
    (2013, "María Ruiz", None, "Peru", "member_state", "PER"),
    (2012, "Ömer Aksoy", None, "Türkiye", "member_state", "TUR"),
    (2022, "Omer Aksoy", None, "Türkiye", "member_state", "TUR"),
    (2012, "Pio Conti", "Permanent Observer", "Holy See", "observer", "VAT"),
    (2013, "Pio Conti", "Apostolic Nuncio", "Holy See", "observer", "VAT"),
    (2012, "Asha Rao", "Director", "World Health Organization", "un_system", None),
    (2015, "Asha Rao", "Executive Director", "United Nations Children’s Fund", "un_system", None),
]


def write_documents() -> list[Paper]:
    papers = []
    for number, (year, name, role, affiliation, kind, iso3) in enumerate(PRINTED):
        paper = Paper(f"SC/{70001 + number}", published_on=date(year, 5, 1))
        turn = paper.speaker(name, affiliation, role=role, affiliation_kind=kind, iso3=iso3)
        paper.say(f"{name} said rivers join.", turn)
        papers.append(paper)
    return papers


@pytest.fixture(scope="module")
def marts(build: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copy(build(write_documents()), tmp_path_factory.mktemp("identity") / "marts.duckdb"))


def documents_of(marts: Path) -> dict[str, list[int]]:
    found = rows_of(marts, "select name, document_count from marts.dim_speaker order by all")
    counts: dict[str, list[int]] = {}
    for name, count in found:
        counts.setdefault(name, []).append(count)
    return counts


@pytest.mark.parametrize(
    ("name", "documents"),
    [
        ("Lena Dahl", [2]),  # another office later
        ("Tarek Mansour", [2]),  # another transliteration in one office
        ("Jan van den Berg", [2]),  # particles in capitals
        ("Kim Tae-Yul", [3]),  # with and without a hyphen, family name first and last
        ("María Ruiz", [1, 1]),  # one name in two delegations
        ("Ömer Aksoy", [2]),  # without diacritics, under the country's new name
        ("Pio Conti", [2]),  # an observer
        ("Asha Rao", [2]),  # moved within the United Nations
    ],
)
def test_one_person_however_printed(marts: Path, name: str, documents: list[int]) -> None:
    assert documents_of(marts)[name] == documents


def test_offices_held_one_after_another_are_kept_with_their_days(marts: Path) -> None:
    found = rows_of(
        marts,
        """select r.role, r.first_seen_on from marts.dim_speaker_role r
        join marts.dim_speaker s using (speaker_key) where s.name = 'Lena Dahl' order by 2""",
    )
    assert found == [("Minister for Climate", date(2012, 5, 1)), ("Prime Minister", date(2020, 5, 1))]


def test_decisions_for_and_against_a_merge_hold_through_further_loads(build: Build) -> None:
    decisions = pl.DataFrame(
        [
            ("María Ruiz", "ESP", "María Ruiz", "PER", "same", "changed her nationality"),
            ("Tarek Mansour", "EGY", "Tareq Mansour", "EGY", "different", "two brothers"),
        ],
        schema=["name_a", "affiliation_a", "name_b", "affiliation_b", "decision", "reason"],
        orient="row",
    )
    papers = write_documents()
    later = Paper("SC/70090", published_on=date(2024, 5, 1))
    turn = later.speaker("Tareq Mansour", "Egypt", role="Foreign Minister", iso3="EGY")
    later.say("Tareq Mansour said rivers join.", turn)
    for loaded in (papers, [*papers, later]):
        counts = documents_of(build(loaded, identity_overrides=decisions))
        assert counts["María Ruiz"] == [2]
        assert (counts["Tarek Mansour"], counts["Tareq Mansour"]) == ([1], [len(loaded) - len(papers) + 1])
