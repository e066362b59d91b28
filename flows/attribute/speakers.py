"""What each document says of its speakers: name, role, body, printed gender, printed forms."""

from __future__ import annotations

import polars as pl

from flows.attribute.forms import VERBATIM
from flows.attribute.patterns import Patterns

DOC = "document_key"
WHO = (DOC, "person")
HONOURED = r"(?-u:\b)(?:Mr|Ms|Mrs)\. "
GENERIC = (
    "head",
    "envoy",
    "chief",
    "boss",
    "official",
    "representative",
    "spokesperson",
    "delegate",
    "leader",
)


def describe_speakers(mentions: pl.DataFrame, sentences: pl.DataFrame, patterns: Patterns) -> pl.DataFrame:
    """Return one row per document and `person` that speaks, numbered by first appearance."""
    told = ("sentence_ordinal", "masked", "kind", "attributed_by", "turn")
    spoken = sentences.select(*WHO, *told).filter(pl.col("person").is_not_null())
    order = spoken.group_by(WHO).agg(first=pl.col("sentence_ordinal").min())
    facts = mentions.filter(pl.col("person").is_not_null()).join(order, on=WHO, how="semi")
    names = _choose_names(facts)
    # an honorific alone, `Ambassador`, has no core
    is_telling = (~pl.col("core").is_in(GENERIC)).fill_null(False).cast(pl.Int8)
    roles = _choose(facts, "role", is_telling * 2 + (pl.col("mention_kind") == "person"))
    bodies = _choose_bodies(facts)
    genders = _choose_genders(facts, spoken, patterns)
    addressed = _read_honorifics(spoken, names)
    speakers = order.sort(DOC, "first")
    for part in (names, roles, bodies, genders, addressed):
        speakers = speakers.join(part, on=WHO, how="left", maintain_order="left")
    return speakers.with_columns(
        printed_gender=pl.coalesce("printed_gender", "addressed_gender"),
        speaker_ordinal=pl.int_range(1, pl.len() + 1).over(DOC),
        is_person=pl.col("person").str.starts_with("p:"),
    )


def _is_heading() -> pl.Expr:
    return pl.col("frame").str.ends_with("_heading")


def _choose(facts: pl.DataFrame, column: str, better: pl.Expr) -> pl.DataFrame:
    """Return per speaker the value a heading prints, else the better, commoner, earlier, shorter one."""
    valued = facts.drop_nulls(column).with_columns(better=better.cast(pl.Int8), heading=_is_heading())
    counted = valued.group_by(*WHO, column).agg(
        pl.col("heading").any(), pl.col("better").max(), uses=pl.len(), first=pl.col("sentence_ordinal").min()
    )
    ranked = counted.with_columns(length=pl.col(column).str.len_chars()).sort(
        *[*WHO, "heading", "better", "uses", "first", "length", column],
        descending=[False, False, True, True, True, False, False, False],
    )
    return ranked.group_by(WHO, maintain_order=True).agg(pl.col(column).first())


def _choose_names(facts: pl.DataFrame) -> pl.DataFrame:
    """A person's fullest name in its commonest spelling; a delegation is named by its country or body."""
    is_full = pl.col("mention_kind") == "person"
    of_body = (
        pl.when(pl.col("person").str.starts_with("d:"))
        .then("body")
        .when(pl.col("person").str.starts_with("o:") & pl.col("iso3").is_not_null())
        .then(pl.concat_str("role", pl.lit(" of "), "body"))
        .otherwise("name")
    )
    named = facts.with_columns(name=of_body).filter(
        ~pl.col("person").str.starts_with("p:") | pl.col("mention_kind").is_in(["person", "surname"])
    )
    main = is_full & (pl.col("person") == "p:" + pl.col("folded"))
    return _choose_main(named.with_columns(main=main, full=is_full))


def _choose_main(named: pl.DataFrame) -> pl.DataFrame:
    counted = (
        named.drop_nulls("name")
        .group_by(*WHO, "name")
        .agg(
            pl.col("main").any(), pl.col("full").any(), uses=pl.len(), first=pl.col("sentence_ordinal").min()
        )
    )
    ranked = counted.sort(
        *WHO,
        "main",
        "full",
        "uses",
        "first",
        "name",
        descending=[False, False, True, True, True, False, False],
    )
    return ranked.group_by(WHO, maintain_order=True).agg(pl.col("name").first())


