"""A saved web page to lines: the article's blocks without the furniture around them."""

from __future__ import annotations

import polars as pl
from lxml import etree

from flows.read.blocks import BLOCK_SCHEMA, MAX_LINK_SHARE, MIN_PROSE_CHARS, BlockReader, page_words
from flows.read.lines import LINES, SENTENCE_END
from flows.read.rejects import UnreadableFileError
from flows.reference import Reference

CHUNK_CHARS = 1 << 20
# An element named like furniture that holds most of the prose is the page's own wrapper.
MIN_KEPT_SHARE = 0.5

URL_NAMES = ("link:canonical", "og:url", "twitter:url")
DATE_NAMES = (
    "article:published_time",
    "dcterms.date",
    "dcterms.created",
    "dcterms.issued",
    "dc.date",
    "dc.date.issued",
    "datepublished",
    "date",
    "time",
)
TITLE_NAMES = ("og:title", "dcterms.title", "dc.title", "title")

META_SCHEMA = {
    "file": pl.UInt32,
    "meta_url": pl.String,
    "meta_date": pl.String,
    "meta_title": pl.String,
}


def parse_page(text: str, reference: Reference) -> BlockReader:
    """Return the blocks of a page and what its head states. Raises UnreadableFileError."""
    # events instead of a tree: linear, whatever is nested how deep
    reader = BlockReader(page_words(reference))
    parser = etree.HTMLParser(target=reader, encoding="utf-8", huge_tree=True, recover=True)
    text = text.replace("\0", "").lstrip("\ufeff")
    try:
        for start in range(0, len(text), CHUNK_CHARS):
            parser.feed(text[start : start + CHUNK_CHARS].encode("utf-8", "replace"))
        parser.close()
    except etree.LxmlError as error:
        if not reader.blocks:
            raise UnreadableFileError("unreadable_html") from error
    reader.close()
    return reader


def state_metadata(pages: list[tuple[int, BlockReader]]) -> pl.DataFrame:
    """Return per page its address, publication time and title, as its head states them."""
    rows = [
        (
            file,
            _first_stated(page.stated, URL_NAMES, prefix="http"),
            _first_stated(page.stated, DATE_NAMES),
            _first_stated(page.stated, TITLE_NAMES),
        )
        for file, page in pages
    ]
    return pl.DataFrame(rows, schema=META_SCHEMA, orient="row")


def read_pages(pages: list[tuple[int, BlockReader]]) -> pl.DataFrame:
    """Return LINES of the pages' articles, without navigation, related stories and footers."""
    rows = [(file, *row) for file, page in pages for row in page.rows()]
    blocks = pl.DataFrame(rows, schema={"file": pl.UInt32, **BLOCK_SCHEMA}, orient="row")
    return _hide_links(_choose_blocks(_mark_prose(blocks))).select(LINES)


def _mark_prose(blocks: pl.DataFrame) -> pl.DataFrame:
    """Add `prose`, the length of what reads as running text and is no list of links."""
    is_prose = (
        (pl.col("text").str.len_chars() >= MIN_PROSE_CHARS)
        & pl.col("text").str.contains(SENTENCE_END)
        & (pl.col("link_share") < MAX_LINK_SHARE)
    )
    return blocks.with_columns(
        prose=pl.when(is_prose).then(pl.col("text").str.len_chars()).otherwise(0).cast(pl.Int64)
    )


def _choose_blocks(blocks: pl.DataFrame) -> pl.DataFrame:
    """Narrow each page down: no furniture by tag, the main part, no columns beside it, no furniture
    by name, one article.

    A step that would lose most of a page's prose is not taken: then a name or tag describes
    the page itself and not a part of it.
    """
    in_one_article = (pl.col("article") == 0) | (pl.col("article") == pl.col("main_article"))
    by_name = ~pl.col("is_furniture_name") | (pl.col("hint") == "h1").fill_null(False)
    blocks = _keep_prose(blocks, ~pl.col("is_furniture_tag"), 0.0)
    blocks = _keep_prose(blocks, pl.col("in_main"), MIN_KEPT_SHARE)
    blocks = _keep_prose(blocks, ~pl.col("is_beside"), MIN_KEPT_SHARE)
    blocks = _keep_prose(blocks, by_name, MIN_KEPT_SHARE)
    return _keep_prose(_mark_main_article(blocks), in_one_article, MIN_KEPT_SHARE)


def _keep_prose(blocks: pl.DataFrame, keep: pl.Expr, least_share: float) -> pl.DataFrame:
    """Keep the blocks in question on the pages where that leaves enough of the prose."""
    all_prose = pl.col("prose").sum().over("file")
    kept_prose = pl.when(keep).then("prose").otherwise(0).sum().over("file")
    enough = (kept_prose >= least_share * all_prose) & ((kept_prose > 0) | (all_prose == 0))
    return blocks.filter(keep | ~(enough & keep.any().over("file")))


def _mark_main_article(blocks: pl.DataFrame) -> pl.DataFrame:
    """Add `main_article`: of several articles the one with most prose, the others are teasers."""
    articles = (
        blocks.filter(pl.col("article") > 0)
        .group_by("file", "article")
        .agg(pl.col("prose").sum())
        .sort("file", "prose", "article")
        .group_by("file")
        .agg(pl.col("article").last().alias("main_article"))
    )
    return blocks.join(articles, on="file", how="left", maintain_order="left").with_columns(
        pl.col("main_article").fill_null(0)
    )


def _hide_links(blocks: pl.DataFrame) -> pl.DataFrame:
    """Drop lists of links; a line that is one link keeps the hint `link`."""
    only_link = (
        (pl.col("link_share") >= MAX_LINK_SHARE)
        & (pl.col("prose") == 0)
        & ~pl.col("hint").fill_null("").str.contains(r"^h\d$|byline|caption")
        & ~((pl.col("text").str.len_chars() >= MIN_PROSE_CHARS) & pl.col("text").str.contains(SENTENCE_END))
    )
    return blocks.filter(~(only_link & (pl.col("hint") == "li").fill_null(False))).with_columns(
        hint=pl.when(only_link).then(pl.lit("link")).otherwise("hint")
    )


def _first_stated(stated: dict[str, str], names: tuple[str, ...], prefix: str = "") -> str | None:
    for name in names:
        value = stated.get(name, "").strip()
        if value and value.startswith(prefix):
            return value
    return None
