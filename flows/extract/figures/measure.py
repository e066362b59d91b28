"""What a figure measures, in the text's own words."""

from __future__ import annotations

import re

from flows.extract.figures.lexicon import DATELINE_WORDS, alternatives
from flows.extract.figures.sighting import Figure

MORE = re.compile(r"(?: or so| or more| (?:more|additional|other)(?= [a-z]))?")
OPENING = re.compile(r"(?:With|Amid|As|After|Following|Despite|While|When|Since|Given)\b")
CLAUSE_END = re.compile(
    r"[;:—“”\"]| --? | – |\((?![A-Z][\w/-]*\))|\.(?= |$)|,(?= |$)(?! \d)"
    r"| (?:while|whereas|although|though|because|but|adding"
    r"|noting|stressing|despite|so that"
    r"|(?<! of )(?<! in )(?<! to )(?<! for )(?<! from )(?<! on )which"
    r"|amid|according to|compared with|compared to|up from|down from)\b"
    r"| and (?=[A-Z]|the |that |it |he |she |they |in |has |have |had |was |were |is |are |will |would "
    r"|continues? |remains? |still |more than |at least |some |over |about |nearly |almost "
    r"|[\w-]+ (?:had|was|were|would|is|are|has|have)\b"
    r"|(?:[a-z]+ed|led|paid|made|gave|told|said|left|lost|took|sent|brought) |[$€£]?\d(?!\d{3}\b))"
)
# what goes on after an insertion: `people, or a fifth of them, would go hungry`, `people — half of them
# children — remain`
GOES_ON = re.compile(
    r"(?:,(?:[^,;:.“”\"]|[.,]\d){3,70},| ?(?:—|–|--) ?[^—–;:“”\"]{3,160}?(?:—|–|--)"
    r"|\([^()]{3,70}\)) "
    r"(?=(?:also |now |still |already )?(?:would|will|had|have|has|was|were|is|are|could"
    r"|can|cannot|may|must|did|do|go|face|live|remain)\b)"
)
# an insertion that says the number anew, `, or 0.6 per cent of all adults,`: whatever follows goes on
ANEW = re.compile(
    r"(?:, or (?:[^,;:.“”\"]|[.,]\d){3,70},"
    r"| ?(?:[—–-]|--) [^—–;:“”\"]{3,70}? (?:[—–-]|--)|—[^—;:“”\"]{3,70}?—|\([^()]{3,70}\)) "
    r"(?=(?!and |but |while |which |who |the |he |she |it |they |in |as |said |according )[a-z]+)"
)
# an insertion on a part of the number, `, 60 of them led by ministers,`, `, including 12 women,`
PART = re.compile(
    r",(?: including| of wh(?:om|ich)| among them"
    r"|(?:[^,;:.]|[.,]\d){1,40}?(?: of (?:them|whom|which|those)| per cent| a (?:third|quarter)| half)\b)"
    r"(?:[^,;:.“”\"]|[.,]\d){0,70}, "
    r"(?=(?:still |also |now |already |have |has |had |were |was |are |is |would |will |could "
    r"|need |face |live |lack |(?!said|warned|reported|noted|added|stressed)[a-z]{2,}ed )[a-z])"
)
ENCLOSED = re.compile(r"(?: [—–-]|—|\)|,) (?=(?!and |but |while |which |who |said )[a-z]+)")
ELSEWHERE = re.compile(r" (?:in|from|across|to|at)$")  # `attacks in 28 countries`
RELATIVE = re.compile(
    r"(?: and [a-z]+)? (?:who|that|which|had|have|has|was|were|are|is|would|will|could|need|face|live"
    r"|lack|receive|depend|suffer|died|fled|lost|(?!said\b|added\b|warned\b|noted\b)[a-z]{3,}ed)\b"
)
JOINED = re.compile(
    r"(?:,|,? (?:and|or|but|then)(?: [a-z]+ing)?| to| with|,? (?:compared (?:with|to)|as against|against"
    r"|up from|down from|versus))(?: (?:only|just|another|even|also|some|an additional|a further))?$"
)
ACRONYM = re.compile(r" ?\([A-Z][\w/-]*\)")  # no clause of its own: `the Mission (UNMISS) had repaired`
CLAUSE_WORDS = (
    "in which|where|whether"
    "|that|said|says|while|whereas|although|because|but|noting|stressing|adding|when|amid|spoke of|spoken of"
    "|called|recalled|noted|notes|condemned|deplored|regretted|welcomed|praised|commended|thanked|announced"
    "|reported|described|mentioned|cited|warned of|estimates|showing|Showing|reporting|Reporting|citing"
    "|Citing|recalling|Recalling"
)
CLAUSE_START = re.compile(
    rf"[;:—“”\"()]| – |, |\b(?:{alternatives(CLAUSE_WORDS.split('|'))} "
    r"|and (?:(?=[A-Z]|the |that |it |he |she |they )|(?:in \d{4} )?(?:also )?(?:had|has|have|was|were) )"
    r"|with an average of(?= |$)"  # `a surge in arrivals with an average of 300 people a day`
    r"|by (?=[a-z]+ing )"  # `bolstered the missions by approving $6 billion`
    r"|(?<!are )(?<!were )(?<!was )(?<!been )(?:found|(?<!is )(?:estimated|projected)) "
    r"|(?:^|(?<=, ))(?:[Aa]s|[Ww]ith|[Ss]ince|[Yy]et) )"
)
LAST_START = re.compile(f".*(?:{CLAUSE_START.pattern})", re.DOTALL)  # from the end: fewer trials
COMPARED = re.compile(
    r"^[^;:]{0,120}(?:\bcompared (?:with|to)|\bagainst|\bfrom|\bversus|\bthan)"
    r"(?: (?:only|just|some|about|nearly|around"
    r"|an? (?:target|total|level|figure|average|peak|high|low|record)(?: of)?)){0,2}$"
    r"|^[^,;:]{0,20} \d{4},? and(?: to| then)?$"  # `to 19 per cent in 2010 and 17 per cent in 2018`
)
APART = re.compile(
    r"^(?: [A-Za-z-]+)?(?: (?:in|at|on|by|five|ten|a|the|of|during|[\w-]+) (?:.{0,25}\d{4}"
    r"|.*\b(?:years?|months?|decades?|weeks?|days?|period)\b.*"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December))| ?)$"
)
REACHES = re.compile(r"(?: (?:from|in|over|since|between|last|this|during)\b[^,;:]{0,40})?,? to|,? from")
NOUN_LIST = re.compile(
    r"(?: [\w’'-]+){1,4}(?:, (?!including )[\w’'-]+(?: [\w’'-]+){0,2}){1,8},? and [\w’'-]+"
    r"(?: [\w’'-]+){0,2}(?=[,.;]| who| from| in|$)"
)
SUBJECT = re.compile(
    r"^(?:(?:and|that|but) )?(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey|[Ww]e|I|[Tt]here)\b"
    r"(?: (?:also|already|now|still))*"
    r"(?: (?:had|has|have|was|were|is|are|would|will|could|been|already|now))*(?: |$)"
)
# `Of the 40 wells in the north, half had dried up`
OF_BASE = re.compile(r"\b[Oo]f (?:(?:the|all|some|an estimated|about|these) )*\d[^;:]{0,80}, [^,;:]{0,20}$")
ADJECTIVE = re.compile(r"an? [a-z-]+")  # `— a staggering 40 per cent of them —`
THERE = re.compile(r"^(?:[Tt]here (?:was|were|is|are|had been|have been))\b")
DOUBLED = re.compile(r"\b(\w+) \1\b")  # `of which 250 cases were grave`, of cases
PRONOUN = re.compile(r"\bof (?:whom|which|them|these|those|it)\b(?! who| that| in)")
CHANGE = re.compile(
    r"(?:an? |the )?(?:[a-z]+ )?(?:increase|drop|rise|decline|fall|decrease|cut|gain|loss|growth"
    r"|reduction)(?: of)?(?: (?:from|over|on|since|in) (?:the )?[\w -]{0,24})?"
)
VOTE = re.compile(
    r",? ?\b(?:[Bb]y|[Ww]ith|[Oo]n)? ?(?:an? |the )?(?:separate |recorded |roll-call )*votes? of\b"
    r"| by (?=\d+ votes)"
)
VOTED_ON = re.compile(r", ((?:the|The) [^,.;]+)")
LEADING = re.compile(r"^(?:of (?=[a-z])|[Tt]he |an? |[Aa]nd |or |in |to |by |at |for |with )+")
BARE = frozenset(
    {"to", "for", "of", "in", "from", "with", "by", "at", "on", "against", "the", "its", "a", "an"}
)
TRAILING = frozenset({"to", "of", "by", "with", "for", "in"})
# `UNICEF (…) data show`, `the Office has been able to verify`
REPORTED = re.compile(
    r"(?:[’']s?)?(?: \([A-Z][\w-]*\))?(?: [a-z]+){0,4}? (?:shows?|showed|puts?|projects?|projected|forecasts?"
    r"|estimates?|estimated|records?|recorded|documented|verif(?:y|ied)|counted|registered|reports?|reported"
    r"|speaks? of|spoke of|indicates?|indicated|reveals?|revealed|suggests?|suggested|finds?|found|expects?"
    r"|predicts?|predicted|lists?)"
    r"(?: that| an?| the)?(?= )"
)
SAID = re.compile(r"\b(?:said|says|noted|added|that) ")
# `people in Chad and Mali`, `in Chad, Mali and Niger`: a list of places is no end of a clause
PLACES = re.compile(
    r"(?: [\w’'-]+){1,6}? (?:in|across|from|of|to|between) [A-Z][\w’-]+(?: [A-Z][\w’-]+)?"
    r"(?:(?:, [A-Z][\w’-]+(?: [A-Z][\w’-]+)?){1,6},?)? and [A-Z][\w’-]+(?: [A-Z][\w’-]+)?"
)
QUOTE_ENDS = ("” ", '" ')
QUOTE_OPENS = re.compile(r"[“\"][^“”\"]*$")
# a time before a number is its period, and no word of what it counts: `had risen over the past decade from`
TIME = re.compile(
    r" (?:(?:over|in|during|within) the (?:past|last|previous|next|coming) (?:[\w-]+ ){0,2}"
    r"(?:years?|months?|weeks?|days?|decades?)"
    r"|between (?:\d{1,2} )?(?:[A-Z][a-z]+ )?(?:\d{4} )?and (?:\d{1,2} )?(?:[A-Z][a-z]+ )?\d{4}"
    r"|(?:at|by|since|as of|until) the (?:end|start|beginning|middle) of (?:the )?(?:[A-Z\d][\w-]* ?){1,2}"
    r"|(?:in|since|by|of) (?:19|20)\d\d|(?:last|this) (?:year|month|week))(?=[ ,])"
)
# two or three words between quotation marks are part of their clause: `a “massive expense” of $8 billion`
TERM = re.compile(r"[“\"]([^“”\";:,]{2,30})[”\"](?= )")
# what stands between a subject and its verb: `coca (the raw material) shot up`, `oil – as before – rose by`
FINITE = "was|were|is|are|had|has|have|would|will|could|can|may|must"
INSERTED = re.compile(
    r"\([^()]*\)| (–|—|-) [^–—\d$€£;:]{3,80} \1(?= )"
    rf"|, (?!and |but |he |she |it |they |we |which |who )[^,\d$€£;:“”]{{3,80}},(?= (?:{FINITE}) )"
)
FINITE_WORDS = frozenset(FINITE.split("|"))
# `output shrank, falling from 9 million tons`: what fell, the clause before says
CHANGING = re.compile(
    r"(?:(?:up|down|(?:fall|ris|dropp|declin|grow|increas|decreas|climb|jump|soar|plung|shrink|surg)ing)\b"
    r" ?)?(?:by|from|to)?"
)
LONGEST_BEFORE = 9  # words of the clause before a number that still name what it measures
LONGEST_NOUN = 8  # words of an earlier measure for which a pronoun stands
DANGLING = frozenset(
    {"at", "from", "than", "only", "some", "just", "or", "and", "including", "additional", "a", "an", ","}
)
# a verb that opens what is left of a clause behind an insertion: `…, has so far received`
VERB_FIRST = re.compile(
    r"(?:has|had|have|is|was|were|are|will|would|could|rose|fell|grew|reached|stood|cost|came|went|made|hit|held"
    r"|[a-z]{3,}ed)\b"
)
BASE = re.compile(r" of (?:(?:the|all|all the|its|their|these|those|our) )?")
# a number set against the one before it: `, 300 more than in May`
MORE_THAN = re.compile(r" (?:more|fewer|less|higher|lower) than\b")
PLACE = re.compile(r"in [A-Z][\w’-]+(?: [A-Z][\w’-]+)?")  # all that `… and 17,000 in Peru` says of its number
# says the number anew: `— that is 23 hectares a minute`
RESTATES = re.compile(r"\b(?:that is|that means|which is|i\.e\.|in other words)$")
FROM = re.compile(r"\bfrom(?: (?:a|only|just|mere|about|some|around|nearly|record|low|high|of)){0,3} $")
# `15 March 2017 – `, `GENEVA, 3 May (OCHA) — `: where and when a story is told
DATELINE = re.compile(rf"^{DATELINE_WORDS}")
# a part by its own noun: `30 people died, including 12 women`
INCLUDED = re.compile(r",? (?:including|among them|among whom)(?: [a-z]+){0,3} ?$")
SHORTEST = 2  # words in all
SHORT = 4  # words after a number that alone do not say what it measures


