"""Damaged real documents and made-up text through all rooms: no crash, and every row holds its promises.

`./rostrum test --all` takes 10,000 mutants, the normal run a sample. A failure names the mutants by their
seeds; `make_mutant(root, seed)` makes each again.
"""

from __future__ import annotations

import time
from pathlib import Path

import polars as pl
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from flows.extraction import Extraction, extract_batch
from flows.reference import Reference
from flows.schemas import STAGED
from tests.mutants import make_batch, make_mutant, read_originals

BATCH = 125
SPANS = ("sentences", "quotations", "figures", "positions", "alignments", "instrument_citations", "votes")
WITHIN_SENTENCE = ("figures", "positions", "alignments", "instrument_citations", "votes")
# the published table that declares which values a staged frame's columns may take
DECLARED_IN = {
    "documents": "documents/dim_document",
    "sentences": "documents/fct_sentence",
    "statements": "speakers/fct_statement",
    "quotations": "speakers/fct_quotation",
    "figures": "figures/fct_cited_figure",
    "positions": "positions/fct_position",
    "alignments": "positions/fct_alignment",
    "votes": "positions/fct_vote",
    "instrument_citations": "documents/fct_instrument_citation",
}
NEVER_NULL = {"section", "mode", "stance", "issue", "qualifier", "assertion", "relation", "vote"}
SENTENCE = ["document_key", "sentence_ordinal"]
STATEMENT = ["document_key", "statement_ordinal"]
SPEAKER = ["document_key", "speaker_ordinal"]


def find_faults(found: Extraction) -> dict[str, pl.DataFrame]:
    """Return the rows that break a promise, by the promise's name; empty frames where none does."""
    staged = found.staged
    sentences, documents = staged["sentences"], staged["documents"]
    faults = {
        "a file that broke a room": found.rejects.filter(pl.col("reason_code") == "extraction_failed"),
        "a length that is not that of the text": documents.filter(
            (pl.col("char_count") != pl.col("text").str.len_chars()) | (pl.col("char_count") == 0)
        ),
        "a speaker without document": staged["document_speakers"].join(
            documents, on="document_key", how="anti"
        ),
        "an alias without speaker": staged["speaker_aliases"].join(
            staged["document_speakers"], on=SPEAKER, how="anti"
        ),
        "a statement without speaker": staged["statements"].join(
            staged["document_speakers"], on=SPEAKER, how="anti"
        ),
        "a topic without sentence": staged["sentence_topics"].join(sentences, on=SENTENCE, how="anti"),
        "numbers out of order": staged["figures"].filter(
            (pl.col("value_low") > pl.col("value_high")) | (pl.col("lower_bound") > pl.col("upper_bound"))
        ),
        "a number that is none": staged["figures"].filter(
            ~pl.all_horizontal(pl.col("value_low", "value_high").is_finite())
        ),
    }
    for name in SPANS:
        faults[f"{name}: span not verbatim"] = find_false_spans(staged[name], documents)
        faults[f"{name}: unknown statement"] = (
            staged[name].drop_nulls("statement_ordinal").join(staged["statements"], on=STATEMENT, how="anti")
        )
        faults[f"{name}: unknown sentence"] = staged[name].join(sentences, on=SENTENCE, how="anti")
    for name in WITHIN_SENTENCE:
        faults[f"{name}: span outside its sentence"] = find_strays(staged[name], sentences)
    return faults


