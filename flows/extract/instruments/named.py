"""Texts named as the tables know them: `the Palermo Convention`, `CEDAW`, `Global Plan of Action`."""

from __future__ import annotations

import polars as pl

from flows.extract.instruments.lexicon import named_hint, named_pattern, names_of
from flows.extract.matches import find_matches
from flows.reference import Reference


def find_named(sentences: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return matches with `instrument` and `rule`; a phrase that names two texts gives two rows.

    A form that `needs` another instrument counts only where its document names that one too.
    """
    found = find_matches(sentences, named_pattern(reference), hint=named_hint(reference))
    named = (
        found.join(_name_forms(found["match"].unique(), reference), on="match")
        .with_columns(rule=pl.lit("named"))
        .sort("sentence_row", "match_start")
    )
    return _keep_supported(named)


def _name_forms(forms: pl.Series, reference: Reference) -> pl.DataFrame:
    """Return match, instrument, needs of each distinct printed form (few: one Python loop is fine)."""
    rows = [(form, name, needs) for form in forms.to_list() for name, needs in names_of(form, reference)]
    schema = {"match": pl.String, "instrument": pl.String, "needs": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _keep_supported(named: pl.DataFrame) -> pl.DataFrame:
    sure = named.filter(pl.col("needs").is_null())
    named_in_document = sure.select("document_key", needs="instrument").unique()
    supported = named.join(named_in_document, on=["document_key", "needs"], how="semi")
    return pl.concat([sure, supported]).drop("needs")
