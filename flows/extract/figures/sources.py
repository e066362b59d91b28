"""Who a number comes from, by the text: a body or a report that can be named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from flows.extract.figures.lexicon import alternatives, rust
from flows.reference import Reference, once_per_reference

# what a cue's <source> may be: capitalized words with what joins them, a body by its last word
# (`Italian navy`), or a report that stands with its owner or topic (`a new ILO study on wages`)
CAPITAL = r"[A-ZÀ-Ý][\w.’'&/‑-]*"
JOINED = (
    rf"(?: (?:(?:of|the|and|for|on|in|to|against|without|de|des|sans)\b|\d{{4}}|{CAPITAL}|\([A-Z][\w/-]*\)))*"
)
NAME = rf"(?:\d{{4}} )?{CAPITAL}{JOINED}"
YEAR = r"(?: (?:19|20)\d\d\b)?"  # `World Malaria Report 2013`
TITLE = rf"{CAPITAL}(?:[ :]+[\w’'&-]+){{0,12}}"
PREPARED = (
    r"(?:issued|released|published|launched|prepared|produced|presented|compiled|commissioned|conducted)"
    r"(?: today| yesterday| (?:on )?[A-Z][a-z]+day)?"
)
DETERMINER = r"(?:(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Tt]his|[Aa]nother) )?"
# `the World Bank`, `the country’s Bureau of Statistics`
ARTICLES = (
    r"(?:(?:[Tt]he|[Ii]ts|their|his|her|an?|this|that) )?(?:[a-z]+[’']s? )?"
    r"(?:(?:independent|international) )?"
    r"(?:(?:UN|United Nations)(?:[’']s?)? (?:[a-z]+ ){1,2}(?:agency|office|arm|body|fund),? )?"
)
# one space between words, so that Python's engine has one way to read them: with `(?:\w+ ?){1,8}` it
# tried two seconds on `survey of multidimensional characteristics`, ten times longer for each word more
TOPIC_WORD = r"(?:[\w’'-]|,\d)+"
TOPIC = rf"(?: (?:on|of|by|from|for) {TOPIC_WORD}(?: {TOPIC_WORD}){{0,7}} ?)?"
ACRONYM = re.compile(r"[A-Z][A-Z/-]+[A-Z]")
PERSON = re.compile(
    r"(?:Mr|Ms|Mrs|Dr|Sir|Ambassador|Prof|He|She|They|It|We|I|The|This|That|These"
    r"|Staff|Officials|Workers|Members|Experts|Colleagues|Sources)\b"
)
# whose it is, the text keeps to itself
TOO_WIDE = re.compile(
    r"(?:[a-z]+ )?(?:UN|United Nations)(?:[’']s?)? "
    r"(?:report|study|survey|panel|agency|body|team|mission|group)"
)
OF_BEFORE = (", and", ", but", ", while", ", whereas")  # `…, according to UNICEF, and the price …`
OPENER = re.compile(
    r"^(?:New|Latest|Recent|Quoting|Citing|Recalling|Noting|Using|As|In|By|Per|And|But|While|With|Yet|Since|Although|However"
    r"|Today|Presenting|Launching|Introducing|(?:Speaking|Briefing|Reporting) on) (?=[A-Z\d]|the )"
)
ARTICLE = re.compile(r"^(?:the|a|an|another|The|A|An|Another|its|Its|his|her|their|that|this|one) ")
TRAILING = re.compile(
    r",? (?:published|released|launched|issued|presented|that|which|showing|has|had|was|were|is|are|in which)"
    r"\b.*$| (?:in|across|among|with)(?: some| about| over| nearly| more than| almost)? \d.*$"
)
# `Bureau of` Statistics, `Office for National` Statistics: the name goes on
BROKEN = (" of", " for", " on", " National", " Central", " Federal", " Labour")
BRACKETS = re.compile(r" \([^)]*\)")
JOINT = re.compile(r" (?:and|in|on|to|for)\b")
AGENCY = (
    r"(?:[Aa]gency|[Oo]ffice|[Oo]rgani[sz]ation|[Ff]und|[Pp]rogramme|[Dd]epartment|[Cc]ommission|[Mm]ission)"
)
OWNS = re.compile(r"[’']s?$")
CASE = {role: "?i" for role in ("data", "report", "head", "organ")}  # words that may open a sentence or name
PARTS_AFTER = 3
PARTS = 12  # all cues in one pattern outgrow the cache of Rust's automaton: forty times slower
STANDS_FOR = 12  # sentences after which `the report` no longer refers to the one introduced


@dataclass(frozen=True)
class Source:
    """A source as printed there with what the tables know of it; of a body, its canonical name."""

    printed: str
    publisher: str | None
    report: str | None


@dataclass(frozen=True)
class SourceReader:
    """The cues of sources, for Rust to find and for Python to take apart, and who they may name."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    opening: str
    introduced: str
    entitled: str
    released: str
    unnamed: str
    referring: str
    titular: str
    described: str
    pronoun: str
    agency: str
    leading: str
    cues: tuple[re.Pattern[str], ...]
    bodies: dict[str, str]
    reports: dict[str, tuple[str, str | None]]
    title: re.Pattern[str]
    report: re.Pattern[str]
    titled: re.Pattern[str]
    releasing: re.Pattern[str]
    made: re.Pattern[str]  # `a report issued by the Fund`
    possessed: re.Pattern[str]  # `UNICEF’s latest report`: one of its reports, whichever
    data: re.Pattern[str]
    head: re.Pattern[str]
    office: re.Pattern[str]
    organ: re.Pattern[str]

    def take(self, told: str) -> Source | None:
        """Return the source of one cue as found: `UNHCR had reported that`."""
        if told.endswith(OF_BEFORE):
            return None
        for cue in self.cues:
            found = cue.fullmatch(told)
            if found and (source := self._told(found.groupdict())):
                return source
        return None

    def stand(self, phrase: str) -> Source | None:
        """Return the source that a report is, which was introduced before: `report, Thirsty Cities`.

        Of `World Bank launched a report` it is the World Bank.
        """
        if titled := self.titled.fullmatch(phrase):
            return self._told(titled.groupdict())
        releasing = self.releasing.fullmatch(phrase)
        return self.name(releasing["body"] if releasing else phrase)

    def _told(self, groups: dict[str, str | None]) -> Source | None:
        if phrase := groups.get("source"):
            return self.name(phrase)
        title = (groups.get("named") or "").strip(" ,.")
        publisher, report = self.reports.get(title, (None, title))
        return Source(title, publisher, report) if title else None

    def name(self, phrase: str) -> Source | None:
        """Return the source that a phrase names: `ILO figures` is the International Labour Organization."""
        if made := self.made.match(phrase):
            return self.name(made["body"])
        bare = ARTICLE.sub("", OPENER.sub("", TRAILING.sub("", phrase.strip(" ,."))))
        if title := self.title.search(bare):
            publisher, report = self.reports[title["title"]]
            return Source(title.group(), publisher, report)
        if PERSON.match(bare) or TOO_WIDE.fullmatch(bare) or bare.endswith(BROKEN):
            return None
        if self.report.fullmatch(bare):
            return None  # `the Survey`: which, the text says before
        if self.organ.fullmatch(bare):
            return Source(bare, self.bodies.get(bare), None)
        if self.report.search(bare):
            owner = self._owner(bare)
            if owner and self.possessed.search(bare):
                return Source(owner[0], owner[1], None)
            is_named = owner or re.search(rf"[A-Z]|^\d{{4}} |{self.report.pattern} on ", bare)
            return Source(bare, owner[1] if owner else None, None) if is_named else None
        body = self._body(bare)
        return Source(body[0], body[1], None) if body else None

    def _body(self, phrase: str) -> tuple[str, str] | None:
        """Return the body that a phrase is, as printed and its name: `UNHCR figures`, `the Italian navy`."""
        plain = OWNS.sub("", BRACKETS.sub("", self.data.sub("", phrase)))
        if self.head.fullmatch(plain):
            return None  # `the Ministry`: whose, the text does not say here
        if known := self._known(plain):
            return known
        is_institution = self.head.search(plain) or ACRONYM.fullmatch(plain)
        is_named = re.match(CAPITAL, plain) and not self.office.search(
            plain
        )  # `Director of …`, `…’s Director`
        return (plain, plain) if is_institution and is_named else None

    def _known(self, phrase: str) -> tuple[str, str] | None:
        """Return the body whose name a phrase is or begins with, and its name: `World Bank and the Fund`."""
        ends = [found.start() for found in JOINT.finditer(phrase)]
        names = (phrase[:end] for end in (len(phrase), *reversed(ends)))
        return next(((name, self.bodies[name]) for name in names if name in self.bodies), None)

    def _owner(self, phrase: str) -> tuple[str, str] | None:
        """Return the body whose report it is, as printed and its name: `forthcoming UNODC report`."""
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
    return {role: f"({CASE.get(role, '?')}:{'|'.join(words)})" for role, words in found.items()}