def find_false_spans(spans: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    # Python's slices count code points whatever polars does, so they judge it
    texts = dict(documents.select("document_key", "text").iter_rows())
    rows = spans.select("document_key", "start_offset", "end_offset", "text").iter_rows()
    is_false = [
        not text or not 0 <= start < end or texts[key][start:end] != text for key, start, end, text in rows
    ]
    return spans.filter(pl.Series(is_false, dtype=pl.Boolean))


def find_strays(facts: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    bounds = sentences.select(*SENTENCE, first="start_offset", last="end_offset")
    return facts.join(bounds, on=SENTENCE).filter(
        (pl.col("start_offset") < pl.col("first")) | (pl.col("end_offset") > pl.col("last"))
    )


def find_unknown_values(found: Extraction, root: Path, reference: Reference) -> dict[str, pl.DataFrame]:
    """Return the rows with a value that the published table does not declare."""
    faults = {}
    for frame, table in DECLARED_IN.items():
        allowed = read_declared_values(root / f"dbt/models/marts/{table}.yml")
        if frame == "positions":
            allowed["issue"] = reference["issues"]["issue"].to_list()
        for column, values in allowed.items():
            is_known = pl.col(column).is_in(values)
            staged = found.staged[frame]
            faults[f"{frame}: unknown {column}"] = staged.filter(
                ~is_known.fill_null(column not in NEVER_NULL)
            )
    return faults


def read_declared_values(path: Path) -> dict[str, list[str]]:
    """Return which values each column may take, as the published table's file says."""
    [model] = yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
    [declared] = [test["takes_only"]["values"] for test in model["data_tests"] if "takes_only" in test]
    return dict(declared)


def check_batch(files: list[tuple[str, bytes]], root: Path, reference: Reference) -> Extraction:
    """Extract the files as one batch and fail with the names of those that break a promise."""
    try:
        found = extract_batch(make_batch(files), reference)
    except (Exception, pl.exceptions.PanicException) as error:
        pytest.fail(f"{type(error).__name__}: {error} in {find_breaking(files, reference)}")
    names = dict(found.staged["documents"].select("document_key", "source_path").iter_rows())
    faults = find_faults(found) | find_unknown_values(found, root, reference)
    described = [
        f"{promise}: {names.get(row.get('document_key'), row.get('source_path'))}: {row}"
        for promise, rows in faults.items()
        for row in rows.head(3).to_dicts()
    ]
    assert not described, "\n".join(described)
    read = {*names.values(), *found.superseded["source_path"], *found.rejects["source_path"]}
    assert read == {name for name, _ in files}
    return found


def find_breaking(files: list[tuple[str, bytes]], reference: Reference) -> list[str]:
    """Return the names of the files that break a room even alone."""
    return [name for name, content in files if is_broken((name, content), reference)]


def is_broken(file: tuple[str, bytes], reference: Reference) -> bool:
    try:
        extract_batch(make_batch([file]), reference)
    except (Exception, pl.exceptions.PanicException):
        return True
    return False


def assert_same_rows(whole: Extraction, parts: list[Extraction]) -> None:
    """Fail if a document's rows differ; a document that a part reads from another file is left out."""
    for part in parts:
        kept = part.staged["documents"].join(
            whole.staged["documents"], on=["document_key", "source_path"], how="semi"
        )
        for frame in STAGED:
            ours, theirs = (
                each.staged[frame.name].join(kept, on="document_key", how="semi").sort(frame.key)
                for each in (whole, part)
            )
            assert_frame_equal(ours, theirs)


def test_damaged_documents_keep_every_promise(root: Path, reference: Reference, run_all: bool) -> None:
    count = 10_000 if run_all else BATCH
    for first in range(0, count, BATCH):
        check_batch([make_mutant(root, seed) for seed in range(first, first + BATCH)], root, reference)


def test_order_and_company_of_documents_change_nothing(
    root: Path, reference: Reference, run_all: bool
) -> None:
    size = 24
    for first in range(20_000, 20_000 + size * (20 if run_all else 1), size):
        files = [make_mutant(root, seed) for seed in range(first, first + size)]
        whole = extract_batch(make_batch(files), reference)
        reverse = extract_batch(make_batch(files[::-1]), reference)
        halves = [extract_batch(make_batch(half), reference) for half in (files[::2], files[1::2])]
        assert_same_rows(whole, [reverse, *halves])
        assert reverse.rejects.sort("source_path").equals(whole.rejects.sort("source_path"))


FORMS = (
    *(
        "SC/6789\n",
        "7th Meeting (AM)\n",
        "5 May 2031 – ",
        "JANE DOE (Ghana) ",
        "The President: ",
        "S/PV.8999\n",
    ),
    *(
        "said ",
        "Mr. Doe",
        "“",
        "”",
        "’",
        "‘",
        ", ",
        ". ",
        "(",
        ")",
        "–",
        ";",
        "\n",
        "\n\n",
        "<p>",
        "</p>",
        "# ",
        "- ",
    ),
    *(
        "on behalf of the African Group",
        "resolution 1325 (2000)",
        "Ghana",
        "condemned ",
        "called for ",
        "$5 ",
    ),
    *("12 million people", "per cent", "more than ", "between 3 and ", "5", "voting in favour ", "against "),
    *("abstaining ", "\u0301", "\0", "😀", "\u202e"),
)
DOCUMENTS = st.lists(
    st.lists(
        st.sampled_from(FORMS) | st.text(st.characters(exclude_categories=["Cs"]), max_size=8), max_size=40
    ),
    min_size=8,
    max_size=24,
)
EXAMPLES = settings(deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


@given(documents=DOCUMENTS)
def check_made_up(documents: list[list[str]], root: Path, reference: Reference) -> None:
    files = [(f"{n}{('.txt', '.md', '.html')[n % 3]}", "".join(d).encode()) for n, d in enumerate(documents)]
    check_batch(files, root, reference)


def test_made_up_text_keeps_every_promise(root: Path, reference: Reference, run_all: bool) -> None:
    check = settings(EXAMPLES, max_examples=300 if run_all else 3)(check_made_up)
    check(root=root, reference=reference)


LONG_LINE = (
    "Ms. Doe, the envoy, said 12 per cent of 3 million people in Chad had fled. “We condemn it,” she said. "
)


def make_long(root: Path, kind: str, times: int) -> tuple[str, bytes]:
    """Return a document of the kind, `times` as long; with `--all` the single line grows to 2 MB."""
    if kind == "one_line":
        return "long.txt", (LONG_LINE * (250 * times)).encode()
    texts = [t for name, t in read_originals(root) if kind in name and name.endswith(".txt")]
    return "long.txt", "\n".join([texts[0]] * times).encode()


@pytest.mark.parametrize("kind", ["_security_council_", "_news_", "one_line"])
def test_time_grows_with_the_text_and_no_faster(
    root: Path, reference: Reference, run_all: bool, kind: str
) -> None:
    scale, tries = (20, 3) if run_all else (1, 1)
    spent = {n: measure(make_long(root, kind, n * scale), reference, tries) for n in (1, 2, 4)}
    assert spent[4] < 8 * spent[1] + 1, spent
    assert spent[4] < 4 * spent[2] + 1, spent


def measure(file: tuple[str, bytes], reference: Reference, tries: int) -> float:
    """Return the least processor seconds of several tries."""
    return min(time_once(file, reference) for _ in range(tries))


def time_once(file: tuple[str, bytes], reference: Reference) -> float:
    started = time.process_time()
    extract_batch(make_batch([file]), reference)
    return time.process_time() - started
