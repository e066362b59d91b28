"""Sentences of statements cut into the clauses that may carry a claim."""

from __future__ import annotations

import polars as pl

from flows.extract.matches import OPEN
from flows.extract.positions.lexicon import LINKS, OWN_SIDE, Lexicon
from flows.reference import Reference
from flows.regexes import only_where

TYPOGRAPHY = {
    "’": "'",
    "‘": "'",
    "“": "",
    "”": "",
    '"': "",
    "«": "",
    "»": "",
    "\u00a0": " ",
    "‑": "-",
    "‐": "-",
    " – ": " - ",
    "—": " - ",
    "  ": " ",
    "…": " ... ",
    # parentheses that stand in the middle of a cue: `it was, therefore, critical`
    ", therefore, ": " therefore ",
    ", however, ": " however ",
    ", in turn, ": " in turn ",
    ", thus, ": " thus ",
    ", too, ": " too ",
    ", indeed, ": " indeed ",
    ", in that context, ": " ",
    ", in that regard, ": " ",
    ", in this regard, ": " ",
}
# Short forms of speech, as they stand before a space: `we mustn’t`, `that’s why`.
SHORT_FORMS = {"can't": "cannot", "won't": "will not", "n't": " not", "'re": " are", "'ve": " have"} | {
    "'ll": " will",
    "'m": " am",
    **{f" {word}'s": f" {word} is" for word in ("it", "that", "there", "here", "what")},
    **{f"{word}'s": f"{word} is" for word in ("It", "That", "There", "Here", "What")},
    " let's": " let us",
    "Let's": "Let us",
}
# The first of two that start at one sign is put: `’ll ` before `’`.
FOLDED = {short.replace("'", mark) + " ": f"{long} " for short, long in SHORT_FORMS.items() for mark in "'’"}
# lowered, `WHO` would be `who`, with which a relative clause begins
FOLDED |= {f"WHO{sign}": f"whoagency{sign}" for sign in " ,"} | {"WHO’s ": "whoagency's "} | TYPOGRAPHY
# A text's title says what the text is about, not the claim: `Protocol against the Smuggling of Migrants`.
TITLE_WORDS = r"Declaration|Protocol|Convention|Treaty|Covenant|Compact|Agenda|Platform"
TITLE = rf"((?-u:\b)(?:{TITLE_WORDS}))(?: (?:(?:for|on|of|to|against|and|the|in)(?-u:\b)|[A-Z][A-Za-z-]+,?))+"
# Who speaks is not what is said: `…, said Ana Ruiz, Rapporteur on the rights of migrants, warning …`.
NAME = r"\p{Lu}[\p{L}’'.-]+(?: \p{Lu}[\p{L}’'.-]+){1,3}"
LOWER_TITLE = (
    "(?:deputy |acting |executive |regional |country )*"
    "(?:head|chief|director|spokes[a-z]+|president|chair[a-z]*)"
)
SPEAKER_TITLE = (
    rf"((?-u:\b)(?:said|says|stressed|added|warned|noted) {NAME}), "
    rf"(?:the |an? |that (?:country|body|group|agency)’s )?(?:\p{{Lu}}|{OWN_SIDE} |{LOWER_TITLE} )[^,;“”\"]*"
)
QUOTED_TITLE = rf"([”\"],? {NAME}), [^“”\"]{{3,250}}?, ((?:said|told|added|stressed|noted|warned)(?-u:\b))"
# For whom and to whom is not what is said either: `speaking on behalf of the Budget Group, he urged …`.
OCCASION = (
    r"(^|, )(?:[Aa]lso )?(?:[Ss]peaking (?:also )?(?:for|on behalf of) [^,;]{3,90}"
    r"|(?:Briefing|Addressing|Updating) (?:the|members)[^,;]{3,60}), "
)
CUT = "\n"
# A press statement's subject speaks for itself: `The members of the Council welcomed …`.
COLLECTIVE = "^(?:the )?(?:(?:security )?council members|members of the (?:security )?council) "
# An office of the United Nations that speaks is not what it speaks of: `The Special Envoy urged restraint`.
OFFICE_SUBJECT = (
    r"^(?:the )?(?:un |united nations )?(?:special (?:representative|envoy|rapporteur|coordinator|adviser)"
    r"|(?:high commissioner|independent expert|resident coordinator|humanitarian coordinator|mission))"
    r"(?: (?:for|in|on|of|to) [a-z' -]{2,60}?)? "
    r"((?:also |again |strongly |today )?(?:said|called|urged|stressed|warned|welcomed|condemned|deplored"
    r"|commended|expressed|appealed|reiterated|encouraged)(?-u:\b))"
)
PRONOUNS = (
    r"he|she|they|it|the (?:[a-z'-]+ ){0,4}[a-z'-]+|(?:mr|ms|mrs|dr)\.? [^ ,]+"
    r"|[a-z-]+'s (?:representative|delegate)"
)
CONCESSIONS = (
    r"(?:although|though|while|whereas|despite|in spite of|given|notwithstanding|even as|even though"
    r"|aside from|beyond|apart from)"
)
# `had, with help from the Bank, opened` is read as `had opened, with help from the Bank,`.
PARTED = r"(?-u:\b)(had|has|have|will|would|shall|must|should), ([^,;:]{1,60}), ((?:also |now )?[a-z]+)"
PARTED_SUBJECT = (
    r"(?-u:\b)(ownside|(?:country|government|delegation|organization|agency)), ([^,;:]{1,140}), "
    r"((?:had|has|have|will|would|is|was|intends?|intended) [a-z]+)"
)
# A lead sentence may go on with another speaker: `…, and the representative of Fiji asked for aid`.
ANOTHER_SPEAKER = (
    r"^(?:and |while |but |whereas )*(?:"
    r"the (?:representative|delegate|observer|speaker|delegation)s? (?:of|from|for)"
    r"|[a-z]+'s (?:representative|delegate|observer|speaker))(?-u:\b)"
)
OWN_SPEAKER = rf"^(?:and |while |but |whereas )*(?:the [a-z]+ (?:of|from|for) )?{OWN_SIDE}(?-u:\b)"
QUESTION = r"^(?:and |but |so )?(?:what|how|why|where|when|who)(?-u:\b)[^?]*\?$"
HEADING = (
    r"^(?:[\p{Lu}’'.-]{2,} ){1,8}(?:\(|[\p{Lu}’'.-]+,|[\p{Lu}’'.-]+ \()"
    # `Ana Ruiz, Deputy Minister for Trade of Peru, said …`
    rf"|^{NAME}(?: \([^)]*\))?, (?:the |an? )?(?:\p{{Lu}}[\p{{L}}-]+ ){{1,5}}(?:of|for|to|on|at) "
)


