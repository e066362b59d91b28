"""Claims of sentences: stance, main claim, own side, target; and the shape of the frame."""

import csv
from pathlib import Path

import polars as pl
import pytest

from flows.extract.positions import OWN_COLUMNS, extract_positions
from flows.reference import Reference
from flows.schemas import POSITIONS, SENTENCES

SNIPPETS = Path(__file__).parent / "stance_snippets.tsv"
TAKES_STANCE = pl.col("stance") != "none"
NO_SPANS = pl.DataFrame(schema={"document_key": pl.String, "paragraph_ordinal": pl.Int64})


def sentence_frame(*told: tuple[str | None, str]) -> pl.DataFrame:
    """Attributed sentences of (affiliation, text), one paragraph each."""
    rows = [
        {"document_key": "d", "sentence_ordinal": n, "role": "text", "statement_ordinal": 1, "text": text}
        | {"start_offset": 100 * n, "end_offset": 100 * n + len(text), "affiliation_name": side}
        for n, (side, text) in enumerate(told, 1)
    ]
    schema = {**SENTENCES.columns, "affiliation_name": pl.String}
    return pl.DataFrame(rows, schema_overrides={"affiliation_name": pl.String}).select(
        pl.col(c).cast(t) if c in rows[0] else pl.lit(None, t).alias(c) for c, t in schema.items()
    )


def claims_of(reference: Reference, text: str, side: str | None = "Fiji") -> list[tuple[str, bool]]:
    """The stances that a sentence takes in order of their clauses, and which is the main one."""
    found = extract_positions(sentence_frame((side, text)), NO_SPANS, reference).filter(TAKES_STANCE)
    claims = found.unique("claim_ordinal", keep="first").sort("claim_ordinal")
    return list(claims.select("stance", "is_main_claim").iter_rows())


def target_of(reference: Reference, text: str, side: str = "Palau") -> str | None:
    found = extract_positions(sentence_frame((side, text)), NO_SPANS, reference)
    return found.filter("is_main_claim")["target_affiliation"][0]


def read_snippets() -> list[tuple[str, str, str]]:
    with SNIPPETS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(r["stance"], r["affiliation"], r["text"]) for r in rows]


@pytest.fixture(scope="module")
def main_stances(reference: Reference) -> dict[str, str]:
    """Main stance by text of all snippets, taken in one batch."""
    snippets = read_snippets()
    sentences = sentence_frame(*((side, text) for _, side, text in snippets))
    main = extract_positions(sentences, NO_SPANS, reference).filter("is_main_claim")
    return dict(main.select("text", "stance").iter_rows())


@pytest.mark.parametrize(("stance", "text"), [(s, t) for s, _, t in read_snippets()])
def test_stance_of_snippet(stance: str, text: str, main_stances: dict[str, str]) -> None:
    assert main_stances.get(text, "none") == stance


def test_every_claim_is_the_sentence_at_its_offsets(reference: Reference) -> None:
    told = sentence_frame(("Fiji", "He urged restraint, warning that the reef was dying."))
    found = extract_positions(told, NO_SPANS, reference)
    assert found.columns == OWN_COLUMNS
    assert {c: t for c, t in found.schema.items() if t != POSITIONS.columns[c]} == {}
    assert set(found["text"]) == set(told["text"])
    assert found.select("start_offset", "end_offset").unique().rows() == [(100, 152)]


def test_two_claims_in_one_sentence(reference: Reference) -> None:
    text = "He urged restraint, warning that the reef was dying."
    assert claims_of(reference, text) == [("advocates", True), ("warns", False)]


def test_order_of_the_codebook_decides_between_equal_clauses(reference: Reference) -> None:
    text = "She welcomed the draft, adding that donors must pay and rejecting paragraph 4."
    assert claims_of(reference, text) == [("supports", False), ("advocates", False), ("opposes", True)]


def test_two_clauses_of_one_stance_are_one_claim(reference: Reference) -> None:
    assert claims_of(reference, "Donors must pay, he said, calling for more aid.") == [("advocates", True)]


def test_opening_participle_gives_way_to_a_stance_verb(reference: Reference) -> None:
    text = "Condemning the coup, she called for elections."
    assert claims_of(reference, text) == [("condemns", False), ("advocates", True)]


