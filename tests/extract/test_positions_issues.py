"""What a claim is about: the codebook's issues in debates of any topic."""

import polars as pl
import pytest

from flows.extract.positions import extract_positions
from flows.extract.positions.issues import THEME_CLAIMS
from flows.reference import Reference
from tests.extract.test_positions import NO_SPANS, sentence_frame

CASES = [
    ("council_purview", "The Council was not the right forum for a debate on sea-level rise."),
    ("council_purview", "Debt fell outside the Security Council’s purview, he said."),
    ("prosecution", "Those who killed journalists must be brought to justice."),
    ("prosecution", "Impunity for attacks on schools was growing."),
    ("prosecution", "He urged States to criminalize the illegal trade in ivory."),
    ("victim_protection", "Survivors of landmines needed rehabilitation and psychosocial support."),
    ("victim_protection", "She called for shelters for victims of domestic violence."),
    ("root_causes", "The root causes of piracy must be tackled on land."),
    ("root_causes", "Poverty and unemployment had to be addressed, he said."),
    ("cooperation", "Neighbouring States should share information on cattle raids."),
    ("cooperation", "Stronger regional cooperation was needed to fight forest fires."),
    ("legal_instruments", "All States should ratify the Comprehensive Nuclear-Test-Ban Treaty."),
    ("legal_instruments", "She called for full implementation of resolution 1325 (2000)."),
    ("terrorist_financing", "The financing of terrorism through antiquities must be stopped."),
    ("terrorist_financing", "Banks should freeze the assets of Al-Shabaab."),
    ("migration", "Refugees must be able to return in safety."),
    ("migration", "He warned that asylum systems were threatened with collapse."),
    ("training", "Police officers needed training in handling digital evidence."),
    ("women_children", "Girls must be able to go to school."),
    ("women_children", "Gender-based violence was on the rise."),
    ("private_sector", "The private sector should invest in clean energy."),
    ("private_sector", "Supply chains must be free of conflict minerals."),
    ("data_evidence", "Better data were needed on fish stocks."),
    ("funding", "Donors should contribute to the trust fund for least developed countries."),
    ("un_coordination", "The United Nations system must deliver as one, she said."),
    ("interstate_accusations", "He condemned the blockade of his country’s ports."),
    ("interstate_accusations", "The Russian Federation had committed aggression, she said."),
    ("awareness", "Civil society and the media should speak out against hate speech."),
    ("national_measures", "Her Government had adopted a law on plastics."),
    ("national_measures", "His country was implementing a national action plan on youth."),
    ("prevention", "Prevention must come first, she said."),
    ("other", "The chair should be comfortable, he said."),
    ("victim_protection", "Witnesses must be protected, he said."),
    ("funding", "Peacekeeping had to be adequately financed."),
    ("funding", "ODA must be raised to 0.7 per cent, she said."),
    ("un_coordination", "She welcomed the universal periodic review."),
    ("un_coordination", "Africa must have two permanent seats, he said."),
    ("legal_instruments", "Amendments that weakened the draft could not be accepted."),
    ("interstate_accusations", "The occupiers had to go home, he said."),
    ("terrorist_financing", "She warned that armed groups exploited the forests."),
    ("root_causes", "He warned that conflict drove hunger."),
    ("un_coordination", "Two non-permanent seats must go to the islands, he said."),
    ("un_coordination", "She regretted the late issuance of the report on whales."),
    ("un_coordination", "Council reform must come first, he said."),
    ("funding", "The financial difficulties of the seed bank must be solved."),
    ("funding", "Reimbursement had to come faster, she said."),
    ("legal_instruments", "Clear definitions were needed in the chapter on lagoons."),
    ("legal_instruments", "The draft guideline on reefs should be deleted."),
    ("cooperation", "International support was needed to clear the channel, she said."),
    ("cooperation", "He urged the two ports to open a dialogue with the ferrymen."),
    ("un_coordination", "She welcomed the report of the Panel on Peace Operations."),
    ("funding", "The low assessment rates must end, she said."),
    ("legal_instruments", "She welcomed the Global Counter-Terrorism Strategy."),
    # singulars of what the tables knew in the plural, and ways of speaking that name an issue by an image
    ("funding", "A loan on such terms had to be refused, she said."),
    ("funding", "He warned that the lighthouse keepers lived on a shoestring."),
    ("funding", "The big ports must dig deeper, he said."),
    ("un_coordination", "Not one peacekeeper must be left without boots, he said."),
    ("un_coordination", "This Committee must set an example, she said."),
    ("un_coordination", "The counter-terrorism bodies had to adapt, he said."),
    ("root_causes", "Digital divides between atolls must be closed, she said."),
    ("root_causes", "The AI gap must be closed, he said."),
    ("cooperation", "She urged the two harbours to build bridges."),
    ("cooperation", "He urged both crews to come back to the table."),
    ("prosecution", "Those who poisoned the lagoon must not walk free, he said."),
    ("legal_instruments", "He warned that the pledge on reefs was becoming a dead letter."),
    ("data_evidence", "He warned that the count of eels had become guesswork."),
    ("awareness", "Every bishop should speak of the whales, he said."),
    ("interstate_accusations", "He rejected the moral lessons of the big fleets."),
    ("private_sector", "The supplier of the ropes must be named, she said."),
    # one word in another sense: the whole is about nothing that has a name
    ("other", "All nuclear warheads must be dismantled, she said."),
    ("other", "He warned against nuclear deterrence."),
    ("other", "Stronger action was warranted, she said."),
    ("other", "The annex to the paper should be shorter."),
    ("other", "She called for the early resolution of the crisis."),
    ("other", "She deplored the collective punishment of the herders."),
    ("other", "Mother Earth must be respected, he said."),
    ("other", "Fog has prevented the boats from landing, she warned."),
    ("other", "The habitat of the eels must be saved."),
    ("cooperation", "Diplomacy should be given a chance, he said."),
    ("data_evidence", "Keeping track of the herds was essential, he said."),
    ("interstate_accusations", "Unilateral measures must end, she said."),
    ("women_children", "Cyberbullying must stop, she said."),
    (
        "interstate_accusations",
        "He rejected the United Kingdom’s policy on eels.",
    ),
    ("prosecution", "Offenders should face harsher penalties, she said."),
    ("training", "Regular training was needed in the lighthouses."),
    # phrases that cross a comma or the apostrophe of a plural
    ("victim_protection", "He welcomed the draft on prevention, protection and shelter of the herders."),
    ("awareness", "The survivors’ voices must carry weight, she said."),
    ("legal_instruments", "States must incorporate the Convention into their codes."),
    ("council_purview", "The Council’s silence had become deafening, he warned."),
    ("un_coordination", "The Council must become more representative, she said."),
    ("un_coordination", "He thanked the Special Representative for her tireless work."),
    ("un_coordination", "The Organization must be made fit for purpose."),
    ("prosecution", "He called for a thorough probe into the sinking."),
    ("prosecution", "There could be no peace without justice, he said."),
    ("victim_protection", "The parties must spare hospitals and ambulances."),
    ("victim_protection", "She called for reparations for the widows of the mine."),
    ("root_causes", "Illiteracy must be overcome, he said."),
    ("root_causes", "Decent work had to be created in the ports."),
    ("cooperation", "Multilateralism must be defended, she said."),
    ("cooperation", "The region should speak with a single voice."),
    ("terrorist_financing", "Banks should report suspicious transfers."),
    ("terrorist_financing", "Terrorists earned millions from kidnapping, she warned."),
    ("migration", "Nobody should be sent back to persecution."),
    ("migration", "The principle of non-refoulement must hold at sea."),
    ("training", "Harbour pilots should learn how to read the new charts."),
    ("women_children", "An end to female genital mutilation was needed."),
    ("private_sector", "The tech giants must answer for what they spread."),
    ("private_sector", "Buyers should exercise due diligence, he said."),
    ("data_evidence", "Progress on the reef must be measured, he said."),
    ("funding", "Adaptation finance should be doubled, she said."),
    ("funding", "He warned that the Agency lacked a sound financial footing."),
    ("interstate_accusations", "He rejected the baseless charges of the previous speaker."),
    ("awareness", "Interfaith meetings should be held in every port."),
    ("awareness", "Civic space was shrinking in the atolls, she warned."),
    ("funding", "A global investment push was needed for lighthouses."),
    ("legal_instruments", "A definition of piracy should be agreed upon."),
    ("victim_protection", "She was concerned about the fate of civilians in the port."),
    ("cooperation", "The storms were too big for any one country, he warned."),
    ("un_coordination", "He welcomed the work of the Committee."),
    ("migration", "Family reunification should be made easier."),
    ("root_causes", "Economic diversification was needed in the atolls."),
    ("private_sector", "Investors must leave the reef alone, she said."),
]
ANOTHER_SENSE = [
    ("funding", "Evidence-based assessments of every dam should be made, she said."),
    ("legal_instruments", "New debt instruments were needed for the ports, he said."),
    ("terrorist_financing", "Terrorism in all its forms must be fought, he said."),
    ("funding", "Attention must be paid to the nesting sites of turtles."),
    ("funding", "The subsidiary bodies should meet in spring."),
    ("funding", "The United Nations Children’s Fund called for calm in the ports."),
    ("council_purview", "The Council must have more elected members, he said."),
    ("cooperation", "Everyone should plant a tree, she said."),
    ("national_measures", "Every State should draw up a national plan on moths."),
    ("interstate_accusations", "The arms embargo on the militia should be renewed."),
    ("prosecution", "The last sentence of the note should be struck out."),
    ("prosecution", "He expressed the firm conviction that the dam must be built."),
    ("prosecution", "The plant must be dismantled, she said."),
    ("awareness", "He told reporters in Geneva that donors should repair the dam."),
    ("private_sector", "The multinational force should leave the island."),
    ("root_causes", "The industrialized world should plant mangroves."),
    ("root_causes", "The research and development of masts should be sped up."),
    ("un_coordination", "This was yet another storm that threatened the coast."),
    ("council_purview", "The sea must not encroach on the rice fields, she said."),
    ("awareness", "Candidates should hold a peaceful campaign, he said."),
    ("cooperation", "The two herds must stop fighting each other, he said."),
    ("women_children", "He paid tribute to the men and women who serve in the lighthouses."),
    ("un_coordination", "Translators of poems should be heard, she said."),
    ("migration", "Speaking on behalf of the Refugee Friends Group, he urged a ban on drift nets."),
    ("women_children", "Ana Ruiz, Minister for Women of Peru, said that ports had to be dredged."),
    ("cooperation", "The Committee for Programme and Coordination must meet in June."),
    ("private_sector", "International financial institutions must forgive what the atolls owe."),
    ("root_causes", "The 77 developing countries must be heard on whales, he said."),
    (
        "legal_instruments",
        "The panel established pursuant to resolution 9999 (2019) must travel.",
    ),
    ("council_purview", "The Human Rights Council must hear the herders, she said."),
    ("data_evidence", "He cited ample evidence that the reef was threatened."),
    ("victim_protection", "Mountain forests must be protected, she said."),
    ("funding", "The natural resources of the Arctic must be shared."),
    ("funding", "The State must settle its historic debt to the islanders."),
    ("legal_instruments", "The parties must be brought to a broad agreement."),
    ("root_causes", "She called for the development of vaccines."),
    ("terrorist_financing", "The mission must keep armed groups out of the town."),
    ("cooperation", "The multilateral system must be defended."),
]


