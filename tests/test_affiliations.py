import polars as pl
import pytest

from flows.affiliations import (
    affiliation_names,
    affiliation_pattern,
    demonym_pattern,
    fold_affiliation,
    resolve_affiliation,
    resolve_demonym,
)
from flows.reference import Reference


def resolve(printed: str, reference: Reference) -> tuple:
    return resolve_affiliation(pl.Series([printed]), reference).row(0)


def find(text: str, reference: Reference) -> list[str]:
    return pl.Series([text]).str.extract_all(affiliation_pattern(reference))[0].to_list()


@pytest.mark.parametrize(
    ("printed", "name", "iso3"),
    [
        ("BOLIVIA", "Bolivia", "BOL"),
        ("Bolivia (Plurinational State of)", "Bolivia", "BOL"),
        ("the former Yugoslav Republic of Macedonia", "North Macedonia", "MKD"),
        ("Cote d'Ivoire", "Côte d’Ivoire", "CIV"),
        ("Turkey", "Türkiye", "TUR"),
        ("Federal Republic of Yugoslavia", "Serbia", "SRB"),
        ("Democratic People's Republic of Korea", "Democratic People’s Republic of Korea", "PRK"),
        ("Permanent Observer of the Holy See", "Holy See", "VAT"),
        ("UK", "United Kingdom", "GBR"),
    ],
)
def test_one_country_under_many_printed_names(
    printed: str, name: str, iso3: str, reference: Reference
) -> None:
    assert (resolve(printed, reference)[0], resolve(printed, reference)[2]) == (name, iso3)


@pytest.mark.parametrize(
    ("printed", "name", "kind"),
    [
        ("UN Children's Fund (UNICEF)", "United Nations Children’s Fund", "un_system"),
        ("Delegation of the European Union", "European Union", "regional_organization"),
        ("European Union delegation", "European Union", "regional_organization"),
        ("INTERPOL", "International Criminal Police Organization", "intergovernmental"),
        (
            "Organization for Security and Co‑operation in Europe",
            "Organization for Security and Cooperation in Europe",
            "regional_organization",
        ),
        ("“Group of 77” developing countries and China", "Group of 77 and China", "group"),
        ("Non-aligned Movement", "Non-Aligned Movement", "group"),
        ("World Bank Group", "World Bank Group", "un_system"),
        ("WTO", "World Trade Organization", "intergovernmental"),
    ],
)
def test_organizations_and_groups_by_name_acronym_and_variant(
    printed: str, name: str, kind: str, reference: Reference
) -> None:
    assert resolve(printed, reference)[:2] == (name, kind)


def test_a_pronoun_is_not_an_acronym_in_lower_case(reference: Reference) -> None:
    assert resolve("us", reference) == (None, None, None)
    assert resolve("US", reference)[0] == "United States"


def test_what_no_table_knows_stays_null(reference: Reference) -> None:
    assert resolve("Ministry of Silly Walks", reference) == (None, None, None)
    assert resolve_affiliation(pl.Series([None], dtype=pl.String), reference).row(0) == (None, None, None)


def test_an_expression_resolves_a_column(reference: Reference) -> None:
    frame = pl.DataFrame({"printed": ["Viet Nam", "Atlantis"]})
    found = frame.select(resolve_affiliation(pl.col("printed"), reference).struct.field("iso3"))
    assert found["iso3"].to_list() == ["VNM", None]


def test_every_printed_form_resolves_to_its_own_row(reference: Reference) -> None:
    names = affiliation_names(reference)
    found = resolve_affiliation(names["alias"], reference)
    assert found["name"].to_list() == names["name"].to_list()


def test_no_two_names_fold_alike(reference: Reference) -> None:
    folded = (
        affiliation_names(reference)
        .filter(~pl.col("alias").str.contains("^[A-Z]{2,4}$"))
        .select("name", folded=fold_affiliation(pl.col("alias")))
        .unique()
    )
    assert folded.filter(pl.col("folded").is_duplicated()).rows() == []


def test_the_longest_name_is_found(reference: Reference) -> None:
    text = (
        "Guinea-Bissau, the Democratic Republic of the Congo and the UN Children's Fund in Papua New Guinea."
    )
    assert find(text, reference) == [
        "Guinea-Bissau",
        "Democratic Republic of the Congo",
        "UN Children's Fund",
        "Papua New Guinea",
    ]


def test_names_are_not_found_inside_words_or_without_their_case(reference: Reference) -> None:
    assert find("Nigerian troops, a chad, us and who they were; Malinese", reference) == []


def test_adjectives_of_countries(reference: Reference) -> None:
    found = pl.Series(["The South African and Filipino Ministers"]).str.extract_all(
        demonym_pattern(reference)
    )
    assert found[0].to_list() == ["South African", "Filipino"]
    words = pl.DataFrame({"word": ["Filipino", "Congolese"]})
    assert words.select(resolve_demonym(pl.col("word"), reference)).to_series().to_list() == [
        "Philippines",
        None,
    ]
