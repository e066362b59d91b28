"""What stands around a figure: measure, source, rate, period, place, whom it is about, assertion."""

import polars as pl
import pytest
from sentence_frames import as_quotes, as_sentences

from flows.extract.figures import extract_figures
from flows.reference import Reference


def first(reference: Reference, *texts: str, **columns: object) -> dict:
    """Return the last sentence's first figure."""
    sentences = as_sentences(*texts, **columns)
    figures = extract_figures(sentences, as_quotes(sentences), reference)
    return figures.filter(figures["sentence_ordinal"] == len(texts) - 1).row(0, named=True)


SOURCES = {
    "According to the Lakeland border guards, 3,000 traders had crossed.": "Lakeland border guards",
    "World Bank population projections show that 40 towns will be empty.": "World Bank",
    "FAO’s latest forecast for rye output in 2019 now stands at 40 million tons.": "FAO",
    "Some 40 wells are dry, according to a new UNDP report, “Deep Wells Matter for Every Farm”.": (
        "Deep Wells Matter for Every Farm"
    ),
    "The Institute released its first-ever Global Outlook on Tea, noting that 40 mills closed.": (
        "Global Outlook on Tea"
    ),
    "According to the latest release of the monthly Salt Price Index, 40 mines closed.": "Salt Price Index",
    "UNDP, the development agency, has determined a need of 800,000 tents.": "UNDP",
    "The toll is higher than the 23,000 dead that the World Bank has recorded since 2014.": "World Bank",
    "A new report by the Food and Drink Agency (FDA) finds that 40 lakes are dead.": "Food and Drink Agency",
    "The study, conducted by researchers at the University of Nairobi, found 40 dead lakes.": (
        "University of Nairobi"
    ),
    "He spoke of a Gallup poll in which 68 per cent had backed the plan.": "Gallup poll",
    "The Fund’s flagship publication, State of the World’s Lakes, says 40 lakes are dead.": (
        "State of the World’s Lakes"
    ),
    "The Office of the High Commissioner has been able to verify 4,700 deaths.": (
        "Office of the High Commissioner"
    ),
    "New UNESCO figures reveal that 40 schools are shut.": "UNESCO",
    "In the estimation of the African Development Bank, the gap came to $8 billion.": (
        "African Development Bank"
    ),
    "A study published in The Lancet found that 40 lakes were dead.": "The Lancet",
    "Aid fell by 4 per cent, says a report released on Tuesday by the OECD.": "OECD",
    "Aid fell by 4 per cent, according to new OECD figures.": "OECD",
    "A damage survey led by the European Union put losses at $40 million.": "European Union",
    "Data from the Office for National Statistics put inflation at 12 per cent.": (
        "Office for National Statistics"
    ),
    "According to the United Nations Educational, Scientific and Cultural Organization, 40 schools shut.": (
        "United Nations Educational, Scientific and Cultural Organization"
    ),
    "The Lake Institute released a study last month that found 40 per cent of wells dry.": "Lake Institute",
    "The Fund has issued its “Outlook on Salt”, which forecasts growth of 3 per cent.": "Outlook on Salt",
    "Some 40 camps were full – the World Food Programme (WFP) said Monday.": "World Food Programme",
    "Worry is great at the World Bank, which reports that 90 mills closed.": "World Bank",
    "The World Bank report released on Friday, also finds that 70 mills closed.": "World Bank report",
    "Our colleagues at the World Food Programme (WFP) tell us that 40 schools are shut.": (
        "World Food Programme"
    ),
    "UNICEF tells us that 40 wells are dry.": "UNICEF",
    "The Minister tells us that 40 wells are dry.": None,
    "Some 40 wells are dry, according to a report issued by UNIDO on Monday.": "UNIDO",
    "According to a study published by the World Bank, 40 wells are dry.": "World Bank",
    "Some 40 wells are dry, according to the annual UN report, The State of Wells and Springs.": (
        "The State of Wells and Springs"
    ),
    "Some 40 wells are dry, according to the report, Jane Doe said.": None,
    "The Reef Damage Assessment, a joint effort of agencies, funds and banks, puts losses at $9 billion.": (
        "Reef Damage Assessment"
    ),
    "Staff of the Rights Office say that 16 people were hurt.": None,
    "FAO has raised its forecast for rice to 520 million tonnes.": "FAO",
    "The UNIDO Manufacturing Index averaged 4 per cent.": "UNIDO Manufacturing Index",
    "Exports fell by half, while the Chamber of Fisheries spoke of 60 per cent.": None,
    "According to the World Health Organization (WHO), 7 million died.": "World Health Organization",
    "UNICEF data showed that 61 million children were out of school.": "UNICEF",
    "The World Bank estimated that 100 million people could fall into poverty.": "World Bank",
    "With UNODC reporting victims in 106 countries, we act.": "UNODC",
    "Recalling the ILO’s report, he said 5 million people were trapped.": "ILO",
    "A recent FAO study found that 33 per cent of soils were degraded.": "recent FAO study",
    "Citing figures from the World Bank, he said 4 million farmers had left.": "World Bank",
    "Some 2 million fled, according to the International Organization for Migration.": (
        "International Organization for Migration"
    ),
    "Some 820 million people go hungry, according to the World Food Programme.": "World Food Programme",
    "He said that, according to the annual report on illicit mining, 50 sites were closed.": (
        "annual report on illicit mining"
    ),
    "According to the 2018 World Drug Report, 31,000 people died.": "2018 World Drug Report",
    "More than 5,000 people have been killed, UNHCR reported.": "UNHCR",
    "The Sudanese health ministry said 34 people had died of cholera.": "Sudanese health ministry",
    "At least 40 reefs were bleached, data from the Pacific Coral Initiative show.": (
        "Pacific Coral Initiative"
    ),
    "Some 40 mines were run by rebels, according to the panel of experts.": "panel of experts",
    "At least 463 schools were shut, according to a UNICEF report published on Monday.": "UNICEF report",
    "Citing a World Bank study, he said poverty had fallen by 5 per cent.": "World Bank study",
    "Figures released by Eurostat show that 40 per cent of households were poor.": "Eurostat",
    "An official of the Kenyan coastguard said 40 boats had sunk.": None,
    "JANE DOE, Secretary-General of the Authority for Lakes, said 31 contracts were in force.": None,
    "According to a survey of 51 countries, trust had fallen.": None,
    "UNICEF delivered 300 tons of aid, and WHO sent doctors.": None,
    "According to Jane Doe, 5 million people had fled.": None,
    "Pointing to the latest statistics, he said 75 per cent of victims were women.": None,
    "According to official figures, 12 per cent of households were poor.": None,
    "Experts said 3 million people were at risk.": None,
    "She had piloted the OSCE project on mines, training more than 200 deminers.": None,
    "He said 65 million people were displaced, and IOM had reported new routes.": None,
    "Seizures fell by 45 per cent, reports the Coral Monitoring Centre.": "Coral Monitoring Centre",
    "Fares rose by 5 per cent, says the report of the Reef Board.": "report of the Reef Board",
    "A rifle cost $15, as the Harbour Commission had established.": "Harbour Commission",
    "The number of orphans was put by UNICEF at 40,000.": "UNICEF",
    "Some 450 violations documented by the Lake Mission went unpunished.": "Lake Mission",
    "She said the panel of experts had documented 12 sales.": "panel of experts",
    "Ms. Haq said UNICEF had counted 300 deaths.": "UNICEF",
    "United Nations figures spoke of 40,000 mines.": "United Nations",
    "UNICEF’s estimate was 40,000 orphans.": "UNICEF",
    "Prices rose by 51 per cent, according to the country’s National Bureau of Statistics.": (
        "National Bureau of Statistics"
    ),
    "Some 40 per cent of doses spoil, research in the medical journal Cold Chain says.": None,
    "Some 40 per cent of doses spoil, says research published in the journal Cold Chain.": "Cold Chain",
    "The study, carried out by the University of Lund, found 30 dead lakes.": "University of Lund",
    "A report published today by the Lake Institute says 40 dams leak.": "Lake Institute",
    "The report, entitled “Thirsty Cities in a Dry Land”, says 700 million people lack water.": (
        "Thirsty Cities in a Dry Land"
    ),
    "The Lake Commission, chaired by a former judge, counted 300 graves.": "Lake Commission",
    "The 2011 census found 40,000 empty houses.": "2011 census",
    "The International Labour Organization’s report “Work Without Walls” says 9 million sew at home.": (
        "Work Without Walls"
    ),
    "Some 9 million sew at home, the International Labour Organization’s report “Work Without Walls” says.": (
        "Work Without Walls"
    ),
    "Some 9 million eat no fish, according to the latest edition of the FAO’s “Lakes of the World”.": (
        "Lakes of the World"
    ),
    "Deaths rose by 9 per cent, stated the World Malaria Report released on Monday.": "World Malaria Report",
    "Some 300 million breathe bad air – reveals this UNICEF report.": "UNICEF report",
    "In 2014, MINUSMA detected 11 per cent of the bombs.": None,
    "Subsidies cost $5 trillion in 2013, by the International Monetary Fund’s estimate.": (
        "International Monetary Fund"
    ),
    "Some 332,000 need salt, said UNHCR spokesperson Jane Doe.": None,
    "Quoting World Bank estimates, he said growth would reach 3 per cent.": "World Bank",
    "Statistics of the Central Bank of Kenya indicate that 9 mints closed.": "Central Bank of Kenya",
    "Prices rose by 9 per cent, figures released by the National Institute of Statistics show.": (
        "National Institute of Statistics"
    ),
    "The independent Commission of Inquiry had verified 40 attacks.": "Commission of Inquiry",
    "An audit by the Office of Internal Oversight Services found 40 cases of fraud.": (
        "Office of Internal Oversight Services"
    ),
    "The World Bank expects the economy to grow by 3.2 per cent.": "World Bank",
    "According to Doctors without Borders, 40 wards were hit.": "Doctors without Borders",
    "Some 40 million were poor, as documented in the report of the Special Rapporteur.": (
        "report of the Special Rapporteur"
    ),
    "The latest World Bank data, released in May, put the rate at 9 per cent.": "World Bank",
    "UNICEF has published data showing that 40 wells are dry.": "UNICEF",
    "The International Labour Organization’s estimate of 20 million victims was low.": (
        "International Labour Organization"
    ),
    "The World Health Organization’s Director-General said 9 million had died.": None,
    "The Ministry estimated that 40,000 people had left.": None,
    "A United Nations study found that 40,000 girls had left school.": None,
    "“We fed 700 people,” Jane Doe, a WFP spokeswoman, told the News Service.": None,
    "Some 40 fragments were counted, said Jane Doe of the European Space Agency.": None,
    "United Nations figures spoke of 40 mines; his own estimate was 700 mines.": "United Nations",
}


