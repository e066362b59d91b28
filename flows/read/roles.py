"""Which part each paragraph plays in its document: masthead, title, running text, pull quote …"""

from __future__ import annotations

import polars as pl

from flows.read.lines import after, before, is_running
from flows.read.profile import (
    CALLED_TO_ORDER,
    CAPITAL_SPEAKER,
    MEETING_NUMBER,
    RECORD_TURN,
    SESSION_NUMBER,
    SYMBOL_LINE,
    UNOFFICIAL,
    date_line_pattern,
)
from flows.reference import Reference, once_per_reference

MAX_HEADING_CHARS = 300
MIN_PULL_QUOTE_CHARS = 30
MAX_BYLINE_CHARS = 90
MAX_PULL_QUOTES_SOUGHT = 40  # a file with more unpunctuated lines is no story with pull quotes
QUOTE_MARK = r"[“”\"„«»]|(?:^|[\s(])[‘']\p{L}"
END_MARK = r"[.!?…。！？؟]['’\"”»)\]*]*$"
# `Secretary-General Guterres`, `– Jane Doe, head of mission`, `Council resolution 2388 (2017)`
NAME_LINE = (
    r"^[-–—]? ?(?:\p{Lu}[\p{L}.’'-]*,?)(?: (?:\p{Lu}[\p{L}.’'-]*,?|of|the|for|and|on|in|de|del|la|van|von|al|bin|to|[&/]|\(\p{Lu}+\),?))*$"
    r"|^(?:\p{Lu}\p{L}+ ){0,3}[Rr]esolution \d{1,5}(?: \(\d{4}\))?$"
)
HEADING_ROLES = ("masthead", "title", "subhead", "byline", "caption", "furniture")


