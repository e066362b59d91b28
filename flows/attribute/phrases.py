"""Phrases of prose that may name who speaks: the subject of each verb of speech outside quotations.

Every frame is one pattern over all sentences; what a phrase names is read later, once per
distinct phrase (mentions.py).
"""

from __future__ import annotations

import polars as pl

from flows.attribute.patterns import Patterns

KEYS = ("document_key", "sentence_ordinal")
MAX_PHRASE_CHARS = 400
# `the UN envoy for Chad, Jane Doe, met …`
BETWEEN_COMMAS = r", \p{Lu}[^ ,]* (?:[^ ,]+ ){0,3}\p{Lu}[^ ,]*(?:,|\.$)"
PRAISING = r"^(?:Applaud|Thank|Congratulat|Prais|Commend|Welcom|Quot|Cit|Acknowledg)ing [^,]+, (?:he|she) "
# a title goes on behind its comma with a capital: `Minister for Water, Land and Mines`
GOES_ON = r", (?:and |[^\p{Ll}])"
CITING = "ccording to |n the words of "
APPOSED = r"^\p{Lu}[^,“”]*, [a-z]|”,? \p{Lu}[^,“”]*, [a-z]"
# a subject in small letters that is none of these, or that holds a clause, names nobody
SMALL_SUBJECT = r"^(?:he|she|it|its|they|the|an?|one|another|that country)\b"
CLAUSE = r" (?:that|which|whose|there|would|could|should|must|had|has|have|was|were|is|are)(?: |$)"

# `Asked whether the wells were dry Ms. Doe (replied)`: no comma parts the participle from its subject
NAMED_LAST = r"^(?:\p{Lu}\p{Ll}+ing|Asked) .* (?:Mr|Ms|Mrs|Miss|Dr)\.? \p{Lu}[^ ]*(?: \p{Lu}[^ ]*){0,2}$"
OF_CLAUSE = r" (?:that|which|whom|who|when|as|and|or) (?:Mr|Ms|Mrs|Miss|Dr)(?-u:\b)"


def find_phrases(sentences: pl.DataFrame, patterns: Patterns) -> pl.DataFrame:
    """Return one row per verb of speech with a subject.

    Columns: keys, frame, position, subordinator, phrase, verb, and the sentence as `masked`.

    `Noting the delay, Ms. Doe urged action` gives subject_first, `Ms. Doe`, `urged`.
    """
    told = _where(sentences.select(*KEYS, "masked"), patterns.any_verb)
    with_comma = told.filter(pl.col("masked").str.contains(", ", literal=True))
    with_with = told.filter(
        pl.col("masked").str.contains("ith ", literal=True)
        | pl.col("masked").str.contains(" was the ", literal=True)
    )
    citing = sentences.select(*KEYS, "masked").filter(pl.col("masked").str.contains(CITING))
    quoting = sentences.select(*KEYS, "masked").filter(pl.col("masked").str.contains("“”", literal=True))
    with_colon = quoting.filter(pl.col("masked").str.contains(": “”", literal=True))
    frames = [
        _subject_first(told, patterns.subject_first),
        _subject_before_comma(with_comma, patterns.subject_before_comma),
        _verb_first(told, patterns.verb_first),
        _two_groups(_where(with_comma, GOES_ON), "title_with_commas", patterns.title_with_commas),
        _two_groups(_where(with_comma, APPOSED), "open_apposition", patterns.open_apposition),
        _one_group(with_colon, "colon_quotation", patterns.colon_quotation),
        _one_group(_where(quoting, r" puts? it(?-u:\b)"), "put_it", patterns.put_it),
        _two_groups(with_with, "with_participle", patterns.with_participle),
        _two_groups(_where(with_with, ", who "), "inverted", patterns.inverted),
        _two_groups(_where(told, " and [a-z]+"), "coordinate", patterns.coordinate).filter(~_has_relative()),
        _according_to(citing, "according_to", patterns.according_to),
        _according_to(citing, "cited_body", patterns.cited_body),
    ]
    found = pl.concat(frames).with_columns(
        pl.col("phrase").str.strip_chars().str.slice(0, MAX_PHRASE_CHARS), pl.col("verb").str.to_lowercase()
    )
    return found.filter((pl.col("frame") != "subject_first") | _can_be_subject())


