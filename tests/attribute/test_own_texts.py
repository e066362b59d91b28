"""Verbatim records, messages and statements: texts printed as they were spoken or issued."""

import pytest
from attributing import attribute

from flows.reference import Reference

RECORD = """President: Ms. Byrne (Ireland)
The meeting was called to order at 10 a.m.
## Adoption of the agenda
The agenda was adopted.
The President (spoke in French): I invite Mr. Karl Ott, Special Envoy for Yemen, to speak.
Mr. Ott: The truce holds.
It must last.
Mr. Zagar (Russian Federation) (spoke in Russian): We asked for this meeting.
The meeting rose at noon."""


def test_verbatim_record(reference: Reference) -> None:
    told = attribute(reference, RECORD, "verbatim_record")
    assert told.who() == [None, None, None, "Byrne", "Karl Ott", "Karl Ott", "Zagar", None]
    assert told.speaker("Byrne")["iso3"] == "IRL"
    assert told.attribution.statements["spoken_language"].to_list() == ["French", None, "Russian"]
    assert told.statements()[0] == ("Byrne", "presiding", "statement")


def test_subhead_does_not_end_a_speech_in_a_record(reference: Reference) -> None:
    told = attribute(
        reference, "Mr. Ott (Chad): The truce\n## General Assembly 4th meeting\nholds.", "verbatim_record"
    )
    assert told.who() == ["Ott", "Ott"]


HEADED = {
    "Statement by Ms. Ada Roe, Executive Director of UNEP, at the opening of the session": (
        "Ada Roe",
        "Executive Director",
        "United Nations Environment Programme",
    ),
    "STATEMENT BY H.E. MRS. ADA ROE, PRIME MINISTER OF PERU, TO THE ASSEMBLY": (
        "Ada Roe",
        "Prime Minister",
        "Peru",
    ),
    "Statement on behalf of the Group of 77 by Ms. Ada Roe, Permanent Mission of Chad, on wells": (
        "Ada Roe",
        None,
        "Chad",
    ),
    "Spokesperson for the UN High Commissioner for Human Rights: Ada Roe": (
        "Ada Roe",
        "Spokesperson",
        "Office of the High Commissioner for Human Rights",
    ),
}


@pytest.mark.parametrize("heading", HEADED)
def test_who_is_named_over_a_speech_speaks_it(reference: Reference, heading: str) -> None:
    told = attribute(reference, f"# Wells\n## {heading}\nWe meet. Chad said no.", "press_release")
    name, role, body = HEADED[heading]
    assert told.who() == [name, name]
    speaker = told.speaker(name)
    assert (speaker["role"], speaker["affiliation_name"]) == (role, body)


AUTHORS = {
    "NEW YORK, 5 May (UN Headquarters) -- The following statement was issued today by the Office of the "
    "Spokesman for Secretary-General Ada Roe:": ("Ada Roe", "Secretary-General"),
    "GENEVA, 5 May -- Following is the Security Council press statement on the wells, delivered by Council "
    "President Ada Roe (Peru):": ("Ada Roe", "Council President"),
    "Following is today’s press statement by the Security Council President, Ada Roe (Peru):": (
        "Ada Roe",
        "Security Council President",
    ),
    "Following are UN Secretary-General Ada Roe’s remarks at the opening:": ("Ada Roe", "Secretary-General"),
    "Following is UN Secretary-General Ada Ross’ message for the Day:": ("Ada Ross", "Secretary-General"),
    "Following is the text of a statement by Deputy Secretary-General Ada Roe to the Forum on Oceans:": (
        "Ada Roe",
        "Deputy Secretary-General",
    ),
    "Following is the statement to the press on Chad delivered today by Council President Ada Roe (Kenya):": (
        "Ada Roe",
        "Council President",
    ),
    "The following statement was issued today by the Spokesman for UN Secretary-General Ada Roe:": (
        "Ada Roe",
        "Secretary-General",
    ),
    "The following Council press statement was issued today by Council President Ada Roe (Kenya):": (
        "Ada Roe",
        "Council President",
    ),
}


@pytest.mark.parametrize("line", AUTHORS)
def test_author_of_a_press_release(line: str, reference: Reference) -> None:
    name, role = AUTHORS[line]
    told = attribute(reference, f"{line}\nWater is life. “It is all,” wrote the poet.", "press_release")
    assert told.who() == [None, name, name]
    assert told.speaker(name)["role"] == role
    assert told.column("attributed_by")[1:] == ["first_person", "first_person"]


def test_statement_attributable_to_a_spokesperson(reference: Reference) -> None:
    told = attribute(
        reference,
        "# Statement attributable to the Spokesperson for the Secretary-General – on Chad\n"
        "The Secretary-General condemns the attack.",
        "press_release",
    )
    assert told.who() == ["Secretary-General"]


def test_office_of_the_title_is_who_the_line_below_names(reference: Reference) -> None:
    told = attribute(
        reference,
        "# Deputy Secretary-General’s remarks at the Harbour Forum\n## Ada Roe, Deputy Secretary-General\n"
        "Water is life.",
        "press_release",
    )
    assert told.who() == ["Ada Roe"]