def describe_measures(text: str, figures: list[Figure]) -> list[str | None]:
    """Return for each figure of a sentence the words that name what it measures.

    `70 per cent of all victims were women, he said` gives `of all victims were women`.
    """
    text = DATELINE.sub(lambda dateline: " " * len(dateline[0]), text)
    told: list[str | None] = []
    for place, figure in enumerate(figures):
        if figure.is_vote:
            told.append(describe_vote(text, figure.number_end, figure.end))
            continue
        earlier = figures[place - 1] if place else None
        following = figures[place + 1] if place + 1 < len(figures) else None
        last = told[-1] if told else None
        alike = [n for n in range(place) if figures[n].unit == figure.unit]
        if alike and is_compared(text, figures[alike[-1]], figure):
            told.append(told[alike[-1]])
        elif earlier and reaches(text, earlier, figure):
            told.append(last)
        else:
            told.append(describe_measure(text, figure, earlier, following, last))
    return told


def is_compared(text: str, earlier: Figure, figure: Figure) -> bool:
    """Whether a figure is only set against the one before: `1.4 billion, down from 1.8 billion in 1990`."""
    if earlier.is_vote:
        return False
    between = text[earlier.number_end : figure.start].rstrip()
    stop = CLAUSE_END.search(text, figure.end)
    is_change = between.endswith(" to") and bool(
        FROM.search(text[max(0, earlier.start - 30) : earlier.start])
    )
    begin = figure.end if is_change else figure.measure_start
    if not APART.match(text[begin : stop.start() if stop else len(text)]):
        return False
    return is_change or (figure.unit is not None and bool(COMPARED.match(between)))


