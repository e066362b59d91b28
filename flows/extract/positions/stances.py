"""The stance of each clause, by its head verb or by the cues of what it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import polars as pl

from flows.extract.positions.clauses import LINKS
from flows.extract.positions.lexicon import Lexicon, bound

ANNOUNCERS = (
    r"(?:went on to|goes on to|would like to|wish(?:es|ed)? to|want(?:s|ed)? to|like to|allow me to|let me)"
    r"(?: also| again| first| now)?"
)
NO_STANCE = "none"


class Step(NamedTuple):
    """One pattern in the order of decision; `column` is the reading of the clause it looks at."""

    stance: str
    rule: str
    column: str
    pattern: str


def classify_clauses(clauses: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Add `stance`, `cue`, `rule`: `urging restraint` is advocates by its head verb `urging`.

    Each step looks only at the clauses that no earlier step has decided.
    """
    undecided = clauses.with_columns(voiced=blank_reports(pl.col("clause"), lexicon))
    undecided = undecided.with_columns(head=find_head(pl.col("voiced"), lexicon))
    decided = []
    for step in order_steps(lexicon):
        tried = undecided.with_columns(
            stance=pl.lit(step.stance),
            rule=pl.lit(step.rule),
            cue=pl.col(step.column).str.extract(f"({step.pattern})"),
        )
        decided.append(tried.filter(pl.col("cue").is_not_null()))
        undecided = undecided.filter(tried["cue"].is_null())
    rest = undecided.with_columns(
        stance=pl.lit(NO_STANCE), rule=pl.lit(NO_STANCE), cue=pl.lit(None, pl.String)
    )
    return pl.concat([*decided, rest])


def order_steps(lexicon: Lexicon) -> Iterator[Step]:
    """Yield the steps: head verbs, cues that come first, cues in the codebook's order, weak cues."""
    for stance, pattern in lexicon.heads.items():
        yield Step(stance, "head_verb", "head", pattern)
    for stance, pattern in lexicon.first.items():
        yield Step(stance, "first_cue", "clause", bound([pattern]))
    for stance in lexicon.order:
        if stance in lexicon.own_verbs:
            yield Step(stance, "own_verb", "voiced", bound([lexicon.own_verbs[stance]]))
        if stance in lexicon.strong:
            yield Step(stance, "cue", "clause", bound([lexicon.strong[stance]]))
    for stance, pattern in lexicon.weak.items():
        yield Step(stance, "weak_cue", "clause", bound([pattern]))


def blank_reports(clause: pl.Expr, lexicon: Lexicon) -> pl.Expr:
    """Blank the verbs that are not the speaker's: `the council had condemned`, `supported by`."""
    return clause.str.replace_all(lexicon.reported_by_others, "_")


def find_head(clause: pl.Expr, lexicon: Lexicon) -> pl.Expr:
    """Return the clause's first reporting or stance verb: `urging`, `urged`, `(went on to) urge`."""
    opening = rf"^{LINKS}(?:{lexicon.participle})(?-u:\b)"
    finite = rf"(?-u:\b)(?:{lexicon.finite})(?-u:\b)"
    announced = rf"(?-u:\b){ANNOUNCERS} (?:{lexicon.present})(?-u:\b)"
    verb = clause.str.extract(f"({opening}|{announced}|{finite})")
    return verb.str.replace(rf"^(?:{LINKS}|{ANNOUNCERS} )", "")