@once_per_reference
def source_reader(reference: Reference) -> SourceReader:
    """Return the reader of sources for this version of the tables."""
    reports = {
        r["printed"]: (r["publisher"], r["report"]) for r in reference["cited_sources"].rows(named=True)
    }
    told = told_by(reference)
    words, noun, kinds = source_words(reference), source_words(reference)["report"], told["kind"]
    rows = reference["source_cues"].rows(named=True)
    governs = r"<document>(?: ?\([A-Z][\w/-]*\))?,?<adverb>* <verb>"

    def cue(pattern: str, source: str = "?:", named: str = "?:") -> str:
        names = {"source": told["source"], "document": told["document"]}
        marked = {name: f"({source}{meaning})" for name, meaning in names.items()}
        marked["name"] = f"({source}{NAME})"
        marked |= {"named": f"({named}{NAME})", "title": f"({named}{TITLE})"}
        marked["longtitle"] = rf"({named}{CAPITAL}(?:[ :]+[\w’'&-]+){{3,12}})"
        marked["prepared"] = PREPARED
        marked["acronym"] = rf"({source}[A-Z]{{2,}}[\w/-]*)"
        meanings = {**told, **marked}
        return re.sub(r"<([a-z]+)>", lambda placeholder: meanings[placeholder[1]], pattern)

    def cues(position: str, parts: int = 1) -> list[str]:
        told_there = [cue(r["pattern"]) for r in rows if r["position"] == position]
        return [f"(?:{'|'.join(told_there[part::parts])})" for part in range(parts)]

    roles = alternatives(reference["role_words"]["role_word"])
    released = rf"{NAME},?(?: (?:today|yesterday|also|recently|has|had))* {words['issued']}\b"
    released = rf"{released}[^.,;]{{0,30}} (?:an?|its|their|the) {kinds}*{noun}"
    introduced = rf"{told['owned']}|{noun}(?: {PREPARED})? (?:by|of|from) (?:the )?{NAME}"
    small = noun.replace("(?i:", "(?:")  # `the report, Thirsty Cities,`; no `World Report, Jane Doe said`
    titled = rf"(?:{small},|{noun},? (?:entitled|titled|called)) [“\"]?"
    same = rf"(?:[Tt]he same|[Tt]he|[Tt]his|[Tt]hat) {kinds}*({noun})"
    return SourceReader(
        before=tuple(rust(rf"\b{pattern}") for pattern in cues("before", PARTS)),
        after=tuple(rust(pattern) for pattern in cues("after", PARTS_AFTER)),
        opening=rust("^" + cue(governs)),
        introduced=rust(rf"\b({introduced})"),
        entitled=rust(rf"\b({titled}{TITLE}[,”\".])"),
        released=rust(rf"\b({released})\b"),
        unnamed=rust(rf"^[A-Z][a-z]*(?: to)?(?: the| this| that| its| a)? {kinds}*{noun}$"),
        referring=rust(rf"(?:^|, |\b(?:{words['lead']}|to|{words['verb']}) ){same}(?:[’']s|,|\.|$| )"),
        titular=rust(rf"\b{small.title()}\b"),
        described=rust(rf"(?:^|, |\b{words['lead']} ){same} (?:of|by|from|for|before|contained|submitted)\b"),
        pronoun=rust(rf"^(?:It|They){told['adverb']}* {words['verb']}\b"),
        agency=rust(rf"^The {AGENCY}{told['adverb']}* {words['verb']}\b"),
        leading=rust(f"^{ARTICLES}{NAME}"),
        cues=tuple(
            re.compile(cue(p, "?P<source>", "?P<named>"))
            for p in (*(r["pattern"] for r in rows), governs, f"(?![Aa]ccording ){ARTICLES}<name>")
        ),
        bodies=known_bodies(reference),
        reports=reports,
        title=re.compile(rf"(?:\d{{4}} )?(?P<title>{alternatives(reports)}){YEAR}"),
        report=re.compile(rf"\b{noun}\b"),
        titled=re.compile(rf"{titled}(?P<named>{TITLE})[,”\".]"),
        made=re.compile(rf"{DETERMINER}{kinds}*{noun} {PREPARED} by (?:the )?(?P<body>{NAME})"),
        releasing=re.compile(rf"(?P<body>{NAME}),? (?:[a-z]+ )*{words['issued']}\b.*"),
        possessed=re.compile(rf"[’'](?:s )? ?{kinds}*{noun}$"),
        data=re.compile(rf"(?<! of)(?<! for)(?<! on)(?:[’']s?)? {words['data'].replace('(?i:', '(?:')}$"),
        head=re.compile(rf"\b{words['head']}\b"),
        organ=re.compile(words["organ"]),
        office=re.compile(rf"(?i:\b{roles} (?:of|for)\b|[’']s? (?:[\w-]+ ){{0,3}}{roles}\b)"),
    )


