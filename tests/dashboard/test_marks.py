from dashboard.marks import Piece, cut_paragraphs

TEXT = "Heading\nMs. Ode said “40 million people lack water”. She left.\n\nShe urged aid."


def mark(fact: str, words: str, **more: object) -> dict[str, object]:
    start = TEXT.index(words)
    row = {"fact": fact, "key": f"{fact}:{words}", "start_offset": start, "end_offset": start + len(words)}
    return row | {"label": fact, "is_counted": True, "statement_key": "s1", "speaker_key": "p1"} | more


MARKS = [
    mark("speaker", "Ms. Ode said “40 million people lack water”.", label="Ode"),
    mark("speaker", "She urged aid.", label="Ode"),
    mark("quotation", "40 million people lack water"),
    mark("figure", "40 million people"),
    mark("position", "She urged aid.", label="advocates: Funding"),
]


def pieces_of(skip: int = 0, size: int = 10) -> list[list[Piece | dict[str, object]]]:
    return [paragraph.pieces for paragraph in cut_paragraphs(TEXT, MARKS, skip, size)]


def test_pieces_are_the_text_and_blank_lines_are_left_out() -> None:
    texts = ["".join(p.text for p in pieces if isinstance(p, Piece)) for pieces in pieces_of()]
    assert texts == [line for line in TEXT.split("\n") if line]


def test_figure_in_a_quotation_links_to_the_figure() -> None:
    found = [(p.text, p.facts, p.key) for p in pieces_of()[1] if isinstance(p, Piece) and p.facts]
    assert found == [
        ("40 million people", ("figure", "quotation"), "figure:40 million people"),
        (" lack water", ("quotation",), "quotation:40 million people lack water"),
    ]


def test_speaker_is_named_where_the_turn_begins_only() -> None:
    named = [[p["label"] for p in pieces if not isinstance(p, Piece)] for pieces in pieces_of()]
    assert named == [[], ["Ode"], ["advocates: Funding"]]


def test_page_begins_in_the_middle_of_a_turn() -> None:
    (pieces,) = pieces_of(skip=2)
    assert [type(piece) for piece in pieces] == [Piece, dict]
