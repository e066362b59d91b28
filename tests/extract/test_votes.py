"""Votes of delegations that a text names; no source document has any, so all snippets are made up."""

import polars as pl

from flows.extract.votes import extract_votes
from flows.reference import Reference
from tests.extract.sentence_frames import as_quotes, as_sentences


def extract(reference: Reference, *texts: str) -> pl.DataFrame:
    sentences = as_sentences(*texts)
    return extract_votes(sentences, as_quotes(sentences), reference)


def rows(reference: Reference, *texts: str) -> list[tuple]:
    return extract(reference, *texts).select("vote", "affiliation_name", "iso3", "draft").rows()


def test_names_in_brackets_after_counts(reference: Reference) -> None:
    text = (
        "By a recorded vote of 121 in favour to 3 against (Israel, Micronesia and the United States), with "
        "2 abstentions ( Australia, Côte d’Ivoire), the Committee approved it (document A/C.2/60/L.9/Rev.1)."
    )
    symbol = "A/C.2/60/L.9/Rev.1"
    assert rows(reference, text) == [
        ("against", "Israel", "ISR", symbol),
        ("against", "Federated States of Micronesia", "FSM", symbol),
        ("against", "United States", "USA", symbol),
        ("abstain", "Australia", "AUS", symbol),
        ("abstain", "Côte d’Ivoire", "CIV", symbol),
    ]


def test_none_against_and_a_draft_by_its_title(reference: Reference) -> None:
    text = (
        "The draft resolution “Trade for all,” was adopted by 13 votes in favour to none against, with "
        "2 abstentions (China, Russian Federation)."
    )
    assert rows(reference, text) == [
        ("abstain", "China", "CHN", "Trade for all"),
        ("abstain", "Russian Federation", "RUS", "Trade for all"),
    ]


def test_names_before_a_participle(reference: Reference) -> None:
    text = "The text passed, with Pakistan voting against and China and the Republic of Korea abstaining."
    assert [row[:2] for row in rows(reference, text)] == [
        ("against", "Pakistan"),
        ("abstain", "China"),
        ("abstain", "Republic of Korea"),
    ]


def test_lists_of_an_annex_take_the_draft_above_them(reference: Reference) -> None:
    found = rows(
        reference,
        "The draft on seamounts (document A/C.2/60/L.9) was approved by 2 votes to 1, as follows:",
        "In favour:  Algeria, Democratic People’s Republic of Korea.",
        "Against:  Palau.",
        "Abstain:  Tonga.",
        "Absent:  Chad, Fiji.",
    )
    assert found == [
        ("favour", "Algeria", "DZA", "A/C.2/60/L.9"),
        ("favour", "Democratic People’s Republic of Korea", "PRK", "A/C.2/60/L.9"),
        ("against", "Palau", "PLW", "A/C.2/60/L.9"),
        ("abstain", "Tonga", "TON", "A/C.2/60/L.9"),
    ]


def test_lists_under_a_heading_that_names_the_vote(reference: Reference) -> None:
    assert rows(reference, "Vote on Mountain Trade", "In favour: Nepal") == [
        ("favour", "Nepal", "NPL", "Mountain Trade")
    ]


def test_lists_of_a_record_take_the_decision_below_them(reference: Reference) -> None:
    found = rows(
        reference,
        "Draft decision A/70/L.1 was adopted.",
        "A recorded vote was taken.",
        "Against: Israel, Micronesia (Federated States of), United States of America",
        "Abstaining: Tonga",
        "Draft resolution A/70/L.2 was adopted by 100 votes to 3, with 1 abstention.",
    )
    assert found == [
        ("against", "Israel", "ISR", "A/70/L.2"),
        ("against", "Federated States of Micronesia", "FSM", "A/70/L.2"),
        ("against", "United States", "USA", "A/70/L.2"),
        ("abstain", "Tonga", "TON", "A/70/L.2"),
    ]


def test_counts_without_names_and_other_againsts_are_no_votes(reference: Reference) -> None:
    texts = (
        "The draft was rejected by a vote of 89 against to 56 in favour, with 12 abstentions.",
        "He condemned the crimes against Ukraine (France, Germany agreed).",
        "She spoke in favour of Kenya, while Mali abstained from comment.",
        "Absent: Chad.",
    )
    assert rows(reference, *texts) == []


def test_spans_are_verbatim(reference: Reference) -> None:
    texts = ("Intro.", "Adopted by 9 in favour to 1 against (Côte d’Ivoire), with 1 abstention (Viet Nam).")
    found = extract(reference, *texts)
    document = "\n".join(texts)
    assert [document[a:b] for a, b in found.select("start_offset", "end_offset").rows()] == [
        "Côte d’Ivoire",
        "Viet Nam",
    ]


def test_lists_of_a_record_take_the_numbered_draft_below_them(reference: Reference) -> None:
    found = rows(
        reference,
        "In favour: Bolivia (Plurinational State of), Micronesia (Federated States of)",
        "Abstaining: Iran (Islamic Republic of)",
        "Draft resolution II was adopted by 2 votes to none, with 1 abstention (resolution 80/7).",
    )
    assert found == [
        ("favour", "Bolivia", "BOL", "Draft resolution II"),
        ("favour", "Federated States of Micronesia", "FSM", "Draft resolution II"),
        ("abstain", "Iran", "IRN", "Draft resolution II"),
    ]