@pytest.mark.parametrize(("text", "source"), SOURCES.items())
def test_source_is_a_body_or_report_that_can_be_named(
    text: str, source: str | None, reference: Reference
) -> None:
    assert first(reference, text)["source"] == source


def test_source_of_a_report_is_resolved_to_publisher_and_title(reference: Reference) -> None:
    row = first(reference, "According to the 2018 World Drug Report, 31,000 people died.")
    assert (row["source_publisher"], row["source_report"]) == (
        "United Nations Office on Drugs and Crime",
        "World Drug Report",
    )


def test_year_after_a_title_is_printed_with_it(reference: Reference) -> None:
    row = first(reference, "According to the World Drug Report 2018, 31,000 people died.")
    assert (row["source"], row["source_report"]) == ("World Drug Report 2018", "World Drug Report")


def test_study_is_the_report_that_the_sentence_before_names(reference: Reference) -> None:
    texts = ("Ms. Roe presented the “World Water Outlook 2016”.", "The study showed that 40 wells were dry.")
    assert first(reference, *texts)["source"] == "World Water Outlook 2016"
    assert first(reference, texts[0], "It rained.", texts[1])["source"] is None


def test_report_named_earlier_in_the_sentence(reference: Reference) -> None:
    text = "Speaking on the 2012 FAO Forest Report, Ada Roe, head of FAO, said the report noted 40 fires."
    assert first(reference, text)["source"] == "2012 FAO Forest Report"


