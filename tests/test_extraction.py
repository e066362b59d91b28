"""A batch through the rooms, and files on which a room breaks."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from flows import extraction
from flows.errors import StepError
from flows.extraction import extract_files
from flows.reference import Reference
from flows.schemas import FILES, STAGED
from flows.settings import Settings
from flows.sources.reference import load_reference

STORY = """Lake fishers call for help

4 May 2031 – The lake has lost a third of its fish, the head of a United Nations agency said on Sunday.

“We must act now,” said Ana Pérez, Executive Director of the agency. “The nets are empty.”
"""


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load_reference(Settings().reference)


def files(**texts: str) -> pl.DataFrame:
    rows = [
        {"source_name": "docs", "source_path": f"{name}.txt", "bytes_sha256": name, "content": text.encode()}
        for name, text in texts.items()
    ]
    return pl.DataFrame(rows, schema=FILES.columns)


def test_one_story_fills_the_staged_frames(reference: Reference) -> None:
    found = extract_files(files(a=STORY), reference)
    assert set(found.staged) == {frame.name for frame in STAGED}
    assert found.rejects.is_empty()
    assert found.staged["documents"].height == 1
    assert (
        "“We must act now,” said Ana Pérez, Executive Director of the agency."
        in found.staged["sentences"]["text"]
    )
    [text] = found.staged["documents"]["text"]
    for name in ("sentences", "quotations", "figures", "positions"):
        for row in found.staged[name].iter_rows(named=True):
            assert text[row["start_offset"] : row["end_offset"]] == row["text"]


def test_facts_do_not_depend_on_the_company_of_other_files(reference: Reference) -> None:
    alone = extract_files(files(a=STORY), reference).staged
    other = STORY.replace("lake", "river").replace("Ana Pérez", "Tove Lind")
    together = extract_files(files(b=other, a=STORY), reference).staged
    [key] = alone["documents"]["document_key"]
    for frame in STAGED:
        mine = together[frame.name].filter(pl.col("document_key") == key).sort(frame.key)
        assert mine.equals(alone[frame.name].sort(frame.key)), frame.name


def test_file_that_breaks_a_room_is_rejected_alone(
    reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = extraction.extract_batch

    def break_on_c(batch: pl.DataFrame, reference: Reference) -> Any:
        if "c.txt" in batch["source_path"]:
            pl.DataFrame({"x": [1]}).select(pl.col("y"))
        return whole(batch, reference)

    monkeypatch.setattr(extraction, "extract_batch", break_on_c)
    texts = {name: STORY.replace("third", f"third and {name}") for name in "abcde"}
    found = extract_files(files(**texts), reference)
    assert sorted(found.staged["documents"]["source_path"]) == ["a.txt", "b.txt", "d.txt", "e.txt"]
    [reject] = found.rejects.to_dicts()
    assert reject["reason_code"] == "extraction_failed"
    assert reject["reason"].startswith("c.txt cannot be extracted (ColumnNotFoundError: ")


def test_room_that_breaks_on_every_file_stops_the_load(
    reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_always(batch: pl.DataFrame, reference: Reference) -> Any:
        raise KeyError("lexicon")

    monkeypatch.setattr(extraction, "extract_batch", break_always)
    with pytest.raises(StepError, match="broke on all 3 files, first: KeyError: 'lexicon'"):
        extract_files(files(a=STORY, b=STORY, c=STORY), reference)


def test_editions_parted_by_a_broken_file_share_no_key(
    reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Halves are read apart, so both may hold a document of the same symbol."""
    whole = extraction.extract_batch

    def break_on_pair(batch: pl.DataFrame, reference: Reference) -> Any:
        if batch.height > 1:
            raise ValueError("too much")
        return whole(batch, reference)

    monkeypatch.setattr(extraction, "extract_batch", break_on_pair)
    edition = "SC/20001\n4 May 2031\n\nSecurity Council Discusses Lake\n\nThe Council met{}.\n"
    found = extract_files(files(a=edition.format(""), b=edition.format(" again")), reference)
    assert found.staged["documents"]["document_key"].n_unique() == found.staged["documents"].height == 1
    assert found.superseded["source_path"].to_list() == ["b.txt"]
