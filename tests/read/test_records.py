"""Verbatim and summary records: cover, page heads, broken lines."""

import datetime as dt

RECORD = """\
United Nations S/PV.8999
Security Council
Provisional
Seventy-fourth year
8999th meeting
Monday, 20 May 2019, 3 p.m.
New York
President: Mr. Roe . . . . . . . . . . . . . . . . . (Peru)
Members: Ghana . . . . . . . . . . . . . . . . . . . Ms. Doe
Agenda
The water of the lakes
19-14999 (E)
*1914999*
S/PV.8999 The water of the lakes 20/05/2019
2/14 19-14999
The meeting was called to order at 3.10 p.m.
Adoption of the agenda
The agenda was adopted.
The President: I now give the floor to those members of the Council who wish to make statements on the
lakes, whose water has been falling since the
20/05/2019 The water of the lakes S/PV.8999
19-14999 3/14
Council last met in 1999.
Ms. Doe (Ghana) (spoke in French): My country sent 1,200 engineers to the shores, and calls for an imme-
diate end to the pumping, which the Security
S/PV.8999 The water of the lakes 20/05/2019
4/14 19-14999
Council must order today.
Mr. Poe (Chad): I shall be brief. We agree with our Ghanaian colleague on every point made here this day.
The meeting rose at 4 p.m.
"""


def test_sentences_meet_again_over_pages(read_text):
    body = [text for _, section, text in read_text(RECORD) if section == "body"]
    assert body == [
        "The meeting was called to order at 3.10 p.m.",
        "The agenda was adopted.",
        "The President: I now give the floor to those members of the Council who wish to make statements "
        "on the lakes, whose water has been falling since the Council last met in 1999.",
        "Ms. Doe (Ghana) (spoke in French): My country sent 1,200 engineers to the shores, and calls for an "
        "immediate end to the pumping, which the Security Council must order today.",
        "Mr. Poe (Chad): I shall be brief. We agree with our Ghanaian colleague on every point made here "
        "this day.",
        "The meeting rose at 4 p.m.",
    ]


def test_cover_is_masthead(read_text):
    cover = [role for role, _, text in read_text(RECORD) if ". . . ." in text or text == "Agenda"]
    assert cover == ["masthead"] * 3


def test_a_number_alone_is_a_page_only_in_records(read):
    text = "Wells of the north, by depth in metres:\n\n120\n\n340\n\nThe deepest ran dry."
    assert "120" in read(("a.txt", text)).documents["text"][0].split("\n")


def test_text_layer_of_a_pdf(read, pdf):
    lines = RECORD.splitlines()
    result = read(("s.pdf", pdf([lines[:15], lines[15:]])))
    assert result.documents.select("kind", "symbol", "meeting_number").row(0) == (
        "verbatim_record",
        "S/PV.8999",
        8999,
    )
    assert (
        result.paragraphs["text"].to_list()[-4:] == read(("s.txt", RECORD)).paragraphs["text"].to_list()[-4:]
    )


SUMMARY = """\
United Nations A/C.3/70/SR.12
General Assembly
Seventieth session
Official Records
Distr.: General
2 December 2015
Third Committee
Summary record of the 12th meeting
Held at Headquarters, New York, on Wednesday, 14 October 2015, at 3 p.m.
Chair: Mr. Roe . . . . . . . . . . . . . . . . . (Bahrain)
Contents
Agenda item 29: Schools (continued) (A/70/38)
The meeting was called to order at 3.05 p.m.
Agenda item 29: Schools (continued) (A/70/38)
1. Ms. Doe (Ghana) said that her country had reached parity. She thanked the Secretary-
General for his report.
2. Two thirds of the 1,200 teachers trained were
This record is subject to correction.
Corrections should be sent as soon as possible to the Chief of the Documents Control Unit
(srcorrections@un.org), and incorporated in a copy of the record.
15-17822 (E)
*1517822*
A/C.3/70/SR.12
15-17822 3/9
women, and the number was rising.
3. The Chair said that she took it that the Committee wished to
proceed.
4. It was so decided.
5. Ms. Loe (Observer for the Holy See) said that schools came first.
The meeting rose at 6 p.m.
"""


def test_paragraphs_of_a_summary_record(read_text):
    body = [(role, text) for role, section, text in read_text(SUMMARY) if section == "body"]
    assert {role for role, _ in body} == {"text"}
    assert [text for _, text in body] == [
        "The meeting was called to order at 3.05 p.m.",
        "1. Ms. Doe (Ghana) said that her country had reached parity. "
        "She thanked the Secretary-General for his report.",
        "2. Two thirds of the 1,200 teachers trained were women, and the number was rising.",
        "3. The Chair said that she took it that the Committee wished to proceed.",
        "4. It was so decided.",
        "5. Ms. Loe (Observer for the Holy See) said that schools came first.",
        "The meeting rose at 6 p.m.",
    ]


