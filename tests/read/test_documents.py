"""Kind, identity and metadata: what the text states, and nothing else."""

import datetime as dt

import pytest

DATELINE = "5 May 2003 – Wells ran dry, the United Nations said."


def document(read, text, path="a.txt", **manifest):
    return read((path, text), manifest=manifest).documents.row(0, named=True)


BLOCKS = """

Wells ran dry, the Council heard today.

JANE DOE (Ghana) said so.

JOHN ROE (Peru) agreed with her.
"""
WITHOUT_BLOCKS = """

ASSEMBLY ADOPTS TEXTS ON WELLS

The General Assembly met this morning to consider reports on wells.

The representative of Ghana said wells ran dry.
"""
NOTICE = """

Elections

The Second Committee elected Jane Doe (Ghana) as its Chair on 5 June.
"""
GENEVA = """COUNCIL HOLDS DIALOGUE ON WELLS

7 March 2019

The Human Rights Council this morning held a dialogue on wells."""
RELEASE = (
    "\n\nMessage for Water Day\n\nFollowing is the text of the message for Water Day:\n\nWater is life.\n"
)
ROLL = """Meeting Summaries

The Committee on the Rights of the Child in its midday meeting held a debate on wells.

Ghana, speaking for the African Group, said that wells ran dry."""
WITHOUT_COVER = """
1. The Chair said that she took it that all agreed.

2. Mr. Doe (Ghana), speaking on behalf of the African Group, supported the motion.

3. Ms. Roe (Peru) asked for time."""
UNNUMBERED = """
The meeting was called to order at 10 a.m.

Mr. Doe (Ghana), introducing the report, said that it was long.

It was so decided."""
LETTER_ON_WELLS = (
    "\n\nNEW YORK, 5 May (UN Headquarters) -- The following statement was issued today by the Spokesman for "
    "the Secretary-General:\n\nHe mourns."
)
UNDATED = """Wells run dry

“We must dig,” Jane Doe of UNICEF told reporters.

She said that the wells were empty."""
RECORD = """

The meeting was called to order at 10 a.m.

The President: I open the meeting.

Mr. Doe (Ghana): I agree.
"""


