"""Who speaks in each sentence of news prose: made-up stories, each case named for its form."""

import pytest
from attributing import attribute

from flows.reference import Reference

DOE = "Marta Lindgren"
CASES = {
    "verb_then_name_with_office": (
        "“We are not ready,” said Marta Lindgren, the head of the UN Development Programme (UNDP).",
        [DOE],
    ),
    "name_with_office_before_the_verb": (
        "Marta Lindgren, Executive Secretary of the Harbour Trust, told reporters that ports were closing.",
        [DOE],
    ),
    "who_is_asked_about_is_not_who_answers": (
        "Asked about his talks with Karl Ott, the Secretary-General said that they went well.",
        ["Secretary-General"],
    ),
    "office_before_the_name": (
        "UNDP Administrator Marta Lindgren said that 40 bridges had fallen. They would be rebuilt by May.",
        [DOE, DOE],
    ),
    "told_the_council_name": (
        "“It burns,” told the Council Marta Lindgren, Director of the Forest Fund.",
        [DOE],
    ),
    "relative_clause_verb": (
        "Also present was Marta Lindgren, a teacher, who said that schools were open.",
        [DOE],
    ),
    "office_with_commas": (
        "Chile’s Minister for Health, Labour and Welfare said vaccines had arrived.",
        ["Minister for Health, Labour and Welfare of Chile"],
    ),
    "title_and_country_around_the_name": (
        "“Oceans unite us,” President Marta Lindgren of Chile told delegates. “They feed us.”",
        [DOE, DOE],
    ),
    "office_with_its_state_before_the_name": (
        "Oceans were rising, Permanent Representative of Tuvalu Marta Lindgren told correspondents.",
        [DOE],
    ),
    "office_with_the_state_in_several_words": (
        "Prime Minister of the Russian Federation Marta Lindgren said the talks had begun.",
        [DOE],
    ),
    "representative_of_an_office_is_no_delegation": (
        "The Representative of the Secretary-General said camps were full.",
        ["Representative of the Secretary-General"],
    ),
    "office_then_name": ("The UN food agency's chief, Marta Lindgren, asked for grain.", [DOE]),
    "place_between_comma_and_name": (
        "In Geneva, meanwhile, WHO’s Dr. Marta Lindgren described the response as “a race against time”.",
        [DOE],
    ),
    "speaking_for_an_office": (
        "Marta Lindgren for the World Meteorological Organization (WMO) said the season had begun.",
        [DOE],
    ),
    "inverted_without_quotation": ("On 2 April, said Ms. Lindgren, the report would be out.", ["Lindgren"]),
    "single_name_after_quotation": ("“We had no water,” says Fatuma, a mother of five.", ["Fatuma"]),
    "single_name_introduced_before_the_quotation": (
        "Fatuma, a mother of six, walked for 11 days. “I buried my cow on the way,” she told UN News.",
        [None, "Fatuma"],
    ),
    "single_name_with_an_age": (
        "Ibrahim, 34, is a farmer from the north. “There is no seed left,” he said.",
        [None, "Ibrahim"],
    ),
    "adverb_before_an_apposition_is_no_name": (
        "Yesterday, a mother of six walked to the camp. “I lost a cow,” she said.",
        [None, None],
    ),
    "organization_that_said": (
        "The World Food Programme (WFP) said stocks were low. The agency warned of cuts.",
        ["World Food Programme", "World Food Programme"],
    ),
    "organization_with_commas": (
        "The UN Educational, Scientific and Cultural Organization (UNESCO) called on schools to open.",
        ["United Nations Educational, Scientific and Cultural Organization"],
    ),
    "government_that_said": ("Chad’s Government said the road was open.", ["Chad"]),
    "two_states_first_speaks": (
        "Egypt said it would host the talks, while Jordan offered observers.",
        ["Egypt"],
    ),
    "unnamed_official": (
        "A senior UN relief official, who asked not to be named, said trucks were late. "
        "The official added that fuel was short.",
        ["senior UN relief official", "senior UN relief official"],
    ),
    "quotation_continued_in_next_sentence": (
        "“The rains failed,” Ms. Lindgren said. “Nobody was ready.”",
        ["Lindgren", "Lindgren"],
    ),
    "quotation_over_two_sentences_named_at_its_end": (
        "“The rains failed. Nobody was ready,” Ms. Lindgren warned.",
        ["Lindgren", "Lindgren"],
    ),
    "quotation_over_two_paragraphs": (
        "“The rains failed.\n“Nobody was ready,” Ms. Lindgren warned.",
        ["Lindgren", "Lindgren"],
    ),
    "list_items_after_announcement": (
        "Ms. Lindgren outlined what States should do:\n- ratify the treaty;\n- fund patrols.",
        ["Lindgren"] * 3,
    ),
    "shifted_tense_carries_on": (
        "Ms. Lindgren said wells were dry. Herds would move south.",
        ["Lindgren"] * 2,
    ),
    "organization_no_table_knows_with_acronym": (
        "The Coastal Emergency Management Agency (CEMA) said roads were cut.",
        ["Coastal Emergency Management Agency"],
    ),
    "described_mission_named_by_its_acronym": (
        "The UN mission (UNMISS) said roads were cut.",
        ["United Nations Mission in South Sudan"],
    ),
    "acronym_between_commas": (
        "In an update, the UN agency for Palestine refugees, UNRWA, said schools were shut.",
        ["United Nations Relief and Works Agency for Palestine Refugees in the Near East"],
    ),
    "aside_between_dashes": (
        "Marta Lindgren (Norway) — whose country presides this month — said talks were near.",
        [DOE],
    ),
    "single_name_with_age": (
        "Her neighbour, 62-year-old Musa, told UN News that the well was salty. “It burns,” he said.",
        ["Musa", "Musa"],
    ),
    "office_with_a_field_no_table_knows": (
        "UN Special Envoy for the Ocean Marta Lindgren was glad.\n“Tides turn,” she told UN News.",
        [None, DOE],
    ),
    "according_to_a_minister": (
        "According to Chad’s Minister for Water, Marta Lindgren, wells were dry.\n"
        "“They were deep,” the Minister said.",
        [DOE, DOE],
    ),
    "envoy_who_opens_and_is_named_next": (
        "The UN Special Envoy for Chad told the Council that talks were near.\n"
        "Marta Lindgren said they were fair.\nThe Special Envoy urged calm.",
        [DOE, DOE, DOE],
    ),
    "dateline_before_an_office": (
        "VIENNA, 2 March (UN Information Service) - The Executive Director of UNODC, Marta Lindgren, "
        "warned of floods.",
        [DOE],
    ),
    "pronoun_of_the_name_in_its_own_sentence": (
        "Secretary-General Marta Lindgren was saddened, and help was near, she said in New York.",
        [DOE],
    ),
    "field_of_an_office_is_no_surname": (
        "Chad’s Minister for Social Inclusion, speaking for Mali too, called for roads.",
        ["Minister for Social Inclusion of Chad"],
    ),
    "promise_before_the_name": ("Schools would open, pledged Marta Lindgren, Chad’s Health Minister.", [DOE]),
    "members_of_an_organ_speak_with_one_voice": (
        "On Monday, the members of the Security Council condemned the raid. They urged calm.\n"
        "The members of the Council called for talks.",
        ["Security Council"] * 3,
    ),
    "agency_that_was_cited_before": (
        "Some 40 wells are dry, according to UNHCR. The agency said more would fail. It called for pumps.",
        [None, *["Office of the United Nations High Commissioner for Refugees"] * 2],
    ),
    "single_name_after_what_somebody_is": (
        "“We cannot sleep,” a young nurse, Huda, said. “There is no light.”\nHuda said rain was near.",
        ["Huda", "Huda", "Huda"],
    ),
    "official_who_opens_and_is_named_next_with_an_office": (
        "Wells had dried, a senior UN Development Programme (UNDP) official said.\n"
        "“It burns,” Marta Lindgren, Director of UNDP’s Water Branch said at a talk on “Deep Water”.",
        [DOE, DOE],
    ),
    "office_for_a_region_with_and": (
        "“It burns,” said WFP Regional Director for Latin America and the Caribbean, Marta Lindgren.",
        [DOE],
    ),
    "who_echoes_comes_last": (
        "Echoing that was the representative of Chad, noting that wells were dry.",
        ["Chad"],
    ),
    "who_joins_a_speaker_ends_the_report": (
        "Ms. Lindgren said wells would fail. Joining Ms. Lindgren were Ben Ott, who would teach, and others.",
        ["Lindgren", None],
    ),
    "agency_whose_report_was_cited_before": (
        "Some 40 wells are dry, according to a report issued by UNHCR on Tuesday. The agency said more fail.",
        [None, "Office of the United Nations High Commissioner for Refugees"],
    ),
    "she_is_the_delegate": (
        "The representative of Chad, speaking for Mali too, called for wells. She said more would fail.",
        ["Chad", "Chad"],
    ),
    "delegate_of_that_country": (
        "Turning to the women of Chad, that country’s representative said wells were dry.",
        ["Chad"],
    ),
    "delegate_of_the_country_named_first": (
        "Wells would rule Chad’s presidency, the country’s Permanent Representative said today.",
        ["Chad"],
    ),
    "made_the_following_statement": (
        "Marta Lindgren, for the UN Refugee Agency (UNHCR), made the following statement:\n“Wells are dry.”",
        [DOE, DOE],
    ),
    "quoted_as_saying": ("Marta Lindgren was quoted as saying that wells were dry.", [DOE]),
    "body_named_before_owns_the_office": (
        "UNICEF said wells were dry. “It is bad,” said the agency’s spokesman, Karl Ott.",
        ["United Nations Children’s Fund", "Karl Ott"],
    ),
}
NARRATION = {
    "present_tense_with_past_inside": (
        "Ms. Lindgren said wells were dry. The wells, which were dug in 1990, are deep.",
        ["Lindgren", None],
    ),
    "clause_that_only_dates": ("After Ms. Lindgren urged calm, troops moved out.", [None]),
    "present_tense_background": (
        "Ms. Lindgren welcomed the plan. The plan covers 40 cities.",
        ["Lindgren", None],
    ),
    "plain_past_after_a_verdict": (
        "Ms. Lindgren welcomed the accord. It was signed on Sunday.",
        ["Lindgren", None],
    ),
    "source_of_its_own": ("According to the World Bank, 3 million people are poor.", [None]),
    "source_of_its_own_with_relative": ("According to UNEP, which Ms. Roe heads, ice is thin.", [None]),
    "somebody_ends_a_speakers_quotations": (
        "“It burns,” said Ms. Lindgren.\n“It is salty,” a passer-by told us.",
        ["Lindgren", None],
    ),
    "report_between_body_and_pronoun": (
        "UNICEF said wells were dry. The report says ice is thin. It adds that data are few.",
        ["United Nations Children’s Fund", None, None],
    ),
    "title_between_commas": ("The report, “Deep Water”, reveals that wells are dry.", [None]),
    "project_called": ("The project, called “Living with Water”, is new.", [None]),
    "treaty_body_that_concluded": (
        "The Committee on the Rights of the Child today concluded its review of Chad.",
        [None],
    ),
    "unnamed_plural": ("UN officials said the road is closed.", [None]),
    "they_of_unnamed_people": (
        "UN officials said the road is closed. They urged calm.\n“It burns,” they said. Ms. Roe said no.",
        [None, None, None, "Roe"],
    ),
    "report_cited_is_no_speaker": (
        "Wells are dry, according to Deep Water. Marta Lindgren is glad. “Good,” it said.",
        [None, None, None],
    ),
    "council_members": ("Council members condemned the raid.", [None]),
    "experts_including_one": (
        "United Nations experts, including Special Rapporteur Marta Lindgren, urged calm.",
        [None],
    ),
    "they_behind_a_quotation": (
        "“We are glad,” said Ms. Lindgren.\n“We want talks,” they stated.",
        ["Lindgren", None],
    ),
    "clause_that_only_looks_like_an_office": (
        "The first talks had taken place at the request of the Director-General, who wished to know more.",
        [None],
    ),
    "what_a_state_concluded": ("Chad has just concluded a drive with the help of UNICEF.", [None]),
    "two_offices": ("The President of Chad and the Prime Minister of Mali said they agreed.", [None]),
    "two_people": ("Mr. Ott and Ms. Lindgren said they agreed.", [None]),
    "report_says": ("The report, written by Marta Lindgren, says that ice is thin.", [None]),
    "addressed_without_saying": ("Council President Marta Lindgren also addressed the meeting.", [None]),
    "body_that_only_acts": (
        "The Council unanimously adopted resolution 2222 (2015). It demands calm.",
        [None, None],
    ),
    "pronoun_without_anybody": ("“Please sign,” he added.", [None]),
    "common_noun": ("Residents said the bridge had fallen.", [None]),
}


