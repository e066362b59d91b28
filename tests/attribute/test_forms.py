"""Forms beside coverage and stories: interviews, opinions, treaty bodies, briefings, summary records."""

import pytest
from attributing import attribute

from flows.reference import Reference

INTERVIEW = """
Half of all maps are wrong. UN News spoke to Ada Roe, a cartographer who works in Oslo.
UN News: How did it begin?
Ada Roe: With an island. It was not there.
I looked twice.
UN News: And then?
Roe: Then we drew the sea.
"""


def test_interview_is_the_answers_of_who_is_asked(reference: Reference) -> None:
    told = attribute(reference, INTERVIEW)
    assert told.who() == [None, None, None, "Ada Roe", "Ada Roe", "Ada Roe", None, "Ada Roe"]
    assert set(told.column("mode")) == {"direct", "narrator"}


def test_one_question_makes_no_interview(reference: Reference) -> None:
    told = attribute(reference, "UN News: all the news of the day.\nAda Roe: a life at sea.\nIt rained.")
    assert told.who() == [None, None, None]


def test_opinion_in_the_first_person_is_of_its_byline(reference: Reference) -> None:
    text = (
        "# OPINION: The sea\nBy Ada Roe, Director of the Harbour Institute\nI grew up by the sea. It is ours."
    )
    told = attribute(reference, text)
    assert told.who() == [None, "Ada Roe", "Ada Roe"]
    assert told.speaker("Ada Roe")["affiliation_name"] == "Harbour Institute"


def test_story_with_a_byline_stays_a_story(reference: Reference) -> None:
    text = "By Ada Roe, correspondent in Oslo\nThe sea rose.\n“We left,” said Jan Doe, Mayor of Bergen."
    assert attribute(reference, text).who() == [None, None, "Jan Doe"]


TREATY_BODY = """
# COMMITTEE ON THE RIGHTS OF THE CHILD CONSIDERS REPORT OF CHILE
## Report
JAN DOE, Minister of Justice of Chile, said that the code was new. It was in force.
## Discussion
ADA ROE, Committee Expert and Rapporteur for the Report of Chile, welcomed the code. Who applied it?
Other Experts asked about schools. Were there any in the south?
A Committee Expert asked who paid. Had the tax been raised?
In response, the delegation said that the State paid. The tax had been lowered.
A member of the delegation added that schools were free.
"""


def test_treaty_body_experts_and_the_delegation(reference: Reference) -> None:
    told = attribute(reference, TREATY_BODY)
    expert, state = "Committee Expert", "Chile"
    assert told.who() == ["Jan Doe"] * 2 + ["Ada Roe"] * 2 + [None] * 2 + [expert] * 2 + [state] * 3
    committee = "Committee on the Rights of the Child"
    assert told.speaker("Ada Roe")["affiliation_name"] == committee
    assert told.speaker(expert)["affiliation_kind"] == "un_system"
    assert told.speaker(state)["iso3"] == "CHL"


def test_delegation_among_several_states_is_nobody(reference: Reference) -> None:
    text = "JAN DOE (Chile) said so.\nADA ROE (Peru) agreed.\nThe delegation said that it would rain."
    assert attribute(reference, text, "meeting_coverage").who()[-1] in {None, "Ada Roe"}


SUMMARY = """
Chair: Ms. Roe (Peru)
The meeting was called to order at 10 a.m.
1. The Chair said that time was short.
2. Mr. Doe (Chair of the International Law Commission), introducing the report, said that it was long.
3. It had been shorter.
4.Mr. Poe (Chad) said that he had read it.
5. The text should be translated.
6. Draft resolution A/C.6/66/L.2 was adopted.
7. The Chair said she took it that all agreed.
8. It was so decided.
"""


def test_summary_record_acts_are_narration(reference: Reference) -> None:
    told = attribute(reference, SUMMARY, "verbatim_record")
    assert told.who()[2:] == ["Roe", "Doe", "Doe", "Poe", "Poe", None, "Roe", None]
    doe = told.speaker("Doe")
    assert (doe["role"], doe["affiliation_name"]) == ("Chair", "International Law Commission")


UNNUMBERED = """
Chairperson:Ms. Roe
The discussion covered in the summary record began at 10 a.m.
Mr. Doe (Office for Outer Space), speaking also for the Secretariat, said that orbits were full.
It was late.
The CHAIRPERSON said that she agreed.
The draft report on the session was adopted.
Ms. Poe introduced the programme of work. It was short.
Chapter II was adopted, as amended.
Chapter II of the book was adopted by many States.
"""


def test_summary_record_without_numbers(reference: Reference) -> None:
    told = attribute(reference, UNNUMBERED, "verbatim_record")
    assert told.who() == [None, None, "Doe", "Doe", "Roe", None, "Poe", "Poe", None, None]
    assert told.column("mode")[2] == "indirect"


def test_who_said_what_within_a_speech_takes_no_floor(reference: Reference) -> None:
    text = "Mr. Ott (Chad): We have heard.\nMs. Doe said that orbits were full.\nMs. Poe (Peru): I agree."
    assert attribute(reference, text, "verbatim_record").who() == ["Ott", "Ott", "Poe"]


