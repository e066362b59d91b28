"""The pages as they are sent, without a browser."""

import csv
import html
import io
import re

import pytest
from releasing import ATTACK, EMPTY, HOSTILE, Publish, fetch_one
from starlette.testclient import TestClient

from flows.settings import Settings

VIEWS = {
    "figures": ["modern slavery", "source not stated", "Vague magnitudes", "Related groups"],
    "positions": [
        "Advocates",
        "Condemns",
        "said on its behalf",
        "Did not speak",
        "Sweden advocates: Cooperation",
    ],
    "speakers": ["António Guterres", "Words by printed gender", "unknown", "Secretary-General"],
    "documents": ["SC/12751", "no public address known", "News story"],
    "loads": ["release is fresh", "does not hold", "Accuracy", "heldout"],
}
EMPTY_WORDS = {
    "figures": "No group of figures fits",
    "positions": "No delegation spoke with these filters",
    "speakers": "Nobody spoke",
    "documents": "No document fits",
    "loads": "Nothing has been measured",
}


@pytest.mark.parametrize("view", VIEWS)
def test_view_shows_what_was_found(client: TestClient, publish: Publish, view: str) -> None:
    publish("first")
    text = html.unescape(client.get(f"/{view}").text)
    assert [words for words in VIEWS[view] if words.lower() not in text.lower()] == []
    assert "Press coverage is not an official record" in text
    assert view == "loads" or "Right, by the accuracy table" in text


@pytest.mark.parametrize("view", EMPTY_WORDS)
def test_view_without_data_says_so(client: TestClient, publish: Publish, view: str) -> None:
    publish("first", EMPTY)
    page = client.get(f"/{view}")
    assert page.status_code == 200
    assert EMPTY_WORDS[view] in page.text
    assert view == "loads" or "has not been measured" in page.text


def test_every_address_names_its_release(client: TestClient, publish: Publish) -> None:
    publish("first")
    page = client.get("/positions?region=Africa")
    assert str(page.url).endswith("/positions?region=Africa&release=first")
    links = {html.unescape(link).split("#")[0] for link in re.findall(r'href="(/[^"]*)"', page.text)}
    own = {link for link in links if not link.startswith("/static/") and link != "/positions"}
    assert own
    assert {link for link in own if not link.endswith("release=first")} == set()


def test_nothing_is_asked_of_other_hosts_and_no_script_but_ours_runs(
    client: TestClient, publish: Publish
) -> None:
    publish("first")
    page = client.get("/figures")
    assert re.findall(r'<(?:script|link|img)[^>]*(?:src|href)="([^"]*)"', page.text) == [
        "/static/rostrum.css",
        "/static/icon.svg",
        "/static/rostrum.js",
    ]
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert not re.search(r"<script(?! src=)|\son\w+=|\sstyle=", page.text)


def test_evidence_is_the_sentence_in_its_paragraph_with_the_span_marked(
    client: TestClient, publish: Publish, warehouse: Settings
) -> None:
    publish("first")
    key, words, sentence = fetch_one(
        warehouse.published,
        "select figure_key, text, sentence from marts.v_figures where is_counted and symbol is null limit 1",
    )
    page = html.unescape(client.get(f"/evidence/{key}").text)
    found = re.search(r'<span class="sentence">(.*?)<mark>(.*?)</mark>(.*?)</span>', page, re.S)
    assert found
    assert found[2] == words
    assert "".join(found.groups()) == sentence
    assert "no public address known" in page


