"""The commands of an operator: roll back, unpin, look up a document's history, maintain."""

from __future__ import annotations

import pytest
from loads import Loads, published_paths, write_story
from typer.testing import CliRunner, Result

from flows.cli import app, main
from flows.errors import NotPublishedError

STORIES = ["forest.txt", "ocean.txt", "tundra.txt"]
WITH_RIVER = ["forest.txt", "ocean.txt", "river.txt", "tundra.txt"]


def command(loads: Loads, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--warehouse", str(loads.settings.warehouse)])


def test_pinned_release_stays_while_loads_go_on(lightly: Loads) -> None:
    lightly.run()
    write_story(lightly.docs, "river.txt", "the river")
    lightly.run()
    assert published_paths(lightly.settings) == WITH_RIVER
    assert "is pinned" in command(lightly, "rollback").output
    assert published_paths(lightly.settings) == STORIES

    write_story(lightly.docs, "lake.txt", "the lake", 5)
    pinned = lightly.run()
    assert pinned["outcome"] == "published"
    assert any("is pinned" in warning and "--unpin" in warning for warning in pinned["warnings"])
    assert published_paths(lightly.settings) == STORIES
    assert lightly.run()["outcome"] == "nothing_to_do"
    assert "waits for `rostrum rollback --unpin`" in command(lightly, "status").output

    assert "nothing is pinned" in command(lightly, "rollback", "--unpin").output
    assert published_paths(lightly.settings) == sorted([*WITH_RIVER, "lake.txt"])
    told = command(lightly, "status", "--document", "docs/river.txt").output
    assert told.count("docs/river.txt") == 2  # as file, and in its identity
    assert "new" in told
    assert "bytes_freed" in command(lightly, "maintain").output
    assert isinstance(command(lightly, "rollback", "nonsense").exception, Exception)


@pytest.mark.parametrize("is_there", [False, True])
@pytest.mark.parametrize("words", [["maintain"], ["rollback"], ["rollback", "--unpin"]])
def test_folder_without_loads_is_neither_made_nor_cleaned(
    lightly: Loads, words: list[str], is_there: bool
) -> None:
    folder = lightly.settings.warehouse
    if is_there:
        (folder / "reports").mkdir(parents=True)
    said = command(lightly, *words)
    assert isinstance(said.exception, NotPublishedError)
    assert str(said.exception) == f"no load has run in {folder}; run `rostrum run` first"
    assert list(folder.glob("*")) == ([folder / "reports"] if is_there else [])


def test_unpin_where_nothing_is_published_names_no_release(lightly: Loads) -> None:
    lightly.settings.releases.mkdir(parents=True)
    said = command(lightly, "rollback", "--unpin")
    assert said.output == "readers see no release; `rostrum run` publishes one\n"


def test_folder_that_cannot_be_made_is_one_line(
    lightly: Loads, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lightly.settings.warehouse.write_text("a file where the folder should be")
    monkeypatch.setenv("ROSTRUM_WAREHOUSE", str(lightly.settings.warehouse / "below"))
    monkeypatch.setenv("PREFECT_HOME", str(lightly.settings.warehouse / "below" / "prefect"))
    monkeypatch.setattr("sys.argv", ["rostrum", "run"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "cannot be written" in error


def test_file_as_warehouse_is_wrong_usage(lightly: Loads) -> None:
    lightly.settings.warehouse.write_text("a file where the folder should be")
    said = command(lightly, "run")
    assert said.exit_code == 2
    assert "is a file" in said.output