@once_per_reference
def told_by(reference: Reference) -> dict[str, str]:
    """Return what the placeholders of the cues stand for, by their names."""
    words = source_words(reference)
    noun, kind = words["report"], f"(?:{words['kind']} )"
    owned = rf"{DETERMINER}{kind}*{NAME}(?:[’']s)? {kind}*{noun}\b{YEAR}{TOPIC}"
    on_topic = rf"{DETERMINER}{kind}*{noun}{TOPIC}"
    small_head = words["head"].replace("(?i:", "(?:")
    body = rf"(?:{CAPITAL} ){{1,3}}(?:[a-z]+ ){{0,2}}{small_head}\b(?: \([A-Z][\w/-]*\))?"
    return {
        **words,
        "kind": kind,
        "adverb": f"(?: {words['adverb']})",
        "the": ARTICLES,
        "owned": owned,
        "document": f"{owned}|{on_topic}",
        "source": rf"{owned}|{on_topic}|{words['organ']}\b|{body}|{NAME}",
    }


@once_per_reference
def known_bodies(reference: Reference) -> dict[str, str]:
    """Return the printed forms of bodies that publish numbers, each with its canonical name."""
    table = reference["organizations"].filter(pl.col("kind") != "group")
    names = {n: n for n in table["name"].to_list()}
    acronyms = {a: n for n, a in table.select("name", "acronym").drop_nulls().iter_rows()}
    aliases = dict(reference["organization_aliases"].select("alias", "name").iter_rows())
    fields = {
        f"{un} {field} agency": body
        for field, body in reference["office_fields"].select("field", "affiliation").iter_rows()
        for un in ("UN", "United Nations")
    }
    return {**fields, **acronyms, **{a: n for a, n in aliases.items() if n in names}, **names}