def test_evidence_leads_to_its_paragraph_of_the_document(
    client: TestClient, publish: Publish, warehouse: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish("first")
    monkeypatch.setattr("dashboard.views.PARAGRAPHS", 50)
    key, sentence, ordinal = fetch_one(
        warehouse.published,
        "select s.sentence_key, s.text, s.paragraph_ordinal from marts.fct_sentence as s"
        " inner join marts.dim_document using (document_key)"
        " where s.statement_key is not null order by s.paragraph_ordinal desc, s.ordinal limit 1",
    )
    link = re.search(r'href="(/documents/[^"]*#p\d+)"', client.get(f"/evidence/{key}").text)
    assert link
    address, _, anchor = html.unescape(link[1]).partition("#")
    assert anchor == f"p{ordinal}"
    assert "page=3" in address
    paragraph = client.get(address).text.partition(f'<p id="{anchor}">')[2].partition("</p>")[0]
    assert sentence in html.unescape(re.sub("<[^>]+>", "", paragraph))


def test_evidence_of_a_mark_that_stands_for_several_claims(
    client: TestClient, publish: Publish, warehouse: Settings
) -> None:
    publish("first")
    key, issue, count = fetch_one(
        warehouse.published,
        "select affiliation_key, issue, claim_count from marts.mart_delegation_position"
        " where attribution = 'aligned' and stance = 'advocates'"
        " order by claim_count desc, affiliation_key, issue limit 1",
    )
    page = client.get(
        f"/evidence?view=positions&affiliation={key}&issue={issue}&stance=advocates&attribution=aligned"
    )
    assert page.text.count("<mark>") == count > 1


def test_claims_of_a_document_take_a_stance(
    client: TestClient, publish: Publish, warehouse: Settings
) -> None:
    publish("first")
    untaken, claims = fetch_one(
        warehouse.published,
        "select (select count(*) from marts.fct_position where is_counted and stance = 'none'),"
        " (select value from marts.metric_total where metric = 'claims')",
    )
    rows = csv.DictReader(io.StringIO(client.get("/rows/documents.csv").text))
    assert sum(int(row["claim_count"]) for row in rows) == claims
    assert untaken > 0


def test_group_filter_shows_members_that_did_not_speak(client: TestClient, publish: Publish) -> None:
    publish("first")
    page = client.get("/positions?group=Nordic+countries").text
    assert "delegations 1 to" not in page  # five members fit on one page
    assert re.search(r"<b>Did not speak</b>[^<]*(Denmark|Finland|Iceland)", page)


def test_filters_leave_nothing_where_nothing_was_said(client: TestClient, publish: Publish) -> None:
    publish("first")
    assert "No delegation spoke" in client.get("/positions?until=1999-12-31").text
    assert "Nobody spoke" in client.get("/speakers?organ=General+Assembly").text
    assert "No document fits" in client.get("/documents?words=volcano").text


def test_words_are_found_without_their_accents_and_percent_is_a_character(
    client: TestClient, publish: Publish
) -> None:
    publish("first")
    assert "Richard Galbavý" in client.get("/speakers?words=galbavy").text
    assert "Nobody spoke" in client.get("/speakers?words=%25").text
    assert "No document fits" in client.get("/documents?words=_").text
    assert "No delegation spoke" in client.get("/positions?words=%25").text
    assert "No group of figures fits" in client.get("/figures?words=%25").text


def test_pages_of_delegations_hold_each_once(client: TestClient, publish: Publish) -> None:
    publish("first")
    names = []
    for number in range(1, 5):
        page = client.get(f"/positions?page={number}").text
        without = re.search(r"<b>Spoke, none found</b>: (.*?)\.</p>", page)
        names += {
            *re.findall(r'text-anchor="end">([^<]+)', page),
            *(without[1].split(", ") if without else ()),
        }
    total = re.search(r"delegations 1 to 25 of (\d+)", client.get("/positions").text)
    assert total
    assert len(names) == len(set(names)) == int(total[1])


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/positions?since=yesterday", 400, "since=yesterday is not a date"),
        ("/speakers?page=0", 400, "is not the number of a page"),
        ("/speakers/nobody", 404, "no such speaker"),
        ("/documents/none", 404, "no such document"),
        ("/evidence/none", 404, "no row with that key"),
        ("/figures?group=none", 404, "no such group"),
        ("/evidence?view=none", 404, "names no evidence"),
        ("/figures?claims=all", 400, "claims=all is not the number of a page"),
        ("/rows/speakers.csv?since=yesterday", 400, "since=yesterday is not a date"),
        ("/rows/nothing.csv", 404, "no such rows"),
        *(
            (f"/{view}?page=99", 404, "fewer pages")
            for view in ("figures", "positions", "speakers", "documents")
        ),
        ("/loads?page=99", 404, "fewer pages"),
        ("/evidence?view=speakers&page=99", 404, "fewer pages"),
        ("/nowhere", 404, "no page at this address"),
    ],
)
def test_address_that_leads_nowhere_says_why(
    client: TestClient, publish: Publish, address: str, status: int, words: str
) -> None:
    publish("first")
    page = client.get(address)
    assert page.status_code == status
    assert words in page.text


@pytest.mark.parametrize("view", [*VIEWS, "speaker", "document", "evidence"])
def test_hostile_text_is_escaped_everywhere(
    client: TestClient, publish: Publish, warehouse: Settings, view: str
) -> None:
    publish("first", ATTACK)
    # the attack stands at the beginning of each document's first counted sentence
    (speaker, document, sentence) = fetch_one(
        warehouse.published,
        "select (select min(speaker_key) from marts.dim_speaker), document_key, sentence_key"
        " from marts.fct_sentence where is_counted order by document_key, start_offset limit 1",
    )
    pages = {
        "speaker": f"speakers/{speaker}",
        "document": f"documents/{document}",
        "evidence": f"evidence/{sentence}",
    }
    page = client.get(f"/{pages.get(view, view)}").text
    assert "owned" in page
    assert not re.search(r"<script(?! src=)|<img", page)
    assert "javascript:" not in page


def test_download_holds_the_counted_rows_and_no_formula(
    client: TestClient, publish: Publish, warehouse: Settings
) -> None:
    publish("first", ["update marts.fct_cited_figure set text = '=1+1' where is_counted"])
    page = client.get("/rows/figures.csv?release=first")
    rows = list(csv.DictReader(io.StringIO(page.text)))
    (count,) = fetch_one(warehouse.published, "select count(*) from marts.fct_cited_figure where is_counted")
    assert len(rows) == count
    assert {row["text"] for row in rows} == {"'=1+1"}
    assert 'filename="rostrum-figures-first.csv"' in page.headers["content-disposition"]


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_has_a_download(client: TestClient, publish: Publish, view: str) -> None:
    publish("first")
    link = re.search(rf'href="(/rows/{view}\.csv[^"]*)"', client.get(f"/{view}").text)
    assert link
    page = client.get(html.unescape(link[1]))
    assert page.status_code == 200
    assert page.text.count("\n") > 1


def test_other_host_names_are_refused(client: TestClient, publish: Publish) -> None:
    publish("first")
    assert client.get("/figures", headers={"host": "rebound.example"}).status_code == 400
    assert HOSTILE not in client.get(f"/figures?words={HOSTILE}").text
