"""Which phrases attribute: the one event of each sentence, from all phrases and headings that were read."""

from __future__ import annotations

import polars as pl

from flows.attribute.carry import NOBODY
from flows.reference import Reference

DOC = "document_key"
KEYS = (DOC, "sentence_ordinal")
PERSONAL = ("person", "surname", "office", "delegation", "unnamed", "pronoun")
# a clause in these goes before or beside the main clause; the main clause attributes
ASIDES = ("as", "while", "whereas")
# what an organ condemned may be its resolution; what its members condemned they say
MEMBERS = r"^(?:[Tt]he )?[Mm]embers of "


def classify_verbs(phrases: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Add `verb_class` of the verb in any of its forms."""
    verbs = reference["reporting_verbs"]
    forms = pl.concat(
        [verbs.select(verb=form, verb_class="verb_class") for form in ("past", "present", "participle")]
    ).unique("verb", maintain_order=True)
    classes = phrases.join(forms, on="verb", how="left", maintain_order="left")
    return classes.with_columns(verb_class=pl.col("verb_class").fill_null("say"))


def attributes() -> pl.Expr:
    """Say whether a phrase read as a mention makes its sentence that speaker's."""
    kind, verbs = pl.col("mention_kind"), pl.col("verb_class")
    speech = verbs.is_in(["say", "announce", "judge"])
    # `Chad continued to receive migrants`
    tells = speech & (pl.col("verb") != "continued")
    is_state, is_body = pl.col("iso3").is_not_null(), kind.is_in(["organization", "anaphor"])
    # in a dialogue told without names: `Chad asked how …`
    asks = pl.col("has_blocks") & ~pl.col("is_lead").fill_null(False) & (verbs == "tell")
    # Geneva tells debates as a roll: `Chad believed … Mali was concerned … Peru thanked …`
    opens = (pl.col("position") == 0) & verbs.is_in(["tell", "act"])
    asks = asks | (pl.col("is_summary") & (opens | (verbs == "tell")))
    floor = (verbs != "speak") | pl.col("has_participle")
    subject = (
        # who a text cites does not speak in it: `According to UNEP, …`
        pl.when(
            (pl.col("frame") == "cited_body")
            | ((pl.col("frame") == "according_to") & ~kind.is_in(["person", "surname"]))
        )
        .then(False)
        .when(is_body & is_state)
        .then(tells | asks | (pl.col("is_lead") & (verbs == "act")))
        .when(is_body & pl.col("is_organ") & ~pl.col("alias").str.contains(MEMBERS))
        .then(pl.col("verb").is_in(["said", "says", "stated"]))
        .when(is_body)
        .then(tells | asks)
        .when(kind.is_in(PERSONAL))
        .then(floor & (verbs != "none"))
        .when(kind == "plural")
        .then(speech)
        .otherwise(False)
    )
    main = pl.col("subordinator").is_null() | pl.col("subordinator").is_in(ASIDES)
    return subject & main


def _pronoun() -> pl.Expr:
    """`he` and `she` by gender, `body` for `the agency`, `they` for themselves, `any` for `the official`."""
    kind = pl.col("mention_kind")
    return (
        pl.when(kind == "pronoun")
        .then("gender")
        .when((kind == "anaphor") & (pl.col("name") == "they"))
        .then(pl.lit("they"))
        .when(kind == "anaphor")
        .then(pl.lit("body"))
        .when(_is_anaphoric())
        .then(pl.lit("any"))
    )


def _is_anaphoric() -> pl.Expr:
    """`the official` and `the envoy`, when nobody holds that office here, are who spoke last."""
    return (
        pl.col("person").str.starts_with("o:")
        & (pl.col("body").is_null() | (pl.col("body") == "United Nations"))
        & pl.col("alias").str.contains(r"^[Tt]he (?:\p{Ll}+ |UN ){0,2}\p{Ll}+$")
    )


def choose_events(mentions: pl.DataFrame) -> pl.DataFrame:
    """Return one event per sentence: the main clause's named speaker, else a body, else nobody."""
    order = (
        pl.when(pl.col("mention_kind") == "plural")
        .then(2)
        .when(pl.col("mention_kind") == "anaphor")
        .then(1)
        .otherwise(0)
    )
    frames = {
        "subject_first": 0,
        "subject_before_comma": 1,
        "verb_first": 2,
        "title_with_commas": 3,
        "open_apposition": -1,
        "inverted": 4,
        "with_participle": 4,
        "according_to": 5,
    }
    usable = mentions.filter(
        pl.col("person").is_not_null() | pl.col("mention_kind").is_in(["plural", "pronoun", "anaphor"])
    )
    ranked = usable.with_columns(
        order=order, frame_order=pl.col("frame").replace_strict(frames, default=9, return_dtype=pl.Int8)
    ).sort(
        *KEYS,
        "order",
        pl.col("is_later_clause").fill_null(False),
        pl.col("subordinator").is_not_null(),
        "frame_order",
        "position",
    )
    return (
        ranked.group_by(KEYS, maintain_order=True)
        .first()
        .select(
            *KEYS,
            event_person=pl.when(pl.col("mention_kind") == "plural").then(pl.lit(NOBODY)).otherwise("person"),
            event_kind="mention_kind",
            event_rule="frame",
            event_of_state=pl.col("iso3").is_not_null(),
            event_of_members=pl.col("alias").str.contains(MEMBERS),
            event_opens=(pl.col("position") == 0)
            & pl.col("frame").is_in(["subject_first", "subject_before_comma"]),
            pronoun=_pronoun(),
        )
    )
