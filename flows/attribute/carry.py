"""Carry a speaker on: over the paragraphs of a block, through quotations, reports and lists."""

from __future__ import annotations

import polars as pl

from flows.regexes import rewrite_where

DOC = "document_key"
NOBODY = "-"  # an attribution to nobody in particular, which still ends a speaker's report
SHIFTED = r"(?-u:\b)(?:would|could|had|might|should|must|ought|needed)(?-u:\b)"
# goes on with a report only where one is told in the past
PAST = r"(?-u:\b)(?:was|were|did|remained|required|meant)(?-u:\b)"
PRESENT = r"(?-u:\b)(?:is|are|am|has|have|does|do|will|can|may)(?-u:\b)"
# `the wells would not have dried` is no present
MODAL_PERFECT = (
    r"(?-u:\b)(?:would|could|should|might|must|ought to|to)(?: not| also| never| already)? have(?-u:\b)"
)
QUOTED = 0.6  # share of a sentence that makes it a quotation


def fill_blocks(sentences: pl.DataFrame) -> pl.DataFrame:
    """Fill the speaker of a heading over its block; `block_person` NULL outside blocks.

    A block ends at the next heading, subhead or narration of the meeting's course.
    """
    in_body = pl.col("in_blocks")
    event = pl.when(in_body).then(
        pl.coalesce("block_event", pl.when(pl.col("ends_block")).then(pl.lit(NOBODY)))
    )
    filled = sentences.with_columns(
        block_number=event.is_not_null().cum_sum().over("document"),
        block_person=event.forward_fill().over("document"),
    )
    speaks = in_body & pl.col("role").is_in(["text", "list_item"]) & (pl.col("block_person") != NOBODY)
    return filled.with_columns(block_person=pl.when(speaks).then("block_person"))


def follow_pronouns(sentences: pl.DataFrame, genders: pl.DataFrame) -> pl.DataFrame:
    """Give `he said` the last person not known as a woman, `she said` the last not known as a man,
    `the agency said` the last body that spoke.

    `genders` has the printed gender of persons (document, person, known_gender); who has none
    takes that of the first pronoun that follows. A sentence without a speaker leaves the
    person it names (`antecedent`) or the body that it cites (`cited_body`).
    """
    alone = pl.col("event_person").is_null() & pl.col("pronoun").is_null() & pl.col("is_prose")
    left = pl.coalesce("antecedent", "cited_body")
    speaking = pl.when(pl.col("event_person") != NOBODY).then("event_person")
    marked = sentences.with_columns(named=speaking.when(alone).then(left))
    marked = marked.with_columns(named=_whom_it_means()).with_columns(
        last_named=pl.col("named").forward_fill().over("document")
    )
    known = _complete_genders(marked, genders).rename({"person": "named"})
    told = marked.join(known, on=(DOC, "named"), how="left", maintain_order="left")
    person, gender = pl.col("named"), pl.col("known_gender")
    # `The representative of Chad said … She added`: a delegate is somebody
    is_delegate = (pl.col("event_kind") == "delegation").fill_null(False)
    is_body = person.str.starts_with("d:") & ~is_delegate
    last = {
        "last_he": pl.when(~is_body & (gender.fill_null("male") == "male")).then(person),
        "last_she": pl.when(~is_body & (gender.fill_null("female") == "female")).then(person),
        "last_person": pl.when(person.str.contains("^[pu]:")).then(person),
        "last_body": pl.when(person.is_not_null())
        .then(pl.when(is_body | is_delegate).then(person).otherwise(pl.lit(NOBODY)))
        .when(pl.col("event_person") == NOBODY)
        .then(pl.lit(NOBODY)),
    }
    filled = told.with_columns(**{k: v.forward_fill().over("document") for k, v in last.items()})
    latest = (
        pl.when(pl.col("pronoun") == "male")
        .then("last_he")
        .when(pl.col("pronoun") == "female")
        .then("last_she")
        .when(pl.col("pronoun") == "body")
        .then("last_body")
        .when(pl.col("pronoun") == "they")  # a body's members; else unnamed people
        .then(pl.col("last_body").fill_null(NOBODY))
    )
    # `Secretary-General Roe was saddened, he said`, where nobody was named before
    follows = pl.coalesce(latest, pl.when(pl.col("pronoun").is_in(["male", "female"])).then("antecedent"))
    # `the official` keeps an id of its own only where nobody was named before
    anybody = pl.when(pl.col("pronoun") == "any").then(pl.col("last_person").shift(1).over("document"))
    return filled.with_columns(event_person=pl.coalesce(anybody, "event_person", follows)).drop(
        *last, "named", "last_named", "known_gender"
    )