# `World Bank Group` speaks of itself as `the Group`; and the Secretary-General is the Organization's.
BODIES = (
    "Authority|Forum|Fund|Programme|Commission|Committee|Council|Court|Bank|Institute|Association|Movement"
    "|Alliance|Community|League|Centre|Federation|Conference|Tribunal|Federation|Board|Foundation|Network"
    "|Group|Union|Organization|Agency|Mission|Caucus|Campaign|Coalition|Office|Department|Force|Service"
)
SPOKESMEN = {"United Nations": "the secretary-general"}


def name_body(name: pl.Expr) -> pl.Expr:
    """Return how a body calls itself: `Pacific Islands Forum` and `Forum for Peace in Mali` are `the Forum`;
    NULL for other names."""
    last = name.str.extract(rf"\b({BODIES})(?: (?:in|of|for|on|to) .*)?$")
    return pl.coalesce(pl.lit("the ") + last.str.to_lowercase(), name.replace_strict(SPOKESMEN, default=None))


def add_own_names(sentences: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Add other names of the speaker's side: `affiliation_alias`, the shortest one (`UNODC`, `Syria`),
    `demonym` (`Syrian`) and `body` (`the Union`)."""
    names = {"affiliation_name": "name", "affiliation_alias": "alias"}
    demonyms = reference["demonyms"].unique("name", keep="first", maintain_order=True)
    acronyms = reference["organizations"].select("name", alias="acronym").drop_nulls()
    aliases = [reference[t].select("name", "alias") for t in ("organization_aliases", "country_aliases")]
    shortest = (
        pl.concat([acronyms, *aliases])
        .sort(pl.col("alias").str.len_chars())
        .unique("name", keep="first", maintain_order=True)
        .select(pl.col(old).alias(new) for new, old in names.items())
    )
    known = shortest.join(
        demonyms.select("demonym", affiliation_name="name"), on="affiliation_name", how="full", coalesce=True
    )
    joined = sentences.join(known, on="affiliation_name", how="left", maintain_order="left")
    return joined.with_columns(body=name_body(pl.col("affiliation_name")))


def name_own_side(sentences: pl.DataFrame) -> pl.DataFrame:
    """Put `ownside` for the names of the speaker's own country or body: `Chad’s law` is `ownside’s law`."""
    names = ("affiliation_name", "affiliation_alias", "demonym")
    # few sentences name it, and to look is cheaper than to split
    holds = pl.any_horizontal(pl.col("text").str.contains(pl.col(name), literal=True) for name in names)
    place = sentences.select(holds.arg_true()).to_series()
    told = sentences.select("text", *names)[place]
    for name in names:
        own = pl.col("text").str.split(pl.col(name)).list.join(OWN_SIDE)
        own = own.str.replace_all(f"{OWN_SIDE}([A-Za-z])", f"{OPEN}${{1}}").str.split(OPEN)
        own = own.list.join(pl.col(name))  # what only begins so is another word: `UN` in `UNHCR`
        told = told.with_columns(text=pl.coalesce(own, "text"))
    return sentences.with_columns(sentences["text"].clone().scatter(place, told["text"]))


def fold_sentence(text: pl.Expr, body: pl.Expr) -> pl.Expr:
    """Lower the text, fold its typography, shorten titles of treaties, and put `ownside` for what the
    speaker's body calls itself."""
    folded = (
        text.str.replace(SPEAKER_TITLE, "${1}")
        .str.replace(QUOTED_TITLE, "${1} ${2}")
        .str.replace(OCCASION, "${1}")
        .str.replace_all(TITLE, "${1}")
        .str.replace_many(list(FOLDED), list(FOLDED.values()), leftmost=True)
    )
    lowered = folded.str.to_lowercase().str.strip_chars().str.replace(COLLECTIVE, "they ")
    lowered = lowered.str.replace(OFFICE_SUBJECT, "they ${1}")
    return join_parted(lowered.str.split(body.fill_null(OPEN)).list.join(OWN_SIDE))


def join_parted(folded: pl.Expr) -> pl.Expr:
    """Put a subject and its verb side by side: `peru, for its part, will pay` to `peru will pay, for …`."""
    return folded.str.replace_all(PARTED, "${1} ${3}, ${2},").str.replace_all(
        PARTED_SUBJECT, "${1} ${3}, ${2},"
    )


def shorten_heading(folded: pl.Expr, is_headed: pl.Expr, lexicon: Lexicon) -> pl.Expr:
    """Return what a heading's speaker says as his: `jane doe (peru), endorsing …, said` to `he said`."""
    headed = only_where(is_headed, folded)
    marked = headed.str.replace(rf"(?-u:\b)(?:{lexicon.finite})(?-u:\b)", f"{CUT}he $0")
    return pl.coalesce(marked.str.split(CUT).list.last(), folded)


def cut_clauses(folded: pl.Expr, lexicon: Lexicon) -> pl.Expr:
    """Put a line break before each clause: `he said x must, adding that y` has two."""
    tail = rf",? (?:{PRONOUNS}) {LINKS}(?:said|added|stated|noted|told [a-z ]+)([,.;:]|$)"
    verb = rf"(?:(?:(?:{PRONOUNS}) )?{LINKS}(?:{lexicon.finite})|{LINKS}(?:{lexicon.participle}))(?-u:\b)"
    another = (
        rf", (?:who|(?:where|in which|during which) (?:he|she|they)|with (?:[a-z'-]+ ){{1,9}}) ?"
        rf"({LINKS}(?:{lexicon.finite}|{lexicon.participle}))(?-u:\b)"
    )
    return (
        folded.str.replace_all(tail, "${1}")
        .str.replace_all(another, f"{CUT}${{1}}")
        # marked, then cut: with a group around the many verbs the search is twice as slow
        .str.replace_all(rf"(?:,| -|,? (?:and|but|yet)) {verb}", f"{OPEN}$0")
        .str.replace_all(rf"{OPEN},? (?:and|but|yet) ({PRONOUNS})(?-u:\b)", f"{CUT}${{1}}")
        .str.replace_all(rf"{OPEN}(?:, yet|,| -| (?:and|but|yet)) ", CUT)
        .str.replace_all(r"; |: ", CUT)
    )


def blank_idioms(clause: pl.Expr, lexicon: Lexicon) -> pl.Expr:
    """Blank what looks like a cue and is none: `people in need`, `associating himself with`."""
    for pattern in lexicon.masked:
        clause = clause.str.replace_all(pattern, "_")
    return clause


def blank_incidentals(clause: pl.Expr) -> pl.Expr:
    """Blank what decides nothing: `, which …,`, `although …,` and `what should it hold?`."""
    relative = r", (?:which|who|whose|where|in which|of which)(?-u:\b)[^,]*(?:,|$)"
    concession = rf"(?:^|said |that |, ){CONCESSIONS} [^,]*,"
    return clause.str.replace_all(f"{concession}|{relative}|{QUESTION}", " _,")


def is_of_another() -> pl.Expr:
    """True for a clause of another speaker than the one with whom the sentence began."""
    follows = (pl.col("clause_ordinal") > 1) & ~pl.col("is_participle").first().over("row")
    said = pl.col("said")
    return follows & said.str.contains(ANOTHER_SPEAKER) & ~said.str.contains(OWN_SPEAKER)


def split_clauses(sentences: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Return `row`, `whole` (the folded sentence), `clause_ordinal`, `said` (the folded clause), and
    whether it is background or another's (`is_aside`: `noting …`) or lacks a subject (`is_participle`)."""
    folded = fold_sentence(pl.col("text"), pl.col("body"))
    spoken = shorten_heading(pl.col("folded"), pl.col("is_headed"), lexicon)
    return (
        name_own_side(sentences.with_columns(is_headed=pl.col("text").str.contains(HEADING)))
        .select("row", "is_headed", folded=folded)
        .select("row", whole=cut_clauses(spoken, lexicon))
        .with_columns(said=pl.col("whole").str.split(CUT))
        .with_columns(clause_ordinal=pl.int_ranges(pl.col("said").list.len()) + 1)
        .explode("said", "clause_ordinal", empty_as_null=False)
        .with_columns(pl.col("said").str.strip_chars(" ,.;:-•*"))
        .filter(pl.col("said").str.len_bytes() > 2)
        .with_columns(
            is_aside=pl.col("said").str.contains(f"^{LINKS}{lexicon.aside}"),
            is_participle=pl.col("said").str.contains(rf"^{LINKS}(?:{lexicon.participle})(?-u:\b)"),
        )
        .with_columns(is_aside=pl.col("is_aside") | is_of_another())
    )