def _has_relative() -> pl.Expr:
    """`Ms. Doe met a farmer who wept and said no` may be his words."""
    return pl.col("masked").str.contains(r" (?:who|that|which) [^“”]* and ")


def _can_be_subject() -> pl.Expr:
    """A clause names nobody, unless a name ends what opens with a participle."""
    phrase = pl.col("phrase")
    # `the President of that organ`, `the envoy in that country` hold no clause
    clause = phrase.str.replace(r" (of|in|for|to) that ", " $1 the ").str.contains(CLAUSE)
    names = phrase.str.contains(r"\p{Lu}") | phrase.str.contains(SMALL_SUBJECT)
    is_named = phrase.str.contains(NAMED_LAST) & ~phrase.str.contains(OF_CLAUSE)
    return names & (~clause | is_named)


def find_names(sentences: pl.DataFrame, patterns: Patterns) -> pl.DataFrame:
    """Return names printed with an office, speaking or not: (keys, frame, phrase, masked).

    `alongside Jane Doe, the head of UNEP` tells who `the head of UNEP` is later on.
    """
    told = sentences.select(*KEYS, "masked")
    with_comma = told.filter(pl.col("masked").str.contains(", ", literal=True))
    after = _matches(with_comma, patterns.name_with_title).filter(~_ends_opening_clause())
    before = _matches(told, patterns.title_with_name)
    between = _matches(_where(with_comma, BETWEEN_COMMAS), patterns.office_then_name)
    placed = _matches(told.filter(pl.col("masked").str.contains("(", literal=True)), patterns.name_with_place)
    subject = _first_match(told, patterns.subject_name)
    single = _first_match(with_comma, patterns.single_name)
    relative = _first_match(with_comma, patterns.relative).join(single, on=KEYS, how="anti")
    frames = {
        "name_with_title": after,
        "title_with_name": before,
        "office_then_name": between.with_columns(pl.col("match").str.strip_chars(" ,.")),
        "name_with_place": placed,
        "subject_name": subject,
        "single_name": pl.concat([single, relative]),
    }
    return pl.concat(
        found.select(*KEYS, "masked", frame=pl.lit(frame), phrase="match") for frame, found in frames.items()
    )


def _ends_opening_clause() -> pl.Expr:
    """`Asked about Jane Doe, the envoy said` gives her no office: the envoy is the subject."""
    match = pl.col("match")
    is_subject = match.str.contains(r"^[^,]+, the [^,]*? (?:said|says|told|added|noted|urged|warned)(?-u:\b)")
    before = pl.col("masked").str.slice(pl.max_horizontal(_find("match") - 2, 0), 2)
    return is_subject & before.str.contains(r"^\p{Ll} $")


def place_names(named: pl.DataFrame) -> pl.DataFrame:
    """Add where the name stands in its sentence, and whether it is an object there; drop `masked`."""
    opens = pl.col("frame").is_in(["subject_name", "single_name"])
    return named.with_columns(
        position=pl.when(opens).then(0).otherwise(_find("phrase")), is_object=~opens & _is_object()
    ).drop("masked")


def _is_object() -> pl.Expr:
    """A debate `chaired by Jane Doe`, or `Applauding Jane Doe, he said`, is not by her."""
    told = pl.any_horizontal(
        pl.col("masked").str.contains(pl.concat_str(pl.lit(f"{link} "), "phrase"), literal=True)
        for link in ("by", "by the", "with", "with the")
    )
    # `had been briefed by the envoy for Chad, Jane Doe`
    is_agent = pl.col("phrase").str.contains(r" (?:by|with) the [^,]*, [^,]*$")
    agent = (pl.col("frame") == "office_then_name") & is_agent
    return told | agent | pl.col("masked").str.contains(PRAISING)


