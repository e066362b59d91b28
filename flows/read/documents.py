"""Documents and paragraphs from lines with their roles: text, offsets, identity, metadata."""

from __future__ import annotations

import hashlib

import polars as pl

from flows.read.dates import parse_date
from flows.read.files import OpenedFiles
from flows.read.language import recognize_language
from flows.reference import Reference
from flows.regexes import contains_where
from flows.schemas import DOCUMENTS, PARAGRAPHS

KEY_CHARS = 20
SITE_SUFFIX = r"\s+[|–—-]\s+(?:UN|United Nations|Meetings Coverage)\b.{0,60}$"
# the meeting is that of the day of printing
SAME_DAY = r"[ ,“](?:today|this (?:morning|afternoon|evening)|tonight)[ ,.]"


def build_documents(
    lines: pl.DataFrame, profile: pl.DataFrame, opened: OpenedFiles, reference: Reference
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return (DOCUMENTS, editions of them that the same batch supersedes)."""
    texts = lines.group_by("file", maintain_order=True).agg(
        contains_where(pl.col("section") == "lead", pl.col("text"), SAME_DAY).any().alias("is_same_day"),
        pl.col("text").str.join("\n"),
    )
    built = (
        texts.join(_join_titles(lines), on="file", how="left", maintain_order="left")
        .join(profile, on="file", how="left", maintain_order="left")
        .join(opened.files, on="file", how="left", maintain_order="left")
        .join(opened.metadata.drop("source_url"), on="file", how="left", maintain_order="left")
        .pipe(recognize_language, reference)
        .with_columns(**_published(reference), **_statistics())
        .with_columns(
            title=pl.coalesce(
                pl.col("title").replace("", None), pl.col("meta_title").str.replace(SITE_SUFFIX, "")
            ),
            publisher=pl.coalesce("manifest_publisher", _publisher(reference)),
            held_on=pl.when(
                (pl.col("kind") == "verbatim_record")
                | ((pl.col("kind") == "meeting_coverage") & pl.col("is_same_day"))
            ).then(pl.coalesce("held_date", "published_on")),
            record_symbol=pl.coalesce("record", pl.lit(None, pl.String)).str.replace_all(" ", ""),
            content_sha256=_sha256("text"),
            document_identity=_identity(),
        )
        .with_columns(document_key=_sha256("document_identity").str.slice(0, KEY_CHARS))
    )
    is_kept = _is_latest_edition()
    kept = built.filter(is_kept)
    return DOCUMENTS.conform(kept), DOCUMENTS.conform(built.filter(~is_kept))


def _join_titles(lines: pl.DataFrame) -> pl.DataFrame:
    """Return (file, title): the title's lines as one, without the second printing of old pages."""
    line = pl.col("line")
    is_run = (line - line.first() == pl.int_range(pl.len())).over("file")
    titles = lines.filter(role="title").filter(is_run)
    return titles.group_by("file").agg(title=pl.col("text").str.join(" "))


def _statistics() -> dict[str, pl.Expr]:
    return {
        "char_count": pl.col("text").str.len_chars(),
        # the text is normalized: one space or line end between two words
        "word_count": pl.col("text").str.count_matches(r"[ \n]") + 1,
    }


def _published(reference: Reference) -> dict[str, pl.Expr]:
    """What the text states wins over the page's metadata, and that over the manifest."""
    metadata = parse_date(pl.col("meta_date"), reference)
    basis = (
        pl.when(pl.col("text_date").is_not_null())
        .then(pl.lit("text"))
        .when(metadata.is_not_null())
        .then(pl.lit("metadata"))
        .when(pl.col("manifest_published_on").is_not_null())
        .then(pl.lit("manifest"))
    )
    return {
        "published_on": pl.coalesce("text_date", metadata, "manifest_published_on"),
        "published_on_basis": basis,
    }


def _publisher(reference: Reference) -> pl.Expr:
    table = reference["publishers"]
    return pl.col("kind").replace_strict(table["kind"], table["publisher"], default=None)


def _identity() -> pl.Expr:
    """`SC/12751|en|`: symbol with language and part, else the address, else `source_name/path`."""
    by_symbol = pl.concat_str(
        "symbol", pl.col("language").fill_null(""), pl.col("part").fill_null(""), separator="|"
    )
    return pl.coalesce(by_symbol, "source_url", pl.concat_str("source_name", "source_path", separator="/"))


def _sha256(column: str) -> pl.Expr:
    # no hash of the standard library's is an expression; a document's text goes through once
    return (
        pl.col(column)
        .cast(pl.Binary)
        .map_elements(lambda text: hashlib.sha256(text).hexdigest(), return_dtype=pl.String)
    )


def _is_latest_edition() -> pl.Expr:
    """Of files with one identity: the latest published, then the final edition, then by path."""
    order = pl.struct(
        (-pl.col("published_on").cast(pl.Int32)).fill_null(0).alias("age"),
        pl.col("edition").eq_missing(pl.lit("in_progress")).alias("is_in_progress"),
        "source_name",
        "source_path",
    )
    return order.rank("ordinal").over("document_key") == 1


def build_paragraphs(lines: pl.DataFrame, documents: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """Return PARAGRAPHS of the documents: each a line of the text, with its offsets."""
    keys = documents.select("document_key", "source_name", "source_path").join(
        files, on=["source_name", "source_path"], how="left"
    )
    ends = pl.col("text").str.len_chars().cast(pl.Int64) + 1
    placed = lines.join(
        keys.select("file", "document_key"), on="file", how="inner", maintain_order="left"
    ).with_columns(
        paragraph_ordinal=pl.int_range(1, pl.len() + 1).over("file"), next_start=ends.cum_sum().over("file")
    )
    return PARAGRAPHS.conform(
        placed.with_columns(start_offset=pl.col("next_start") - ends, end_offset=pl.col("next_start") - 1)
    )