@pytest.mark.parametrize("case", CASES)
def test_speaker(case: str, reference: Reference) -> None:
    text, expected = CASES[case]
    assert attribute(reference, text).who() == expected


@pytest.mark.parametrize("case", NARRATION)
def test_narration(case: str, reference: Reference) -> None:
    text, expected = NARRATION[case]
    assert attribute(reference, text).who() == expected


def test_two_speakers_in_one_paragraph(reference: Reference) -> None:
    told = attribute(
        reference,
        "Envoy Karl Ott said talks were near. Ms. Lindgren said they were not. He hoped, he said.",
    )
    assert told.who() == ["Karl Ott", "Lindgren", "Karl Ott"]


def test_pronoun_takes_the_gender_of_the_first_pronoun_after_a_name(reference: Reference) -> None:
    told = attribute(
        reference,
        "Sam Okri, Director of the Reef Fund, said corals were pale. “We must act,” he said.\n"
        "Kim Vale, Director of the Kelp Fund, agreed. “We will,” she said.\n“Good,” he replied.",
    )
    assert told.who() == ["Sam Okri", "Sam Okri", "Kim Vale", "Kim Vale", "Sam Okri"]


def test_person_named_in_narration_is_meant_by_the_next_pronoun(reference: Reference) -> None:
    told = attribute(
        reference,
        "Ms. Lindgren said hills were burning.\n"
        "Rosa Ferraz, a volunteer firefighter, had not slept for days.\n“It jumped the river,” she said.",
    )
    assert told.who() == ["Lindgren", None, "Rosa Ferraz"]


