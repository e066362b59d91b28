"""Lines that are pieces of one paragraph: hard-wrapped text, page breaks, hyphenated line ends."""

from __future__ import annotations

import polars as pl

from flows.read.forms import RECORD_TURN, SUMMARY_TURN
from flows.read.lines import SENTENCE_END, after, before
from flows.regexes import only_where, rewrite_where

# A file is hard-wrapped where most of its lines touch their neighbours and end at one width.
WRAP_WIDTHS = (40, 110)
MIN_TOUCHING_SHARE = 0.5
MIN_TOUCHING_SHARE_OF_SHORT = 0.25  # where no line is longer than a wrapped one
MIN_WRAPPED_LINES = 6
MAX_STOPPED_SHARE = 0.6  # where more of the long lines end a sentence, each line is a paragraph
FULL_LINE_SHARE = 0.72  # a line shorter than this part of the width ends its paragraph
MIN_BROKEN_CHARS = 40  # a paragraph cut by a page break has at least this before the cut
# what opens a paragraph in any case: turns, stage directions, a line of the members' list
NEW_TURN = (
    rf"{RECORD_TURN}|{SUMMARY_TURN}|^The meeting (?:rose|was|resumed|began)"
    r"|^At the invitation of the (?:President|Chair)"
    r"|^(?:Mr|Mrs|Ms|Miss|Sir|Dame|Dr|King|President)\.? [^:]* (?:was|were) escorted|(?:\. ?){5}"
)
NUMBERED = r"^[0-9]{1,3}\. \p{Lu}"  # a paragraph of a summary record
HEADING_HINT = r"^(?:h[1-6]|caption|byline|link)$"
# stands alone above the delegations of a recorded vote
VOTE_LIST = r"^(?:In favour|Against|Abstain(?:ing|ed)?|Abstentions?|Absent)(?: \([0-9]{1,3}\))?:$"
LOWER_START = r"^\p{Ll}"
# compounds keep the hyphen that a line end follows
HYPHENATED_PREFIX = (
    r"(?i)(?:^|[^\p{L}])(?:non|self|anti|counter|high|low|long|short|well|cross|post|socio|ex"
    r"|vice|cease|follow|decision|policy)-$"
)


def join_lines(lines: pl.DataFrame) -> pl.DataFrame:
    """Return one row per paragraph: lines that continue the one above are joined to it."""
    if lines.is_empty():
        return lines.select("file", "hint", "text", "gap")
    wrapped = lines.with_columns(continues=_continues_wrap(_wrap_width(lines)))
    marked = _mark_broken(wrapped).with_columns(continues=pl.col("continues") | continues_vote_list())
    goes_on = after("continues").fill_null(False)
    marked = marked.with_columns(goes_on=goes_on, paragraph=(~pl.col("continues")).cum_sum())
    is_piece = pl.col("continues") | pl.col("goes_on")
    columns = ("paragraph", "file", "hint", "text", "gap")
    # most lines are paragraphs
    return (
        pl.concat([marked.filter(~is_piece).select(columns), _glue(marked.filter(is_piece)).select(columns)])
        .sort("paragraph")
        .drop("paragraph")
    )


def _glue(pieces: pl.DataFrame) -> pl.DataFrame:
    """Return one row per paragraph of several lines."""
    text = pl.when("goes_on").then(_as_piece()).otherwise("text")
    return (
        pieces.with_columns(text=text)
        .group_by("paragraph", maintain_order=True)
        .agg(pl.col("file", "hint", "gap").first(), pl.col("text").str.join(""))
    )


def _as_piece() -> pl.Expr:
    """The text as the next line is glued to it: `interna-` without the hyphen, else with a space."""
    text = pl.col("text")
    hyphenated = text.str.contains(r"\p{Ll}-$") & after("text").str.contains(LOWER_START).fill_null(False)
    return (
        pl.when(hyphenated & ~text.str.contains(HYPHENATED_PREFIX))
        .then(text.str.strip_suffix("-"))
        .when(text.str.contains(r"\w[-/]$"))
        .then(text)
        .otherwise(text + " ")
    )


def _mark_broken(lines: pl.DataFrame) -> pl.DataFrame:
    """Mark the lines in small letters that go on with the sentence or word of the line above."""
    is_below = (pl.col("file") == pl.col("file").shift(1)) & ~pl.col("continues")
    goes_on = continues_over_page_break() | continues_word()
    with_above = lines.with_columns(pl.col("text", "hint").shift(1).name.suffix("_above"))
    is_lower = pl.col("text").str.contains(LOWER_START)
    marked = rewrite_where(with_above, is_below & is_lower, continues=goes_on.fill_null(False))
    return marked.drop("text_above", "hint_above")


