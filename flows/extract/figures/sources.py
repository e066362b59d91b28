"""Who a number comes from, by the text: a body or a report that can be named."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from flows.extract.figures.lexicon import alternatives, rust
from flows.reference import Reference, once_per_reference

# what a cue's <source> may be: capitalized words with what joins them, and a small report noun
CAPITAL = r"[A-ZÀ-Ý][\w.’'&/‑-]*"
JOINED = rf"(?: (?:of|the|and|for|on|in|to|against|de|des|\d{{4}}|{CAPITAL}|\([A-Z][\w/-]*\)))*"
NAME = rf"(?:\d{{4}} )?{CAPITAL}{JOINED}"
REPORT_NOUN = (
    r"(?:reports?|study|studies|survey|surveys|assessment|index|review|overview|outlook|analysis|census"
    r"|paper|publication|bulletin)"
)
DATA_NOUN = (
    r"(?:data|figures?|statistics|estimates?|numbers|reports?|studies|research|records|projections"
    r"|findings|surveys)"
)
PHRASE = (
    rf"(?:(?:[a-z][\w’'-]* ){{0,3}}(?:{NAME})?(?:[’']s)?(?: [a-z-]+){{0,3}}? ?{REPORT_NOUN}(?: (?:on|of|by"
    rf"|from|for) (?:[\w’'-]+ ?){{1,8}})?)"
)
# `A forthcoming UNODC report reveals that …` governs the sentence after it too
OPENING = (
    r"(?:[Tt]he|An?) <source>,? (?:reveals?|finds?|shows?|says|warns|notes|estimates|found|showed|revealed"
    r"|indicate[sd]?|suggest(?:s|ed)?|had (?:found|shown|revealed))\b"
)
RUMOUR = re.compile(
    r"(?:^| )(?:sources|witnesses|experts|officials|media|estimates|statistics|figures|authorities"
    r"|residents|scientists|some|many)$"
)
PERSON = re.compile(r"^(?:Mr|Ms|Mrs|Dr|Sir|Ambassador|Prof|He|She|They|It|We|I)\b")
OPENER = re.compile(r"^(?:As|In|By|Per|And|But|While|With|Yet|Since|Although|However|Today) (?=[A-Z\d]|the )")
ARTICLE = re.compile(r"^(?:the|a|an|The|A|An|its|his|her|their|that|this|one) ")


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
    cues: tuple[re.Pattern[str], ...]
    bodies: dict[str, str]
    reports: dict[str, tuple[str, str | None]]
    title: re.Pattern[str]

    def take(self, told: str) -> Source | None:
        """Return the source of one cue as found: `UNHCR had reported that`."""
        for cue in self.cues:
            found = cue.fullmatch(told)
            source = self.name(found["source"]) if found else None
            if source:
                return source
        return None

    def name(self, phrase: str) -> Source | None:
        """Return the source that a phrase names: `the ILO’s report` is the International Labour"
        " Organization."""
        phrase = phrase.strip(" ,.")
        bare = ARTICLE.sub("", OPENER.sub("", phrase))
        if title := self.title.search(bare):
            publisher, report = self.reports[title["title"]]
            return Source(title.group(), publisher, report)
        if body := self._body(bare):
            return Source(body, body, None)
        if PERSON.match(bare) or RUMOUR.search(bare):
            return None
        if re.search(rf"\b{REPORT_NOUN}\b", bare):
            owner = self._owner(bare)
            return Source(bare, owner, None) if re.search("[A-Z]| (?:on|of) ", bare) else None
        return None

    def _body(self, phrase: str) -> str | None:
        """Return the body that a phrase is, perhaps with its data: `UNHCR figures`, `World Bank`."""
        plain = re.sub(r" \([^)]*\)$", "", phrase)
        plain = re.sub(rf"(?:[’']s?)?(?: {DATA_NOUN})?$", "", plain)
        plain = re.sub(r" \([^)]*\)$", "", re.sub(r"[’']s?$", "", plain))
        return self.bodies.get(plain)

    def _owner(self, phrase: str) -> str | None:
        """Return the body whose report it is: `forthcoming UNODC report`."""
        for word in re.findall(CAPITAL, phrase):
            if body := self.bodies.get(re.sub(r"[’']s?$", "", word)):
                return body
        return None


@once_per_reference
def source_reader(reference: Reference) -> SourceReader:
    """Return the reader of sources for this version of the tables."""
    rows = reference["source_cues"].rows(named=True)
    reports = {
        r["printed"]: (r["publisher"], r["report"]) for r in reference["cited_sources"].rows(named=True)
    }
    anything = f"(?:{NAME}|{PHRASE})"

    def cues(position: str) -> str:
        found = [r["pattern"] for r in rows if r["position"] == position]
        return r"\b(?:" + "|".join(p.replace("<source>", anything) for p in found) + ")"

    named = [r["pattern"].replace("<source>", f"(?P<source>{NAME}|{PHRASE})") for r in rows]
    return SourceReader(
        before=rust(cues("before")),
        after=rust(cues("after").removeprefix(r"\b")),
        opening=rust("^" + OPENING.replace("<source>", PHRASE)),
        cues=tuple(re.compile(p) for p in (*named, OPENING.replace("<source>", f"(?P<source>{PHRASE})"))),
        bodies=known_bodies(reference),
        reports=reports,
        title=re.compile(rf"(?:\d{{4}} )?(?P<title>{alternatives(reports)})"),
    )


@once_per_reference
def known_bodies(reference: Reference) -> dict[str, str]:
    """Return the printed forms of bodies that publish numbers, each with its canonical name."""
    table = reference["organizations"].filter(pl.col("kind") != "group")
    names = {n: n for n in table["name"].to_list()}
    acronyms = {a: n for n, a in table.select("name", "acronym").drop_nulls().iter_rows()}
    aliases = dict(reference["organization_aliases"].select("alias", "name").iter_rows())
    return {**acronyms, **{a: n for a, n in aliases.items() if n in names}, **names}


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
    ).select("speaker_name", cues=pl.concat_list(pl.col("before", "after", "opening").fill_null([])))
    known = {cue: reader.take(cue) for cue in told["cues"].explode().drop_nulls().unique().to_list()}
    rows = [governing(cues, known, speaker) for speaker, cues in told.iter_rows()]
    schema = {"source": pl.String, "source_publisher": pl.String, "source_report": pl.String}
    return figures.hstack(pl.DataFrame(rows, schema=schema, orient="row"))


def governing(
    cues: list[str], known: dict[str, Source | None], speaker: str | None
) -> tuple[str | None, str | None, str | None]:
    """Return the nearest cue's source that names somebody else than who speaks."""
    for cue in cues:
        source = known[cue]
        if source and (source.publisher is None or source.publisher != speaker):
            return source.printed, source.publisher, source.report
    return None, None, None
