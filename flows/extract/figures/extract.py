"""Put the figures of all sentences together: numbers, then what stands around them."""

from __future__ import annotations

import re

import polars as pl

from flows.extract.figures.circumstances import add_circumstances
from flows.extract.figures.lexicon import DATELINE_WORDS, alternatives, currencies_before, number_words, rust
from flows.extract.figures.measure import describe_measures, without_period, without_source
from flows.extract.figures.narration import is_narrated
from flows.extract.figures.periods import beside
from flows.extract.figures.reading import figure_reader
from flows.extract.figures.scan import SILENT_ROLES, find_numbers, hint_pattern
from flows.extract.figures.sources import add_sources, with_standing_report
from flows.reference import Reference, once_per_reference
from flows.schemas import CONTEXT_COLUMNS, FIGURES

FOUND = {  # of a Figure, its sentence and its measure
    "row": pl.UInt32,
    "start": pl.Int64,
    "end": pl.Int64,
    "number_end": pl.Int64,
    "measure_start": pl.Int64,
    "value_low": pl.Float64,
    "value_high": pl.Float64,
    "denominator": pl.Float64,
    "unit": pl.String,
    "qualifier": pl.String,
    "rule": pl.String,
    "is_vote": pl.Boolean,
    "measure": pl.String,
}


