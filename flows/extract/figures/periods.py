"""The stated time of a figure: `since 2014`, `in the last four years`, `by the end of the decade`."""

from __future__ import annotations

import polars as pl

from flows.extract.figures.lexicon import patterns, rust
from flows.reference import Reference, once_per_reference

NO_BREAK = r"[^;:.,“”\"—]"  # the rest of a clause
DASH = r"(?: [–—-]|—)"
APART = r"(?:[;,]|\band|\bbut|\bwhile|\bthat) $"  # a time behind it opens a clause
GOES_ON = r"(?:would|will|had|has|have|was|were|is|are|could|may|cannot)"  # after an insertion
# an insertion, and the clause that goes on behind it: `40 men, 12 of them old, still live there today`
INSERTS = rf"^[^,;:.]{{0,40}}(?:,|{DASH}| \()(?: [a-z]+){{0,3}} ?$"
RESUMES = rf"(?:[,)]|{DASH}) (?:still |also |now |already |{GOES_ON}\b|live|need|face|lack|die)"
# words with which a time may open a sentence
TIME_OPENERS = (
    "In Since By Over During Throughout Until As For Before Prior From On Through At Between Within Last This"
    " Next Earlier Later Late Early So To The A An Half Fiscal Starting Beginning Towards Two Three Four Five"
    " Six Seven Eight Nine Ten Twelve Fifteen Twenty Thirty Forty Fifty Several Many Yesterday Overnight"
)
# when it was published, not what time it tells of: `according to a survey released in June`
PUBLISHED = (
    r"\baccording to\b|\b(?:report|study|survey|statement|figures|data|assessment|index|document)\b.{0,30}"
    r"\b(?:released|published|issued|launched|adopted)$"
)


def beside(column: str, by: int = 1) -> pl.Expr:
    """The value of the figure before (1) or behind (-1) in the same sentence, NULL where there is none."""
    return pl.when(pl.col("row") == pl.col("row").shift(by)).then(pl.col(column).shift(by))


