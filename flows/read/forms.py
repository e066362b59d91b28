"""How the parts of press documents look: the regular expressions of their forms.

ASCII digits and word boundaries throughout: with Unicode's the search is many times slower.
"""

from __future__ import annotations

from flows.read.dates import date_pattern, month_pattern
from flows.read.records import CALLED_TO_ORDER, RECORD_SYMBOL
from flows.reference import Reference, once_per_reference

PRESS_SYMBOL = r"[A-Z]{1,7}(?:/[A-Z][A-Z0-9]{0,6}){0,3}/[0-9]{1,6}(?:/(?:Rev|Add|Corr)\.[0-9]+)?"
# `SC/12751`, `Press Release SC/6789*`, `General AssemblyGA/AB/3907`, `SG/SM/18414-ECOSOC/6803`
SYMBOL_LINE = (
    rf"^(?:[A-Z][A-Za-z&,’' -]*?[a-z ])?(?:: )?({PRESS_SYMBOL})(?:[*\s]*[-–—,;/& ]\s*{PRESS_SYMBOL})*"
    r"[*|\s]*(?:\([^()]*\)|[0-9]{1,2} \p{Lu}\p{Ll}+ [0-9]{4})?$"
)
RECORD_LINE = rf"^(?:.*\s)?({RECORD_SYMBOL})"
PART = r"\((?:Resumption|Part) ?(\w*)\)"
MEETING_NUMBER = (
    r"^(?:[A-Z][a-z]+ record (?:\([a-z]+\) )?of the )?"
    r"([0-9]{1,5})(?:(?:st|nd|rd|th)[^.]*? ?[Mm]eetings?|(?:e|ème|re) séance)(?:$|[ ,*(])"
)
# how the press officers' coverage heads its meetings: `28th Meeting (PM)`, `15th & 16th Meetings (AM & PM)`
HALF_DAY = r"^[0-9]{1,5}(?:st|nd|rd|th)[^.]* ?[Mm]eetings?[* ]*\((?:AM|PM|Night)(?-u:\b)"
SESSION_NUMBER = r"(?i)^([a-z]+(?:-[a-z]+)?) (?:general assembly|session)(?:$|[ ,*(])"
IN_PROGRESS = r"(?i)^(?:in progress|provisional$|\(?note: .*(?:summary|coverage) .*(?:later|will be))"
OFFICIAL = r"^Official Records"
UNOFFICIAL = r"(?i)not an official record"
# also `Press Conference by Security Council President`, `Daily Press Briefing by the Office of …`
PRESS_RELEASE = (
    r"(?i)^(?:press release|transcript of |press briefing notes? on "
    r"|(?:(?:UNOG|UN Geneva|[A-Z]{2,6}) )?(?:(?:daily|regular|weekly|bi-weekly|headquarters|special) )?"
    r"press (?:conference|briefing)s?(?: (?:by|on|of|to)(?-u:\b)|:? [0-9]|: )"
    r"|(?:un|unog|united nations) geneva (?:press )?briefing(?-u:\b))"
)
# a date alone makes no story: somebody must be reported, and the United Nations be in it
SAY = (
    r"(?:said|says|told|stated|stressed|warned|noted|urged|underscored|emphasized|highlighted|added|adds"
    r"|explains|reminded|recalled)"
)
REPORTED = rf" {SAY}[ ,.:]"
# `“…,” Ms. Doe told reporters`, `Ms. Doe said that the wells were “almost dry”`
QUOTED_REPORT = rf"[”\"],? [^.”\"]*{SAY}(?-u:\b)|{SAY}(?-u:\b)[^.”\"]*[“\"]"
NEWS_SERVICE = r"(?:told|tells|interview with|spoke to|speaking to|according to) (?:the )?UN News"
UNITED_NATIONS = (
    r"United Nations|(?-u:\b)U\.?N\.?(?-u:\b)|^Secretary-General \p{Lu}|Human Rights Council"
    r"|Special Rapporteur|General Assembly|Security Council"
    r"|Committee (?:on the (?:Elimination|Rights|Protection|Enforced)|against Torture)"
)

# `19960312 Resolution 1047 (1996) Adopted Unanimously`: the day before an old release's second headline
DATE_STAMP = r"^((?:19|20)[0-9]{6}) ?\p{Lu}"

