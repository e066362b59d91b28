"""The flow on real files: what is loaded, skipped, rejected, undone after a failure or a kill."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import light_build
import polars as pl
import pytest
from prefect.settings import PREFECT_API_URL

from flows import steps
from flows.errors import GateError, LockedError, NothingToLoadError, PipelineError, RemovalError, StepError
from flows.load.history import read_history
from flows.load.loading import LoadResult
from flows.load.lock import hold_lock
from flows.pipeline import run_pipeline
from flows.settings import Settings

HUNGER = "1 April 2030 – Hunger is rising again, the United Nations food agency said on Monday.\n"
OCEANS = "2 April 2030 – The oceans are warming, a senior United Nations official said on Tuesday.\n"
LAND = "3 April 2030 – Fertile land is being lost, the United Nations said on Wednesday.\n"


pytestmark = pytest.mark.usefixtures("prefect_server")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(warehouse=tmp_path / "warehouse")


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a.txt").write_text(HUNGER, encoding="utf-8")
    (folder / "b.txt").write_text(OCEANS, encoding="utf-8")
    return folder


@pytest.fixture
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    light_build.install(monkeypatch.setattr)


def run(docs: Path, settings: Settings, **options: Any) -> LoadResult:
    return run_pipeline([str(docs)], settings, **options)


def published_paths(settings: Settings) -> list[str]:
    with duckdb.connect(str(settings.published), read_only=True) as connection:
        rows = connection.execute("select source_path from marts.dim_document order by all").fetchall()
    return [path for (path,) in rows]


def outcomes(settings: Settings) -> list[tuple[str, str | None]]:
    return read_history(settings.history, "select outcome, error from history.load order by load_id").rows()


@pytest.mark.usefixtures("light")
class TestLoading:
    def test_first_run_then_nothing_to_do_then_the_changes(self, docs: Path, settings: Settings) -> None:
        first = run(docs, settings)
        assert first.outcome == "published"
        assert first.documents["new"] == 2
        assert published_paths(settings) == ["a.txt", "b.txt"]

        written = settings.published.stat().st_mtime_ns
        second = run(docs, settings)
        assert second.outcome == "nothing_to_do"
        assert second.documents["unchanged"] == 2
        assert settings.published.stat().st_mtime_ns == written

        (docs / "a.txt").unlink()
        (docs / "b.txt").write_text(OCEANS.replace("warming", "cooling"), encoding="utf-8")
        (docs / "c.txt").write_text(LAND, encoding="utf-8")
        third = run(docs, settings)
        assert {k: third.documents[k] for k in ("new", "changed", "retired")} == {
            "new": 1,
            "changed": 1,
            "retired": 1,
        }
        assert published_paths(settings) == ["b.txt", "c.txt"]
        assert [outcome for outcome, _ in outcomes(settings)] == ["published", "nothing_to_do", "published"]
        assert not settings.parts.exists()
        assert not settings.build.exists()

    def test_incremental_loads_stage_what_a_fresh_one_does(
        self, docs: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        light_build.install(monkeypatch.setattr, with_facts=True)
        run(docs, settings)
        (docs / "a.txt").write_text(LAND, encoding="utf-8")
        (docs / "c.txt").write_text(HUNGER, encoding="utf-8")
        (docs / "manifest.csv").write_text("file,publisher\nb.txt,Observer\n")
        run(docs, settings)
        fresh = replace(settings, warehouse=settings.warehouse.with_name("fresh"))
        run(docs, fresh)
        assert staged(settings) == staged(fresh)
        before = staged(settings)
        assert run(docs, settings, full=True).documents["unchanged"] == 3
        assert staged(settings) == before

    def test_bad_files_do_not_stop_the_others(self, docs: Path, settings: Settings) -> None:
        (docs / "empty.txt").write_bytes(b"")
        (docs / "picture.txt").write_bytes(bytes(range(256)) * 8)
        (docs / "symbols.txt").write_bytes("Совет Безопасности провёл заседание.".encode("koi8-r") * 20)
        (docs / "large.txt").write_bytes(b"word " * 1_000)
        (docs / "gone.html").symlink_to(docs / "nowhere.html")
        (docs / "copy.txt").write_text(HUNGER, encoding="utf-8")
        (docs / "notes.docx").write_bytes(b"x")
        result = run(docs, replace(settings, max_file_bytes=4_000))
        codes = {row["source_path"]: row["reason_code"] for row in result.quarantined}
        assert codes == {
            "empty.txt": "empty_file",
            "picture.txt": "binary_file",
            "symbols.txt": "wrong_encoding",
            "large.txt": "too_large",
            "gone.html": "dangling_link",
        }
        assert all(row["source_path"] in row["reason"] for row in result.quarantined)
        assert result.documents["duplicate"] == 1
        assert result.ignored_count == 1
        assert published_paths(settings) == ["a.txt", "b.txt"]
        told = read_history(settings.history, "select source_path, event, reason from history.document_load")
        assert ("copy.txt", "duplicate", "has the same content as docs/a.txt") in told.rows()
        again = run(docs, replace(settings, max_file_bytes=4_000))
        assert again.outcome == "nothing_to_do"
        assert again.documents["quarantined"] == 5
        assert read_history(settings.history, "from history.quarantine").height == 5

    def test_file_on_which_extraction_breaks_is_rejected_alone(
        self, docs: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import flows.extraction as extraction

        whole = extraction.extract_batch

        def break_on_oceans(files: pl.DataFrame, reference: Any) -> Any:
            if any(b"oceans" in content for content in files["content"]):
                raise IndexError("no such wave")
            return whole(files, reference)

        monkeypatch.setattr(extraction, "extract_batch", break_on_oceans)
        result = run(docs, settings)
        assert [row["reason_code"] for row in result.quarantined] == ["extraction_failed"]
        assert "IndexError: no such wave" in result.quarantined[0]["reason"]
        assert published_paths(settings) == ["a.txt"]

    def test_processes_extract_what_one_process_does(
        self, docs: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        light_build.install(monkeypatch.setattr, with_facts=True)
        run(docs, settings)
        several = replace(
            settings, warehouse=settings.warehouse.with_name("several"), batch_bytes=10, parallel_from_bytes=0
        )
        run(docs, several)
        assert staged(several) == staged(settings)

    def test_kept_bytes_make_up_for_a_source_that_is_not_read(self, docs: Path, settings: Settings) -> None:
        run(docs, settings)
        other = docs.with_name("other")
        other.mkdir()
        (other / "z.txt").write_text(LAND, encoding="utf-8")
        shutil.rmtree(docs)
        assert run(other, settings, full=True).outcome == "published"
        assert published_paths(settings) == ["a.txt", "b.txt", "z.txt"]

    def test_nothing_there_to_load(self, docs: Path, settings: Settings) -> None:
        empty = docs.with_name("empty")
        empty.mkdir()
        with pytest.raises(NothingToLoadError, match="there is no document in"):
            run(empty, settings)
        with pytest.raises(NothingToLoadError, match="does not exist"):
            run(docs / "nowhere", settings)
        (empty / "bad.txt").write_bytes(b"")
        with pytest.raises(NothingToLoadError, match=r"no document could be read: .*bad\.txt"):
            run(empty, settings)
        assert [outcome for outcome, _ in outcomes(settings)] == ["failed"] * 3
        assert not settings.published.exists()

    def test_large_removal_needs_a_word(self, docs: Path, settings: Settings) -> None:
        for number in range(12):
            (docs / f"{number}.txt").write_text(
                LAND.replace("3 April", f"{number + 4} April"), encoding="utf-8"
            )
        run(docs, settings)
        for number in range(12):
            (docs / f"{number}.txt").unlink()
        with pytest.raises(RemovalError) as caught:
            run(docs, settings)
        assert caught.value.exit_code == 5
        assert len(published_paths(settings)) == 14
        assert run(docs, settings, allow_removal=True).documents["retired"] == 12
        assert published_paths(settings) == ["a.txt", "b.txt"]

    def test_published_file_that_was_deleted_is_put_back(self, docs: Path, settings: Settings) -> None:
        first = run(docs, settings)
        settings.published.unlink()
        again = run(docs, settings)
        assert again.outcome == "nothing_to_do"
        assert again.warnings == (f"rostrum.duckdb was gone; it is release {first.load_id} again",)
        assert published_paths(settings) == ["a.txt", "b.txt"]

    def test_second_run_at_a_time_is_locked_out(self, docs: Path, settings: Settings) -> None:
        with hold_lock(settings.lock, wait=False), pytest.raises(LockedError, match=f"process {os.getpid()}"):
            run(docs, settings)
        assert LockedError.exit_code == 4


def staged(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """Return all staged rows of the last published load, without the times and names of loads."""
    [state] = settings.state.iterdir()
    rows = {}
    with duckdb.connect(str(state / "staging.duckdb"), read_only=True) as connection:
        for (table,) in connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'staging' order by all"
        ).fetchall():
            if table not in ("pending_documents", "state"):
                columns = (
                    "columns(c -> c not in ('load_id', 'first_loaded_at', 'last_loaded_at', 'fetched_at'))"
                )
                query = f"select {columns} from staging.staging.{table} order by all"
                rows[table] = connection.execute(query).fetchall()
    return rows


@pytest.mark.usefixtures("light")
class TestFailure:
    def test_step_that_raises_publishes_nothing(
        self, docs: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run(docs, settings)
        (docs / "c.txt").write_text(LAND, encoding="utf-8")

        def break_down(*_: Any, **__: Any) -> None:
            raise RuntimeError("out of paper")

        with monkeypatch.context() as broken:
            broken.setattr(light_build.LightBuild, "build_marts", break_down)
            with pytest.raises(
                StepError, match=r"step 'build marts' failed.*RuntimeError: out of paper"
            ) as caught:
                run(docs, settings)
        assert caught.value.exit_code == 1
        assert published_paths(settings) == ["a.txt", "b.txt"]
        outcome, error = outcomes(settings)[-1]
        assert outcome == "failed"
        assert error is not None
        assert "out of paper" in error
        log = (settings.logs / "rostrum.log").read_text(encoding="utf-8")
        assert "Traceback" in log

        result = run(docs, settings)
        assert result.documents["new"] == 1
        assert published_paths(settings) == ["a.txt", "b.txt", "c.txt"]
        counted = read_history(
            settings.history, "select count(*) from history.document_load where event = 'new'"
        )
        assert counted.item() == 3  # what the failed load would have done is not told

    @pytest.mark.parametrize("change", [{"success": False}, {"success": False, "errored": True}])
    def test_gate_that_does_not_hold(
        self, docs: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, change: dict[str, bool]
    ) -> None:
        verdict = light_build.describe_verdict("gate_2", observed="0", **change)
        monkeypatch.setattr(steps, "judge", lambda suite, *_: [verdict] if suite == "gate_2" else [])
        with pytest.raises(GateError, match="documents_are_there on documents"):
            run(docs, settings)
        assert not settings.published.exists()
        assert read_history(settings.history, "select success from history.validation_result").item() is False

    def test_gate_that_only_warns(
        self, docs: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        verdict = light_build.describe_verdict("gate_1", success=False, severity="warn")
        monkeypatch.setattr(steps, "judge", lambda suite, *_: [verdict] if suite == "gate_1" else [])
        assert run(docs, settings).outcome == "published"

    def test_disk_that_recovers_is_tried_again(
        self, docs: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        whole, calls = steps.write_parts, []

        def fail_once(*arguments: Any) -> None:
            calls.append(1)
            if len(calls) == 1:
                raise OSError(5, "Input/output error")
            whole(*arguments)

        monkeypatch.setattr(steps, "write_parts", fail_once)
        assert run(docs, settings).outcome == "published"
        assert len(calls) == 2


# Where a run is killed: in a module, before or after the call of a function.
KILLS = {
    "while extracting": ("flows.steps", "write_parts", "after"),
    "before staging": ("flows.steps", "stage_load", "before"),
    "after staging": ("flows.steps", "stage_load", "after"),
    "before the release is kept": ("flows.load.publish", "replace_file", "before"),
    "after the release is kept": ("flows.load.publish", "replace_file", "after"),
    "after the rename": ("flows.load.publish", "show_release", "after"),
    "before the state is adopted": ("flows.steps", "adopt_build", "before"),
    "after the state is adopted": ("flows.steps", "adopt_build", "after"),
}
SAMPLE = ("after staging", "after the release is kept")
PROGRAM = """
import importlib, sys, time
from pathlib import Path
import light_build
from flows.pipeline import run_pipeline
from flows.settings import Settings
light_build.install()
docs, warehouse, module, name, moment = sys.argv[1:]
module = importlib.import_module(module)
whole = getattr(module, name)
def stop(*args, **kwargs):
    done = whole(*args, **kwargs) if moment == "after" else None
    Path(warehouse, "reached").touch()
    time.sleep(600)