def test_survey_cited_is_the_one_named_before(reference: Reference) -> None:
    texts = (
        "Reefs die, according to the 2006 Reef Survey.",
        "Losses rose by 59 per cent, he added, citing the Survey.",
    )
    assert first(reference, *texts)["source"] == "2006 Reef Survey"
    assert first(reference, texts[1])["source"] is None


def test_overview_cited_alone_is_the_one_introduced_or_none(reference: Reference) -> None:
    texts = ("UNEP presented its 2020 Water Overview.", "According to the Overview, 45 wells are dry.")
    assert first(reference, *texts)["source"] == "2020 Water Overview"
    assert first(reference, texts[1])["source"] is None


def test_agency_of_the_sentence_before_is_the_source(reference: Reference) -> None:
    texts = ("UNICEF, which dug wells, is worried.", "The agency says that 700 cases were seen.")
    assert first(reference, *texts, paragraphs=[0, 0])["source"] == "UNICEF"
    assert first(reference, "Ms. Roe is worried.", texts[1], paragraphs=[0, 0])["source"] is None


def test_one_source_governs_several_figures(reference: Reference) -> None:
    sentences = as_sentences(
        "UNICEF data showed that 61 million children, of whom 32 million were girls, worked."
    )
    figures = extract_figures(sentences, as_quotes(sentences), reference)
    assert figures["source"].to_list() == ["UNICEF"] * 2


def test_report_of_the_sentence_before_governs_the_next_one(reference: Reference) -> None:
    texts = (
        "A forthcoming UNICEF report reveals that much child labour is hidden.",
        "Nearly 80 per cent is unpaid.",
    )
    assert first(reference, *texts, paragraphs=[0, 0])["source"] == "forthcoming UNICEF report"
    assert first(reference, *texts)["source"] is None


def test_the_report_is_the_one_introduced_before(reference: Reference) -> None:
    texts = (
        "Wells are running dry, according to a new UNESCO study.",
        "Farmers are worried.",
        "The study draws on data from 100 countries.",
    )
    assert first(reference, *texts)["source"] == "new UNESCO study"
    assert first(reference, *texts[1:])["source"] is None
    assert first(reference, texts[0], "The survey covers 100 countries.")["source"] is None


def test_words_that_only_point_to_a_report_introduce_none(reference: Reference) -> None:
    texts = ("According to the report, wells are dry.", "Some 40 dams leak, said the report.")
    assert first(reference, *texts)["source"] is None
    introduced = "Wells are running dry, according to a new UNESCO report."
    assert first(reference, introduced, *texts)["source"] == "new UNESCO report"


@pytest.mark.parametrize(
    "goes_on", ["The report says that 40 lakes are dead.", "It says that 40 lakes are dead."]
)
def test_body_that_launched_a_report_is_the_source_of_what_it_says(
    goes_on: str, reference: Reference
) -> None:
    assert (
        first(reference, "The World Bank launched a report on lakes today.", goes_on)["source"]
        == "World Bank"
    )
    assert first(reference, "The Minister launched a report on lakes today.", goes_on)["source"] is None


def test_title_of_a_report_stands_for_it_in_the_sentences_after(reference: Reference) -> None:
    texts = ("The report, Thirsty Cities, says 700 million people lack water.", "It adds that 40 dams leak.")
    assert first(reference, *texts)["source"] == "Thirsty Cities"
    assert (
        first(reference, texts[0], "Half of the wells are dry, says the study.")["source"] == "Thirsty Cities"
    )
    assert first(reference, texts[0], "The river carries 40 per cent less.")["source"] is None


def test_source_of_the_clause_before_is_not_of_the_next(reference: Reference) -> None:
    text = "Prices rose by 51 per cent, according to the World Bank, and {} wells were dry."
    row = first(reference, text.format(40))
    assert row["source"] == "World Bank"
    sentences = as_sentences(text.format(40))
    figures = extract_figures(sentences, as_quotes(sentences), reference)
    assert figures["source"].to_list() == ["World Bank", None]


def test_title_names_no_source(reference: Reference) -> None:
    assert first(reference, "Some 40 Million Hungry, World Bank Reports", role="title")["source"] is None


