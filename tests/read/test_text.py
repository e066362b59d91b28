"""Plain text and Markdown: what becomes a paragraph, and what of the markup is left."""

import polars as pl
import pytest

STORY = "2 May 2011 – Sea levels are rising, officials told the United Nations."


def lines(read, text, path="a.txt"):
    return read((path, text)).documents["text"][0].split("\n")


def test_a_link_around_half_a_quotation_keeps_editorial_brackets(read):
    text = (
        '["We must plant trees for all generations,](#) [protect] the soil, [and] waste no water," she added.'
    )
    assert lines(read, text) == [
        '"We must plant trees for all generations, [protect] the soil, [and] waste no water," she added.'
    ]


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("The [Paris Agreement](https://unfccc.int/a_(b)) was signed.", "The Paris Agreement was signed."),
        ("## <u>‘Seas rise,’</u> <u>says envoy</u>", "‘Seas rise,’ says envoy"),
        ("It was **vital** to act, *not* to wait.", "It was vital to act, not to wait."),
        ("The Council [...] reaffirms its call.", "The Council [...] reaffirms its call."),
        ("Two\u00a0hundred\u2009km  of\tcoast\u200b were lo\u00adst.", "Two hundred km of coast were lost."),
        ("Cafe\u0301 owners agreed.", "Café owners agreed."),
        ("A 193\u2011member body met.", "A 193-member body met."),
        ("Fish &amp; chips cost 5&nbsp;euros.", "Fish & chips cost 5 euros."),
        ("The symbol SC/6521* was corrected.", "The symbol SC/6521* was corrected."),
        ("See ![a map](map.png) the coast.", "See the coast."),
    ],
)
def test_markup_left_over_from_a_clipping(read, marked, plain):
    assert lines(read, marked) == [plain]


def test_bullets_are_list_items_without_their_glyphs(read_text):
    text = f"{STORY}\n\nHe named two needs:\n\n  • Open the ports;\n  - Feed the crews.\n"
    assert read_text(text)[2:] == [
        ("list_item", "body", "Open the ports;"),
        ("list_item", "body", "Feed the crews."),
    ]


def test_a_paragraph_cut_by_a_page_break_is_joined(read):
    text = f"{STORY}\n\nHe said that the community had built a framework rooted\n\n![](p2.png)\n\nin law.\n"
    assert lines(read, text)[1] == "He said that the community had built a framework rooted in law."


def test_a_heading_is_not_joined_with_what_follows(read):
    text = f"{STORY}\n\n## Coastal cities prepare for a century of flooding\n\niPhone makers joined.\n"
    assert lines(read, text)[1:] == [
        "Coastal cities prepare for a century of flooding",
        "iPhone makers joined.",
    ]


def test_unpunctuated_lower_case_items_stay_apart(read):
    items = "end open burning of waste in every city\n\nplant trees\n"
    text = f"{STORY}\n\nStates should, by the end of the decade:\n\n{items}"
    assert lines(read, text)[-2:] == ["end open burning of waste in every city", "plant trees"]


def test_hard_wrapped_text_of_the_nineties(read):
    text = """\
     The Commission on Seas this morning heard that tides were rising by
the year, and that the inter-
national response had been slow in the low-
lying States.

     Its Chairman said that nothing would be gained by waiting until the
end of the century.  He asked all delegations to send their experts to
the next session.
"""
    assert lines(read, text) == [
        "The Commission on Seas this morning heard that tides were rising by the year, and that the "
        "international response had been slow in the low-lying States.",
        "Its Chairman said that nothing would be gained by waiting until the end of the century. He "
        "asked all delegations to send their experts to the next session.",
    ]


def test_carriage_returns_and_form_feeds_end_lines(read):
    assert lines(read, "First sentence here.\r\nSecond one here.\rThird one here.\x0cFourth one here.") == [
        "First sentence here.",
        "Second one here.",
        "Third one here.",
        "Fourth one here.",
    ]


def test_paragraph_spans_are_the_documents_own_text(read):
    result = read(
        ("a.txt", f"## Ice\n\n{STORY}\n\n“Naïve 𝄞 hopes,” she said.\n"), ("b.txt", "Other text here.")
    )
    texts = dict(result.documents.select("document_key", "text").rows())
    spans = result.paragraphs.select("document_key", "start_offset", "end_offset", "text").rows()
    assert len(spans) == 4
    assert all(texts[key][start:end] == text for key, start, end, text in spans)
    counted = result.documents.select("char_count", pl.col("text").str.len_chars().cast(pl.Int64)).rows()
    assert all(a == b for a, b in counted)
    assert result.documents["word_count"].to_list() == [len(t.split()) for t in result.documents["text"]]


def test_short_paragraphs_one_a_line_are_not_glued(read):
    text = "\n".join(f"Speaker number {n} said that the water was too low to sail." for n in range(8))
    assert len(lines(read, text)) == 8
