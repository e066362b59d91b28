import pytest

from flows.evaluate.measures import (
    f1_measure,
    same_name,
    same_number,
    share_measure,
    token_f1,
    wilson_interval,
)


def test_f1_with_its_counts() -> None:
    measure = f1_measure("figures", tp=6, fp=2, fn=4)
    assert measure.precision == pytest.approx(0.75)
    assert measure.recall == pytest.approx(0.6)
    assert measure.value == pytest.approx(2 / 3)
    assert "tp 6, fp 2, fn 4" in measure.describe()


def test_nothing_found_and_nothing_wanted_is_zero_not_an_error() -> None:
    assert f1_measure("votes", 0, 0, 0).value == 0.0
    assert share_measure("roles", 0, 0).value == 0.0
    assert wilson_interval(0, 0) == (0.0, 1.0)


def test_wilson_interval_of_eight_in_ten() -> None:
    low, high = wilson_interval(8, 10)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Bogusław Winid", "WINID", True),
        ("Karel van den Berg", "van den Berg", True),
        ("Ana Rossi", "Eva Rossi", False),
        ("Rossi", "Ross", False),
        (None, None, True),
        (None, "Rossi", False),
    ],
)
def test_names_of_one_person(a: str | None, b: str | None, same: bool) -> None:
    assert same_name(a, b) is same


def test_numbers_differ_by_more_than_rounding() -> None:
    assert same_number(66.667, 66.667000001)
    assert not same_number(66.667, 66.66)
    assert same_number(None, None)
    assert not same_number(0, None)


def test_token_f1_ignores_quotes_and_case() -> None:
    assert token_f1("“Global” Report", '"global" report') == 1.0
    assert token_f1("", None) == 1.0
    assert token_f1("people in need", "people") == pytest.approx(0.5)