def _whom_it_means() -> pl.Expr:
    """Whom a sentence leaves for `he` in the next one: `the expert explained` who spoke before, `Jane Doe
    was there, she said` the one it names where nobody spoke before."""
    by_pronoun = pl.col("pronoun").is_in(["male", "female"]) & pl.col("event_person").is_null()
    candidate = pl.coalesce("named", pl.when(by_pronoun).then("antecedent"))
    before = candidate.forward_fill().shift(1).over("document")
    again = (pl.col("pronoun") == "any") & before.str.contains("^[pu]:")
    return (
        pl.when(again.fill_null(False))
        .then(None)
        .when(by_pronoun & before.is_null())
        .then("antecedent")
        .otherwise("named")
    )


def _complete_genders(marked: pl.DataFrame, genders: pl.DataFrame) -> pl.DataFrame:
    """Add to the known genders those that the first pronoun after a person shows."""
    shown = (
        marked.filter(pl.col("pronoun").is_in(["male", "female"]) & pl.col("last_named").is_not_null())
        .group_by(DOC, person="last_named", maintain_order=True)
        .agg(known_gender=pl.col("pronoun").first())
        .join(genders, on=(DOC, "person"), how="anti")
    )
    return pl.concat([genders, shown.select(genders.columns)])


def carry_prose(sentences: pl.DataFrame) -> pl.DataFrame:
    """Add `person`, `attributed_by`, `rule` to the sentences of prose by their events and what carries on."""
    numbered = sentences.with_row_index("row")
    prose = numbered.filter("is_prose").with_columns(
        document_ends=(pl.col("document") != pl.col("document").shift(-1)).fill_null(True),
        is_last=pl.col("is_first").shift(-1, fill_value=True),
        is_quotation=pl.col("quoted_share") >= QUOTED,
        is_shifted=pl.col("masked").str.contains(SHIFTED),
        is_question=pl.col("text").str.ends_with("?") & (pl.col("quoted_share") == 0),
        is_past=pl.col("masked").str.contains(PAST),
        is_present=pl.col("masked").str.contains(PRESENT),
    )
    modal = (
        pl.col("is_shifted") & pl.col("is_present") & pl.col("masked").str.contains(" have ", literal=True)
    )
    is_present = pl.col("masked").str.replace_all(MODAL_PERFECT, "").str.contains(PRESENT)
    prose = rewrite_where(prose, modal, is_present=is_present)
    speaks = pl.col("event_person").is_not_null() & (pl.col("event_person") != NOBODY)
    found = prose.with_columns(
        person=pl.col("event_person"),
        attributed_by=pl.when(speaks).then(pl.lit("verb")),
        rule=pl.when(speaks).then("event_rule"),
    )
    steps = (
        _through_quotation,
        _quotation_before_verb,
        _within_paragraph,
        _lead_in,
        _quotation_paragraphs,
        _list_items,
        _briefing_paragraphs,
        _between_paragraphs,
    )
    for step in steps:
        found = step(found)
    told = found.select(
        "row", "attributed_by", "rule", person=pl.when(pl.col("person") != NOBODY).then("person")
    )
    return numbered.join(told, on="row", how="left", maintain_order="left").drop("row")


