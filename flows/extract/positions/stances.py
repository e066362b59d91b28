"""The stance of each clause, by its head verb or by the cues of what it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import polars as pl

from flows.extract.positions.lexicon import ANNOUNCERS, LINKS, Lexicon

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
    undecided = find_verbs(clauses, lexicon)
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
    for stance, pattern in lexicon.verbs.items():
        yield Step(stance, "head_verb", "head", rf"^{pattern}")
    for stance, pattern in lexicon.first.items():
        yield Step(stance, "first_cue", "clause", pattern)
    for stance in lexicon.order:
        if stance in lexicon.verbs:
            yield Step(stance, "own_verb", "own_verb", lexicon.verbs[stance])
        if stance in lexicon.strong:
            yield Step(stance, "cue", "clause", lexicon.strong[stance])
    for stance, pattern in lexicon.weak.items():
        yield Step(stance, "weak_cue", "clause", pattern)


def find_verbs(clauses: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Add `head`, the clause's first reporting verb (`urging`, `urged`, `(went on to) urge`), and
    `own_verb`, the first that follows the own side (`his delegation supported`)."""
    voiced = pl.col("clause").str.replace_all(lexicon.others_verb, "_")
    return clauses.with_columns(
        head=voiced.str.extract(f"({lexicon.head})").str.replace(rf"^(?:{LINKS}|{ANNOUNCERS} )", ""),
        own_verb=voiced.str.extract(f"({lexicon.own_verb})"),
    )
