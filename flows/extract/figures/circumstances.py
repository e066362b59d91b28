"""What stands around a figure: its rate, time and place, whom it is about, how it is asserted."""

from __future__ import annotations

import polars as pl

from flows.extract.figures.lexicon import alternatives, fill, patterns, rust
from flows.extract.figures.periods import add_period, beside
from flows.extract.figures.sources import known_bodies
from flows.reference import Reference, once_per_reference

NEVER = "\u0001"  # no text holds it
# a stretch of the clause without a further number, so that a rate goes with the nearest one
GAP = r"[^;:.,0-9$€£“”\"—]"
YEARLY_TALK = (
    r"\b[Aa]nnual (?:reports?|sessions?|meetings?|conferences?|reviews?|debates?|summits?|discussions?"
    r"|themes?)"
)
OWN_STATE = (
    r"\b(?:[Hh]is|[Hh]er|[Mm]y|[Oo]ur) (?:own )?(?:country|Government|nation|State|delegation|people"
    r"|territory)\b"
)
# `the largest in the world` says no place; `against their will` is no future
SUPERLATIVE = r"\b(?:\w+est|most \w+)( \w+)? (?:in|of) the (?:world|region|country)\b"
NOUN_WILL = r"\b(?:their|his|her|its|our|political|free|good|the|of) will\b"
SAYS = r"\b(?:estimat|report|found|said|say|warn|show|suggest|project|document|verif|recorded|noted)\w*\b"
DATED = r" an? (?:year|month|week|day|hour|minute) (?:before|earlier|ago|later|after|old|and a half)\b"
WHERE = (
    r"\b(?:[Ii]n|[Aa]cross|[Tt]hroughout|[Ww]ithin|[Ii]nside|[Aa]round)"
    r"(?: (?:the|both|all of|all|parts of|much of|most of|rural|neighbouring))*"
    r"(?: (?:north|south|east|west|central)[a-z-]*)? "
)
TOWN = r"\b[Ii]n (?:[A-Z][\w’-]+ ){0,2}[A-Z][\w’-]+, "  # `in Entebbe, Uganda`

REPORTS = rf"{SAYS}(?: [a-z]+)? that\b"  # what follows is another's report, or of another place