def issues_of(reference: Reference, text: str, side: str = "Fiji") -> dict[str, set[str]]:
    """Issues by stance of the sentence's claims."""
    found = extract_positions(sentence_frame((side, text)), NO_SPANS, reference)
    grouped = found.group_by("stance").agg(pl.col("issue"))
    return {stance: set(issues) for stance, issues in grouped.iter_rows()}


@pytest.mark.parametrize(("issue", "text"), CASES)
def test_issue_is_found(reference: Reference, issue: str, text: str) -> None:
    (issues,) = issues_of(reference, text).values()
    assert issue in issues


@pytest.mark.parametrize(("issue", "text"), ANOTHER_SENSE)
def test_word_in_another_sense_names_no_issue(reference: Reference, issue: str, text: str) -> None:
    (issues,) = issues_of(reference, text).values()
    assert issue not in issues


def test_speaker_of_the_own_body_is_not_what_the_claim_is_about(reference: Reference) -> None:
    for title in ("the UN envoy for lakes", "head of the UN agency for refugees"):
        text = f"“The herons must be saved,” said Ana Ruiz, {title}."
        assert issues_of(reference, text, "United Nations") == {"advocates": {"other"}}


def test_office_that_speaks_is_not_what_the_claim_is_about(reference: Reference) -> None:
    text = "The Special Envoy for the Lakes urged a ban on drift nets."
    assert issues_of(reference, text, "United Nations") == {"advocates": {"other"}}
    text = "He urged all sides to help the Special Envoy for the Lakes."
    assert issues_of(reference, text, "United Nations") == {"advocates": {"un_coordination"}}