CAPITALS = r"(?:\p{Lu}\p{Ll}{1,2}|\p{Ll}{1,2}[-’'])?\p{Lu}[\p{Lu}’'.-]*"
# `JANE A. DOE (Ghana) said`, `Mr. McDOE, Minister for …`; not `UNICEF, for its part`
CAPITAL_SPEAKER = (
    r"^(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Prince|Princess|King|Queen|Sheikh|Archbishop|Monsignor"
    r"|H\.E|Mme|Mlle)\.? "
    rf"|{CAPITALS} )(?:(?:{CAPITALS}|\p{{Ll}}{{1,3}}) )*{CAPITALS}\p{{Lu}}\.?(?: \(|, )"
)
# `Mr. Doe (Ghana) (spoke in French): `, `The President: `
RECORD_TURN = (
    r"^(?:[0-9]{1,3}\. )?(?:The (?:Acting )?(?:President|PRESIDENT|Chair[a-z]*|CHAIR[A-Z]*)"
    r"|(?:Mr|Mrs|Ms|Miss|Sir|Dame|Dr|King|President|Prime Minister|Archbishop|Prince[a-z]*)\.? [^:.]+)"
    r"(?: \([^)]*\))*: "
)
HONORIFIC = r"(?:Mr|Mrs|Ms|Miss|Sir|Dame|Dr)\.?"
# `12. Ms. Doe (Ghana) said that`, `3. Mr. ROE (Chad), speaking on behalf of …, supported`
SUMMARY_TURN = (
    rf"^[0-9]{{1,3}}\.? ?(?:(?:{HONORIFIC}|The) [^:]*? said|{HONORIFIC} [^:.()]+ \([^()]+\),? \p{{Ll}})"
)
# the same in records that do not number their paragraphs; elsewhere it is no turn
UNNUMBERED_TURN = (
    rf"^(?:{HONORIFIC} [^:.()]+ \([^()]+\)(?:,[^.:]*,)? (?:said|\p{{Ll}}+ed)|The Chair[a-z]* said)(?-u:\b)"
)
# `Summary record of the 12th meeting`, `VERBATIM RECORD OF THE TWO HUNDRED AND SECOND MEETING`
RECORD_TITLE = r"(?i)^(?:provisional )?(?:summary|verbatim) record(?-u:\b)"
# acts by which a record without its cover is known
RECORD_ACT = rf"{CALLED_TO_ORDER}|^The meeting rose at |^(?:[0-9]{{1,3}}\. )?It was so (?:decided|agreed)\.$"
# what a meeting's coverage tells though it prints no speaker's block: a speaker without a name
DELEGATE_TOLD = r"^The (?:representative|delegate|observer) (?:of|for) .{3,80}(?: said|, said)"
MET = (
    r"(?:met|began|closed|completed|concluded|considered|continued|discussed|examined|heard|held|opened|resumed"
    r"|reviewed|started|took up)"
)
WHEN_MET = (
    rf"(?:{MET} (?:this|today)|this (?:morning|afternoon|evening)"
    r"|(?:today|(?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    rf"|in (?:its|a) (?:morning|midday|afternoon) meeting),? (?:{MET}|adopted|approved|elected|decided"
    r"|demanded|extended|called)"
    rf"|{MET} [^.,;:–—“]{{0,60}}? (?:this (?:morning|afternoon|evening)|today))"
)
DASH = r"(?:–|—|--?|―)"
IN_DATELINE = rf"(?:[A-Z][^.:;–—]*? {DASH} )?"  # `NEW YORK, 5 May (UN Headquarters) -- `
OFFICE_FORM = (
    "text|message|remarks|statement|address|speech|lecture|letter|transcript|briefing|keynote|excerpts|video"
    "|encounter|stakeout|press conference|toast"
)
OFFICE_HOLDER = (
    r"(?:(?:UN|United Nations) )?(?:Secretary-General|Deputy Secretary|Under-Secretary|Assistant Secretary"
    r"|President|High Commissioner|Executive Director|Director-General|Administrator|Special Envoy"
    r"|Special Representative|(?:Resident|Humanitarian) Coordinator|Executive Secretary|Commissioner-General"
    r"|Chairperson)"
)
# `Following is the text of …`, `The following statement was issued …`, `Message by the Secretary-General`
OFFICE_TEXT = (
    rf"(?i)^(?:{IN_DATELINE}(?:the )?following (?:is|are) .*?(?-u:\b)(?:{OFFICE_FORM}|opening|closing)"
    rf"|{IN_DATELINE}(?:the|this) following (?:.*? )?(?:{OFFICE_FORM}|communiqué) .*?"
    r"(?:issued|released|made|received|attributable|transmitted|read)(?-u:\b)"
    r"|(?:press |joint )?statement attributable to"
    rf"|{IN_DATELINE}[^.:;]{{3,200}}? (?:issued|made|released|delivered|gave) the following"
    rf" (?:\p{{L}}+ ){{0,2}}(?:{OFFICE_FORM})(?-u:\b)"
    rf"|(?:[a-z.‑-]+ ){{0,2}}{OFFICE_HOLDER}[^.:;]{{0,60}}?[’']s? (?:[a-z]+ )?(?:{OFFICE_FORM})"
    r" (?:to|at|on|for|in|before|during|upon|with|following|outside|after)(?-u:\b)[^.]*$"
    rf"|{OFFICE_HOLDER}[’']s (?:[a-z]+ )?(?:{OFFICE_FORM})(?: in [^.:;(]*)?(?: [–-] | \(|$)"
    rf"|(?:{OFFICE_FORM}) (?:by|of|from) (?:the )?{OFFICE_HOLDER}"
    rf"|(?:[a-z]+ )?(?:{OFFICE_FORM})(?: (?:made|delivered|on behalf of|to|at|on|and)(?-u:\b)[^.:]*?)? by"
    rf" (?:(?:[^ .:]+ |[A-Z]\. ){{0,5}}?{OFFICE_HOLDER}|(?:H\.? ?E\.?|Mr\.?|Mrs\.?|Ms\.?|Dr\.?"
    r"|(?:His|Her) Excellency|Ambassador|Minister|Prime Minister) ).*[^.]$)"
)
MIN_ACRONYM_CHARS = 4  # shorter ones are words in a line of capitals: `WHO`