def _take(sentences: pl.DataFrame, person: pl.Expr, rule: str) -> pl.DataFrame:
    """Fill `person` where it is still NULL and `person` gives a speaker."""
    taken = pl.col("person").is_null() & pl.col("offered").is_not_null() & (pl.col("offered") != NOBODY)
    return (
        sentences.with_columns(offered=person)
        .with_columns(
            person=pl.when(taken).then("offered").otherwise("person"),
            attributed_by=pl.when(taken).then(pl.lit("carried_over")).otherwise("attributed_by"),
            rule=pl.when(taken).then(pl.lit(rule)).otherwise("rule"),
        )
        .drop("offered")
    )


def _is_claimed() -> pl.Expr:
    return pl.col("person").is_not_null()


def _none_before() -> pl.Expr:
    """Say whether no sentence of the paragraph up to this one has a speaker."""
    claims = _is_claimed().cum_sum()
    return claims == pl.when(pl.col("is_first")).then(claims - _is_claimed().cast(pl.UInt32)).forward_fill()


def _next_in_paragraph(value: pl.Expr) -> pl.Expr:
    """Return the next non-NULL value at or after each sentence of its paragraph."""
    return value.fill_null(pl.when(pl.col("is_last")).then(pl.lit(NOBODY))).backward_fill()


def _through_quotation(sentences: pl.DataFrame) -> pl.DataFrame:
    """A quotation over several sentences belongs to the speaker named at its end or start."""
    joined_by = sentences.filter(pl.col("quote_group").is_duplicated() & _is_claimed())
    speakers = (
        joined_by.filter(pl.col("person") != NOBODY)
        .group_by("quote_group", maintain_order=True)
        .agg(quoted_person=pl.col("person").first())
    )
    joined = sentences.join(speakers, on="quote_group", how="left", maintain_order="left")
    return _take(joined, pl.col("quoted_person"), "quotation_continues").drop("quoted_person")


def _quotation_before_verb(sentences: pl.DataFrame) -> pl.DataFrame:
    """Quotations that open a paragraph belong to who is named right after them in it."""
    claimed = pl.when(_is_claimed()).then("person").when(~pl.col("is_quotation")).then(pl.lit(NOBODY))
    opens = _none_before() & pl.col("is_quotation")
    return _take(sentences, pl.when(opens).then(_next_in_paragraph(claimed)), "quotation_precedes")


def _tells_at_length() -> pl.Expr:
    """Leads and summaries of press conferences report in any tense."""
    return pl.col("is_lead") | pl.col("is_briefing")


def _can_carry() -> pl.Expr:
    """Sentences that go on with a report: a quotation; back-shifted tense; in leads any but narration."""
    # `Had judges been trained?` goes on with what an expert asked
    report = _is_report() | (pl.col("is_question") & ~pl.col("is_present"))
    return pl.col("is_quotation") | (~pl.col("stops_carry") & (_tells_at_length() | report))


def _is_report() -> pl.Expr:
    return (pl.col("is_shifted") | pl.col("is_past")) & ~pl.col("is_present")


def _within_paragraph(sentences: pl.DataFrame) -> pl.DataFrame:
    """Carry a speaker to the following sentences of the paragraph while the report goes on."""
    breaks = pl.col("is_first") | _is_claimed() | ~_can_carry()
    chained = sentences.with_columns(breaks=breaks).with_columns(
        head=pl.when("breaks").then(pl.col("person").fill_null(NOBODY)).forward_fill(),
        head_is_quotation=pl.when("breaks").then("is_quotation").forward_fill(),
        head_is_past=pl.when("breaks").then(pl.col("is_shifted") | pl.col("is_past")).forward_fill(),
    )
    is_report = ~pl.col("head_is_quotation") & (pl.col("is_shifted") | pl.col("head_is_past"))
    asks_on = pl.col("is_question") & ~pl.col("head_is_quotation")
    goes_on = pl.col("is_quotation") | _tells_at_length() | is_report | asks_on
    taken = _take(chained, pl.when(goes_on).then("head"), "report_continues")
    return taken.drop("breaks", "head", "head_is_quotation", "head_is_past")