@pytest.mark.parametrize(
    "text",
    [
        "The Minister for Women of Peru urged States to plant trees.",
        "The Working Group on Lighthouses called on all States to plant trees.",
        "Speakers in the Fifth Committee (Administrative and Budgetary) today urged States to plant trees.",
        "All States should plant trees, the Commission on the Status of Women heard today.",
        "Trees must be planted, she told the Special Committee on Decolonization.",
        "Ana Ruiz, Prosecutor of the Special Court, told the Rights Council that trees must be planted.",
    ],
)
def test_who_speaks_or_listens_is_not_what_the_claim_is_about(reference: Reference, text: str) -> None:
    assert issues_of(reference, text) == {"advocates": {"other"}}


def test_who_is_spoken_of_stays(reference: Reference) -> None:
    text = "She thanked the Working Group on Lighthouses for its report, the delegate of Peru said."
    assert issues_of(reference, text) == {"supports": {"un_coordination"}}
    text = "The refugee agency urged Europe to send ships."
    assert issues_of(reference, text) == {"advocates": {"migration"}}


def test_office_of_somebody_mentioned_is_not_what_the_claim_is_about(reference: Reference) -> None:
    court = "the head of the International Criminal Court"
    text = f"Trees must be planted, he said alongside Ana Ruiz, {court}, by video."
    assert issues_of(reference, text) == {"advocates": {"other"}}


