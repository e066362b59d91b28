"""A debate, a story, a release and a record on rivers, on which the marts are tested."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from papers import Paper

Build = Callable[..., Path]  # what builds marts from papers: the fixture `build`
UNEP = {"affiliation_kind": "un_system", "role": "Executive Director"}


def write_papers() -> list[Paper]:
    """Return a debate, a story, a release and a record on rivers; people and words are made up."""
    debate = Paper("SC/90001", date(2015, 6, 1), meeting_number=9001)
    holm = debate.speaker("Ingrid Holm", "United Nations Environment Programme", **UNEP)
    lead = debate.say(
        "The head of the Programme said 40 million people lacked safe water.", holm, section="lead"
    )
    debate.rows["sentences"][lead]["is_counted"] = False
    debate.figure(lead, "40 million people", 40e6, "people", "people lacked safe water")
    said = debate.say("INGRID HOLM said 40 million people lacked safe water, “a scandal for all”.", holm)
    debate.figure(
        said,
        "40 million people",
        40e6,
        "people",
        "people lacked safe water",
        source="Water Atlas",
        source_publisher="World Health Organization",
        source_report="Water Atlas",
    )
    debate.fact("quotations", said, "a scandal for all")
    debate.position(said, "condemns", "root_causes")
    moreau = debate.speaker("Alice Moreau", "France", iso3="FRA", printed_gender="female")
    debate.say("ALICE MOREAU (France), speaking for the European Union, called for joint basins.", moreau)
    debate.fact("alignments", 2, "the European Union", relation="on_behalf_of", with_name="European Union")
    debate.position(2, "advocates", "cooperation")
    debate.position(2, "advocates", "funding")
    lopez = debate.speaker("María López", "Spain", iso3="ESP")
    debate.say("MARÍA LÓPEZ (Spain) aligned herself with the European Union.", lopez)
    debate.fact("alignments", 3, "the European Union", relation="aligned_with", with_name="European Union")
    debate.say("In favour: France.")
    debate.fact("votes", 4, "France", draft="S/2015/1", vote="favour", affiliation_name="France", iso3="FRA")

    story = Paper("NEWS/1", date(2016, 1, 5), kind="news_story")
    holm = story.speaker("Ingrid Hölm", "United Nations Environment Programme", **UNEP)
    story.say("Ingrid Hölm said millions of people lacked safe water.", holm)
    story.figure(
        0,
        "millions of people",
        1e6,
        "people",
        "people lacked safe water",
        value_high=999999999.0,
        qualifier="magnitude",
    )
    story.say("Some 50 million people lacked safe water, a study found.")
    story.figure(1, "50 million people", 50e6, "people", "people lacked safe water", is_narrated=True)

    release = Paper("ENV/7", date(2016, 3, 9), kind="press_release")
    release.say(
        "Ingrid Holm, Executive Director, spoke.",
        release.speaker("Ingrid Holn", "United Nations Environment Programme", **UNEP),
    )

    record = Paper("S/PV.9002", date(2017, 2, 2), kind="verbatim_record", meeting_number=9002)
    record.say(
        "Ms. López (Mexico): Rivers know no borders.", record.speaker("María López", "Mexico", iso3="MEX")
    )
    record.say(
        "Mr. Moreau (France): We agree.",
        record.speaker("Moreau", "France", iso3="FRA", printed_gender="male"),
    )
    return [debate, story, release, record]
