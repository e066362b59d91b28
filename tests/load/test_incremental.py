"""Marts that go on from the last load are those of a fresh build, whatever came, changed or went."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from papers import Paper, rows_of, stage

from flows.load.transform import Transformation
from flows.settings import Settings

Marts = dict[str, list[tuple[Any, ...]]]
Load = Callable[..., Marts]
PERMANENT, HEAD = {"role": "Permanent Representative"}, {"role": "Executive Director"}
BODIES = [  # printed name, code, the kinds that documents take it for
    ("France", "FRA", ["member_state"]),
    ("Spain", "ESP", ["member_state"]),
    ("River Watch", None, ["other", "civil_society"]),
    ("RIVER WATCH", None, ["other", "civil_society"]),
    ("World Health Organization", None, ["un_system"]),
    ("United Nations Children’s Fund", None, ["un_system"]),
    (None, None, [None]),
]
NAMES = [
    *("Ann Moreau", "Anne Moreau", "Anne Louise Moreau", "Anne Marie Moreau", "Moreau Ann", "Moreau"),
    *("José Ibáñez", "Jose Ibanez", "Josep Ibañez", "José del Ibáñez", "del Ibáñez", "Ibáñez"),
]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("incremental")


@pytest.fixture
def load(warehouse: Path, tables: Mapping[str, pl.DataFrame]) -> Load:
    """A function that loads papers in place of those it loaded before, and returns all marts."""
    settings = Settings(warehouse=warehouse)
    before: dict[str, Paper] = {}
    settings.marts.unlink(missing_ok=True)
    settings.staging.unlink(missing_ok=True)

    def load_papers(papers: list[Paper], *, full: bool = False) -> Marts:
        after = {paper.key: paper for paper in papers}
        changes = {key: "retired" for key in before.keys() - after.keys()}
        for key, paper in after.items():
            if key not in before:
                changes[key] = "new"
            elif before[key].frames() != paper.frames():
                changes[key] = "changed"
        stage(warehouse, papers, tables, changes)
        Transformation(settings.dbt, warehouse).build_marts(full_refresh=full)
        before.clear()
        before.update(after)
        return read_marts(settings.marts)

    return load_papers


def read_marts(marts: Path) -> Marts:
    tables = rows_of(
        marts, "select table_name from duckdb_tables() where schema_name = 'marts' and database_name = 'db'"
    )
    return {table: rows_of(marts, f"from marts.{table} order by all") for (table,) in tables}


def differing(ours: Marts, theirs: Marts) -> list[str]:
    assert ours.keys() == theirs.keys()
    return [table for table in ours if ours[table] != theirs[table]]


def brief(number: int, name: str, affiliation: str | None, **given: Any) -> Paper:
    """A release in which one person says one thing, citing one number."""
    paper = Paper(f"REL/{number}", date(2020, 1, 1 + number % 28), kind="press_release")
    turn = paper.speaker(name, affiliation, **given)
    said = paper.say(f"{name} said {number} million people lacked safe water.", turn)
    paper.figure(said, f"{number} million people", number * 1e6, "people", "people lacked safe water")
    paper.position(said, "warns", "root_causes", target_affiliation=given.get("target", "River Watch"))
    return paper


def aligned_elsewhere() -> tuple[Paper, Paper]:
    """Two documents of one meeting: a position, and a delegation that aligns itself with it."""
    said = Paper("SC/1", date(2019, 5, 2), meeting_number=801)
    said.say("LENA ORTH (Germany) called for funds.", said.speaker("Lena Orth", "Germany", iso3="DEU"))
    said.position(0, "advocates", "funding")
    aligned = Paper("SC/2", date(2019, 5, 2), meeting_number=801)
    aligned.say("IDA BERG (Norway) aligned with Germany.", aligned.speaker("Ida Berg", "Norway", iso3="NOR"))
    aligned.fact("alignments", 0, "Germany", relation="aligned_with", with_name="Germany", with_iso3="DEU")
    return said, aligned


def test_what_later_documents_change_in_older_ones_comes_and_goes_with_them(load: Load) -> None:
    office = {"role": "Executive Director"}
    said, aligned = aligned_elsewhere()
    old = [
        brief(1, "Yuri Fedotov", "River Watch", **office),
        *(brief(5, "Ann Moreau", None), brief(6, "Ann Moreau", "Sea Watch", **office)),  # one by her name
        said,
    ]
    later = [
        *(brief(n, "Yury Fedotov", "River Watch", **office) for n in (3, 4)),
        brief(7, "Ann Louise Moreau", "Sea Watch", **office),  # is she, the one without affiliation too
        aligned,
    ]
    before = load(old)
    goes_on = load([*old, *later])
    assert [(row[1], row[8]) for row in goes_on["dim_speaker"] if "Moreau" in str(row)] == [("Ann Moreau", 3)]
    assert {row[1] for row in goes_on["dim_speaker"] if "Fedotov" in str(row)} == {"Yury Fedotov"}
    assert any("aligned" in row for row in goes_on["mart_delegation_position"])
    assert differing(goes_on, load([*old, *later], full=True)) == []
    assert differing(load(old), before) == []


def invent(number: int, chance: random.Random) -> Paper:
    """A document whose speakers, spellings, affiliations and meetings often meet those of others."""
    paper = Paper(
        f"SC/{number}",
        date(2015, 1, 1 + number % 28),
        meeting_number=700 + number % 3 if number % 2 else None,
    )
    for _ in range(chance.randint(1, 4)):
        country, iso3, kinds = chance.choice(BODIES)
        name = chance.choice(NAMES)
        kind = chance.choice(kinds)
        gender = chance.choice([None, "female", "male"])
        given = {
            "iso3": iso3,
            "affiliation_kind": kind,
            "printed_gender": gender,
            **chance.choice([PERMANENT, HEAD, {}]),
        }
        turn = paper.speaker(name, country, **given)
        amount = chance.randint(2, 5)
        said = paper.say(f"{name} ({country}) told of {amount} million people without water.", turn)
        place = chance.choice([None, "River Watch", "Spain"])
        paper.figure(
            said, f"{amount} million people", amount * 1e6, "people", "people without water", place=place
        )
        paper.position(
            said,
            chance.choice(["warns", "opposes"]),
            "funding",
            target_affiliation=chance.choice([None, "river watch"]),
        )
        if chance.random() < 0.4:
            with_name = chance.choice(["European Union", "Spain", "River Watch"])
            paper.fact(
                "alignments",
                said,
                country,
                relation=chance.choice(["aligned_with", "on_behalf_of"]),
                with_name=with_name,
            )
    return paper


def test_any_sequence_of_loads_gives_the_marts_of_a_fresh_build(load: Load, run_all: bool) -> None:
    chance = random.Random(7)
    held = {number: invent(number, chance) for number in range(12)}
    load(list(held.values()))
    for _ in range(8 if run_all else 1):
        for number in chance.sample(range(16), k=4):  # some come or change, some go
            if number in held and chance.random() < 0.5:
                del held[number]
            else:
                held[number] = invent(number, chance)
        goes_on = load(list(held.values()))
        assert differing(goes_on, load(list(held.values()), full=True)) == []
