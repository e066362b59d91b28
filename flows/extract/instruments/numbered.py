"""Texts named by number: resolutions, goals and targets, labour conventions, presidential statements."""

from __future__ import annotations

import polars as pl

from flows.extract.instruments.lexicon import EDGE, resolution_years
from flows.extract.matches import find_matches
from flows.reference import Reference

_JOIN = r"(?:, and |,? as well as |, | and | or | & |/)"

# 2331 (2016); 217 A (III); S-9/1; 2019/3; 70/1; 46/182 B; 1325
_RESOLUTION = (
    r"(?:[0-9]{1,4}(?: ?[A-Z])? ?\((?:19[4-9][0-9]|20[0-9]{2}|[IVXL]+(?:-[IVXL]+)?)\)"
    rf"|(?:(?:ES|S)-)?[0-9]{{1,4}}/[0-9]{{1,3}}{EDGE}(?: [A-Z]{{1,2}}{EDGE})?"
    rf"|[0-9]{{3,4}}{EDGE})"
)
RESOLUTIONS = (
    rf"(?:(?:Security )?Council |(?:General )?Assembly )?{EDGE}[Rr]esolutions? "
    rf"{_RESOLUTION}(?:{_JOIN}{_RESOLUTION})*"
    rf"|{EDGE}[ASE]/(?:HRC/)?RES/{_RESOLUTION}"
    rf"|{EDGE}[0-9]{{3,4}} \((?:19[4-9][0-9]|20[0-9]{{2}})\)"
)

_GOAL_NUMBER = r"(?:1[0-7]|[1-9])(?:\.(?:1?[0-9]|[a-d]))?"
_GOAL_HEAD = (
    r"(?:Sustainable Development Goals?|Millennium Development Goals?|SDGs?|MDGs?|Goals?|[Tt]argets?)"
)
GOALS = (
    rf"{EDGE}{_GOAL_HEAD}(?: targets?)?(?: \[[^\]]*\])?[ -]?(?:[Nn]umbers? |Nos?\. )?"
    rf"{_GOAL_NUMBER}{EDGE}(?:{_JOIN}{_GOAL_NUMBER}{EDGE})*"
    r"(?:\.[0-9]| ?(?:°|%|per cent|degrees|million|billion|or more))?"
)
_NO_GOAL = r"(?:°|%|per cent|degrees|million|billion|or more|[0-9]\.[0-9]+\.[0-9])$"
# ", 8.7 to take measures": a target that goes on from an earlier one of the sentence
MORE_TARGETS = (
    rf"(?:, and |, | and ){_GOAL_NUMBER}(?:,|\.$| (?:which|to|on|that|for|and|calls|seeks|aims){EDGE})"
)

LABOUR_CONVENTIONS = (
    rf"{EDGE}(?:(?:ILO|International Labour Organization(?: \(ILO\))?)(?:'s)? Conventions? "
    r"(?:[Nn]umbers? |[Nn]os?\. ?)?"
    rf"|(?:Labour )?Conventions? (?:[Nn]umbers? |[Nn]os?\. ?))[0-9]{{1,3}}{EDGE}"
    rf"(?:{_JOIN}(?:No\. ?)?[0-9]{{1,3}}{EDGE})*"
)

PRESIDENTIAL_STATEMENTS = (
    rf"{EDGE}S/PRST/[0-9]{{4}}/[0-9]{{1,3}}{EDGE}"
    rf"|{EDGE}(?:19|20)[0-9]{{2}} presidential statement on (?:[A-Za-z'-]+ ?){{1,8}}"
)
# where the topic of a presidential statement surely ends
_TOPIC_END = r" (?:and (?:its|the)|that|which|in which|where|was|were|is|had|has|adopted|as|by|to) ?.*$| $"


