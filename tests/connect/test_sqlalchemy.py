"""What Superset, pandas and everything else on SQLAlchemy sees (docs/connect.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, MetaData, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

RELEASE = text("select release from meta.release")


@pytest.fixture
def engine(published: Path) -> Iterator[Engine]:
    made = create_engine(f"duckdb:///{published}", connect_args={"read_only": True}, poolclass=NullPool)
    yield made
    made.dispose()


def test_all_tables_are_reflected_with_their_comments(engine: Engine) -> None:
    for schema, least in (("marts", 30), ("meta", 7)):
        metadata = MetaData(schema=schema)
        metadata.reflect(engine, views=True)
        assert len(metadata.tables) >= least
        for table in metadata.tables.values():
            assert len(table.columns) > 0
            assert [c.name for c in table.columns if not c.comment] == [], table.name
    inspector = inspect(engine)
    for name in inspector.get_table_names(schema="marts"):
        assert inspector.get_table_comment(name, schema="marts")["text"], name


def test_views_are_seen_as_views(engine: Engine) -> None:
    views = set(inspect(engine).get_view_names(schema="marts"))
    assert {"v_figures", "v_positions", "v_quotations", "v_statements", "metric_total"} <= views


def test_nobody_can_write(engine: Engine) -> None:
    with engine.connect() as connection, pytest.raises(DBAPIError, match="read-only"):
        connection.execute(text("delete from marts.dim_issue"))


def test_new_connections_see_what_was_published_since(
    engine: Engine, publish_again: Callable[[str], None]
) -> None:
    for number in range(3):
        publish_again(f"later-{number}")
        with engine.connect() as connection:
            assert connection.execute(RELEASE).scalar() == f"later-{number}"


def test_an_open_connection_keeps_its_release_whole(
    engine: Engine, publish_again: Callable[[str], None]
) -> None:
    publish_again("first")
    with engine.connect() as connection:
        publish_again("second")
        assert connection.execute(RELEASE).scalar() == "first"
        assert connection.execute(text("select count(*) from marts.fct_sentence")).scalar() == 599
        with engine.connect() as beside:  # of the same process: DuckDB shares what is open
            assert beside.execute(RELEASE).scalar() == "first"
    with engine.connect() as connection:
        assert connection.execute(RELEASE).scalar() == "second"
