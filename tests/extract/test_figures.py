"""Values, units, qualifiers and spans of figures, on made-up sentences in the forms of press texts."""

import re
import time
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentence_frames import as_quotes, as_sentences

from flows.extract.figures import extract_figures
from flows.extract.figures.sources import source_reader
from flows.reference import Reference
from flows.schemas import CONTEXT_COLUMNS, FIGURES

Expected = tuple[str, float, float, float | None, str | None, str]
SNIPPETS = Path(__file__).with_name("figure_snippets.txt")


def read_snippets() -> dict[str, list[tuple[str, list[Expected]]]]:
    """Return the sentences of each section of the snippets file with the figures they state."""
    sections: dict[str, list[tuple[str, list[Expected]]]] = {}
    for line in SNIPPETS.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            section = sections.setdefault(line[3:], [])
        elif line.startswith("- "):
            section[-1][1].append(parse_figure(line[2:]))
        elif line and not line.startswith("#"):
            section.append((line, []))
    return sections


def parse_figure(line: str) -> Expected:
    """`10 to 15 years = 10..15 years exact`; `/N` is a denominator, `-` no unit, `_` a space."""
    span, _, rest = line.rpartition(" = ")
    values, unit, qualifier = rest.rsplit(" ", 2)
    bounds, _, base = values.partition("/")
    low, _, high = bounds.partition("..")
    known_unit = None if unit == "-" else unit.replace("_", " ")
    return span, float(low), float(high or low), float(base) if base else None, known_unit, qualifier


def find(reference: Reference, *texts: str, **columns: object) -> pl.DataFrame:
    sentences = as_sentences(*texts, **columns)
    return extract_figures(sentences, as_quotes(sentences), reference)


def found_of(figures: pl.DataFrame, ordinal: int) -> list[Expected]:
    chosen = figures.filter(pl.col("sentence_ordinal") == ordinal).sort("start_offset")
    return chosen.select("text", "value_low", "value_high", "denominator", "unit", "qualifier").rows()


@pytest.mark.parametrize("section", read_snippets())
def test_snippets(section: str, reference: Reference) -> None:
    snippets = read_snippets()[section]
    figures = find(reference, *(text for text, _ in snippets))
    found = {text: found_of(figures, n) for n, (text, _) in enumerate(snippets)}
    assert found == dict(snippets)


def test_frame_has_the_columns_that_an_extractor_fills(reference: Reference) -> None:
    figures = find(reference, "Some 300 people fled.")
    own = {c: t for c, t in FIGURES.columns.items() if c not in CONTEXT_COLUMNS}
    assert dict(figures.schema) == own


def test_no_sentences_give_an_empty_frame(reference: Reference) -> None:
    assert find(reference, "Nothing was counted.").is_empty()


def test_spans_are_offsets_into_the_document(reference: Reference) -> None:
    texts = ("Café prices rose — again.", "“São Tomé” hosted some 40 delegates.")
    row = find(reference, *texts).row(0, named=True)
    assert "\n".join(texts)[row["start_offset"] : row["end_offset"]] == row["text"] == "some 40 delegates"


TITLES = {
    "BUDGET COMMITTEE BEGINS REVIEW OF $3.06 BILLION PROGRAMME": ("$3.06 BILLION", 3_060_000_000, "USD"),
    "Drought Has Driven One in Five from Home, Official Says": ("One in Five", 1, None),
    "More Than 2 Million Children Face Hunger": ("More Than 2 Million Children", 2_000_000, "people"),
    "Some 40 Per Cent of Staff Are Women, Committee Hears": ("Some 40 Per Cent", 40, "percent"),
}


@pytest.mark.parametrize(("title", "told"), TITLES.items())
def test_figures_of_titles_are_read_whatever_their_capitals(
    title: str, told: tuple[str, float, str | None], reference: Reference
) -> None:
    row = find(reference, title, role="title").row(0, named=True)
    assert (row["text"], row["value_low"], row["unit"]) == told


@pytest.mark.parametrize(
    "title", ["Security Council Extends Mandate for Six Months", "SIX-DAY WAR REMEMBERED"]
)
def test_titles_state_no_span_that_only_dates(title: str, reference: Reference) -> None:
    assert find(reference, title, role="title").is_empty()


@pytest.mark.parametrize("role", ["masthead", "subhead", "byline", "caption", "furniture"])
def test_furniture_states_nothing(role: str, reference: Reference) -> None:
    assert find(reference, "Two Million People Flee", "Over 300 people fled.", role=role).is_empty()


def test_texts_in_other_languages_are_not_read(reference: Reference) -> None:
    assert find(reference, "Plus de 300 million de personnes.", language="fr").is_empty()


def test_range_that_ends_before_it_begins_is_no_range(reference: Reference) -> None:
    figures = find(reference, "The share of dry wells went 90-20 per cent.")
    assert figures.sort("start_offset").select("text", "value_low", "value_high").rows() == [
        ("20 per cent", 20.0, 20.0)
    ]


def test_money_without_sign_takes_the_currency_of_the_sentence_before(reference: Reference) -> None:
    texts = ("The Fund had received €12 million.", "It had disbursed 9 million in grants.")
    figures = find(reference, *texts, paragraphs=[0, 0])
    assert found_of(figures, 1) == [("9 million", 9e6, 9e6, None, "EUR", "exact")]


def test_money_without_sign_in_another_paragraph_has_no_currency(reference: Reference) -> None:
    texts = ("The Fund had received €12 million.", "It had disbursed 9 million in grants.")
    assert found_of(find(reference, *texts), 1) == [("9 million", 9e6, 9e6, None, None, "exact")]


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("Over 300 people fled.", (300, None)),
        ("Up to 300 people fled.", (None, 300)),
        ("Nearly 300 people fled.", (None, 300)),
        ("About 300 people fled.", (None, None)),
        ("Exactly 300 people fled.", (300, 300)),
        ("Between 300 and 400 people fled.", (300, 400)),
        ("Hundreds of people fled.", (100, 999)),
    ],
)
def test_bounds_are_what_the_qualifier_allows(
    text: str, bounds: tuple[float | None, float | None], reference: Reference
) -> None:
    assert find(reference, text).select("lower_bound", "upper_bound").row(0) == bounds


PIECES = ("12", "1,200", "$3", "per cent", "million", "of the", "two", "half a", "people", "to", "from")
MARKS = ("–", "“", "”", "(", ",", ".", "é", "½", "5G")


@given(st.lists(st.sampled_from(PIECES + MARKS), max_size=14))
def test_spans_reproduce_any_text(reference: Reference, words: list[str]) -> None:
    text = " ".join(words)
    for row in find(reference, text).rows(named=True):
        assert text[row["start_offset"] : row["end_offset"]] == row["text"]
        assert re.search(r"\S", row["text"])


def test_a_report_on_a_long_topic_is_read_at_once(reference: Reference) -> None:
    reader, began = source_reader(reference), time.process_time()
    assert reader.take("survey of multidimensional characteristics") is None
    assert reader.take("A survey of multidimensional characteristics by the University of Mali found")
    assert time.process_time() - began < 0.5  # 0.0005 s; two seconds where words can be cut in many ways