ROLL = """
The Human Rights Council this afternoon held a general debate on wells.
In the debate, some speakers said that wells were dry.
## General Debate
Tunisia, speaking for the African Group, said that wells were dry. More were needed. Malta believed that
 they mattered. Bahrain was committed to digging. Chile attached great importance to rain. Peru thanked it.
Cuba, speaking for the Group of 77, condemned the cuts; Mali regretted the delay.
Harbour Peace Institute, in a joint statement, drew attention to arrests in Oman.
""".replace("\n they", " they")


def test_roll_of_a_debate_in_geneva(reference: Reference) -> None:
    told = attribute(reference, ROLL, "meeting_coverage")
    states = ["Tunisia", "Tunisia", "Malta", "Bahrain", "Chile", "Peru", "Cuba"]
    assert told.who() == [None, None, *states, "Harbour Peace Institute"]


def test_body_that_its_summary_names_in_short(reference: Reference) -> None:
    text = """
    The Conference on Disarmament today opened its session.
    Ada Roe, Secretary-General of the Conference, said that it was time. In the discussion, Chad believed so.
    """
    told = attribute(reference, text, "meeting_coverage")
    assert told.who() == [None, "Ada Roe", "Chad"]
    assert told.speaker("Ada Roe")["affiliation_name"] == "Conference on Disarmament"


def test_spokesperson_is_of_the_agency_briefed_for(reference: Reference) -> None:
    told = attribute(reference, "Ada Roe, for the World Health Organization (WHO), said that it rained.")
    assert told.speaker("Ada Roe")["affiliation_name"] == "World Health Organization"


def test_what_a_state_thanked_for_stays_told_elsewhere(reference: Reference) -> None:
    text = "Jane Doe of UNEP said that wells were dry. Peru thanked her. Malta believed it."
    assert attribute(reference, text).who() == ["Jane Doe", None, None]


def test_summary_of_a_press_conference_goes_on_in_any_tense(reference: Reference) -> None:
    text = """
    # PRESS CONFERENCE BY COUNCIL PRESIDENT
    The Council would meet on Monday, its President, Ada Roe (Peru), told correspondents. Peru hoped for rain.
    Asked about snow, Ms. Roe said that she had no date. It rarely came.
    """
    assert attribute(reference, text, "press_release").who() == ["Ada Roe"] * 4


def test_spokesman_opens_a_briefing_by_announcing(reference: Reference) -> None:
    text = "Jan Doe, Spokesman for the Secretary-General, began the briefing by announcing that it rained."
    assert attribute(reference, text).who() == ["Jan Doe"]


def test_noun_of_a_person_means_who_was_named_last(reference: Reference) -> None:
    text = """
    Ada Roe used to know every bay of the lake.
    “The water took my house,” says the fisher, 52. “We moved.”
    “It rose by a metre,” says the letter.
    """
    assert attribute(reference, text).who() == [None, "Ada Roe", "Ada Roe", None]


def test_named_person_who_does_something_is_the_next_she(reference: Reference) -> None:
    text = """
    “It rains,” said Ada Roe, Director of the Harbour Institute.
    “It snows,” said Eva Poe, Mayor of Bergen.
    At the shore, Ms. Roe mends a net. “I fish,” she laughs.
    She laughed and left.
    """
    assert attribute(reference, text).who() == ["Ada Roe", "Eva Poe", None, "Ada Roe", None]


def test_who_heads_a_programme_speaks_for_its_owner(reference: Reference) -> None:
    told = attribute(reference, "“It rains,” said Ada Roe, who heads UNICEF’s water programme in Chad.")
    roe = told.speaker("Ada Roe")
    assert (roe["role"], roe["affiliation_name"]) == (None, "United Nations Children’s Fund")


def test_senior_official_of_the_lead_is_the_one_who_briefs(reference: Reference) -> None:
    told = attribute(
        reference,
        "## Briefing\nADA ROE, Under-Secretary-General for Humanitarian Affairs, said it rained.",
        "meeting_coverage",
        lead="Rain fell, the senior humanitarian official told members today.",
    )
    assert told.who() == ["Ada Roe", "Ada Roe"]


def test_head_of_a_body_named_after_women_is_one_person(reference: Reference) -> None:
    told = attribute(
        reference,
        "ADA ROE (Peru), Chairperson of the Commission on the Status of Women, said so.",
        "meeting_coverage",
        lead="The Chairperson of the Commission on the Status of Women said it rained.",
    )
    assert told.who() == ["Ada Roe", "Ada Roe"]


def test_honorific_inside_the_speakers_own_block_tells_the_gender(reference: Reference) -> None:
    text = "ADA ROE (Peru) said that it rained. Ms. Roe concluded that Mr. Poe knew.\nJAN POE (Chad) agreed."
    told = attribute(reference, text, "meeting_coverage")
    assert [told.speaker(name)["printed_gender"] for name in ("Ada Roe", "Jan Poe")] == ["female", None]


