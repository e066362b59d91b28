"""First looks before long patterns find what the patterns alone would."""

import polars as pl
import pytest

from flows.regexes import contains_sign, contains_where, only_where, rewrite_where

TEXTS = pl.DataFrame(
    {"text": ["a [b]", "a \\ b", "a-b", "plain", None], "is_tried": [True, False, True, None, True]}
)


@pytest.mark.parametrize(
    ("signs", "found"),
    [
        ("[]*_<", [True, False, False, False, None]),
        ("\\#&=", [False, True, False, False, None]),
        ("a^-", [True, True, True, True, None]),
        ("^-", [False, False, True, False, None]),
        ("\n\x00]", [True, False, False, False, None]),
    ],
)
def test_any_of_several_signs_is_found(signs, found):
    assert TEXTS.select(contains_sign(pl.col("text"), signs)).to_series().to_list() == found


def test_a_pattern_is_tried_only_where_the_test_holds():
    text, is_tried = pl.col("text"), pl.col("is_tried")
    assert TEXTS.select(only_where(is_tried, text)).to_series().to_list() == [
        "a [b]",
        None,
        "a-b",
        None,
        None,
    ]
    tried = TEXTS.select(contains_where(is_tried, text, "a")).to_series()
    assert tried.to_list() == [True, False, True, False, False]


def test_only_rows_where_the_test_holds_are_rewritten():
    text, is_tried = pl.col("text"), pl.col("is_tried")
    rewritten = rewrite_where(TEXTS, is_tried, text=text.str.replace("a", "z"), is_tried=pl.lit(False))
    assert rewritten["text"].to_list() == ["z [b]", "a \\ b", "z-b", "plain", None]
    assert rewritten["is_tried"].to_list() == [False, False, False, None, False]
    assert rewrite_where(TEXTS, text == "none", text=pl.lit("")).equals(TEXTS)
