"""What the code knows about the world, as tables under seeds/reference that an analyst edits.

This module declares each table (columns, key, which columns are regular expressions, which refer
to another table, what they may hold) and holds the loaded tables; `sources.reference` reads them.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import polars as pl

from flows.schemas import DAY, FLAG, INT, PARAGRAPH_ROLES, REAL, TEXT
from flows.stances import STANCES

T = TypeVar("T")
PLACES = ("before", "after")  # of a cue, seen from the number
BODY_KINDS = ("un_system", "regional_organization", "intergovernmental", "civil_society")


@dataclass(frozen=True)
class Table:
    """Declaration of one reference table; the file is `<name>.csv`."""

    name: str
    columns: dict[str, pl.DataType | type[pl.DataType]]
    key: tuple[str, ...]
    required: tuple[str, ...] = ()  # columns besides the key that may not be empty
    patterns: tuple[str, ...] = ()  # columns that hold Rust regular expressions
    refers: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # column -> (table, column)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # column -> what a cell may hold


TABLES: tuple[Table, ...] = (
    # -- countries, organizations and groups
    Table(
        "countries",
        {
            "name": TEXT,  # common UN short name, as press documents print it
            "iso3": TEXT,
            "kind": TEXT,  # other: neither State nor observer (territories, Kosovo)
            "m49_region": TEXT,
            "m49_subregion": TEXT,
            "m49_intermediate_region": TEXT,  # where M49 has one: Eastern Africa, Caribbean
            "un_regional_group": TEXT,
        },
        ("name",),
        required=("kind",),
        choices={"kind": ("member_state", "observer", "other")},
    ),
    Table(
        "country_aliases",
        {"alias": TEXT, "name": TEXT, "reason": TEXT},
        ("alias",),
        required=("name",),
        refers={"name": ("countries", "name")},
    ),
    # "Australian", "Filipino"; what two countries share ("Congolese") is left out
    Table(
        "demonyms",
        {"demonym": TEXT, "name": TEXT},
        ("demonym",),
        required=("name",),
        refers={"name": ("countries", "name")},
    ),
    Table(
        "organizations",
        # kind: the codebook's, or `group` for negotiating groups, which never hold a seat
        {"name": TEXT, "acronym": TEXT, "kind": TEXT, "reason": TEXT},
        ("name",),
        required=("kind",),
        choices={"kind": (*BODY_KINDS, "group")},
    ),
    Table(
        "organization_aliases",
        {"alias": TEXT, "name": TEXT, "reason": TEXT},
        ("alias",),
        required=("name",),
        refers={"name": ("organizations", "name")},
    ),
    # Members are names of `countries`; a group is itself a row of `organizations` or a
    # negotiating group that only exists here.
    Table(
        "group_members",
        {"group_name": TEXT, "member": TEXT, "member_from": DAY, "member_to": DAY, "source": TEXT},
        ("group_name", "member", "member_from"),
        refers={"member": ("countries", "name")},
    ),
    # -- cited figures. Patterns may hold <int>, <word> (a number word), <source>, the roles of
    # `source_words` and words of times (<month>): extract.figures.lexicon says what they stand for.
    Table(
        "number_words",
        # magnitudes go from value to value_high, fractions are per cent, multiples times
        {"word": TEXT, "kind": TEXT, "value": REAL, "value_high": REAL, "reason": TEXT},
        ("word", "kind"),
        required=("value",),
        choices={
            "kind": ("cardinal", "tens", "scale", "magnitude", "fraction", "multiple", "ordinal"),
        },
    ),
    Table(
        "figure_masks",  # what holds a number but is no figure
        {"pattern": TEXT, "reason": TEXT},
        ("pattern",),
        required=("reason",),
        patterns=("pattern",),
    ),
    Table(
        "figure_qualifiers",
        {"phrase": TEXT, "qualifier": TEXT, "position": TEXT, "reason": TEXT},
        ("phrase", "position"),
        required=("qualifier",),
        patterns=("phrase",),
        choices={"position": PLACES, "qualifier": ("about", "nearly", "more_than", "less_than")},
    ),
    Table(
        "currencies",
        {"printed": TEXT, "iso4217": TEXT, "position": TEXT, "reason": TEXT},
        ("printed", "position"),
        choices={"position": PLACES},
    ),
    Table(
        "national_currencies",  # whose `kroner` a State's money is
        {"name": TEXT, "printed": TEXT, "iso4217": TEXT, "reason": TEXT},
        ("name", "printed"),
        required=("iso4217",),
        refers={"name": ("countries", "name")},
    ),
    Table(
        "figure_units",
        # thing: only to know the plural; compound: with a name of two words; person_state: what befell people
        {"noun": TEXT, "plural": TEXT, "unit": TEXT, "kind": TEXT, "reason": TEXT},
        ("noun",),
        required=("plural", "unit", "kind"),
        choices={
            "kind": (
                *("people", "countries", "measure", "time", "percent"),
                *("thing", "compound", "person_state"),
            )
        },
    ),
    Table("phrase_stops", {"word": TEXT, "reason": TEXT}, ("word",)),
    Table("uncounted_nouns", {"noun": TEXT, "reason": TEXT}, ("noun",), required=("reason",)),
    Table(
        "figure_rates",
        {"pattern": TEXT, "rate": TEXT, "reason": TEXT},  # rate NULL: as printed
        ("pattern",),
        patterns=("pattern",),
    ),
    Table("figure_periods", {"pattern": TEXT, "reason": TEXT}, ("pattern",), patterns=("pattern",)),
    Table(
        "figure_assertions",
        # applies_to: money, or NULL for every unit
        {"pattern": TEXT, "assertion": TEXT, "applies_to": TEXT, "reason": TEXT},
        ("pattern",),
        required=("assertion",),
        patterns=("pattern",),
        choices={
            "assertion": ("disputed", "pledged", "demanded", "projected"),
            "applies_to": ("money",),
        },
    ),
    Table(
        "source_cues",
        {"position": TEXT, "pattern": TEXT, "reason": TEXT},
        ("pattern", "position"),
        required=("position",),
        patterns=("pattern",),
        choices={"position": PLACES},
    ),
    # words of the cues: verb (of saying what was counted), data (a body's), report (one that can be
    # named by itself), head (by which a body is known that no table names: the Italian navy), organ (by
    # which a part of a body is known), kind (of report), adverb (before a verb), lead (before a clause),
    # cite (citing), made (counted by), issued (what a body does with a report)
    Table(
        "source_words",
        {"word": TEXT, "role": TEXT, "reason": TEXT},
        ("word", "role"),
        patterns=("word",),
        choices={
            "role": (
                *("verb", "data", "report", "head", "organ", "kind"),
                *("adverb", "lead", "cite", "made", "issued"),
            )
        },
    ),
    Table(
        "cited_sources",  # reports by name; bodies are in `organizations`
        {"printed": TEXT, "publisher": TEXT, "report": TEXT, "reason": TEXT},
        ("printed",),
        required=("publisher",),
    ),
    Table("place_names", {"printed": TEXT, "name": TEXT, "reason": TEXT}, ("printed",), required=("name",)),
    # -- reading: the form of press documents
    Table(
        "symbol_series",
        # `pattern` of a document symbol, tried in order; kind if the document has the form of it
        {"pattern": TEXT, "kind": TEXT, "organ": TEXT, "reason": TEXT},
        ("pattern",),
        required=("kind",),
        patterns=("pattern",),
    ),
    # bodies whose coverage opens with `The <organ> this morning …`; told at length: with summaries in
    # which a report goes on in any tense
    Table(
        "meeting_organs",
        {"pattern": TEXT, "is_told_at_length": FLAG, "reason": TEXT},
        ("pattern",),
        required=("is_told_at_length",),
        patterns=("pattern",),
    ),
    Table(
        "publishers",
        {"kind": TEXT, "publisher": TEXT, "host": TEXT, "reason": TEXT},
        ("kind",),
        required=("publisher",),
    ),
    Table(
        "line_cues",
        # `role` of lines of this form; `rest_follows`: so is all below it
        {"pattern": TEXT, "role": TEXT, "rest_follows": FLAG, "reason": TEXT},
        ("pattern",),
        required=("role", "rest_follows"),
        patterns=("pattern",),
        choices={"role": PARAGRAPH_ROLES},
    ),
    Table("section_headings", {"pattern": TEXT, "reason": TEXT}, ("pattern",), patterns=("pattern",)),
    Table(
        "page_words",
        # a word in the class or id of a web page's element
        {"word": TEXT, "meaning": TEXT, "reason": TEXT},
        ("word",),
        required=("meaning",),
        choices={"meaning": ("furniture", "hidden", "caption", "pull_quote")},
    ),
    Table(
        "month_names",
        {"name": TEXT, "month": INT},
        ("name",),
        required=("month",),
    ),
    Table(
        "languages",
        # `pattern` of the words (or letters) by which a text of the language is known
        {"language": TEXT, "pattern": TEXT, "reason": TEXT},
        ("language",),
        required=("pattern",),
        patterns=("pattern",),
    ),
    # -- sentences
    Table(
        "abbreviations",
        {"abbreviation": TEXT, "may_end_sentence": FLAG, "reason": TEXT},
        ("abbreviation",),
        required=("may_end_sentence",),
    ),
    # words that after `U.S.` or an initial rather open a new sentence
    Table("sentence_starters", {"word": TEXT, "reason": TEXT}, ("word",)),
    # -- who speaks: verbs of speech, names, offices
    Table(
        "reporting_verbs",
        # verb_class: say and announce (introduce words and clauses, anybody's), judge (a verdict,
        # anybody's), tell (introduces clauses, persons' only), act (a speech act on something,
        # persons' only), speak (takes the floor: a statement only with a participle, `spoke, describing`)
        {"past": TEXT, "present": TEXT, "participle": TEXT, "verb_class": TEXT},
        ("past",),
        required=("present", "participle", "verb_class"),
        choices={"verb_class": ("say", "announce", "judge", "tell", "act", "speak")},
    ),
    Table(
        "honorifics",
        {"honorific": TEXT, "printed_gender": TEXT, "reason": TEXT},
        ("honorific",),
    ),
    Table("name_particles", {"particle": TEXT, "reason": TEXT}, ("particle",)),
    # rank: head or deputy of the body, private: held for nobody (`a farmer from Mali` speaks for no
    # State); affiliation: the body unless another is named
    Table(
        "role_words",
        {"role_word": TEXT, "rank": TEXT, "affiliation": TEXT, "reason": TEXT},
        ("role_word",),
        choices={"rank": ("head", "deputy", "private")},
    ),
    Table(
        "office_aliases",
        {"alias": TEXT, "role": TEXT, "affiliation": TEXT, "reason": TEXT},
        ("alias",),
        required=("role",),
        refers={"affiliation": ("organizations", "name")},
    ),
    # `UN refugee agency`, `UN refugee chief`
    Table(
        "office_fields",
        {"field": TEXT, "affiliation": TEXT, "reason": TEXT},
        ("field",),
        required=("affiliation",),
        refers={"affiliation": ("organizations", "name")},
    ),
    # what ends a speaker's block (block_end) or stops carrying a speaker on (carry_stop)
    Table(
        "narration_cues",
        {"pattern": TEXT, "scope": TEXT, "reason": TEXT},
        ("pattern",),
        required=("scope",),
        patterns=("pattern",),
        choices={"scope": ("block_end", "carry_stop")},
    ),
    # which quoted words are no quotation. role: naming (`entitled “…”`), determiner (`the “…”`),
    # function_word (one after the quotation: it stands before no noun)
    Table(
        "quotation_cues",
        {"cue": TEXT, "role": TEXT, "reason": TEXT},
        ("cue", "role"),
        required=("role",),
        choices={"role": ("naming", "determiner", "function_word")},
    ),
    # subjects that name nobody in particular; place: which word of the subject it is
    Table(
        "nobody_words",
        {"word": TEXT, "place": TEXT, "reason": TEXT},
        ("word", "place"),
        choices={"place": ("first", "last")},
    ),
    # capacity and kind of a statement by its opening, subhead, document title, the speaker's role, or
    # office (the role with the body that it is held in)
    Table(
        "statement_cues",
        {"column": TEXT, "value": TEXT, "scope": TEXT, "pattern": TEXT, "reason": TEXT},
        ("column", "value", "scope", "pattern"),
        required=("pattern",),
        patterns=("pattern",),
        choices={
            "column": ("capacity", "kind"),
            "scope": ("opening", "subhead", "title", "role", "office"),
        },
    ),
    # words of offices and bodies, which end where a name begins: `Executive Director Ana Roe`
    Table("title_words", {"word": TEXT, "reason": TEXT}, ("word",)),
    # kind of a body that `organizations` lacks, by the words of its name; first match wins
    Table(
        "organization_cues",
        {"pattern": TEXT, "kind": TEXT, "reason": TEXT},
        ("pattern",),
        required=("kind",),
        patterns=("pattern",),
        choices={"kind": (*BODY_KINDS, "member_state")},
    ),
    # -- positions: how a stance is worded, and what a claim is about
    # `priority` is the codebook's order between claims of equal rank.
    Table(
        "stances",
        {"stance": TEXT, "priority": INT},
        ("stance",),
        required=("priority",),
        choices={"stance": (*STANCES, "none")},
    ),
    # `past` and `participle` head a clause (`urged`, `urging`), `present` follows the own side (`we urge`).
    # Stance `none` says neutrally (`said`), `aside` tells background (`noting that`).
    Table(
        "stance_verbs",
        {"verb": TEXT, "past": TEXT, "participle": TEXT, "present": TEXT, "stance": TEXT, "reason": TEXT},
        ("verb",),
        required=("past", "participle", "present", "stance"),
        patterns=("past", "participle", "present"),
        choices={"stance": (*STANCES, "none", "aside")},
    ),
    # Layers: first (decides before the order of the stances), frame (in what is said), own (opens with the
    # speaker's side, `<own> `), deed (of that side), weak (where nothing else decides), mask (looks like a
    # cue and is none); own_…: what the speaker's side may be called (extract.positions.lexicon says where).
    # Patterns match lower-case text; the speaker's country or body reads `ownside` there.
    Table(
        "stance_cues",
        {"pattern": TEXT, "layer": TEXT, "stance": TEXT, "reason": TEXT},
        ("pattern", "layer", "stance"),
        required=("layer",),
        patterns=("pattern",),
        choices={
            "layer": (
                *("first", "frame", "own", "deed", "weak", "mask"),
                *("own_subject", "own_person", "own_title", "own_measure", "own_it"),
            )
        },
        refers={"stance": ("stances", "stance")},
    ),
    Table(
        "issues",
        {"issue": TEXT, "label": TEXT, "is_fallback": FLAG, "description": TEXT},
        ("issue",),
        required=("label", "is_fallback", "description"),
    ),
    # A cue is a phrase in lower case without punctuation; `*` leaves its end open; a class needs a
    # summed weight of 1; `also` is a second cue that has to stand in the same text,
    # `unless` one that must not; a cue with a `stance` counts for claims of that stance.
    Table(
        "issue_cues",
        {
            "cue": TEXT,
            "issue": TEXT,
            "weight": REAL,
            "also": TEXT,
            "unless": TEXT,
            "stance": TEXT,
            "reason": TEXT,
        },
        ("cue", "issue", "also", "stance"),
        required=("issue", "weight"),
        refers={"issue": ("issues", "issue"), "stance": ("stances", "stance")},
    ),
    Table(
        "topics",
        {"topic": TEXT, "label": TEXT, "description": TEXT},
        ("topic",),
        required=("label", "description"),
    ),
    Table(
        "topic_cues",
        {"cue": TEXT, "topic": TEXT, "weight": REAL, "also": TEXT, "unless": TEXT, "reason": TEXT},
        ("cue", "topic", "also"),
        required=("topic", "weight"),
        refers={"topic": ("topics", "topic")},
    ),
    # -- the marts: figures that may be compared, who is who, corrections by hand
    Table(
        "measure_terms",
        # kind: concept (who or what is counted), action (what was done to it), generic (says nothing
        # beside a concept), neutral (says nothing), place, own_country (the speaker's). A phrase
        # has one to three words.
        {"phrase": TEXT, "kind": TEXT, "concept": TEXT, "reason": TEXT},
        ("phrase",),
        required=("kind",),
        choices={"kind": ("concept", "action", "generic", "neutral", "place", "own_country")},
    ),
    Table(
        # that look alike and must not be mixed; beside a concept, that which it is a kind of says
        # nothing more (`women died in childbirth` are maternal deaths)
        "related_concepts",
        {"concept": TEXT, "related_concept": TEXT, "is_kind_of": FLAG, "reason": TEXT},
        ("concept", "related_concept"),
        required=("related_concept", "is_kind_of"),
    ),
    Table(
        "plural_offices",  # that several people of one body hold at a time: they identify nobody
        {"role": TEXT, "reason": TEXT},
        ("role",),
    ),
    # an affiliation is a name or ISO code, empty for any
    Table(
        "identity_overrides",
        {
            "name_a": TEXT,
            "affiliation_a": TEXT,
            "name_b": TEXT,
            "affiliation_b": TEXT,
            "decision": TEXT,
            "reason": TEXT,
        },
        ("name_a", "affiliation_a", "name_b", "affiliation_b"),
        required=("name_b", "decision", "reason"),
        choices={"decision": ("same", "different")},
    ),
    # `text` (and `start_offset`, where the text stands twice) name the fact in its document;
    # docs/marts.md says which columns of which tables can be corrected
    Table(
        "fact_overrides",
        {
            "table_name": TEXT,
            "document_identity": TEXT,
            "text": TEXT,
            "start_offset": INT,
            "column_name": TEXT,
            "value": TEXT,
            "reason": TEXT,
        },
        ("table_name", "document_identity", "text", "start_offset", "column_name"),
        required=("document_identity", "text", "column_name", "reason"),
    ),
    # -- named texts: treaties, plans, resolutions
    Table("instruments", {"name": TEXT, "kind": TEXT, "year": INT}, ("name",), required=("kind",)),
    # Printed forms, matched on text with straight quotes and hyphens, `United Nations` before
    # them or not; `needs` names an instrument without which in the same document it means nothing.
    Table(
        "instrument_aliases",
        {
            "pattern": TEXT,
            "hint": TEXT,
            "name": TEXT,
            "needs": TEXT,
            "is_exact_case": FLAG,
            "reason": TEXT,
        },
        ("pattern", "name"),
        required=("is_exact_case",),
        patterns=("pattern",),
        refers={"name": ("instruments", "name"), "needs": ("instruments", "name")},
    ),
    # The noun of a name: may it name by its form, take a topic (`Convention on ...`), or stand
    # alone for a text named before (`the Convention`)?
    Table(
        "instrument_heads",
        {"head": TEXT, "kind": TEXT, "names_by_form": FLAG, "takes_topic": FLAG, "stands_alone": FLAG},
        ("head",),
        required=("kind", "names_by_form", "takes_topic", "stands_alone"),
    ),
    # Words in or before a name. role: lead (never in it), generic (names nothing alone), region (needs
    # its topic: `African Charter on ...`), domestic (a text of one State or office)
    Table(
        "instrument_words",
        {"word": TEXT, "role": TEXT, "reason": TEXT},
        ("word",),
        required=("role",),
        choices={"role": ("lead", "generic", "region", "domestic")},
    ),
    Table(
        "security_council_resolutions",
        {"year": INT, "first_number": INT, "last_number": INT, "reason": TEXT},
        ("first_number",),
        required=("year", "last_number"),
    ),
)


@dataclass(frozen=True)
class Reference:
    """The loaded tables, each a frame with the declared columns.

    `version` is a hash of all their content: a change of any table changes it.
    """

    tables: Mapping[str, pl.DataFrame]
    version: str

    def __getitem__(self, name: str) -> pl.DataFrame:
        return self.tables[name]

    def __hash__(self) -> int:
        return hash(self.version)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reference) and other.version == self.version


def content_version(files: Mapping[str, bytes]) -> str:
    """Return one hash over the named contents, whatever order they come in."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + hashlib.sha256(files[name]).digest())
    return digest.hexdigest()[:16]


