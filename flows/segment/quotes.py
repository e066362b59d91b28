"""The quoted spans of paragraphs, by expressions over all quotation marks of a batch."""

from __future__ import annotations

import polars as pl

from flows.schemas import INT, TEXT, Frame

QUOTE_SPANS = Frame(
    "quote_spans",
    {
        "document_key": TEXT,
        "paragraph_ordinal": INT,
        "quote_ordinal": INT,
        "start_offset": INT,
        "end_offset": INT,
    },
    ("document_key", "paragraph_ordinal", "quote_ordinal"),
)

MARK = "\ufdd2"
SENTENCE_BEFORE = r"^$|[.!?] $"
DOUBLE = r"[“”„\"«»]"
SINGLE = r"[‘’']"
# a single mark that can only open: an apostrophe stands between letters or after one
SINGLE_OPENING = r"(?:^|[\s(\[“\"—–-])[‘'][\p{L}\p{N}\[]"


def find_quote_spans(paragraphs: pl.DataFrame) -> pl.DataFrame:
    """Return one row per quoted text without its marks: `“We must act,” she said` is `We must act,`.

    An opening mark that is never closed quotes to the paragraph's end; spans of single
    marks are found inside those of double marks too.
    """
    text = pl.col("text")
    doubles = _mark_events(paragraphs.filter(text.str.contains(DOUBLE)), DOUBLE)
    single = paragraphs.filter(text.str.contains(SINGLE)).filter(text.str.contains(SINGLE_OPENING))
    singles = _mark_events(single, SINGLE)
    spans = pl.concat([_pair_doubles(doubles), _pair_singles(singles)])
    spans = spans.filter(pl.col("end_offset") > pl.col("start_offset")).sort(
        "document_key",
        "paragraph_ordinal",
        "start_offset",
        pl.col("end_offset"),
        descending=[False, False, False, True],
    )
    return QUOTE_SPANS.conform(
        spans.with_columns(
            quote_ordinal=pl.int_range(1, pl.len() + 1).over("document_key", "paragraph_ordinal")
        )
    )


def _mark_events(paragraphs: pl.DataFrame, marks: str) -> pl.DataFrame:
    """Return one row per quotation mark: the mark, its offset, the characters around it."""
    keys = ("document_key", "paragraph_ordinal")
    pieces = (
        paragraphs.filter(~pl.col("text").str.contains(MARK, literal=True))
        .select(
            *keys,
            "start_offset",
            "end_offset",
            pl.int_range(pl.len()).alias("row_"),
            pl.col("text").str.replace_all(f"({marks})", f"{MARK}$1").str.split(MARK).alias("piece"),
        )
        .explode("piece")
    )
    length = pl.col("piece").str.len_chars().cast(pl.Int64)
    first = pl.col("row_") != pl.col("row_").shift(1).fill_null(-1)
    return (
        pieces.with_columns(
            total=length.cum_sum() - length,
            previous=pl.when(~first).then(pl.col("piece").shift(1).str.slice(-1)),
            opens_sentence=pl.when(~first).then(pl.col("piece").shift(1).str.contains(SENTENCE_BEFORE)),
            is_first_piece=first,
            mark=pl.col("piece").str.slice(0, 1),
            following=pl.col("piece").str.slice(1, 1),
        )
        # a mark right after another one: the piece between is the mark itself
        .with_columns(offset=pl.col("start_offset") + pl.col("total") - pl.col("total").first().over("row_"))
        .with_columns(following=pl.when(pl.col("following") == "").then(_next_mark()).otherwise("following"))
        .filter(~pl.col("is_first_piece"))
        .drop("piece", "total", "is_first_piece")
    )


def _next_mark() -> pl.Expr:
    same = pl.col("row_") == pl.col("row_").shift(-1)
    return pl.when(same).then(pl.col("mark").shift(-1)).otherwise(pl.lit(""))


def _opens_by_context() -> pl.Expr:
    """A straight mark opens at the start, after a space, bracket or dash; else it closes."""
    free_before = pl.col("previous").fill_null("").str.contains(r"^$|[\s(\[—–‘“-]")
    free_after = pl.col("following").str.contains(r"^$|\s")
    # 'no'", she said: after a single mark only a word is opened
    opens_word = (pl.col("previous") == "'") & pl.col("following").str.contains(r"[\p{L}\p{N}]")
    return (free_before & ~free_after) | opens_word.fill_null(False)


