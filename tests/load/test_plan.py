"""Planning: which files are read, who keeps a document, what a load changes."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
import pytest

from flows.errors import RemovalError
from flows.load.plan import (
    FILE,
    READ_FILES,
    SOURCE_FILES,
    ReadingPlan,
    Settlement,
    check_removals,
    count_files,
    plan_reading,
    settle_documents,
    split_batches,
)
from flows.schemas import INVENTORY, REJECTS

MONDAY, TUESDAY = datetime(2030, 4, 1, 8), datetime(2030, 4, 2, 8)
NOTHING_KNOWN = SOURCE_FILES.empty()


@dataclass(frozen=True)
class Paper:
    """One file of a test: what it says, the symbol it bears, its date, a note of the manifest."""

    text: str
    symbol: str | None = None
    published_on: date | None = None
    note: str | None = None
    edition: str | None = None


Papers = dict[str, Paper]


def inventory(papers: Papers, at: datetime = MONDAY) -> pl.DataFrame:
    rows = [
        {
            "source_name": "docs",
            "source_path": path,
            "size_bytes": len(paper.text),
            "modified_at": at,
            "bytes_sha256": f"bytes of {paper}",
            "manifest_sha256": paper.note,
        }
        for path, paper in papers.items()
    ]
    return pl.DataFrame(rows, schema=INVENTORY.columns)


def read(to_read: pl.DataFrame, papers: Papers, batch: int) -> pl.DataFrame:
    """Stand in for the extraction: what it says of the files to read."""
    rows = []
    for path in to_read["source_path"]:
        paper = papers[path]
        rows.append(
            {
                "source_name": "docs",
                "source_path": path,
                "bytes_sha256": f"bytes of {paper}",
                "document_key": paper.symbol or f"docs/{path}",
                "document_identity": paper.symbol or f"docs/{path}",
                "content_sha256": paper.text.strip(),
                "published_on": paper.published_on,
                "edition": paper.edition,
                "batch": batch,
            }
        )
    found = pl.DataFrame(rows, schema=READ_FILES.columns)
    first = pl.col("document_key").is_first_distinct()  # a batch has room for one file of a key
    return found.with_columns(batch=pl.when(first).then("batch"))


def load(
    papers: Papers, known: pl.DataFrame = NOTHING_KNOWN, *, full: bool = False, at: datetime = MONDAY
) -> tuple[Settlement, ReadingPlan]:
    """Run the two steps of planning, with the extraction in between, as the flow does."""
    files = inventory(papers, at)
    plan = plan_reading(files, REJECTS.empty(), ("docs",), known, REJECTS.empty(), full=full)
    found = read(plan.to_read, papers, 0)
    settlement = settle_documents(plan, found, REJECTS.empty(), known, full=full, now=at)
    for batch in range(1, 4):
        if settlement.unread.is_empty():
            break
        found = pl.concat([found, read(settlement.unread, papers, batch)])
        settlement = settle_documents(plan, found, REJECTS.empty(), known, full=full, now=at)
    assert settlement.unread.is_empty()
    return settlement, plan


def keepers(settlement: Settlement) -> dict[str, str]:
    loaded = settlement.source_files.filter(pl.col("status") == "loaded")
    return dict(loaded.select("document_key", "source_path").iter_rows())


def happened(settlement: Settlement) -> set[tuple[str, str]]:
    return set(settlement.events.select("source_path", "event").iter_rows())


def finds_nothing(plan: ReadingPlan) -> bool:
    return plan.to_read.is_empty() and plan.gone.is_empty()


HUNGER = Paper("Hunger is rising.")
OCEANS = Paper("The oceans warm.")


def test_first_load_reads_everything() -> None:
    settlement, plan = load({"a.txt": HUNGER, "b.txt": OCEANS})
    assert plan.to_read["source_path"].to_list() == ["a.txt", "b.txt"]
    assert happened(settlement) == {("a.txt", "new"), ("b.txt", "new")}
    assert settlement.pending["change"].to_list() == ["new", "new"]


def test_second_load_reads_nothing() -> None:
    first, _ = load({"a.txt": HUNGER})
    second, plan = load({"a.txt": HUNGER}, first.source_files, at=TUESDAY)
    assert finds_nothing(plan)
    assert second.pending.is_empty()
    assert second.events.is_empty()
    assert second.source_files.equals(first.source_files)


def test_only_the_changed_file_is_read() -> None:
    first, _ = load({"a.txt": HUNGER, "b.txt": OCEANS})
    second, plan = load({"a.txt": HUNGER, "b.txt": Paper("The oceans cool.")}, first.source_files, at=TUESDAY)
    assert plan.to_read["source_path"].to_list() == ["b.txt"]
    assert happened(second) == {("b.txt", "changed")}
    assert second.events["reason"].to_list() == ["its text changed"]
    times = second.source_files.select("first_loaded_at", "last_loaded_at").rows()
    assert times == [(MONDAY, MONDAY), (MONDAY, TUESDAY)]


def test_other_bytes_of_the_same_text_are_no_change() -> None:
    first, _ = load({"a.txt": HUNGER})
    second, plan = load({"a.txt": Paper("Hunger is rising.\n")}, first.source_files, at=TUESDAY)
    assert plan.to_read.height == 1
    assert second.events.is_empty()
    assert second.pending.rows() == [("docs/a.txt", "unchanged")]
    assert second.source_files["last_loaded_at"].to_list() == [MONDAY]


def test_edited_manifest_row_is_a_change() -> None:
    first, _ = load({"a.txt": HUNGER})
    second, _ = load({"a.txt": Paper(HUNGER.text, note="UN News")}, first.source_files)
    assert happened(second) == {("a.txt", "changed")}
    assert second.events["reason"].to_list() == ["its manifest changed"]


def test_gone_file_is_retired() -> None:
    first, _ = load({"a.txt": HUNGER, "b.txt": OCEANS})
    second, _ = load({"b.txt": OCEANS}, first.source_files)
    assert happened(second) == {("a.txt", "retired")}
    assert second.pending.rows() == [("docs/a.txt", "retired")]
    assert second.source_files["source_path"].to_list() == ["b.txt"]


def test_file_of_a_source_that_was_not_read_stays() -> None:
    first, _ = load({"a.txt": HUNGER})
    plan = plan_reading(
        INVENTORY.empty(), REJECTS.empty(), ("other",), first.source_files, REJECTS.empty(), full=False
    )
    assert finds_nothing(plan)


@pytest.mark.parametrize("rejected", ["letters/a.txt", "letters/", ""])
def test_document_behind_a_locked_door_is_not_gone(rejected: str) -> None:
    first, _ = load({"letters/a.txt": HUNGER})
    closed = [
        {"source_name": "docs", "source_path": rejected, "reason_code": "unreadable", "reason": "closed"}
    ]
    rejects = pl.DataFrame(closed, schema=REJECTS.columns)
    plan = plan_reading(
        INVENTORY.empty(), rejects, ("docs",), first.source_files, REJECTS.empty(), full=False
    )
    assert plan.gone.is_empty()


def test_locked_door_of_another_source_hides_nothing() -> None:
    first, _ = load({"letters/a.txt": HUNGER})
    closed = [{"source_name": "other", "source_path": "letters/", "reason_code": "unreadable"}]
    rejects = pl.DataFrame(closed, schema=REJECTS.columns)
    plan = plan_reading(
        INVENTORY.empty(), rejects, ("docs", "other"), first.source_files, REJECTS.empty(), full=False
    )
    assert plan.gone["source_path"].to_list() == ["letters/a.txt"]


def test_rejected_file_is_tried_again_only_with_other_bytes() -> None:
    files = inventory({"a.txt": HUNGER})
    rejects = REJECTS.conform(files.with_columns(reason_code=pl.lit("empty_file"), reason=pl.lit("empty")))
    same = plan_reading(files, REJECTS.empty(), ("docs",), NOTHING_KNOWN, rejects, full=False)
    assert finds_nothing(same)
    assert same.still_rejected["reason_code"].to_list() == ["empty_file"]
    other = plan_reading(
        inventory({"a.txt": OCEANS}), REJECTS.empty(), ("docs",), NOTHING_KNOWN, rejects, full=False
    )
    assert other.to_read.height == 1
    full = plan_reading(files, REJECTS.empty(), ("docs",), NOTHING_KNOWN, rejects, full=True)
    assert full.to_read.height == 1


def test_file_that_went_bad_keeps_its_document() -> None:
    first, _ = load({"a.txt": HUNGER})
    files = inventory({"a.txt": Paper("")})
    plan = plan_reading(files, REJECTS.empty(), ("docs",), first.source_files, REJECTS.empty(), full=False)
    rejected = REJECTS.conform(files.with_columns(reason_code=pl.lit("empty_file"), reason=pl.lit("empty")))
    settlement = settle_documents(
        plan, READ_FILES.empty(), rejected, first.source_files, full=False, now=TUESDAY
    )
    assert settlement.pending.is_empty()
    assert keepers(settlement) == {"docs/a.txt": "a.txt"}


def test_same_text_twice_is_one_document() -> None:
    settlement, _ = load({"b.txt": HUNGER, "a.txt": HUNGER})
    assert keepers(settlement) == {"docs/a.txt": "a.txt"}
    assert happened(settlement) == {("a.txt", "new"), ("b.txt", "duplicate")}
    reason = settlement.events.filter(pl.col("event") == "duplicate")["reason"].item()
    assert reason == "has the same content as docs/a.txt"


def test_copy_with_a_smaller_name_takes_the_document_over() -> None:
    first, _ = load({"b.txt": HUNGER})
    second, _ = load({"a.txt": HUNGER, "b.txt": HUNGER}, first.source_files)
    assert happened(second) == {("a.txt", "new"), ("b.txt", "duplicate")}
    assert second.pending.rows() == [("docs/a.txt", "new"), ("docs/b.txt", "retired")]


def test_copy_takes_over_when_the_keeper_is_gone() -> None:
    first, _ = load({"a.txt": HUNGER, "b.txt": HUNGER})
    second, plan = load({"b.txt": HUNGER}, first.source_files)
    assert plan.to_read.is_empty()  # that b.txt must be read is only known when all is settled
    assert keepers(second) == {"docs/b.txt": "b.txt"}
    assert happened(second) == {("a.txt", "retired"), ("b.txt", "new")}


def test_later_edition_of_a_symbol_wins() -> None:
    old = Paper("Draft of the summary.", "SC/9", date(2030, 3, 1))
    new = Paper("Final summary.", "SC/9", date(2030, 3, 2))
    settlement, _ = load({"a.txt": old, "b.txt": new})
    assert keepers(settlement) == {"SC/9": "b.txt"}
    assert ("a.txt", "superseded") in happened(settlement)


def test_edition_without_a_date_loses_to_a_dated_one() -> None:
    settlement, _ = load({"a.txt": Paper("One.", "SC/9"), "b.txt": Paper("Two.", "SC/9", date(1995, 1, 1))})
    assert keepers(settlement) == {"SC/9": "b.txt"}


def test_edition_in_progress_loses_on_the_same_day() -> None:
    day = date(2030, 3, 1)
    papers = {
        "a.txt": Paper("Part.", "SC/9", day, edition="in_progress"),
        "b.txt": Paper("All.", "SC/9", day),
    }
    assert keepers(load(papers)[0]) == {"SC/9": "b.txt"}


def test_of_undated_editions_the_one_fetched_last_wins() -> None:
    first, _ = load({"b.txt": Paper("One.", "SC/9")}, at=MONDAY)
    papers = {"b.txt": Paper("One.", "SC/9"), "c.txt": Paper("Two.", "SC/9")}
    second, _ = load(papers, first.source_files, at=TUESDAY)
    assert keepers(second) == {"SC/9": "c.txt"}
    full, _ = load(papers, second.source_files, full=True, at=datetime(2031, 1, 1))
    assert keepers(full) == {"SC/9": "c.txt"}


def test_renamed_file_with_a_symbol_keeps_its_document() -> None:
    first, _ = load({"a.txt": Paper("Summary.", "SC/9")})
    second, _ = load({"z.txt": Paper("Summary.", "SC/9")}, first.source_files)
    assert happened(second) == {("z.txt", "changed")}
    assert second.events["reason"].to_list() == ["it was the file docs/a.txt"]
    assert second.pending.rows() == [("SC/9", "changed")]


def test_file_that_becomes_another_document_retires_the_old_one() -> None:
    first, _ = load({"a.txt": Paper("Summary.", "SC/9")})
    second, _ = load({"a.txt": Paper("Other summary.", "SC/10")}, first.source_files)
    assert happened(second) == {("a.txt", "new"), ("a.txt", "retired")}
    assert "docs/a.txt is now the document SC/10" in second.events["reason"].to_list()


def test_full_load_reads_sources_that_were_not_named() -> None:
    first, _ = load({"a.txt": HUNGER})
    plan = plan_reading(
        INVENTORY.empty(), REJECTS.empty(), ("other",), first.source_files, REJECTS.empty(), full=True
    )
    assert plan.to_read.select(*FILE, "bytes_sha256").equals(first.source_files.select(*FILE, "bytes_sha256"))


def test_full_load_of_the_same_files_changes_no_document() -> None:
    papers = {"a.txt": HUNGER, "b.txt": HUNGER, "c.txt": OCEANS}
    first, _ = load(papers)
    full, plan = load(papers, first.source_files, full=True, at=TUESDAY)
    assert plan.to_read.height == 3
    assert full.events.is_empty()
    assert full.source_files.equals(first.source_files)
    assert full.landing["document_key"].sort().to_list() == ["docs/a.txt", "docs/c.txt"]


def test_batches_are_bounded_in_bytes() -> None:
    papers = {f"{n}.txt": Paper("x" * 40 + str(n)) for n in range(5)}
    batches = split_batches(inventory(papers), 100, first_batch=7)
    assert [b["source_path"].to_list() for b in batches] == [
        ["0.txt", "1.txt"],
        ["2.txt", "3.txt"],
        ["4.txt"],
    ]
    assert [b["batch"][0] for b in batches] == [7, 8, 9]
    assert split_batches(INVENTORY.empty(), 100) == []


def many(count: int) -> Papers:
    return {f"{n:02}.txt": Paper(f"Text {n}.") for n in range(count)}


def removal(before: int, after: Papers) -> None:
    first, _ = load(many(before))
    second, _ = load(after, first.source_files)
    check_removals(first.source_files, second, share=0.1, documents=10)


def test_large_removal_stops() -> None:
    with pytest.raises(RemovalError, match="10 of 50 documents of 'docs' are gone"):
        removal(50, dict(list(many(50).items())[10:]))


def test_small_removals_go_on() -> None:
    removal(50, dict(list(many(50).items())[9:]))  # nine documents
    removal(100, dict(list(many(100).items())[10:]))  # a tenth, not more
    removal(12, {"00.txt": Paper("Text 0."), "new.txt": HUNGER, **dict(list(many(12).items())[3:])})


def test_renaming_a_folder_is_no_removal() -> None:
    removal(50, {f"moved/{path}": paper for path, paper in many(50).items()})


def test_every_file_is_counted_once() -> None:
    first, _ = load({"a.txt": HUNGER, "b.txt": HUNGER, "c.txt": OCEANS, "d.txt": Paper("Old.")})
    papers = {"a.txt": HUNGER, "b.txt": HUNGER, "c.txt": Paper("Changed."), "e.txt": Paper("New.")}
    second, _ = load(papers, first.source_files)
    bad = [
        {"source_name": "docs", "source_path": "x.txt", "reason_code": "too_large", "reason": "large"},
        {"source_name": "docs", "source_path": "shut/", "reason_code": "unreadable", "reason": "no file"},
    ]
    counts = count_files(inventory(papers), pl.DataFrame(bad, schema=REJECTS.columns), second)
    assert counts == {
        "seen": 5,
        "new": 1,
        "changed": 1,
        "unchanged": 1,
        "duplicate": 1,
        "superseded": 0,
        "retired": 1,
        "quarantined": 2,  # the folder too, though nobody saw what is in it
    }


def stage(shelf: dict[str, tuple[str, str]], settlement: Settlement, papers: Papers) -> None:
    """Stand in for the staging tables: by key, the path and text of the rows that are there."""
    rows = settlement.source_files.join(settlement.landing, on="document_key")
    for key in settlement.pending["document_key"]:
        shelf.pop(key, None)
    for key, path in (
        rows.filter(pl.col("status") == "loaded").select("document_key", "source_path").iter_rows()
    ):
        shelf[key] = (path, papers[path].text)


@pytest.mark.parametrize("seed", range(40))
def test_any_history_ends_where_a_fresh_start_does(seed: int) -> None:
    """Files come, change, clash, go and come back; then a first load of what is there agrees."""
    chance = random.Random(seed)
    known, papers, shelf = NOTHING_KNOWN, {}, {}
    for _ in range(6):
        for path in chance.sample("abcdefgh", 4):
            if chance.random() < 0.4:
                papers.pop(path, None)
            else:
                symbol = chance.choice([None, None, "SC/1", "SC/2"])
                papers[path] = Paper(
                    f"Text {chance.randrange(4)}", symbol, date(2030, 1, chance.randrange(1, 4))
                )
        settlement, _ = load(papers, known)
        stage(shelf, settlement, papers)
        known = settlement.source_files
    fresh, _ = load(papers)
    same = [*FILE, "document_key", "content_sha256", "status", "kept_by"]
    assert known.select(same).equals(fresh.source_files.select(same))
    assert shelf == {key: (path, papers[path].text) for key, path in keepers(fresh).items()}