def test_opening_participle_holds_against_a_neutral_verb(reference: Reference) -> None:
    text = "Condemning the coup, she said elections were needed."
    assert claims_of(reference, text)[0] == ("condemns", True)


def test_background_decides_only_where_nothing_else_does(reference: Reference) -> None:
    aside = "noting that donors must pay"
    text = f"Her Government had planted trees, she said, {aside}."
    assert claims_of(reference, text) == [("reports", True), ("advocates", False)]
    assert claims_of(reference, f"The trees stood in two rows, she said, {aside}.") == [("advocates", True)]


def test_heading_and_alignment_are_no_claim(reference: Reference) -> None:
    text = (
        "JANE DOE, Minister for Ending Violence of Fiji, endorsing the statement by the Group, "
        "said that donors should pay."
    )
    assert claims_of(reference, text) == [("advocates", True)]
    assert (
        claims_of(reference, "JANE DOE (Fiji), associating herself with the Group, said it was late.") == []
    )


def test_incidental_clause_does_not_decide(reference: Reference) -> None:
    assert claims_of(reference, "The lake, which must never be drained, lay in two provinces.") == []
    assert claims_of(reference, "Although floods threatened the coast, the harbour was open.") == []


def test_epithet_does_not_condemn(reference: Reference) -> None:
    assert claims_of(reference, "The abominable trade took place at night.") == []


def test_what_others_did_is_not_the_speakers_stance(reference: Reference) -> None:
    assert claims_of(reference, "The Assembly had condemned the test in 1996, he recalled.") == []
    assert claims_of(reference, "The road, supported by two banks, was 40 kilometres long.") == []


@pytest.mark.parametrize("side", ["Fiji", "UNESCO", "Russian Federation"])
def test_own_side_is_known_by_its_name(reference: Reference, side: str) -> None:
    text = f"{side} had trained 300 teachers, he said."
    assert claims_of(reference, text, side) == [("reports", True)]
    assert claims_of(reference, text, "Tonga") == []


def test_own_side_is_known_by_its_acronym(reference: Reference) -> None:
    side = "United Nations Office on Drugs and Crime"
    assert claims_of(reference, "UNODC had opened six field offices.", side) == [("reports", True)]


def test_cue_names_the_own_side(reference: Reference) -> None:
    found = extract_positions(sentence_frame(("Fiji", "Fiji had trained divers.")), NO_SPANS, reference)
    assert found["cue"].unique().to_list() == ["Fiji had trained"]


@pytest.mark.parametrize(
    ("side", "text", "cue"),
    [
        ("Fiji", "“It Is High Time that donors paid,” he said.", "It Is High Time that"),
        ("Fiji", "Donors, he said, were “fully prepared” to help.", "prepared” to help"),
        ("Mali", "Mali, for its part, will burn a pile of rifles.", "Mali, for its part, will burn"),
        ("Türkiye", "Turkey had introduced a law on bees.", "Turkey had introduced"),
        ("Chad", "It was, therefore, critical to act, he said.", "It was, therefore, critical to"),
    ],
)
def test_cue_is_printed_as_in_the_sentence(reference: Reference, side: str, text: str, cue: str) -> None:
    found = extract_positions(sentence_frame((side, text)), NO_SPANS, reference)
    assert found.filter("is_main_claim")["cue"].unique().to_list() == [cue]


def test_every_cue_stands_in_its_sentence(reference: Reference) -> None:
    told = sentence_frame(*((side, text) for _, side, text in read_snippets()))
    found = extract_positions(told, NO_SPANS, reference)
    assert found.filter(~pl.col("text").str.contains(pl.col("cue"), literal=True))["cue"].to_list() == []


def test_own_future_commits_and_anothers_does_not(reference: Reference) -> None:
    assert claims_of(reference, "His Government would host the conference.") == [("commits", True)]
    assert claims_of(reference, "The conference would open in May, he said.") == []


