import polars as pl

from flows.extract.matches import find_matches, straighten


def test_matches_with_their_places_counted_in_code_points() -> None:
    rows = pl.DataFrame({"id": ["a", "b", "c"], "text": ["Åsa paid €5 and €70", "nothing", "€1"]})
    found = find_matches(rows, "€[0-9]+")
    assert found.rows() == [("a", 9, "€5"), ("a", 16, "€70"), ("c", 0, "€1")]
    assert found.columns == ["id", "match_start", "match"]


def test_no_match_keeps_the_columns() -> None:
    found = find_matches(pl.DataFrame({"id": ["a"], "text": ["nothing"]}), "[0-9]")
    assert found.columns == ["id", "match_start", "match"]
    assert found.height == 0


def test_straightening_moves_no_offset() -> None:
    text = "Côte d’Ivoire’s “Non‑Proliferation”\u00a0text"
    straight = pl.select(straighten(pl.lit(text))).item()
    assert straight == "Côte d'Ivoire's \"Non-Proliferation\" text"
    assert len(straight) == len(text)
