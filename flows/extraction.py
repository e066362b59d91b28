"""One batch of files through the rooms: read, segment, attribute, extract."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from flows.attribute import attribute_speakers
from flows.errors import StepError
from flows.extract.alignments import extract_alignments
from flows.extract.context import add_speakers, place_facts
from flows.extract.figures import extract_figures
from flows.extract.instruments import extract_instruments
from flows.extract.positions import extract_positions
from flows.extract.quotations import extract_quotations
from flows.extract.topics import extract_topics
from flows.extract.votes import extract_votes
from flows.read import read_documents
from flows.reference import Reference
from flows.schemas import (
    ALIGNMENTS,
    DOCUMENTS,
    FIGURES,
    INSTRUMENT_CITATIONS,
    POSITIONS,
    QUOTATIONS,
    REJECTS,
    STAGED,
    VOTES,
    Frame,
)
from flows.segment import find_quote_spans, split_sentences

Extractor = Callable[[pl.DataFrame, pl.DataFrame, Reference], pl.DataFrame]

FACTS: tuple[tuple[Frame, Extractor], ...] = (
    (QUOTATIONS, extract_quotations),
    (FIGURES, extract_figures),
    (POSITIONS, extract_positions),
    (INSTRUMENT_CITATIONS, extract_instruments),
    (ALIGNMENTS, extract_alignments),
    (VOTES, extract_votes),
)


@dataclass(frozen=True)
class Extraction:
    """Rows of a batch of files: the staged frames by name, the documents that another edition in
    the same batch supersedes (DOCUMENTS), and REJECTS."""

    staged: dict[str, pl.DataFrame]
    superseded: pl.DataFrame
    rejects: pl.DataFrame


def extract_files(files: pl.DataFrame, reference: Reference) -> Extraction:
    """Return all rows of FILES. A file on which a room breaks is rejected, and the others go on.

    Raises StepError if rooms break on every one of several files: that is no fault of a file.
    """
    extraction, errors = _extract_or_split(files, reference)
    if len(errors) == files.height > 1:
        raise StepError(f"extraction broke on all {files.height} files, first: {errors[0]}")
    return extraction


def _extract_or_split(files: pl.DataFrame, reference: Reference) -> tuple[Extraction, list[str]]:
    """Return the rows, and the errors of files on which a room breaks; halving finds those files."""
    try:
        return extract_batch(files, reference), []
    except (Exception, pl.exceptions.PanicException) as error:
        described = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
        if files.height == 1:
            return _reject_file(files, described), [described]
    first, first_errors = _extract_or_split(files[::2], reference)
    second, second_errors = _extract_or_split(files[1::2], reference)
    return _join(first, second), first_errors + second_errors


def extract_batch(files: pl.DataFrame, reference: Reference) -> Extraction:
    """Return all rows of FILES; the rooms one after another."""
    read = read_documents(files, reference)
    bare = split_sentences(read.paragraphs, reference)
    quote_spans = find_quote_spans(read.paragraphs)
    attribution = attribute_speakers(read.documents, read.paragraphs, bare, quote_spans, reference)
    sentences = add_speakers(
        attribution.sentences, attribution.statements, attribution.speakers, read.documents
    )
    facts = [(frame, extract(sentences, quote_spans, reference)) for frame, extract in FACTS]
    found = {
        "documents": read.documents,
        "sentences": attribution.sentences,
        "document_speakers": attribution.speakers,
        "speaker_aliases": attribution.aliases,
        "statements": attribution.statements,
        "sentence_topics": extract_topics(sentences, reference),
        **place_facts(facts, sentences, quote_spans),
    }
    staged = {frame.name: frame.conform(found[frame.name]) for frame in STAGED}
    for frame in STAGED:
        frame.check_key(staged[frame.name])
    return Extraction(staged, read.superseded, read.rejects)


def _reject_file(files: pl.DataFrame, described: str) -> Extraction:
    reason = pl.format(
        "{} cannot be extracted ({}); report this fault of the program with the file",
        "source_path",
        pl.lit(described),
    )
    rejects = files.with_columns(reason_code=pl.lit("extraction_failed"), reason=reason)
    staged = {frame.name: frame.empty() for frame in STAGED}
    return Extraction(staged, DOCUMENTS.empty(), REJECTS.conform(rejects))


def _join(first: Extraction, second: Extraction) -> Extraction:
    """Return both; of a document in both, the first one's rows stay in this batch."""
    is_clash = pl.col("document_key").is_in(first.staged["documents"]["document_key"].implode())
    return Extraction(
        staged={
            f.name: pl.concat([first.staged[f.name], second.staged[f.name].filter(~is_clash)]) for f in STAGED
        },
        superseded=pl.concat(
            [first.superseded, second.superseded, second.staged["documents"].filter(is_clash)]
        ),
        rejects=pl.concat([first.rejects, second.rejects]),
    )