def test_government_that_speaks_is_not_its_own_source(reference: Reference) -> None:
    row = first(
        reference, "The Government of Kenya said 11 per cent of fields lay dry.", speaker_name="Kenya"
    )
    assert row["source"] is None


def test_agency_named_by_its_field_is_not_its_own_source(reference: Reference) -> None:
    name = "Office for the Coordination of Humanitarian Affairs"
    text = "The UN aid coordination agency has said that 1,732 people fled."
    assert first(reference, text)["source"] == "UN aid coordination agency"
    assert first(reference, text, speaker_name=name)["source"] is None


def test_source_has_the_name_that_the_document_prints_in_full(reference: Reference) -> None:
    told = "UNHCR reported that 300 people fled."
    name = "Office of the United Nations High Commissioner for Refugees"
    in_full = as_sentences(f"The {name} ran both camps.", told, "Recalling a UNHCR report, he said 9 died.")
    elsewhere = as_sentences(f"The {name} ran both camps.").with_columns(document_key=pl.lit("other"))
    for sentences, sources in (
        (in_full, [name, "UNHCR report"]),
        (pl.concat([elsewhere, as_sentences(told)]), ["UNHCR"]),
    ):
        figures = extract_figures(sentences, as_quotes(sentences), reference)
        assert figures["source"].to_list() == sources
        assert figures["source_publisher"].to_list() == [name] * len(sources)


def test_speaker_is_not_its_own_source(reference: Reference) -> None:
    name = "United Nations Children’s Fund"
    row = first(reference, "More than 5,000 children fled, UNICEF reported.", speaker_name=name)
    assert row["source"] is None


RATES = {
    "15 March 2017 – Every year, 530 boats sink.": "per year",
    "Piracy cost the port $2 billion annually.": "per year",
    "Four fifths of the miners live on two dollars a day.": None,
    "More than 50 victims received support annually.": "per year",
    "The perpetrators reaped annual profits estimated at $150 billion.": "per year",
    "Logging generated $3 million in annual revenue.": "per year",
    "Each year, 8 million tonnes of plastic entered the sea.": "per year",
    "The plague killed 40 people a day.": "per day",
    "Deaths stood at 210 per 100,000 live births.": "per 100,000 live births",
    "One woman died every two minutes.": "every two minutes",
    "Carbon should cost 100 euros per tonne.": "per tonne",
    "He cited the annual report, saying that 300 people had fled.": None,
    "Every day, dirty water kills 2,000 children.": "per day",
    "He got 4,000 messages in a week.": None,
    "Data cost 2 per cent of annual income.": None,
    "Some 700 million people lived on less than $1.90 a day.": None,
}


@pytest.mark.parametrize(("text", "rate"), RATES.items())
def test_rate(text: str, rate: str | None, reference: Reference) -> None:
    assert first(reference, text)["rate"] == rate


PERIODS = {
    "On Wednesday alone, over 4,500 herders entered the county.": "on Wednesday alone",
    "Between the evening of 3 May and the morning of 4 May, 300 boats landed.": (
        "between the evening of 3 May and the morning of 4 May"
    ),
    "The first week of 2013 has seen an average of 1,100 arrivals.": "the first week of 2013",
    "Raids during the island’s long dry season have uprooted 6,000 people.": (
        "during the island’s long dry season"
    ),
    "A raid carried out overnight between Monday and Tuesday killed 13 miners.": (
        "overnight between Monday and Tuesday"
    ),
    "Since last year’s session of the Board, 75 ports had joined.": "since last year’s session of the Board",
    "At the height of its operations in Peru, WFP moved 1,000 tons of rice.": (
        "at the height of its operations in Peru"
    ),
    "Some 200 people died in last week’s storm.": None,
    "The price of tea declined 3 per cent from July.": None,
    "The toll came to 40 people, up 12 from July.": None,
    "Trade rose from the previous year in 35 ports.": None,
    "That is a drop of 4 per cent from the record level in 2014.": None,
    "It could not pay in full this year because its House had approved only $8 million.": None,
    "$590 million was granted to keep the ferry running until year’s end.": "until year’s end",
    "Some 10 million people moved this past year alone.": "this past year alone",
    "GENEVA, 3 May (UNDP) – Since January, it had fed 400 families.": "since January",
    "Output of salt fell, for the fifth consecutive year, by 30 per cent.": "for the fifth consecutive year",
    "There were $5 million in dues at the end of the third quarter.": "at the end of the third quarter",
    "During the oil shock of 1973 they received 5 per cent of loans.": "during the oil shock of 1973",
    "Fires in the final two weeks of the year killed 23 people.": "in the final two weeks of the year",
    "The study showed that, as of the end of 2012, 4 million people were homeless.": "as of the end of 2012",
    "Starting next month, it will feed 200 families.": "starting next month",
    "So far in 2019, the Centre has freed 300 people.": "so far in 2019",
    "Since 2014, more than 1.7 million persons had fled.": "since 2014",
    "Georgia had almost doubled inquiries in the last four years.": "in the last four years",
    "More than 90 per cent of migrants who had come in 2015 had paid smugglers.": "in 2015",
    "Mortality fell by 53 per cent between 1990 and 2013.": "between 1990 and 2013",
    "He would plant 2 billion trees by 2022.": "by 2022",
    "Hundreds of thousands of people fled in just two months.": "in just two months",
    "Some 165,000 refugees had lived in camps for 35 years.": "for 35 years",
    "More than 50,000 people have fled since last spring.": "since last spring",
    "Over 1,000 rockets were fired since the truce ended last October.": "since the truce ended last October",
    "At dawn on 8 November, 19 civilians were killed.": "at dawn on 8 November",
    "Some 75 million people between 15 and 24 sought work in 2012.": "in 2012",
    "His members opened 200 clinics in 17 districts since 2010.": "since 2010",
    "Exports were twice as large as in 2003.": None,
    "Imports grew by 3 per cent in both 2013 and 2014.": "in both 2013 and 2014",
    "Trade in shells shot up 30 per cent over 2013-15.": "over 2013-15",
    "During the second half of the 1990s, almost 90 per cent of ferries were lost.": (
        "during the second half of the 1990s"
    ),
    "WFP had delivered on Monday 1 September 45 tonnes of salt.": "on Monday 1 September",
    "According to the report, between 1 May and 31 July 2013, the Mission counted 600 raids.": (
        "between 1 May and 31 July 2013"
    ),
    "The budget of $8 billion for the period 1 July 2013 to 30 June 2014 was approved.": (
        "for the period 1 July 2013 to 30 June 2014"
    ),
    "More than 90,000 people crossed, he said at a meeting held in 2015.": None,
    "Some 300 people fled.": None,
}


