"""How quotations lie over sentences: what is masked, how much, which sentences one quotation joins."""

from __future__ import annotations

import polars as pl

from flows.regexes import only_where

KEYS = ("document_key", "sentence_ordinal")
OPENING = r"^[\[(]?[“\"]"
MASKABLE = r"[“”\"«»–—]"


def describe_quoting(
    sentences: pl.DataFrame, quote_spans: pl.DataFrame, paragraphs: pl.DataFrame
) -> pl.DataFrame:
    """Add `masked` (quoted text replaced by `“”`), `quoted_share`, and `quote_group` to sentences.

    Sentences of one `quote_group` are joined by a quotation that runs over their ends, also
    where the next paragraph reopens an unclosed quotation.
    """
    overlaps = _overlaps(sentences, quote_spans)
    joined = sentences.join(overlaps, on=KEYS, how="left", maintain_order="left").with_columns(
        pl.col("quoted_chars").fill_null(0), pl.col("starts_quoted").fill_null(False)
    )
    joined = _mark_reopened(joined, paragraphs)
    length = pl.col("end_offset") - pl.col("start_offset")
    return joined.with_columns(
        masked=_masked(),
        quoted_share=pl.col("quoted_chars") / length,
        quote_group=(~(pl.col("starts_quoted") | pl.col("is_reopened"))).cum_sum(),
    ).drop("quoted_chars", "is_reopened")


def _overlaps(sentences: pl.DataFrame, quote_spans: pl.DataFrame) -> pl.DataFrame:
    """Return per sentence the characters quoted (of nested quotations twice) and whether it begins in one.

    By running sums over the quotations' ends, for a paragraph can hold as many quotations as sentences.
    """
    bounds = sentences.select(*KEYS, "start_offset", "end_offset")
    starts = quote_spans.select("document_key", offset="start_offset", opened=pl.lit(1))
    ends = quote_spans.select("document_key", offset="end_offset", opened=pl.lit(-1))
    opened, offset = pl.col("opened").cast(pl.Int64), pl.col("offset")
    marks = (
        pl.concat([starts, ends])
        .sort("offset")
        .with_columns(
            is_open=opened.cum_sum().over("document_key"),
            before=(opened * offset).cum_sum().over("document_key"),
        )
        .drop("opened")
    )
    reach = (
        quote_spans.select("document_key", "end_offset", offset=pl.col("start_offset") + 1)
        .sort("offset")
        .select("document_key", "offset", reach=pl.col("end_offset").cum_max().over("document_key"))
    )
    first, last = (_look_back(bounds, column, marks) for column in ("start_offset", "end_offset"))
    return bounds.select(
        *KEYS,
        quoted_chars=_count_quoted(last, "end_offset") - _count_quoted(first, "start_offset"),
        starts_quoted=(_look_back(bounds, "start_offset", reach)["reach"] > bounds["start_offset"]).fill_null(
            False
        ),
    )


def _look_back(bounds: pl.DataFrame, column: str, marks: pl.DataFrame) -> pl.DataFrame:
    """Add to each row, in its order, the last mark of its document at or before the offset in the column."""
    return (
        bounds.with_row_index("row_")
        .sort(column)
        .join_asof(marks, left_on=column, right_on="offset", by="document_key", check_sortedness=False)
        .sort("row_")
    )


def _count_quoted(marked: pl.DataFrame, column: str) -> pl.Series:
    """Return how many characters before the offset are quoted."""
    return (marked["is_open"] * marked[column] - marked["before"]).fill_null(0)


def _mark_reopened(sentences: pl.DataFrame, paragraphs: pl.DataFrame) -> pl.DataFrame:
    """Mark first sentences that reopen the quotation left unclosed at the end of the paragraph before."""
    text, row = pl.col("text"), pl.col("row")
    unclosed = (
        pl.when(text.str.contains("“", literal=True))
        .then(text.str.count_matches("“", literal=True) > text.str.count_matches("”", literal=True))
        .otherwise(text.str.count_matches('"', literal=True) % 2 == 1)
    )
    document, paragraph = pl.col("document_key"), pl.col("paragraph_ordinal")
    follows = (row == row.shift(1) + 1) & (document == document.shift(1))
    quoting = paragraphs.with_row_index("row").filter(text.str.contains(OPENING))
    reopened = quoting.filter(text.str.contains(r"^[“\"]") & unclosed.shift(1) & follows).select(
        "document_key", "paragraph_ordinal", is_reopened=pl.lit(True)
    )
    first = document.ne_missing(document.shift(1)) | paragraph.ne_missing(paragraph.shift(1))
    joined = sentences.join(
        reopened, on=("document_key", "paragraph_ordinal"), how="left", maintain_order="left"
    )
    return joined.with_columns(is_reopened=pl.col("is_reopened").fill_null(False) & first)


def _masked() -> pl.Expr:
    """Replace what is quoted by an empty quotation: `“” Ms. Doe said, adding that “”.`

    A few quoted words without a stop are a name or a term and stay: `the "Group of 77" countries`.
    """
    quoted, text = pl.col("starts_quoted"), pl.col("text")
    rest = only_where(quoted, text).str.replace(r"^[^“”\"«»]*(?:[”\"»]|$)", "“”")
    is_maskable = text.str.contains(MASKABLE) | text.str.contains(" -- ", literal=True)
    text = pl.coalesce(rest, only_where(is_maskable, text))
    text = text.str.replace_all(" -- ", " — ", literal=True)
    # `Jane Doe (Chad) — whose country presides — said`
    text = text.str.replace_all(r" [—–] ((?:who|whose|which|the|an?) [^—–“”.]+) [—–] ", ", $1, ")
    text = text.str.replace_all(r"“([^“”\".,!?]{1,40})” |\"([^“”\".,!?]{1,40})\" ", "$1$2 ")
    masked = text.str.replace_all(r"“[^“”]*(?:”|$)|\"[^\"“”]*(?:\"|$)|«[^»]*(?:»|$)", "“”")
    return pl.coalesce(masked, "text")
