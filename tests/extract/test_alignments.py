"""For whom else a statement was made, and whose statement the speaker joined."""

import pytest

from flows.extract.alignments import extract_alignments
from flows.reference import Reference
from tests.extract.sentence_frames import as_quotes, as_sentences

CASES = [
    (
        "LUISA MORAES (Chile), associating herself with the statement made by Guyana on behalf of the "
        "Group of 77 and China, and by Fiji on behalf of the Alliance of Small Island States, said so.",
        [("aligned_with", "Group of 77 and China"), ("aligned_with", "Alliance of Small Island States")],
    ),
    (
        "PER HOLM (Norway), also speaking for Denmark, Finland, Iceland and Sweden, said fisheries mattered.",
        [("on_behalf_of", name) for name in ("Denmark", "Finland", "Iceland", "Sweden")],
    ),
    (
        "JOHN TAU (Tuvalu), on behalf of the Pacific Small Island Developing States, and aligning "
        "himself with the Alliance of Small Island States, said seas were rising.",
        [
            ("on_behalf_of", "Pacific Small Island Developing States"),
            ("aligned_with", "Alliance of Small Island States"),
        ],
    ),
    (
        "LEO TAU (Fiji), for the Alliance of Small Island States (AOSIS), voiced alarm over reefs.",
        [("on_behalf_of", "Alliance of Small Island States")],
    ),
    (
        "The representative of Malta (for the European Union) called for more nets.",
        [("on_behalf_of", "European Union")],
    ),
    (
        "The representative of Nepal, speaking on behalf of the least developed countries, asked for more.",
        [("on_behalf_of", "Group of Least Developed Countries")],
    ),
    (
        "Estonia aligns itself with the statement to be delivered by the observer of the European Union.",
        [("aligned_with", "European Union")],
    ),
    (
        "My delegation aligns itself with the statements delivered by Iran, on behalf of the Non-Aligned "
        "Movement, and Tunisia, on behalf of the Arab Group.",
        [("aligned_with", "Non-Aligned Movement"), ("aligned_with", "Arab Group")],
    ),
    (
        "ANNA BERG (Austria) endorsed the statement by the European Union delegation, saying law came first.",
        [("aligned_with", "European Union")],
    ),
    (
        "He subscribed to the Caribbean Community statement and spoke of hurricanes.",
        [("aligned_with", "Caribbean Community")],
    ),
    (
        "It is my honour to introduce the draft resolution on behalf of the Arab Group.",
        [("on_behalf_of", "Arab Group")],
    ),
    (
        "I have the honour to speak on behalf of the States members of the Caribbean Community.",
        [("on_behalf_of", "Caribbean Community")],
    ),
    (
        "EVA RUIZ (Peru), also on behalf of the Group of Friends of Older Persons, urged a convention.",
        [("on_behalf_of", "Group of Friends of Older Persons")],
    ),
    (
        'She spoke for the “Group of 77” developing countries and China.',
        [("on_behalf_of", "Group of 77 and China")],
    ),
    (
        "The representative of Sweden, speaking also on behalf of the Nordic countries (Denmark), said so.",
        [("on_behalf_of", "Nordic countries")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "relations"), CASES)
def test_relations_of_one_sentence(text: str, relations: list[tuple[str, str]], reference: Reference) -> None:
    sentences = as_sentences(text)
    found = extract_alignments(sentences, as_quotes(sentences), reference)
    assert found.select("relation", "with_name").rows() == relations


@pytest.mark.parametrize(
    "text",
    [
        "She said the militia fought on behalf of Eritrea and endorsed the ceasefire.",
        "Speaking on behalf of victims, he urged action.",
        "Speaking for the first time, he endorsed the proposal of Norway.",
        "He said that Venezuela’s statement on behalf of the Non-Aligned Movement had been clear.",
        "The crimes associated with Sudan were aligned with no law.",
        "He supported the statement by the Secretary-General.",
        "LEO KIM (Palau), speaking for a group of 15 countries, disagreed.",
    ],
)
def test_what_is_no_relation(text: str, reference: Reference) -> None:
    sentences = as_sentences(text)
    assert extract_alignments(sentences, as_quotes(sentences), reference).height == 0


def test_only_attributed_sentences_count(reference: Reference) -> None:
    roll = as_sentences(
        "Also speaking were Fiji and Australia (on behalf of Canada and New Zealand).", statement_ordinal=None
    )
    assert extract_alignments(roll, as_quotes(roll), reference).height == 0


def test_the_speakers_own_state_is_left_out(reference: Reference) -> None:
    sentences = as_sentences(
        "AMY LEE (Canada), speaking on behalf of Australia, Canada and New Zealand, agreed.",
        affiliation_name="Canada",
    )
    found = extract_alignments(sentences, as_quotes(sentences), reference)
    assert found.select("with_name", "with_kind", "with_iso3").rows() == [
        ("Australia", "member_state", "AUS"),
        ("New Zealand", "member_state", "NZL"),
    ]


def test_spans_are_verbatim(reference: Reference) -> None:
    texts = ("Hello.", "Mali, speaking for Côte d’Ivoire and the “Group of 77” and China, agreed.")
    sentences = as_sentences(*texts)
    found = extract_alignments(sentences, as_quotes(sentences), reference)
    document = "\n".join(texts)
    assert found["text"].to_list() == ["Côte d’Ivoire", "“Group of 77” and China"]
    assert [document[a:b] for a, b in found.select("start_offset", "end_offset").rows()] == found[
        "text"
    ].to_list()
