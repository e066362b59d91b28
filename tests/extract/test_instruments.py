"""Named texts by table, number, form and short reference, on made-up sentences of many debates."""

import polars as pl
import pytest

from flows.extract.instruments import extract_instruments
from flows.extract.instruments.formed import read_form
from flows.extract.instruments.lexicon import named_hint, named_pattern, names_of
from flows.extract.matches import straighten
from flows.reference import Reference
from tests.extract.sentence_frames import as_quotes, as_sentences


def extract(reference: Reference, *texts: str, **columns: object) -> pl.DataFrame:
    sentences = as_sentences(*texts, **columns)
    return extract_instruments(sentences, as_quotes(sentences), reference)


def instruments(reference: Reference, *texts: str, **columns: object) -> list[str]:
    return extract(reference, *texts, **columns)["instrument"].to_list()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "He urged States to join the Treaty on the Non‑Proliferation of Nuclear Weapons (NPT).",
            ["Non-Proliferation Treaty"],
        ),
        (
            "Her country had ratified CEDAW.",
            ["Convention on the Elimination of All Forms of Discrimination against Women"],
        ),
        (
            "The UN Framework Convention on Climate Change and the Kyoto Protocol stood.",
            ["United Nations Framework Convention on Climate Change", "Kyoto Protocol"],
        ),
        (
            "A global compact for safe, orderly and regular migration was near.",
            ["Global Compact for Migration"],
        ),
        ("Article 73 of the Charter of the United Nations applied.", ["United Nations Charter"]),
        (
            "The African Charter on Human and Peoples’ Rights said so.",
            ["African Charter on Human and Peoples’ Rights"],
        ),
        ("It joined the Ottawa Convention in 1998.", ["Ottawa Convention"]),
        (
            "The Basel, Rotterdam and Stockholm Conventions were linked.",
            ["Basel Convention", "Rotterdam Convention", "Stockholm Convention"],
        ),
        (
            "Implementation of the Sendai Framework for Disaster Risk Reduction 2015-2030 lagged.",
            ["Sendai Framework"],
        ),
    ],
)
def test_texts_of_the_tables(text: str, names: list[str], reference: Reference) -> None:
    assert instruments(reference, text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Her country joined the Convention and its protocols.",  # unnamed
        "The National Action Plan on Women was under review.",
        "Kenya’s Action Plan and the Jordan Response Plan needed money.",
        "The Peace Agreement and a Free Trade Agreement were signed.",
        "He proposed a convention on the rights of mountains.",
        "The African Youth Charter party met the Prime Minister.",
        "A resolution of the conflict was near; resolutions must be implemented.",
        "Half of the goals were missed, with 16.2 per cent of targets met.",
        "Emissions must keep to the target 1.5 degrees Celsius.",
        "The Human Rights Charter Commission met.",
        "Small businesses started up; the npt programme ran on a computer.",
    ],
)
def test_what_names_no_text(text: str, reference: Reference) -> None:
    assert instruments(reference, text) == []


def test_resolutions_of_a_list(reference: Reference) -> None:
    text = (
        "Recalling Security Council resolutions 1325 (2000), 1820 (2008) and 2242(2015), "
        "as well as General Assembly resolutions 46/182, ES-10/16 and 1514 (XV)"
    )
    assert instruments(reference, text) == [
        "Resolution 1325 (2000)",
        "Resolution 1820 (2008)",
        "Resolution 2242 (2015)",
        "Resolution 46/182",
        "Resolution ES-10/16",
        "Resolution 1514 (XV)",
    ]


def test_a_bare_number_gets_its_year(reference: Reference) -> None:
    assert instruments(
        reference, "Resolution 1701 and resolution 1514 remained valid, as did resolution 242."
    ) == [
        "Resolution 1701 (2006)",
        "Resolution 1514 (XV)",
        "Resolution 242 (1967)",
    ]


def test_resolutions_by_symbol_and_joined_by_slashes(reference: Reference) -> None:
    text = "See A/RES/60/1 and S/RES/2254 (2015); the committee under resolutions 1267/1989/2253 met."
    assert instruments(reference, text) == [
        "Resolution 60/1",
        "Resolution 2254 (2015)",
        "Resolution 1267 (1999)",
        "Resolution 1989 (2011)",
        "Resolution 2253 (2015)",
    ]