def add_circumstances(figures: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Add rate, period, place, about_affiliation and assertion to figures with `before` and `after`."""
    return (
        add_period(figures, reference)
        .with_columns(undated=rest_of_figure().str.replace_all(DATED, ""))
        .with_columns(rate=rate(reference), clause=clause_before(), rest=clause_after())
        .with_columns(rate=pl.coalesce("rate", yearly()))
        .with_columns(rate=pl.coalesce("rate", pl.when(shares_rate()).then(beside("rate"))))
        .with_columns(
            place=place(reference), state_before=state_before(reference), demonym=demonym(reference)
        )
        .with_columns(about_affiliation=about_affiliation(reference), assertion=assertion(reference))
        .with_columns(told_anew("place"), told_anew("about_affiliation"))
        .with_columns(unit=national_currency(reference))
    )


def told_anew(column: str) -> pl.Expr:
    """What is said of the figure before, where a figure only says it anew: `4 million people, or a third`."""
    is_anew = pl.col("since_previous").str.contains(r"^[^,;]{0,40}, or(?: [a-z]+){0,2} $")
    return pl.coalesce(column, pl.when(is_anew).then(beside(column)))


@once_per_reference
def national_currency(reference: Reference) -> pl.Expr:
    """The unit, of money that many States call the same that of the State: Norway’s `kroner` are NOK."""
    table = reference["national_currencies"]
    codes = {f"{name} {printed}": code for name, printed, code, _ in table.iter_rows()}
    word = pl.col("text").str.extract(rf"({alternatives(table['printed'].to_list())})$")
    national = [
        pl.concat_str(pl.col(state), pl.lit(" "), word).replace_strict(codes, default=None)
        for state in ("affiliation_name", "about_affiliation")
    ]
    return pl.coalesce("unit", pl.when(pl.col("rule") == "money").then(pl.coalesce(*national)))


def rest_of_figure() -> pl.Expr:
    """The text up to the next figure; of `40 posts in 12 ports a year` beyond the ports."""
    return pl.when(beside("is_part", -1)).then("after").otherwise("until_next")


@once_per_reference
def rate(reference: Reference) -> pl.Expr:
    """How often or per what: `50 victims annually` is `per year`, `12 per 100,000` as printed."""
    rows = list(
        zip(patterns(reference, "figure_rates"), reference["figure_rates"]["rate"].to_list(), strict=True)
    )
    after = pl.col("undated")
    found = []
    for pattern, name in rows:
        told = after.str.extract_groups(rust(rf"^({GAP}{{0,80}}?)[ ]({pattern})(?:[^\w]|$)"))
        is_span = told.struct.field("1").str.contains(r"\b(?:in|within|for|over|of|after|half) ?$")
        printed = pl.when(~is_span).then(told.struct.field("2"))
        found.append(printed if name is None else pl.when(printed.is_not_null()).then(pl.lit(name)))
    return pl.coalesce(*found)


def shares_rate() -> pl.Expr:
    """Whether a figure goes on with the rate before it: `700,000 die each year, including 230,000`."""
    between = pl.col("since_previous").str.strip_chars_end()
    goes_on = between.str.contains(
        r"(?:, including|, of whom|, of which|,? and(?: as many as| up to| more than| at least| another"
        r"| some| nearly| almost| over| about)?)$"
    )
    return goes_on & (pl.col("unit") == beside("unit"))


def yearly() -> pl.Expr:
    """`annual profits estimated at $150 billion`; `$150 billion in annual profits`; `Each year, …`."""
    before = pl.col("before").str.replace_all(YEARLY_TALK, "")
    # `costs us $2 billion annually and 300 jobs`
    since = pl.when(beside("rate").is_null()).then(before).otherwise(pl.lit(""))
    told = since.str.contains(
        rust(rf"\b(?:[Aa]nnual(?:ly)?|[Yy]early|(?:per|each|every) year){GAP}{{0,60}}$")
    )
    opens = before.str.contains(r"(?:^|[;:—] |\bthat )(?:[Ee]ach|[Ee]very) year\b[^;:.“”]{0,140}$")
    counted = (
        pl.col("after")
        .str.replace_all(YEARLY_TALK, "")
        .str.contains(rust(rf"^{GAP}{{0,30}}\b(?:annual|yearly) "))
    )
    daily = since.str.contains(rust(rf"\b(?:[Dd]aily|(?:[Ee]ach|[Ee]very) day,?){GAP}{{0,30}}$"))
    daily |= before.str.contains(r"(?:^|[;:—] |\bthat )(?:[Ee]ach|[Ee]very) day\b[^;:.“”]{0,140}$")
    counted &= ~pl.col("unit").is_in(["percent", "times"])  # `2 per cent of annual income`
    return pl.when(told | opens | counted).then(pl.lit("per year")).when(daily).then(pl.lit("per day"))


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


@once_per_reference
def place(reference: Reference) -> pl.Expr:
    """The country or region that is named as where: `in Ukraine`, `worldwide`.

    Of `recalling a boy’s story in Mali, noted that 300` it is none: the report begins behind it.
    """
    names = place_names(reference)
    everywhere = {n for n in names if names[n] == "World" and " " not in n}
    states = [n for n in names if n not in everywhere]
    named = alternatives(states)
    spots = rf"(?:{WHERE}({named})|(?:^|[ ])({alternatives(everywhere, initial=True)}))\b"
    after, before = (pl.col(c).str.replace_all(SUPERLATIVE, "") for c in ("after", "before"))
    after = after.str.extract_groups(rust(rf"^[^;:.“”\"]{{0,80}}?{spots}"))
    before = before.str.extract_groups(rust(rf"{spots}([^;:.“”\"]{{0,60}})$"))
    is_told = before.struct.field("3").str.contains(REPORTS)
    opening = pl.col("before").str.extract(
        rust(rf"^In ({alternatives(states)})(?: alone| today)?,[^;:“”\"]*$")
    )
    listed = pl.col("before").str.extract(rust(rf"\b({named}): $"))  # `(Mali: 300, Chad: 200)`
    after_town = pl.col("after").str.extract(rust(rf"^[^;:.“”\"]{{0,80}}?{TOWN}({named})\b"))
    found = pl.coalesce(
        listed,
        *(after.struct.field(group) for group in "12"),
        *(pl.when(~is_told).then(before.struct.field(group)) for group in "12"),
        after_town,
        opening,
    )
    return found.replace({**names, **{n[0].upper() + n[1:]: names[n] for n in everywhere}})


@once_per_reference
def state_before(reference: Reference) -> pl.Expr:
    """The last State named in the clause before the number: `Georgia had almost doubled`.

    Of `Georgia’s envoy warned that 300` it is none: the report begins behind it.
    """
    names = state_names(reference)
    nearest = rust(rf"^(?:.*[^\w])?({alternatives(names)})(?:[’']s?)?([^\w;:.“”\"()][^;:.“”\"()]{{0,60}})$")
    found = pl.col("before").str.extract_groups(nearest)
    is_told = found.struct.field("2").str.contains(REPORTS)
    return pl.when(~is_told).then(found.struct.field("1").replace(names))


@once_per_reference
def demonym(reference: Reference) -> pl.Expr:
    """The State whose people are counted: `4 million Filipino workers`, `half of all Syrians`."""
    names = dict(reference["demonyms"].iter_rows())
    people = rf"({alternatives(names)})s?\b"
    counted = pl.col("text").str.extract(rust(rf"\b{people}"))
    whole = pl.col("after").str.extract(rust(rf"^[a-z ]{{0,9}} of (?:all |the )?{people}"))
    return pl.coalesce(counted, whole).replace(names)


def about_affiliation(reference: Reference) -> pl.Expr:
    """The State or body that the number is about, where the sentence names one."""
    states = set(state_names(reference).values())
    where = pl.when(pl.col("place").is_in(sorted(states))).then(pl.col("place"))
    is_own = pl.col("before").str.contains(rust(rf"{OWN_STATE}[^;:.“”\"]{{0,120}}$"))
    is_own |= pl.col("after").str.contains(rust(rf"^[^,;:.“”\"]{{0,20}} (?:of|from|in) {OWN_STATE}"))
    own = pl.when(is_own).then(pl.col("affiliation_name"))
    return pl.coalesce(own, where, "demonym", "state_before", acting_body(reference))


@once_per_reference
def acting_body(reference: Reference) -> pl.Expr:
    """The last body that does something in the clause before the number: `UNICEF had vaccinated`.

    Of `UNICEF had found that 40 wells` it is none: it tells of others.
    """
    names = known_bodies(reference)
    acts = r"(?:[’']s?| (?:\([\w-]+\) )?(?:has|had|have|will|would|could|is|was|needs?|[a-z]+(?:ed|es)))"
    acting = rust(rf"^(?:.*[^\w])?({alternatives(names)})({acts} [^;:.,“”\"]{{0,60}})$")
    found = pl.col("before").str.extract_groups(acting)
    acts_itself = found.struct.field("2").str.contains(rf"{SAYS}(?: [a-z]+)? (?:that )?(?:it |its )") | ~(
        found.struct.field("2").str.contains(SAYS)
    )
    return pl.when(acts_itself).then(found.struct.field("1").replace(names))


def clause_before() -> pl.Expr:
    """The clause up to the number, its first letter small (all others stay: May is no verb)."""
    clause = pl.col("before").str.extract(r"([^;:.,“”\"—]*)$")
    clause = clause.str.head(1).str.to_lowercase() + clause.str.slice(1)
    return clause.str.replace_all(NOUN_WILL, "")


def clause_after() -> pl.Expr:
    """The rest of the clause after the number."""
    return pl.col("after").str.extract(r"^((?:[^;:.,“”\"—]|[.,][0-9]){0,60})").str.replace_all(NOUN_WILL, "")


@once_per_reference
def assertion(reference: Reference) -> pl.Expr:
    """Whether the number is stated as a fact, disputed, pledged, demanded or projected."""
    before, after = pl.col("clause"), pl.col("rest")
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
