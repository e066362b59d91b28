"""Blocks of meeting coverage: headings of all forms, leads, second printings, replies."""

from pathlib import Path

import pytest
from attributing import attribute

from flows.reference import Reference

HEADINGS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "headings.tsv").read_text(encoding="utf-8").splitlines()[1:]
]


@pytest.mark.parametrize("heading", HEADINGS, ids=[h[0][:40] for h in HEADINGS])
def test_heading(heading: tuple, reference: Reference) -> None:
    text, name, role, affiliation, kind = heading
    told = attribute(
        reference, f"## Statements\n{text} that rivers join. They must be kept clean.", "meeting_coverage"
    )
    assert told.who() == [name, name]
    speaker = told.speaker(name)
    found = (speaker["role"] or "", speaker["affiliation_name"], speaker["affiliation_kind"])
    assert found == (role, affiliation, kind)


def test_block_runs_to_the_next_heading_or_subhead(reference: Reference) -> None:
    told = attribute(
        reference,
        "ADA ROE (Kenya) said rivers join.\nShe went on.\nMALI, for its own part, had none.\n"
        "BEN OTT (Chad) said no.\n## Action\nNothing was said.",
        "meeting_coverage",
    )
    assert told.who() == ["Ada Roe", "Ada Roe", "Ada Roe", "Ben Ott", None]


def test_delegations_head_blocks_whatever_the_verb(reference: Reference) -> None:
    told = attribute(
        reference,
        "The representative of Chad wished to know the cost. It was high.\n"
        "The representative of the European Union, EVA ROE, said no.\nMali’s delegate wondered why.",
        "meeting_coverage",
    )
    assert told.who() == ["Chad", "Chad", "Eva Roe", "Mali"]
    assert told.speaker("Eva Roe")["affiliation_name"] == "European Union"


def test_dialogue_has_several_speakers_in_a_paragraph(reference: Reference) -> None:
    told = attribute(
        reference,
        "ADA ROE, Special Rapporteur on the right to food, said hunger grew.\n"
        "In the ensuing dialogue, the representative of Chad asked why. The delegate of Peru, noting the "
        "drought, asked when.\nMs. ROE, responding, said soon.\n"
        "The representatives of Mali and Togo also spoke.",
        "meeting_coverage",
    )
    assert told.who() == ["Ada Roe", "Chad", "Peru", "Ada Roe", None]


def test_narration_of_the_meeting_ends_a_block(reference: Reference) -> None:
    told = attribute(
        reference,
        "ADA ROE (Kenya) said rivers join.\nThe Committee then adopted the draft without a vote.\n"
        "It met again.",
        "meeting_coverage",
    )
    assert told.who() == ["Ada Roe", None, None]


def test_second_printing_is_the_same_statement(reference: Reference) -> None:
    block = "JAN KISS (Austria) said smuggling grew. It must end."
    told = attribute(reference, f"{block}\nADA ROE (Kenya) said no.\n{block}", "meeting_coverage")
    assert told.column("statement_ordinal") == [1, 1, 2, 1, 1]
    assert told.column("is_repeat") == [False, False, False, True, True]
    assert told.column("is_counted") == [True, True, True, False, False]


def test_right_of_reply_is_another_statement_of_the_speaker(reference: Reference) -> None:
    told = attribute(
        reference,
        "ADA ROE (Kenya), on behalf of the African Group, said rivers join.\nBEN OTT (Chad) said no.\n"
        "## Right of Reply\n"
        "The representative of Kenya, speaking in exercise of the right of reply, said yes.",
        "meeting_coverage",
    )
    assert told.statements() == [
        ("Ada Roe", "group", "statement"),
        ("Ben Ott", "national", "statement"),
        ("Ada Roe", "national", "reply"),
    ]