def test_the_first_of_a_list_takes_the_noun_along(reference: Reference) -> None:
    found = extract(reference, "They cited resolutions 2195 (2014) and 2242 (2015).")
    assert found["text"].to_list() == ["resolutions 2195 (2014)", "2242 (2015)"]
    assert found["start_offset"].to_list() == [11, 39]
    assert found["instrument_kind"].unique().to_list() == ["resolution"]
    assert found["instrument_year"].to_list() == [2014, 2015]


def test_goals_and_targets(reference: Reference) -> None:
    text = "SDG 13, Sustainable Development Goals 5 and 16, and targets 8.7, 16.2 and 5.a were at stake."
    assert instruments(reference, text) == ["SDG 13", "SDG 5", "SDG 16", "SDG 8.7", "SDG 16.2", "SDG 5.a"]


def test_targets_that_go_on_in_the_sentence(reference: Reference) -> None:
    text = "Goals [and targets] 14.4, which ends overfishing, 2.1 to end hunger, and 3.3, which ends AIDS"
    assert instruments(reference, text) == ["SDG 14.4", "SDG 2.1", "SDG 3.3"]


def test_a_goal_is_of_the_series_that_its_document_names(reference: Reference) -> None:
    assert "MDG 5" in instruments(
        reference, "The Millennium Development Goals were late.", "Goal 5 was missed."
    )
    assert "SDG 5" in instruments(reference, "The 2030 Agenda was late.", "Goal 5 was missed.")
    assert instruments(reference, "Goal 5 was scored by the captain.") == []


def test_labour_conventions_and_presidential_statements(reference: Reference) -> None:
    text = "ILO Conventions No. 29 and No. 105, S/PRST/2013/22, the 2012 presidential statement on the Sahel"
    assert instruments(reference, text) == [
        "ILO Convention No. 29",
        "ILO Convention No. 105",
        "Presidential statement S/PRST/2013/22",
        "Presidential statement on Sahel (2012)",
    ]


@pytest.mark.parametrize(
    ("form", "name", "kind"),
    [
        ("Under Africa's Malabo Declaration on Accelerated Growth", "Malabo Declaration", "declaration"),
        ("The Bamako Convention on the Ban of Imports", "Bamako Convention", "treaty"),
        ("United Nations Tashkent Action Plan", "Tashkent Action Plan", "plan"),
        ("Inter-American Convention on Snow", "Inter-American Convention on Snow", "treaty"),
        ("Regional Action Plan on Albinism", "Regional Action Plan on Albinism", "plan"),
        ("Convention on Mountain Rights and its Protocol on Snow", "Convention on Mountain Rights", "treaty"),
        ("Treaty of Waitangi", "Treaty of Waitangi", "treaty"),
    ],
)  # fmt: skip
def test_names_by_their_form(form: str, name: str, kind: str, reference: Reference) -> None:
    found = read_form(form, reference)
    assert found is not None
    assert found[2:] == (name, kind)
    assert form[found[0] :].startswith(found[1])


@pytest.mark.parametrize(
    "form",
    [
        "Final Declaration",
        "National Action Plan on Water",
        "Protocol to the Convention",
        "Kenya Plan of Action",
        "Plan of Action on Water",
    ],
)
def test_forms_that_name_no_text(form: str, reference: Reference) -> None:
    assert read_form(form, reference) is None


def test_a_table_name_of_generic_words_yields_to_the_longer_form(reference: Reference) -> None:
    text = "The Global Plan of Action for Animal Genetic Resources was adopted."
    assert instruments(reference, text) == ["Global Plan of Action for Animal Genetic Resources"]


def test_short_references_stand_for_what_was_named_before(reference: Reference) -> None:
    found = extract(
        reference,
        "The Convention was old.",  # nothing named yet
        "The United Nations Convention on the Law of the Sea was a constitution.",
        "States parties to the Convention must act, and that Treaty is none.",
        "The Paris Agreement followed.",
        "The Agreement’s parties met on the Convention Centre’s roof.",
    )
    assert found.select("sentence_ordinal", "text", "instrument", "rule").rows()[1:] == [
        (2, "the Convention", "United Nations Convention on the Law of the Sea", "short_reference"),
        (3, "Paris Agreement", "Paris Agreement", "named"),
        (4, "The Agreement", "Paris Agreement", "short_reference"),
    ]