def add_period(figures: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Add the stated time: `Since 2014, more than …` is `since 2014`.

    It goes with the nearest figure of its clause; an opening one, `In 2015, …`, with all of them. Of
    a list the last one before it: `To date 30 were hurt since May, including 7 women and 2 children`.
    """
    nearest = pl.coalesce(period_after(), period_before(reference))
    told = pl.coalesce(
        "nearest",
        pl.when("goes_on").then(pl.when(~pl.col("goes_on")).then("first").forward_fill().replace("", None)),
        pl.when(beside("is_within", -1)).then(beside("nearest", -1)),
        "opening",
    )
    return (
        figures.with_columns(time_after=time_after(reference), is_part=is_part(), is_listed=is_listed())
        .with_columns(is_within=pl.col("is_listed") | is_within(), is_opened=opens_clause(reference))
        .with_columns(nearest=nearest, opening=period_opening(reference), goes_on=continues_figure())
        .with_columns(first=pl.coalesce("nearest", "opening", pl.lit("")))
        .with_columns(period=told)
        .with_columns(period=pl.col("period").str.head(1).str.to_lowercase() + pl.col("period").str.slice(1))
    )


def times(reference: Reference) -> str:
    """Return the pattern of any stated time."""
    return f"(?:{'|'.join(patterns(reference, 'figure_periods'))})"


@once_per_reference
def time_after(reference: Reference) -> pl.Expr:
    """The time that follows a number, unless the number is compared with it: `twice as many as in 2010`."""
    clause = rf"(?:{NO_BREAK}|(?:,|{DASH}) {GOES_ON}\b)"
    told = pl.col("until_next").str.extract_groups(
        rust(rf"^({clause}{{0,90}}?),?[ ]({times(reference)})(?:[^\w’']|$)")
    )
    led, time = told.struct.field("1"), told.struct.field("2")
    is_compared = led.str.contains(
        r"\b(?:as|than|with|against|from)(?: (?:they|it|those|that|did|had|was|were))*$"
        r"|\b(?:than|compared (?:with|to)) the(?: [a-z-]+){1,3}$"
    )
    is_of_report = led.str.contains(PUBLISHED)
    return pl.when(~(is_compared | is_of_report | is_base(led, time))).then(time)


def is_base(led: pl.Expr, time: pl.Expr) -> pl.Expr:
    """Whether a time is where a change began: `4 per cent from 2020`, `up 300 from July`.

    So is that of `a fall of 4 per cent from the record level in 2014`; `led` leads to the time.
    """
    is_change = pl.col("unit").is_in(["percent", "times"]).fill_null(False) | pl.col("before").str.contains(
        r"\b(?:up|down|by)(?: [a-z]+){0,2} ?$"
    )
    began = (
        r"(?:^%?(?: per ?cent)? |\b(?:down|up|decline|drop|fall|increase|rise) )from the(?: [a-z-]+){1,3}$"
    )
    is_start = time.str.contains(r"^from (?:\d{4}|[A-Z][a-z]+(?: \d{4})?)$")
    return is_change & (is_start | led.str.contains(began))


def period_after() -> pl.Expr:
    """`some 300 people fled in 2015`; of `200 posts in 12 countries since 2010` the posts' alone."""
    of_next = pl.when(beside("is_part", -1)).then(beside("time_after", -1))
    return pl.when(~pl.col("is_part")).then(pl.coalesce("time_after", of_next))


def is_part() -> pl.Expr:
    """Whether a figure only says where or of what an earlier one counts: `200 posts in 12 countries`."""
    is_change = pl.col("since_previous").str.starts_with(" to ")  # `by 3 per cent to stand at 40`
    return ~is_change & pl.col("since_previous").str.contains(
        r"^(?: [a-z’-]+){1,3} (?:in|across|from|at|throughout)(?: (?:some|about|over|nearly|all))? $"
        r"|^ (?:in|across) $"
    )


@once_per_reference
def period_before(reference: Reference) -> pl.Expr:
    """`Since 2014 more than 300 people`; not the time of a figure before it in the same clause."""
    lead, period, comma, rest = told_before(reference)
    is_first = pl.col("since_previous").str.len_chars() == pl.col("before").str.len_chars()
    opens_clause = is_first | lead.str.contains(r"[,;:]|\b(?:and|while|but|that)\b")
    is_same_clause = ~rest.str.contains(r"\b(?:and|that|but|because|although|when|after) ")
    # `…, and since May, UNICEF has sent 300 tents`
    is_apart = lead.str.contains(APART)
    governing = lead.str.extract(r"\b((?:in|over|during|within|for|throughout) )$").fill_null("")
    is_base = lead.str.contains(r"\b(?:from|than) $")  # `rose from the previous year in 40 countries`
    is_told = ~is_base & pl.when(comma == ",").then(is_apart).otherwise(opens_clause & is_same_clause)
    return pl.when(is_told).then(pl.concat_str(governing, period))


def told_before(reference: Reference) -> list[pl.Expr]:
    """What leads to the time before a number, the time, the comma behind it and the rest."""
    told = uncapitalized("since_previous").str.extract_groups(
        rust(rf"^(|.*[^\w])({times(reference)})(,?) ({NO_BREAK}{{0,100}})$")
    )
    return [told.struct.field(str(group)) for group in range(1, 5)]


def opens_clause(reference: Reference) -> pl.Expr:
    """Whether a time opens the clause of a number: `…, and since May, UNICEF has sent` 300 tents."""
    lead, period, comma, _ = told_before(reference)
    return period.is_not_null() & (comma == ",") & lead.str.contains(APART)


@once_per_reference
def period_opening(reference: Reference) -> pl.Expr:
    """`In 2015, trade fell by a third, and 300 people …` holds up to a new clause."""
    led = (  # `Mr. Doe (France): In June, …`; `In Mali alone, since May, …`
        r"(?:[^;:“”\"]{0,160}\bthat,? “?|According to [^,;:]{1,80}, |M[rs]+\. [^:]{2,60}: "
        r"|“?[A-Za-z][^,;:“”\"0-9]{2,60}, )?"
    )
    opening = uncapitalized("before").str.extract_groups(
        rust(rf"^{led}({times(reference)}),([^;:“”\"]{{0,240}})$")
    )
    is_same_clause = ~opening.struct.field("2").str.contains(
        r"\b(?:while|but|whereas|and that|compared|(?:said|told|warned|announced) [a-z])"
    )
    return pl.when(is_same_clause).then(opening.struct.field("1"))


def uncapitalized(column: str) -> pl.Expr:
    """The text, words with which a time opens a sentence made small; to ignore case takes twice as long."""
    capital = [f"{word} " for word in TIME_OPENERS.split()]
    return pl.col(column).str.replace_many(capital, [word.lower() for word in capital])


def continues_figure() -> pl.Expr:
    """Whether a figure goes on with the one before: `, of whom 7`, `and 1,500 were hurt`, `, half of it`."""
    is_bare = (pl.col("end") == pl.col("number_end")) & (pl.col("rule") == "count")
    between = pl.col("since_previous")
    goes_on = between.str.contains(r"(?:,|,? and|, of whom|, of which)(?: more than| some| over| about)? ?$")
    is_relative = pl.col("unit").is_in(["percent", "times"]) & ~pl.col("after").str.contains("^ as ")
    apposed = between.str.contains(r"^[^,]*(?:, | [–—-] |—)(?:or |an? (?:[a-z]+ ){1,3}of )?$")
    includes = between.str.contains(r", (?:including|among them)(?: [a-z]+){0,3} $")
    is_led = beside("is_opened") & between.str.contains(rf"^{NO_BREAK}*$")
    is_led = is_led.fill_null(False)
    is_joined = (
        (is_bare & goes_on) | (is_relative & apposed) | includes | is_led | pl.col("is_listed") | changes()
    )
    return is_joined & (pl.col("row") == pl.col("row").shift(1)).fill_null(False)


def changes() -> pl.Expr:
    """Whether a figure is where a change led: `Since May, the number rose from 40 to 50`."""
    led = pl.col("since_previous").str.contains(r"^[^,;]{0,40}(?:,|\b) ?to(?: [a-z]+){0,2} ?$")
    is_start = beside("before").str.contains(r"\bfrom(?: [a-z]+){0,2} ?$")
    # `rose by 4 million in 2012 to 197 million`: both in 2012
    is_step = beside("before").str.contains(r"\bby(?: [a-z]+){0,2} ?$")
    return led & (is_step | (is_start & beside("time_after").is_null()))


def is_listed() -> pl.Expr:
    """Whether a figure is joined to the one before: `cleared 6 fields and lifted 58 mines since 1992`."""
    joined = (
        r"^[^,;—–]{0,80}\band(?: [a-z]+)?"
        r"(?: some| about| more than| over| another| a further| an additional)? ?$"
    )
    verbs = r"\b(?:had|has|have|was|were|is|are|would|will|could)\b|\bas\b"
    between = pl.col("since_previous")
    is_other = (pl.col("unit") == "percent") != (beside("unit") == "percent")
    return between.str.contains(joined) & ~between.str.contains(verbs) & ~is_other


def is_within() -> pl.Expr:
    """Whether a figure stands in what is said of the one before: `1.4 billion people live on $1 a day`."""
    between = pl.col("since_previous")
    said = (
        r"^ (?:[a-z’-]+ ){0,6}(?:had|has|have|were|was|are|lived?|liv(?:es|ing)) [a-z -]{0,30}$"
        r"|^ (?:[a-z’-]+ ){0,3}[a-z]{3,}ed (?:[a-z]+ ){0,3}$"
        r"|^ [A-Z][A-Za-z]+ [a-z]{3,}ed (?:[a-z]+ ){0,3}$"
    )
    apposed = rf"^[^,;]{{0,40}}(?:, or|{DASH})(?: nearly| almost| about| some| more than| over)? $"
    # `fell by 3 per cent to 40 tonnes last year`, `grew fourfold, to 300, since May`
    is_relative = ["percent", "times"]
    is_reached = beside("unit").is_in(is_relative) & ~pl.col("unit").is_in(is_relative).fill_null(False)
    is_reached &= between.str.contains(r"^,? (?:[a-z]+ ){0,2}to (?:[a-z]+ ){0,2}$")
    inserted = between.str.contains(INSERTS) & pl.col("after").str.contains(rf"^[^,;:.]{{0,60}}{RESUMES}")
    told = between.str.contains(said) | between.str.contains(apposed) | inserted
    return told | is_reached.fill_null(False)
