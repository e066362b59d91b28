"""What each claim is about."""

from __future__ import annotations

import polars as pl

from flows.extract.cues import choose_classes, match_classes
from flows.extract.positions.claims import BLAMING, NO_STANCE
from flows.extract.positions.lexicon import OWN_SIDE
from flows.reference import Reference

UNNAMED = "other"
OWN_MEASURES = "national_measures"  # what a claim reports that names no issue
# An issue that this share of a document's claims names, and at least so many, is what the others are about.
THEME_SHARE, THEME_CLAIMS = 0.5, 5
PURVIEW, ORGANS = "council_purview", "un_coordination"
OTHER_COUNCILS = "Human Rights Council|Economic and Social Council"
ACCUSATION = "interstate_accusations"  # also where a State is named as condemned or opposed
# Who speaks and who is told is not what is said: `the Minister for Women urged …`, `…, the Working Group
# on Detention heard today`, `he told the Special Committee on Decolonization that …`. An agency's or a
# fund's name stays, for they speak of their field: what the refugee agency urges is about refugees.
VOICES = (
    "representatives?|delegates?|delegations?|speakers?|ministers?|envoys?|rapporteurs?|commissioners?"
    "|secretary-general|directors?|chiefs?|heads?|presidents?|chair[a-z]*|prosecutors?|coordinators?"
    "|spokes[a-z]+|experts?|officials?|members|committee|commission|council|forum|working group|panel"
    "|office|mission"
)
VOICE_VERBS = (
    "said|says|told|heard|urged|called|stressed|warned|welcomed|condemned|deplored|commended|expressed"
    "|appealed|reiterated|encouraged|noted|emphasized|underlined|underscored|voiced|cautioned|reaffirmed"
    "|recalled|announced|proposed|praised|asked|added"
)
VOICE = (
    r"(?m)(^|, )(?:(?:the|an?|several|many|some|un|united|[a-z-]+'s) (?:[a-z'-]+ ){0,6}?)?"
    rf"(?:{VOICES})(?: \([^)\n]+\))?(?: (?:of|for|on|to|in|at|against|from) [^,.;:\n]{{2,100}}?)?,?"
    rf" (?:today |also |strongly |again )?({VOICE_VERBS})(?-u:\b)"
)
TOLD = (
    r"(?m)(?-u:\b)(told|briefed) (?:the|un|members of the) [^,.;:\n]{3,90}?"
    r"( today| this [a-z]+| that |[,.;:\n]|$)"
)
# nor is the office of somebody mentioned: `beside Ana Ruiz, the head of the UN Office on Drugs and Crime, …`
MENTIONED = (
    r", (?:the )?(?:[a-z-]+ ){0,2}(?:head|chief|director|director-general|minister|commissioner|rapporteur"
    r"|envoy|representative|chair[a-z]*|president) (?:of|for|on|to) [^,.;:\n]{3,90},"
)
UNITED_NATIONS = "United Nations"


