"""The stance tables compiled into one pattern per purpose, all over folded (lower-case) clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from flows.reference import Reference, once_per_reference

VerbForms = tuple[tuple[str, re.Pattern[str]], ...]  # stance and its verbs
OWN_SIDE = "ownside"  # stands for the speaker's affiliation in a folded clause
# How cues write the speaker's side, and the layers whose subjects it may be.
SUBJECTS = {
    "<own> ": ("own_subject", "own_person"),
    "<doer> ": ("own_subject", "own_measure"),
    "<side> ": ("own_subject", "own_measure", "own_it"),
    "<voice> ": ("own_subject", "own_person", "own_title", "own_it"),
}
OWN_LAYERS = ("own_subject", "own_person", "own_title", "own_measure", "own_it")
ADVERBS = (
    r"(?:[a-z]+ly |also |further |therefore |once again |again |in turn |then |thus |too |both |and |not )*"
)
# What stands before a verb that is not the speaker's own: `must support`, `the Council had condemned`.
AUXILIARIES = (
    "had|has|have|having|was|were|been|be|being|is|are|to|not|must|should|would|could|will|can|may|did|of|an|a"
    "|by|as|the|its|their|his|her|our|any|such|newly|recently"
)
FOREIGN_SUBJECTS = (
    "council|assembly|states|countries|governments|nations|community|resolution|report|speakers|delegations"
    "|delegates|members|committee|convention|parties|leaders|which|who|that|those|these|statement|declaration"
    "|text|people|others|experts|many|some|several|most|all|actors|networks|groups"
)
HELPERS = "(?:[a-z]+ly |also |been |had |have |very |most |so |quite )*"
ANNOUNCERS = (
    "(?:went on to|goes on to|(?:would|should|will|may|might) (?:also |first |again )?like to|like to"
    "|(?:wish|wants?|wished|wanted|allow me|permit me|let me|duty-bound|honoured|pleased)(?: to)?"
    "|join(?:s|ed)? (?:[a-z]+ ){1,3}in|me in|continue[sd] to|t(?:ook|akes?) (?:the|this) opportunity to"
    "|(?:continued|began|started|ended|opened) by)"
    "(?: also| again| first| now| begin by| start by| conclude by| once more| once again)*"
)
PATTERN_CUES = 30  # with more in one pattern Rust's regex falls back to an engine six times slower
PATTERN_MASKS = 48  # simpler ones: two patterns take 72 ms where four take 101, but one takes 490
WIDE_GAP = 5  # words within a cue: such cues beside others make one twenty times slower
UNDECIDED = ("none", "aside")  # verbs that report, and carry no stance
BE = "(?:was|were|is|are|am)"
LINKS = r"(?:and |but |while |also |further |then |thus |meanwhile |nonetheless |nevertheless |[a-z]+ly )*"


@dataclass(frozen=True)
class Lexicon:
    """The compiled tables; stances in the order in which they decide."""

    order: tuple[str, ...]
    finite: str  # a reporting or stance verb that heads a clause: `urged`, `said`
    participle: str
    head: str  # any head of a clause, with what links or announces it
    aside: str  # `noting`, `noted`: what follows is background
    masked: list[str]  # applied one after another
    others_verb: str  # `the Council had condemned`: not the speaker's stance
    own_side: str  # any subject of the speaker's side: a first look before the patterns that open with one
    own_verb: str  # `he said`: the own side's verbs without a stance
    own_stance_verb: str  # and those with one: `supported` in `He said his delegation supported it`
    verbs: VerbForms  # the verbs that carry each stance, at the end of a found head or own verb
    first: dict[str, list[str]]  # stance: cues that decide before the order of the stances does
    strong: dict[str, list[str]]
    own: dict[str, list[str]]  # `his country stands ready`
    any_own: str  # any of them: few clauses hold one, and the long list of subjects stands once
    deed: dict[str, list[str]]  # `his country trained`: cues that take no reporting verb for a deed
    weak: dict[str, list[str]]
    first_looks: list[str]  # any cue that decides first, any weak one: few clauses hold one
    weak_looks: list[str]


def bound(patterns: Iterable[str]) -> str:
    """Return the alternation between word boundaries; ASCII boundaries keep Rust's regex fast."""
    return rf"(?-u:\b)(?:{'|'.join(patterns)})(?-u:\b)"


