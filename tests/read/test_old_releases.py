"""Press releases of 1995 to 2005: mastheads around the title, and pages of paper."""

import datetime as dt

COVERAGE = """\
19980416
COUNCIL, UNANIMOUSLY, EXTENDS MANDATE OF OBSERVERS
ON LAKES UNTIL 15 OCTOBER 1998;

CALLS ON BOTH SIDES TO OPEN HARBOURS

Press Release
SC/6510
SECURITY COUNCIL
3873rd Meeting (AM)
16 April 1998

                             (Delayed in transmission.)

The Security Council this morning decided to extend the mandate of the
observers on the lakes, and it heard the representatives of Ghana and of
the other States on their shores.

Statements

JANE DOE (Ghana) said the lakes belonged to all, and 1,200 engineers
had to be sent to the harbours of the north before the rains.  She thanked the

(more)

Security Council                 - 2 -              Press Release SC/6510
3873rd Meeting (AM)                                         16 April 1998

Council for its work, which lasted for a decade.

(page 2 of 5)

JOHN ROE (Peru) agreed with the representative of Ghana.

                               * *** *
"""


def test_masthead_around_a_title_of_several_lines(read_text):
    assert [(role, text) for role, section, text in read_text(COVERAGE) if section == "heading"] == [
        ("masthead", "19980416"),
        ("title", "COUNCIL, UNANIMOUSLY, EXTENDS MANDATE OF OBSERVERS"),
        ("title", "ON LAKES UNTIL 15 OCTOBER 1998;"),
        ("title", "CALLS ON BOTH SIDES TO OPEN HARBOURS"),
        ("masthead", "Press Release"),
        ("masthead", "SC/6510"),
        ("masthead", "SECURITY COUNCIL"),
        ("masthead", "3873rd Meeting (AM)"),
        ("masthead", "16 April 1998"),
        ("masthead", "(Delayed in transmission.)"),
        ("subhead", "Statements"),
    ]


def test_sentences_meet_again_over_the_pages_of_paper(read_text):
    assert [text for _, section, text in read_text(COVERAGE) if section == "body"] == [
        "JANE DOE (Ghana) said the lakes belonged to all, and 1,200 engineers had to be sent to the harbours "
        "of the north before the rains. She thanked the Council for its work, which lasted for a decade.",
        "JOHN ROE (Peru) agreed with the representative of Ghana.",
    ]


def test_symbol_and_day_behind_the_title(read):
    row = read(("a.txt", COVERAGE)).documents.row(0, named=True)
    assert (row["kind"], row["symbol"], row["published_on"]) == (
        "meeting_coverage",
        "SC/6510",
        dt.date(1998, 4, 16),
    )


def test_more_in_brackets_within_a_sentence_is_text(read_text):
    text = "SC/6510\n\nThe Council met (page 2 of 5 was lost).\n\nJANE DOE (Ghana) said so (more or less)."
    assert read_text(text)[-1][2] == "JANE DOE (Ghana) said so (more or less)."


def test_story_by_electronic_mail_with_the_hour_in_its_dateline(read):
    text = (
        "UN RUSHES RELIEF TO THE LAKES\n\nAug 17 2007 4:00PM\n\nNew York, Aug 17 2007 4:00PM\n\n"
        "Boats are on their way, the United Nations said.\n"
    )
    row = read(("a.txt", text)).documents.row(0, named=True)
    assert (row["kind"], row["published_on"]) == ("news_story", dt.date(2007, 8, 17))


def test_story_without_dateline_that_told_the_news_service(read):
    text = "Lakes shrink\n\nThe lakes have shrunk.\n\n“We must act,” Jane Doe told UN News.\n"
    assert read(("a.txt", text)).documents["kind"].to_list() == ["news_story"]


def test_undated_prose_with_a_quotation_is_not_guessed_at(read):
    text = "Lakes shrink\n\nThe lakes have shrunk.\n\n“We must act,” Jane Doe told reporters.\n"
    assert read(("a.txt", text)).documents["kind"].to_list() == ["other"]


def test_address_in_the_manifest_tells_a_story(read):
    text = "Lakes shrink\n\nThe lakes have shrunk.\n"
    manifest = {"url": "https://news.un.org/en/story/2019/01/1"}
    assert read(("a.txt", text), manifest=manifest).documents["kind"].to_list() == ["news_story"]


def test_meeting_and_day_that_only_the_heads_of_pages_state(read):
    text = COVERAGE.replace("19980416\n", "").replace("3873rd Meeting (AM)\n16 April 1998\n", "")
    two_lines = "SC/6510\n3873rd Meeting (AM)                                         16 April 1998"
    for page_head in (two_lines, "SC/6510 3873rd Meeting (AM) 16 April 1998"):
        document = read(("a.txt", text.replace(two_lines, page_head))).documents.row(0, named=True)
        assert document["meeting_number"] == 3873
        assert document["published_on"] == dt.date(1998, 4, 16)


def test_page_head_on_one_line_parts_no_sentence(read_text):
    two_lines = "SC/6510\n3873rd Meeting (AM)                                         16 April 1998"
    one_line = COVERAGE.replace(two_lines, "SC/6510 3873rd Meeting (AM) 16 April 1998")
    assert read_text(one_line) == read_text(COVERAGE)


def test_day_in_figures_before_the_second_headline(read):
    text = COVERAGE.replace("19980416\n", "").replace("16 April 1998\n", "", 1)
    dated = text.replace("CALLS ON BOTH", "19980415 Calls on Both", 1)
    assert read(("a.txt", dated)).documents["published_on"].to_list() == [dt.date(1998, 4, 15)]


def test_date_with_a_topic_or_the_part_of_the_day(read):
    for line in (
        "12 July 2023 Humanitarian Aid",
        "AFTERNOON 12 July 2023",
        "12 July 2023 Peace and Security",
    ):
        story = (
            f"Wells run dry\n\n{line}\n\n“We have no water,” Jane Doe told UN News on the road to the camp.\n"
        )
        assert read(("a.txt", story)).documents["published_on"].to_list() == [dt.date(2023, 7, 12)]


def test_date_within_a_title_is_no_date_of_the_document(read):
    story = "Wells run dry\n\n12 July 2023 brought rain, no peace\n\n“It rains,” Jane Doe told UN News.\n"
    assert read(("a.txt", story)).documents["published_on"].to_list() == [None]