def reaches(text: str, earlier: Figure, figure: Figure) -> bool:
    """Whether a figure is where the change before it led: `rose by 10 per cent in 2017 to $17 trillion`."""
    is_change = earlier.unit in ("percent", "times") and figure.unit not in ("percent", "times")
    return is_change and bool(REACHES.fullmatch(text[earlier.end : figure.start].rstrip()))


def describe_measure(
    text: str, figure: Figure, earlier: Figure | None, following: Figure | None, last: str | None
) -> str | None:
    """Return the words around a figure that name what it measures; `last` is the measure before it."""
    after = without_acronyms(clause_after(text, figure, following)).split()
    before = clause_before(text, figure, earlier).split()[-LONGEST_BEFORE:]
    is_noun = figure.measure_start == figure.number_end  # `three of the Goals`, but `of road` in kilometres
    if is_noun and figure.unit != "percent" and after[:1] == ["of"]:
        after = after[1:]
    told = len(after)
    if last and (again := told_again(text, figure, last, after, before)):
        return again
    if not before and not without_times(f" {' '.join(after)} ").strip():
        after = []  # `Unemployment, at 9 per cent in 2008, …`
    words = after
    if told < SHORT or before:
        words = [*after, *before] if figure.unit == "percent" else [*before, *after]
    if told < SHORT and not before and OPENING.match(text):
        words += next_words(text, figure.end)
    if len(words) < SHORTEST:
        near = nearby_words(text, figure, last, earlier)
        words = [*near, *(w for w in words if w not in (last or near))]
    measure = without_trailing(" ".join(words).strip(' ,.()’“”"'))
    if last and earlier:
        measure = with_noun(text, measure, last, noun_of(text, earlier) or last, figure)
    return (measure if figure.unit == "percent" else LEADING.sub("", measure)) or None