def find_numbered(sentences: pl.DataFrame, named: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return matches with `instrument`, `rule` of all texts named by number.

    `named` are the texts that the document names in words: they say whether `Goal 5` is one of
    the Sustainable or of the Millennium Development Goals.
    """
    return pl.concat(
        [
            find_resolutions(sentences, reference),
            find_goals(sentences, named),
            _find_labour_conventions(sentences),
            _find_presidential_statements(sentences),
        ],
        how="diagonal",
    )


def find_resolutions(sentences: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return one row per resolution of a list: `resolutions 2195 (2014) and 2242 (2015)` gives two."""
    about_resolutions = sentences.filter(pl.col("text").str.contains("[Rr]esolution|/RES/"))
    items = _split_list(find_matches(about_resolutions, RESOLUTIONS), _RESOLUTION)
    number = pl.col("item").str.replace(r" ?\(", " (")
    bare = pl.col("item").str.extract(r"^([0-9]{3,4})$").cast(pl.Int64)
    year = bare.replace_strict(resolution_years(reference), default=None, return_dtype=pl.Int64)
    dated = pl.concat_str(number, pl.lit(" ("), year.cast(pl.String), pl.lit(")"))
    return items.with_columns(
        instrument=pl.concat_str(pl.lit("Resolution "), pl.coalesce(dated, number)),
        rule=pl.lit("resolution"),
    ).drop("item", "whole")


def _split_list(lists: pl.DataFrame, item: str) -> pl.DataFrame:
    """Return one row per `item` of each matched list, kept as `whole`.

    The first item's match takes the list's head along: `resolutions 2195 (2014)`, `2242 (2015)`.
    """
    parts = find_matches(
        lists.rename({"match_start": "list_start"}).with_columns(text=pl.col("match")).drop("match"), item
    )
    is_first = pl.struct("sentence_row", "list_start").is_first_distinct()
    head = pl.when(is_first).then("match_start").otherwise(0)
    lists_by_place = lists.select("sentence_row", list_start="match_start", whole="match")
    return (
        parts.with_columns(head_length=head)
        .join(lists_by_place, on=["sentence_row", "list_start"], maintain_order="left")
        .with_columns(
            item=pl.col("match"),
            match=pl.col("whole").str.slice(
                pl.col("match_start") - pl.col("head_length"),
                pl.col("match").str.len_chars() + pl.col("head_length"),
            ),
            match_start=pl.col("list_start") + pl.col("match_start") - pl.col("head_length"),
        )
        .drop("list_start", "head_length")
    )


def find_goals(sentences: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    """Return one row per goal or target: `Goals 5 and 16` is SDG 5 and SDG 16, `target 8.7` SDG 8.7."""
    lists = find_matches(sentences, GOALS).filter(~pl.col("match").str.contains(_NO_GOAL))
    items = _split_list(lists, rf"{EDGE}{_GOAL_NUMBER}{EDGE}")
    first = items.with_columns(series=_series(items, named)).filter(pl.col("series").is_not_null())
    goals = pl.concat([first, _find_more_targets(sentences, first)], how="diagonal")
    return goals.with_columns(
        instrument=pl.concat_str("series", pl.lit(" "), "item"), rule=pl.lit("goal")
    ).drop("item", "series", "whole")


def _series(items: pl.DataFrame, named: pl.DataFrame) -> pl.Series:
    """Say for each goal whether it is of the `SDG` or the `MDG`; NULL where nothing says so."""

    def naming(*instruments: str) -> pl.Expr:
        keys = named.filter(pl.col("instrument").is_in(instruments))["document_key"].unique()
        return pl.col("document_key").is_in(keys.to_list())

    head = pl.col("whole")
    is_target = pl.col("item").str.contains(".", literal=True)
    return items.select(
        pl.when(head.str.contains("^(?:Millennium|MDG)"))
        .then(pl.lit("MDG"))
        .when(head.str.contains("^(?:Sustainable|SDG)") | is_target)
        .then(pl.lit("SDG"))
        .when(head.str.contains("^[Tt]arget"))
        .then(None)
        .when(naming("Sustainable Development Goals", "2030 Agenda"))
        .then(pl.lit("SDG"))
        .when(naming("Millennium Development Goals"))
        .then(pl.lit("MDG"))
    ).to_series()


def _find_more_targets(sentences: pl.DataFrame, first: pl.DataFrame) -> pl.DataFrame:
    targets = first.filter(pl.col("item").str.contains(".", literal=True))
    with_target = targets.group_by("sentence_row").agg(
        after=pl.col("match_start").min(), series=pl.col("series").first()
    )
    rows = sentences.join(with_target, on="sentence_row", maintain_order="left")
    found = find_matches(rows, MORE_TARGETS).filter(pl.col("match_start") > pl.col("after"))
    item = pl.col("match").str.extract(rf"({_GOAL_NUMBER})")
    ahead = pl.col("match").str.find(r"[0-9]").cast(pl.Int64)  # ASCII before it: bytes are characters
    return (
        found.with_columns(item=item, match_start=pl.col("match_start") + ahead)
        .with_columns(match=pl.col("item"))
        .filter(pl.col("item").str.contains(".", literal=True))
        .drop("after")
    )


def _find_labour_conventions(sentences: pl.DataFrame) -> pl.DataFrame:
    items = _split_list(find_matches(sentences, LABOUR_CONVENTIONS), rf"{EDGE}[0-9]{{1,3}}{EDGE}")
    return items.with_columns(
        instrument=pl.concat_str(pl.lit("ILO Convention No. "), "item"), rule=pl.lit("labour_convention")
    ).drop("item", "whole")


def _find_presidential_statements(sentences: pl.DataFrame) -> pl.DataFrame:
    """Return `S/PRST/2015/25` and `2015 presidential statement on human trafficking` under a name."""
    found = find_matches(sentences, PRESIDENTIAL_STATEMENTS).with_columns(
        match=pl.col("match").str.replace(_TOPIC_END, "")
    )
    topic = pl.col("match").str.extract(r" on (?:the )?(.+)$")
    by_topic = pl.concat_str(
        pl.lit("Presidential statement on "),
        topic,
        pl.lit(" ("),
        pl.col("match").str.slice(0, 4),
        pl.lit(")"),
    )
    by_symbol = pl.concat_str(pl.lit("Presidential statement "), "match")
    return found.with_columns(
        instrument=pl.coalesce(by_topic, by_symbol), rule=pl.lit("presidential_statement")
    )