def test_lead_belongs_to_the_statement_of_the_body_and_is_not_counted(reference: Reference) -> None:
    told = attribute(
        reference,
        "## Statements\nADA ROE (Kenya) said rivers join.\n"
        "EVA OTT, Deputy Foreign Minister of Chad, said no.",
        "meeting_coverage",
        lead="Kenya’s representative said rivers join. They must be clean.\n"
        "Several speakers disagreed, with the "
        "Deputy Foreign Minister of Chad stressing cost.\nMalawi called for funds.\nAlso speaking were "
        "representatives of Togo and Mali.",
    )
    assert told.who()[:5] == ["Ada Roe", "Ada Roe", "Eva Ott", "Malawi", None]
    assert told.column("is_counted")[:5] == [False, False, False, True, True]
    assert told.column("statement_ordinal")[:3] == [1, 1, 2]


def test_lead_pronoun_crosses_paragraphs_and_explains_what_stands_before_it(reference: Reference) -> None:
    told = attribute(
        reference,
        "ADA ROE, Executive Director of the Reef Fund, said corals were pale.",
        "meeting_coverage",
        lead="Ada Roe, Executive Director of the Reef Fund, said corals were pale.\n"
        "Fish were leaving. Nets were empty, she continued.",
    )
    assert told.who()[:3] == ["Ada Roe", "Ada Roe", "Ada Roe"]


def test_countries_open_paragraphs_where_no_names_are_printed(reference: Reference) -> None:
    told = attribute(
        reference,
        "ADA ROE, Special Rapporteur on food, said hunger grew.\n"
        "BEN OTT, Independent Expert on debt, said so.\n"
        "## Interactive Dialogue\nTogo, speaking on behalf of the African Group, welcomed the report. It was "
        "clear.\nCuba rejected the claim.\nUnder the Same Sky Alliance said nothing had changed.",
    )
    assert told.who() == ["Ada Roe", "Ben Ott", "Togo", "Togo", "Cuba", "Under the Same Sky Alliance"]


def test_panel_narrated_between_blocks_names_the_surnames(reference: Reference) -> None:
    told = attribute(
        reference,
        "## Panel\nThe Council then held a panel, moderated by Ada Roe, Director of the Reef Fund, and "
        "featuring Ben Ott, Director-General of the International Labour Organization (ILO).\n"
        "Ms. ROE asked what was new.\nMr. OTT said jobs were lost.",
        "meeting_coverage",
    )
    assert told.who() == [None, "Ada Roe", "Ben Ott"]


def test_delegations_take_turns_within_a_paragraph_where_no_names_are_printed(reference: Reference) -> None:
    told = attribute(
        reference,
        "ADA ROE, Special Rapporteur on food, said hunger grew.\n"
        "BEN OTT, Independent Expert on debt, said so.\n## Interactive Dialogue\nEuropean Union asked when. "
        "Austria welcomed the report. It was clear.",
    )
    assert told.who()[2:] == ["European Union", "Austria", "Austria"]


def test_heads_of_delegations_and_observers_head_blocks(reference: Reference) -> None:
    told = attribute(
        reference,
        "ADA ROE (Kenya) said rivers join.\nThe Head of Delegation of the European Union said no.\n"
        "An observer for the League of Arab States said yes.\n"
        "The Committee Secretary made an oral statement.",
        "meeting_coverage",
    )
    assert told.who() == ["Ada Roe", "European Union", "League of Arab States", None]


def test_office_over_an_organ_stays_whole_beside_a_country(reference: Reference) -> None:
    told = attribute(
        reference, "The President of the General Assembly, Ada Roe (Kenya), said seas were rising."
    )
    assert (told.speaker("Ada Roe")["role"], told.speaker("Ada Roe")["iso3"]) == (
        "President of the General Assembly",
        "KEN",
    )


