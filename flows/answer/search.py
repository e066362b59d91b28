"""Full-text search over the published sentences.

The index is a DuckDB file of its own beside the release that it indexes, `search-<load>.duckdb`,
built by the first search or by maintenance. DuckDB's `fts` extension comes as a pinned wheel.
"""

from __future__ import annotations

import fcntl
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from flows.answer.published import explain_unreadable
from flows.errors import NotPublishedError, QueryError
from flows.load.database import quote_text
from flows.load.extensions import OFFLINE, load_extension
from flows.load.releases import read_release
from flows.settings import Settings

LAYOUT = 1  # of the search file; another number builds it again
QUOTED = re.compile(r"[\"“”]([^\"“”]*)[\"“”]|([^\s\"“”]+)")

# Words as they are indexed and looked for: `Traffickers, Supply-Chains` is `traffick suppli chain`.
MACROS = r"""
    create macro fold(words) as trim(regexp_replace(
        lower(strip_accents(translate(words, 'łŁøØđĐıİħĦ', 'lLoOdDiIhH'))), '[^\p{L}\p{N}]+', ' ', 'g'
    ));
    create macro has_words(words, wanted) as contains(' ' || words || ' ', ' ' || wanted || ' ');
    create macro base(word) as case word
        when 'children' then 'child' when 'women' then 'woman' when 'men' then 'man'
        else stem(word, 'porter')
    end;
    create macro stems(words) as array_to_string(
        list_transform(string_split(fold(words), ' '), lambda word: base(word)), ' '
    );
    create macro has_all(words, phrases) as coalesce(
        list_bool_and(list_transform(phrases, lambda phrase: has_words(words, phrase))), true
    );"""
SENTENCES = """
    create table sentence as
    with stances as (
        select sentence_key, string_agg(distinct stance, ' ' order by stance) as stances
        from release.marts.fct_position where is_counted and stance != 'none' group by sentence_key
    )
    select
        s.sentence_key, s.document_key, coalesce(p.name, '(unattributed)') as speaker,
        a.name as affiliation, a.iso3, c.stances, d.symbol, d.title, d.source_path,
        coalesce(m.held_on, d.published_on) as spoken_on, s.section, s.mode, s.is_counted, s.text,
        fold(speaker) as speaker_words, fold(affiliation) as affiliation_words, fold(d.title) as title_words,
        stems(s.text) as stems
    from release.marts.fct_sentence s
    join release.marts.dim_document d using (document_key)
    left join release.marts.dim_meeting m on m.meeting_key = d.meeting_key
    left join release.marts.dim_speaker p on p.speaker_key = s.speaker_key
    left join release.marts.dim_affiliation a on a.affiliation_key = s.affiliation_key
    left join stances c on c.sentence_key = s.sentence_key
    order by s.document_key, s.ordinal"""
# The text is folded and stemmed already; the index only counts its words, common ones too.
INDEX = r"""pragma create_fts_index(
    'sentence', 'sentence_key', 'stems', stemmer = 'none', stopwords = 'none', ignore = ' +',
    strip_accents = 0, lower = 0)"""


@dataclass(frozen=True)
class Filters:
    """Which sentences are searched; None does not filter."""

    speaker: str | None = None  # words of a name
    affiliation: str | None = None  # words of a name, or ISO 3166-1 alpha-3
    stance: str | None = None
    document: str | None = None  # symbol, key, path or words of the title
    since: date | None = None  # day of the meeting, else of publication
    until: date | None = None
    every_printing: bool = False  # also what is not counted


# What each filter asks of a sentence.
CONDITIONS = {
    "speaker": "has_words(speaker_words, fold($speaker))",
    "affiliation": "(has_words(affiliation_words, fold($affiliation)) or iso3 = upper($affiliation))",
    "stance": "has_words(stances, $stance)",
    "document": "(lower($document) in (lower(symbol), document_key, lower(source_path))"
    " or has_words(title_words, fold($document)))",
    "since": "spoken_on >= $since",
    "until": "spoken_on <= $until",
}


@dataclass(frozen=True)
class Hits:
    """What a search found: the best rows, how many there are, and the places of the words."""

    columns: list[str]  # of every row, also where there is none
    rows: list[dict[str, Any]]
    total: int
    total_unfiltered: int  # sentences of every printing that hold the words
    marks: list[list[tuple[int, int]]]  # of each row: start and end of every word looked for


def search_sentences(settings: Settings, words: str, filters: Filters, limit: int) -> Hits:
    """Return the sentences that hold all the words, best first; words in quotes stand together.

    `child "supply chain"` finds sentences with `supply chains` and `children`. Raises QueryError
    if there is no word to look for, NotPublishedError if nothing is published.
    """
    with open_index(settings) as connection:
        phrases = [quoted for quoted, _ in QUOTED.findall(words) if quoted]
        terms, *wanted = (_stem(connection, text) for text in (words, *phrases))
        if not terms:
            raise QueryError(f"{words!r} holds no word to search for")
        chosen = {k: v for k, v in vars(filters).items() if k in CONDITIONS and v is not None}
        conditions = [CONDITIONS[name] for name in chosen]
        conditions += [] if filters.every_printing else ["is_counted"]
        values = chosen | {"terms": terms, "wanted": wanted, "limit": limit}
        columns, rows, total, unfiltered = _fetch(connection, " and ".join(conditions or ["true"]), values)
        marks = _find_marks(connection, [row["text"] for row in rows], set(terms.split()))
    return Hits(columns, rows, total, unfiltered, marks)