def test_who_only_chairs_a_debate_is_no_antecedent(reference: Reference) -> None:
    told = attribute(
        reference,
        "Ada Roe (Kenya) said June was full. A debate will be chaired by Omar Sabri, the Minister for Water "
        "of Jordan. Noting the need, she said more would follow.",
    )
    assert told.who() == ["Ada Roe", None, "Ada Roe"]


def test_bare_spokesperson_is_of_the_body_named_before(reference: Reference) -> None:
    told = attribute(
        reference,
        "The UN refugee agency said 8,000 had fled. “They are tired,” spokesperson Karin Ott told reporters.",
    )
    body = "Office of the United Nations High Commissioner for Refugees"
    assert told.speaker("Karin Ott")["affiliation_name"] == body


def test_spokesperson_who_opens_is_nobody_of_another_body(reference: Reference) -> None:
    told = attribute(
        reference,
        "Some 16 people died, a United Nations spokesperson said.\n“It is bad,” added Ada Roe, WHO Director.",
    )
    assert told.who() == ["United Nations spokesperson", "Ada Roe"]


def test_office_and_surname_belong_to_the_full_name(reference: Reference) -> None:
    told = attribute(
        reference,
        "UN refugee chief Marta Lindgren visited the camp.\nThe UN High Commissioner for Refugees said "
        "tents were few.\nMs. Lindgren asked for more.",
    )
    assert told.who() == [None, DOE, DOE]
    assert told.aliases(DOE)["Ms. Lindgren"] == "surname"
    assert told.aliases(DOE)["The UN High Commissioner for Refugees"] == "office"


