"""The polars schema and the key of every frame that passes from one room to the next.

One frame per grain. Frames of facts carry natural keys (document, ordinal, offset); the
hashed keys of the published tables are made from them in one place, the dbt macros.
Offsets are Unicode code points into `documents.text`, start inclusive, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

TEXT, INT, REAL, FLAG, DAY = pl.String, pl.Int64, pl.Float64, pl.Boolean, pl.Date


@dataclass(frozen=True)
class Frame:
    """Name, columns and unique key of one frame; those of STAGED become `staging.<name>`."""

    name: str
    columns: dict[str, pl.DataType | type[pl.DataType]]
    key: tuple[str, ...]

    def empty(self) -> pl.DataFrame:
        return pl.DataFrame(schema=self.columns)

    def conform(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the frame with exactly these columns, in order and type.

        Raises ValueError naming the missing columns; columns not in the schema are dropped.
        """
        missing = [c for c in self.columns if c not in frame.columns]
        if missing:
            raise ValueError(f"frame {self.name!r} lacks columns {missing}")
        return frame.select(pl.col(c).cast(t) for c, t in self.columns.items())

    def check_key(self, frame: pl.DataFrame) -> None:
        """Raise ValueError naming the first repeated key."""
        repeated = frame.filter(pl.struct(self.key).is_duplicated())
        if repeated.height:
            first = repeated.select(self.key).row(0)
            raise ValueError(f"frame {self.name!r}: key {self.key} repeated, first at {first}")


# One file as found at a source: bytes still to be read.
FILES = Frame(
    "files",
    {
        "source_name": TEXT,
        "source_path": TEXT,
        "bytes_sha256": TEXT,
        "content": pl.Binary,
        # what a manifest.csv beside the file supplies, else NULL
        "manifest_publisher": TEXT,
        "manifest_url": TEXT,
        "manifest_published_on": DAY,
    },
    ("source_name", "source_path"),
)

# One file of a source as found now; its bytes are kept under their hash.
INVENTORY = Frame(
    "inventory",
    {
        "source_name": TEXT,
        "source_path": TEXT,
        "size_bytes": INT,
        "modified_at": pl.Datetime("us"),  # UTC
        "bytes_sha256": TEXT,
        "manifest_sha256": TEXT,  # of its manifest row; NULL: it has none
        "manifest_publisher": TEXT,
        "manifest_url": TEXT,
        "manifest_published_on": DAY,
    },
    ("source_name", "source_path"),
)

# A file that does not become a document, and why. `reason` is one sentence that names the
# file and says what to do.
REJECTS = Frame(
    "rejects",
    {
        "source_name": TEXT,
        "source_path": TEXT,
        "bytes_sha256": TEXT,  # NULL: its bytes could not be read
        "reason_code": TEXT,
        "reason": TEXT,
    },
    ("source_name", "source_path"),
)

DOCUMENTS = Frame(
    "documents",
    {
        "document_key": TEXT,
        "document_identity": TEXT,
        "source_name": TEXT,
        "source_path": TEXT,
        "source_url": TEXT,
        "bytes_sha256": TEXT,
        "content_sha256": TEXT,
        "kind": TEXT,
        "publisher": TEXT,
        "symbol": TEXT,
        "part": TEXT,
        "edition": TEXT,
        "is_official_record": FLAG,
        "title": TEXT,
        "published_on": DAY,
        "published_on_basis": TEXT,
        "language": TEXT,
        "organ": TEXT,
        "meeting_number": INT,
        "session": INT,
        "held_on": DAY,
        "agenda": TEXT,
        "record_symbol": TEXT,
        "text": TEXT,
        "char_count": INT,
        "word_count": INT,
    },
    ("document_key",),
)

# A paragraph is one line of the normalized text. `role` is one of PARAGRAPH_ROLES.
PARAGRAPHS = Frame(
    "paragraphs",
    {
        "document_key": TEXT,
        "paragraph_ordinal": INT,
        "role": TEXT,
        "section": TEXT,
        "text": TEXT,
        "start_offset": INT,
        "end_offset": INT,
    },
    ("document_key", "paragraph_ordinal"),
)

PARAGRAPH_ROLES = (
    "masthead",  # symbol, meeting number, edition, "For information media"
    "title",
    "subhead",  # a heading inside the text: "Statements", "Right of Reply"
    "text",  # running text
    "list_item",
    "pull_quote",  # a speaker's words repeated outside the paragraphs
    "byline",  # the name under a pull quote
    "caption",
    "furniture",  # navigation, subscription blocks, teasers of other stories
)

SECTIONS = ("lead", "body", "pull_quote", "heading")