def _fetch(
    connection: duckdb.DuckDBPyConnection, condition: str, values: dict[str, Any]
) -> tuple[list[str], list[dict[str, Any]], int, int]:
    """Return the columns, the best rows, and how many there are with and without the filters."""
    cursor = connection.execute(
        f"""
        with scored as materialized (
            select *, {condition} as is_wanted from (
                select *, fts_main_sentence.match_bm25(sentence_key, $terms, conjunctive := 1) as score
                from sentence
            )
            where score is not null and has_all(stems, $wanted::varchar[])
        ),
        best as (
            select row_number() over (order by score desc, spoken_on desc nulls last, sentence_key) as rank,
                round(score, 3) as score, speaker, affiliation,
                coalesce(symbol, title, source_path) as document, title,
                spoken_on, stances, section, mode, sentence_key, text
            from scored where is_wanted
        )
        select (select count(*) from best), (select count(*) from scored), best.*
        from (select 1) left join best on rank <= $limit
        order by rank""",
        values,
    )
    names = [d[0] for d in cursor.description or []][2:]
    found = cursor.fetchall()
    rows = [dict(zip(names, row[2:], strict=True)) for row in found if row[2] is not None]
    return names, rows, found[0][0], found[0][1]


def _stem(connection: duckdb.DuckDBPyConnection, words: str) -> str:
    found = connection.execute("select stems($1)", [words]).fetchone()
    return found[0] if found else ""


def _find_marks(
    connection: duckdb.DuckDBPyConnection, texts: Sequence[str], stems: set[str]
) -> list[list[tuple[int, int]]]:
    """Return where in each text a word with one of the stems stands."""
    words = [[match for match in re.finditer(r"[^\W_]+", text)] for text in texts]
    forms = sorted({match.group() for found in words for match in found})
    known = dict(
        connection.execute("select w, stems(w) from unnest($1::varchar[]) as t(w)", [forms]).fetchall()
    )
    return [[match.span() for match in found if known[match.group()] in stems] for found in words]


@contextmanager
def open_index(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the index of the published release, building it first where there is none.

    Where the folder cannot be written (a reader without rights), the index lives for this search.
    """
    try:
        path = build_index(settings)
    except PermissionError:
        with tempfile.TemporaryDirectory(prefix="rostrum-") as scratch:
            path = Path(scratch) / "search.duckdb"
            _write_index(settings.published, path)
            with _connect(path, read_only=True) as connection:
                yield connection
        return
    with _connect(path, read_only=True) as connection:
        yield connection


def build_index(settings: Settings) -> Path:
    """Build the index of the published release if there is none, and drop those of others.

    Searches that come at once wait for the one that builds. Raises NotPublishedError.
    """
    if not settings.published.exists():
        raise NotPublishedError(f"nothing is published at {settings.published}; run `rostrum run` first")
    path = _index_of(settings)
    if _fits(path):
        return path
    with (settings.warehouse / "search.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        path = _index_of(settings)  # another release may have come while this waited
        if not _fits(path):
            arriving = path.with_suffix(".new")
            arriving.unlink(missing_ok=True)
            path = path.with_name(f"search-{_write_index(settings.published, arriving)}.duckdb")
            arriving.replace(path)
        for old in settings.warehouse.glob("search-*"):
            if old != path:
                old.unlink(missing_ok=True)  # who reads it keeps it until done
    return path


def _index_of(settings: Settings) -> Path:
    return settings.warehouse / f"search-{read_release(settings.published)}.duckdb"


def _fits(path: Path) -> bool:
    if not path.exists():
        return False
    try:
        with _connect(path, read_only=True) as connection:
            return connection.execute("select layout from about").fetchone() == (LAYOUT,)
    except duckdb.Error:  # damaged, or of an older layout
        return False


def _write_index(published: Path, path: Path) -> str:
    """Write the index, and return the load that it is of. Raises NotPublishedError for an unreadable file."""
    with _connect(path, read_only=False) as connection:
        try:
            connection.execute(f"attach {quote_text(published)} as release (read_only)")
        except duckdb.Error as error:
            raise explain_unreadable(published, error) from error
        connection.execute(MACROS)
        connection.execute(SENTENCES)
        load_id: str = connection.execute("select load_id from release.meta.release").fetchall()[0][0]
        connection.execute("detach release")
        connection.execute(INDEX)
        connection.execute(f"create table about as select {LAYOUT} as layout")
    return load_id


def _connect(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(str(path), read_only=read_only, config=dict(OFFLINE))
    load_extension(connection, "fts")
    return connection
