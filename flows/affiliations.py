"""Names of countries, organizations and groups: from any printed form to the canonical one.

`affiliation_pattern` finds them in running text, `resolve_affiliation` says which one a
printed form is. Both know nothing but the reference tables.
"""

from __future__ import annotations

import re
from typing import overload

import polars as pl

from flows.reference import Reference, once_per_reference

# Acronyms this short are words when their case is lost: "US", "WHO", "CAR", "GUAM".
_SHORT_ACRONYM = r"^[A-Z]{2,4}$"
_TRAILING_ACRONYM = r"\s*\([A-Z][A-Za-z\-]*[A-Z][A-Za-z]*\)[\s,]*$"
# What stands before a name without being part of it: "the", "Permanent Observer for", "delegation of".
_LEAD_IN = (
    r"^(?:(?:permanent )?(?:observer|representative|delegation|mission|government)s?"
    r"(?: (?:state|delegation|mission))? (?:of|for|from) )?(?:the )?"
)


@once_per_reference
def affiliation_names(reference: Reference) -> pl.DataFrame:
    """Return every known printed form: columns alias, name, kind, iso3; one row per alias.

    Where two rows claim a form, countries come before organizations, and names before
    acronyms and aliases.
    """
    countries = reference["countries"].select("name", "kind", "iso3")
    organizations = reference["organizations"].select("name", "kind", iso3=pl.lit(None, pl.String))
    acronyms = reference["organizations"].drop_nulls("acronym").select(alias="acronym", name="name")
    return pl.concat(
        [
            countries.select(pl.col("name").alias("alias"), "name", "kind", "iso3"),
            _aliases_of(countries, reference["country_aliases"].select("alias", "name")),
            organizations.select(pl.col("name").alias("alias"), "name", "kind", "iso3"),
            _aliases_of(organizations, acronyms),
            _aliases_of(organizations, reference["organization_aliases"].select("alias", "name")),
        ]
    ).unique("alias", keep="first", maintain_order=True)


def _aliases_of(named: pl.DataFrame, aliases: pl.DataFrame) -> pl.DataFrame:
    joined = aliases.join(named, on="name", how="left", maintain_order="left")
    return joined.select("alias", "name", "kind", "iso3")


def fold_affiliation(names: pl.Expr) -> pl.Expr:
    """Return the name without case, diacritics, article, `Delegation of`, trailing acronym.

    `The UN Children's Fund (UNICEF)` and `United Nations Children’s Fund` fold alike.
    """
    return (
        names.str.replace(_TRAILING_ACRONYM, "")
        .str.normalize("NFKD")
        .str.replace_all(r"\p{M}", "")
        .str.to_lowercase()
        .str.replace_all(r"[’‘']", "")
        .str.replace_all(r"co[-‐]operat", "cooperat")
        .str.replace_all("organisation", "organization", literal=True)
        .str.replace_all(r"[\s\-‐–,“”\"]+", " ")
        .str.strip_chars(" .;:")
        .str.replace(_LEAD_IN, "")
        .str.replace(r"^u\.?n\.? ", "united nations ")
        .str.replace(r" delegation$", "")
    )


@once_per_reference
def _exact_names(reference: Reference) -> dict[str, str]:
    names = affiliation_names(reference)
    return dict(zip(names["alias"], names["name"], strict=True))


@once_per_reference
def _folded_names(reference: Reference) -> dict[str, str]:
    folded = (
        affiliation_names(reference)
        .filter(~pl.col("alias").str.contains(_SHORT_ACRONYM))
        .with_columns(folded=fold_affiliation(pl.col("alias")))
        .filter(pl.col("folded") != "")
        .unique("folded", keep="first", maintain_order=True)
    )
    return dict(zip(folded["folded"], folded["name"], strict=True))


@once_per_reference
def _attributes(reference: Reference) -> dict[str, dict[str, str | None]]:
    names = affiliation_names(reference).unique("name", keep="first")
    return {column: dict(zip(names["name"], names[column], strict=True)) for column in ("kind", "iso3")}


@overload
def resolve_affiliation(names: pl.Expr, reference: Reference) -> pl.Expr: ...
@overload
def resolve_affiliation(names: pl.Series, reference: Reference) -> pl.DataFrame: ...
def resolve_affiliation(names: pl.Expr | pl.Series, reference: Reference) -> pl.Expr | pl.DataFrame:
    """Return canonical name, kind and iso3 of each printed form; all NULL where unknown.

    `the former Yugoslav Republic of Macedonia` is North Macedonia, `Delegation of the
    European Union` the European Union. An expression gives a struct, a series a frame.
    """
    if isinstance(names, pl.Series):
        return (
            names.to_frame("printed")
            .select(resolve_affiliation(pl.col("printed"), reference).alias("found"))
            .unnest("found")
        )
    trimmed = names.str.strip_chars()
    name = pl.coalesce(
        _look_up(trimmed, _exact_names(reference)),
        _look_up(fold_affiliation(trimmed), _folded_names(reference)),
    )
    attributes = _attributes(reference)
    return pl.struct(
        name=name,
        kind=_look_up(name, attributes["kind"]),
        iso3=_look_up(name, attributes["iso3"]),
    )


def _look_up(keys: pl.Expr, table: dict[str, str] | dict[str, str | None]) -> pl.Expr:
    return keys.replace_strict(table, default=None, return_dtype=pl.String)


@once_per_reference
def affiliation_pattern(reference: Reference) -> str:
    """Return one alternation, longest first, of every printed form, to find them in text.

    Case-sensitive, straight and curly apostrophes, `UN`/`U.N.` for `United Nations`;
    bounded by ASCII word boundaries, which keep Rust's regex engine on its fast path.
    """
    forms = {form for alias in affiliation_names(reference)["alias"] for form in _printed_forms(alias)}
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    return r"(?-u:\b)(?:" + "|".join(_end_word(form) for form in ordered) + ")"


def _printed_forms(alias: str) -> set[str]:
    """Return the escaped forms of one alias: as it stands, and without its diacritics."""
    plain = pl.Series([alias]).str.normalize("NFKD").str.replace_all(r"\p{M}", "")[0]
    return {_escape(form) for form in (alias, plain)}


def _escape(alias: str) -> str:
    escaped = re.sub(r"([.+*?()\[\]{}|^$\\&])", r"\\\1", alias).replace("\\&", "&")
    escaped = re.sub(r"[’']", "['’]", escaped).replace("-", "[-‑]")
    return re.sub(r"^(?:United Nations|UN) (?=\S)", r"(?:United Nations|UN|U\\.N\\.) ", escaped)


@once_per_reference
def demonym_pattern(reference: Reference) -> str:
    """Return one alternation, longest first, of adjectives such as `Australian` or `South African`."""
    ordered = sorted(reference["demonyms"]["demonym"], key=lambda word: (-len(word), word))
    return r"(?-u:\b)(?:" + "|".join(_end_word(re.escape(word)) for word in ordered) + ")"


def _end_word(pattern: str) -> str:
    """Close a pattern at a word's end, which the ASCII boundary does not see after `Burkinabé`."""
    return pattern + r"(?-u:\b)" if pattern[-1].isascii() and pattern[-1].isalnum() else pattern


def resolve_demonym(words: pl.Expr, reference: Reference) -> pl.Expr:
    """Return the country of an adjective, `Filipino` as Philippines; NULL where unknown."""
    table = dict(zip(reference["demonyms"]["demonym"], reference["demonyms"]["name"], strict=True))
    return _look_up(words, table)
