"""Cut paragraphs into sentences and find the quoted spans, with document offsets."""

from __future__ import annotations

from flows.segment.quotes import find_quote_spans
from flows.segment.sentences import split_sentences

__all__ = ["find_quote_spans", "split_sentences"]