def is_included(text: str, figure: Figure) -> bool:
    """Whether a figure is a part by its own noun: `30 people died, including 12 women`, not `12 killed`."""
    return noun_of(text, figure)[-2:] not in ("", "ed") and bool(INCLUDED.search(text[: figure.start]))


def told_again(text: str, figure: Figure, last: str, after: list[str], before: list[str]) -> str | None:
    """Return the measure of the figure before, where this is set against it, part of it or says it anew.

    `reached 9 million people, 300,000 more than in May`; `12 million tons — that is 23 a minute`;
    `40 wells were dry in Chad and 12 in Mali`;
    `30 miners died, including 12 boys` gives `boys among miners died`.
    """
    if 0 < len(after) < SHORT and is_included(text, figure):
        return " ".join([*after, "among", *last.split()[:LONGEST_NOUN]])
    if not before and PLACE.fullmatch(" ".join(after)) and not noun_of(text, figure):
        return f"{last.partition(' in ')[0]} {' '.join(after)}"
    if MORE_THAN.match(text, figure.end):
        return f"{last} more {' '.join(after)}"
    return last if RESTATES.search(" ".join(before)) else None


def without_trailing(words: str) -> str:
    """Return words without prepositions at their end: `wells drilled in`."""
    head, _, last = words.rpartition(" ")
    return without_trailing(head) if head and last in TRAILING else words


