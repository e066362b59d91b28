"""Positions: the claims of each attributed sentence, with their stance and issues."""

from __future__ import annotations

import polars as pl

from flows.extract.positions.claims import join_claims, rank_clauses
from flows.extract.positions.clauses import add_own_names, split_clauses
from flows.extract.positions.issues import add_issues
from flows.extract.positions.lexicon import compile_lexicon
from flows.extract.positions.printing import OWN_NAMES, print_cues
from flows.extract.positions.stances import classify_clauses
from flows.extract.positions.targets import add_target
from flows.reference import Reference
from flows.schemas import CONTEXT_COLUMNS, POSITIONS

OF_SENTENCE = (
    "document_key",
    "sentence_ordinal",
    "text",
    "start_offset",
    "end_offset",
    *OWN_NAMES,
)
OWN_COLUMNS = [c for c in POSITIONS.columns if c not in CONTEXT_COLUMNS]


def extract_positions(
    sentences: pl.DataFrame, quote_spans: pl.DataFrame, reference: Reference
) -> pl.DataFrame:
    """Return one row per claim and issue of the sentences that belong to a statement.

    `He urged restraint, warning of famine` holds two claims: advocates (main) and warns. `text` is
    the sentence. Quoted words are claims like reported ones, so `quote_spans` decides nothing here.
    """
    lexicon = compile_lexicon(reference)
    attributed = sentences.filter(pl.col("statement_ordinal").is_not_null()).with_row_index("row")
    attributed = add_own_names(attributed, reference)
    clauses = rank_clauses(classify_clauses(split_clauses(attributed, lexicon), lexicon))
    claims = print_cues(join_claims(clauses, lexicon).join(attributed.select("row", *OF_SENTENCE), on="row"))
    return (
        add_issues(add_target(claims, reference), reference)
        .sort("row", "claim_ordinal", "issue")
        .select(pl.col(c).cast(POSITIONS.columns[c]) for c in OWN_COLUMNS)
    )