def test_questions_of_a_transcript_are_nobodys(reference: Reference) -> None:
    told = attribute(
        reference,
        "The following is a near-verbatim transcript of today’s noon briefing by Ada Roe, Spokesperson for "
        "the Secretary-General.\nGood afternoon.\nQuestion: Is it so? I heard it is.\n"
        "Spokesperson: It is. It was.",
        "press_release",
    )
    assert told.who() == [None, "Ada Roe", None, None, "Ada Roe", "Ada Roe"]
    assert told.speaker("Ada Roe")["affiliation_name"] == "United Nations"


def test_colon_within_a_turn_is_no_label(reference: Reference) -> None:
    text = "Remarks by Ada Roe, Executive Director of UNEP\nThree points.\nFirst: it rains.\nQ: When?"
    assert attribute(reference, f"# {text}", "press_release").who() == ["Ada Roe", "Ada Roe", None]


def test_two_who_brief_in_a_transcript_that_is_only_following(reference: Reference) -> None:
    text = """
    Following is a near-verbatim transcript of today’s noon briefing by Ada Roe, Spokesman for
 the Secretary-General, and Jan Ott, Spokesman for the General Assembly President.
    It rained.
    ## Spokesman for General Assembly President
    It snowed.
    """
    told = attribute(reference, text.replace("for\n", "for"), "press_release")
    assert told.who() == [None, "Ada Roe", "Jan Ott"]


def test_press_release_without_author_is_read_as_a_story(reference: Reference) -> None:
    told = attribute(
        reference,
        "The World Food Programme (WFP) warned that stocks were low.\n“Act,” said Ben Ott, WFP spokesman.",
        "press_release",
    )
    assert told.who() == ["World Food Programme", "Ben Ott"]


BRIEFING = """The following is a transcript of a briefing by Ada Roe, {office} for the Secretary-General.
Talks resume today, with our guest, Eva Lind, Director of UNEP.
Question: When?
{label}: {answer}
Question: Thank you. And where?
Spokeswoman: In Lima."""
ANSWERS = [
    ("Spokeswoman", "Spokeswoman", "Ada Roe"),
    ("Deputy Spokeswoman", "Spokeswoman", "Ada Roe"),
    ("Spokeswoman", "Deputy Spokeswoman", None),
    ("Spokeswoman", "Mr. Ott", "Ott"),
    ("Spokeswoman", "Ben Ott", "Ben Ott"),
    ("Spokeswoman", "Ms. Lind", "Eva Lind"),
    ("Spokeswoman", "Tomorrow", None),
]


@pytest.mark.parametrize(("office", "label", "who"), ANSWERS)
def test_turns_of_a_transcript_are_of_whom_their_labels_name(
    office: str, label: str, who: str | None, reference: Reference
) -> None:
    text = BRIEFING.format(office=office, label=label, answer="At noon.")
    told = attribute(reference, text, "press_release")
    assert told.who() == [None, "Ada Roe", None, who, None, None, "Ada Roe"]


def test_two_who_brief_together_have_a_part_each(reference: Reference) -> None:
    text = (
        "The following is a transcript of today’s briefing by Ada Roe, Spokeswoman for the President of the "
        "General Assembly, and Ben Ott, Deputy Spokesman for the Secretary-General.\n"
        "## Briefing by Spokeswoman for General Assembly President\nThe debate goes on.\n"
        "## Briefing by Deputy Spokesman for Secretary-General\nGood afternoon.\n"
        "Question: When?\nDeputy Spokesman: At noon."
    )
    told = attribute(reference, text, "press_release")
    assert told.who() == [None, "Ada Roe", "Ben Ott", None, "Ben Ott"]
    assert told.speaker("Ben Ott")["role"] == "Deputy Spokesman for the Secretary-General"


def test_joint_press_conference_has_two_hosts(reference: Reference) -> None:
    text = (
        "Following is the transcript of UN Secretary-General Ada Roe’s joint press conference with Prime "
        "Minister Ben Ott of Chad, in Lima today:\n"
        "Prime Minister Ott: Welcome.\nSecretary-General: I thank you.\nQuestion: Is there hope?\n"
        "Spokesman: One more.\nSG: Always."
    )
    told = attribute(reference, text, "press_release")
    assert told.who() == [None, "Ben Ott", "Ada Roe", None, None, "Ada Roe"]
    assert told.speaker("Ben Ott")["affiliation_name"] == "Chad"
    assert told.column("mode")[1] == "direct"


def test_press_conference_by_somebody_is_told_of_in_the_third_person(reference: Reference) -> None:
    text = "# press conference by executive director of UNEP\nAda Roe, Director of UNEP, said ice was thin."
    assert attribute(reference, text, "press_release").who() == ["Ada Roe"]
    assert attribute(reference, text, "press_release").column("attributed_by") == ["verb"]


def test_acting_president_of_a_record_presides(reference: Reference) -> None:
    text = "President: Ms. Byrne (Ireland)\nThe Acting President: I call on Mali."
    told = attribute(reference, text, "verbatim_record")
    assert told.statements() == [("Byrne", "presiding", "statement")]


def test_vice_chair_of_a_summary_record_is_its_chairperson(reference: Reference) -> None:
    text = "Chairperson: Mr. Ott (Vice-Chairperson)\n1. Ms. Roe (Chad) said that wells were dry.\n"
    told = attribute(reference, f"{text}2. The Chairperson asked for figures.", "verbatim_record")
    assert told.who()[-2:] == ["Roe", "Ott"]
