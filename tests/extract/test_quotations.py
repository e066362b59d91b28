"""Which quoted words are quotations of a speaker."""

import pytest
from attributing import attribute

from flows.extract.quotations import extract_quotations
from flows.reference import Reference


def quotations(reference: Reference, text: str, kind: str = "news_story") -> list[str]:
    told = attribute(reference, text, kind)
    found = extract_quotations(told.sentences, told.quote_spans, reference)
    whole = "\n".join(line.lstrip("#>@!- ") for line in text.splitlines())
    for quoted, start, end in found.select("text", "start_offset", "end_offset").rows():
        assert whole[start:end] == quoted
    return found["text"].to_list()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We must act,” said Ms. Roe.", ["We must act,"]),
        ("Ms. Roe said it was vital to “get smarter” at it.", ["get smarter"]),
        ("Ms. Roe said the fund was “fully prepared” to help.", ["fully prepared"]),
        ("Ms. Roe said it was “a very effective tool”.", ["a very effective tool"]),
        ("Ms. Roe called for the “immediate and full release” of all.", ["immediate and full release"]),
        ("“Act now. Act together,” Ms. Roe said.", ["Act now.", "Act together,"]),
        ("“It is late,” Ms. Roe said, adding: “Too late.”", ["It is late,", "Too late."]),
        ('"We must act," said Ms. Roe.', ["We must act,"]),
    ],
)  # fmt: skip
def test_quotation(text: str, expected: list[str], reference: Reference) -> None:
    assert quotations(reference, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ms. Roe noted images of people sold as “goods” in markets.",
        "Ms. Roe said war was the “business model” of traffickers.",
        "Ms. Roe said it gave a “train the trainers” seminar.",
        "Ms. Roe said the ‘Harbour protocol’ was a ‘blueprint’ for all.",
        "Ms. Roe spoke at a debate entitled “Water for peace and for all of us”.",
        "Ms. Roe welcomed the “Group of 77” text.",
        "Ms. Roe said the “seed banks” needed money.",
        "Ms. Roe mourned the death of four “blue helmets” in Mali.",
        "Ms. Roe said the slogan of that congress, “Faith for all of us”, still held.",
        "Recalling the proverb, “water has no enemy at all”, Ms. Roe asked for calm.",
        "The resolution called on States “to reinforce their political commitment”.",
        "# ‘We must act at once, all of us,’ says Roe",
        "! “We must act,” Ms. Roe said in Oslo.",
    ],
)
def test_no_quotation(text: str, reference: Reference) -> None:
    assert quotations(reference, text) == []


def test_pull_quote_repeats_no_quotation(reference: Reference) -> None:
    assert quotations(reference, "“We must all act,” said Ms. Roe.\n> “We must all act”\n@ Ms. Roe") == [
        "We must all act,"
    ]


def test_what_a_speech_quotes_is_not_its_speakers(reference: Reference) -> None:
    text = "Following are UN Secretary-General Ada Roe’s remarks:\nThe poet wrote, “All water is one water.”"
    assert quotations(reference, text, "press_release") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He outlined the work on “Rights of deep rivers”, Ms. Roe said.", []),
        ("A panel on “Building lakes” was useful, Ms. Roe said.", []),
        ("Ms. Roe insisted on “one law for all rivers”.", ["one law for all rivers"]),
        ("On lakes, Ms. Roe said on “We are late” that it was so.", ["We are late"]),
        ("“One size fits all” approaches were wrong, Ms. Roe said.", []),
        ("“We shall not wait” for others, Ms. Roe said.", ["We shall not wait"]),
    ],
)
def test_topics_and_terms_before_their_noun_are_no_quotations(
    text: str, expected: list[str], reference: Reference
) -> None:
    assert quotations(reference, text) == expected