def test_vice_president_in_the_chair_is_the_acting_president(reference: Reference) -> None:
    told = attribute(
        reference,
        "President: Ms. Roe (Kenya)\nThe President: I open the meeting.\n"
        "Ms. Ott (Chad), Rapporteur of the Second Committee: I present the reports.\n"
        "Mr. Diallo (Senegal), Vice-President, took the Chair.\n"
        "The Acting President (spoke in French): I call on Peru.\nThe President: I close the meeting.",
        "verbatim_record",
    )
    assert told.who()[1:] == ["Roe", "Ott", None, "Diallo", "Roe"]


def test_numbered_paragraphs_of_a_summary_record(reference: Reference) -> None:
    told = attribute(
        reference,
        "1. The Chair declared open the session.\n2. Ms. Roe (Kenya) said that rivers join.\n"
        "3. They must be clean.\n4. Mr. Ott (International Labour Organization), replying, said no.",
        "verbatim_record",
    )
    assert told.who() == [None, "Roe", "Roe", "Ott"]
    assert told.column("mode") == ["narrator", "indirect", "indirect", "indirect"]


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("ADA ROE (Kenya) said rivers join. She asked for more.", "female"),
        ("ADA ROE (Kenya), associating himself with the African Group, said so.", "male"),
        ("ADA ROE (Kenya) said her country had rivers.", "female"),
        ("ADA ROE (Kenya) said rivers join. A girl had told her story.", None),
    ],
)
def test_printed_gender(text: str, gender: str | None, reference: Reference) -> None:
    assert attribute(reference, text, "meeting_coverage").speaker("Ada Roe")["printed_gender"] == gender


def test_roll_of_speakers_names_who_is_headed_by_a_surname(reference: Reference) -> None:
    told = attribute(
        reference,
        "## Statements\nMr. OTT praised the force. It was brave.\nMiss ROE asked for more.",
        "meeting_coverage",
        lead="Statements were made by the following: Ben Ott (Chad) and Ada Roe (Kenya).",
    )
    assert told.who() == [None, "Ben Ott", "Ben Ott", "Ada Roe"]
    assert told.speaker("Ben Ott")["iso3"] == "TCD"


def test_panel_of_bodies_names_who_is_headed_by_a_surname(reference: Reference) -> None:
    told = attribute(
        reference,
        "The panel featured Ada Roe, of the Harbour Trust; and Ben Ott, University of Narvik.\n"
        "Ms. ROE said ports were full.\nMr. OTT said fish were few.",
        "meeting_coverage",
    )
    assert told.who() == [None, "Ada Roe", "Ben Ott"]
    bodies = [told.speaker(name)["affiliation_name"] for name in ("Ada Roe", "Ben Ott")]
    assert bodies == ["Harbour Trust", "University of Narvik"]


def test_dateline_in_capitals_heads_no_block(reference: Reference) -> None:
    told = attribute(
        reference,
        "NEW YORK, 28 February (UN Headquarters) -- Wells were dry, members heard.\nADA ROE (Chad) said no.",
        "meeting_coverage",
    )
    assert told.who() == [None, "Ada Roe"]


def test_members_of_an_organ_end_the_turn_before(reference: Reference) -> None:
    told = attribute(
        reference,
        "ADA ROE (Chad) said talks were near. Norway condemned the raid.\n"
        "The members of the Security Council welcomed that. They urged calm.",
        "meeting_coverage",
    )
    assert told.who() == ["Ada Roe", "Ada Roe", "Security Council", "Security Council"]


def test_answer_in_the_paragraph_of_a_delegation(reference: Reference) -> None:
    told = attribute(
        reference,
        "BEN OTT, of the Harbour Trust, said fish were few.\n"
        "The representative of Chad asked why. In response, Mr. OTT said nets were fine. They caught all.\n"
        "The representative of Mali asked when. The representative of Peru wondered how. Mr. Roe had left.",
        "meeting_coverage",
    )
    assert told.who() == ["Ben Ott", "Chad", "Ben Ott", "Ben Ott", "Mali", "Peru", "Peru"]


