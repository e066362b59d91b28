"""Plain text and Markdown to lines, over all files of a batch at once."""

from __future__ import annotations

import html

import polars as pl

from flows.read.lines import LINES
from flows.regexes import contains_sign, rewrite_where

LINE_ENDS = r"\r\n?|[\x0b\x0c\x1c-\x1e\x{85}\x{2028}\x{2029}]"
LINE_END_CHARS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
PAGE_BREAK = "\x0c"

# [text](address "title"); the text may hold one level of editorial brackets: ["We [all] must,](#)
MARKDOWN_LINK = r'\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\((?:[^()\s]|\([^()\s]*\))*(?: "[^"]*")? ?\)'
MARKDOWN_IMAGE = r"!" + MARKDOWN_LINK
REFERENCE_LINK = r"\[([^\[\]]+)\]\[[\w -]*\]"
INLINE_TAG = (
    r"(?i)</?(?:u|b|i|em|strong|span|p|div|br|a|sup|sub|font|mark|small|ins|del|s|center|h[1-6]|blockquote"
    r"|ul|ol|li|img|hr|table|tr|td|th|tbody)(?:\s[^<>]*)?/?>"
)
MARKUP = "[]*_<>`\\#&="
BULLET = r"^(?:[•●○◦▪▫■□♦◆◇‣⁃∙·➢➤►▶✓\x{F0B7}\x{F0A7}\x{F0D8}]+\s*|[-*+–—] +)"
LETTERED_ITEM = r"^\((?:[a-z]|[ivx]{1,4}|\d{1,2})\) "


def count_line_ends(text: str) -> int:
    """Return how many lines the text has at most."""
    return sum(text.count(char) for char in LINE_END_CHARS)


def read_plain(texts: pl.DataFrame) -> pl.DataFrame:
    """Return LINES of plain or Markdown files, given as (file, text)."""
    lines = (
        texts.select(
            "file",
            pl.col("text")
            .str.replace_all(PAGE_BREAK, "\n\n", literal=True)
            .str.replace_all(LINE_ENDS, "\n")
            .str.split("\n"),
        )
        .explode("text")
        .with_columns(
            indent=pl.col("text").str.contains(r"^(?: {2,}|\t)"),
            text=pl.col("text").str.strip_chars(),
        )
    )
    return strip_markdown(_mark_gaps(lines)).select(LINES)


def _mark_gaps(lines: pl.DataFrame) -> pl.DataFrame:
    """Drop the empty lines, keeping on the next line that one stood before it."""
    return (
        lines.with_columns(gap=(pl.col("text").shift(1) == "").fill_null(True))
        .filter(pl.col("text") != "")
        .with_columns(hint=pl.lit(None, pl.String))
    )


def strip_markdown(lines: pl.DataFrame) -> pl.DataFrame:
    """Turn `## Title`, `- item`, `[text](#)`, `<u>…</u>` and `**…**` into text and a hint."""
    text = pl.col("text")
    lines = rewrite_where(lines, contains_sign(text, MARKUP), text=_strip_inline())
    # html knows all the entities; only the few lines that hold one come here
    unescaped = text.map_elements(html.unescape, return_dtype=pl.String)
    lines = rewrite_where(lines, text.str.contains(r"&(?:#\d|#x|[a-zA-Z]+\d*;)"), text=unescaped)
    lines = rewrite_where(lines, text.str.contains(r"^[#>]"), **_mark_block())
    lines = rewrite_where(lines, text.str.contains(BULLET), **_mark_bullet())
    is_item = text.str.contains(LETTERED_ITEM)
    return rewrite_where(lines, is_item, hint=pl.coalesce("hint", pl.lit("li")))


def _strip_inline() -> pl.Expr:
    return (
        pl.col("text")
        .str.replace_all(MARKDOWN_IMAGE, "")
        .str.replace_all(MARKDOWN_LINK, "$1")
        .str.replace_all(REFERENCE_LINK, "$1")
        .str.replace_all(INLINE_TAG, "")
        .str.replace_all(r"<(https?://[^<>\s]+)>", "$1")
        .str.replace_all(r"\*\*([^*\s](?:[^*]*[^*\s])?)\*\*", "$1")
        .str.replace_all(r"(^|[^\w*])\*([^*\s](?:[^*]*[^*\s])?)\*($|[^\w*])", "$1$2$3")
        .str.replace_all(r"(^|\W)__?([^_\s](?:[^_]*[^_\s])?)__?($|\W)", "$1$2$3")
        .str.replace_all(r"\\([\\`*_{}\[\]()#+.!>~|-])", "$1")
        .str.strip_chars()
    )


def _mark_block() -> dict[str, pl.Expr]:
    level = pl.col("text").str.extract(r"^(#{1,6})\s", 1).str.len_chars()
    return {
        "hint": pl.when(level.is_not_null())
        .then(pl.lit("h") + level.cast(pl.String))
        .when(pl.col("text").str.starts_with(">"))
        .then(pl.lit("blockquote"))
        .otherwise("hint"),
        "text": pl.col("text").str.replace(r"^(?:#{1,6}\s+|(?:>\s*)+)", "").str.replace(r"\s+#+$", ""),
    }


def _mark_bullet() -> dict[str, pl.Expr]:
    return {
        "hint": pl.when(pl.col("text").str.contains(r"^[–—]"))
        .then(pl.lit("dash"))
        .otherwise(pl.coalesce("hint", pl.lit("li"))),
        "text": pl.col("text").str.replace(BULLET, ""),
    }