def _where(told: pl.DataFrame, pattern: str) -> pl.DataFrame:
    return told.filter(pl.col("masked").str.contains(pattern))


def _first_match(told: pl.DataFrame, pattern: str) -> pl.DataFrame:
    """Return the sentences that match, with the pattern's group as `match`."""
    return _where(told, pattern).with_columns(match=pl.col("masked").str.extract(pattern))


def _matches(told: pl.DataFrame, pattern: str) -> pl.DataFrame:
    """Return one row per match with its text."""
    # most sentences hold no match: to test is cheaper than to make and explode empty lists
    return (
        _where(told, pattern)
        .with_columns(match=pl.col("masked").str.extract_all(pattern))
        .explode("match", empty_as_null=True)
        .drop_nulls("match")
    )


def _find(column: str) -> pl.Expr:
    return pl.col("masked").str.find(pl.col(column), literal=True).cast(pl.Int64)


def _frame(matches: pl.DataFrame, frame: str, **columns: pl.Expr) -> pl.DataFrame:
    subordinator = columns.pop("subordinator", pl.lit(None, pl.String))
    return matches.select(
        *KEYS,
        "masked",
        frame=pl.lit(frame),
        position=_find("match"),
        subordinator=subordinator,
        **columns,
    )


def _subject_first(told: pl.DataFrame, pattern: str) -> pl.DataFrame:
    """`Ms. Doe urged`, `the UN chief also warned`; `As Ms. Doe noted` is subordinate."""
    matches = _with_groups(_matches(told, pattern), pattern)
    subordinator = _group(1).str.strip_chars().str.to_lowercase()
    return _frame(matches, "subject_first", subordinator=subordinator, phrase=_group(2), verb=_group(3))


def _two_groups(told: pl.DataFrame, frame: str, pattern: str) -> pl.DataFrame:
    matches = _with_groups(_matches(told, pattern), pattern)
    return _frame(matches, frame, phrase=_group(1), verb=_group(2))


def _one_group(told: pl.DataFrame, frame: str, pattern: str) -> pl.DataFrame:
    """Return the phrases of a frame whose words, and not a verb, say that somebody is quoted."""
    return _frame(_first_match(told, pattern), frame, phrase=pl.col("match"), verb=pl.lit("said"))


def _with_groups(matches: pl.DataFrame, pattern: str) -> pl.DataFrame:
    return matches.with_columns(groups=pl.col("match").str.extract_groups(pattern))


def _group(number: int) -> pl.Expr:
    return pl.col("groups").struct.field(str(number))


def _subject_before_comma(told: pl.DataFrame, pattern: str) -> pl.DataFrame:
    """`Jane Doe, Executive Director of UNEP, said`: all words before the comma, read from the right."""
    # from its comma on the pattern begins with a literal, which is found several times faster
    from_comma = pattern[pattern.index(", ") :]
    return _two_groups(_where(told, from_comma), "subject_before_comma", pattern)


def _verb_first(told: pl.DataFrame, pattern: str) -> pl.DataFrame:
    """`“…,” said Jane Doe, head of mission`: the words after the verb, read from the left."""
    # without a quotation before it `…, called Doe` names something
    matches = _matches(told, pattern).filter(~pl.col("match").str.contains("^[,;—–-]? ?call(?:ed|s) "))
    verb = _group(1).str.extract(r"^(told|\S+(?: out| up| on to say)?)")
    return _frame(_with_groups(matches, pattern), "verb_first", phrase=_group(2), verb=verb)


def _according_to(told: pl.DataFrame, frame: str, pattern: str) -> pl.DataFrame:
    matches = _matches(told, pattern)
    return _frame(
        matches,
        frame,
        phrase=pl.col("match").str.extract(pattern, 1),
        verb=pl.lit("according to"),
    )