def test_misprinted_name_with_the_same_office_is_one_person(reference: Reference) -> None:
    told = attribute(
        reference,
        "“Act now,” said Ms. Roe, alongside Marta Lindorev, the head of the World Food Programme.\n"
        "Marta Lindotov, Executive Director of the World Food Programme, asked for grain.\n"
        "Ms. Lindotov said so.",
    )
    assert told.who() == ["Roe", "Marta Lindotov", "Marta Lindotov"]
    alias = "Marta Lindorev, the head of the World Food Programme"
    assert told.aliases("Marta Lindotov")[alias] == "same_office"


def test_two_people_of_one_surname_stay_two(reference: Reference) -> None:
    told = attribute(
        reference,
        "Anna Weber, Director of the Reef Fund, said corals were pale.\n"
        "Horst Weber, Director of the Kelp Fund, said kelp grew.\nMs. Weber said so.",
    )
    assert told.attribution.speakers["name"].to_list()[:2] == ["Anna Weber", "Horst Weber"]


def test_official_who_opens_a_story_is_who_is_quoted_next(reference: Reference) -> None:
    told = attribute(
        reference,
        "Hunger is near, a senior UN relief official said today.\n"
        "“Act now,” said Marta Lindgren, the UN Humanitarian Coordinator.",
    )
    assert told.who() == [DOE, DOE]


def test_pull_quote_of_its_byline_and_of_a_resolution(reference: Reference) -> None:
    told = attribute(
        reference,
        "“Slavery has no place,” said UN chief Marta Lindgren.\n> No one is free alone\n"
        "@ Secretary-General Lindgren\n> The Council demands an end\n@ Council resolution 2388 (2017)",
    )
    assert told.who() == [DOE, DOE, None]
    assert told.column("is_counted") == [True, False, False]


def test_pull_quote_without_byline_repeats_a_quotation(reference: Reference) -> None:
    told = attribute(
        reference, "“They find themselves at sea,” Ms. Lindgren said.\n> They find themselves at sea"
    )
    assert told.who() == ["Lindgren", "Lindgren"]


def test_titles_captions_and_subheads_are_nobodys(reference: Reference) -> None:
    told = attribute(
        reference,
        "# ‘Act now,’ says Lindgren\n! Marta Lindgren said hello in Oslo.\n## Ms. Lindgren said",
    )
    assert told.sentences["statement_ordinal"].null_count() == told.sentences.height


def test_unknown_kind_gives_only_quotations(reference: Reference) -> None:
    told = attribute(
        reference, "“Act now,” said Marta Lindgren of the Reef Fund. Karl Ott said no.", kind="other"
    )
    assert told.who() == [DOE, None]


def test_summaries_of_meetings_and_of_press_conferences_report_at_length(reference: Reference) -> None:
    said, more = "Ada Roe of UNEP said ice was thin.", "The reef still fed 40,000 people."
    opening = "The Committee on the Rights of the Child this morning reviewed the report of Chad.\n"
    assert attribute(reference, f"{said} {more}").who() == ["Ada Roe", None]
    assert attribute(reference, f"{opening}{said} {more}").who() == [None, "Ada Roe", "Ada Roe"]
    launch = "# Press Conference to Launch Report on Reefs\n"
    assert attribute(reference, f"{launch}{said} {more}").who() == ["Ada Roe", "Ada Roe"]


def test_french_text_has_no_guessed_speakers(reference: Reference) -> None:
    told = attribute(reference, "M. Guterres a déclaré : « Il faut agir », said Ms. Roe.", language="fr")
    assert told.who() == [None]


def test_mode_tells_quotation_from_report(reference: Reference) -> None:
    told = attribute(
        reference, "“We must act at once, all of us,” Ms. Roe said. She called for more. Ice melts."
    )
    assert told.column("mode") == ["direct", "indirect", "narrator"]
    assert told.column("attributed_by") == ["verb", "verb", None]


# printed subject of `said …`: name, role, affiliation
INTRODUCED = {
    "FAO chief Ada Roe and WFP head Ben Ott, in a joint statement, said": (
        "Ada Roe",
        "chief",
        "Food and Agriculture Organization of the United Nations",
    ),
    "Ambassador Ada Roe of the United Kingdom, whose country called the meeting, said": (
        "Ada Roe",
        "Ambassador",
        "United Kingdom",
    ),
    "In Lima, a spokesman for the UN High Commissioner for Refugees (UNHCR), Ben Ott, said": (
        "Ben Ott",
        "spokesman",
        "Office of the United Nations High Commissioner for Refugees",
    ),
    "Also briefing was Ada Roe, founder of a network of nurses, who said": (
        "Ada Roe",
        "founder of a network of nurses",
        None,
    ),
}


@pytest.mark.parametrize("subject", INTRODUCED)
def test_who_is_introduced_with_the_first_words(subject: str, reference: Reference) -> None:
    told = attribute(reference, f"{subject} that the lake was low.")
    name, role, affiliation = INTRODUCED[subject]
    speaker = told.speaker(name)
    assert (speaker["role"], speaker["affiliation_name"]) == (role, affiliation)


