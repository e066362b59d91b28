"""A saved web page to lines: the article's blocks without the furniture around them."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from lxml import etree

from flows.read.blocks import BlockReader, page_words
from flows.read.lines import SENTENCE_END
from flows.read.rejects import UnreadableFileError
from flows.reference import Reference

CHUNK_CHARS = 1 << 20
# An element named like furniture that holds most of the prose is the page's own wrapper.
MIN_KEPT_SHARE = 0.5
MIN_MAIN_SHARE = 0.5
MIN_PROSE_CHARS = 60
MAX_LINK_SHARE = 0.8

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

PAGE_LINES = {"hint": pl.String, "text": pl.String, "gap": pl.Boolean, "indent": pl.Boolean}


@dataclass(frozen=True)
class Page:
    """The blocks of a page (hint, text, gap, indent) and what its head states."""

    lines: pl.DataFrame
    url: str | None
    published: str | None
    title: str | None


def read_page(text: str, reference: Reference) -> Page:
    """Return the article of a page; navigation, related stories, footers and scripts are left out.

    Raises UnreadableFileError.
    """
    reader = _parse(text, reference)
    blocks = _hide_links(_choose_blocks(_mark_prose(reader.as_frame())))
    return Page(
        lines=blocks.select(pl.col(name).cast(dtype) for name, dtype in PAGE_LINES.items()),
        url=_first_stated(reader.stated, URL_NAMES, prefix="http"),
        published=_first_stated(reader.stated, DATE_NAMES),
        title=_first_stated(reader.stated, TITLE_NAMES),
    )


def _parse(text: str, reference: Reference) -> BlockReader:
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


def _first_stated(stated: dict[str, str], names: tuple[str, ...], prefix: str = "") -> str | None:
    for name in names:
        value = stated.get(name, "").strip()
        if value and value.startswith(prefix):
            return value
    return None


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
    """Return the blocks of the main part that are no furniture by their tag or name."""
    body = blocks.filter(~pl.col("is_furniture_tag"))
    if body["prose"].sum() == 0:
        body = blocks
    main = body.filter("in_main")
    if main["prose"].sum() >= MIN_MAIN_SHARE * body["prose"].sum():
        body = main if main.height else body
    named = body.filter(~pl.col("is_furniture_name") | (pl.col("hint") == "h1").fill_null(False))
    if named["prose"].sum() >= MIN_KEPT_SHARE * body["prose"].sum():
        body = named
    return _drop_other_articles(body)


def _drop_other_articles(blocks: pl.DataFrame) -> pl.DataFrame:
    """Of several articles one is the document if it has most of the prose; the others are teasers."""
    articles = blocks.filter(pl.col("article") > 0).group_by("article").agg(pl.col("prose").sum())
    if articles.is_empty():
        return blocks
    prose, article = articles.select(pl.col("prose").max(), pl.col("article").sort_by("prose").last()).row(0)
    if prose < MIN_MAIN_SHARE * blocks["prose"].sum():
        return blocks
    return blocks.filter(pl.col("article").is_in([0, article]))


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