setattr(module, name, stop)
run_pipeline([docs], Settings(warehouse=Path(warehouse)))
"""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "moment" in metafunc.fixturenames:
        metafunc.parametrize("moment", KILLS if metafunc.config.getoption("--all") else SAMPLE)


@pytest.mark.usefixtures("light")
def test_kill_at_any_moment(docs: Path, settings: Settings, moment: str) -> None:
    run(docs, settings)
    (docs / "a.txt").unlink()
    (docs / "c.txt").write_text(LAND, encoding="utf-8")
    kill_run(docs, settings, *KILLS[moment])
    is_kept = list(KILLS).index(moment) >= list(KILLS).index("after the release is kept")
    is_published = is_kept and moment != "after the release is kept"
    assert published_paths(settings) == (["b.txt", "c.txt"] if is_published else ["a.txt", "b.txt"])

    result = run(docs, settings)
    assert result.outcome == ("nothing_to_do" if is_kept else "published")
    assert published_paths(settings) == ["b.txt", "c.txt"]
    assert [outcome for outcome, _ in outcomes(settings)][1] == ("published" if is_kept else "interrupted")
    logged = read_history(settings.history, "select load_id from history.release order by all")
    published = read_history(
        settings.history, "select load_id from history.load where outcome = 'published' order by all"
    )
    assert logged.equals(published)
    fresh = replace(settings, warehouse=settings.warehouse.with_name("fresh"))
    run(docs, fresh)
    assert staged(settings) == staged(fresh)


def kill_run(docs: Path, settings: Settings, module: str, name: str, moment: str) -> None:
    """Start a run in a process of its own, and kill it (-9) where it stands at the moment."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(docs), str(settings.warehouse), module, name, moment],
        env=os.environ
        | {"PREFECT_API_URL": PREFECT_API_URL.value() or "", "PYTHONPATH": str(Path(__file__).parent)},
    )
    deadline = time.monotonic() + 180
    while not (settings.warehouse / "reached").exists():
        assert process.poll() is None, "the run ended before it reached the moment"
        assert time.monotonic() < deadline
        time.sleep(0.1)
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_errors_are_pipeline_errors_with_a_code() -> None:
    codes = {error: error.exit_code for error in PipelineError.__subclasses__()}
    assert set(codes.values()) <= {1, 2, 4, 5}