@pytest.mark.parametrize(
    "clause",
    [
        "The General Assembly met this morning to consider reports of its Committee.",
        "The Council adopted a text on the drafts that its Committee recommended.",
    ],
)
def test_what_a_body_did_is_nobodys_statement(clause: str, reference: Reference) -> None:
    assert attribute(reference, clause).who() == [None]


def test_president_of_the_organ_named_before_is_who_speaks_next(reference: Reference) -> None:
    told = attribute(
        reference,
        "The Economic and Social Council will meet on lakes, the President of that United Nations organ said "
        "today.\n“They are low,” said Ada Roe (Chad).",
    )
    assert told.who() == ["Ada Roe", "Ada Roe"]


def test_name_inside_a_relative_clause_is_whom_the_surname_means(reference: Reference) -> None:
    told = attribute(
        reference,
        "Mr. Ott, who was joined by Roe Jin, Under-Secretary-General for Legal Affairs, said more came.\n"
        "Mr. Roe said no.",
    )
    assert told.who() == ["Ott", "Roe Jin"]
    assert told.speaker("Roe Jin")["role"] == "Under-Secretary-General for Legal Affairs"


def test_who_was_told_is_no_part_of_the_name(reference: Reference) -> None:
    told = attribute(reference, "“It burns,” told the Council Ada Roe, Executive Director of UNEP.")
    assert "Ada Roe, Executive Director of UNEP" in told.aliases("Ada Roe")
    assert not [alias for alias in told.aliases("Ada Roe") if alias.startswith("Council")]


def test_one_name_with_an_age_in_a_relative_clause(reference: Reference) -> None:
    told = attribute(reference, "Fatuma, who is 14, said she dreams of school. “I want to teach.”")
    assert told.who() == ["Fatuma", "Fatuma"]


def test_relative_named_in_narration_is_meant_by_the_next_pronoun(reference: Reference) -> None:
    told = attribute(
        reference,
        "“They are few,” says Ben Ott, UNDP representative in Chad.\n"
        "Ms. Roe’s husband, Musa, was sceptical. “I doubted it,” he admits.\n"
        "Ada Lind, whose son died, waits. “It has been days,” explains the mother of two.",
    )
    assert told.who() == ["Ben Ott", None, "Musa", None, "Ada Lind"]


def test_expert_cited_with_office_before_the_name(reference: Reference) -> None:
    told = attribute(reference, "According to UN Special Rapporteur Ada Roe, cells are full.")
    assert told.who() == ["Ada Roe"]
    assert told.speaker("Ada Roe")["role"] == "Special Rapporteur"


def test_who_is_named_in_full_by_an_honorific_only_is_whom_the_surname_means(reference: Reference) -> None:
    told = attribute(reference, "“It works,” Mr. Ben Ott said on behalf of the group.\nMr. Ott urged more.")
    assert told.who() == ["Ben Ott", "Ben Ott"]


def test_surname_of_several_words_is_whom_the_full_name_means(reference: Reference) -> None:
    told = attribute(
        reference,
        "Prices fell, FAO Director-General Ana Moreira da Costa said.\nMoreira da Costa warned of drought.\n"
        "Moreira da Costa urged care.",
    )
    assert told.who() == ["Ana Moreira da Costa"] * 3


def test_surname_of_two_namesakes_is_neither(reference: Reference) -> None:
    told = attribute(
        reference,
        "Ana Lima da Costa, head of UNEP, said so.\nRui Lima da Costa, head of UNDP, said no.\n"
        "Lima da Costa warned of drought.",
    )
    assert told.who()[:2] == ["Ana Lima da Costa", "Rui Lima da Costa"]
    assert told.who()[2] not in {"Ana Lima da Costa", "Rui Lima da Costa"}


def test_he_after_the_expert_is_who_spoke_before(reference: Reference) -> None:
    told = attribute(
        reference,
        "Mr. Ben Ott said doors were open.\n“We rely on them,” the expert explained.\n“They help,” he said.",
    )
    assert told.who() == ["Ben Ott"] * 3


def test_he_after_somebody_named_in_the_same_sentence(reference: Reference) -> None:
    told = attribute(
        reference,
        "UNEP chief Ben Ott met Ada Roe in Oslo today and, afterwards, he said that it went well.\n"
        "He said that his envoy, Karl Lind, would return.",
    )
    assert told.who() == ["Ben Ott", "Ben Ott"]


def test_office_that_acts_is_meant_by_the_next_pronoun(reference: Reference) -> None:
    told = attribute(
        reference,
        "The President today addressed the Committee.\nApplauding the choice of Ambassador Ada Roe of Chad, "
        "he said more would follow.",
    )
    assert told.who() == [None, "President"]


def test_who_met_somebody_is_meant_by_the_next_pronoun(reference: Reference) -> None:
    told = attribute(
        reference,
        "The UN envoy for Chad, Karl Ott, also plans a trip.\nMr. Ott had talks today with Prime Minister "
        "Ada Roe. In May he said his office had asked for them.",
    )
    assert told.who() == [None, None, "Karl Ott"]
    assert told.speaker("Karl Ott")["role"] == "envoy for Chad"
    assert told.speaker("Karl Ott")["affiliation_name"] == "United Nations"


def test_minister_whose_title_has_commas_before_the_name(reference: Reference) -> None:
    told = attribute(
        reference, "The Minister for Women, Children and Family, Ada Roe, said that laws had been amended."
    )
    assert told.speaker("Ada Roe")["role"] == "Minister for Women, Children and Family"


