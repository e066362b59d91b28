"""How quotations lie over sentences: what is masked, how much, which sentences one quotation joins."""

from __future__ import annotations

import polars as pl

from flows.regexes import rewrite_where

KEYS = ("document_key", "sentence_ordinal")
OPENING = r"^[\[(]?[“\"]"
# `the World Food Programme (WFP) Director Jane Doe`
ACRONYM = r" \([A-Z]{2,8}\) (\p{Lu}\p{Ll})"
MASKABLE = rf"[“”\"«»–—]|{ACRONYM}"
# `head of the network “Open Ports”, said` names a body
NAMED_BODY = (
    r"(?-u:\b)(?:the |an? )?(?:organi[sz]ation|network|group|charity|association|foundation|movement"
    r"|NGO|centre|company|cooperative)"
    r" (?:“(\p{Lu}[^“”.!?]{1,40})”|\"(\p{Lu}[^\"“”.!?]{1,40})\")"
)
TEXT_SPACE = 1 << 32  # more characters than a text has


def describe_quoting(
    sentences: pl.DataFrame, quote_spans: pl.DataFrame, paragraphs: pl.DataFrame
) -> pl.DataFrame:
    """Add `masked` (quoted text replaced by `“”`), `quoted_share`, and `quote_group` to sentences.

    Sentences of one `quote_group` are joined by a quotation that runs over their ends, also
    where the next paragraph reopens an unclosed quotation.
    """
    joined = sentences.hstack(_overlaps(sentences, quote_spans))
    joined = _mark_reopened(joined, paragraphs)
    text = pl.col("text")
    length = pl.col("end_offset") - pl.col("start_offset")
    is_maskable = text.str.contains(MASKABLE) | text.str.contains(" -- ", literal=True)
    joined = joined.with_columns(masked=text)
    joined = rewrite_where(joined, pl.col("starts_quoted") | is_maskable, masked=_masked())
    return joined.with_columns(
        quoted_share=pl.col("quoted_chars") / length,
        quote_group=(~(pl.col("starts_quoted") | pl.col("is_reopened"))).cum_sum(),
    ).drop("quoted_chars", "is_reopened")


def _overlaps(sentences: pl.DataFrame, quote_spans: pl.DataFrame) -> pl.DataFrame:
    """Return per sentence `quoted_chars` (of nested quotations twice) and whether it `starts_quoted`.

    By running sums over the quotations' ends, for a paragraph can hold as many quotations as sentences.
    """
    bounds, spans = _lay_out(sentences, quote_spans)
    start, end = pl.col("start_offset"), pl.col("end_offset")
    opened = pl.concat([spans.select(at=start, opened=1), spans.select(at=end, opened=-1)]).sort("at")
    marks = opened.select(
        "at",
        is_open=pl.col("opened").cum_sum().cast(pl.Int64),
        before=(pl.col("opened") * pl.col("at")).cum_sum(),
    )
    reached = spans.select(at=start + 1, reach=end.cum_max())
    first, last = (_count_quoted(bounds.select(at=column), marks) for column in (start, end))
    reach = bounds.join_asof(reached, left_on="start_offset", right_on="at")["reach"]
    return pl.DataFrame(
        {
            "quoted_chars": last - first,
            "starts_quoted": (reach > bounds["start_offset"]).fill_null(False),
        }
    )


def _lay_out(sentences: pl.DataFrame, quote_spans: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the offsets of both as if all texts stood one behind the other, far apart: in rising order."""
    offsets = ("start_offset", "end_offset")
    number = pl.col("document_key").rle_id().cast(pl.Int64)
    numbers = sentences.select("document_key", number=number).unique("document_key")
    bounds = sentences.select(pl.col(c) + number * TEXT_SPACE for c in offsets)
    spans = quote_spans.join(numbers, on="document_key").sort("number", "start_offset")
    return bounds, spans.select(pl.col(c) + pl.col("number") * TEXT_SPACE for c in offsets)


def _count_quoted(places: pl.DataFrame, marks: pl.DataFrame) -> pl.Series:
    """Return how many characters before each place are quoted."""
    marked = places.join_asof(marks, on="at")
    return (marked["is_open"] * marked["at"] - marked["before"]).fill_null(0)


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
    text = pl.col("text")
    rest = text.str.replace(r"^[^“”\"«»]*(?:[”\"»]|$)", "“”")
    text = pl.when("starts_quoted").then(rest).otherwise(text)
    text = text.str.replace_all(" -- ", " — ", literal=True).str.replace_all(ACRONYM, " $1")
    # `Jane Doe (Chad) — whose country presides — said`
    text = text.str.replace_all(r" [—–] ((?:who|whose|which|the|an?) [^—–“”.]+) [—–] ", ", $1, ")
    text = text.str.replace_all(r"“([^“”\".,!?]{1,40})” |\"([^“”\".,!?]{1,40})\" ", "$1$2 ")
    text = text.str.replace_all(NAMED_BODY, "$1$2")
    return text.str.replace_all(r"“[^“”]*(?:”|$)|\"[^\"“”]*(?:\"|$)|«[^»]*(?:»|$)", "“”")
