"""Named texts that sentences refer to: treaties, resolutions, plans, goals (codebook section 6)."""

from __future__ import annotations

import polars as pl

from flows.extract.instruments.formed import find_formed
from flows.extract.instruments.lexicon import known_instruments, words_by_role
from flows.extract.instruments.named import find_named
from flows.extract.instruments.numbered import find_numbered
from flows.extract.instruments.shortened import find_shortened
from flows.extract.matches import straighten
from flows.reference import Reference
from flows.schemas import FACT_COLUMNS

__all__ = ["extract_instruments"]

_SILENT_ROLES = ("masthead", "furniture", "byline")
_SENTENCE = ["document_key", "sentence_ordinal"]
_PLACE = ["sentence_row", "match_start"]
_LONGEST_SENTENCE = 10_000_000  # more characters than a document may have
_CONNECTORS = ("of", "for", "on", "the", "and")


def extract_instruments(
    sentences: pl.DataFrame, quote_spans: pl.DataFrame, reference: Reference
) -> pl.DataFrame:
    """Return one row per text named in a sentence, at its first place there.

    Columns: those of facts, `instrument` (canonical name), `instrument_kind`,
    `instrument_year`. `implementing resolutions 2195 (2014) and 2242 (2015)` gives two rows.
    Quotations make no difference here: a text quoted by name is named.
    """
    rows = _prepare_rows(sentences)
    named = find_named(rows, reference)
    numbered = find_numbered(rows, named, reference)
    formed = find_formed(rows, reference)
    cited = _resolve_overlaps(_prefer_tables(named, formed, reference), numbered)
    short = find_shortened(rows, cited, reference)
    found = _resolve_overlaps(cited, short)
    return _place(_describe(found, reference), sentences)


def _prepare_rows(sentences: pl.DataFrame) -> pl.DataFrame:
    """Return the sentences that may name a text, with what the rules know them by.

    `sentence_row` is the row of `sentences`; `turn` the statement, or the paragraph of narration.
    """
    rows = (
        sentences.with_row_index("sentence_row")
        .filter(~pl.col("role").is_in(_SILENT_ROLES))
        .select(
            pl.col("sentence_row").cast(pl.Int64),
            *_SENTENCE,
            turn=pl.coalesce("statement_ordinal", -1 - pl.col("paragraph_ordinal")),
            text=straighten(pl.col("text")),
        )
    )
    return rows.rechunk()  # Rust's engine warms up anew in each chunk


def _prefer_tables(named: pl.DataFrame, formed: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return table names and forms; where both hold a place, the table's.

    But `Global Plan of Action for Animal Genetic Resources` is not the `Global Plan of Action`:
    a form wins over a table name within it that is made of generic words alone.
    """
    pairs = named.join(formed, on="sentence_row", suffix="_form").filter(
        pl.col("match_start") < _end("_form"), pl.col("match_start_form") < _end()
    )
    is_outdone = (
        (_end() < _end("_form"))
        & (pl.col("match_start_form") <= pl.col("match_start"))
        & _is_generic(reference)
    )
    lost = pairs.filter(is_outdone).select(*_PLACE)
    beaten = pairs.filter(~is_outdone).select("sentence_row", match_start="match_start_form")
    return pl.concat(
        [named.join(lost, on=_PLACE, how="anti"), formed.join(beaten, on=_PLACE, how="anti")], how="diagonal"
    )


def _end(suffix: str = "") -> pl.Expr:
    return pl.col(f"match_start{suffix}") + pl.col(f"match{suffix}").str.len_chars().cast(pl.Int64)


def _is_generic(reference: Reference) -> pl.Expr:
    generic = [*words_by_role(reference)["generic"], *_CONNECTORS, "Universal"]
    words = pl.col("match").str.split(" ")
    return words.list.eval(pl.element().is_in(generic)).list.all()


def _resolve_overlaps(*finds: pl.DataFrame) -> pl.DataFrame:
    """Return the matches of all finds, the longest of those that overlap, an earlier find first.

    Equal spans of one rule all stay: they are what a phrase names together.
    """
    line = pl.col("sentence_row") * _LONGEST_SENTENCE  # one number line for all: no window a sentence
    found = pl.concat(finds, how="diagonal").with_columns(
        from_=line + pl.col("match_start"), to_=line + _end()
    )
    ordered = found.sort("from_", "to_", descending=[False, True], maintain_order=True)
    before = pl.col("to_").cum_max().shift(fill_value=-1)
    is_same = pl.all_horizontal(pl.col(c) == pl.col(c).shift() for c in ("from_", "to_", "rule"))
    return ordered.filter((pl.col("from_") >= before) | is_same.fill_null(False)).drop("from_", "to_")


def _describe(found: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Add kind and year: the tables', else what form or number tell."""
    known = found.join(known_instruments(reference), on="instrument", how="left", suffix="_known")
    name = pl.col("instrument")
    by_name = (
        pl.when(name.str.starts_with("Resolution "))
        .then(pl.lit("resolution"))
        .when(name.str.starts_with("Presidential statement"))
        .then(pl.lit("presidential_statement"))
        .when(name.str.contains(r"^[SM]DG [0-9]+\."))
        .then(pl.lit("target"))
        .when(name.str.contains(r"^[SM]DG "))
        .then(pl.lit("goal"))
        .when(name.str.starts_with("ILO Convention "))
        .then(pl.lit("treaty"))
    )
    goal_year = pl.when(name.str.starts_with("SDG ")).then(2015).when(name.str.starts_with("MDG ")).then(2000)
    printed_year = name.str.extract(r"(?:\(|S/PRST/)((?:19|20)[0-9]{2})(?:\)$|/)").cast(pl.Int64)
    by_form = pl.col("instrument_kind").drop_nulls().first().over("instrument")
    return known.with_columns(
        instrument_kind=pl.coalesce("instrument_kind_known", by_form, by_name),
        instrument_year=pl.coalesce("instrument_year", printed_year, goal_year.cast(pl.Int64)),
    )


def _place(found: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """Return the facts: the first mention of each text in a sentence, cut from the sentence itself."""
    first = found.sort(*_PLACE, "instrument").unique(
        ["sentence_row", "instrument"], keep="first", maintain_order=True
    )
    origin = sentences.select(sentence="text", sentence_start="start_offset")[first["sentence_row"]]
    start = pl.col("sentence_start") + pl.col("match_start")
    length = pl.col("match").str.len_chars().cast(pl.Int64)
    return (
        pl.concat([first, origin], how="horizontal")
        .with_columns(
            text=pl.col("sentence").str.slice(pl.col("match_start"), length),
            start_offset=start,
            end_offset=start + length,
        )
        .select(*FACT_COLUMNS, "instrument", "instrument_kind", "instrument_year")
    )