def test_two_offices_with_their_holders(reference: Reference) -> None:
    told = attribute(
        reference,
        "UNDP Director of Water, Karl Ott, and Chief of Ports, Ada Roe, met.\nMr. Ott said ports were old.",
    )
    assert told.speaker("Karl Ott")["role"] == "Director of Water"


def test_one_name_behind_an_opening_clause(reference: Reference) -> None:
    told = attribute(
        reference, "In the shade, Musa, a father of four from the hills, waited.\n“I am tired,” he said."
    )
    assert told.who() == [None, "Musa"]


def test_surname_owned_by_its_body(reference: Reference) -> None:
    told = attribute(
        reference, "“It rains,” said UNICEF spokesperson Ada Roe.\n“It floods,” UNICEF’s Ms. Roe said."
    )
    assert told.who() == ["Ada Roe", "Ada Roe"]


def test_president_of_a_body_from_a_state(reference: Reference) -> None:
    told = attribute(reference, "ECOSOC President Ada Roe of Chad said that debts were high.")
    assert told.speaker("Ada Roe")["role"] == "ECOSOC President"
    assert told.speaker("Ada Roe")["affiliation_name"] == "Chad"


def test_delegate_at_the_end_of_the_clause(reference: Reference) -> None:
    told = attribute(
        reference,
        "Also doubting the report was the representative of Chad, who stressed that wells were dry.",
    )
    assert told.who() == ["Chad"]


def test_paragraph_of_quotation_behind_one_of_background(reference: Reference) -> None:
    told = attribute(
        reference,
        "Ports must open, Chad’s Foreign Minister Ada Roe said.\nPorts are old.\n“They rust. We mend them.”\n"
        "Roads end here.\nTowns are small.\n“They grow.”",
    )
    assert told.who() == ["Ada Roe", None, "Ada Roe", "Ada Roe", None, None, None]


def test_name_of_a_body_in_quotation_marks(reference: Reference) -> None:
    told = attribute(reference, "“It rains,” Ada Roe, head of the network “Open Ports”, told UN News.")
    assert told.who() == ["Ada Roe"]
    assert told.speaker("Ada Roe")["affiliation_name"] == "Open Ports"


def test_one_name_beside_a_quotation(reference: Reference) -> None:
    told = attribute(reference, "“It rains,” Fatuma says.\nFatuma sells fish. “I am tired,” she says.")
    assert told.who() == ["Fatuma", None, "Fatuma"]


@pytest.mark.parametrize("place", ["Africa", "Meanwhile"])
def test_one_word_that_is_no_name_beside_a_quotation(place: str, reference: Reference) -> None:
    assert attribute(reference, f"“It rains,” {place} said.").who() == [None]


SHARED = (
    "Karl Ott, Director of the Information Service, chaired the hybrid briefing, which was attended by "
    "spokespersons of two agencies.\n## Floods\nAda Roe, for the World Food Programme (WFP), said roads were "
    "cut.\nSome 40 bridges had fallen.\nTwo ships are near.\n## Next week\nIt would meet on Monday."
)


def test_agencies_that_share_a_briefing_speak_until_the_next_subhead(reference: Reference) -> None:
    assert attribute(reference, SHARED).who() == [None, "Ada Roe", "Ada Roe", "Ada Roe", None]


def test_paragraphs_of_a_story_are_nobodys_without_attribution(reference: Reference) -> None:
    told = attribute(reference, SHARED.replace("chaired the hybrid briefing", "visited the hybrid plant"))
    assert told.who() == [None, "Ada Roe", None, None, None]


def test_who_met_somebody_behind_an_opening_with_commas(reference: Reference) -> None:
    told = attribute(
        reference, "There, among sacks, Ms. Lind met a few farmers.\n“They were shy,” she told UN News."
    )
    assert told.who() == [None, "Lind"]


def test_one_name_with_family(reference: Reference) -> None:
    told = attribute(
        reference, "From the coast, Fatuma and her baby walked.\nThe 34-year-old mother said: “I was alone.”"
    )
    assert told.who() == [None, "Fatuma"]


@pytest.mark.parametrize(
    ("subject", "role", "body"),
    [
        (
            "Ada Roe UNHCR spokesperson",
            "spokesperson",
            "Office of the United Nations High Commissioner for Refugees",
        ),
        (
            "Ada Roe, Director a.i. of the United Nations Information Service in Geneva,",
            "Director a.i.",
            "United Nations Information Service",
        ),
        (
            "Ada Roe, Chief of Press Relations, the World Health Organization,",
            "Chief of Press Relations",
            "World Health Organization",
        ),
        (
            "Ada Roe, Chairperson for the Working Group on Clean Ports,",
            "Chairperson",
            "Working Group on Clean Ports",
        ),
    ],
)
def test_office_and_body_of_a_name(subject: str, role: str, body: str, reference: Reference) -> None:
    told = attribute(reference, f"{subject} said that it rains.").speaker("Ada Roe")
    assert (told["role"], told["affiliation_name"], told["affiliation_kind"]) == (role, body, "un_system")


