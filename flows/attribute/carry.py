"""Carry a speaker on: over the paragraphs of a block, through quotations, reports and lists."""

from __future__ import annotations

import polars as pl

DOC = "document_key"
NOBODY = "-"  # an attribution to nobody in particular, which still ends a speaker's report
SHIFTED = r"\b(?:would|could|had|might|should|must|ought|needed)\b"
# goes on with a report only where one is told in the past
PAST = r"\b(?:was|were|did|remained|required|meant)\b"
PRESENT = r"\b(?:is|are|am|has|have|does|do|will|can|may)\b"
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
    person it names (`antecedent`).
    """
    alone = pl.col("event_person").is_null() & pl.col("pronoun").is_null() & pl.col("is_prose")
    named = pl.when(pl.col("event_person") != NOBODY).then("event_person").when(alone).then("antecedent")
    marked = sentences.with_columns(named=named).with_columns(
        last_named=pl.col("named").forward_fill().over("document")
    )
    known = _complete_genders(marked, genders).rename({"person": "named"})
    told = marked.join(known, on=(DOC, "named"), how="left", maintain_order="left")
    person, gender, is_body = pl.col("named"), pl.col("known_gender"), pl.col("named").str.starts_with("d:")
    last = {
        "last_he": pl.when(~is_body & (gender.fill_null("male") == "male")).then(person),
        "last_she": pl.when(~is_body & (gender.fill_null("female") == "female")).then(person),
        "last_person": pl.when(person.str.contains("^[pu]:")).then(person),
        "last_body": pl.when(person.is_not_null()).then(
            pl.when(is_body).then(person).otherwise(pl.lit(NOBODY))
        ),
    }
    filled = told.with_columns(**{k: v.forward_fill().over("document") for k, v in last.items()})
    follows = (
        pl.when(pl.col("pronoun") == "male")
        .then("last_he")
        .when(pl.col("pronoun") == "female")
        .then("last_she")
        .when(pl.col("pronoun") == "body")
        .then("last_body")
    )
    # `the official` keeps an id of its own only where nobody was named before
    anybody = pl.when(pl.col("pronoun") == "any").then(pl.col("last_person").shift(1).over("document"))
    return filled.with_columns(event_person=pl.coalesce(anybody, "event_person", follows)).drop(
        *last, "named", "last_named", "known_gender"
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
    event = pl.col("event_person")
    found = sentences.with_columns(
        person=event,
        attributed_by=pl.when(event.is_not_null() & (event != NOBODY)).then(pl.lit("verb")),
        rule=pl.when(event.is_not_null() & (event != NOBODY)).then("event_rule"),
    )
    found = _through_quotation(found)
    found = _quotation_before_verb(found)
    found = _within_paragraph(found)
    found = _lead_in(found)
    found = _quotation_paragraphs(found)
    found = _list_items(found)
    return found.with_columns(person=pl.when(pl.col("person") != NOBODY).then("person"))


def _take(sentences: pl.DataFrame, person: pl.Expr, rule: str) -> pl.DataFrame:
    """Fill `person` where it is still NULL and `person` gives a speaker."""
    taken = pl.col("person").is_null() & person.is_not_null() & (person != NOBODY) & pl.col("is_prose")
    return sentences.with_columns(
        person=pl.when(taken).then(person).otherwise("person"),
        attributed_by=pl.when(taken).then(pl.lit("carried_over")).otherwise("attributed_by"),
        rule=pl.when(taken).then(pl.lit(rule)).otherwise("rule"),
    )


def _through_quotation(sentences: pl.DataFrame) -> pl.DataFrame:
    """A quotation over several sentences belongs to the speaker named at its end or start."""
    speaker = pl.when(pl.col("person") != NOBODY).then("person")
    return _take(sentences, speaker.drop_nulls().first().over("quote_group"), "quotation_continues")


def _is_quotation() -> pl.Expr:
    return pl.col("quoted_share") >= QUOTED


def _quotation_before_verb(sentences: pl.DataFrame) -> pl.DataFrame:
    """Quotations that open a paragraph belong to who is named right after them in it."""
    own = "paragraph"
    claimed = (
        pl.when(pl.col("person").is_not_null()).then("person").when(~_is_quotation()).then(pl.lit(NOBODY))
    )
    ahead = claimed.backward_fill().over(own)
    none_before = (pl.col("person").is_not_null()).cum_sum().over(own) == 0
    return _take(sentences, pl.when(none_before & _is_quotation()).then(ahead), "quotation_precedes")


def _can_carry() -> pl.Expr:
    """Sentences that go on with a report: a quotation; back-shifted tense; in leads any but narration."""
    masked = pl.col("masked")
    report = masked.str.contains(SHIFTED) | masked.str.contains(PAST)
    goes_on = pl.when(pl.col("is_lead")).then(True).otherwise(report & ~masked.str.contains(PRESENT))
    return _is_quotation() | (~pl.col("stops_carry") & goes_on)


def _within_paragraph(sentences: pl.DataFrame) -> pl.DataFrame:
    """Carry a speaker to the following sentences of the paragraph while the report goes on."""
    breaks = pl.col("is_first") | pl.col("person").is_not_null() | ~_can_carry()
    chained = sentences.with_columns(chain=breaks.cum_sum())
    masked = pl.col("masked")
    told_in_past = masked.str.contains(SHIFTED) | masked.str.contains(PAST)
    shifted = masked.str.contains(SHIFTED) | told_in_past.first().over("chain")
    is_report = (pl.col("quoted_share").first().over("chain") < QUOTED) & shifted
    head = pl.col("person").first().over("chain")
    return _take(
        chained,
        pl.when(_is_quotation() | pl.col("is_lead") | is_report).then(head),
        "report_continues",
    ).drop("chain")


def _lead_in(sentences: pl.DataFrame) -> pl.DataFrame:
    """In leads, sentences before `…, he said` in its paragraph are already his."""
    own = "paragraph"
    ahead = (
        pl.when(pl.col("person").is_not_null())
        .then(pl.when(pl.col("pronoun").is_in(["male", "female"])).then("person").otherwise(pl.lit(NOBODY)))
        .backward_fill()
        .over(own)
    )
    none_before = pl.col("person").is_not_null().cum_sum().over(own) == 0
    return _take(
        sentences,
        pl.when(pl.col("is_lead") & none_before & ~pl.col("stops_carry")).then(ahead),
        "report_begins",
    )


def _quotation_paragraphs(sentences: pl.DataFrame) -> pl.DataFrame:
    """A paragraph that opens with a quotation nobody claims goes on with the paragraph before."""
    own = "paragraph"
    last = pl.col("person").fill_null(NOBODY).last().over(own)
    before = pl.when(pl.col("is_first") & pl.col("is_prose")).then(last.shift(1).over("document"))
    unclaimed = pl.col("person").is_null().all().over(own) & _is_quotation().all().over(own)
    continued = before.forward_fill().over(own)
    return _take(sentences, pl.when(unclaimed).then(continued), "quotation_follows")


def _list_items(sentences: pl.DataFrame) -> pl.DataFrame:
    """The items of a list belong to who announced it: `She outlined three steps:`."""
    announces = pl.col("text").str.contains(r":$") & pl.col("person").is_not_null()
    is_item = pl.col("role") == "list_item"
    source = pl.when(announces).then("person").when(~is_item).then(pl.lit(NOBODY))
    return _take(sentences, pl.when(is_item).then(source.forward_fill().over("document")), "list_item")
