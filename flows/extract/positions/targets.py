"""Whom a claim accuses or addresses, where the sentence names a State or body."""

from __future__ import annotations

import polars as pl

from flows.affiliations import affiliation_pattern, demonym_pattern, resolve_affiliation, resolve_demonym
from flows.extract.matches import CLOSE, OPEN, straighten
from flows.reference import Reference, once_per_reference

ACCUSING = ("condemns", "opposes")
STATES = ("member_state", "observer")
HARM = (
    "aggression|occupation|invasion|incursions?|attacks?|forces|army|troops|regime|violations?|crimes?|strikes?"
    "|bombardment|settlements?|settlers|annexation|blockade|embargo|sanctions|measures|policies|policy|practices"
    "|actions?|acts|refusal|failure|claims?|attempts?|authorities|Government|threats?|provocations?|side|military"
)
CONDUCT = "had|has|have|was|were|is|are|continued?s?|bore|bears|would|remained?s?|kept|committed|used|carried"
DUTY = "(?:must|should|ought to|had to|has to|needed to|needs to)"
AGENT = "by"
ANYBODY = (
    "States",
    "Governments",
    "Members",
    "Countries",
    "Parties",
    "We",
    "They",
    "He",
    "She",
    "It",
    "There",
)
NAMED = f"{OPEN}[^{CLOSE}]*{CLOSE}"  # a name or adjective of a State or body, marked in the sentence
WHOM = rf"(?:[Tt]he )?(?:[Gg]overnments? of |authorities of |leaders of )?(?:the )?{NAMED}"


@once_per_reference
def compile_forms(reference: Reference) -> dict[str, str]:
    """Return the forms of words, over marked sentences, in which claims of each kind name their target."""
    ask, blame = (_verbs(reference, stance) for stance in ("advocates", "condemns"))
    return {
        # cheap, and true of every sentence in which the form "addressed" can stand
        "asked": (rf"(?-u:\b)(?i-u:{ask})(?: that| on| upon| to)? (?:the )?(?:[a-z]+ of (?:the )?)?[A-Z]"),
        "obliged": rf"([A-Z][A-Za-z'’.-]+) {DUTY}(?-u:\b)",  # its subject, if that is a name
        "addressed": (
            rf"(?-u:\b)(?i-u:{ask})(?: that| on| upon| to)? {WHOM}"
            rf"(?:,? (?:to|and|not|must|should|for)(?-u:\b)|, {OPEN})"
            rf"|{NAMED} {DUTY}(?-u:\b)"
        ),
        "accused": (
            rf"(?-u:\b)(?i-u:{blame}) {WHOM}|{AGENT} {WHOM}|{NAMED} (?:{CONDUCT})(?-u:\b)"
            rf"|{NAMED}(?:'s?)? (?:[a-z]+ ){{0,3}}(?:{HARM})"
        ),
    }


def _verbs(reference: Reference, stance: str) -> str:
    verbs = reference["stance_verbs"].filter(pl.col("stance") == stance)
    return "|".join(p for form in ("past", "participle", "present") for p in verbs[form])


def add_target(claims: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Add `target_affiliation` and `target_is_state`: in `He accused Azerbaijan of aggression` Azerbaijan."""
    forms = compile_forms(reference)
    obliged = pl.col("text").str.extract(forms["obliged"])
    is_asked = pl.col("text").str.contains(forms["asked"]) | ~obliged.is_in(ANYBODY)
    asking = claims.filter(pl.col("stance") == "advocates").filter(is_asked)
    found = [
        find_named(claims.filter(pl.col("stance").is_in(ACCUSING)), forms["accused"], reference),
        find_named(asking, forms["addressed"], reference),
    ]
    targets = pl.concat(found).unique(["row", "stance"], keep="first", maintain_order=True)
    return claims.join(targets, on=["row", "stance"], how="left")


def find_named(claims: pl.DataFrame, form: str, reference: Reference) -> pl.DataFrame:
    """Return `row`, `stance`, `target_affiliation`, `target_is_state` of each other party in that form.

    The best come first: in `By the account of Chad, Mali had attacked it` Mali, then Chad.
    """
    named = f"{affiliation_pattern(reference)}|{demonym_pattern(reference)}"  # a group of it would be slower
    marked = straighten(pl.col("text")).str.replace_all(named, f"{OPEN}$0{CLOSE}")
    printed = pl.col("phrase").str.extract(f"{OPEN}([^{CLOSE}]*){CLOSE}")
    party = resolve_affiliation(printed, reference)
    starts_with = pl.col("phrase").str.starts_with
    # whom the verb blames or asks, before who does a thing, before `by` whom it is done
    order = pl.when(starts_with(OPEN)).then(1).when(starts_with(f"{AGENT} ")).then(2).otherwise(0)
    return (
        claims.select("row", "stance", "affiliation_name", phrase=marked.str.extract_all(form))
        .explode("phrase", empty_as_null=False)
        .sort("row", order, maintain_order=True)
        .with_columns(
            target_affiliation=pl.coalesce(party.struct.field("name"), resolve_demonym(printed, reference)),
            target_is_state=party.struct.field("kind").is_in(STATES).fill_null(True),  # an adjective's
        )
        .filter(pl.col("target_affiliation").ne_missing(pl.col("affiliation_name")))
        .drop_nulls("target_affiliation")
        .select("row", "stance", "target_affiliation", "target_is_state")
    )