def test_ministry_without_a_state_is_no_civil_society(reference: Reference) -> None:
    told = attribute(reference, "Ada Roe, Director at the Ministry of Water, said that it rains.")
    assert told.speaker("Ada Roe")["affiliation_kind"] == "member_state"


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("Ms. Roe visited the port today and called for more cranes.", "Roe"),
        ("The Secretary-General was asked about floods, and said that help was near.", "Secretary-General"),
        ("Ada Roe met farmers on Monday and urged patience.", "Ada Roe"),
        ("Ada Roe met a farmer who wept and said no.", None),
    ],
)
def test_second_verb_of_a_subject(sentence: str, who: str | None, reference: Reference) -> None:
    assert attribute(reference, sentence).who() == [who]


RICE = "International Rice Council"


def test_body_that_the_text_names_and_then_shortens(reference: Reference) -> None:
    told = attribute(
        reference,
        "The International Rice Council (IRC) said on Monday that prices fell.\n"
        "The IRC said stocks were high.\n"
        "“Eat rice,” said IRC Director Ada Roe.",
    )
    assert told.who() == [RICE, RICE, "Ada Roe"]
    speaker = told.speaker("Ada Roe")
    assert (speaker["role"], speaker["affiliation_name"], speaker["affiliation_kind"]) == (
        "Director",
        RICE,
        "intergovernmental",
    )
    assert set(told.aliases(RICE)) == {
        "The International Rice Council (IRC)",
        "The International Rice Council",
        "The IRC",
    }


@pytest.mark.parametrize(
    ("definition", "who"),
    [
        ("The Harvest Relief Society (HRS) met.", "Harvest Relief Society"),
        ("The Harvest Relief Agreement (HRA) was signed.", None),  # a text, not a body
        ("The Harvest Relief Society (XYZ) met.", None),  # other letters
        ("The World Food Programme (WFP) met.", "World Food Programme"),
    ],
)
def test_only_bodies_are_shortened_to_their_letters(
    definition: str, who: str | None, reference: Reference
) -> None:
    letters = definition[definition.index("(") + 1 : definition.index(")")]
    assert attribute(reference, f"{definition}\nThe {letters} said no.").who() == [None, who]


def test_department_chief_of_the_lead_is_its_under_secretary_general(reference: Reference) -> None:
    told = attribute(
        reference,
        "## Briefing\nADA ROE, Under-Secretary-General for Political and Peacebuilding Affairs, said yes.",
        kind="meeting_coverage",
        lead="Pacts held, the United Nations political affairs chief told the Council.",
    )
    assert told.who() == ["Ada Roe", "Ada Roe"]


def test_spokesperson_of_who_was_named_last(reference: Reference) -> None:
    told = attribute(
        reference,
        "UNICEF Executive Director Ada Roe said no.\nHer spokesman, Jan Roe, told reporters that it was so.",
    )
    assert told.speaker("Jan Roe")["affiliation_name"] == "United Nations Children’s Fund"


def test_country_of_an_expert_is_no_affiliation(reference: Reference) -> None:
    told = attribute(
        reference,
        "“No,” said Ada Roe, the Special Rapporteur on the right to food.\nMs. Ada Roe (Chad) is a lawyer.",
    )
    assert told.speaker("Ada Roe")["affiliation_name"] == "United Nations"


def test_office_of_a_body_whose_name_has_commas(reference: Reference) -> None:
    told = attribute(
        reference,
        "The Director-General of the UN Educational, Scientific and Cultural Organization (UNESCO) today"
        " condemned the attack.\n“It was wrong,” Ada Roe said.",
    )
    assert told.who() == ["Ada Roe", "Ada Roe"]


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ("Angela King", "Angela King"),
        ("The President of Somalia, Hassan Sheikh Roe,", "Hassan Sheikh Roe"),
        ("Prime Minister Sheikh Roe", "Sheikh Roe"),
        ("Lesotho King Roe III", "Roe III"),
    ],
)
def test_titles_that_are_names(subject: str, name: str, reference: Reference) -> None:
    assert attribute(reference, f"{subject} told reporters that it rains.").who() == [name]


def test_state_of_a_minister_that_follows(reference: Reference) -> None:
    told = attribute(
        reference, "Foreign Minister Jan Roe said no.\nThe Slovak Foreign Minister added that it rained."
    )
    assert told.who() == ["Jan Roe", "Jan Roe"]
    assert told.speaker("Jan Roe")["iso3"] == "SVK"


def test_presiding_judge_of_a_court_named_before(reference: Reference) -> None:
    told = attribute(
        reference,
        "The International Court of Justice (ICJ) said no.\nThe Court’s President, Judge Ada Roe, said why.",
    )
    speaker = told.speaker("Ada Roe")
    assert (speaker["role"], speaker["affiliation_name"]) == ("President", "International Court of Justice")


@pytest.mark.parametrize(
    ("opening", "who"),
    [
        ("The impact on neighbouring countries called for action and was large.", "Ada Roe"),
        ("Representatives of neighbouring countries called for action.", None),
        ("The wells would not have dried without them.", "Ada Roe"),
    ],
)
def test_report_that_goes_on(opening: str, who: str | None, reference: Reference) -> None:
    told = attribute(reference, f"Ada Roe of UNEP said it had rained. {opening} It would rain again.")
    assert told.who()[1] == who


def test_opening_remarks_are_no_verb(reference: Reference) -> None:
    told = attribute(reference, "In her opening remarks Ms. Roe noted that it rains.")
    assert told.who() == ["Roe"]