def nearby_words(text: str, figure: Figure, last: str | None, earlier: Figure | None) -> list[str]:
    """Return what a figure is of, whose clause does not say so: the measure before it, or the words.

    `States – 84 per cent – support the Treaty`: those before and after the insertion that it is.
    """
    if last:
        noun = noun_of(text, earlier) if earlier and figure.unit == earlier.unit else ""
        return (noun if " " in noun else last).split()[:LONGEST_NOUN]
    before = text[max(0, figure.start - 120) : figure.start].rstrip()
    words = THERE.sub("", SAID.split(before.strip(" –—-(,"))[-1]).split()[-LONGEST_BEFORE:]
    enclosed = ENCLOSED.match(text, figure.end) if before.endswith(("–", "—", "-", "(", ",")) else None
    if enclosed is None:
        return words
    stop = CLAUSE_END.search(text, enclosed.end())
    return [*words, *text[enclosed.end() : stop.start() if stop else len(text)].split()]


def noun_of(text: str, figure: Figure) -> str:
    """Return the noun that a figure counts, as printed: `health kits`."""
    is_noun = figure.measure_start == figure.number_end and figure.unit != "time"
    return text[figure.number_end : figure.end].strip() if is_noun else ""


def with_noun(text: str, measure: str, last: str, noun: str, figure: Figure) -> str:
    """Return a measure with what its pronoun stands for: `of whom 60 per cent were children`."""
    noun = " ".join(noun.removeprefix("of ").split()[:LONGEST_NOUN])
    if PRONOUN.search(measure):
        kept = f"of {noun}" if figure.unit == "percent" else noun
        return DOUBLED.sub(r"\1", PRONOUN.sub(lambda _: kept, measure, count=1))
    is_base = OF_BASE.search(text[: figure.start]) and measure.partition(" ")[0] in FINITE_WORDS
    if is_base and noun:
        return f"of {noun} {measure}"
    if measure.startswith(("whom ", "which ")):
        return f"{noun} {measure.partition(' ')[2]}"
    if CHANGE.fullmatch(measure):
        return f"{measure} in {' '.join(last.split()[:LONGEST_NOUN])}"
    return measure


