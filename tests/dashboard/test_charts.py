import re

import pytest

from dashboard.charts import (
    NOT_STATED,
    colour_sources,
    draw_figures,
    draw_timeline,
    is_logarithmic,
    order_sources,
)
from dashboard.panels import lay_out_panel, size_mark
from dashboard.words import choose_address, write_bounds, write_number

CLAIM = {
    "value_low": 5.0,
    "value_high": 5.0,
    "lower_bound": 5.0,
    "upper_bound": None,
    "qualifier": "more_than",
    "assertion": "pledged",
    "denominator": None,
    "cited_source": "World Bank",
    "claim_count": 1,
    "text": "more than 5 <b>wells</b>",
}


def test_mark_is_a_link_that_says_what_it_is() -> None:
    svg = draw_figures([CLAIM], "well", lambda row: row["text"], lambda row: "/evidence/k?release=r&x=1")
    assert 'href="/evidence/k?release=r&amp;x=1"' in svg
    assert "<title>more than 5 &lt;b&gt;wells&lt;/b&gt;</title>" in svg
    assert "<b>" not in svg
    assert "→" in svg  # the end that `more than` leaves open
    assert not re.search(r"https?://(?!www\.w3\.org)", svg)


@pytest.mark.parametrize(("largest", "is_log"), [(99.0, False), (100.0, True)])
def test_scale_is_logarithmic_where_values_differ_much(largest: float, is_log: bool) -> None:
    assert is_logarithmic([CLAIM, CLAIM | {"value_low": largest, "value_high": largest}]) == is_log


def test_zero_stands_on_a_plain_scale() -> None:
    assert not is_logarithmic([CLAIM | {"value_low": 0.0}, CLAIM | {"value_high": 900.0}])


def test_source_not_stated_is_a_category_of_its_own_and_last() -> None:
    rows = [CLAIM | {"cited_source": NOT_STATED, "claim_count": 9}, CLAIM]
    assert order_sources(rows) == ["World Bank", NOT_STATED]
    colours = colour_sources(order_sources(rows))
    assert colours["World Bank"] != colours[NOT_STATED]


@pytest.mark.parametrize(
    ("low", "high", "qualifier", "words"),
    [
        (5.0, None, "more_than", "5 or more"),
        (None, 5e6, "nearly", "5 million or less"),
        (None, None, "about", "about 5"),
        (10.0, 15.0, "exact", "10 to 15"),
        (1e6, 999999999.0, "magnitude", "1 million to under 1 billion"),
    ],
)
def test_bounds_in_words(low: float | None, high: float | None, qualifier: str, words: str) -> None:
    assert write_bounds(CLAIM | {"lower_bound": low, "upper_bound": high, "qualifier": qualifier}) == words


def test_numbers_in_words() -> None:
    assert [write_number(n) for n in (None, 0, 1234, 1.5, 2.1e7, 1.5e11)] == [
        "–",
        "0",
        "1,234",
        "1.5",
        "21 million",
        "150 billion",
    ]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "//x.org", "http://", "", None]
)
def test_address_that_a_browser_should_not_open_is_none(address: str | None) -> None:
    assert choose_address(address) is None


@pytest.mark.parametrize(("most", "ticks"), [(1, "0 1"), (2, "0 1 2"), (80, "0 20 40 60 80")])
def test_time_line_has_each_number_of_statements_once(most: int, ticks: str) -> None:
    months = [
        {"label": "Mar 2017", "statement_count": most, "word_count": 90},
        {"label": "Sep 2017", "statement_count": 1, "word_count": 9},
    ]
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", draw_timeline(months, lambda row: "/"))
    assert [text for text in texts if text.isdecimal()] == ticks.split()


def test_panel_tells_silence_from_no_claim_and_never_joins_attributions() -> None:
    delegations = [
        {"affiliation_key": "a", "name": "Aland", "sentence_count": 4},
        {"affiliation_key": "b", "name": "Bland", "sentence_count": 0},
    ]
    cell = {"affiliation_key": "a", "delegation": "Aland", "issue": "water", "issue_label": "Water"}
    cells = [
        cell | {"stance": "warns", "attribution": "own", "claim_count": 1},
        cell | {"stance": "warns", "attribution": "aligned", "claim_count": 9},
    ]
    panel = lay_out_panel(
        "warns", cells, delegations, [{"value": "water", "label": "Water"}], lambda c: "/", 9
    )
    assert [(name, spoke) for name, _, spoke in panel.rows] == [("Aland", True), ("Bland", False)]
    own, aligned = panel.marks
    assert own.x < aligned.x
    assert own.size < aligned.size == size_mark(9, 9)
    assert own.words == "Aland warns: Water, 1 claim in its own statements"
