"""Models, expectations and tables that are wrong and then mended; documents made to do harm."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from loads import Loads, check_tidy, outcomes, published_paths, read_marts, write_story

from flows.errors import StepError
from flows.load.history import read_history
from flows.load.loading import open_load
from flows.settings import Settings

STORIES = ["forest.txt", "ocean.txt", "tundra.txt"]
WITH_RIVER = ["forest.txt", "ocean.txt", "river.txt", "tundra.txt"]

EXPECTATION = """
suite: {suite}
schema: {schema}
expectations:
  - name: no_more_than_so_many
    query: {query}
    about: documents
    type: expect_column_max_to_be_between
    arguments: {{max_value: {most}}}
    severity: fail
    reason: a test
"""
DOCUMENTS = {
    "gate_1": ("staging", "select count(*) as value from staging.documents"),
    "gate_2": ("marts", "select count(*) as value from marts.dim_document"),
}


def write_gates(folder: Path, most: int = 100, **queries: str) -> None:
    folder.mkdir(exist_ok=True)
    for suite, (schema, query) in DOCUMENTS.items():
        asked = queries.get(suite, query)
        text = EXPECTATION.format(suite=suite, schema=schema, query=asked, most=most)
        (folder / f"{suite}.yml").write_text(text, encoding="utf-8")


def test_expectation_that_fails_or_errs_and_is_then_mended(lightly: Loads, tmp_path: Path) -> None:
    gates = tmp_path / "expectations"
    given = {"judged": True, "expectations": gates}
    write_gates(gates)
    assert lightly.run(**given)["outcome"] == "published"
    write_story(lightly.docs, "river.txt", "the river")
    write_gates(gates, most=3)
    failed = lightly.run(**given)
    assert failed["kind"] == "GateError"
    assert "no_more_than_so_many on documents wants max_value=3, found 4" in failed["error"]
    write_gates(gates, gate_2="select no_such_column as value from marts.dim_document")
    erred = lightly.run(**given)
    assert "could not be evaluated" in erred["error"]
    assert published_paths(lightly.settings) == STORIES
    assert outcomes(lightly.settings) == ["published", "failed", "failed"]
    write_gates(gates)
    mended = lightly.run(**given)
    assert mended["documents"]["new"] == 1
    assert published_paths(lightly.settings) == WITH_RIVER
    check_tidy(lightly.settings)
    pages = [path.read_text(encoding="utf-8") for path in sorted(lightly.settings.reports.glob("*.html"))]
    assert ['<span class="bad">' in page for page in pages] == [False, True, True, False]


@pytest.mark.long
def test_model_that_fails_and_is_then_mended(really: Loads, tmp_path: Path, root: Path) -> None:
    assert really.run()["outcome"] == "published"
    write_story(really.docs, "river.txt", "the river")
    dbt = shutil.copytree(root / "dbt", tmp_path / "dbt", ignore=shutil.ignore_patterns("target", "logs"))
    model = dbt / "models" / "marts" / "documents" / "dim_topic.sql"
    whole = model.read_text(encoding="utf-8")
    model.write_text(
        "select cast(error('no ink left') as varchar) as topic, 'x' as label, 'y' as description",
        encoding="utf-8",
    )
    failed = really.run(dbt=dbt)
    assert failed["exitcode"] == 1
    assert "dim_topic error" in failed["error"]
    assert "no ink left" in failed["error"]
    assert published_paths(really.settings) == STORIES
    model.write_text(whole, encoding="utf-8")
    assert really.run(dbt=dbt)["documents"]["new"] == 1
    assert published_paths(really.settings) == WITH_RIVER
    check_tidy(really.settings)


def repeat_row(text: str) -> str:
    lines = text.splitlines()
    return "\n".join([*lines, lines[1]]) + "\n"


def drop_column(text: str) -> str:
    return text.replace(text.partition(",")[0], "nobody_knows", 1)


def spoil_pattern(text: str) -> str:
    header, first, *rest = text.splitlines()
    cells = first.split(",")
    cells[header.split(",").index("pattern")] = "(unclosed"
    return "\n".join([header, ",".join(cells), *rest]) + "\n"


@pytest.mark.parametrize(
    ("table", "spoil", "message"),
    [
        ("issues", repeat_row, r"issues\.csv row \d+: key .* stands twice"),
        ("countries", drop_column, r"countries\.csv lacks columns"),
        ("section_headings", spoil_pattern, r"section_headings\.csv row 2: bad pattern in pattern"),
    ],
)
def test_reference_table_that_is_wrong_stops_before_anything_runs(
    settings: Settings,
    docs: Path,
    root: Path,
    tmp_path: Path,
    table: str,
    spoil: Callable[[str], str],
    message: str,
) -> None:
    reference = shutil.copytree(root / "seeds" / "reference", tmp_path / "reference")
    path = reference / f"{table}.csv"
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    wrong = replace(settings, reference=reference)
    with (
        pytest.raises(StepError, match=message),
        open_load([str(docs)], wrong, full=False, wait=False, allow_removal=False),
    ):
        pytest.fail("the load began")
    assert not list(settings.kept_sources.glob("*"))
    assert not settings.build.exists()
    assert outcomes(settings) == ["failed"]


SQL_NAME, HTML_NAME = "'; drop table dim_document; --.txt", "{{ 7 * 7 }} <b>.txt"


def tell_story(subject: str, speaker: str) -> str:
    return (
        f"3 May 2030 – {subject} was discussed, the United Nations said.\n\n"
        f"“We call on all States to act on 40 million tons,” said {speaker}.\n"
    )


def define_entities() -> str:
    """Return a page whose entities, each ten of the one before, would fill the memory."""
    more = (f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in itertools.pairwise("abcdefghi"))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{"".join(more)}]>'
    return f"{head}<html><body><p>5 May 2030 – &i; Lakes fell, they said.</p></body></html>"


def make_hostile(folder: Path, size: int) -> list[str]:
    """Write documents made to do harm, the large ones of about so many bytes; return their names."""
    deep = 100_000
    texts = {
        "one-line.txt": "They said that 40 million people need water. " * (size // 45),
        "headings.md": "# A HEADING\n\n" * min(size // 13, 1_000_000),
        "nested.html": "<div>" * deep + "<p>Deep inside, they said so.</p>" + "</div>" * deep,
        "controls.txt": tell_story("a\x00b\x07c\u202ed\u2066e", "Anna \u202eBerg\u202c"),
        SQL_NAME: tell_story("'; drop schema marts; --", "Bobby'); drop table x; --"),
        "x..%2f..%2f.txt": tell_story("../../x", "../../etc/passwd"),
        HTML_NAME: tell_story("<script>alert(1)</script>", "Eve <img src=x onerror=alert(1)>"),
        "script.html": "<html><head><script>document.write('owned')</script></head><body><p>4 May 2030 – "
        "Rivers rose, the United Nations said.</p><script>fetch('owned')</script></body></html>",
        "entities.xhtml": define_entities(),
        "backtrack.txt": "a" * (size // 4) + "!" + "(" * 5_000 + "Mr. A. “" * 20_000,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return sorted(texts)


def test_hostile_documents_harm_nothing(really: Loads, run_all: bool, tmp_path: Path) -> None:
    names = make_hostile(really.docs, 19_900_000 if run_all else 200_000)
    result = really.run(parallel_from_bytes=1_000_000_000)
    assert result["outcome"] == "published", result
    published = set(published_paths(really.settings))
    rejected = read_history(
        really.settings.history, "select source_path, reason_code from history.quarantine"
    )
    assert published | set(rejected["source_path"]) == {*names, *STORIES}
    assert "extraction_failed" not in set(rejected["reason_code"])
    assert {SQL_NAME, HTML_NAME, *STORIES} <= published
    with duckdb.connect(str(really.settings.published), read_only=True) as connection:
        written = connection.execute("select text from marts.dim_document where contains(text, 'owned')")
        assert written.fetchall() == []  # scripts are no text
        texts = dict(connection.execute("select document_key, text from marts.dim_document").fetchall())
        spans = connection.execute(
            "select document_key, start_offset, end_offset, text from marts.fct_sentence"
        ).fetchall()
        assert [s for s in spans if texts[s[0]][s[1] : s[2]] != s[3]] == []
    (report,) = really.settings.reports.glob("*.html")
    page = report.read_text(encoding="utf-8")
    assert "<script" not in page
    assert "<img" not in page
    assert not [path for path in tmp_path.parent.rglob("passwd*")]
    assert really.run()["outcome"] == "nothing_to_do"


def cover_meeting(year: int) -> str:
    """Return the coverage of one meeting in its edition of a year."""
    head = f"SC/90001\n\nSecurity Council\n9001st Meeting (AM)\n\n5 June {year}\n\n"
    return f"{head}As of {year}, the lakes are shared, delegates said.\n"


def test_renamed_returned_and_removed_documents(lightly: Loads) -> None:
    (lightly.docs / "sc.txt").write_text(cover_meeting(2030), encoding="utf-8")
    lightly.run()
    before = read_events(lightly)
    (lightly.docs / "sc.txt").rename(lightly.docs / "renamed.txt")
    (lightly.docs / "ocean.txt").rename(lightly.docs / "sea.txt")
    lightly.run()
    events = read_events(lightly)[len(before) :]
    assert ("changed", "SC/90001|en|", "renamed.txt", "it was the file docs/sc.txt") in events
    assert [e[0] for e in events if e[2] in ("ocean.txt", "sea.txt")] == ["new", "retired"]
    (lightly.docs / "forest.txt").rename(lightly.docs.parent / "forest.txt")
    lightly.run()
    (lightly.docs.parent / "forest.txt").rename(lightly.docs / "forest.txt")
    lightly.run()
    keys = read_history(
        lightly.settings.history,
        "select event, document_key from history.document_load"
        " where source_path = 'forest.txt' order by load_id",
    )
    assert keys["event"].to_list() == ["new", "retired", "new"]
    assert keys["document_key"].n_unique() == 1
    assert published_paths(lightly.settings) == ["forest.txt", "renamed.txt", "sea.txt", "tundra.txt"]


def read_events(loads: Loads) -> list[tuple[str, ...]]:
    return read_history(
        loads.settings.history,
        "select event, document_identity, source_path, reason from history.document_load"
        " order by load_id, event, source_path",
    ).rows()


def test_backfill_in_any_order_gives_the_same_marts(lightly: Loads, run_all: bool, tmp_path: Path) -> None:
    loads = replace(lightly, light=not run_all)
    archives = []
    for year in (2028, 2029, 2030):
        folder = tmp_path / f"year-{year}"
        folder.mkdir()
        for number in range(3):
            write_story(folder, f"{number}.txt", f"lake number {number} of {year}", number)
        (folder / "same.txt").write_text(cover_meeting(year), encoding="utf-8")
        archives.append(folder)
    orders = ([0, 1, 2], [2, 0, 1], [1, 2, 0]) if run_all else ([0, 1, 2], [2, 0, 1])
    marts = []
    for order in orders:
        mine = loads.afresh("order-" + "".join(map(str, order)))
        for number in order:
            assert replace(mine, docs=archives[number], count=number).run()["outcome"] == "published"
        marts.append(read_marts(mine.settings))
    assert marts[0]["dim_document"]
    assert all(other == marts[0] for other in marts[1:])