def once_per_reference(build: Callable[[Reference], T]) -> Callable[[Reference], T]:
    """Cache what is compiled from the tables (patterns, look-ups) per version of them."""
    return functools.lru_cache(maxsize=4)(build)


def find_problems(tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """Return one line per defect of the tables' content, naming file and row; [] if sound."""
    problems: list[str] = []
    for table in TABLES:
        frame = tables[table.name].with_row_index("row", offset=2)  # row 1 is the header
        problems += _empty_cells(table, frame)
        problems += _unknown_choices(table, frame)
        problems += _repeated_keys(table, frame)
        problems += _bad_patterns(table, frame)
        problems += _dangling(table, frame, tables)
    return problems


def _complain(table: Table, row: dict, defect: str) -> str:
    return f"{table.name}.csv row {row['row']}: {defect}"


def _empty_cells(table: Table, frame: pl.DataFrame) -> list[str]:
    return [
        _complain(table, row, f"{column} is empty")
        for column in (*table.key[:1], *table.required)
        for row in frame.filter(pl.col(column).is_null()).iter_rows(named=True)
    ]


def _unknown_choices(table: Table, frame: pl.DataFrame) -> list[str]:
    return [
        _complain(table, row, f"{column} {row[column]!r} is none of {', '.join(choices)}")
        for column, choices in table.choices.items()
        if not frame[column].is_in(choices).all()
        for row in frame.filter(~pl.col(column).is_in(choices)).iter_rows(named=True)
    ]


def _repeated_keys(table: Table, frame: pl.DataFrame) -> list[str]:
    repeated = frame.filter(~pl.struct(table.key).is_first_distinct())
    return [
        _complain(table, row, f"key {', '.join(str(row[k]) for k in table.key)} stands twice")
        for row in repeated.iter_rows(named=True)
    ]


def _bad_patterns(table: Table, frame: pl.DataFrame) -> list[str]:
    found: list[str] = []
    for column in table.patterns:
        given = frame.drop_nulls(column)
        try:  # all at once: thousands of calls take a second
            given.select(pl.lit("").str.contains(pl.col(column)))
        except pl.exceptions.ComputeError:
            found += [
                _complain(table, row, f"bad pattern in {column}: {error}")
                for row in given.iter_rows(named=True)
                if (error := _find_pattern_error(row[column])) is not None
            ]
    return found


def _find_pattern_error(pattern: str) -> Exception | None:
    try:
        pl.Series([""]).str.contains(pattern)
    except pl.exceptions.ComputeError as error:
        return error
    return None


def _dangling(table: Table, frame: pl.DataFrame, tables: Mapping[str, pl.DataFrame]) -> list[str]:
    return [
        _complain(table, row, f"{column} {row[column]!r} is not in {target}.csv")
        for column, (target, target_column) in table.refers.items()
        for row in frame.drop_nulls(column)
        .join(tables[target], left_on=column, right_on=target_column, how="anti")
        .iter_rows(named=True)
    ]