def _choose_bodies(facts: pl.DataFrame) -> pl.DataFrame:
    # a country in brackets goes before the body that a person presides over
    is_printed = pl.col("shown_body") == pl.col("body")
    # an expert's country in brackets says where the expert comes from
    is_expert = pl.col("role").str.contains(r"(?i)^special rapporteur|^independent expert").fill_null(False)
    is_origin = (pl.col("frame") == "name_with_place") & is_expert.any().over(WHO)
    is_former = pl.col("role").str.contains(r"(?i)^former ").fill_null(False)
    holds = (pl.col("shown_body").is_not_null() & ~is_former).any().over(WHO)
    facts = facts.filter(~is_origin & ~(is_former & holds))
    better = (
        pl.col("iso3").is_not_null().cast(pl.Int8) * 4
        + is_printed.cast(pl.Int8) * 2
        + pl.col("role").is_not_null()
    )
    bodies = _choose(facts.with_columns(affiliation_name="shown_body"), "affiliation_name", better)
    kinds = (
        facts.drop_nulls("shown_body")
        .group_by(*WHO, affiliation_name="shown_body")
        .agg(affiliation_kind=pl.col("body_kind").first(), iso3=pl.col("iso3").first())
    )
    return bodies.join(kinds, on=(*WHO, "affiliation_name"), how="left")


def _choose_genders(facts: pl.DataFrame, spoken: pl.DataFrame, patterns: Patterns) -> pl.DataFrame:
    """Count honorifics and the pronouns of attributions; the majority is the printed gender."""
    # a spokesperson's statement tells of its author in the third person
    told_of = facts.filter(
        pl.col("alias").str.contains(r"(?i)^(?:the )?(?:[a-z]+ )?spokes") & (pl.col("frame") == "author")
    )
    reported = spoken.join(told_of.select(*WHO, told=pl.lit(True)).unique(), on=WHO, how="left").filter(
        ((pl.col("attributed_by") != "first_person") | pl.col("told"))
        & ~(pl.col("kind").is_in(VERBATIM) & (pl.col("attributed_by") == "heading"))
    )
    counted = reported.group_by(WHO).agg(
        he=pl.col("masked").str.count_matches(patterns.male).sum(),
        she=pl.col("masked").str.count_matches(patterns.female).sum(),
    )
    honoured = facts.group_by(WHO).agg(
        mr=(pl.col("gender") == "male").sum(),
        ms=(pl.col("gender") == "female").sum(),
        is_body=(pl.col("mention_kind") == "organization").all(),
    )
    both = honoured.join(counted, on=WHO, how="left").with_columns(
        he=pl.col("he").fill_null(0) + pl.col("mr"), she=pl.col("she").fill_null(0) + pl.col("ms")
    )
    gender = (
        pl.when(pl.col("he") > pl.col("she"))
        .then(pl.lit("male"))
        .when(pl.col("she") > pl.col("he"))
        .then(pl.lit("female"))
    )
    # an organization's `he` is somebody else's
    return both.select(*WHO, printed_gender=pl.when(~pl.col("is_body")).then(gender))


def _read_honorifics(spoken: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Return (who, addressed_gender): `Mr. Roe concluded …` inside his own block."""
    honoured = spoken.filter(
        pl.col("masked").str.contains(HONOURED)
        & ~pl.col("kind").is_in(VERBATIM)
        & pl.col("turn").is_not_null()
    ).join(names, on=WHO)
    surname = pl.col("name").str.extract(r"(\S+)$")
    stands = {
        honorific: pl.col("masked").str.contains(
            pl.concat_str(pl.lit(f"{honorific} "), surname), literal=True
        )
        for honorific in ("Mr.", "Ms.", "Mrs.")
    }
    gender = (
        pl.when(stands["Mr."])
        .then(pl.lit("male"))
        .when(stands["Ms."] | stands["Mrs."])
        .then(pl.lit("female"))
    )
    told = honoured.with_columns(addressed_gender=gender).drop_nulls("addressed_gender")
    return told.group_by(WHO, maintain_order=True).agg(pl.col("addressed_gender").first())


def list_aliases(mentions: pl.DataFrame, speakers: pl.DataFrame) -> pl.DataFrame:
    """Return every printed form of every speaker with what decided that it is theirs."""
    forms = mentions.drop_nulls(["person", "alias"]).join(speakers.select(*WHO, "speaker_ordinal"), on=WHO)
    return (
        forms.sort(DOC, "speaker_ordinal", "sentence_ordinal", maintain_order=True)
        .group_by(DOC, "speaker_ordinal", "alias", maintain_order=True)
        .agg(pl.col("decided_by").first())
    )