# As `segment` makes them; `attribute` fills the columns from `statement_ordinal` on.
SENTENCES = Frame(
    "sentences",
    {
        "document_key": TEXT,
        "sentence_ordinal": INT,
        "paragraph_ordinal": INT,
        "paragraph_start": INT,
        "paragraph_end": INT,
        "role": TEXT,
        "section": TEXT,
        "text": TEXT,
        "start_offset": INT,
        "end_offset": INT,
        "statement_ordinal": INT,  # NULL: narration
        "mode": TEXT,  # direct, indirect, narrator
        "attributed_by": TEXT,  # heading, verb, carried_over, first_person, NULL
        "is_repeat": FLAG,
        "is_counted": FLAG,
        "rule": TEXT,  # which rule attributed it
    },
    ("document_key", "sentence_ordinal"),
)

# A speaker within its document; dbt resolves them across documents.
DOCUMENT_SPEAKERS = Frame(
    "document_speakers",
    {
        "document_key": TEXT,
        "speaker_ordinal": INT,
        "name": TEXT,  # canonical case, given name first; of an office or delegation: its name
        "is_person": FLAG,
        "role": TEXT,
        "affiliation_name": TEXT,  # canonical name of seeds/reference, else as printed
        "affiliation_kind": TEXT,
        "iso3": TEXT,
        "printed_gender": TEXT,
    },
    ("document_key", "speaker_ordinal"),
)

SPEAKER_ALIASES = Frame(
    "speaker_aliases",
    {
        "document_key": TEXT,
        "speaker_ordinal": INT,
        "alias": TEXT,  # a printed form: "Mr. Guterres", "the UN chief"
        "decided_by": TEXT,  # exact, surname, office, delegation, spelling, same_office
    },
    ("document_key", "speaker_ordinal", "alias"),
)

STATEMENTS = Frame(
    "statements",
    {
        "document_key": TEXT,
        "statement_ordinal": INT,
        "speaker_ordinal": INT,
        "role": TEXT,  # as printed there
        "capacity": TEXT,
        "kind": TEXT,
        "spoken_language": TEXT,
    },
    ("document_key", "statement_ordinal"),
)

# What every frame of facts carries. Extractors fill those up to `end_offset`;
# `extract.context.place_facts` adds the rest from the sentence.
FACT_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "document_key": TEXT,
    "sentence_ordinal": INT,
    "rule": TEXT,
    "text": TEXT,
    "start_offset": INT,
    "end_offset": INT,
}
CONTEXT_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "statement_ordinal": INT,  # NULL where the narrator states it
    "section": TEXT,
    "mode": TEXT,
    "is_counted": FLAG,
}


def fact_frame(name: str, key: tuple[str, ...], **columns: pl.DataType | type[pl.DataType]) -> Frame:
    """Return the frame of one kind of fact: common columns, its own, then its context."""
    return Frame(
        name,
        {**FACT_COLUMNS, **columns, **CONTEXT_COLUMNS},
        ("document_key", "sentence_ordinal", *key),
    )


QUOTATIONS = fact_frame("quotations", ("start_offset",))

FIGURES = fact_frame(
    "figures",
    ("start_offset",),
    value_low=REAL,
    value_high=REAL,
    denominator=REAL,
    lower_bound=REAL,
    upper_bound=REAL,
    unit=TEXT,
    qualifier=TEXT,
    assertion=TEXT,
    measure=TEXT,
    place=TEXT,
    rate=TEXT,
    period=TEXT,
    source=TEXT,  # as printed
    source_publisher=TEXT,  # canonical body, by seeds/reference
    source_report=TEXT,  # canonical report of that body
    about_affiliation=TEXT,
    is_narrated=FLAG,  # the number stands outside quotation and reported clause
)

POSITIONS = fact_frame(
    "positions",
    ("claim_ordinal", "issue"),
    claim_ordinal=INT,
    stance=TEXT,
    issue=TEXT,
    cue=TEXT,
    is_main_claim=FLAG,
    target_affiliation=TEXT,
)

SENTENCE_TOPICS = Frame(
    "sentence_topics",
    {"document_key": TEXT, "sentence_ordinal": INT, "topic": TEXT},
    ("document_key", "sentence_ordinal", "topic"),
)

ALIGNMENTS = fact_frame(
    "alignments",
    ("start_offset", "relation", "with_name"),
    relation=TEXT,
    with_name=TEXT,
    with_kind=TEXT,
    with_iso3=TEXT,
)

INSTRUMENT_CITATIONS = fact_frame(
    "instrument_citations",
    ("start_offset", "instrument"),
    instrument=TEXT,
    instrument_kind=TEXT,  # treaty, declaration, plan, resolution, goal, target, ...
    instrument_year=INT,
)

VOTES = fact_frame("votes", ("start_offset",), draft=TEXT, vote=TEXT, affiliation_name=TEXT, iso3=TEXT)

STAGED: tuple[Frame, ...] = (
    DOCUMENTS,
    SENTENCES,
    DOCUMENT_SPEAKERS,
    SPEAKER_ALIASES,
    STATEMENTS,
    QUOTATIONS,
    FIGURES,
    POSITIONS,
    SENTENCE_TOPICS,
    ALIGNMENTS,
    INSTRUMENT_CITATIONS,
    VOTES,
)