def name_issues(claims: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return one row per claim and issue, NULL where none is named; fallbacks only alone.

    A main claim is judged by its whole sentence, another one by its own clauses.
    """
    claims = claims.with_row_index("claim")
    about = pl.when(pl.col("is_main_claim")).then(pl.col("whole")).otherwise(pl.col("said"))
    issue = pl.Enum(reference["issues"]["issue"].sort())
    cues = reference["issue_cues"].select(
        pl.exclude("issue", "stance"), pl.col("issue").cast(issue), only_stance="stance"
    )
    blanked = claims.select("affiliation_name", about=blank_voices(about))
    told = blanked.select(name_organization(pl.col("about"))).to_series()
    matched = match_classes(told, cues, "issue", "only_stance").rename({"row": "claim"})
    chosen = choose_classes(keep_fitting(matched, claims), "claim", "issue")
    accused = claims.filter(pl.col("stance").is_in(BLAMING) & pl.col("target_is_state"))
    blamed = accused.select("claim", issue=pl.lit(ACCUSATION, issue))
    named = pl.concat([chosen, blamed]).unique()
    fallbacks = reference["issues"].filter("is_fallback")["issue"].cast(issue)
    is_fallback = pl.col("issue").is_in(fallbacks.implode())
    has_issue = pl.col("claim").is_in(named.filter(~is_fallback)["claim"].unique().implode())
    kept = named.filter(~is_fallback | ~has_issue)
    return keep_purview_alone(claims.drop("whole", "said").join(kept, on="claim", how="left"))


def blank_voices(about: pl.Expr) -> pl.Expr:
    """Blank who speaks, who is told and mentioned people's offices: `the minister for women urged calm` is
    `they urged calm`."""
    return (
        about.str.replace_all(VOICE, "${1}they ${2}")
        .str.replace_all(TOLD, "${1}${2}")
        .str.replace_all(MENTIONED, ",")
    )


def name_organization(about: pl.Expr) -> pl.Expr:
    """Put `united nations` for `ownside` in its own officials' claims: the Organization is an issue."""
    is_own = pl.col("affiliation_name") == UNITED_NATIONS
    named = about.str.replace_all(OWN_SIDE, UNITED_NATIONS.lower(), literal=True)
    return pl.when(is_own).then(named).otherwise(about)


def tell_councils_apart(claims: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """Return the claims with `un_coordination` for what another council should do: in a document that names
    the Human Rights Council and never the Security Council, `the Council must act` is about the former."""
    named = sentences.group_by("document_key").agg(
        other=pl.col("text").str.contains(OTHER_COUNCILS).any(),
        security=pl.col("text").str.contains("Security Council", literal=True).any(),
    )
    elsewhere = named.filter(pl.col("other") & ~pl.col("security"))["document_key"]
    is_other = (pl.col("issue") == PURVIEW) & pl.col("document_key").is_in(elsewhere.implode())
    organ = pl.when(is_other).then(pl.lit(ORGANS, claims.schema["issue"])).otherwise("issue")
    return claims.with_columns(issue=organ).unique(maintain_order=True)


def fill_unnamed(claims: pl.DataFrame) -> pl.DataFrame:
    """Give claims that name no issue the theme of their document: in a debate on refugees
    `Europe must not look away` is about migration; else what a claim reports is an own measure."""
    takes = pl.col("stance") != NO_STANCE
    taken = claims.filter(takes)
    themes = (
        taken.filter(pl.col("issue").is_not_null())
        .group_by("document", theme="issue")
        .agg(named=pl.len())  # a claim names an issue once
        .filter(pl.col("named") >= THEME_CLAIMS)
        .join(taken.group_by("document").agg(claims=pl.col("claim").n_unique()), on="document")
        .with_columns(share=pl.col("named") / pl.col("claims"))
        .filter(pl.col("share") >= THEME_SHARE)
        .sort("share", "theme", descending=[True, False])
        .unique("document", keep="first", maintain_order=True)
        .select("document", "theme")
    )
    unnamed = pl.when(pl.col("stance") == "reports").then(pl.lit(OWN_MEASURES)).otherwise(pl.lit(UNNAMED))
    told = claims.filter(takes | pl.col("issue").is_not_null()).join(themes, on="document", how="left")
    return told.with_columns(pl.coalesce("issue", "theme", unnamed))


def keep_fitting(matched: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """Drop cues tied to a stance that neither the claim nor, for a main one, its sentence has."""
    tied = matched.filter(pl.col("only_stance").is_not_null())
    main = claims.filter("is_main_claim").select("row", "claim")
    said = claims.select("row", only_stance="stance").join(main, on="row").select("claim", "only_stance")
    own = claims.select("claim", only_stance="stance")
    fitting = tied.join(pl.concat([said, own]), on=["claim", "only_stance"], how="semi")
    return pl.concat([matched.filter(pl.col("only_stance").is_null()), fitting])


def keep_purview_alone(claims: pl.DataFrame) -> pl.DataFrame:
    """Drop other issues of a claim that opposes the Council as the forum: it opposes nothing else."""
    is_purview = pl.col("issue") == PURVIEW
    about_forum = claims.filter((pl.col("stance") == "opposes") & is_purview)["claim"]
    return claims.filter(~pl.col("claim").is_in(about_forum.implode()) | is_purview)