def assign_roles(lines: pl.DataFrame, profile: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Add `role` and `section` to the paragraphs, given as (file, hint, text, gap)."""
    marked = lines.join(
        profile.select("file", "kind"), on="file", how="left", maintain_order="left"
    ).with_columns(
        line=pl.int_range(pl.len()).over("file"),
        ended=pl.col("text").str.contains(END_MARK),
        running=is_running(),
    )
    marked = marked.with_columns(
        short=pl.col("text").str.len_chars() <= MAX_HEADING_CHARS,
        prose_before=(pl.col("running").cum_sum() - pl.col("running")).over("file"),
    )
    marked = _mark_cues(marked, reference).with_columns(is_subhead=_is_section_heading(reference))
    marked = marked.with_columns(role=_role_by_form(reference))
    marked = _mark_titles(marked)
    marked = _mark_pull_quotes(marked)
    # what is one link and no part of the text is the page's furniture, not the document's
    loose_link = (pl.col("hint") == "link") & (pl.col("role") == "furniture")
    return _mark_sections(marked.filter(~loose_link.fill_null(False))).select(
        "file", "text", "role", "section"
    )


@once_per_reference
def _cues_by_role(reference: Reference) -> list[tuple[str, bool, str]]:
    """Return (role, rest_follows, one pattern for all its rows)."""
    grouped = reference["line_cues"].group_by("role", "rest_follows", maintain_order=True).agg("pattern")
    return [(role, rest, "|".join(f"(?:{p})" for p in patterns)) for role, rest, patterns in grouped.rows()]


def _mark_cues(lines: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Add `cued`, the role that the line's form names; below `rest_follows` all is of that role."""
    text, short = pl.col("text"), pl.col("short")
    cued = pl.coalesce(
        *[
            pl.when(short & text.str.contains(pattern)).then(pl.lit(role))
            for role, _, pattern in _cues_by_role(reference)
        ]
    )
    ends = [
        short & ~pl.col("ended") & (pl.col("prose_before") > 0) & text.str.contains(pattern)
        for _, rest, pattern in _cues_by_role(reference)
        if rest
    ]
    over = pl.any_horizontal(*ends).cum_max().over("file")
    return lines.with_columns(cued=pl.when(over).then(pl.lit("furniture")).otherwise(cued), over=over)


@once_per_reference
def _section_heading_pattern(reference: Reference) -> str:
    return "(?i)" + "|".join(reference["section_headings"]["pattern"])


def _is_section_heading(reference: Reference) -> pl.Expr:
    """`Statements`, `Right of Reply`: a heading of the press officer's, alone on its line."""
    return (
        pl.col("short") & ~pl.col("ended") & pl.col("text").str.contains(_section_heading_pattern(reference))
    )


def _is_masthead(reference: Reference) -> pl.Expr:
    """Symbol, meeting number, session or date alone on a line before the text."""
    text = pl.col("text")
    forms = (SYMBOL_LINE, MEETING_NUMBER, SESSION_NUMBER + ".{0,40}$", date_line_pattern(reference))
    is_form = pl.any_horizontal(*[text.str.contains(form) for form in forms])
    return pl.col("short") & (pl.col("prose_before") == 0) & ~pl.col("ended") & is_form


def _role_by_form(reference: Reference) -> pl.Expr:
    """The role as far as the line alone tells it; headings are `subhead` for now."""
    text, hint = pl.col("text"), pl.col("hint").fill_null("")
    is_record = pl.col("kind") == "verbatim_record"
    cover = is_record & (pl.col("line") < _opening_line())
    listed = hint.is_in(["li", "dash"])
    unended = pl.col("short") & ~text.str.contains(r"[.!?…:;,。！？؟]['’\"”»)\]*]*$")
    keeps_text = listed & ~pl.col("over") & ~(pl.col("cued") == "furniture").fill_null(False)
    return (
        pl.when(pl.col("over"))
        .then(pl.lit("furniture"))
        .when(cover & pl.col("cued").is_null())
        .then(pl.lit("masthead"))
        .when(text.str.contains(UNOFFICIAL) & (text.str.len_chars() <= 100))
        .then(pl.lit("masthead"))
        .when(_is_masthead(reference))
        .then(pl.lit("masthead"))
        .when((pl.col("cued") == "masthead") & ((pl.col("prose_before") == 0) | cover))
        .then(pl.lit("masthead"))
        .when(pl.col("cued") == "furniture")
        .then(pl.lit("furniture"))
        .when((hint == "caption") | ((pl.col("cued") == "caption") & ~pl.col("ended")))
        .then(pl.lit("caption"))
        .when(hint == "byline")
        .then(pl.lit("byline"))
        .when(hint.str.contains("^h[1-6]$") & pl.col("short"))
        .then(pl.lit("subhead"))
        .when(keeps_text)
        .then(pl.lit("list_item"))
        .when(hint == "link")
        .then(pl.lit("furniture"))
        .when(unended & ~pl.col("running"))
        .then(pl.lit("subhead"))
        .otherwise(pl.lit("text"))
    )


def _opening_line() -> pl.Expr:
    """Where a record's cover ends: the call to order, else the first turn."""
    text = pl.col("text")
    line = pl.col("line")
    opened = pl.when(text.str.contains(CALLED_TO_ORDER)).then(line).min().over("file")
    first_turn = pl.when(text.str.contains(RECORD_TURN)).then(line).min().over("file")
    return pl.coalesce(opened, first_turn, pl.lit(0))


def _mark_titles(lines: pl.DataFrame) -> pl.DataFrame:
    """The first heading is the title, unless prose stands before it and no markup says `h1`."""
    is_heading = pl.col("role") == "subhead"
    marked_h1 = is_heading & (pl.col("hint") == "h1").fill_null(False)
    early = is_heading & (pl.col("prose_before") == 0)
    chosen = pl.coalesce(
        pl.when(marked_h1).then(pl.col("line")).min().over("file"),
        pl.when(early).then(pl.col("line")).min().over("file"),
    )
    # old pages print the title twice
    title = pl.when(pl.col("line") == chosen).then(pl.col("text").str.to_lowercase()).max().over("file")
    is_title = (pl.col("line") == chosen) | (early & (pl.col("text").str.to_lowercase() == title))
    # an unmarked heading that reads as a sentence (`Time to act!`) opens the document too
    return lines.with_columns(role=pl.when(is_title.fill_null(False)).then(pl.lit("title")).otherwise("role"))


def _mark_pull_quotes(lines: pl.DataFrame) -> pl.DataFrame:
    """A speaker's words printed again outside the paragraphs, with or without a name under them."""
    text = pl.col("text")
    within = (pl.col("prose_before") > 0) & (pl.col("kind") != "meeting_coverage")
    quotes_block = (pl.col("hint") == "blockquote").fill_null(False)
    # a name alone right under unpunctuated words
    is_byline = (
        within
        & (pl.col("role") == "subhead")
        & (~pl.col("gap") | text.str.contains(r"^[-–—]"))
        & (text.str.len_chars() <= MAX_BYLINE_CHARS)
        & text.str.contains(NAME_LINE)
        & (before("text").str.len_chars() >= MIN_PULL_QUOTE_CHARS)
        & (before("role").is_in(["subhead", "list_item"]) | before("hint").eq("blockquote"))
    ).fill_null(False) | (
        (pl.col("role") == "byline") & (before("text").str.len_chars() >= MIN_PULL_QUOTE_CHARS)
    ).fill_null(False)
    lines = lines.with_columns(role=pl.when(is_byline).then(pl.lit("byline")).otherwise("role"))
    over_byline = (after("role") == "byline").fill_null(False) & (pl.col("role") != "byline")
    candidate = (
        within
        & (pl.col("role").is_in(["subhead"]) | (quotes_block & (pl.col("role") == "text")))
        & text.str.len_chars().is_between(MIN_PULL_QUOTE_CHARS, MAX_HEADING_CHARS)
        & ~text.str.contains(QUOTE_MARK)
    ).fill_null(False)
    lines = lines.with_columns(
        role=pl.when(over_byline).then(pl.lit("pull_quote")).otherwise("role"),
        candidate=candidate & ~over_byline & (candidate.sum().over("file") <= MAX_PULL_QUOTES_SOUGHT),
    )
    return _mark_repeated_words(lines)


def _mark_repeated_words(lines: pl.DataFrame) -> pl.DataFrame:
    """Unquoted words that stand in a quotation elsewhere in the document are a pull quote."""
    candidates = lines.filter("candidate")
    if candidates.is_empty():
        return lines
    quoted = (
        lines.join(candidates.select("file").unique(), on="file", how="semi")
        .filter(pl.col("text").str.contains(QUOTE_MARK) & (pl.col("role") == "text"))
        .select("file", words=_letters_only())
        .group_by("file")
        .agg(pl.col("words").str.join(" "))
    )
    repeated = (
        candidates.select("file", "line", sought=_letters_only())
        .join(quoted, on="file")
        .filter(pl.col("words").str.contains(pl.col("sought"), literal=True))
        .select("file", "line", is_repeated=pl.lit(True))
    )
    joined = lines.join(repeated, on=["file", "line"], how="left", maintain_order="left")
    return joined.with_columns(
        role=pl.when(pl.col("is_repeated").fill_null(False)).then(pl.lit("pull_quote")).otherwise("role")
    )


def _letters_only() -> pl.Expr:
    return pl.col("text").str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()


def _mark_sections(lines: pl.DataFrame) -> pl.DataFrame:
    """`lead` is what a meeting's coverage says before its first speaker block or section heading."""
    running = pl.col("role").is_in(["text", "list_item"])
    opens_body = (running & pl.col("text").str.contains(CAPITAL_SPEAKER)) | (
        pl.col("is_subhead") & (pl.col("role") == "subhead") & (pl.col("prose_before") > 0)
    )
    in_body = opens_body.cum_max().over("file")
    section = (
        pl.when(pl.col("role").is_in(HEADING_ROLES))
        .then(pl.lit("heading"))
        .when(pl.col("role") == "pull_quote")
        .then(pl.lit("pull_quote"))
        .when((pl.col("kind") == "meeting_coverage") & ~in_body)
        .then(pl.lit("lead"))
        .otherwise(pl.lit("body"))
    )
    return lines.with_columns(section=section)