def test_transcript_of_a_spokesperson_says_nothing_of_her_gender(reference: Reference) -> None:
    text = """
    # Daily Press Briefing
    The following is a transcript of the briefing by Ada Roe, Spokesperson for the Secretary-General.
    Question: Has he read it?
    Spokesperson: He has, he said so himself.
    """
    told = attribute(reference, text, "press_release")
    assert told.speaker("Ada Roe")["printed_gender"] is None


def test_chair_of_a_forum_that_the_text_opens_with(reference: Reference) -> None:
    told = attribute(
        reference,
        "The Permanent Forum on Indigenous Issues met.\nForum Chair Ada Roe said that rivers were low.",
    )
    assert told.speaker("Ada Roe")["affiliation_name"] == "Permanent Forum on Indigenous Issues"


def test_office_with_the_acronym_of_its_body_in_a_heading(reference: Reference) -> None:
    told = attribute(
        reference,
        "## Debate\nADA ROE, United Nations High Commissioner for Human Rights (OHCHR), presenting a report, "
        "said that cells were full.",
    )
    assert told.speaker("Ada Roe")["role"] == "High Commissioner for Human Rights"


def test_joint_statement_is_the_first_office_s(reference: Reference) -> None:
    told = attribute(
        reference,
        "# Joint Statement by the Secretary-General of the United Nations and the Chairperson of the African"
        " Union Commission on Chad\nThe two leaders welcome the accord.",
        kind="press_release",
    )
    assert told.who() == ["Secretary-General of the United Nations"]


@pytest.mark.parametrize(
    ("between", "who"),
    [("The harbour was full.", "Ada Roe"), ("A correspondent was curious about Iraq.", None)],
)
def test_report_between_two_paragraphs_of_its_speaker(
    between: str, who: str | None, reference: Reference
) -> None:
    told = attribute(
        reference,
        "The Committee on the Rights of the Child today concluded its session.\n"
        f"Ada Roe of UNICEF said it had rained.\n{between}\n"
        "Turning to wells, Ms. Roe noted that they were dry.",
        kind="meeting_coverage",
    )
    assert told.who() == [None, "Ada Roe", who, "Ada Roe"]


def test_commission_that_the_council_hears_is_no_narration(reference: Reference) -> None:
    text = """
    The Human Rights Council this morning held a dialogue on wells.
    Ada Roe, Chair of the Commission of Inquiry on Wells, said it was dry. The Commission continued to look.
    Ada Roe said that it would rain. The Council adopted a text.
    """
    assert attribute(reference, text, "meeting_coverage").who() == [None, *["Ada Roe"] * 3, None]


def test_coverage_without_headings_is_told_in_prose(reference: Reference) -> None:
    text = """
    Opening the session, Ada Roe (Peru), Chair of the Committee, said wells were dry. Some hoped for rain.
    General status is for groups that dig.
    """
    assert attribute(reference, text, "meeting_coverage").who() == ["Ada Roe", "Ada Roe", None]


def test_paragraph_of_unnamed_speakers_ends_a_block(reference: Reference) -> None:
    text = "ADA ROE (Peru) said so. Several speakers had dug.\nSeveral delegates highlighted rain.\nIt fell."
    assert attribute(reference, text, "meeting_coverage").who() == ["Ada Roe", "Ada Roe", None, None]


def test_president_with_initials_and_a_title(reference: Reference) -> None:
    text = """
    President: The Hon. Jan R. Roe (Peru)
    The meeting was called to order at 10 a.m.
    The President: We meet.
    The participants observed a minute of silence.
    """
    assert attribute(reference, text, "verbatim_record").who() == [None, None, "Jan R. Roe", None]


def test_delegation_of_the_state_under_review(reference: Reference) -> None:
    text = """
    The Committee on the Rights of the Child today concluded its review of the report of Chad, praising it.
    Responding to questions, the delegation said that wells were dug.
    """
    told = attribute(reference, text, "meeting_coverage")
    assert told.who() == [None, "Chad"]
    assert told.speaker("Chad")["iso3"] == "TCD"


def test_geneva_briefing_goes_on_until_the_next_agency(reference: Reference) -> None:
    text = """
    # UN GENEVA PRESS BRIEFING
    ## Wells
    Ada Roe, for the World Food Programme (WFP), said it was dry. Wells had run out.
    Chad is far from the sea.
    Jan Doe, for UNICEF, said it rained.
    """
    assert attribute(reference, text).who() == ["Ada Roe", "Ada Roe", "Ada Roe", "Jan Doe"]


def test_what_several_said_ends_a_block(reference: Reference) -> None:
    text = "ADA ROE (Peru) said so.\nSimilar doubt was voiced on wells.\nIt was dry."
    assert attribute(reference, text, "meeting_coverage").who() == ["Ada Roe", None, None]


def test_footnote_is_nobodys(reference: Reference) -> None:
    text = "ADA ROE (Peru) said so.\n1. See document A/99/1."
    assert attribute(reference, text, "meeting_coverage").who() == ["Ada Roe", None]
