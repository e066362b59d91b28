"""What the head of a document states about it: symbol, kind, meeting, dates, edition."""

from __future__ import annotations

import polars as pl

from flows.read.dates import date_pattern, parse_date
from flows.read.lines import is_running
from flows.read.records import RECORD_SYMBOL
from flows.reference import Reference, once_per_reference

HEAD_LINES = 30
MAX_MASTHEAD_CHARS = 160

PRESS_SYMBOL = r"[A-Z]{1,7}(?:/[A-Z][A-Z0-9]{0,6}){0,3}/\d{1,6}(?:/(?:Rev|Add|Corr)\.\d+)?"
# `SC/12751`, `Press Release SC/6789*`, `General AssemblyGA/AB/3907`, `SG/SM/18414-ECOSOC/6803`
SYMBOL_LINE = (
    rf"^(?:[A-Z][A-Za-z&,’' -]{{0,60}}?[a-z ])?({PRESS_SYMBOL})"
    rf"(?:\s*[-–—,;/&]\s*{PRESS_SYMBOL})*\*{{0,3}}\s*\|?\s*(?:\(.{{0,40}}\)|\d.{{0,20}})?$"
)
RECORD_LINE = rf"^(?:.{{0,60}}\s)?({RECORD_SYMBOL})"
PART = r"\((?:Resumption|Part) ?(\w*)\)"
MEETING_NUMBER = r"^(\d{1,5})(?:st|nd|rd|th)\b.{0,40}?\b[Mm]eetings?\b"
SESSION_NUMBER = r"(?i)^([a-z]+(?:-[a-z]+)?) (?:general assembly|session)\b"
IN_PROGRESS = (
    r"(?i)^(?:in progress\b|provisional$|\(?note: .{0,20}(?:summary|coverage) .{0,60}(?:later|will be))"
)
OFFICIAL = r"^Official Records"
UNOFFICIAL = r"(?i)not an official record"
# a date alone makes no story: somebody must be reported, and the United Nations be in it
REPORTED = r" (?:said|told|stressed|warned|underscored|added)[ ,.:]"
UNITED_NATIONS = r"United Nations|(?-u:\b)U\.?N\.?(?-u:\b)"

# Forms of running text that tell the kind.
CAPITALS = r"(?:\p{Lu}\p{Ll}{1,2}|\p{Ll}{1,2}[-’'])?\p{Lu}[\p{Lu}’'.-]*"
# `JANE A. DOE (Ghana) said`, `Mr. McDOE, Minister for …`; not `UNICEF, for its part`
CAPITAL_SPEAKER = (
    r"^(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Prince|Princess|King|Queen|Sheikh|Archbishop|Monsignor|H\.E)\.? "
    rf"|{CAPITALS} )(?:(?:{CAPITALS}|\p{{Ll}}{{1,3}}) )*{CAPITALS}\p{{Lu}}\.?(?: \(|, )"
)
RECORD_TURN = (
    r"^(?:\d{1,3}\. )?(?:The (?:Acting )?(?:President|Chair\w*)"
    r"|(?:Mr|Mrs|Ms|Miss|Sir|Dame|Dr|King|President|Prime Minister|Archbishop|Prince\w*)\.? [^:]{2,60})"
    r"(?: \([^)]*\))*: "
)
SUMMARY_TURN = r"^\d{1,3}\.? (?:Mr|Mrs|Ms|Miss|Sir|Dame|Dr|The)\.? .{2,80} said"
CALLED_TO_ORDER = r"^The meeting (?:was called to order|resumed|was resumed)\b"
OFFICE_TEXT = (
    r"(?i)^(?:following (?:is|are) (?:the |a |an )?.{0,160}\b(?:text|message|remarks|statement|address|speech|opening|"
    r"lecture|letter|transcript|briefing|keynote|closing|excerpts|video)|(?:the|this) following (?:joint )?"
    r"(?:.{0,60} )?(?:statement|message|press statement|text|letter)\b.{0,80}\b(?:issued|released|made|received|attributable|transmitted|read)\b)"
)
DASH = r"(?:–|—|--?|―)"


