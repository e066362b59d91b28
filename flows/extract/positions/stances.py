"""The stance of each clause, by its head verb or by the cues of what it says."""

from __future__ import annotations

import polars as pl

from flows.extract.positions.lexicon import Lexicon, bound


def classify_clauses(clauses: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Add `stance`, `cue`, `rule`, `is_head`: `urging restraint` is advocates by its head verb."""
    headed = clauses.with_columns(own=blank_reports(pl.col("clause"), lexicon)).with_columns(
        head=find_head(pl.col("own"), lexicon)
    )
    decided = headed.with_columns(found=decide_stance(lexicon)).unnest("found")
    return add_cue(decided, lexicon)


def blank_reports(clause: pl.Expr, lexicon: Lexicon) -> pl.Expr:
    """Blank the verbs that are not the speaker's: `the council had condemned`, `supported by`."""
    return clause.str.replace_all(lexicon.reported_by_others, "_")


def find_head(clause: pl.Expr, lexicon: Lexicon) -> pl.Expr:
    """Return the first reporting or stance verb of the clause."""
    return clause.str.extract(rf"(?-u:\b)({lexicon.participle}|{lexicon.finite})(?-u:\b)")


def decide_stance(lexicon: Lexicon) -> pl.Expr:
    """Return the struct `stance`, `rule`: a stance verb at the head, else cues in their order."""
    decision = pl.when(False).then(named("none", "none"))
    for stance, pattern in lexicon.heads.items():
        decision = decision.when(pl.col("head").str.contains(pattern)).then(named(stance, "head_verb"))
    for stance in lexicon.order:
        if stance in lexicon.own_verbs:
            said = pl.col("own").str.contains(bound([lexicon.own_verbs[stance]]))
            decision = decision.when(said).then(named(stance, "own_verb"))
        if stance in lexicon.strong:
            said = pl.col("clause").str.contains(bound([lexicon.strong[stance]]))
            decision = decision.when(said).then(named(stance, "cue"))
    for stance, pattern in lexicon.weak.items():
        decision = decision.when(pl.col("clause").str.contains(bound([pattern]))).then(
            named(stance, "weak_cue")
        )
    return decision.otherwise(named("none", "none"))


def named(stance: str, rule: str) -> pl.Expr:
    return pl.struct(stance=pl.lit(stance), rule=pl.lit(rule))


def add_cue(decided: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Add the words that decided, looked up only in the rows of each deciding pattern."""
    tables = {"own_verb": lexicon.own_verbs, "cue": lexicon.strong, "weak_cue": lexicon.weak}
    parts = []
    for (stance, rule), rows in decided.partition_by("stance", "rule", as_dict=True).items():
        pattern = tables.get(str(rule), {}).get(str(stance))
        cue = (
            pl.col("own" if rule == "own_verb" else "clause").str.extract(f"({bound([pattern])})")
            if pattern
            else pl.col("head")
        )
        parts.append(rows.with_columns(cue=cue))
    return pl.concat(parts) if parts else decided.with_columns(cue=pl.lit(None, pl.String))