def test_the_organization_is_an_issue_for_its_own_officials_too(reference: Reference) -> None:
    text = "United Nations peacekeeping must be thought anew, she said."
    for side in ("Fiji", "United Nations"):
        assert issues_of(reference, text, side) == {"advocates": {"un_coordination"}}


def test_own_plan_counts_where_it_is_promised(reference: Reference) -> None:
    text = "Fiji would adopt a national plan on moths."
    assert "national_measures" in issues_of(reference, text)["commits"]


def test_another_council_has_no_purview(reference: Reference) -> None:
    asked = "The Council must act, she said."
    for body, issue in (("Human Rights", "un_coordination"), ("Security", "council_purview")):
        told = sentence_frame(("Fiji", asked), ("Fiji", f"The {body} Council met for a debate on herons."))
        found = extract_positions(told, NO_SPANS, reference)
        assert found.filter(pl.col("stance") == "advocates")["issue"].to_list() == [issue]


def test_opposing_the_forum_is_about_nothing_else(reference: Reference) -> None:
    text = "The Council was not the right forum for migration or cooperation between courts, he said."
    assert issues_of(reference, text)["opposes"] == {"council_purview"}


def test_prevention_yields_to_a_narrower_issue(reference: Reference) -> None:
    (issues,) = issues_of(reference, "Prevention must rest on better data, she said.").values()
    assert issues == {"data_evidence"}


