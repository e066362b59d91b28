"""Whatever the text: no exception, and every span reproduces it."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.segment import find_quote_spans, split_sentences

LINE = st.text(alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="\n"), max_size=60)
PROSE = st.lists(
    st.sampled_from(
        [
            "Mr. ",
            "U.S. ",
            "He said ",
            "“",
            "”",
            "‘",
            "’",
            "'",
            '"',
            ". ",
            "? ",
            "… ",
            "[...] ",
            "a",
            "É",
            "𝄞 ",
            "。",
        ]
    ),
    max_size=40,
).map("".join)
SETTINGS = settings(suppress_health_check=list(HealthCheck))


@SETTINGS
@given(st.lists(LINE | PROSE, max_size=6))
def test_sentences_reproduce_the_text(paragraphs_of, reference, texts):
    document = "\n".join(texts)
    rows = (
        split_sentences(paragraphs_of(*texts), reference).select("start_offset", "end_offset", "text").rows()
    )
    assert all(document[start:end] == text for start, end, text in rows)
    covered = "".join(text for _, _, text in rows)
    assert covered.replace(" ", "") == document.replace("\n", "").replace(" ", "")


@SETTINGS
@given(st.lists(LINE | PROSE, max_size=6))
def test_quote_spans_lie_in_their_paragraph(paragraphs_of, texts):
    paragraphs = paragraphs_of(*texts)
    bounds = {ordinal: (start, end) for _, ordinal, _, _, _, start, end in paragraphs.rows()}
    spans = find_quote_spans(paragraphs).select("paragraph_ordinal", "start_offset", "end_offset").rows()
    assert all(bounds[n][0] < start < end <= bounds[n][1] for n, start, end in spans)
