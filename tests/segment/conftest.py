"""Making PARAGRAPHS of plain strings."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from flows.reference import Reference
from flows.schemas import PARAGRAPHS
from flows.segment import find_quote_spans, split_sentences


def make_paragraphs(*texts: str) -> pl.DataFrame:
    """Return PARAGRAPHS of one document whose text is these lines."""
    rows, start = [], 0
    for ordinal, text in enumerate(texts, start=1):
        rows.append(("doc", ordinal, "text", "body", text, start, start + len(text)))
        start += len(text) + 1
    return pl.DataFrame(rows, schema=PARAGRAPHS.columns, orient="row")


@pytest.fixture(scope="session")
def split(reference: Reference) -> Callable[..., list[str]]:
    """Return the sentences of paragraphs."""
    return lambda *texts: split_sentences(make_paragraphs(*texts), reference)["text"].to_list()


@pytest.fixture(scope="session")
def quoted() -> Callable[..., list[str]]:
    """Return the quoted texts of paragraphs, in order."""

    def run(*texts: str) -> list[str]:
        document = "\n".join(texts)
        spans = find_quote_spans(make_paragraphs(*texts)).select("start_offset", "end_offset").rows()
        return [document[start:end] for start, end in spans]

    return run


@pytest.fixture(scope="session")
def paragraphs_of() -> Callable[..., pl.DataFrame]:
    return make_paragraphs
