"""Verbatim and summary records: cover, page heads, broken lines."""

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