@pytest.mark.parametrize(("text", "period"), PERIODS.items())
def test_period(text: str, period: str | None, reference: Reference) -> None:
    assert first(reference, text)["period"] == period


def test_period_of_one_claim_is_not_that_of_the_next(reference: Reference) -> None:
    text = "He said $4 billion was spent in 2012, and that 100 million people were poor."
    sentences = as_sentences(text)
    figures = extract_figures(sentences, as_quotes(sentences), reference)
    assert figures["period"].to_list() == ["in 2012", None]


def test_rate_of_one_figure_is_not_that_of_the_next(reference: Reference) -> None:
    sentences = as_sentences("Piracy cost the port $2 billion annually and 300 jobs.")
    figures = extract_figures(sentences, as_quotes(sentences), reference)
    assert figures["rate"].to_list() == ["per year", None]


def periods(reference: Reference, text: str) -> list[str | None]:
    """Return the period of each figure of a sentence."""
    sentences = as_sentences(text)
    return extract_figures(sentences, as_quotes(sentences), reference)["period"].to_list()


FORMS_OF_TIME = """
in the 1990s; in 2019/20; in the 2019/20 season; in fiscal year 2021; in the 2021 fiscal year
for the biennium 2016-2017; during the 2014-2015 biennium; over a three-year period; in the space of a week
over a period of three years; within days; in a matter of weeks; by early next year; late last year
earlier this year; at the beginning of this year; by the end of next year; by year’s end; by mid-March
since early 2011; from mid-2010; between 7 and 9 April; between 28 February and 4 March; until now
between January and the end of September; between 1 January and today; on 14 and 15 June; last night
on Monday morning; in the early hours of Monday; no later than 2030; as of today; as of last week
over the next two to three years; in the coming weeks and months; for more than a decade
for the better part of a year; since the last report; since its inception; since its establishment in 1994
since the coup; since hostilities broke out; since the crisis began in March 2011; since the mid-1990s
since the Convention entered into force; in that year; that same year; at that time; over the same period
in each of the past five years; in the twelve months to June; in the year ending 30 June 1999
in the three months following the earthquake; in the week of 12 July; at the height of the crisis
at the turn of the millennium; at the end of the Second World War; by the end of the first quarter
in the second quarter of 2020; in the first six months of this year; during the 2014 Ebola outbreak
before the crisis; before the war broke out; through the end of March; up to 2012; over recent months
in the past two and a half years; over the weekend; in December last year; in May of this year
a decade ago; half a century ago; in the twentieth century; from January through June 2009
in January–March 2014; over the 2010–2015 period; in the current fiscal year; during his presidency
"""


@pytest.mark.parametrize("time", FORMS_OF_TIME.replace("\n", "; ").strip("; ").split("; "))
def test_forms_of_time(time: str, reference: Reference) -> None:
    assert first(reference, f"Some 300 houses were built in the valley {time}, he said.")["period"] == time


OPENING_TIMES = (
    *("By the early 2000s", "Throughout the 1980s", "Since independence in 1975", "Prior to 2011", "By then"),
    *(
        "Two decades ago",
        "Fifteen years on",
        "Three months into the operation",
        "On the night of 3 to 4 March",
    ),
    *("Over the past year alone", "Within the first 100 days", "Since the fighting resumed on 3 April"),
    *("Since her appointment as Special Envoy in May 2007", "Since its deployment", "Between now and 2015"),
    *("In the two decades following independence", "In the week of 12 to 18 July", "As of Monday"),
)


@pytest.mark.parametrize("time", OPENING_TIMES)
def test_time_that_opens_a_sentence(time: str, reference: Reference) -> None:
    row = first(reference, f"{time}, some 300 houses were built in the valley.")
    assert row["period"] == time[0].lower() + time[1:]


NO_TIMES = (
    *("Since women were poor", "After years of drought", "In response", "In total", "For the first time"),
    *("In a country of farmers", "During the debate", "In the south", "From the start", "At the same time"),
)


@pytest.mark.parametrize("opening", NO_TIMES)
def test_what_opens_a_sentence_and_is_no_time(opening: str, reference: Reference) -> None:
    assert first(reference, f"{opening}, some 300 houses were built in the valley.")["period"] is None


