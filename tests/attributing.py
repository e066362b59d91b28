"""Attribute made-up paragraphs: frames as the rooms before hand them on, without reading files."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from flows.attribute import Attribution, attribute_speakers
from flows.reference import Reference
from flows.schemas import DOCUMENTS, PARAGRAPHS
from flows.segment import find_quote_spans, split_sentences

# `## Statements` is a subhead, `> words` a pull quote, `@ name` its byline, `- item` a list item
MARKS = {
    "# ": "title",
    "## ": "subhead",
    "> ": "pull_quote",
    "@ ": "byline",
    "- ": "list_item",
    "! ": "caption",
}
HEADING_ROLES = ("title", "subhead", "byline", "caption")


@dataclass(frozen=True)
class Told:
    """An attribution with its frames as plain rows."""

    attribution: Attribution
    sentences: pl.DataFrame
    quote_spans: pl.DataFrame

    def who(self) -> list[str | None]:
        """The speaker of each sentence of the running text and of pull quotes."""
        shown = self.sentences.filter(pl.col("role").is_in(["text", "list_item", "pull_quote"]))
        return shown["speaker_name"].to_list()

    def column(self, name: str) -> list:
        shown = self.sentences.filter(pl.col("role").is_in(["text", "list_item", "pull_quote"]))
        return shown[name].to_list()

    def speaker(self, name: str) -> dict:
        found = self.attribution.speakers.filter(pl.col("name") == name).to_dicts()
        assert len(found) == 1, self.attribution.speakers["name"].to_list()
        return found[0]

    def statements(self) -> list[tuple]:
        columns = ("speaker_name", "capacity", "kind")
        names = self.attribution.speakers.select("speaker_ordinal", speaker_name="name")
        joined = self.attribution.statements.join(names, on="speaker_ordinal", maintain_order="left")
        return joined.sort("statement_ordinal").select(columns).rows()

    def aliases(self, name: str) -> dict[str, str]:
        ordinal = self.speaker(name)["speaker_ordinal"]
        rows = self.attribution.aliases.filter(pl.col("speaker_ordinal") == ordinal)
        return dict(rows.select("alias", "decided_by").rows())


def _paragraph(text: str, section: str) -> tuple[str, str, str]:
    for mark, role in MARKS.items():
        if text.startswith(mark):
            place = "heading" if role in HEADING_ROLES else "pull_quote" if role == "pull_quote" else section
            return role, place, text.removeprefix(mark)
    return "text", section, text


def attribute(
    reference: Reference,
    text: str,
    kind: str = "news_story",
    lead: str = "",
    language: str = "en",
    organ: str | None = None,
) -> Told:
    """Attribute the paragraphs of `lead` and `text`, one a line."""
    lines = [(line, "lead") for line in lead.splitlines()] + [(line, "body") for line in text.splitlines()]
    rows, offset = [], 0
    for line, section in lines:
        if not line.strip():
            continue
        role, place, words = _paragraph(line.strip(), section)
        rows.append(("d", len(rows) + 1, role, place, words, offset, offset + len(words)))
        offset += len(words) + 1
    paragraphs = pl.DataFrame(rows, schema=PARAGRAPHS.columns, orient="row")
    document = dict.fromkeys(DOCUMENTS.columns) | {"document_key": "d", "kind": kind, "language": language}
    document["organ"] = organ
    document["title"] = next((words for _, _, role, _, words, *_ in rows if role == "title"), None)
    documents = pl.DataFrame([document], schema=DOCUMENTS.columns)
    quote_spans = find_quote_spans(paragraphs)
    told = attribute_speakers(
        documents, paragraphs, split_sentences(paragraphs, reference), quote_spans, reference
    )
    names = told.speakers.select(
        "speaker_ordinal", "affiliation_name", "affiliation_kind", speaker_name="name"
    )
    spoken = told.statements.select("statement_ordinal", "speaker_ordinal").join(names, on="speaker_ordinal")
    sentences = told.sentences.join(
        spoken, on="statement_ordinal", how="left", maintain_order="left"
    ).with_columns(kind=pl.lit(kind), language=pl.lit(language))
    return Told(told, sentences, quote_spans)
