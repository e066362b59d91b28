"""The stance of each clause, by its head verb or by the cues of what it says."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import polars as pl

from flows.extract.positions.clauses import blank_idioms, blank_incidentals
from flows.extract.positions.lexicon import ANNOUNCERS, LINKS, Lexicon, VerbForms
from flows.regexes import contains_where, only_where

WHOLE = 0  # the match itself: with a group around the pattern Rust runs a second, four times slower engine


class Step(NamedTuple):
    """One pattern in the order of decision; `column` is the reading of the clause it looks at."""

    stance: str
    rule: str
    column: str
    pattern: str


def classify_clauses(clauses: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Return the clauses that have a stance, with `stance`, `cue`, `rule`: `urging restraint` is
    advocates by its head verb `urging`. What the head does not decide, cues decide."""
    placed = clauses.with_row_index("place")
    plain = placed.select("place", clause=blank_incidentals(blank_idioms(pl.col("said"), lexicon)))
    told = plain.with_columns(told=blank_reports(pl.col("clause"), lexicon))
    headed = told.with_columns(head=find_head(pl.col("told"), lexicon))
    by_head, rest = decide_by_verb(headed, "head", "head_verb", lexicon)
    first = list_cue_steps("first_cue", "clause", lexicon.first)
    by_first, rest = decide_few(read_subjects(rest, lexicon), first, lexicon.first_looks)
    by_own, rest = decide_by_verb(rest, "own_verb", "own_verb", lexicon)
    by_cue, rest = decide(rest, order_cue_steps(lexicon))
    weak = list_cue_steps("weak_cue", "clause", lexicon.weak)
    by_weak, _ = decide_few(rest, weak, lexicon.weak_looks)
    decided = pl.concat([by_head, by_first, by_own, by_cue, by_weak])
    return placed.join(decided, on="place", maintain_order="left").drop("place")


def read_subjects(clauses: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Return the readings of the clauses that name the speaker's side, NULL elsewhere: `owned`, if one of its
    cues is there, the verb of that side (`own_verb`), and what it did (`deed`, without reporting verbs).
    `told` is the clause without verbs that are not the speaker's."""
    is_own = pl.col("clause").str.contains(lexicon.own_side)
    told = only_where(pl.col("is_own"), pl.col("told"))
    is_owned = contains_where(pl.col("is_own"), pl.col("clause"), lexicon.any_own)
    return (
        clauses.with_columns(is_own=is_own)
        .with_columns(
            own_verb=told.str.extract(lexicon.own_stance_verb, WHOLE),
            owned=pl.when(is_owned).then("clause"),
            deed=told.str.replace_all(lexicon.own_verb, "_"),
        )
        .select("place", "clause", "own_verb", "owned", "deed")
    )


def decide(undecided: pl.DataFrame, steps: Iterable[Step]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return `place`, `stance`, `rule`, `cue` of the rows that a step decides, and the other rows.

    Each step looks only at the rows that no earlier one has decided.
    """
    decided = []
    for step in steps:
        cue = undecided[step.column].str.extract(step.pattern, WHOLE)
        said = cue.is_not_null()
        decided.append(
            undecided.filter(said).select(
                "place", stance=pl.lit(step.stance), rule=pl.lit(step.rule), cue=cue.filter(said)
            )
        )
        if said.any():  # most steps decide nothing, and to filter copies all columns
            undecided = undecided.filter(~said)
    return pl.concat(decided), undecided


def decide_few(
    undecided: pl.DataFrame, steps: list[Step], looks: list[str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Decide as `decide` by steps on `clause` that seldom do: the looks hold where one of them may."""
    holds = undecided.select(pl.any_horizontal(pl.col("clause").str.contains(p) for p in looks)).to_series()
    decided, rest = decide(undecided.filter(holds), steps)
    return decided, pl.concat([rest, undecided.filter(~holds)], rechunk=True)


def decide_by_verb(
    undecided: pl.DataFrame, column: str, rule: str, lexicon: Lexicon
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Decide the rows whose found verb carries a stance: `urging`, `his delegation supported`.

    The same few verbs come again and again, so a Python function reads each form once.
    """
    forms = undecided[column].drop_nulls().unique()
    read = [(form, *read_verb(form, column == "head", lexicon.verbs)) for form in forms]
    schema = {column: pl.String, "stance": pl.String, "cue": pl.String}
    known = pl.DataFrame(read, schema, orient="row").drop_nulls()
    decided = undecided.join(known, on=column).select("place", "stance", rule=pl.lit(rule), cue="cue")
    return decided, undecided.join(known, on=column, how="anti")


@functools.lru_cache(maxsize=20_000)
def read_verb(form: str, is_whole: bool, verbs: VerbForms) -> tuple[str | None, str | None]:
    """Return the stance that a found verb carries and the verb itself, at the form's end or all of it."""
    for stance, pattern in verbs:
        found = pattern.match(form) if is_whole else pattern.search(form)
        if found:
            return stance, found[0]
    return None, None


def order_cue_steps(lexicon: Lexicon) -> Iterator[Step]:
    """Yield the steps by strong cues in the codebook's order."""
    for stance in lexicon.order:
        yield from list_cue_steps("cue", "clause", {stance: lexicon.strong[stance]})
        yield from list_cue_steps("cue", "owned", {stance: lexicon.own[stance]})
        yield from list_cue_steps("deed", "deed", {stance: lexicon.deed[stance]})


def list_cue_steps(rule: str, column: str, patterns: dict[str, list[str]]) -> list[Step]:
    """Return the steps by these cues of the stances."""
    return [Step(stance, rule, column, p) for stance, some in patterns.items() for p in some]


def blank_reports(clause: pl.Expr, lexicon: Lexicon) -> pl.Expr:
    """Blank the verbs that are not the speaker's: `the council had condemned`, `supported by`."""
    return clause.str.replace_all(lexicon.others_verb, "_")


def find_head(told: pl.Expr, lexicon: Lexicon) -> pl.Expr:
    """Return the clause's first reporting or stance verb: `urging`, `urged`, `(went on to) urge`."""
    verb = told.str.extract(lexicon.head, WHOLE)
    return verb.str.replace(rf"^(?:{ANNOUNCERS} |{LINKS})", "")