def _pair_doubles(events: pl.DataFrame) -> pl.DataFrame:
    """Pair each opening mark with the next closing one of its depth."""
    opens = (
        pl.when(pl.col("mark").is_in(["“", "„", "«"]))
        .then(True)
        .when(pl.col("mark").is_in(["”", "»"]))
        .then(False)
        .otherwise(_opens_by_context())
    )
    # „…“ closes with the mark that opens elsewhere
    german = (pl.col("mark") == "“") & (pl.col("mark").shift(1) == "„") & _same_row(1)
    events = events.with_columns(opens=opens & ~german.fill_null(False))
    step = pl.when("opens").then(1).otherwise(-1)
    events = events.with_columns(depth=step.cum_sum().over("row_"), step=step)
    nested = (pl.col("depth").last() == 0) & (pl.col("depth").min() >= 0)
    events = events.with_columns(is_nested=nested.over("row_"))
    return pl.concat(
        [
            _pair_nested(events.filter("is_nested")),
            _pair_neighbours(events.filter(~pl.col("is_nested")), True),
        ]
    )


def _pair_nested(events: pl.DataFrame) -> pl.DataFrame:
    """Marks that balance: an opening one at depth n ends at the next one that returns to n - 1."""
    level = pl.when("opens").then(pl.col("depth")).otherwise(pl.col("depth") + 1)
    end = pl.col("offset").shift(-1).over("row_", "level")
    return _as_spans(events.with_columns(level=level).with_columns(end=end).filter("opens"))


def _pair_neighbours(events: pl.DataFrame, unclosed: bool) -> pl.DataFrame:
    """Marks that do not balance: an opening one ends at the mark after it, if that one closes.

    With `unclosed`, the paragraph's last mark, or one that opens the paragraph, quotes to
    the paragraph's end or to the next opening mark; so does one that opens a sentence to the
    next one that does: `“The wells are dry. “We need rain,” she said`.
    """
    next_closes = (~pl.col("opens").shift(-1) & _same_row(-1)).fill_null(False)
    is_last = ~_same_row(-1).fill_null(False)
    opens_paragraph = pl.col("previous").is_null() | (pl.col("previous") == "")
    next_offset = pl.col("offset").shift(-1)
    reopens = (pl.col("opens_sentence") & pl.col("opens_sentence").shift(-1)).fill_null(False)
    end = (
        pl.when(next_closes)
        .then(next_offset)
        .when(pl.lit(unclosed) & is_last)
        .then("end_offset")
        .when(pl.lit(unclosed) & (opens_paragraph | reopens))
        .then(next_offset)
    )
    return _as_spans(events.with_columns(end=end).filter(pl.col("opens") & pl.col("end").is_not_null()))


def _pair_singles(events: pl.DataFrame) -> pl.DataFrame:
    """Pair single marks, leaving out apostrophes (`the world’s`, `States’ duties`, `’90s`)."""
    before, following = pl.col("previous").fill_null(""), pl.col("following")
    letter_after = following.str.contains(r"[\p{L}\p{N}]")
    opens = (pl.col("mark") == "‘") | (
        (pl.col("mark") == "'")
        & before.str.contains(r"^$|[\s(\[“\"—–-]")
        & following.str.contains(r"[\p{L}\[]")
    )
    closes = ~before.str.contains(r"^$|\s") & ~letter_after
    events = events.with_columns(opens=opens).filter(pl.col("opens") | closes)
    # States’ duties’: of two closing marks in a row, the first after an s is an apostrophe
    possessive = (
        ~pl.col("opens")
        & (pl.col("previous") == "s")
        & (pl.col("following") == " ")
        & (~pl.col("opens").shift(-1) & _same_row(-1)).fill_null(False)
    )
    return _pair_neighbours(events.filter(~possessive), False)


def _same_row(step: int) -> pl.Expr:
    return pl.col("row_") == pl.col("row_").shift(step)


def _as_spans(events: pl.DataFrame) -> pl.DataFrame:
    return events.select(
        "document_key",
        "paragraph_ordinal",
        start_offset=pl.col("offset") + 1,
        end_offset=pl.col("end"),
    )