def without_acronyms(words: str) -> str:
    """Return a clause without acronyms in brackets: `the Mission (UNMISS) had repaired`."""
    return ACRONYM.sub("", words) if "(" in words else words


def without_period(measure: str | None, period: str | None) -> str | None:
    """Return a measure without the stated time, which has a field of its own."""
    if measure is None or period is None:
        return measure
    at = measure.lower().find(period.lower())
    rest = f"{measure[:at]}{measure[at + len(period) :]}".split() if at >= 0 else []
    return " ".join(rest).strip(" ,.") if len(rest) > SHORTEST else measure


def without_source(measure: str | None, source: str | None) -> str | None:
    """Return a measure without whom the number comes from: `the World Bank projects` growth."""
    name = source.split(" ")[-1] if source else ""
    if measure is None or not name or f" {name}" not in f" {measure}":
        return measure
    head, _, rest = measure.partition(name)
    said = REPORTED.match(rest)
    kept = rest[said.end() :] if said and len(head.split()) < LONGEST_BEFORE else ""
    return kept.strip() or measure


def next_words(text: str, end: int) -> list[str]:
    """Return how the main clause goes on after an opening phrase: `With $5 million in aid, the clinic …`."""
    found = re.compile(r"[^,]{0,40}, ((?:the )?[\w’'-]+ [\w’'-]+)").match(text, end)
    return found[1].split() if found else []


def clause_after(text: str, figure: Figure, following: Figure | None) -> str:
    """Return the rest of the clause after a number, as far as it is of this figure."""
    begin = figure.measure_start
    skipped = MORE.match(text, begin)
    begin = skipped.end() if skipped else begin
    if text[begin : begin + 2] in QUOTE_ENDS and QUOTE_OPENS.search(text[: figure.start][-30:]):
        begin += 1  # `a “shocking 43 per cent” of all farmers`
    may_list = text.find(" and ", begin) >= 0  # most go without, and the patterns are slow
    listed = (NOUN_LIST.match(text, begin) or PLACES.match(text, begin)) if may_list else None
    found = CLAUSE_END.search(text, max(figure.end, listed.end() if listed else begin))
    stop = found.start() if found else len(text)
    rest = text[begin:stop]
    if following and (part := part_inserted(text, figure.end, following.start)):
        again = CLAUSE_END.search(text, part.end())
        rest = f"{text[begin : part.start()]} {text[part.end() : again.start() if again else len(text)]}"
    elif following and begin < following.start < stop:
        rest = up_to_next(text, begin, following, stop)
    elif goes_on := GOES_ON.match(text, stop) or (following and ANEW.match(text, stop)):
        again = CLAUSE_END.search(text, goes_on.end())
        rest += " " + text[goes_on.end() : again.start() if again else len(text)]
    return rest.strip()


def part_inserted(text: str, end: int, next_start: int) -> re.Match[str] | None:
    """Return what is told of a part between a noun and its verb: `40 men, 12 of them old, fled`."""
    comma = text.find(",", end, next_start)
    is_bare = comma >= 0 and len(text[end:comma].split()) < SHORT
    return PART.match(text, comma) if is_bare else None


def up_to_next(text: str, begin: int, following: Figure, stop: int) -> str:
    """Return the words up to the next figure, and those after it where they are still of this one."""
    own = text[begin : following.start].rstrip()
    if joined := JOINED.search(own):
        is_anew = joined[0].startswith(" or") and RELATIVE.match(text, following.end)
        return own[: joined.start()] + (text[following.end : stop] if is_anew else "")
    if elsewhere := ELSEWHERE.search(own):
        goes_on = RELATIVE.match(text, following.end)
        return own[: elsewhere.start()] + (text[following.end : stop] if goes_on else "")
    return f"{own}{text[following.number_end : stop]}"


