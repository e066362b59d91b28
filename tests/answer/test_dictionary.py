"""What the published file and the docs say of its tables and columns."""

from pathlib import Path

import duckdb
import pytest

from flows.answer.dictionary import render_dictionary, write_site
from flows.errors import NotPublishedError
from flows.load.transform import Column, Model, Transformation
from flows.settings import Settings

DESCRIBED = """
    select schema_name, table_name, '' as column_name, comment from duckdb_tables()
    union all
    select schema_name, view_name, '', comment from duckdb_views() where not internal
    union all
    select schema_name, table_name, column_name, comment from duckdb_columns() where not internal"""
OLDEST_STORAGE = 64  # DuckDB 0.10 and newer read it; 1.5 would write 67 and more by itself


@pytest.fixture(scope="module")
def models(golden: Settings) -> list[Model]:
    return Transformation(golden.dbt, golden.warehouse).describe_published()


def test_docs_hold_the_dictionary_of_today(models: list[Model], root: Path) -> None:
    page = (root / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert page == render_dictionary(models), "run `./rostrum dictionary`"


def test_every_comment_of_the_file_is_what_the_models_say(golden: Settings, models: list[Model]) -> None:
    expected = {(m.schema, m.name, ""): m.description for m in models}
    expected |= {(m.schema, m.name, c.name): c.description for m in models for c in m.columns}
    with duckdb.connect(str(golden.published), read_only=True) as connection:
        comments = {(s, t, c): comment for s, t, c, comment in connection.execute(DESCRIBED).fetchall()}
    assert comments == expected
    assert len(comments) > 400
    assert all(comments.values())


def test_every_description_of_a_table_ends_in_its_grain(models: list[Model]) -> None:
    assert [m.name for m in models if "One row per " not in m.description] == []


def test_published_file_is_in_the_oldest_storage_format(golden: Settings) -> None:
    header = golden.published.read_bytes()[:20]
    assert header[8:12] == b"DUCK"
    assert int.from_bytes(header[12:20], "little") == OLDEST_STORAGE
    with duckdb.connect(str(golden.published), read_only=True) as connection:
        assert connection.execute("select storage_version from meta.release").fetchall() == [("v1.0.0",)]


def test_a_bar_in_a_description_breaks_no_table() -> None:
    column = Column("vote", "varchar", "`a|b`,\nor none")
    page = render_dictionary([Model("marts", "fct_show", "Shows of hands. One row per hand.", (column,))])
    assert "| [`marts.fct_show`](#martsfct_show) | hand | Shows of hands. |" in page
    assert "| `vote` | varchar | `a\\|b`, or none |" in page


def test_site_of_the_models_builds(golden: Settings, tmp_path: Path) -> None:
    page = write_site(golden, tmp_path / "site").read_text(encoding="utf-8")
    assert "model.rostrum.metric_word_share" in page
    assert "exposure.rostrum.dashboard" in page


def test_site_needs_a_published_load(tmp_path: Path) -> None:
    with pytest.raises(NotPublishedError, match="run `rostrum run` first"):
        write_site(Settings(warehouse=tmp_path), tmp_path / "site")
