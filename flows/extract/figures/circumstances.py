"""What stands around a figure: its rate, time and place, whom it is about, how it is asserted."""

from __future__ import annotations

import polars as pl

from flows.extract.figures.lexicon import alternatives, fill, patterns, rust
from flows.reference import Reference, once_per_reference

# a stretch of the clause without a further number, so that a time goes with the nearest one
NEVER = "\u0001"  # no text holds it
GAP = r"[^;:.,0-9$€£“”\"—]"
LOOSE_GAP = r"[^;:.0-9$€£“”\"—]"
YEARLY_TALK = (
    r"\b[Aa]nnual (?:reports?|sessions?|meetings?|conferences?|reviews?|debates?|summits?|discussions?"
    r"|themes?)"
)
OWN_STATE = (
    r"\b(?:[Hh]is|[Hh]er|[Mm]y|[Oo]ur) (?:own )?(?:country|Government|nation|State|delegation|people"
    r"|territory)\b"
)
WHERE = r"\b(?:[Ii]n|[Aa]cross|[Tt]hroughout|[Ww]ithin|[Ii]nside|[Aa]round)(?: (?:the|both|all of|all))? "


def add_circumstances(figures: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Add rate, period, place, about_affiliation and assertion to figures with `before` and `after`."""
    return (
        figures.with_columns(rate=rate(reference), period=period(reference))
        .with_columns(
            place=place(reference), state_before=state_before(reference), demonym=demonym(reference)
        )
        .with_columns(about_affiliation=about_affiliation(reference), assertion=assertion(reference))
    )


def rate(reference: Reference) -> pl.Expr:
    """How often or per what: `50 victims annually` is `per year`, `12 per 100,000` as printed."""
    rows = list(
        zip(patterns(reference, "figure_rates"), reference["figure_rates"]["rate"].to_list(), strict=True)
    )
    found = []
    for pattern, name in rows:
        printed = pl.col("after").str.extract(rust(rf"^{GAP}{{0,80}}?[ ]({pattern})(?:[^\w]|$)"))
        found.append(printed if name is None else pl.when(printed.is_not_null()).then(pl.lit(name)))
    return pl.coalesce(*found, yearly())


def yearly() -> pl.Expr:
    """`annual profits estimated at $150 billion`; `$150 billion in annual profits`; `Each year, …`."""
    before = pl.col("before").str.replace_all(YEARLY_TALK, "")
    told = before.str.contains(
        rust(rf"\b(?:[Aa]nnual(?:ly)?|[Yy]early|(?:per|each|every) year){GAP}{{0,60}}$")
    )
    opens = before.str.contains(rust(rf"\b(?:[Ee]ach|[Ee]very) year,? {GAP}{{0,40}}$"))
    counted = (
        pl.col("after")
        .str.replace_all(YEARLY_TALK, "")
        .str.contains(rust(rf"^{GAP}{{0,30}}\b(?:annual|yearly) "))
    )
    daily = before.str.contains(rust(rf"\b(?:[Dd]aily|(?:[Ee]ach|[Ee]very) day,?){GAP}{{0,30}}$"))
    return pl.when(told | opens | counted).then(pl.lit("per year")).when(daily).then(pl.lit("per day"))


def period(reference: Reference) -> pl.Expr:
    """The stated time: `Since 2014, more than …` is `since 2014`."""
    times = "|".join(f"(?:{p})" for p in patterns(reference, "figure_periods"))
    free = f"(?:{times})"
    after = pl.col("after").str.extract(rust(rf"^{GAP}{{0,90}}?[ ]({free})(?:[^\w]|$)"))
    told = pl.col("before").str.extract_groups(rust(rf"(?i:\b({free})) ({GAP}{{0,60}})$"))
    is_same_clause = ~told.struct.field("2").str.contains(r"\b(?:and|that|but) ")
    before = pl.when(is_same_clause).then(told.struct.field("1"))
    opening = pl.col("before").str.extract(rust(rf"^(?i:({free})), {LOOSE_GAP}{{0,120}}$"))
    found = pl.coalesce(after, before, opening)
    return found.str.head(1).str.to_lowercase() + found.str.slice(1)


@once_per_reference
def place_names(reference: Reference) -> dict[str, str]:
    """Return the printed names of countries and regions with the canonical name of each."""
    countries = {n: n for n in reference["countries"]["name"].to_list()}
    aliases = dict(reference["country_aliases"].select("alias", "name").iter_rows())
    regions = dict(reference["place_names"].select("printed", "name").iter_rows())
    return {**aliases, **countries, **regions}


@once_per_reference
def state_names(reference: Reference) -> dict[str, str]:
    """Return the printed names of countries with the canonical name of each."""
    countries = {n: n for n in reference["countries"]["name"].to_list()}
    return {**dict(reference["country_aliases"].select("alias", "name").iter_rows()), **countries}


def place(reference: Reference) -> pl.Expr:
    """The country or region that is named as where: `in Ukraine`, `worldwide`."""
    names = place_names(reference)
    everywhere = {n for n in names if names[n] == "World" and " " not in n}
    named = alternatives(n for n in names if n not in everywhere)
    spots = rf"(?:{WHERE}({named})|[ ]({alternatives(everywhere)}))\b"
    after = pl.col("after").str.extract_groups(rust(rf"^[^;:.“”\"]{{0,80}}?{spots}"))
    before = pl.col("before").str.extract_groups(rust(rf"{spots}[^;:.“”\"]{{0,60}}$"))
    found = pl.coalesce(
        after.struct.field("1"), after.struct.field("2"), before.struct.field("1"), before.struct.field("2")
    )
    return found.replace(names)


def state_before(reference: Reference) -> pl.Expr:
    """The last State named in the clause before the number: `Georgia had almost doubled`."""
    names = state_names(reference)
    nearest = rust(rf"^(?:.*[^\w])?({alternatives(names)})(?:[’']s?)?[^\w;:.“”\"][^;:.“”\"]{{0,60}}$")
    return pl.col("before").str.extract(nearest).replace(names)


def demonym(reference: Reference) -> pl.Expr:
    """The State whose people are counted: `4 million Filipino migrant workers`."""
    names = dict(reference["demonyms"].iter_rows())
    return pl.col("text").str.extract(rust(rf"\b({alternatives(names)})s?\b")).replace(names)


def about_affiliation(reference: Reference) -> pl.Expr:
    """The State that the number is about, where the sentence names one."""
    states = set(state_names(reference).values())
    where = pl.when(pl.col("place").is_in(sorted(states))).then(pl.col("place"))
    own = pl.when(pl.col("before").str.contains(rust(rf"{OWN_STATE}[^;:.“”\"]{{0,80}}$"))).then(
        pl.col("affiliation_name")
    )
    return pl.coalesce(own, where, "demonym", "state_before")


def assertion(reference: Reference) -> pl.Expr:
    """Whether the number is stated as a fact, disputed, pledged, demanded or projected."""
    before = pl.col("before").str.extract(r"([^;:.,“”\"—]*)$")
    after = pl.col("after").str.extract(r"^([^;:.,“”\"—]{0,60})")
    table = reference["figure_assertions"]
    found = []
    for kind in ("disputed", "pledged", "demanded", "projected"):
        rows = table.filter(pl.col("assertion") == kind)
        every = cue_pattern(rows.filter(pl.col("applies_to").is_null()), reference)
        money = cue_pattern(rows.filter(pl.col("applies_to") == "money"), reference)
        told = before.str.contains(every) | after.str.contains(every)
        told_of_money = (pl.col("rule") == "money") & (before.str.contains(money) | after.str.contains(money))
        found.append(pl.when(told | told_of_money).then(pl.lit(kind)))
    return pl.coalesce(*found, pl.lit("asserted"))


def cue_pattern(rows: pl.DataFrame, reference: Reference) -> str:
    """Return the pattern of any cue of the rows."""
    cues = [fill(p, reference) for p in rows["pattern"].to_list()] or [NEVER]
    return rust(rf"\b(?:{'|'.join(cues)})\b")