SHARED_PERIODS = {
    "Cases fell by 41 per cent since 2010 — and 82 per cent of nurses were trained.": ["since 2010", None],
    "In 2019 it fed 20 towns, and since 2 August, it has sent 360 tons of rice for 3,000 people.": (
        ["in 2019", "since 2 August", "since 2 August"]
    ),
    "The area grew by 63 per cent in 2017, to 328,000 hectares.": ["in 2017"] * 2,
    "Between 1990 and 2010, the share of farms with a well fell from 40 to 30 per cent.": (
        ["between 1990 and 2010"] * 2
    ),
    "The fleet of 85 trucks carried 900 tons of salt last week.": ["last week"] * 2,
    "Some 700 miners, 12 per cent of them old, were hurt in 2013.": ["in 2013"] * 2,
    "The queue had grown fourfold, to 212,000 people, since 2016.": ["since 2016"] * 2,
    "He would give 150 cars and send 40 cooks in the coming weeks.": ["in the coming weeks"] * 2,
    "Some 40 wells are dry, according to a survey released in 2015.": [None],
    "Results of the 2014 census show 40 villages.": [None],
    "To date, 90 people were hurt since May, including 30 miners and 12 cooks.": ["since May"] * 3,
    "Some 5 million men and another 2 million women fell ill in 2021.": ["in 2021"] * 2,
    "Output fell by 38 per cent to 163 tons last year.": ["last year"] * 2,
    "Losses rose by 2 million to stand at 9 million in 2016.": [None, "in 2016"],
    "Only 5 mines — a third of all — will reopen in 2026.": ["in 2026"] * 2,
    "Mr. Doe (France): Last year, according to the Board, 300 mills closed.": ["last year"],
    "In Mali alone, since the start of the year, over 28,000 people have left.": [
        "since the start of the year"
    ],
    "He said that in 2013 alone, small arms killed 260 people, or one person every two hours.": (
        ["in 2013 alone"] * 2
    ),
    "Since May, 40 boats had sunk, and since 2 August, UNICEF had sent 300 tents.": [
        "since May",
        "since 2 August",
    ],
    "Some 33 per cent of their people lived on less than $1.90 per day in 2013.": ["in 2013"] * 2,
    "In 2015, exports fell by a third, and 300 mills closed.": ["in 2015"] * 2,
    "Since June more than 450 people have died and 1,500 have been hurt.": ["since June"] * 2,
    "Vaccines saved 21 million lives between 2000 and 2017, a gain of 80 per cent.": (
        ["between 2000 and 2017"] * 2
    ),
    "His force ran 25 patrols since March with 5,000 soldiers.": ["since March", None],
    "She opened 200 clinics in 17 districts since 2010.": ["since 2010", None],
    "In 2015, 300 mills closed, while 20 opened.": ["in 2015", None],
}


@pytest.mark.parametrize(("text", "expected"), SHARED_PERIODS.items())
def test_period_of_several_figures(text: str, expected: list[str | None], reference: Reference) -> None:
    assert periods(reference, text) == expected


def test_currency_of_many_states_is_that_of_the_state(reference: Reference) -> None:
    assert first(reference, "Norway would give 35 million kroner.")["unit"] == "NOK"
    assert first(reference, "He would give 35 million shillings.")["unit"] == "KES"
    assert first(reference, "Some 35 million kroner was lost.", affiliation_name=None)["unit"] is None


PLACES = {
    "It built a depot worth $43 million in Entebbe, Uganda.": ("Uganda", "Uganda"),
    "In Chad, officials reported that 300 people had fled.": ("Chad", "Chad"),
    "Kenyans were helped in the camps (Mali: 1,000).": ("Mali", "Mali"),
    "More than 1.7 million persons in Ukraine had fled.": ("Ukraine", "Ukraine"),
    "Some 61 million children in sub-Saharan Africa worked.": ("Sub-Saharan Africa", None),
    "There were 40 million slaves worldwide.": ("World", None),
    "Georgia had trained 200 judges.": (None, "Georgia"),
    "His country hosted 1.2 million refugees.": (None, "Kenya"),
    "Some 4 million Filipino workers lived abroad.": (None, "Philippines"),
    "At least 30 people were killed in northern Mali.": ("Mali", "Mali"),
    "Globally, 1 in 9 people is hungry.": ("World", None),
    "Almost 90 per cent of Syrians live in poverty.": (None, "Syria"),
    "UNICEF had vaccinated 5 million children.": (None, "United Nations Children’s Fund"),
    "By a vote of 90 in favour to 1 against (Israel), with 30 abstaining, it passed.": (None, None),
    "Some 300 people fled.": (None, None),
    "The dam, the largest in the world, feeds 40 mills.": (None, None),
    "UNICEF had found that 40 wells were dry.": (None, None),
    "UNICEF reported that it had vaccinated 5 million children.": (None, "United Nations Children’s Fund"),
    "Trees covered 60 per cent of my country.": (None, "Kenya"),
    "Jane Doe, recalling a boy sold in Mali, noted that 300 people had fled.": (None, None),
    "Georgia’s envoy warned that 300 people had fled.": (None, None),
    "He noted that in Mali 300 people had fled.": ("Mali", "Mali"),
    "His country’s bank for farmers, the oldest in the region, had given cheap loans to 54 mills.": (
        None,
        "Kenya",
    ),
}


@pytest.mark.parametrize(("text", "expected"), PLACES.items())
def test_place_and_whom_it_is_about(
    text: str, expected: tuple[str | None, str | None], reference: Reference
) -> None:
    row = first(reference, text)
    assert (row["place"], row["about_affiliation"]) == expected


def test_number_told_anew_is_of_the_same_place(reference: Reference) -> None:
    sentences = as_sentences("In Malawi, about 4 million people, or 34 per cent of all, go hungry.")
    found = extract_figures(sentences, as_quotes(sentences), reference)
    assert found["place"].to_list() == found["about_affiliation"].to_list() == ["Malawi"] * 2


