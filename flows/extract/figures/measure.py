"""What a figure measures, in the text's own words."""

from __future__ import annotations

import re

MORE = re.compile(r"(?: or so| or more| (?:more|additional|other)(?= [a-z]))?")
OPENING = re.compile(r"(?:With|Amid|As|After|Following|Despite|While|When|Since|Given)\b")
CLAUSE_END = re.compile(
    r"[;:—“”\"()]| – |\.(?= |$)|,(?= |$)(?! \d)| (?:while|whereas|although|though|because|but|adding"
    r"|noting|stressing|despite|so that"
    r"|which|amid|according to|compared with|compared to|up from|down from)\b"
    r"| and (?=[A-Z]|the |that |it |he |she |they |in |has |have |had |was |were |is |are |will |would "
    r"|more than |at least |some |over |about |nearly |almost "
    r"|[\w-]+ (?:had|was|were|would|is|are|has|have)\b"
    r"|(?:[a-z]+ed|led|paid|made|gave|told|said|left|lost|took|sent|brought) |[$€£]?\d(?!\d{3}\b))"
    r"| (?:in|from|across|to|at)(?: (?:some|about|over|more than|at least|nearly))?"
    r" (?=\d[\d,]*(?: [a-z-]+)? [a-z]+s\b)"
)
CLAUSE_START = re.compile(
    r"[;:—“”\"()]| – |, |\b(?:that|said|says|while|whereas|although|because|but|noting|stressing|adding"
    r"|when|amid"
    r"|spoke of|spoken of|(?:re)?called|noted|condemned|deplored|regretted|welcomed|praised|commended"
    r"|thanked|announced|reported|described|mentioned|cited|found|warned of|estimated"
    r"|[Ss]howing|[Rr]eporting|[Cc]iting|[Rr]ecalling|[Aa]s|[Ww]ith|[Ss]ince|[Yy]et|where|who|which) "
    r"|\band (?:(?=[A-Z]|the |that |it |he |she |they )|(?:in \d{4} )?(?:also )?(?:had|has|have|was|were) )"
)
NOUN_LIST = re.compile(
    r"(?: [\w’'-]+){1,4}(?:, [\w’'-]+(?: [\w’'-]+){0,2}){1,8},? and [\w’'-]+(?: [\w’'-]+){0,2}(?=[,.;]"
    r"| who| from| in|$)"
)
SUBJECT = re.compile(
    r"^(?:(?:and|that|but) )?(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey|[Ww]e|I|[Tt]here|(?:[Hh]is|[Hh]er|[Oo]ur|[Mm]y) "
    r"(?:country|Government|delegation|Office|office|people))"
    r"(?: (?:also|already|now|still))*"
    r"(?: (?:had|has|have|was|were|is|are|would|will|could|been|already))*(?: |$)"
)
VOTE = re.compile(
    r",? ?\b(?:[Bb]y|[Ww]ith|[Oo]n)? ?(?:an? |the )?(?:separate |recorded |roll-call )*votes? of\b"
    r"| by (?=\d+ votes)"
)
VOTED_ON = re.compile(r", ((?:the|The) [^,.;]+)")
LEADING = re.compile(r"^(?:of (?=[a-z])|the |and |or |in |to |by |at |for |with )+")
LONGEST_BEFORE = 9  # words of the clause before a number that still name what it measures
DANGLING = re.compile(r"(?: (?:by|at|to|of|from|than|only|some|just))+$")
SHORTEST = 3  # words in all
SHORT = 4  # words after a number that alone do not say what it measures


def describe_measure(text: str, start: int, measure_start: int, end: int, unit: str | None) -> str | None:
    """Return the words around a number that name what it measures.

    `70 per cent of all victims were women, he said` gives `of all victims were women`;
    `start` and `end` are the figure's, the words after it begin at `measure_start`.
    """
    words = clause_after(text, measure_start, end).split()
    before = clause_before(text, start).split()[-LONGEST_BEFORE:]
    if unit != "percent" and words[:1] == ["of"]:
        words = words[1:]
    told = len(words)
    if told < SHORT or len(before) > 1:
        words = [*words, *before] if unit == "percent" else [*before, *words]
    if told < SHORT and not before and OPENING.match(text):
        words += next_words(text, end)
    if len(words) < SHORTEST:
        words = [*text[max(0, start - 120) : start].split()[-LONGEST_BEFORE:], *words[len(before) :]]
    measure = " ".join(words).strip(" ,.")
    return (measure if unit == "percent" else LEADING.sub("", measure)) or None


def without_period(measure: str | None, period: str | None) -> str | None:
    """Return a measure without the stated time, which has a field of its own."""
    if measure is None or period is None:
        return measure
    at = measure.lower().find(period.lower())
    rest = f"{measure[:at]}{measure[at + len(period) :]}".split() if at >= 0 else []
    return " ".join(rest).strip(" ,.") if len(rest) >= SHORTEST else measure


def next_words(text: str, end: int) -> list[str]:
    """Return how the main clause goes on after an opening phrase: `With $5 million in aid, the clinic …`."""
    found = re.compile(r"[^,]{0,40}, ((?:the )?[\w’'-]+ [\w’'-]+)").match(text, end)
    return found[1].split() if found else []


def clause_after(text: str, begin: int, end: int) -> str:
    """Return the rest of the clause after a number."""
    skipped = MORE.match(text, begin)
    begin = skipped.end() if skipped else begin
    listed = NOUN_LIST.match(text, begin)
    stop = CLAUSE_END.search(text, max(end, listed.end() if listed else begin))
    return text[begin : stop.start() if stop else len(text)].strip()


def clause_before(text: str, start: int) -> str:
    """Return the words of the clause before a number, with the antecedent of its `which`."""
    tail = text[max(0, start - 120) : start]
    begin = earlier = 0
    for found in CLAUSE_START.finditer(tail):
        if found.group().strip() in ("who", "which", "where"):
            continue
        begin, earlier = found.end(), begin
    clause = tail[begin:].strip()
    if re.match(r"(?:who|which|where)\b", clause):
        clause = tail[earlier:begin].strip(" ,") + " " + clause.partition(" ")[2]
    return SUBJECT.sub("", DANGLING.sub("", clause).strip(), count=1)


def describe_vote(text: str, number_end: int, end: int) -> str:
    """Return the side and what was voted on: `in favour The Assembly adopted the draft`."""
    side = text[number_end:end].removeprefix(" votes").strip()
    vote = VOTE.search(text)
    decided = text[: vote.start()].split() if vote else []
    if not decided and (told := VOTED_ON.search(text, end)):
        decided = told[1].split()
    return " ".join([side, *decided[-LONGEST_BEFORE:]]).strip()