def extract_figures(sentences: pl.DataFrame, quote_spans: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return one row per cited figure with FACT_COLUMNS and the own columns of FIGURES.

    Texts in another language than English state no figures that these tables can read.
    """
    told = with_standing_report(with_previous(sentences), reference).filter(
        ~pl.col("role").is_in(SILENT_ROLES) & pl.col("language").fill_null("en").str.starts_with("en")
    )
    found = read_figures(with_plain_titles(told, reference), reference)
    previous_end = beside("number_end").fill_null(0)
    next_start = beside("start", -1).fill_null(pl.col("sentence").str.len_chars())
    placed = found.join(told.with_row_index("row"), on="row", how="left", maintain_order="left")
    described = (
        placed.rename({"text": "sentence"})
        .with_columns(
            text=pl.col("sentence").str.slice(pl.col("start"), pl.col("end") - pl.col("start")),
            before=without_dateline(pl.col("sentence").str.head(pl.col("start"))),
            after=pl.col("sentence").str.slice(pl.col("number_end")),
            sentence_start=pl.col("start_offset"),
            since_previous=without_dateline(
                pl.col("sentence").str.slice(previous_end, (pl.col("start") - previous_end).clip(0))
            ),
            until_next=pl.col("sentence").str.slice(
                pl.col("number_end"), (next_start - pl.col("number_end")).clip(0)
            ),
        )
        .with_columns(
            start_offset=pl.col("sentence_start") + pl.col("start"),
            end_offset=pl.col("sentence_start") + pl.col("end"),
            **bounds(),
        )
    )
    full = add_sources(add_circumstances(described, reference), told, reference)
    # of `rose from 3 in 2007 to 5 in 2023` both times are periods, and no words of a measure
    told_of = full.select("measure", "source", "period", before=beside("period")).iter_rows()
    bare = [
        without_source(without_period(without_period(told, period), before), source)
        for told, source, period, before in told_of
    ]
    full = full.with_columns(measure=pl.Series(bare, dtype=pl.String))
    full = full.with_columns(is_narrated=is_narrated(full, quote_spans, reference))
    own = [c for c in FIGURES.columns if c not in CONTEXT_COLUMNS]
    return full.select(pl.col(c).cast(FIGURES.columns[c]) for c in own)


def without_dateline(text: pl.Expr) -> pl.Expr:
    """Return the beginning of a sentence without `GENEVA, 3 May – `, so that it opens with its own words."""
    return text.str.replace(rust(f"^{DATELINE_WORDS}"), "")


def with_previous(sentences: pl.DataFrame) -> pl.DataFrame:
    """Add `previous`: the sentence before, where it stands in the same paragraph and statement."""
    same = (pl.col("document_key") == pl.col("document_key").shift(1)) & (
        pl.col("paragraph_ordinal") == pl.col("paragraph_ordinal").shift(1)
    )
    return sentences.with_columns(previous=pl.when(same).then(pl.col("text").shift(1)))


def with_plain_titles(sentences: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return the sentences, number words of titles made small: `BUDGET OF $3 BILLION`, `One in Five`."""
    may_count = pl.col("text").str.to_lowercase().str.contains(hint_pattern(reference))
    titles = sentences.with_row_index("place").filter(pl.col("role") == "title").filter(may_count)
    titles = titles.select("place", "text")
    large = large_words(reference)
    # Python: of the one title a document those that may hold a number
    plain = [make_small(title, large) for title in titles["text"]]
    titles = titles.select("place", plain=pl.Series(plain, dtype=pl.String))
    titles = titles.filter(
        pl.col("plain").str.len_chars() == sentences["text"].gather(titles["place"]).str.len_chars()
    )
    return sentences.with_columns(sentences["text"].clone().scatter(titles["place"], titles["plain"]))


def make_small(title: str, large: re.Pattern[str]) -> str:
    """Return a title with the words of its numbers small: `Two Thirds of Wells` is `two thirds of Wells`."""
    lowered = title.lower()
    if title.isupper() or len(lowered) != len(title):  # the latter is dropped: no offset may move
        return lowered
    # without IGNORECASE, with which Python's engine tries every word at every place
    letters = list(title)
    for word in large.finditer(lowered):
        letters[slice(*word.span())] = word[0]
    return "".join(letters)


@once_per_reference
def large_words(reference: Reference) -> re.Pattern[str]:
    """Return the pattern of the words of a number, in small letters: `per cent`, `two thirds`."""
    words = number_words(reference)
    plain = [
        *words.cardinals,
        *words.tens,
        *words.scales,
        *words.fractions,
        *words.multiples,
        *words.magnitudes,
    ]
    plain += [f"{fraction}s" for fraction in words.fractions]
    units = reference["figure_units"].filter(pl.col("kind").is_in(["time", "percent", "measure"]))
    plain += [*units["noun"], *units["plural"]]
    plain += reference["figure_qualifiers"].filter(pl.col("position") == "before")["phrase"].to_list()
    plain += ["per cent", "of", "in", "to", "and", "a"]
    return re.compile(rf"\b(?:{alternatives(word.lower() for word in plain)})\b")


def read_figures(sentences: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return the figures with row of the sentence, place in it, values, unit and measure."""
    numbers = find_numbers(sentences, reference)
    reader = figure_reader(reference)
    read = {e: reader.numbers.read(e) for e in numbers["number"].unique().to_list()}
    parsed = {e: number for e, number in read.items() if number}
    kept = numbers.filter(pl.col("number").is_in(list(parsed)))
    texts = kept.group_by("row", maintain_order=True).agg("number", "number_start")
    texts = texts.join(
        sentences.with_row_index("row").select("row", "text", "previous"),
        on="row",
        how="left",
        maintain_order="left",
    ).with_columns(money=last_currency("previous", reference))
    rows: list[tuple] = []
    for row, expressions, starts, text, _, money in texts.iter_rows():
        found = [(s, parsed[e]) for s, e in zip(starts, expressions, strict=True)]
        figures = reader.read(text, found, money)
        measures = describe_measures(text, figures)
        rows += [(row, *figure, measure) for figure, measure in zip(figures, measures, strict=True)]
    return pl.DataFrame(rows, schema=FOUND, orient="row")


def last_currency(column: str, reference: Reference) -> pl.Expr:
    """The ISO code of a currency sign in a text: money without one takes it from the sentence before."""
    codes = currencies_before(reference)
    return pl.col(column).str.extract(f"({alternatives(codes)}) ?[0-9]").replace(codes)


def bounds() -> dict[str, pl.Expr]:
    """What the qualifier allows: `more than 21 million` has a lower bound and no upper one.

    `about` and `nearly` leave both open: the text says neither how far nor on which side it stops
    (`nearly` stops short of the number, so it bounds from above).
    """
    qualifier = pl.col("qualifier")
    has_lower = qualifier.is_in(["exact", "magnitude", "more_than"])
    has_upper = qualifier.is_in(["exact", "magnitude", "less_than", "nearly"])
    return {
        "lower_bound": pl.when(has_lower).then(pl.col("value_low")),
        "upper_bound": pl.when(has_upper).then(pl.col("value_high")),
    }