ASSERTIONS = {
    "The ship led to the arrest of 330 alleged smugglers.": "asserted",
    "They were held against their will in 40 camps.": "asserted",
    "We shall plant 15 million palms.": "pledged",
    "She appealed to donors for $157 million.": "demanded",
    "Forty ratifications are required before the ban is law.": "demanded",
    "The world was heading for 2.5 °C.": "projected",
    "Some 1,190 islands will be lost.": "projected",
    "Some 300 people fled.": "asserted",
    "Kenya had pledged to plant 2 billion trees.": "pledged",
    "Canada would welcome approximately 1,200 refugees.": "pledged",
    "Emissions must be halved.": "demanded",
    "He called for $500 million to fight the epidemic.": "demanded",
    "Another $40 million was needed.": "demanded",
    "Some 3 million people needed help.": "asserted",
    "Seas could rise by 1 metre.": "projected",
    "Australia committed $20 million to the islands.": "pledged",
    "He called upon States to train 500 judges.": "demanded",
    "Contrary to reports that 300 had died, all lived.": "disputed",
    "By the end of May 300 wells were dry.": "asserted",
    "Allegedly 300 villagers were killed.": "disputed",
    "She rejected claims that 300 civilians had been killed.": "disputed",
}


@pytest.mark.parametrize(("text", "assertion"), ASSERTIONS.items())
def test_assertion(text: str, assertion: str, reference: Reference) -> None:
    assert first(reference, text)["assertion"] == assertion


MEASURES = {
    "As of May, 20 ports -- Oslo, Dakar, Lagos and Lima -- had paid their dues.": "ports had paid their dues",
    "Last week saw a surge in arrivals with an average of 300 herders crossing the river daily.": (
        "herders crossing the river daily"
    ),
    "The report on trends in farming notes a net addition of 70 mills.": "net addition of mills",
    "She deplored the raid on a quarry in which 12 masons were killed.": "masons were killed",
    "The Board helped the ports by approving $4 million for cranes.": "approving for cranes",
    "15 March 2017 – There were 30 dead.": "dead",
    "A majority – 72 out of 129 – of the ports surveyed have a crane.": (
        "A majority of the ports surveyed have a crane"
    ),
    "Aid to the Coastal States (COSTA) has fallen over the past ten years to 5 per cent.": (
        "Aid to the Coastal States has fallen"
    ),
    "The number of people displaced in Chad between March and June 2024 rose by 60 per cent.": (
        "The number of people displaced in Chad rose"
    ),
    "There was a “huge expense” of $8 billion for ports.": "huge expense of for ports",
    "Duties on salt, paid mostly by miners, were valued at $14 million.": "Duties on salt were valued",
    "Output of salt has shrunk, falling by 4 per cent.": "Output of salt has shrunk falling",
    "She spoke of a fever that has claimed 700 lives.": "fever that has claimed lives",
    "Some 27 million people or one in every 200 are users of the drug.": "people are users of the drug",
    "The rust fever infected 65 farms and continues to spread in the valley.": "rust fever infected farms",
    "Some 80 people in 59 countries and islands faced hunger.": "people and islands faced hunger",
    "It had invested €40 million in 212 village water systems.": "It had invested",
    "He said that 4 million people — half of them children — remain in camps.": "people remain in camps",
    "He said 21 million people around the world faced forced labour, while profits grew.": (
        "people around the world faced forced labour"
    ),
    "Some 70 per cent of all migrants had been exploited, he said.": "of all migrants had been exploited",
    "Women comprised some 80 per cent of victims, she said.": "of victims Women comprised",
    "The number of displaced people had risen to 65 million, he said.": (
        "number of displaced people had risen"
    ),
    "Yet, an estimated 46 million people were held in slavery.": "people were held in slavery",
    "By a recorded vote of 90 in favour to 2 against, the Committee approved the draft.": (
        "in favour the Committee approved the draft"
    ),
    "She condemned the massacre of 37 farmers near the lake and paid tribute to others.": (
        "massacre of farmers near the lake"
    ),
    "He had documented 600 serious attacks in 28 countries.": "documented serious attacks",
    "The millions of children, women and men who flee need aid.": "children, women and men who flee need aid",
    "Some 4 million people, or a fifth of the nation, would go hungry.": "people would go hungry",
    "Victims are found in 106 countries.": "Victims are found in countries",
    "In Lunda, where 20 pupils share a desk, rain comes in.": "pupils share a desk",
    "The value in 2013 is estimated to have reached $19 trillion.": "value is estimated to have reached",
    "The majority of member States – 84 per cent – support the Salt Treaty.": (
        "The majority of member States support the Salt Treaty"
    ),
    "Half of the districts in which the fever spread have no clinic.": (
        "of the districts in which the fever spread have no clinic"
    ),
    "Output of salt - the raw material for soap - shot up 30 per cent.": "Output of salt shot up",
    "Some 29 million people, or 1 per cent of all adults, suffered from gout.": "people suffered from gout",
    "By May some 2 million people (75 per cent of the population) had left their homes.": (
        "people had left their homes"
    ),
    "It called for a $30 million increase in fuel.": "increase in fuel",
    "A “shocking 43 per cent” of all weavers were unpaid.": "of all weavers were unpaid shocking",
    "More than 12 million people in Ethiopia, Kenya and Chad cannot wash.": (
        "people in Ethiopia, Kenya and Chad cannot wash"
    ),
    "Over 2 million people fled to Ethiopia and Somalia due to floods.": (
        "people fled to Ethiopia and Somalia due to floods"
    ),
    "Some 3 million went to Chad, and Niger had taken the rest.": "went to Chad",
    "Some 1.3 million people, or 7.5 per cent of the island, lived in want.": "people lived in want",
    "Twenty million people across four islands needed water.": "people needed water",
}

