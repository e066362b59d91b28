"""Lines as the readers of the formats give them, cleaned and joined to paragraphs."""

from __future__ import annotations

import polars as pl

from flows.regexes import contains_sign, contains_where, rewrite_where

# hint: what the markup says of the line (h1 to h6, li, dash, blockquote, caption, byline, link),
# gap: an empty line or a block's edge stands before it.
LINES = ("file", "hint", "text", "gap", "indent")

# Controls, soft hyphens, zero-width and direction marks, noncharacters (segment uses some).
INVISIBLE = (
    r"[\x00-\x08\x0e-\x1f\x7f-\x{9f}\x{ad}\x{34f}\x{61c}\x{180e}\x{200b}-\x{200f}\x{202a}-\x{202e}"
    r"\x{2060}-\x{206f}\x{feff}\x{fdd0}-\x{fdef}\x{fff9}-\x{ffff}]"
)
ODD_SPACES = r"[\t\x0b\x0c\x{a0}\x{1680}\x{2000}-\x{200a}\x{202f}\x{205f}\x{3000}]+"
ODD_HYPHENS = r"[\x{2010}\x{2011}]"
# Letters beyond Latin with its accents, and signs that have a canonical twin.
MAYBE_NOT_NFC = r"[^\x00-\x{2ff}\x{370}-\x{373}\x{400}-\x{482}\x{2010}-\x{203a}\x{20ac}]"
COMMON_ODD = {"\u00a0": " ", "\u2010": "-", "\u2011": "-"}
COMMON_SIGNS = "[‘’“”–—…]"  # of three bytes each
ASCII_CONTROLS = "".join(map(chr, [*range(0x20), 0x7F]))
BEYOND_ASCII = f"{INVISIBLE}|{ODD_SPACES}|{ODD_HYPHENS}|{MAYBE_NOT_NFC}"
NO_WORD = r"^[^\p{L}\p{N}]*$"

SENTENCE_END = r"[.!?…:;。！？؟]['’\"”»)\]*]*(?:\[[0-9]{1,3}\]|[¹²³⁰-⁹])*$"


def clean_lines(lines: pl.DataFrame) -> pl.DataFrame:
    """Normalize the text of LINES (NFC, one kind of space, nothing invisible); drop empty ones."""
    text = pl.col("text")
    lines = lines.with_columns(text.str.replace_many(COMMON_ODD))
    # most lines are ASCII but for quotation marks and dashes, and counting is cheaper than that pattern
    extra_bytes = text.str.len_bytes() - text.str.len_chars()
    has_others = extra_bytes != 2 * text.str.count_matches(COMMON_SIGNS)
    beyond_ascii = contains_where(has_others, text, BEYOND_ASCII)
    odd = contains_sign(text, ASCII_CONTROLS) | beyond_ascii
    doubled = text.str.contains("  ", literal=True)
    lines = rewrite_where(lines, odd, text=_normalize_characters(text))
    lines = rewrite_where(lines, doubled, text=text.str.replace_all(" {2,}", " "))
    return lines.with_columns(text.str.strip_chars()).filter(~text.str.contains(NO_WORD))


def _normalize_characters(text: pl.Expr) -> pl.Expr:
    seen = text.str.replace_all(INVISIBLE, "")
    # few odd lines need it, and composing looks at each character
    composed = pl.when(seen.str.contains(MAYBE_NOT_NFC)).then(seen).str.normalize("NFC")
    return pl.coalesce(composed, seen).str.replace_all(ODD_SPACES, " ").str.replace_all(ODD_HYPHENS, "-")


def before(column: str) -> pl.Expr:
    """Return the column's value in the line above, NULL above a file's first line."""
    return pl.when(pl.col("file") == pl.col("file").shift(1)).then(pl.col(column).shift(1))


def after(column: str) -> pl.Expr:
    """Return the column's value in the line below, NULL below a file's last line."""
    return pl.when(pl.col("file") == pl.col("file").shift(-1)).then(pl.col(column).shift(-1))


def is_running() -> pl.Expr:
    """Whether the line reads as prose: a sentence's end, more than a few words, no heading's markup."""
    text = pl.col("text")
    marked = pl.col("hint").str.contains(r"^(?:h[1-6]|caption|byline|link)$").fill_null(False)
    # `COUNCIL EXTENDS MANDATE ON LAKES;` is a line of a title
    worded = text.str.contains(r" .* .* ") & text.str.contains(r"\p{Ll}")
    return ~marked & text.str.contains(SENTENCE_END) & worded