def test_a_short_reference_means_the_latest_of_its_own_turn(reference: Reference) -> None:
    named = ["The Genocide Convention was cited.", "The Basel Convention was cited."]
    assert instruments(reference, *named, "The Convention must be applied.")[-1] == "Basel Convention"


def test_two_candidates_of_other_turns_leave_it_open(reference: Reference) -> None:
    sentences = as_sentences(
        "The Genocide Convention was cited.",
        "The Basel Convention was cited.",
        "The Convention must be applied.",
    ).with_columns(statement_ordinal=pl.Series([1, 2, 3]))
    found = extract_instruments(sentences, as_quotes(sentences), reference)
    assert found["sentence_ordinal"].to_list() == [0, 1]


def test_the_resolution_just_named(reference: Reference) -> None:
    found = extract(
        reference,
        "Resolution 2401 (2018) was adopted.",
        "He said the resolution was vital.",
        "The resolution of the conflict took years.",
    )
    assert found["sentence_ordinal"].to_list() == [0, 1]
    assert found["instrument"].to_list() == ["Resolution 2401 (2018)"] * 2


def test_a_bare_name_counts_only_with_the_full_one_in_its_document(reference: Reference) -> None:
    full = "The Programme of Action to Prevent, Combat and Eradicate the Illicit Trade in Small Arms."
    bare = "Delegates reviewed the Programme of Action."
    assert instruments(reference, bare) == []
    assert instruments(reference, full, bare) == ["Programme of Action on Small Arms"] * 2


def test_furniture_names_nothing(reference: Reference) -> None:
    assert instruments(reference, "The Paris Agreement", role="furniture") == []
    assert instruments(reference, "The Paris Agreement", role="caption") == ["Paris Agreement"]


def test_a_text_counts_once_a_sentence(reference: Reference) -> None:
    assert instruments(reference, "The Kyoto Protocol replaced nothing; the Kyoto Protocol stayed.") == [
        "Kyoto Protocol"
    ]


def test_spans_are_verbatim(reference: Reference) -> None:
    texts = ("Under the Non‑Proliferation Treaty, “États”", "Malabo Declaration and SDG 5, resolution 70/1")
    sentences = as_sentences(*texts)
    document = "\n".join(texts)
    found = extract_instruments(sentences, as_quotes(sentences), reference)
    assert found.height == 4
    assert [document[a:b] for a, b in found.select("start_offset", "end_offset").rows()] == found[
        "text"
    ].to_list()


def test_no_sentence_gives_an_empty_frame_of_facts(reference: Reference) -> None:
    assert extract(reference, "Nothing is named here.").height == 0


def test_every_name_of_the_table_is_found_and_means_itself(reference: Reference) -> None:
    """The cheap first look, the pattern and the reading of forms agree on all names of the tables."""
    names = reference["instruments"].filter(~pl.col("name").str.contains("^(?:Resolution|Presidential)"))
    texts = names.select("name", text=straighten(pl.col("name")))
    hinted = texts["text"].str.contains(named_hint(reference))
    found = texts["text"].str.extract(f"({named_pattern(reference)})")
    assert texts.filter(~hinted)["name"].to_list() == []
    unnamed = [
        name
        for name, match in zip(texts["name"], found, strict=True)
        if name not in {n for n, _ in names_of(match or "", reference)}
    ]
    # names for groups of texts that are printed otherwise
    assert set(unnamed) <= {"Political Declaration on the Global Plan of Action"}


def test_every_printed_form_has_a_head_or_a_hint(reference: Reference) -> None:
    heads = [head.lower() for head in reference["instrument_heads"]["head"] if " " not in head]
    forms = reference["instrument_aliases"].filter(pl.col("hint").is_null())
    bare = forms.filter(~pl.col("pattern").str.to_lowercase().str.contains_any(heads))
    assert bare["pattern"].to_list() == []
