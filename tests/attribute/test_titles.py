"""What a printed title says: role, and for whom it is held."""

import pytest

from flows.attribute.titles import compile_titles
from flows.reference import Reference

UN, WHO = "United Nations", "World Health Organization"
TITLES = [
    ("Chad Representative, World Health Organization (WHO)", "Chad Representative", WHO, "un_system"),
    ("WHO’s Director for Emergency Operations", "Director for Emergency Operations", WHO, "un_system"),
    ("Head of the WHO Emergencies Programme", "Head of the Emergencies Programme", WHO, "un_system"),
    ("Director of the Population Division", "Director of the Population Division", UN, "un_system"),
    ("Chef de Cabinet to the Secretary-General", "Chef de Cabinet to the Secretary-General", UN, "un_system"),
    ("Secretary-General Ada Roe’s Special Envoy for Chad", "Special Envoy for Chad", UN, "un_system"),
    (
        "Special Representative of the Secretary-General for Kosovo",
        "Special Representative of the Secretary-General for Kosovo",
        UN,
        "un_system",
    ),
    ("Professor of Ice at the University of Oslo", "Professor of Ice", "University of Oslo", "civil_society"),
    (
        "coordinator of the Federation of Farmers in Peru",
        "coordinator",
        "Federation of Farmers",
        "civil_society",
    ),
    (
        "professor of international law at the University of Oslo",
        "professor of international law",
        "University of Oslo",
        "civil_society",
    ),
    ("Special Envoy for Yemen", "Special Envoy for Yemen", UN, "un_system"),
    (
        "Special Representative of the Secretary-General to the African Union",
        "Special Representative of the Secretary-General to the African Union",
        UN,
        "un_system",
    ),
    (
        "Minister of State for the Commonwealth and United Nations of the United Kingdom",
        "Minister of State for the Commonwealth and United Nations",
        "United Kingdom",
        "member_state",
    ),
    (
        "Permanent Representative of Chad to the African Union",
        "Permanent Representative",
        "Chad",
        "member_state",
    ),
    ("Special Envoy of Norway for Chad", "Special Envoy for Chad", "Norway", "member_state"),
    (
        "Controller and Assistant Secretary-General for Budget",
        "Controller and Assistant Secretary-General for Budget",
        UN,
        "un_system",
    ),
    (
        "Police Adviser in the Department of Peace Operations",
        "Police Adviser",
        "Department of Peace Operations",
        "un_system",
    ),
    (
        "Head of the Delegation of the European Union to the United Nations",
        "Head of Delegation",
        "European Union",
        "regional_organization",
    ),
    ("Rapporteur of the Working Group", "Rapporteur", "Working Group", "un_system"),
    ("Director of the Coastal Institute (CI)", "Director", "Coastal Institute", "civil_society"),
]


@pytest.mark.parametrize("case", TITLES, ids=[t[0] for t in TITLES])
def test_title(case: tuple[str, str, str, str], reference: Reference) -> None:
    printed, role, name, kind = case
    title = compile_titles(reference).read(printed)
    assert (title.role, title.affiliation.name, title.affiliation.kind) == (role, name, kind)


def test_owner_in_small_letters_is_no_part_of_the_role(reference: Reference) -> None:
    assert compile_titles(reference).read("the country’s Minister of Health").role == "Minister of Health"


@pytest.mark.parametrize(
    ("printed", "role"),
    [
        ("youth activist from Fiji", "youth activist"),
        ("Mayor of Quito", "Mayor of Quito"),
        ("Expert and Rapporteur for the Report of Chile", "Expert and Rapporteur for the Report of Chile"),
    ],
)
def test_title_held_for_no_body(printed: str, role: str, reference: Reference) -> None:
    title = compile_titles(reference).read(printed)
    assert (title.role, title.affiliation) == (role, None)