def with_standing_report(sentences: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Add `standing_report`, the report last introduced in the document, and `follows_report`.

    `An ILO study found …` stands for `the study` of the sentences after it, and for `It` of the next.
    """
    reader = source_reader(reference)
    report = source_words(reference)["report"].replace("(?i:", "(?:")  # faster over every sentence
    named = sentences.with_columns(
        names_report=pl.col("text").str.contains(rust(rf"\b(?:{report}|{report.title()})\b"))
    )
    naming = pl.when("names_report").then("text")  # NULL elsewhere: no work for the other rows
    forms = (reader.entitled, reader.introduced, reader.released)
    introduced = pl.coalesce(naming.str.extract(form) for form in forms)
    # `The report`; `according to the report, Jane Doe said`
    is_unnamed = introduced.str.contains(rf"{reader.unnamed}|, .* (?:said|says|told|added|noted|warned)[,.]$")
    document = pl.col("document_key").rle_id()
    before = pl.col("own_report").shift(1).forward_fill(limit=STANDS_FOR).over(document)
    return named.with_columns(own_report=pl.when(~is_unnamed).then(introduced)).with_columns(
        standing_report=pl.coalesce("own_report", before),
        follows_report=pl.col("names_report").shift(1).over(document),
    )


def refers_to_report(reference: Reference) -> pl.Expr:
    """The standing report where the sentence speaks of it: `The study draws on data of 12 countries`.

    So it does where it goes on after a sentence on it: `It also found …`.
    """
    reader = source_reader(reference)
    noun = pl.col("sentence").str.extract(reader.referring)
    standing = pl.col("standing_report")
    names_it = standing.str.to_lowercase().str.contains(noun.str.to_lowercase(), literal=True)
    # `the study, Thirsty Cities,`: that report too; so is `World Water Outlook` of the sentence before
    is_title = standing.str.contains(reader.titular) & pl.col("follows_report")
    is_last = standing.str.contains(reader.entitled) | is_title
    same = (names_it | (is_last & noun.is_not_null())) & ~pl.col("sentence").str.contains(reader.described)
    goes_on = pl.col("sentence").str.contains(reader.pronoun) & pl.col("follows_report")
    return pl.when(same | goes_on).then(standing)


def add_sources(figures: pl.DataFrame, sentences: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Add source, source_publisher and source_report to figures of the sentences.

    Rust finds the cues; Python looks up what each distinct one names, once.
    """
    reader = source_reader(reference)
    # `It says …`, `The agency says …`: whom the sentence before cites, or tells of
    goes_on = pl.when(pl.col("sentence").str.contains(f"{reader.pronoun}|{reader.agency}")).then("previous")
    told = figures.with_columns(told=told_before(), subject=goes_on).select(
        "speaker_name",
        "told",
        "after",
        before=find_cues("told", reader.before),
        later=find_cues("after", reader.after),
        opening=pl.col("previous").str.extract_all(reader.opening).fill_null([]),
        standing=refers_to_report(reference),
        subject=find_cues("subject", (*reader.before, reader.leading)),
    )
    every = (
        pl.concat([told[c].explode() for c in ("before", "later", "opening", "subject")])
        .drop_nulls()
        .unique()
    )
    known = {cue: reader.take(cue) for cue in every.to_list()}
    standing = {report: reader.stand(report) for report in told["standing"].drop_nulls().unique().to_list()}
    rows = []
    for speaker, text, after, before, later, opening, report, subject in told.iter_rows():
        sources = [known[cue] for cue in (*nearest_first(before, text), *sorted(later, key=after.find))]
        sources += [known[cue] for cue in opening]
        sources += [standing.get(report), *(known[cue] for cue in subject)]
        rows.append(governing(sources, fold(reader.bodies.get(speaker, speaker))))
    schema = {"source": pl.String, "source_publisher": pl.String, "source_report": pl.String}
    found = figures.hstack(pl.DataFrame(rows, schema=schema, orient="row"))
    found = spell_out(found, sentences, reader.bodies)
    # `…, UN report finds`: a title names who speaks below it, and nobody in full
    return found.with_columns(pl.when(pl.col("role") != "title").then(pl.col(c)).alias(c) for c in schema)


def nearest_first(cues: list[str], text: str) -> list[str]:
    """Return the cues of a text from its end; of two that begin at one place the shorter first.

    `and Drink Agency finds` is no cue where another names the `Food and Drink Agency`.
    """
    if len(cues) < 2:
        return cues
    spans = [(text.rfind(cue), text.rfind(cue) + len(cue)) for cue in cues]
    whole = [
        (-begin, end - begin, cue)
        for cue, (begin, end) in zip(cues, spans, strict=True)
        if not (cue.startswith("and ") and any(first < begin < last for first, last in spans))
    ]
    return [cue for _, _, cue in sorted(whole)]


def spell_out(figures: pl.DataFrame, sentences: pl.DataFrame, bodies: Mapping[str, str]) -> pl.DataFrame:
    """Give a body that is the source the name that the document prints in full, if it does.

    `UNHCR` stays as printed where no sentence says `Office of the United Nations High Commissioner …`.
    """
    short = figures.filter(pl.col("source").is_in([b for b in bodies if bodies[b] != b]))
    names = short.select("document_key", "source", full="source_publisher").unique()
    told = sentences.join(names, on="document_key").filter(
        pl.col("text").str.contains(pl.col("full"), literal=True)
    )
    spelled = told.select("document_key", "source", "full").unique()
    return (
        figures.join(spelled, on=["document_key", "source"], how="left", maintain_order="left")
        .with_columns(source=pl.coalesce("full", "source"))
        .drop("full")
    )


def find_cues(column: str, patterns: tuple[str, ...]) -> pl.Expr:
    """Return the cues of any of the patterns in a text."""
    return pl.concat_list(pl.col(column).str.extract_all(pattern).fill_null([]) for pattern in patterns)


def told_before() -> pl.Expr:
    """The text up to the number from the last semicolon on, without a person who only passes it on.

    `The ILO’s` stands before the qualifier in `The ILO’s estimate of 20 million`, so that is told too.

    In `She said UNICEF had counted 300`, `She said` is no cue that hides the one after it.
    """
    person = r"\b(?:He|She|They|We|I|(?:Mr|Ms|Mrs|Dr)\.(?: [A-Z][A-Za-zÀ-ÿ’-]+)+) ([a-z])"
    told = pl.concat_str("before", "text")
    return told.str.extract(r"([^;]*)$").str.replace_all(person, "who $1")


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