def test_speaker_without_affiliation(reference: Reference) -> None:
    assert claims_of(reference, "“We must act,” she said.", None) == [("advocates", True)]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("He urged the Russian Federation to withdraw its troops.", "Russian Federation"),
        ("She called on the Security Council to renew the mandate.", "Security Council"),
        ("He accused Azerbaijan of blocking the road.", "Azerbaijan"),
        ("Israeli settlements were a flagrant violation of international law.", "Israel"),
        ("Türkiye’s incursions were unacceptable, he said.", "Türkiye"),
        ("Syria must let the convoys pass, she said.", "Syria"),
        ("She urged Chad, Mali and Niger to reopen the road.", "Chad"),
        ("He called on Eritrea, for the third time, to free the crew.", "Eritrea"),
        ("By the account of Chad, Mali had attacked it, an unacceptable act.", "Mali"),
        ("In a letter signed by Chad, he accused Mali of piracy.", "Mali"),
        ("He condemned aggression against Ukraine.", None),
        ("He condemned the attack on the market.", None),
        ("He called for United Nations support.", None),
        ("States must ratify the treaty, said Palau’s delegate.", None),
    ],
)
def test_whom_a_claim_names(reference: Reference, text: str, target: str | None) -> None:
    assert target_of(reference, text) == target


def test_own_side_is_never_the_target(reference: Reference) -> None:
    text = "Armenia had committed aggression, he said."
    assert target_of(reference, text, "Azerbaijan") == "Armenia"
    text = "Azerbaijan was under fire, and such attacks were unacceptable."
    assert target_of(reference, text, "Azerbaijan") is None


def test_narration_holds_no_position(reference: Reference) -> None:
    told = sentence_frame(("Fiji", "States must act.")).with_columns(statement_ordinal=pl.lit(None, pl.Int64))
    found = extract_positions(told, NO_SPANS, reference)
    assert found.height == 0
    assert found.columns == OWN_COLUMNS


def test_key_is_unique_and_order_of_sentences_does_not_matter(reference: Reference) -> None:
    told = sentence_frame(*((side, text) for _, side, text in read_snippets()))
    found = extract_positions(told, NO_SPANS, reference)
    POSITIONS.check_key(found)
    shuffled = extract_positions(told.sample(fraction=1, shuffle=True, seed=7), NO_SPANS, reference)
    assert shuffled.sort(POSITIONS.key).equals(found.sort(POSITIONS.key))


def test_one_main_claim_a_sentence(reference: Reference) -> None:
    told = sentence_frame(*((side, text) for _, side, text in read_snippets()))
    main = extract_positions(told, NO_SPANS, reference).filter("is_main_claim")
    assert main.group_by("sentence_ordinal").agg(pl.col("stance").n_unique())["stance"].max() == 1
    assert main.filter(TAKES_STANCE, pl.col("cue").is_null() | (pl.col("cue") == "")).height == 0


def test_what_takes_no_stance_has_the_issues_that_it_names(reference: Reference) -> None:
    about, of_nothing = "The refugees had come by boat, with 40 children.", "The lamps were lit at seven."
    told = sentence_frame(("Fiji", about), ("Fiji", of_nothing), ("Fiji", f"Hunger threatens. {about}"))
    found = extract_positions(told, NO_SPANS, reference).filter(~TAKES_STANCE)
    assert found.select("sentence_ordinal", "issue").rows() == [(1, "migration"), (1, "women_children")]
    alike = found.select("claim_ordinal", "is_main_claim", "rule", "cue", "target_affiliation")
    assert alike.unique().rows() == [(1, True, "no_cue", None, None)]


def test_another_speaker_of_the_sentence_does_not_decide(reference: Reference) -> None:
    text = "Fiji’s delegate warned of drought, and the representative of Peru asked for tents."
    assert claims_of(reference, text) == [("warns", True), ("advocates", False)]


def test_own_cues_open_with_the_own_side(reference: Reference) -> None:
    """Patterns of these layers are looked for only where that side is named."""
    cues = reference["stance_cues"].filter(pl.col("layer").is_in(["own", "deed"]))
    opens = pl.col("pattern").str.contains(r"<(?:own|side|doer|voice)> |\(\?:he\|she\|i\)|^i ")
    assert cues.filter(~opens)["pattern"].to_list() == []


def test_a_text_said_twice_has_its_claims_at_both_places(reference: Reference) -> None:
    told = sentence_frame(
        ("Fiji", "States must act."), ("Peru", "States must act."), ("Fiji", "States must act.")
    )
    found = extract_positions(told, NO_SPANS, reference)
    assert found["sentence_ordinal"].to_list() == told["sentence_ordinal"].to_list()
    assert found["start_offset"].n_unique() == told["start_offset"].n_unique()
