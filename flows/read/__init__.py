"""Read files to documents and paragraphs: bytes to normalized text with one offset system."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from flows.read.documents import build_documents, build_paragraphs
from flows.read.files import open_files, reject_textless
from flows.read.forms import CAPITAL_SPEAKER
from flows.read.joins import join_lines
from flows.read.lines import clean_lines, is_running
from flows.read.profile import profile_documents
from flows.read.records import read_release_heads, remove_page_lines
from flows.read.roles import assign_roles
from flows.reference import Reference

__all__ = ["ReadResult", "read_documents"]


@dataclass(frozen=True)
class ReadResult:
    """`documents` and their `paragraphs`, `rejects` (files that are no document) and `superseded`.

    `superseded` has the columns of `documents`: editions of a document that the same batch
    holds in a later one.
    """

    documents: pl.DataFrame
    paragraphs: pl.DataFrame
    rejects: pl.DataFrame
    superseded: pl.DataFrame


def read_documents(files: pl.DataFrame, reference: Reference) -> ReadResult:
    """Read FILES to DOCUMENTS and PARAGRAPHS; a file that cannot be read is a row of `rejects`."""
    opened = open_files(files, reference)
    cleaned = clean_lines(opened.lines)
    lines = join_lines(remove_page_lines(cleaned)).with_columns(
        running=is_running(), is_capital_speaker=pl.col("text").str.contains(CAPITAL_SPEAKER)
    )
    profile = profile_documents(lines, read_release_heads(cleaned), opened.metadata, reference)
    roles = assign_roles(lines, profile, reference)
    documents, superseded = build_documents(roles, profile, opened, reference)
    return ReadResult(
        documents=documents,
        paragraphs=build_paragraphs(roles, documents, opened.files),
        rejects=pl.concat([opened.rejects, reject_textless(roles, opened)]),
        superseded=superseded,
    )