def _lead_in(sentences: pl.DataFrame) -> pl.DataFrame:
    """In leads, sentences before `…, he said` in its paragraph are already his."""
    by_pronoun = pl.col("pronoun").is_in(["male", "female"])
    claimed = pl.when(_is_claimed()).then(pl.when(by_pronoun).then("person").otherwise(pl.lit(NOBODY)))
    before = pl.col("is_lead") & _none_before() & ~pl.col("stops_carry")
    return _take(sentences, pl.when(before).then(_next_in_paragraph(claimed)), "report_begins")


def _quotation_paragraphs(sentences: pl.DataFrame) -> pl.DataFrame:
    """A paragraph of quotations that nobody claims goes on with the paragraph before, one of background
    between them or not, and so may the next one."""
    found = _follow_paragraphs(sentences)
    goes_on = found["person"].null_count() < sentences["person"].null_count()
    return _follow_paragraphs(found) if goes_on else found


def _follow_paragraphs(sentences: pl.DataFrame) -> pl.DataFrame:
    others = (_is_claimed() | ~pl.col("is_quotation")).cast(pl.UInt32)
    before = pl.when(pl.col("is_first")).then(others.cum_sum() - others).forward_fill()
    by_end = pl.when(pl.col("is_last")).then(others.cum_sum()).backward_fill()
    told = sentences.with_columns(unclaimed=before == by_end)
    if not told["unclaimed"].any():
        return sentences
    told = told.join(_paragraph_ends(sentences), on="row", how="left", maintain_order="left")
    continued = pl.when(pl.col("is_first")).then(pl.col("end").shift(1)).forward_fill()
    return _take(told, pl.when("unclaimed").then(continued), "quotation_follows").drop("end", "unclaimed")


def _paragraph_ends(sentences: pl.DataFrame) -> pl.DataFrame:
    """Return (row, end) of last sentences: who spoke there, or before a paragraph of background."""
    claims = (_is_claimed() | pl.col("stops_carry") | pl.col("is_quotation")).cast(pl.UInt32).cum_sum()
    person = pl.when(~pl.col("document_ends")).then("person").fill_null(NOBODY)
    last = sentences.lazy().select("row", "is_last", claims=claims, end=person).filter("is_last").collect()
    silent = pl.col("claims") == pl.col("claims").shift(1)
    return last.select("row", end=pl.when(silent).then(pl.col("end").shift(1)).otherwise("end"))


def _list_items(sentences: pl.DataFrame) -> pl.DataFrame:
    """The items of a list belong to who announced it: `She outlined three steps:`."""
    announces = pl.col("text").str.ends_with(":") & _is_claimed()
    is_item = pl.col("role") == "list_item"
    source = pl.when(announces).then("person").when(~is_item).then(pl.lit(NOBODY))
    return _take(sentences, pl.when(is_item).then(source.forward_fill()), "list_item")


def _between_paragraphs(sentences: pl.DataFrame) -> pl.DataFrame:
    """In the summary of a briefing or of a session, what stands between two reports of one speaker is
    that speaker's too: `Ms. Roe said … The harbour was full. Turning to rain, Ms. Roe noted …`."""
    if not sentences["is_briefing"].any():
        return sentences
    told = pl.when(_is_claimed()).then("person").when(pl.col("stops_carry")).then(pl.lit(NOBODY))
    before, after = (fill.over("document", "subhead") for fill in (told.forward_fill(), told.backward_fill()))
    is_between = pl.col("is_briefing") & (before == after) & _is_report()
    return _take(sentences, pl.when(is_between).then(before), "report_goes_on")


def _briefing_paragraphs(sentences: pl.DataFrame) -> pl.DataFrame:
    """In the notes of a briefing by several agencies, each speaks until the next one or a subhead."""
    if not sentences["is_shared_briefing"].any():
        return sentences
    starts = pl.struct("document", "subhead").rle_id() != pl.struct("document", "subhead").rle_id().shift(1)
    source = (
        pl.when(_is_claimed())
        .then("person")
        .when(pl.col("stops_carry") | starts.fill_null(True))
        .then(pl.lit(NOBODY))
    )
    return _take(sentences, pl.when("is_shared_briefing").then(source.forward_fill()), "briefing_continues")
