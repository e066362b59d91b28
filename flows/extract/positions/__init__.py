"""Positions: the claims of each attributed sentence, with their stance and issues."""

from __future__ import annotations

import polars as pl

from flows.extract.positions.claims import join_claims, rank_clauses, take_none
from flows.extract.positions.clauses import add_own_names, split_clauses
from flows.extract.positions.issues import fill_unnamed, name_issues, tell_councils_apart
from flows.extract.positions.lexicon import compile_lexicon
from flows.extract.positions.printing import OWN_NAMES, print_cues
from flows.extract.positions.stances import classify_clauses
from flows.extract.positions.targets import add_target
from flows.reference import Reference
from flows.schemas import CONTEXT_COLUMNS, POSITIONS

OF_SENTENCE = ("document_key", "sentence_ordinal", "start_offset", "end_offset")
SAID = ("text", "affiliation_name")  # what decides the claims of a sentence, wherever it stands
OWN_COLUMNS = [c for c in POSITIONS.columns if c not in CONTEXT_COLUMNS]


def extract_positions(
    sentences: pl.DataFrame, quote_spans: pl.DataFrame, reference: Reference
) -> pl.DataFrame:
    """Return one row per claim and issue of the sentences that belong to a statement; a sentence that takes
    no stance has one claim, `none`, with a row for each issue that it names.

    `He urged restraint, warning of famine` holds two claims: advocates (main) and warns. `text` is
    the sentence. Quoted words are claims like reported ones, so `quote_spans` decides nothing here.
    """
    attributed = (
        sentences.filter(pl.col("statement_ordinal").is_not_null())
        .select(*OF_SENTENCE, *SAID)
        .with_row_index("row")
    )
    claims = name_issues(read_claims(attributed.select("row", *SAID), reference), reference)
    document = attributed.select("row", "document_key", document=pl.col("document_key").rle_id())
    told = tell_councils_apart(claims.join(document, on="row"), sentences).drop("document_key")
    named = fill_unnamed(told).sort("row", "claim_ordinal", "issue")
    placed = pl.concat([attributed[named["row"]].drop("row", "affiliation_name"), named], how="horizontal")
    return placed.select(pl.col(c).cast(POSITIONS.columns[c]) for c in OWN_COLUMNS)


def read_claims(told: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return one row per claim of the sentences: stance, cue as printed, target, what it says."""
    lexicon = compile_lexicon(reference)
    named = add_own_names(told, reference)
    clauses = split_clauses(named, lexicon)
    joined = join_claims(rank_clauses(classify_clauses(clauses, lexicon)), lexicon)
    claims = joined.join(named.select("row", "text", *OWN_NAMES), on="row")
    taken = add_target(print_cues(claims), reference).drop("text")
    untaken = take_none(clauses.join(joined, on="row", how="anti"))
    return pl.concat([taken, untaken.join(told.select("row", "affiliation_name"), on="row")], how="diagonal")
