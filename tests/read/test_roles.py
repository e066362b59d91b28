"""The part that each paragraph plays."""

STORY = """\
UN envoy calls for ‘urgent’ action on coastal floods

3 June 2012 – Floods displaced two million people this spring, the United Nations said.

“The water took our homes before anybody could warn us,” Jane Doe told reporters on Friday.

"""


def test_pull_quote_with_a_byline_under_it(roles):
    text = (
        STORY
        + "Nobody should have to flee the same river twice\nSpecial Envoy Jane Doe\n\nShe left on Monday."
    )
    found = roles(text)
    assert found["Nobody should have to flee the same river twice"] == "pull_quote"
    assert found["Special Envoy Jane Doe"] == "byline"


def test_quoted_text_of_a_resolution_is_a_pull_quote(roles):
    found = roles(
        STORY
        + "The Council [...] calls upon States to share data\nCouncil resolution 1999 (2011)\n\nIt ended."
    )
    assert found["The Council [...] calls upon States to share data"] == "pull_quote"
    assert found["Council resolution 1999 (2011)"] == "byline"


def test_words_repeated_from_a_quotation_are_a_pull_quote_without_byline(roles):
    text = (
        STORY + "the water took our homes before anybody could warn us\n\nHelp is on its way to the valley."
    )
    assert roles(text)["the water took our homes before anybody could warn us"] == "pull_quote"


def test_a_subhead_that_repeats_nobody_stays_a_subhead(roles):
    assert (
        roles(STORY + "Homes rebuilt along the upper river\n\nHelp came.")[
            "Homes rebuilt along the upper river"
        ]
        == "subhead"
    )


def test_captions_teasers_and_what_follows_the_text(roles):
    text = STORY + (
        "On the screens, Mr. John Roe, Director of the Flood Office\n\n"
        "UN Photo/Jane Doe\n\n"
        "RELATED: Rivers rise for a third year\n\n"
        "The valley will be rebuilt, he said.\n\n"
        "♦ Receive daily updates directly in your inbox - Subscribe here to a topic.\n\n"
        "News Tracker: Past Stories on This Issue\n\n"
        "Experts said last year that the dams were old and would not hold.\n"
    )
    found = roles(text)
    assert found["On the screens, Mr. John Roe, Director of the Flood Office"] == "caption"
    assert found["UN Photo/Jane Doe"] == "caption"
    assert found["RELATED: Rivers rise for a third year"] == "furniture"
    assert found["The valley will be rebuilt, he said."] == "text"
    assert found["Receive daily updates directly in your inbox - Subscribe here to a topic."] == "furniture"
    assert found["Experts said last year that the dams were old and would not hold."] == "furniture"


def test_prose_that_sounds_like_furniture_is_text(roles):
    text = (
        STORY
        + "He urged States to subscribe to the Fund.\n\nRecommended measures should follow soon, he said."
    )
    found = roles(text)
    assert found["He urged States to subscribe to the Fund."] == "text"
    assert found["Recommended measures should follow soon, he said."] == "text"


def test_headings_go_to_the_section_heading(read_text):
    sections = {
        role: section for role, section, _ in read_text(STORY + "Rivers of the north\n\nIt rained again.")
    }
    assert sections == {"title": "heading", "text": "body", "subhead": "heading"}


COVERAGE = """\
In progress at UNHQ

GA/EF/3999
6 October 2015

Seventieth Session
3rd & 4th Meetings (AM & PM)

SECOND COMMITTEE DEBATES DEBT,
AS DELEGATES WARN OF CRISIS

Debt burdens had doubled, speakers told the Second Committee (Economic and Financial) today.

UNCTAD, for its part, called for relief. The representative of Ghana agreed.

Statements

JANE VAN DER DOE (Ghana) said that debt should be cancelled.

Mr. McROE, Director of the Debt Office, said it would be

The Committee will meet again on Monday.

For information media. Not an official record.
"""


def test_meeting_coverage_has_a_masthead_a_lead_and_a_body(read_text):
    assert [(role, section) for role, section, _ in read_text(COVERAGE)] == [
        ("masthead", "heading"),
        ("masthead", "heading"),
        ("masthead", "heading"),
        ("masthead", "heading"),
        ("masthead", "heading"),
        ("title", "heading"),
        ("title", "heading"),
        ("text", "lead"),
        ("text", "lead"),
        ("subhead", "heading"),
        ("text", "body"),
        ("text", "body"),
        ("text", "body"),
        ("masthead", "heading"),
    ]


def test_lead_ends_at_the_first_speaker_where_no_heading_stands(read_text):
    text = COVERAGE.replace("Statements\n\n", "")
    sections = [section for role, section, _ in read_text(text) if role == "text"]
    assert sections == ["lead", "lead", "body", "body", "body"]


def test_coverage_without_blocks_or_headings_is_body(read_text):
    text = COVERAGE.split("Statements")[0]
    assert {section for role, section, _ in read_text(text) if role == "text"} == {"body"}


def test_a_question_as_title(roles):
    text = "Is the world ready for the next drought?\n\n" + STORY.split("\n\n", 1)[1]
    assert roles(text)["Is the world ready for the next drought?"] == "title"


def test_a_sentence_that_ends_in_a_footnotes_number_is_text(roles):
    found = roles(STORY + "They asked for 40 boats by May.[1]\n\nThey got two of them.²\n\nBoats in May [1]")
    assert [found[text] for text in ("They asked for 40 boats by May.[1]", "They got two of them.²")] == [
        "text",
        "text",
    ]
    assert found["Boats in May [1]"] == "subhead"