def test_day_and_agenda_of_a_summary_record(read):
    row = read(("a.txt", SUMMARY)).documents.row(0, named=True)
    assert (row["published_on"], row["held_on"]) == (dt.date(2015, 12, 2), dt.date(2015, 10, 14))
    assert row["agenda"] == "Agenda item 29: Schools (continued) (A/70/38)"


def test_agenda_on_the_cover_of_a_record(read):
    assert read(("a.txt", RECORD)).documents["agenda"].to_list() == ["The water of the lakes"]


def test_no_agenda_where_the_text_states_none(read):
    text = "SC/6789\n\nThe agenda of the Council was full.\n\nJANE DOE (Ghana) said agenda item 3 was late."
    assert read(("a.txt", text)).documents["agenda"].to_list() == [None]


def test_lines_of_the_members_list_stay_apart(read_text):
    cover = [text for _, _, text in read_text(RECORD) if ". . . ." in text]
    assert [text.split()[0] for text in cover] == ["President:", "Members:"]


RESUMED = """\
United Nations S/PV.4688 (Resumption 1)
Security Council
Fifty-eighth year
4688th meeting
Wednesday, 5 February 2003, 3 p.m.
New York
President: Mr. Roe . . . . . . . . . . . . . . . . . . . . . (Germany)
Agenda
The lakes
The meeting resumed at 3.10 p.m.
The President (spoke in French): The first speaker on my list is the representative of Cuba, to whom
3
S/PV.4688 (Resumption 1)
I give the floor.
At the invitation of the President, Mr. Doe (Cuba) took a seat at the Council table.
Mr. Doe (Cuba) (spoke in Spanish): There are three points: first, the water; secondly, the fish; and
Security Council 4688th meeting
Fifty-eighth year 5 February 2003
thirdly, the boats.
Ms. Jane Poe, President of the Republic of Chad, was escorted into the Council Chamber.
President Poe: I thank the Council.
The meeting rose at 4 p.m.
"""


def test_resumed_meeting_with_stage_directions(read, read_text):
    assert read(("a.txt", RESUMED)).documents["document_identity"].to_list() == ["S/PV.4688|en|1"]
    assert [text for _, section, text in read_text(RESUMED) if section == "body"] == [
        "The meeting resumed at 3.10 p.m.",
        "The President (spoke in French): The first speaker on my list is the representative of Cuba, to "
        "whom I give the floor.",
        "At the invitation of the President, Mr. Doe (Cuba) took a seat at the Council table.",
        "Mr. Doe (Cuba) (spoke in Spanish): There are three points: first, the water; secondly, the fish; "
        "and thirdly, the boats.",
        "Ms. Jane Poe, President of the Republic of Chad, was escorted into the Council Chamber.",
        "President Poe: I thank the Council.",
        "The meeting rose at 4 p.m.",
    ]


def test_record_of_few_wrapped_lines(read_text):
    text = """\
A/50/PV.48

The meeting was called to order at 10 a.m.

It was so decided.

Mr. Roe (Barbados): I have the honour to speak on behalf of the
States of the Caribbean, which are Members of the United Nations.  I
shall speak of water, and of it only, since my
time is short.

The President returned to the Chair.

Ms. Poe (Chad): I shall be brief.

The meeting rose at 1 p.m.
"""
    turn = (
        "Mr. Roe (Barbados): I have the honour to speak on behalf of the States of the Caribbean, which are "
        "Members of the United Nations. I shall speak of water, and of it only, since my time is short."
    )
    assert ("text", "body", turn) in read_text(text)


def test_delegations_of_a_recorded_vote_are_one_paragraph(read_text):
    votes = (
        "A recorded vote was taken.\nIn favour:\nAlgeria, Bolivia (Plurinational State of),\nChad, Mali\n"
        "Against:\nPalau\nAbstaining:\nTogo, Tonga\nDraft resolution I was adopted by 4 votes to 1."
    )
    text = RECORD.replace("The agenda was adopted.", f"The agenda was adopted.\n{votes}")
    found = [(role, text) for role, _, text in read_text(text)]
    start = found.index(("text", "A recorded vote was taken."))
    assert found[start + 1 : start + 5] == [
        ("text", "In favour: Algeria, Bolivia (Plurinational State of), Chad, Mali"),
        ("text", "Against: Palau"),
        ("text", "Abstaining: Togo, Tonga"),
        ("text", "Draft resolution I was adopted by 4 votes to 1."),
    ]