# the measures of the figures of a sentence, in their order
MEASURES_TOGETHER = {
    "Some 83,000 people are homeless in Chad and 17,000 in Peru.": [
        "people are homeless in Chad",
        "people are homeless in Peru",
    ],
    "Some 14 million people — a staggering 40 per cent of the population — needed aid.": [
        "people needed aid",
        "of the population",
    ],
    "Some 6 million people are in want, 4 million people without work and an additional 1 million fled.": [
        None,
        "people without work",
        None,
    ],
    "The blast killed 30 miners, including 12 boys.": [
        "blast killed miners",
        "boys among blast killed miners",
    ],
    "The rate dipped from 89 deaths per 1,000 live births to 60 during that period.": [
        "rate dipped deaths per 1,000 live births",
        "rate dipped deaths per 1,000 live births",
    ],
    "It heard the Board’s appeal for $7 million to fund 36 school boats.": [
        None,
        "fund school boats",
    ],
    "Of the 40 wells in the north, half have dried up.": [None, "of wells have dried up"],
    "The number of camps rose by 60 per cent, from 362 to 578 camps.": ["The number of camps rose"] * 3,
    "Kenya had cut the incidence of rabies from 59 per cent to 47 per cent in a decade.": (
        ["Kenya had cut the incidence of rabies"] * 2
    ),
    "It reached 7 million people with salt in October, up from 3 million in May.": (
        ["reached people with salt"] * 2
    ),
    "There were 11,000 cases of gout, of which over 250 cases were grave.": [
        "cases of gout",
        "cases were grave",
    ],
    "Trade between the two rivers rose from $2 billion in 2007 to $5 billion in 2013.": [
        "Trade between the two rivers rose",
        "Trade between the two rivers rose",
    ],
    "The value of exports in 2013 increased by 10 per cent to $17 billion.": [
        "The value of exports increased",
        "The value of exports increased",
    ],
    "The Mission recorded a total of 1,006 civilian casualties, including 331 killed.": [
        "Mission recorded a total of civilian casualties",
        "civilian casualties killed",
    ],
    "The camp hosts over 17,000 refugees from Chad, around 77 per cent of which are women.": [
        "camp hosts refugees from Chad",
        "of refugees are women",
    ],
    "The share of pupils out of school fell from 26 per cent in 2000 to 19 per cent in 2010.": [
        "The share of pupils out of school fell",
        "The share of pupils out of school fell",
    ],
    "She saw a rise in the share of pupils who read, from 51% in 2005 to 67% in 2013.": [
        "a rise in the share of pupils who read",
        "a rise in the share of pupils who read",
    ],
    "Some 930,000 people had crossed the river, of whom 60 per cent were children.": [
        "people had crossed the river",
        "were children of people",
    ],
    "In all, 1.4 billion people had lived in want, down from 1.8 billion in 1990.": [
        "people had lived in want",
        "people had lived in want",
    ],
    "The number of schools with a canteen has grown from 1,500 to 5,700.": [
        "number of schools with a canteen has grown",
        "number of schools with a canteen has grown",
    ],
    "They cleared 6,000 kilometres of road and lifted 58,000 mines.": ["cleared of road", "lifted mines"],
    "There were 40 camps in 12 provinces that had no water.": ["camps that had no water", None],
}


@pytest.mark.parametrize(("text", "measures"), MEASURES_TOGETHER.items())
def test_measures_of_figures_that_share_a_clause(
    text: str, measures: list[str | None], reference: Reference
) -> None:
    sentences = as_sentences(text)
    told = extract_figures(sentences, as_quotes(sentences), reference)["measure"].to_list()
    assert [m for m, wanted in zip(told, measures, strict=True) if wanted] == [m for m in measures if m]


@pytest.mark.parametrize(("text", "measure"), MEASURES.items())
def test_measure_is_in_the_words_of_the_text(text: str, measure: str, reference: Reference) -> None:
    assert first(reference, text)["measure"] == measure


NARRATED = {
    "With some 20 million people facing famine, “we must act now,” she said.": True,
    "In addition to 3 million refugees, Ms. Doe discussed the plight of the displaced.": True,
    "“We are out of time,” said Jane Doe, whose agency feeds 4 million people.": True,
    "The agency, which has 300 offices, said it would close.": True,
    "Noting that 12 countries had signed, she said others should follow.": False,
    "“We fed 4 million people,” said Jane Doe.": False,
    "Some 5 million children were out of school, she said.": False,
    "With billions of dollars in profits, trafficking was evolving, she said.": False,
    "As forced labour generated $150 billion in profits, banks should help.": False,
    "“It is a disgrace,” she said, noting that 40 per cent of women were affected.": False,
}


@pytest.mark.parametrize(("text", "narrated"), NARRATED.items())
def test_number_outside_quotation_and_reported_clause_is_the_narrators(
    text: str, narrated: bool, reference: Reference
) -> None:
    assert first(reference, text)["is_narrated"] is narrated


def test_everything_without_a_statement_is_the_narrators(reference: Reference) -> None:
    assert first(reference, "Some 300 people fled.", statement_ordinal=None)["is_narrated"] is True
