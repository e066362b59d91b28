"""Quoted spans, without their marks."""

import pytest


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("“We must act,” she said. “Now.”", ["We must act,", "Now."]),
        ('"We must act," she said, citing "goods" in the port.', ["We must act,", "goods"]),
        ("The so-called ‘blueprint’ of the States’ duties.", ["blueprint"]),
        ("the 'Palermo protocol,' the UN's treaty", ["Palermo protocol,"]),
        ("The world’s States’ ships, and the ’90s, aren’t quoted.", []),
        ("It's the migrants' rights and nobody's words.", []),
        ("“The ‘seal’ is broken,” he said.", ["The ‘seal’ is broken,", "seal"]),
        ("“He told us ‘no’”, she said.", ["He told us ‘no’", "no"]),
        ("\"He told us 'no'\", she said.", ["He told us 'no'", "no"]),
        ("“He said “no” to all,” she said.", ["He said “no” to all,", "no"]),
        ("‘Countering floods in Asia, the ‘Delta Protocol,’ was signed.", ["Delta Protocol,"]),
        ("“To be continued in the next paragraph.", ["To be continued in the next paragraph."]),
        ("She added: “We go on. “Then we stop.”", ["Then we stop."]),
        ('"Few gave. "No wells were dug," he said.', ["Few gave. ", "No wells were dug,"]),
        ('It was dry," he said. "Few gave. "No wells were dug.', ["Few gave. ", "No wells were dug."]),
        ("lost mark at the start,” he said.", []),
        ("« Nous devons agir », a-t-il dit.", [" Nous devons agir "]),
        ("„Wir müssen handeln“, sagte er.", ["Wir müssen handeln"]),
        ("‘Group of States’ duties’ were named", ["Group of States’ duties"]),
        ('A board of 6" by 9" was used.', []),
        ("“”", []),
        ("No marks here.", []),
    ],
)
def test_spans(quoted, text, spans):
    assert quoted(text) == spans


def test_a_quotation_over_two_paragraphs_is_one_span_each(quoted):
    assert quoted("“We begin. It goes on.", "“Here it ends,” she said.") == [
        "We begin. It goes on.",
        "Here it ends,",
    ]


def test_quotation_crosses_sentences(quoted):
    assert quoted("“It moves us. We must act,” he said.") == ["It moves us. We must act,"]