def continues_word() -> pl.Expr:
    """`… on the interna-` / `tional presence`: one word, hyphenated at the line's end."""
    unmarked = pl.col("hint_above").is_null() & pl.col("hint").is_null()
    return pl.col("text_above").str.contains(r"\p{Ll}-$") & unmarked


def continues_over_page_break() -> pl.Expr:
    """`… a framework for action rooted` / `in international law.`: one paragraph, cut by a page."""
    above = pl.col("text_above")
    # above must itself read like prose: not an unpunctuated list item in lower case
    prose = above.str.contains(r"^[^\p{Ll}]") & (above.str.len_chars() >= MIN_BROKEN_CHARS)
    hinted = pl.col("hint_above").str.contains(HEADING_HINT) | pl.col("hint").is_not_null()
    return prose & ~above.str.contains(SENTENCE_END) & ~hinted.fill_null(False)


def continues_vote_list() -> pl.Expr:
    """`In favour:` / `Algeria, Chad,` / `Mali`: the delegations of a vote are one paragraph."""
    above = before("text")
    goes_on = (above.str.ends_with(",") | above.str.contains(VOTE_LIST)).fill_null(False)
    opens = pl.when(~goes_on).then(pl.col("text").str.contains(VOTE_LIST)).forward_fill()
    return goes_on & opens & pl.col("hint").is_null()


def _wrap_width(lines: pl.DataFrame) -> pl.DataFrame:
    """Add the width at which the file's lines are wrapped, NULL where they are whole paragraphs."""
    plain = pl.col("hint").is_null() | (pl.col("hint") == "li")
    widths = (
        lines.filter(plain)
        .group_by("file")
        .agg(
            count=pl.len(),
            touching=(~pl.col("gap")).mean(),
            width=pl.col("text").str.len_chars().quantile(0.9),
            longest=pl.col("text").str.len_chars().max(),
        )
        .with_columns(
            enough=pl.when(pl.col("longest") <= WRAP_WIDTHS[1])
            .then(MIN_TOUCHING_SHARE_OF_SHORT)
            .otherwise(MIN_TOUCHING_SHARE)
        )
        .filter(
            (pl.col("count") >= MIN_WRAPPED_LINES)
            & (pl.col("touching") >= pl.col("enough"))
            & pl.col("width").is_between(*WRAP_WIDTHS)
        )
    )
    widths = widths.join(_paragraphs_by_line(lines.join(widths, on="file")), on="file", how="anti")
    return lines.join(widths.select("file", "width"), on="file", how="left", maintain_order="left")


def _paragraphs_by_line(lines: pl.DataFrame) -> pl.DataFrame:
    """Return the files whose long lines mostly end a sentence: short paragraphs, not wrapped ones."""
    long = lines.filter(pl.col("text").str.len_chars() >= FULL_LINE_SHARE * pl.col("width"))
    stopped = long.group_by("file").agg(share=pl.col("text").str.contains(SENTENCE_END).mean())
    return stopped.filter(pl.col("share") > MAX_STOPPED_SHARE)


def _continues_wrap(lines: pl.DataFrame) -> pl.Series:
    """Whether a line of a hard-wrapped file goes on with the line right above it."""
    is_wrapped = pl.col("width").is_not_null()
    text, above = only_where(is_wrapped, pl.col("text")), only_where(is_wrapped, before("text"))
    full = above.str.len_chars() >= FULL_LINE_SHARE * pl.col("width")
    ended = above.str.contains(SENTENCE_END)
    shorter = above.str.len_chars() < 0.9 * pl.col("width")
    starts_anew = pl.col("gap") | pl.col("indent") | pl.col("hint").is_not_null()
    turn = text.str.contains(NEW_TURN) | (ended & text.str.contains(NUMBERED))
    heading = before("hint").str.contains(HEADING_HINT).fill_null(False)
    # no indent and no empty lines: only a short last line tells where a paragraph ends
    goes_on = ~ended | text.str.contains(LOWER_START)
    continues = (
        is_wrapped
        & ~starts_anew
        & ~turn
        & ~heading
        & ((full & ~(shorter & ~goes_on)) | (pl.col("cut") & goes_on))
    )
    return lines.select(continues=continues.fill_null(False))["continues"]