@once_per_reference
def united_nations_pattern(reference: Reference) -> str:
    """What shows that a text is about the United Nations: its name, its organs, `UNICEF`, `World Bank`."""
    bodies = reference["organizations"].filter(kind="un_system").drop_nulls("acronym")
    acronyms, names = bodies["acronym"], bodies["name"]
    acronyms = acronyms.filter(acronyms.str.contains(rf"^[A-Z]{{{MIN_ACRONYM_CHARS},}}$")).unique().sort()
    names = names.filter(names.str.contains(r"^(?:World|International) "))
    return rf"{UNITED_NATIONS}|(?-u:\b)(?:{'|'.join([*acronyms, *names])})(?-u:\b)"


@once_per_reference
def meeting_told_pattern(reference: Reference) -> str:
    """What tells of a meeting: `The representative of Chad said`, `The Council this morning adopted`."""
    return f"{DELEGATE_TOLD}|{_meeting_opening(reference['meeting_organs']['pattern'].to_list())}"


@once_per_reference
def meeting_summary_pattern(reference: Reference) -> str:
    """How summaries that Geneva writes open: `The Human Rights Council this morning held a dialogue …`."""
    at_length = reference["meeting_organs"].filter("is_told_at_length")
    return _meeting_opening(at_length["pattern"].to_list())


def _meeting_opening(organs: list[str]) -> str:
    stamp = r"(?:(?:19|20)[0-9]{6} ?)?"  # of an old release, glued to its first sentence
    dateline = rf"(?:(?:GENEVA|NEW YORK|VIENNA|NAIROBI)[^–—.;]*? {DASH} )?"  # `GENEVA (5 May 2003) - `
    return rf"^{stamp}{dateline}(?:As t|When t|T)he (?:{'|'.join(organs)})(?: \([^()]*\))? {WHEN_MET}(?-u:\b)"


@once_per_reference
def dateline_pattern(reference: Reference) -> str:
    """`15 March 2017 –`, `GENEVA, 3 May 2001 (OCHA) —`, `2 February - ` at a paragraph's start."""
    date, month = date_pattern(reference), month_pattern(reference)
    place = r"(?:\p{Lu}[^,;:0-9(–—]*(?:[,;:] ?| \()){0,2}"
    return rf"^{place}({date}|[0-9]{{1,2}} {month})\)? ?(?:\([^()]*\) ?)?{DASH} "


@once_per_reference
def held_pattern(reference: Reference) -> str:
    """`Held at Headquarters, New York, on Wednesday, 14 October 2015, at 3 p.m.` on a summary record."""
    return rf"^Held (?:at|in|on) .*?({date_pattern(reference)})"


@once_per_reference
def date_line_pattern(reference: Reference) -> str:
    """`27 October 2016`, `Monday, 20 May 2019, 3 p.m.`, `New York, 5 October 2022` alone on a line; also
    `AFTERNOON 6 March 2013` of a meeting and `12 July 2023 Humanitarian Aid` of a story with its topic."""
    hour = r",? (?:at )?[0-9]{1,2}[.:]?[0-9]{0,2} ?[apAP]\.?[mM]\.?"
    place = r"(?:\p{Lu}[^,0-9]*, ?(?:[^,0-9]*, ?)*)?"
    part = r"(?:(?:MORNING|MIDDAY|AFTERNOON|EVENING) )?"
    dash = rf" ?{DASH}"  # a dateline that stands alone: `GENEVA, 3 May 2017 –`, `DAKAR (3 May 2017)`
    bracketed = r"\p{Lu}[^,0-9()]* \("
    topic = r" (?:\p{Lu}[\p{L}’'-]+|and|of|the|for|in)(?: (?:\p{Lu}[\p{L}’'-]+|and|of|the|for|in)){0,4}"
    date = date_pattern(reference)
    # `UNOG bi-weekly press briefing: 19 November 2019`
    briefed = rf"\p{{Lu}}[^.:]{{3,60}}[Bb]riefings?(?: notes)?(?::| {DASH})? "
    behind = rf"(?:{hour}| ?\|.*|, New York|{topic}|\)?(?:{dash})?)?"
    return rf"^(?:{bracketed}|{place}{part}|{briefed})({date}){behind}$"
