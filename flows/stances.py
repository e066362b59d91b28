"""The codebook's stances as commands, pages and measures name them, in the order in which they are shown.

`seeds/reference/stances.csv` ranks them for the extraction; a test compares the two, and dbt's list.
"""

from __future__ import annotations

from enum import StrEnum


class Stance(StrEnum):
    """What a claim does; a sentence that holds none has stance `none`."""

    ADVOCATES = "advocates"
    SUPPORTS = "supports"
    OPPOSES = "opposes"
    CONDEMNS = "condemns"
    WARNS = "warns"
    COMMITS = "commits"
    REPORTS = "reports"


STANCES = tuple(stance.value for stance in Stance)
STANCE_WORDS = {
    Stance.ADVOCATES: "something should or must be done",
    Stance.SUPPORTS: "something that exists is good",
    Stance.OPPOSES: "something is wrong in place, or to be rejected",
    Stance.CONDEMNS: "conduct is wrong",
    Stance.WARNS: "something is a risk or of concern",
    Stance.COMMITS: "the speaker's own side will do something",
    Stance.REPORTS: "the speaker's own side has done or is doing something",
}