@pytest.mark.parametrize(
    ("text", "kind", "symbol", "organ"),
    [
        ("SC/6789" + BLOCKS, "meeting_coverage", "SC/6789", "Security Council"),
        ("Press Release SC/6789*" + BLOCKS, "meeting_coverage", "SC/6789", "Security Council"),
        ("General AssemblyGA/AB/3907" + BLOCKS, "meeting_coverage", "GA/AB/3907", "Fifth Committee"),
        ("GA/SHC/4112" + BLOCKS, "meeting_coverage", "GA/SHC/4112", "Third Committee"),
        ("ECOSOC/6001" + BLOCKS, "meeting_coverage", "ECOSOC/6001", "Economic and Social Council"),
        ("GA/9100" + WITHOUT_BLOCKS, "meeting_coverage", "GA/9100", "General Assembly"),
        ("GA/9100" + NOTICE, "press_release", "GA/9100", "General Assembly"),
        (GENEVA + BLOCKS, "meeting_coverage", None, None),
        (GENEVA + WITHOUT_BLOCKS, "meeting_coverage", None, None),
        (ROLL, "meeting_coverage", None, None),
        (ROLL.partition("\n\nGhana")[0], "other", None, None),
        (UNDATED, "news_story", None, None),
        (UNDATED.replace("UNICEF", "Wells Ltd."), "other", None, None),
        ("Wells\n\n5 May 2003" + LETTER_ON_WELLS, "press_release", None, None),
        ("Secretary-General’s press encounter upon arrival in Accra\n\nQ: Why?", "press_release", None, None),
        (
            "STATEMENT BY H.E. MR. JAN ROE, PRESIDENT OF PERU\n\nFriends, we meet.",
            "press_release",
            None,
            None,
        ),
        ("Remarks by Ada Roe, Executive Director of UNEP\n\nI thank you.", "press_release", None, None),
        ("Remarks by a passer-by on wells\n\nI thank you.", "other", None, None),
        ("Press briefing note on Peru\n\nWe are concerned.", "press_release", None, None),
        (
            "Fifty-fifth General Assembly\n28th Meeting (PM)\n\nGhana’s envoy said so.",
            "meeting_coverage",
            None,
            None,
        ),
        ("28th Meeting (PM)\n\nBoard Grants Wells\n\nA board granted wells.", "meeting_coverage", None, None),
        ("28th Meeting of the club\n\nBoard Grants Wells\n\nA board granted wells.", "other", None, None),
        (
            "GA/SPD/12\n\n19990929As the Fourth Committee met this morning, it rained.",
            "meeting_coverage",
            "GA/SPD/12",
            "Fourth Committee",
        ),
        (
            "Press Release\nRD/900\n\nThe Committee on Wells of the North this morning began its session. "
            "Members said no.",
            "meeting_coverage",
            "RD/900",
            None,
        ),
        (
            "Wells\n\nThe head of UNEP, Ada Roe, issued the following statement today:\n\nI mourn.",
            "press_release",
            None,
            None,
        ),
        ("UNOG Bi-weekly press briefing 5 May 2003\n\nAda Roe spoke.", "press_release", None, None),
        (
            "VERBATIM RECORD OF THE TENTH MEETING\n\nThe meeting was called to order at 10 a.m.\n\n"
            "The CHAIRMAN (interpretation from French): We meet.",
            "verbatim_record",
            None,
            None,
        ),
        (
            "Official Records\n\nThe meeting was called to order at 10 a.m.\n\nMr. Doe (Ghana): We meet.",
            "verbatim_record",
            None,
            None,
        ),
        ("UN Geneva briefing - 5 May 2003\n\nAda Roe spoke.", "press_release", None, None),
        (
            "Opening statement and update by UN High Commissioner for Human Rights Ada Roe\n\nWe meet.",
            "press_release",
            None,
            None,
        ),
        (
            "The Committee on Wells of the North today concluded its review of the sixth report of Ghana, "
            "hailing\n\nGhana on its wells, while asking why they were dry.\n\nAn Expert said so.",
            "meeting_coverage",
            None,
            None,
        ),
        (WITHOUT_COVER, "verbatim_record", None, None),
        (WITHOUT_COVER.partition("\n\n3.")[0].partition("\n\n")[2], "other", None, None),
        ("CRC/C/SR.99" + UNNUMBERED, "verbatim_record", "CRC/C/SR.99", None),
        ("Summary record of the 99th meeting" + UNNUMBERED, "verbatim_record", None, None),
        ("CRC/C/SR.99" + UNNUMBERED.replace(" (Ghana)", ""), "verbatim_record", "CRC/C/SR.99", None),
        ("Secretary-General’s press conference (full transcript)\n\nI am glad.", "press_release", None, None),
        ("Press Release No: UNIS/GA/9000\n\nWells ran dry.", "press_release", "UNIS/GA/9000", None),
        ("The board met." + UNNUMBERED, "other", None, None),
        ("SC/9000" + RELEASE, "press_release", "SC/9000", "Security Council"),
        ("SG/SM/21980" + RELEASE, "press_release", "SG/SM/21980", "Secretary-General"),
        ("SG/SM/184-ECOSOC/68" + RELEASE, "press_release", "SG/SM/184", "Secretary-General"),
        ("DSG/SM/1874" + RELEASE, "press_release", "DSG/SM/1874", "Deputy Secretary-General"),
        ("AFR/1200" + RELEASE, "press_release", "AFR/1200", None),
        (
            "Noon Briefing\n\n5 May 2003\n\nThe following is a near-verbatim transcript of today’s briefing "
            "by Ada Roe.\n\nGood afternoon.",
            "press_release",
            None,
            None,
        ),
        (
            "REGULAR PRESS BRIEFING BY THE INFORMATION SERVICE\n\n5 May 2003\n\nAda Roe reminded us.",
            "press_release",
            None,
            None,
        ),
        (
            "Statement attributable to the Spokesperson\n\n5 May 2003\n\nHe mourns.",
            "press_release",
            None,
            None,
        ),
        ("S/PV.8999" + RECORD, "verbatim_record", "S/PV.8999", "Security Council"),
        ("United Nations S/ PV.8999" + RECORD, "verbatim_record", "S/PV.8999", "Security Council"),
        ("A/72/PV.24" + RECORD, "verbatim_record", "A/72/PV.24", "General Assembly"),
        ("A/C.3/70/SR.12" + RECORD, "verbatim_record", "A/C.3/70/SR.12", "Third Committee"),
        ("Wells run dry\n\n" + DATELINE, "news_story", None, None),
        ("Wells run dry\n\n5 May 2003\n\nWells are dry, the UN envoy said.", "news_story", None, None),
        ("GENEVA (5 May 2003) – Wells ran dry, experts said.", "news_story", None, None),
        ("Wells\n\nGENEVA, 5 May 2003 –\n\nWells are dry, the World Bank said.", "news_story", None, None),
        ("Wells\n\nDAKAR (5 May 2003)\n\nWells are dry, UNICEF said.", "news_story", None, None),
        ("OBV/2010" + BLOCKS, "meeting_coverage", "OBV/2010", None),
        ("OBV/2010" + RELEASE, "press_release", "OBV/2010", None),
        (
            "Speakers Urge Wells\n\nThe Permanent Forum on Indigenous Issues opened its session today."
            + BLOCKS,
            "meeting_coverage",
            None,
            None,
        ),
        (
            "Statement by Ada F. Roe, Executive Director of UNEP\n\nI call for wells.",
            "press_release",
            None,
            None,
        ),
        ("Shopping\n\n5 May 2003\n\nBuy bread and milk today.", "other", None, None),
        ("Minutes of the club, held on Sunday.", "other", None, None),
        ("He cited resolution SC/6789 in passing, he said.", "other", None, None),
    ],
)
def test_kind_symbol_and_organ_by_form(read, text, kind, symbol, organ):
    row = document(read, text)
    assert (row["kind"], row["symbol"], row["organ"]) == (kind, symbol, organ)


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("15 March 2017", dt.date(2017, 3, 15)),
        ("March 3, 2020", dt.date(2020, 3, 3)),
        ("19990112", dt.date(1999, 1, 12)),
        ("23/12/2003", dt.date(2003, 12, 23)),
        ("Monday, 20 May 2019, 3 p.m.", dt.date(2019, 5, 20)),
        ("15 mars 2017", dt.date(2017, 3, 15)),
        ("31 June 2017", None),
        ("15 March", None),
    ],
)
def test_dates_as_printed(read, printed, day):
    row = document(read, f"SC/6789\n{printed}{BLOCKS}")
    assert row["published_on"] == day
    assert row["published_on_basis"] == ("text" if day else None)