def test_delegate_of_whom_nothing_is_known_ends_the_turn_before(reference: Reference) -> None:
    told = attribute(
        reference,
        "ADA ROE (Honduras) said yes.\n"
        "In the dialogue, the representative of Chad said no.\n"
        "The representative of the children’s major group asked who pays.\n"
        "Taking the floor next, the Minister for Water of Mali said all do.\n"
        "Speakers from Peru and Togo described wells.\n"
        "In other business, the Secretary informed members of the programme.",
        "meeting_coverage",
    )
    assert told.who() == ["Ada Roe", "Chad", None, "Minister for Water of Mali", None, None]


def test_heading_inside_a_paragraph_and_before_a_colon(reference: Reference) -> None:
    told = attribute(
        reference,
        "ADA ROE, Controller, introduced the report. BEN OTT, Chair of the Advisory Committee on "
        "Administrative and Budgetary Questions (ACABQ), introduced another. It was long.\n"
        "EVA LIND (Honduras): The lake was low.",
        "meeting_coverage",
    )
    assert told.who() == ["Ada Roe", "Ben Ott", "Ben Ott", "Eva Lind"]
    assert told.speaker("Eva Lind")["iso3"] == "HND"


def test_paragraph_in_which_several_delegations_open_sentences(reference: Reference) -> None:
    told = attribute(
        reference,
        "ADA ROE, Special Rapporteur on the right to food, said hunger grew.\n"
        "European Union asked how to help. Chad, speaking on behalf of the African Group, said hunger hurt. "
        "It must end. Save the Children stressed that children starved.\n"
        "BEN OTT (Mali) said no. Peru said it was late. Togo claimed nothing.",
        "meeting_coverage",
    )
    roll = ["European Union", "Chad", "Chad", "Save the Children"]
    assert told.who() == ["Ada Roe", *roll, "Ben Ott", "Ben Ott", "Ben Ott"]


def test_member_of_the_delegation_answers_experts_of_other_countries(reference: Reference) -> None:
    told = attribute(
        reference,
        "ADA ROE, Minister for Women of Chad, said laws were new.\n"
        "EVA LIND, expert from Peru, asked about courts.\n"
        "Responding, a member of the delegation said courts were open.",
        "meeting_coverage",
    )
    assert told.who() == ["Ada Roe", "Eva Lind", "Chad"]


def test_council_president_who_opens_a_paragraph_is_whom_a_heading_names(reference: Reference) -> None:
    told = attribute(
        reference,
        "ADA ROE (Malta), Council President for April, said yes.\nBEN OTT (Chad) said no.\n"
        "The Council President, speaking in her national capacity, agreed.",
        "meeting_coverage",
    )
    assert told.who() == ["Ada Roe", "Ben Ott", "Ada Roe"]


def test_group_after_the_place_is_no_office(reference: Reference) -> None:
    told = attribute(
        reference,
        "ADA ROE (Fiji), for the Alliance of Small Island States (AOSIS), said seas rose.\n"
        "The representatives of Chad and Mali, in exercise of the right of reply, rejected that.\n"
        "BEN OTT (Peru) said no.",
        "meeting_coverage",
    )
    assert told.who() == ["Ada Roe", None, "Ben Ott"]
    assert told.speaker("Ada Roe")["role"] is None
    assert told.statements()[0] == ("Ada Roe", "group", "statement")


def test_official_of_that_country_is_of_the_state_named_before(reference: Reference) -> None:
    told = attribute(
        reference,
        "ADA ROE, Minister for Foreign Affairs of Fiji, said reefs died.\nBEN OTT (Chad) said no.",
        "meeting_coverage",
        lead="Fiji needed reefs, that country’s Foreign Minister told the Council.\n"
        "Lakes would lead Chad’s presidency, that country’s Permanent Representative said today.",
    )
    assert told.who() == ["Ada Roe", "Ben Ott", "Ada Roe", "Ben Ott"]


