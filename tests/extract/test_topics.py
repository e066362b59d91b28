"""General topics of sentences, attributed or not, on debates of every committee."""

import polars as pl
import pytest

from flows.extract.cues import choose_classes, match_classes
from flows.extract.topics import extract_topics
from flows.reference import Reference
from flows.schemas import SENTENCE_TOPICS

CASES = [
    ("peace_and_security", "The parties agreed to a ceasefire along the river."),
    ("peace_and_security", "Blue helmets patrolled the buffer zone around the clock."),
    ("peace_and_security", "A two-State solution remained the only viable path."),
    ("human_rights", "Enforced disappearances continued under the emergency decree."),
    ("human_rights", "Indigenous peoples asked to be consulted on the dam."),
    ("humanitarian", "Aid convoys could not reach the besieged town."),
    ("humanitarian", "The earthquake left 20,000 families without a roof."),
    ("development_and_finance", "Middle-income countries carried a heavy burden of debt."),
    ("development_and_finance", "Official development assistance fell for a third year."),
    ("climate_and_environment", "Greenhouse gas emissions must peak before 2030."),
    ("climate_and_environment", "Coral reefs were bleaching across the Pacific."),
    ("health", "Measles vaccines spoiled when the power failed."),
    ("health", "The COVID-19 pandemic had closed the clinic."),
    ("food", "Wheat prices doubled and hunger returned to the hills."),
    ("food", "Smallholders lost their harvest to locusts, the farmers said."),
    ("gender", "Women held only four seats in the new parliament."),
    ("gender", "Female genital mutilation was banned in 2015."),
    ("children", "Armed groups had recruited child soldiers from the camp."),
    ("children", "Young people made up two thirds of the population."),
    ("migration", "More than a million refugees crossed the bridge."),
    ("migration", "Remittances from migrants kept many villages alive."),
    ("justice_and_law", "The Tribunal sentenced the former general to 40 years."),
    ("justice_and_law", "Corruption drained the treasury."),
    ("disarmament", "Nuclear-weapon States had yet to cut their arsenals."),
    ("disarmament", "The clearance of anti-personnel mines took a decade."),
    ("disarmament", "Small arms and light weapons flooded the border."),
    ("terrorism", "Boko Haram attacked the market at dawn."),
    ("terrorism", "Foreign terrorist fighters returned home."),
    ("trade", "Tariffs on cotton hurt West African exporters."),
    ("trade", "The Doha Round had stalled."),
    ("technology", "Artificial intelligence should serve humanity."),
    ("technology", "Satellites and space debris crowded low orbits."),
    ("education", "Teachers went unpaid and universities closed."),
    ("education", "Literacy reached 90 per cent."),
    ("culture", "The shrine was inscribed on the World Heritage List."),
    ("culture", "Interfaith dialogue had begun."),
    ("decolonization", "The administering Power had not sent a report on the Territory."),
    ("decolonization", "Petitioners spoke on Western Sahara and New Caledonia."),
    ("united_nations_reform", "Africa sought two permanent seats and the end of the veto."),
    ("united_nations_reform", "The working methods of the Council were opaque."),
    ("budget_and_administration", "The scale of assessments was outdated."),
    ("budget_and_administration", "The Board of Auditors found gaps in procurement."),
]
WITHOUT_TOPIC = [
    "The meeting was called to order at 10.05 a.m.",
    "He then turned to the second question.",
    "The representative thanked the President.",
    "Important progress was reported from the north.",  # `import*` is no cue
    "The staff of the hotel greeted the delegates.",  # one weak cue is not enough
]


def running_text(*texts: str, role: str = "text") -> pl.DataFrame:
    ordinals = list(range(1, len(texts) + 1))
    return pl.DataFrame({"document_key": "d", "sentence_ordinal": ordinals, "text": texts, "role": role})


def topics_of(reference: Reference, text: str) -> set[str]:
    return set(extract_topics(running_text(text), reference)["topic"])


@pytest.mark.parametrize(("topic", "text"), CASES)
def test_topic_is_found(reference: Reference, topic: str, text: str) -> None:
    assert topic in topics_of(reference, text)


@pytest.mark.parametrize("text", WITHOUT_TOPIC)
def test_text_without_topic(reference: Reference, text: str) -> None:
    assert topics_of(reference, text) == set()


def test_every_topic_of_the_table_is_tested(reference: Reference) -> None:
    assert {topic for topic, _ in CASES} == set(reference["topics"]["topic"])


def test_one_sentence_has_several_topics_once_each(reference: Reference) -> None:
    found = extract_topics(running_text("Women refugees, women farmers and girls need vaccines."), reference)
    assert {"gender", "migration", "health"} <= set(found["topic"])
    SENTENCE_TOPICS.check_key(found)
    assert found.columns == list(SENTENCE_TOPICS.columns)


def test_navigation_has_no_topic(reference: Reference) -> None:
    assert extract_topics(running_text("Climate change", role="furniture"), reference).height == 0


def test_no_sentences(reference: Reference) -> None:
    assert extract_topics(running_text("x").clear(), reference).height == 0


def choose(texts: pl.Series, cues: pl.DataFrame, kinds: list[str]) -> list[tuple]:
    matched = match_classes(texts, cues.with_columns(pl.col("kind").cast(pl.Enum(kinds))), "kind")
    return choose_classes(matched, "row", "kind").rows()


def test_cue_ends_at_a_word_unless_it_has_a_star() -> None:
    cues = pl.DataFrame(
        {"cue": ["court", "disarm*"], "kind": ["law", "arms"], "weight": [1.0, 1.0]}
        | {"also": [None, None], "unless": [None, None]},
        schema_overrides={"also": pl.String, "unless": pl.String},
    )
    texts = pl.Series(["A courteous host.", "“Court!” she said.", "Disarmament-first"])
    assert choose(texts, cues, ["law", "arms"]) == [(1, "law"), (2, "arms")]


def test_cue_may_need_or_exclude_another() -> None:
    cues = pl.DataFrame(
        {"cue": ["assist*", "funds"], "kind": ["care", "money"], "weight": [1.0, 1.0]}
        | {"also": ["victim*", None], "unless": [None, "terroris*"]}
    )
    texts = pl.Series(["Assist victims", "Assist banks", "Funds for schools", "Funds of terrorists"])
    assert choose(texts, cues, ["money", "care"]) == [(0, "care"), (2, "money")]