def test_second_person_behind_a_title_is_no_part_of_it(reference: Reference) -> None:
    told = attribute(
        reference,
        "Ada Roe, the Special Envoy for Chad, and Jan Ott, Under-Secretary-General for Peace, briefed.\n"
        "Ada Roe said that it rained.",
    )
    assert told.speaker("Ada Roe")["role"] == "Special Envoy for Chad"


def test_committee_that_no_table_knows(reference: Reference) -> None:
    told = attribute(reference, "“We are shocked,” the Coordination Committee said.")
    assert told.speaker("Coordination Committee")["affiliation_kind"] == "un_system"


def test_body_in_other_spelling(reference: Reference) -> None:
    told = attribute(
        reference, "The Food and Agriculture Organisation (FAO) said no. “Eat,” said FAO head Ada Roe."
    )
    assert (
        told.speaker("Ada Roe")["affiliation_name"]
        == "Food and Agriculture Organization of the United Nations"
    )


def test_apposition_without_its_second_comma(reference: Reference) -> None:
    told = attribute(
        reference,
        "“Cards help,” Ada Roe, country representative for the World Food Programme (WFP) said.\n"
        "In a letter to Ada Roe, the head of UNEP said no.",
    )
    assert told.who() == ["Ada Roe", "head of UNEP"]


def test_agency_of_a_field_without_its_owner(reference: Reference) -> None:
    told = attribute(
        reference, "The refugee agency said that cards, which are new, help. The crime agency said no."
    )
    assert told.who() == ["Office of the United Nations High Commissioner for Refugees", None]


@pytest.mark.parametrize(
    ("subject", "who"),
    [
        ("UNICEF’s Regional Office for Latin America", "United Nations Children’s Fund"),
        ("Chad’s Regional Office for Water", None),
    ],
)
def test_unit_of_a_body_speaks_for_it(subject: str, who: str | None, reference: Reference) -> None:
    assert attribute(reference, f"{subject} said that it rains.").who() == [who]


def test_country_in_brackets_behind_a_surname(reference: Reference) -> None:
    told = attribute(
        reference,
        "“It rains,” said Ada Roe, President of ECOSOC.\nAmbassador Roe (Chad) will open the session.",
    )
    assert told.speaker("Ada Roe")["iso3"] == "TCD"


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("UNEP Executive Director Ada Roe was blunt: “The reef has ten years.”", "Ada Roe"),
        ("Ada Roe, Coordinator of the Reef Trust, a charity, did not agree: “It dies.”", "Ada Roe"),
        ("The verdict was clear: “The reef has ten years.”", None),
        ("In the words of Ada Roe, the head of UNEP, the reef is “a burnt library”.", "Ada Roe"),
        ("As Ms. Roe put it, a reef is “a burnt library”.", "Roe"),
        ("“The fish went first,” recalled fisherman Jan Roe, mending a net.", "Jan Roe"),
    ],
)
def test_who_is_quoted_without_a_verb_of_speech(sentence: str, who: str | None, reference: Reference) -> None:
    assert attribute(reference, sentence).who()[0] == who


def test_former_office_is_no_affiliation(reference: Reference) -> None:
    told = attribute(
        reference,
        "UNICEF chief Ada Roe said no.\nAda Roe, a former President of Chile, spoke. Ms. Roe said yes.",
    )
    assert told.speaker("Ada Roe")["affiliation_name"] == "United Nations Children’s Fund"


def test_owner_of_an_office_with_a_field(reference: Reference) -> None:
    told = attribute(
        reference, "UNICEF said no.\nAda Roe, the agency’s Director of Communications, told reporters why."
    )
    speaker = told.speaker("Ada Roe")
    assert speaker["role"] == "Director of Communications"
    assert speaker["affiliation_name"] == "United Nations Children’s Fund"


def test_presiding_ambassador_of_a_country(reference: Reference) -> None:
    told = attribute(
        reference,
        "Ambassador Ada Roe of Japan, President of the Conference on Disarmament, said that it rained.",
    )
    speaker = told.speaker("Ada Roe")
    assert (speaker["role"], speaker["iso3"]) == ("President of the Conference on Disarmament", "JPN")


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("The representative of Chad — an outgoing member of the Committee — praised it.", "Chad"),
        ("Chad continued to be the main road.", None),
        ("Calling for wells, UNEP Executive Director Ada Roe today opened the session.", "Ada Roe"),
        ("After long talks, UNEP Executive Director Ada Roe today opened the session.", None),
        ("Also questioning it was the representative of Chad, who took issue with the wells.", "Chad"),
        ("Also attending it was the representative of Chad, who owned wells.", None),
        ("The United Nations World Food Programme (WFP) today welcomed it.", "World Food Programme"),
        ("World Food Programme (WFP) Executive Director Ada Roe welcomed it.", "Ada Roe"),
        ("Member States’ proposals and discussions stressed it.", None),
        ("Responding to a question on whether wells were dry Ms. Roe replied that they were not.", "Roe"),
        ("It also held a debate on mechanisms and concluded its talks.", None),
    ],
)
def test_subject_of_a_clause(sentence: str, who: str | None, reference: Reference) -> None:
    assert attribute(reference, sentence).who() == [who]


def test_who_briefed_others_is_not_he_who_goes_on(reference: Reference) -> None:
    text = """
    Jan Doe (Chad) told a briefing that it rained.
    Members had been briefed by the Special Envoy for the Office for Wells, Ben Ott. He said all was wet.
    """
    assert attribute(reference, text).who() == ["Jan Doe", None, "Jan Doe"]