def test_counterparts_and_envoys_of_a_lead_are_whom_the_body_names(reference: Reference) -> None:
    told = attribute(
        reference,
        "ADA ROE, Special Representative of the Secretary-General and Head of the United Nations Mission in "
        "Liberia, said roads were bad.\nBEN OTT (Japan) said no.",
        "meeting_coverage",
        lead="Roads were bad, the United Nations Special Representative in that country told the Council.\n"
        "Chad’s delegate agreed.\nEchoing that, his counterpart from Japan said no.\n"
        "His counterpart from Fiji, Eva Lind, left.",
    )
    assert told.who() == ["Ada Roe", "Chad", "Ben Ott", None, "Ada Roe", "Ben Ott"]


def test_state_spoken_for_where_no_place_is_printed(reference: Reference) -> None:
    told = attribute(
        reference,
        "ADA ROE, speaking for Chad, said no.\nBEN OTT (Mali), speaking for Chad, said yes.\n"
        "In explanation of vote, the representative of Peru said it abstained.\n"
        "Speaking in explanation of vote after the vote were the representatives of Fiji and Togo.",
        "meeting_coverage",
    )
    assert told.who() == ["Ada Roe", "Ben Ott", "Peru", None]
    assert told.speaker("Ada Roe")["iso3"] == "TCD"
    assert told.speaker("Ben Ott")["iso3"] == "MLI"


CHAIRS = {
    "ADA ROE (Peru), Chair of the Committee on Wells, briefing the Council, said it rained.": "briefer",
    "ADA ROE (Peru), President of the Human Rights Council, introduced its report.": "briefer",
    "ADA ROE (Peru), Chair of the Third Committee, said it rained.": "national",
    "ADA ROE (Peru), President of the Council of Ministers, said it rained.": "national",
    "ADA ROE, Chair of the Fact-Finding Mission on Wells, said it rained.": "independent_expert",
    "ADA ROE, Chair of the International Law Commission, introduced its report.": "briefer",
    "ADA ROE (Peru), Council President for May, said it rained.": "presiding",
    "ADA ROE (Peru), Vice-President of the Security Council, said it rained.": "presiding",
    "ADA ROE (Peru), Chair of the Committee, said it rained.": "presiding",
}


@pytest.mark.parametrize("block", CHAIRS)
def test_who_chairs_another_body_does_not_preside(reference: Reference, block: str) -> None:
    told = attribute(reference, block, "meeting_coverage", organ="Security Council")
    assert [capacity for _, capacity, _ in told.statements()] == [CHAIRS[block]]


def test_chair_where_no_symbol_names_the_body_that_meets(reference: Reference) -> None:
    chair = "ADA ROE (Peru), Chair of the Committee on Wells, "
    capacities = [
        attribute(reference, chair + verb, "meeting_coverage").statements()[0][1]
        for verb in ("said it rained.", "briefed the Council, saying it rained.")
    ]
    assert capacities == ["presiding", "briefer"]


def test_chair_without_a_name_heads_a_block(reference: Reference) -> None:
    told = attribute(
        reference,
        "JANE DOE (Chad) said no.\nThe CHAIR said that a mission would leave. It would return in May.",
        kind="meeting_coverage",
    )
    assert told.who() == ["Jane Doe", "Chair", "Chair"]


def test_other_members_are_not_who_spoke_before(reference: Reference) -> None:
    told = attribute(
        reference,
        "JANE DOE (Chad) said no.",
        kind="meeting_coverage",
        lead="Chad’s representative said no. Other members differed.",
    )
    assert told.who() == ["Jane Doe", None, "Jane Doe"]


def test_body_of_a_roll_that_no_table_knows(reference: Reference) -> None:
    told = attribute(
        reference,
        "The Human Rights Council this morning held a debate.\nChad asked why. "
        "International Service for Land Rights said that it rained.",
        kind="meeting_coverage",
    )
    assert told.who() == [None, "Chad", "International Service for Land Rights"]
