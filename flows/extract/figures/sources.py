"""Who a number comes from, by the text: a body or a report that can be named."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from flows.extract.figures.lexicon import alternatives
from flows.reference import Reference, once_per_reference

# what a cue's <source> may be: capitalized words with what joins them, and a small report noun
CAPITAL = r"[A-ZÀ-Ý][\w.’'&/‑-]*"
JOINED = rf"(?: (?:of|the|and|for|on|in|to|against|de|des|\d{{4}}|{CAPITAL}|\([A-Z][\w/-]*\)))*"
NAME = rf"(?:\d{{4}} )?{CAPITAL}{JOINED}"
REPORT_NOUN = r"(?:reports?|study|studies|survey|surveys|assessment|index|review|overview|outlook|analysis|census|paper|publication|bulletin)"
DATA_NOUN = r"(?:data|figures?|statistics|estimates?|numbers|reports?|studies|research|records|projections|findings|surveys)"
PHRASE = rf"(?:(?:[a-z][\w’'-]* ){{0,3}}(?:{NAME})?(?:[’']s)?(?: [a-z-]+){{0,3}}? ?{REPORT_NOUN}(?: (?:on|of|by|from|for) (?:[\w’'-]+ ?){{1,8}})?)"
HINT = re.compile(
    r"[Aa]ccording to|\b(?:data|figures?|statistics|estimates?|reports?|survey|study|studies|research|analysis|assessments?"
    r"|projections?|index|census)\b|[Cc]iting|[Cc]ited|[Rr]ecall|[Qq]uot|[Rr]eported|[Rr]eporting|[Ee]stimat|found|show"
    r"|documented|recorded|registered|verified|warned|said|says|counted|calculated|predict|forecast|project"
)
RUMOUR = re.compile(
    r"(?:^| )(?:sources|witnesses|experts|officials|media|estimates|statistics|figures|authorities|residents|scientists|some|many)$"
)
PERSON = re.compile(r"^(?:Mr|Ms|Mrs|Dr|Sir|Ambassador|Prof|He|She|They|It|We|I)\b")
ARTICLE = re.compile(r"^(?:the|a|an|The|A|An|its|his|her|their|that|this|one) ")


@dataclass(frozen=True)
class Source:
    """A source as printed (a body's acronym spelled out) with what the tables know of it."""

    printed: str
    publisher: str | None
    report: str | None


@dataclass(frozen=True)
class SourceReader:
    """The cues before and after a number, and the bodies and reports by printed form."""

    before: tuple[re.Pattern[str], ...]
    after: tuple[re.Pattern[str], ...]
    opening: re.Pattern[str]
    bodies: dict[str, str]
    reports: dict[str, tuple[str, str | None]]
    title: re.Pattern[str]

    def read(self, before: str, after: str, previous: str | None) -> Source | None:
        """Return the source that governs a number with these texts around it."""
        return (
            self._nearest(self.before, before)
            or self._first(self.after, after)
            or (self._opened(previous) if previous else None)
        )

    def _nearest(self, cues: tuple[re.Pattern[str], ...], text: str) -> Source | None:
        """Return the source named last before the number."""
        best: tuple[int, Source] | None = None
        for cue in cues:
            for found in cue.finditer(text):
                source = self.name(found["source"])
                if source and (best is None or found.start() >= best[0]):
                    best = (found.start(), source)
        return best[1] if best else None

    def _first(self, cues: tuple[re.Pattern[str], ...], text: str) -> Source | None:
        for cue in cues:
            for found in cue.finditer(text):
                if source := self.name(found["source"]):
                    return source
        return None

    def _opened(self, previous: str) -> Source | None:
        """`A forthcoming UNODC report reveals that …` governs the sentence after it too."""
        found = self.opening.match(previous)
        return self.name(found["source"]) if found else None

    def name(self, phrase: str) -> Source | None:
        """Return the source that a phrase names: `the ILO’s report` is the International Labour Organization."""
        phrase = phrase.strip(" ,.")
        bare = ARTICLE.sub("", phrase)
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
    bodies = known_bodies(reference)
    reports = {r["printed"]: (r["publisher"], r["report"]) for r in reference["cited_sources"].rows(named=True)}
    anything = rf"(?P<source>{NAME}|{PHRASE})"

    def cues(position: str) -> tuple[re.Pattern[str], ...]:
        return tuple(
            re.compile(r"(?<!\w)" + r["pattern"].replace("<source>", anything))
            for r in rows
            if r["position"] == position
        )

    return SourceReader(
        before=cues("before"),
        after=cues("after"),
        opening=re.compile(
            rf"(?P<source>(?:[Tt]he|An?) (?:[\w’'-]+ ){{0,6}}?{REPORT_NOUN}(?: [^,.]*?)?),? (?:[^,.]*, )?"
            r"(?:reveals?|finds?|shows?|says|warns|notes|estimates|found|showed|revealed|indicate[sd]?|suggest(?:s|ed)?|had (?:found|shown|revealed))\b"
        ),
        bodies=bodies,
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

    Python over the figures only: what a cue names must be looked up before the cue counts.
    """
    reader = source_reader(reference)
    rows = []
    texts = figures.select("before", "after", "previous", "speaker_name", "sentence").iter_rows()
    for before, after, previous, speaker, sentence in texts:
        told = HINT.search(sentence) or (previous and HINT.search(previous))
        source = reader.read(before, after, previous) if told else None
        if source and source.publisher and source.publisher == speaker:
            source = None
        rows.append((source.printed, source.publisher, source.report) if source else (None, None, None))
    schema = {"source": pl.String, "source_publisher": pl.String, "source_report": pl.String}
    return figures.hstack(pl.DataFrame(rows, schema=schema, orient="row"))
