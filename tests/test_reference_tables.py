"""What must hold of the tables of countries, organizations and groups themselves."""

from datetime import date

import polars as pl
import pytest

from flows.reference import Reference


def members_on(reference: Reference, group: str, day: date) -> set[str]:
    rows = reference["group_members"].filter(
        pl.col("group_name") == group,
        pl.col("member_from").is_null() | (pl.col("member_from") <= day),
        pl.col("member_to").is_null() | (pl.col("member_to") >= day),
    )
    return set(rows["member"])


def test_the_193_member_states_have_codes_regions_and_a_regional_group(reference: Reference) -> None:
    states = reference["countries"].filter(kind="member_state")
    assert states.height == 193
    assert states.drop_nulls(["iso3", "m49_region", "m49_subregion", "un_regional_group"]).height == 193
    assert states["iso3"].n_unique() == 193


def test_the_regional_groups_have_their_sizes(reference: Reference) -> None:
    sizes = dict(
        reference["countries"].filter(kind="member_state")["un_regional_group"].value_counts().rows()
    )
    assert sizes == {
        "African Group": 54,
        "Asia-Pacific Group": 54,
        "Latin American and Caribbean Group": 33,
        "Western European and Others Group": 29,
        "Eastern European Group": 23,
    }


def test_codes_of_countries_have_three_letters_and_one_country(reference: Reference) -> None:
    codes = reference["countries"]["iso3"].drop_nulls()
    assert codes.str.contains("^[A-Z]{3}$").all()
    assert codes.is_unique().all()


def test_no_acronym_stands_for_two_names(reference: Reference) -> None:
    acronyms = reference["organizations"]["acronym"].drop_nulls()
    assert acronyms.filter(acronyms.is_duplicated()).to_list() == []
    aliases = pl.concat(
        [acronyms, reference["organization_aliases"]["alias"], reference["country_aliases"]["alias"]]
    )
    assert aliases.filter(aliases.is_duplicated()).to_list() == []


def test_no_alias_is_also_a_name(reference: Reference) -> None:
    names = pl.concat([reference["countries"]["name"], reference["organizations"]["name"]])
    assert names.is_unique().all()
    aliases = pl.concat([reference["organization_aliases"]["alias"], reference["country_aliases"]["alias"]])
    assert set(aliases) & set(names) == set()


def test_every_group_with_members_is_an_organization(reference: Reference) -> None:
    assert set(reference["group_members"]["group_name"]) <= set(reference["organizations"]["name"])


def test_memberships_do_not_end_before_they_begin(reference: Reference) -> None:
    members = reference["group_members"].drop_nulls(["member_from", "member_to"])
    assert members.filter(pl.col("member_to") < pl.col("member_from")).rows() == []


def test_groups_overlap_no_period_of_one_member(reference: Reference) -> None:
    ordered = reference["group_members"].sort("group_name", "member", "member_from", nulls_last=False)
    before = ordered.with_columns(pl.col("member_to").shift().over("group_name", "member").alias("until"))
    again = before.filter(pl.struct("group_name", "member").is_first_distinct().not_())
    assert again.filter(pl.col("until").is_null() | (pl.col("until") >= pl.col("member_from"))).rows() == []


@pytest.mark.parametrize("year", range(1995, 2027))
def test_ten_elected_and_five_permanent_members_sit_each_year(year: int, reference: Reference) -> None:
    day = date(year, 6, 1)
    assert len(members_on(reference, "Security Council elected members", day)) == 10
    assert members_on(reference, "Security Council permanent members", day) == {
        "China", "France", "Russian Federation", "United Kingdom", "United States",
    }  # fmt: skip


def test_the_united_kingdom_left_the_european_union(reference: Reference) -> None:
    assert len(members_on(reference, "European Union", date(2017, 3, 15))) == 28
    assert len(members_on(reference, "European Union", date(2021, 3, 15))) == 27
    assert "United Kingdom" not in members_on(reference, "European Union", date(2021, 3, 15))


@pytest.mark.parametrize(
    ("group", "size"),
    [
        ("African Union", 54),  # the Sahrawi Arab Democratic Republic is no row of countries
        ("Non-Aligned Movement", 120),
        ("Group of 77 and China", 134),
        ("Arab Group", 22),
        ("Association of Southeast Asian Nations", 11),
        ("Organization for Security and Cooperation in Europe", 57),
        ("Organization of Islamic Cooperation", 57),
        ("Group of Least Developed Countries", 44),
        ("Group of Landlocked Developing Countries", 32),
        ("Council of Europe", 46),
        ("North Atlantic Treaty Organization", 32),
    ],
)
def test_sizes_of_groups_today(group: str, size: int, reference: Reference) -> None:
    assert len(members_on(reference, group, date(2026, 1, 1))) == size