@once_per_reference
def compile_lexicon(reference: Reference) -> Lexicon:
    """Compile `stances`, `stance_verbs` and `stance_cues`."""
    verbs, cues = reference["stance_verbs"], reference["stance_cues"]
    # `announced a pledge` before `announced`
    verbs = verbs.sort(pl.col("past").str.len_chars(), descending=True)
    order = tuple(s for s in reference["stances"].sort("priority")["stance"] if s != "none")
    subjects = own_subjects(cues)
    aside = verbs.filter(pl.col("stance") == "aside")
    finite, participle, present = join_forms(verbs)
    announced = f"{ANNOUNCERS} (?:{present})"
    return Lexicon(
        order=order,
        finite=finite,
        participle=participle,
        head=rf"(?:(?:^{LINKS}|(?-u:\b){ANNOUNCERS} )(?:{participle})|{bound([announced, finite])})(?-u:\b)",
        aside=bound([*aside["past"], *aside["participle"]]),
        masked=split_patterns(cue_patterns(cues, "mask", "none"), PATTERN_MASKS),
        others_verb=bound(
            [
                rf"(?:{AUXILIARIES}|{FOREIGN_SUBJECTS}|[a-z,] they) {HELPERS}(?:{finite})",
                f"(?:{'|'.join(p for p in verbs['past'] if p.isalpha())}) by",
            ]
        ),
        own_side=bound(p for layer in OWN_LAYERS for p in cue_patterns(cues, layer, None)),
        own_verb=own_verbs(subjects, verbs.filter(pl.col("stance").is_in(UNDECIDED))),
        own_stance_verb=own_verbs(subjects, verbs.filter(~pl.col("stance").is_in(UNDECIDED))),
        verbs=tuple((s, re.compile(p)) for s in order if (p := verbs_of(verbs, s))),
        first={s: cues_of(cues, s, ["first"], subjects) for s in order},
        strong={s: cues_of(cues, s, ["frame"], subjects) for s in order},
        own={s: cues_of(cues, s, ["own"], subjects) for s in order},
        any_own=bound(factor_cues(cues.filter(pl.col("layer") == "own")["pattern"].to_list(), subjects)),
        deed={s: cues_of(cues, s, ["deed"], subjects) for s in order},
        weak={s: cues_of(cues, s, ["weak"], subjects) for s in order},
        first_looks=looks_for(cues, "first", subjects),
        weak_looks=looks_for(cues, "weak", subjects),
    )


def join_forms(verbs: pl.DataFrame) -> list[str]:
    """Return the alternations of all past forms, participles and present forms."""
    return ["|".join(verbs[form]) for form in ("past", "participle", "present")]


def own_verbs(subjects: dict[str, str], verbs: pl.DataFrame) -> str:
    """Return the pattern of one of these verbs of the speaker's side, and not of `it was encouraging`."""
    finite, participle, present = join_forms(verbs)
    return bound(
        [
            rf"{subjects['<voice> ']}(?:{finite}|{present})",
            rf"{subjects['<own> ']}{BE} (?:[a-z]+ly )?(?:{participle})",
        ]
    )


def looks_for(cues: pl.DataFrame, layer: str, subjects: dict[str, str]) -> list[str]:
    """Return fast patterns that hold wherever a cue of the layer stands, whatever its stance."""
    factored = factor_cues(cues.filter(pl.col("layer") == layer)["pattern"].to_list(), subjects)
    wide = [c for c in factored if any(int(n) >= WIDE_GAP for n in re.findall(r"\{\d+,(\d+)\}", c))]
    return split_patterns(wide) + split_patterns([c for c in factored if c not in wide])


def own_subjects(cues: pl.DataFrame) -> dict[str, str]:
    """Return what each placeholder of the cues stands for: `<own> ` is `(?:we|his country|…|he) `."""
    return {
        name: f"(?:{'|'.join(p for layer in layers for p in cue_patterns(cues, layer, None))}) {ADVERBS}"
        for name, layers in SUBJECTS.items()
    }


def cue_patterns(cues: pl.DataFrame, layer: str, stance: str | None) -> list[str]:
    """Return the patterns of one layer and stance, in the table's order."""
    chosen = cues.filter((pl.col("layer") == layer) & pl.col("stance").eq_missing(stance))
    return chosen["pattern"].to_list()


def cues_of(cues: pl.DataFrame, stance: str, layers: list[str], subjects: dict[str, str]) -> list[str]:
    """Return patterns for the cues of a stance in these layers, PATTERN_CUES in each."""
    return split_patterns(
        factor_cues([p for layer in layers for p in cue_patterns(cues, layer, stance)], subjects)
    )


def split_patterns(patterns: list[str], size: int = PATTERN_CUES) -> list[str]:
    """Return the patterns joined, so many in each."""
    return [bound(patterns[n : n + size]) for n in range(0, len(patterns), size)]


def factor_cues(patterns: list[str], subjects: dict[str, str]) -> list[str]:
    """Return the patterns with their subjects spelled out, those of one subject in one."""
    factored = share_subjects(patterns)
    for placeholder, subject in subjects.items():
        factored = [p.replace(placeholder, subject) for p in factored]
    return factored


def share_subjects(patterns: list[str]) -> list[str]:
    """Join patterns that open with one placeholder, so that its long list of subjects stands once."""
    shared: dict[str, list[str]] = {}
    for pattern in patterns:
        opening = next((p for p in SUBJECTS if pattern.startswith(p)), pattern)
        shared.setdefault(opening, []).append(pattern.removeprefix(opening))
    return [opening + f"(?:{'|'.join(rests)})" * any(rests) for opening, rests in shared.items()]


def verbs_of(verbs: pl.DataFrame, stance: str) -> str:
    """Return the pattern of a found verb that carries the stance, "" where none does."""
    chosen = verbs.filter(pl.col("stance") == stance)
    forms = "|".join(p for form in ("past", "participle", "present") for p in chosen[form])
    return rf"\b(?:{forms})$" if forms else ""