def test_title_of_a_treaty_is_not_what_the_claim_is_about(reference: Reference) -> None:
    text = "States must ratify the Convention on the Rights of the Child."
    assert issues_of(reference, text) == {"advocates": {"legal_instruments"}}


def test_office_of_the_speaker_is_not_what_the_claim_is_about(reference: Reference) -> None:
    text = "JANE DOE, Minister for Women and Migration of Fiji, said more data were needed."
    assert issues_of(reference, text) == {"advocates": {"data_evidence"}}
    after = (
        "“More data are needed,” said Jane Doe, the Rapporteur on the rights of migrants, warning of famine."
    )
    assert issues_of(reference, after)["advocates"] == {"data_evidence"}


def test_own_law_counts_only_where_the_claim_reports_it(reference: Reference) -> None:
    assert "national_measures" in issues_of(reference, "Fiji had adopted a bill on reefs.")["reports"]
    assert issues_of(reference, "Every State should adopt a bill on reefs.") == {"advocates": {"other"}}


def test_money_of_terrorists_is_not_funding(reference: Reference) -> None:
    (issues,) = issues_of(reference, "States must stop the funding of terrorism.").values()
    assert issues == {"terrorist_financing"}


def test_secondary_claim_has_the_issues_of_its_clause(reference: Reference) -> None:
    text = "States must ratify the treaty, he said, warning that refugees were in danger."
    assert issues_of(reference, text)["warns"] == {"migration"}


def test_report_that_names_no_issue_is_an_own_measure(reference: Reference) -> None:
    assert issues_of(reference, "Fiji had planted mangroves.") == {"reports": {"national_measures"}}
    assert issues_of(reference, "Fiji had hosted 40 refugees.") == {"reports": {"migration"}}


def test_sum_that_is_asked_or_given_is_funding(reference: Reference) -> None:
    assert "funding" in issues_of(reference, "Fiji would give $4 million for wells.")["commits"]
    (issues,) = issues_of(reference, "He warned that the storm threatened $4 million in boats.").values()
    assert "funding" not in issues


def test_claims_without_an_issue_take_the_theme_of_their_document(reference: Reference) -> None:
    named = [("Fiji", f"Refugees must be heard, said speaker {n}.") for n in range(THEME_CLAIMS)]
    unnamed = ("Fiji", "We must not look away.")
    found = extract_positions(sentence_frame(*named, unnamed), NO_SPANS, reference)
    assert found.filter(pl.col("text") == unnamed[1])["issue"].to_list() == ["migration"]
    fewer = extract_positions(sentence_frame(*named[1:], unnamed), NO_SPANS, reference)
    assert fewer.filter(pl.col("text") == unnamed[1])["issue"].to_list() == ["other"]


def test_what_takes_no_stance_gives_and_takes_no_theme(reference: Reference) -> None:
    named = [("Fiji", f"Refugees must be heard, said speaker {n}.") for n in range(THEME_CLAIMS)]
    told, unnamed = ("Fiji", "The refugees came by boat."), ("Fiji", "We must not look away.")
    lamps = ("Fiji", "The lamps were lit at seven.")
    found = extract_positions(sentence_frame(*named[1:], *[told] * 9, unnamed, lamps), NO_SPANS, reference)
    assert found.filter(pl.col("text") == unnamed[1])["issue"].to_list() == ["other"]
    found = extract_positions(sentence_frame(*named, *[lamps] * 9, unnamed), NO_SPANS, reference)
    assert found.filter(pl.col("text") == unnamed[1])["issue"].to_list() == ["migration"]
    assert lamps[1] not in found["text"].to_list()