def test_no_date_printed_stays_null_unless_the_manifest_has_one(read):
    assert document(read, "SC/6789" + BLOCKS)["published_on"] is None
    row = document(read, "SC/6789" + BLOCKS, published_on=dt.date(1999, 1, 2))
    assert (row["published_on"], row["published_on_basis"]) == (dt.date(1999, 1, 2), "manifest")
    assert row["held_on"] == dt.date(1999, 1, 2)


def test_a_printed_date_wins_over_the_manifest(read):
    row = document(read, DATELINE, published_on=dt.date(1999, 1, 2))
    assert (row["published_on"], row["published_on_basis"]) == (dt.date(2003, 5, 5), "text")


def test_identity_is_the_symbol_then_the_address_then_the_path(read):
    by_symbol = document(read, "SC/6789" + BLOCKS, url="https://press.un.org/a")
    assert by_symbol["document_identity"] == "SC/6789|en|"
    assert by_symbol["document_key"] == "c96df3b32fb857dc08ba"  # first 20 hex digits of its SHA-256
    assert (
        document(read, DATELINE, url="https://news.un.org/a")["document_identity"] == "https://news.un.org/a"
    )
    assert document(read, DATELINE, path="x/y.txt")["document_identity"] == "press/x/y.txt"


def test_a_resumed_meeting_is_a_part_of_its_own(read):
    row = document(read, "S/PV.8999 (Resumption 1)" + RECORD)
    assert row["document_identity"] == "S/PV.8999|en|1"


def test_editions_of_one_batch_leave_the_later_one(read):
    early = f"SC/6789\n\nIn progress at UNHQ\n2 May 2001{BLOCKS}"
    final = f"SC/6789\n2 May 2001{BLOCKS}"
    result = read(("a.txt", early), ("b.txt", final))
    assert result.documents["source_path"].to_list() == ["b.txt"]
    assert result.superseded.select("source_path", "edition").rows() == [("a.txt", "in_progress")]
    assert result.paragraphs["document_key"].n_unique() == 1


def test_same_text_same_hash_whatever_the_bytes(read):
    spaced = b"\xef\xbb\xbf" + DATELINE.replace(" ", "  ").encode() + b"\r\n"
    result = read(("a.txt", DATELINE), ("b.txt", spaced))
    assert result.documents["content_sha256"].n_unique() == 1


def test_official_or_not(read):
    assert document(read, "S/PV.8999" + RECORD)["is_official_record"] is True
    assert document(read, "SC/6789" + BLOCKS)["is_official_record"] is False
    assert document(read, "Minutes of the club, held on Sunday.")["is_official_record"] is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The wells of the north and of the south ran dry in the spring, and that was a fact.", "en"),
        (
            "Les puits du nord et du sud sont à sec dans la région, et que le temps est long pour les gens.",
            "fr",
        ),
        (
            "Los pozos del norte y de la región se secaron, y que es una pena para los pueblos.",
            "es",
        ),
        ("Колодцы на севере и в горах высохли, и это не новость для людей из долины.", "ru"),
        ("安全理事会今天上午一致通过决议。", "zh"),
        ("قرر مجلس الأمن اليوم تمديد ولاية البعثة", "ar"),
        ("12345 67890 !", None),
    ],
)
def test_language_of_the_text(read, text, language):
    assert document(read, text)["language"] == language


def test_meeting_number_and_session(read):
    row = document(read, f"GA/AB/3907\nSixty-third General Assembly\n47th Meeting (AM){BLOCKS}")
    assert (row["meeting_number"], row["session"]) == (47, 63)