def clause_before(text: str, figure: Figure, earlier: Figure | None) -> str:
    """Return the words of the clause before a number, with the antecedent of its `which`."""
    start = figure.start
    if earlier and earlier.unit == "percent" and BASE.fullmatch(text, earlier.end, start):
        return ""  # `60 per cent of the 40,000 tons of milk`
    floor = text.find(" ", start - 120, start) + 1 if start > 120 else 0  # no word is cut
    tail = without_times(text[floor:start])
    if earlier is None or earlier.end <= floor:
        tail = INSERTED.sub(lambda inserted: " " * len(inserted.group()), tail)
    marked = ACRONYM.sub(lambda acronym: "_" * len(acronym[0]), tail) if "(" in tail else tail
    last = LAST_START.match(marked)
    begin = last.end() if last else 0
    clause = tail[begin:].strip()
    if clause and CHANGING.fullmatch(clause):  # `a rise in the share of pupils, from 51 per cent`
        clause = tail[clause_start_before(marked) :].replace(",", " ").strip()
    first, _, rest = clause.partition(" ")
    if tail[:begin].endswith(", ") and VERB_FIRST.match(clause):
        clause = f"{subject_before(tail[:begin])} {clause}"
    is_relative = first in FINITE_WORDS and tail[:begin].endswith(" that ")  # `a fever that has killed`
    if is_relative or first in ("who", "which"):
        rest = clause if is_relative else rest
        clause = f"{tail[clause_start_before(marked) : begin].strip(' ,')} {rest}"
    elif earlier and earlier.end > floor + begin:
        clause = since_earlier(text, floor + begin, earlier, start)
    return without_subject(clause)


def subject_before(tail: str) -> str:
    """Return the subject that an insertion parts from its verb: of `Output, at 9 per cent,` `Output`."""
    *before, _, _ = tail.split(", ") if tail.count(", ") > 1 else ("", "", "")
    return (before[-1] if before else "").rpartition(" that ")[2]


def without_times(tail: str) -> str:
    """Return the text with blanks for times, and for quotation marks around a term: offsets stay valid."""
    tail = TERM.sub(r" \1 ", tail) if "”" in tail or '"' in tail else tail
    return TIME.sub(lambda time: " " * len(time[0]), tail)


def clause_start_before(tail: str) -> int:
    """Return where the last clause but one of a text begins."""
    return [0, 0, *(found.end() for found in CLAUSE_START.finditer(tail))][-2]


def without_subject(clause: str) -> str:
    """Return a clause without who acts and what leads to the number: `he had only` is empty."""
    words = without_acronyms(clause).split()
    while words and words[-1] in DANGLING:
        words.pop()
    own = "" if ADJECTIVE.fullmatch(" ".join(words)) else " ".join(words)
    return SUBJECT.sub("", own, count=1)


def since_earlier(text: str, begin: int, earlier: Figure, start: int) -> str:
    """Return the words before a number of a clause that holds an earlier one.

    `cleared 6,000 kilometres and lifted` 58,000 mines: what joins the two goes with the second; where
    that is no more than `and to`, the verb before the first goes with both.
    """
    between = text[earlier.end : start]
    parts = re.split(r",(?!\d)|\b(?:and|or|but|then)\b|^ to (?=[a-z]+ $)", between)
    if len(parts) == 1:
        head = text[begin : earlier.start] if begin < earlier.start else ""
        return f"{head}{text[earlier.number_end : earlier.end]}{between}"
    own = parts[-1].split()
    head = text[begin : earlier.start] if begin < earlier.start and set(own) <= BARE else ""
    return f"{head} {' '.join(own)}"


def describe_vote(text: str, number_end: int, end: int) -> str:
    """Return the side and what was voted on: `in favour The Assembly adopted the draft`."""
    side = text[number_end:end].removeprefix(" votes").strip()
    vote = VOTE.search(text)
    decided = text[: vote.start()].split() if vote else []
    if not decided and (told := VOTED_ON.search(text, end)):
        decided = told[1].split()
    return " ".join([side, *decided[-LONGEST_BEFORE:]]).strip()
