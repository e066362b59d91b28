"""The stance tables compiled into one pattern per purpose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from flows.reference import Reference, once_per_reference

OWN_SIDE = "ownside"  # stands for the speaker's affiliation in a folded clause
SIDE, OWN = "<side> ", "<own> "  # how cues write the speaker's side, without and with the person
ADVERBS = (
    r"(?:[a-z]+ly |also |further |therefore |once again |again |in turn |then |thus |too |both |and |not )*"
)
AUXILIARIES = (
    r"had|has|have|having|was|were|been|be|being|is|are|to|not|must|should|would|could|will|can|may|did|of|an|a|by|as"
    r"|the|its|their|his|her|our|any|such|newly|recently"
)
FOREIGN_SUBJECTS = (
    r"council|assembly|states|countries|governments|nations|community|resolution|report|speakers|delegations"
    r"|delegates|members|committee|convention|parties|leaders|which|who|that|those|these|statement|declaration"
    r"|text|people|others|experts|they|many|some|several|most|all|actors|networks|groups"
)


@dataclass(frozen=True)
class Lexicon:
    """Patterns over folded clauses; stances in the order in which they decide."""

    order: tuple[str, ...]
    finite: str  # a reporting or stance verb as the head of a clause
    participle: str
    aside: str  # `noting`, `noted`: what follows is background
    present: str  # after `went on to`
    masked: str
    reported_by_others: str  # `the Council had condemned`: not the speaker's stance
    heads: dict[str, str]  # stance: its verbs as heads
    own_verbs: dict[str, str]  # stance: its verbs after the own side
    first: dict[str, str]  # decide before the order of the stances does
    strong: dict[str, str]
    weak: dict[str, str]


def bound(patterns: Iterable[str]) -> str:
    """Return the alternation between word boundaries; ASCII boundaries keep Rust's regex fast."""
    return rf"(?-u:\b)(?:{'|'.join(patterns)})(?-u:\b)"


@once_per_reference
def compile_lexicon(reference: Reference) -> Lexicon:
    """Compile `stances`, `stance_verbs` and `stance_cues`."""
    verbs, cues = reference["stance_verbs"], reference["stance_cues"]
    order = tuple(s for s in reference["stances"].sort("priority")["stance"] if s != "none")
    side = "|".join(_patterns(cues, "own_subject"))
    subjects = {
        SIDE: f"(?:{side}) {ADVERBS}",
        OWN: f"(?:{side}|{'|'.join(_patterns(cues, 'own_person'))}) {ADVERBS}",
    }

    def verbs_of(stance: str, *forms: str) -> list[str]:
        chosen = verbs.filter(pl.col("stance") == stance)
        return [p for form in forms for p in chosen[form]]

    def layer(name: str, stance: str) -> list[str]:
        patterns = _patterns(cues.filter(pl.col("stance") == stance), name)
        for placeholder, subject in subjects.items():
            patterns = [p.replace(placeholder, subject) for p in patterns]
        return patterns

    finite = "|".join(verbs["past"])
    return Lexicon(
        order=order,
        finite=finite,
        participle="|".join(verbs["participle"]),
        present="|".join(verbs["present"]),
        aside=bound(verbs_of("aside", "past", "participle")),
        masked=bound(_patterns(cues, "mask")),
        reported_by_others=rf"(?-u:\b)(?:{AUXILIARIES}|{FOREIGN_SUBJECTS}) (?:[a-z]+ly |also |been |had |have )*(?:{finite})(?-u:\b)"
        rf"|(?-u:\b)(?:{finite}) by(?-u:\b)",
        heads={s: rf"^(?:{'|'.join(verbs_of(s, 'past', 'participle', 'present'))})$" for s in order},
        own_verbs={
            s: f"{subjects[OWN]}(?:{'|'.join(verbs_of(s, 'past', 'present'))})"
            for s in order
            if verbs_of(s, "past")
        },
        first={s: p for s in order if (p := "|".join(layer("first", s)))},
        strong={s: p for s in order if (p := "|".join([*layer("frame", s), *layer("own", s)]))},
        weak={s: p for s in order if (p := "|".join(layer("weak", s)))},
    )


def _patterns(cues: pl.DataFrame, layer: str) -> list[str]:
    return cues.filter(pl.col("layer") == layer)["pattern"].to_list()
