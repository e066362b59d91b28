"""Who a number comes from, by the text: a body or a report that can be named."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from flows.extract.figures.lexicon import alternatives, rust
from flows.reference import Reference, once_per_reference

# what a cue's <source> may be: capitalized words with what joins them, a body by its last word
# (`Italian navy`), or a report that stands with its owner or topic (`a new ILO study on wages`)
CAPITAL = r"[A-ZÀ-Ý][\w.’'&/‑-]*"
JOINED = rf"(?: (?:of|the|and|for|on|in|to|against|de|des|\d{{4}}|{CAPITAL}|\([A-Z][\w/-]*\)))*"
NAME = rf"(?:\d{{4}} )?{CAPITAL}{JOINED}"
DETERMINER = r"(?:(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Tt]his) )?"
KIND = (
    r"(?:(?:annual|latest|new|recent|forthcoming|global|flagship|joint|special|progress|interim|final"
    r"|situation|monitoring|household|labour|market|research|policy|biennial|quarterly|monthly|draft"
    r"|independent|landmark|major|preliminary|baseline|field|government|national|regional|world|first"
    r"|second|third|official|comprehensive|\d{4}) )"
)
TOPIC = r"(?: (?:on|of|by|from|for) (?:[\w’'-]+ ?){1,8})?"
ACRONYM = re.compile(r"[A-Z][A-Z/-]+[A-Z]")
PERSON = re.compile(r"(?:Mr|Ms|Mrs|Dr|Sir|Ambassador|Prof|He|She|They|It|We|I|The|This|That|These)\b")
OPENER = re.compile(r"^(?:As|In|By|Per|And|But|While|With|Yet|Since|Although|However|Today) (?=[A-Z\d]|the )")
ARTICLE = re.compile(r"^(?:the|a|an|The|A|An|its|Its|his|her|their|that|this|one) ")
TRAILING = re.compile(
    r",? (?:published|released|launched|issued|presented|that|which|showing|has|had|was|were|is|are|in which)"
    r"\b.*$"
)
BRACKETS = re.compile(r" \([^)]*\)")
JOINT = re.compile(r" (?:and|in|on|to|for)\b")
OWNS = re.compile(r"[’']s?$")
STANDS_FOR = 12  # sentences after which `the report` no longer refers to the one introduced


@dataclass(frozen=True)
class Source:
    """A source as printed (a body's acronym spelled out) with what the tables know of it."""

    printed: str
    publisher: str | None
    report: str | None


@dataclass(frozen=True)
class SourceReader:
    """The cues of sources, for Rust to find and for Python to take apart, and who they may name."""

    before: str
    after: str
    opening: str
    introduced: str
    referring: str
    cues: tuple[re.Pattern[str], ...]
    bodies: dict[str, str]
    reports: dict[str, tuple[str, str | None]]
    title: re.Pattern[str]
    report: re.Pattern[str]
    possessed: re.Pattern[str]  # `UNICEF’s latest report`: one of its reports, whichever
    data: re.Pattern[str]
    head: re.Pattern[str]
    office: re.Pattern[str]
    organ: re.Pattern[str]

    def take(self, told: str) -> Source | None:
        """Return the source of one cue as found: `UNHCR had reported that`."""
        for cue in self.cues:
            found = cue.fullmatch(told)
            source = self.name(found["source"]) if found else None
            if source:
                return source
        return None

    def name(self, phrase: str) -> Source | None:
        """Return the source that a phrase names: `ILO figures` is the International Labour Organization."""
        bare = ARTICLE.sub("", OPENER.sub("", TRAILING.sub("", phrase.strip(" ,."))))
        if title := self.title.search(bare):
            publisher, report = self.reports[title["title"]]
            return Source(title.group(), publisher, report)
        if PERSON.match(bare):
            return None
        if self.organ.fullmatch(bare):
            return Source(bare, None, None)
        if self.report.search(bare):
            owner = self._owner(bare)
            if owner and self.possessed.search(bare):
                return Source(owner, owner, None)
            is_named = owner or re.search(rf"[A-Z]|{self.report.pattern} on ", bare)
            return Source(bare, owner, None) if is_named else None
        body = self._body(bare)
        return Source(body, body, None) if body else None

    def _body(self, phrase: str) -> str | None:
        """Return the body that a phrase is, perhaps with its data: `UNHCR figures`, `the Italian navy`."""
        plain = OWNS.sub("", BRACKETS.sub("", self.data.sub("", phrase)))
        if known := self._known(plain):
            return known
        is_institution = self.head.search(plain) or ACRONYM.fullmatch(plain)
        is_named = re.match(CAPITAL, plain) and not self.office.search(plain)
        return plain if is_institution and is_named else None

    def _known(self, phrase: str) -> str | None:
        """Return the body whose name a phrase is or begins with: `World Bank and the Fund`."""
        ends = [found.start() for found in JOINT.finditer(phrase)]
        names = (phrase[:end] for end in (len(phrase), *reversed(ends)))
        return next((self.bodies[name] for name in names if name in self.bodies), None)

    def _owner(self, phrase: str) -> str | None:
        """Return the body whose report it is: `forthcoming UNODC report`."""
        for name in re.findall(NAME, phrase):
            if body := self._known(OWNS.sub("", name)):
                return body
        return None


@once_per_reference
def source_words(reference: Reference) -> dict[str, str]:
    """Return the pattern of the words of each role: verb, data, report, head."""
    found: dict[str, list[str]] = {}
    for word, role in reference["source_words"].select("word", "role").iter_rows():
        found.setdefault(role, []).append(word)
    return {role: f"(?i:{'|'.join(words)})" for role, words in found.items()}


@once_per_reference
def source_reader(reference: Reference) -> SourceReader:
    """Return the reader of sources for this version of the tables."""
    words = source_words(reference)
    reports = {
        r["printed"]: (r["publisher"], r["report"]) for r in reference["cited_sources"].rows(named=True)
    }
    noun = words["report"]
    owned = rf"{DETERMINER}{KIND}*{NAME}(?:[’']s)? {KIND}*{noun}\b{TOPIC}"
    on_topic = rf"{DETERMINER}{KIND}*{noun}{TOPIC}"
    small_head = words["head"].replace("(?i:", "(?:")
    body = rf"(?:{CAPITAL} ){{1,3}}(?:[a-z]+ ){{0,2}}{small_head}\b"
    anything = f"(?:{owned}|{on_topic}|{words['organ']}\\b|{body}|{NAME})"
    governs = f"<document>,?(?: had| has)? {words['verb']}"
    rows = reference["source_cues"].rows(named=True)

    def cue(pattern: str, group: str = "?:") -> str:
        stand_for = {**words, "source": f"({group}{anything})", "document": f"({group}{owned}|{on_topic})"}
        for placeholder, meaning in stand_for.items():
            pattern = pattern.replace(f"<{placeholder}>", meaning)
        return pattern

    def cues(position: str) -> str:
        return "(?:" + "|".join(cue(r["pattern"]) for r in rows if r["position"] == position) + ")"

    return SourceReader(
        before=rust(rf"\b{cues('before')}"),
        after=rust(cues("after")),
        opening=rust("^" + cue(governs)),
        introduced=rust(rf"\b({owned})"),
        referring=rust(rf"(?:^|, |\b(?:that|to|while|as) )(?:[Tt]he|[Tt]his) ({noun})(?:[’']s|,|\.|$| )"),
        cues=tuple(re.compile(cue(p, "?P<source>")) for p in (*(r["pattern"] for r in rows), governs)),
        bodies=known_bodies(reference),
        reports=reports,
        title=re.compile(rf"(?:\d{{4}} )?(?P<title>{alternatives(reports)})"),
        report=re.compile(rf"\b{noun}\b"),
        possessed=re.compile(rf"[’'](?:s )? ?{KIND}*{noun}$"),
        data=re.compile(rf"(?:[’']s?)? {words['data']}$"),
        head=re.compile(rf"\b{words['head']}\b"),
        organ=re.compile(words["organ"]),
        office=re.compile(rf"(?i:\b{alternatives(reference['role_words']['role_word'])} (?:of|for)\b)"),
    )


@once_per_reference
def known_bodies(reference: Reference) -> dict[str, str]:
    """Return the printed forms of bodies that publish numbers, each with its canonical name."""
    table = reference["organizations"].filter(pl.col("kind") != "group")
    names = {n: n for n in table["name"].to_list()}
    acronyms = {a: n for n, a in table.select("name", "acronym").drop_nulls().iter_rows()}
    aliases = dict(reference["organization_aliases"].select("alias", "name").iter_rows())
    return {**acronyms, **{a: n for a, n in aliases.items() if n in names}, **names}


def with_standing_report(sentences: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Add `standing_report`: the report last introduced in the document, as printed there.

    `An ILO study found …` stands for `the study` of the sentences after it.
    """
    reader = source_reader(reference)
    report = source_words(reference)["report"].replace("(?i:", "(?:")  # faster over every sentence
    is_candidate = pl.col("text").str.contains(rust(rf"\b{report}\b"))
    introduced = sentences.filter(is_candidate).select(
        "document_key", "sentence_ordinal", standing_report=pl.col("text").str.extract(reader.introduced)
    )
    return sentences.join(
        introduced, on=["document_key", "sentence_ordinal"], how="left", maintain_order="left"
    ).with_columns(pl.col("standing_report").shift(1).forward_fill(limit=STANDS_FOR).over("document_key"))


def refers_to_report(reference: Reference) -> pl.Expr:
    """The standing report where the sentence speaks of it: `The study draws on data of 12 countries`."""
    reader = source_reader(reference)
    noun = pl.col("sentence").str.extract(reader.referring)
    same = pl.col("standing_report").str.contains(noun, literal=True)
    return pl.when(same).then(pl.col("standing_report"))


def add_sources(figures: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Add source, source_publisher and source_report.

    Rust finds the cues; Python looks up what each distinct one names, once.
    """
    reader = source_reader(reference)
    told = figures.select(
        pl.col("speaker_name"),
        before=pl.col("before").str.extract_all(reader.before).list.reverse(),
        after=pl.col("after").str.extract_all(reader.after),
        opening=pl.col("previous").str.extract_all(reader.opening),
        standing=refers_to_report(reference),
    )
    every = pl.concat_list(pl.col("before", "after", "opening").fill_null([]))
    told = told.select("speaker_name", "standing", cues=every)
    known = {cue: reader.take(cue) for cue in told["cues"].explode().drop_nulls().unique().to_list()}
    standing = {report: reader.name(report) for report in told["standing"].drop_nulls().unique().to_list()}
    rows = []
    for speaker, report, cues in told.iter_rows():
        sources = [*(known[cue] for cue in cues), standing.get(report)]
        rows.append(governing(sources, fold(reader.bodies.get(speaker, speaker))))
    schema = {"source": pl.String, "source_publisher": pl.String, "source_report": pl.String}
    return figures.hstack(pl.DataFrame(rows, schema=schema, orient="row"))


def fold(name: str | None) -> str:
    """Return a name for comparison, an empty text where there is none."""
    return (name or "").replace("'", "’").lower()


def governing(sources: list[Source | None], speaker: str | None) -> tuple[str | None, str | None, str | None]:
    """Return the nearest source that is somebody else than who speaks.

    The Government of a State that speaks is no source beside it.
    """
    for source in sources:
        if source and not (speaker and fold(source.publisher).endswith(speaker)):
            return source.printed, source.publisher, source.report
    return None, None, None