@once_per_reference
def _dateline_pattern(reference: Reference) -> str:
    """`15 March 2017 –`, `GENEVA, 3 May 2001 (OCHA) —`, `2 February - ` at a paragraph's start."""
    date = date_pattern(reference)
    short_date = r"\d{1,2} \p{Lu}\p{Ll}{2,8}"
    place = r"(?:\p{Lu}[\p{L}.’ /-]{2,40}[,;:.] ?){0,2}"
    return rf"^{place}((?:{date})|{short_date}) ?(?:\([^()]{{2,40}}\) ?)?{DASH} ?"


@once_per_reference
def date_line_pattern(reference: Reference) -> str:
    """`27 October 2016`, `Monday, 20 May 2019, 3 p.m.`, `New York, 5 October 2022` alone on a line."""
    return rf"^(?:[\p{{L}} ]{{2,30}}, ?){{0,2}}({date_pattern(reference)})(?:,? (?:at )?\d{{1,2}}[.:]?\d{{0,2}} ?[ap]\.?m\.?| ?\|.*|, New York| \|)?\.?$"


def profile_documents(lines: pl.DataFrame, metadata: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return one row per file of what its text states; what it does not state is NULL.

    `metadata` has the page addresses (file, meta_url), which tell a site's own kind.
    """
    head = _mark_head(lines, reference)
    stated = head.group_by("file", maintain_order=True).agg(
        pl.col("symbol_").drop_nulls().first().alias("press_symbol"),
        pl.col("record_").drop_nulls().first().alias("record"),
        pl.col("part_").drop_nulls().first().alias("part"),
        pl.col("meeting_").drop_nulls().first().cast(pl.Int64, strict=False).alias("meeting_number"),
        pl.col("session_").drop_nulls().first().alias("session_word"),
        pl.col("date_").drop_nulls().first().alias("date"),
        pl.col("dateline_").drop_nulls().first().alias("dateline"),
        pl.col("text").str.contains(IN_PROGRESS).any().alias("is_in_progress"),
        pl.col("text").str.contains(OFFICIAL).any().alias("is_final"),
        pl.col("text").str.contains(r"(?i)^press release\b").any().alias("is_release"),
        pl.col("text").str.contains(OFFICE_TEXT).any().alias("is_office_text"),
    )
    return (
        stated.join(_count_forms(lines), on="file", how="left", maintain_order="left")
        .join(metadata.select("file", "meta_url"), on="file", how="left", maintain_order="left")
        .with_columns(symbol=_clean_symbol())
        .with_columns(series_kind=_from_series("kind", reference), organ=_from_series("organ", reference))
        .with_columns(kind=_kind(reference))
        .with_columns(
            text_date=parse_date(pl.coalesce("date", "dateline"), reference),
            session=_session(),
            edition=pl.when("is_in_progress")
            .then(pl.lit("in_progress"))
            .when("is_final")
            .then(pl.lit("final")),
            is_official_record=pl.when("is_unofficial")
            .then(False)
            .when(pl.col("kind") == "verbatim_record")
            .then(True)
            .when(pl.col("kind").is_in(["meeting_coverage", "press_release", "news_story"]))
            .then(False),
        )
    )


def _mark_head(lines: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return the files' first lines with what each states in columns ending in `_`."""
    head = lines.group_by("file", maintain_order=True).head(HEAD_LINES)
    text = pl.col("text")
    short = text.str.len_chars() <= MAX_MASTHEAD_CHARS
    before_prose = is_running().cum_sum().over("file") <= 1
    return head.with_columns(
        symbol_=pl.when(short).then(text.str.extract(SYMBOL_LINE)),
        record_=pl.when(short).then(text.str.extract(RECORD_LINE)),
        part_=pl.when(short & text.str.contains(RECORD_LINE)).then(text.str.extract(PART)),
        meeting_=pl.when(short).then(text.str.extract(MEETING_NUMBER)),
        session_=pl.when(short).then(text.str.extract(SESSION_NUMBER).str.to_lowercase()),
        date_=pl.when(short & before_prose).then(text.str.extract(date_line_pattern(reference))),
        dateline_=pl.when(before_prose).then(text.str.extract(_dateline_pattern(reference))),
    )


def _count_forms(lines: pl.DataFrame) -> pl.DataFrame:
    """Return per file how many paragraphs have the form of a turn in coverage and in records."""
    text = pl.col("text")
    return lines.group_by("file", maintain_order=True).agg(
        (text.str.contains(CAPITAL_SPEAKER) & is_running()).sum().alias("capital_speakers"),
        (text.str.contains(RECORD_TURN) | text.str.contains(SUMMARY_TURN)).sum().alias("record_turns"),
        text.str.contains(CALLED_TO_ORDER).any().alias("is_called_to_order"),
        text.str.contains(UNOFFICIAL).any().alias("is_unofficial"),
        (text.str.contains(REPORTED).any() & text.str.contains(UNITED_NATIONS).any()).alias("is_report"),
    )


def _clean_symbol() -> pl.Expr:
    """A press symbol wins over a record that its masthead only refers to."""
    record = pl.col("record").str.replace_all(" ", "")
    return (
        pl.when(pl.col("record_turns") > 0)
        .then(pl.coalesce(record, "press_symbol"))
        .otherwise(pl.coalesce("press_symbol", record))
    )


def _from_series(column: str, reference: Reference) -> pl.Expr:
    """The series table's value for the document's symbol: the first pattern that fits."""
    expression = pl.when(False).then(pl.lit(None, pl.String))
    for row in reference["symbol_series"].iter_rows(named=True):
        expression = expression.when(pl.col("symbol").str.contains(row["pattern"])).then(
            pl.lit(row[column], pl.String)
        )
    return expression.otherwise(None)


def _kind(reference: Reference) -> pl.Expr:
    """The codebook's kind, by form; a symbol alone does not make a meeting."""
    blocks, turns = pl.col("capital_speakers") >= 2, pl.col("record_turns")
    numbered = pl.col("meeting_number").is_not_null()
    series = pl.col("series_kind").fill_null("")
    is_record = (series == "verbatim_record") & (turns > 0)
    is_meeting = (series == "meeting_coverage") & (numbered | blocks) & ~pl.col("is_office_text")
    is_release = (
        series.is_in(["meeting_coverage", "press_release"]) | pl.col("is_office_text") | pl.col("is_release")
    )
    is_story = pl.col("dateline").is_not_null() | (pl.col("date").is_not_null() & pl.col("is_report"))
    return (
        pl.when(is_record | ((turns >= 2) & pl.col("is_called_to_order")))
        .then(pl.lit("verbatim_record"))
        .when(is_meeting | (numbered & blocks & (series == "")))
        .then(pl.lit("meeting_coverage"))
        .when(_is_story_site(reference) & (series == ""))
        .then(pl.lit("news_story"))
        .when(is_release & (series != "verbatim_record"))
        .then(pl.lit("press_release"))
        .when(is_story & pl.col("symbol").is_null() & (turns == 0))
        .then(pl.lit("news_story"))
        .otherwise(pl.lit("other"))
    )


def _is_story_site(reference: Reference) -> pl.Expr:
    """Whether the page says it is from a site that publishes stories only (`news.un.org`)."""
    hosts = reference["publishers"].filter(kind="news_story")["host"].drop_nulls().to_list()
    host = pl.col("meta_url").str.extract(r"^https?://(?:www\.)?([^/]+)").str.to_lowercase()
    return host.is_in(hosts).fill_null(False)


UNITS = "first second third fourth fifth sixth seventh eighth ninth".split()
TEENS = "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
ORDINALS = {
    **{word: n for n, word in enumerate([*UNITS, *TEENS], start=1)},
    **{ten[:-1] + "ieth": 10 * n for n, ten in enumerate(TENS, start=2)},
    **{
        f"{ten}-{unit}": 10 * n + m
        for n, ten in enumerate(TENS, start=2)
        for m, unit in enumerate(UNITS, start=1)
    },
}


def _session() -> pl.Expr:
    """`Seventy-second General Assembly` or the 72 of `A/72/PV.24`."""
    word = pl.col("session_word").replace_strict(ORDINALS, default=None, return_dtype=pl.Int64)
    return pl.coalesce(word, pl.col("symbol").str.extract(r"^A/(?:C\.\d/)?(\d{2,3})/").cast(pl.Int64))
