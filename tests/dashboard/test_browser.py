"""The dashboard in a real browser: clicks, keys, contrast, a narrow screen, a publish under an open page."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from releasing import ATTACK, EMPTY, change_release

from dashboard.screenshots import NARROW, WIDE, serve_in_background
from flows.settings import Settings

VIEWS = ("figures", "positions", "speakers", "documents", "loads")
PATIENCE = 180_000  # milliseconds; a busy or stopped machine is no fault of the page


class Site:
    """A served warehouse, what is published in it, and the page that is open."""

    def __init__(self, address: str, settings: Settings, five: Path) -> None:
        self.address, self.settings, self.five = address, settings, five

    def publish(self, release: str, statements: Sequence[str] = ()) -> None:
        change_release(self.five, self.settings.published, release, statements)


@pytest.fixture(scope="module")
def site(browser: Any, five: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    settings = Settings(warehouse=tmp_path_factory.mktemp("served"))
    with serve_in_background(settings) as address:
        site = Site(address, settings, five)
        site.publish("first")
        yield site


@pytest.fixture
def page(browser: Any, site: Site) -> Iterator[Any]:
    """A fresh page; it fails the test if a script failed or another host was asked for something."""
    context = browser.new_context(viewport=WIDE)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(f"script failed: {error}"))
    page.on(
        "request", lambda request: troubles.append(request.url) if site.address not in request.url else None
    )
    yield page
    context.close()
    assert troubles == []


def test_evidence_opens_beside_the_view_and_closes_by_key(page: Any, site: Site) -> None:
    page.goto(f"{site.address}/figures")
    mark = page.locator("svg a.evidence").first
    mark.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open] mark")
    assert "million people" in page.locator("dialog mark").inner_text()
    assert page.locator("dialog").get_by_text("Source", exact=True).count() == 1
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog:not([open])", state="attached")
    assert mark.evaluate("element => element === document.activeElement")


def test_mark_of_the_panels_opens_its_sentences(page: Any, site: Site) -> None:
    page.goto(f"{site.address}/positions?group=Nordic+countries")
    page.locator(".panel a.evidence").first.click()
    page.wait_for_selector("dialog[open] mark")


def test_words_marked_in_a_document_open_their_evidence(page: Any, site: Site) -> None:
    page.goto(f"{site.address}/documents?kind=meeting_coverage")
    page.locator("tbody th a").first.click()
    figure = page.locator(".text a.figure").first
    words = figure.inner_text()
    figure.click()
    page.wait_for_selector("dialog[open] mark")
    assert page.locator("dialog mark").inner_text() == words


def test_filter_is_applied_when_it_is_chosen_and_stands_in_the_address(page: Any, site: Site) -> None:
    page.goto(f"{site.address}/speakers")
    page.select_option("select[name=region]", "Africa")
    page.wait_for_url("**/speakers?region=Africa&release=first")
    assert page.locator("tbody th a", has_text="Guterres").count() == 0
    assert page.locator("tbody tr").count() > 3


def test_publish_under_an_open_page_appears(page: Any, site: Site) -> None:
    page.goto(f"{site.address}/documents?kind=meeting_coverage")
    assert page.locator(".arrived").is_hidden()
    site.publish("second", ["update marts.dim_document set title = 'A title of the second release'"])
    page.wait_for_selector(".arrived", state="visible")
    page.get_by_role("link", name="Show it").click()
    page.wait_for_url("**release=second")
    assert page.get_by_text("A title of the second release").count() > 0
    site.publish("first")


def test_every_view_can_be_walked_by_keyboard(page: Any, site: Site) -> None:
    page.goto(f"{site.address}/figures")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Positions"
    page.keyboard.press("Enter")
    page.wait_for_url("**/positions?release=first")


@pytest.mark.parametrize("view", VIEWS)
def test_contrast_names_and_roles(page: Any, site: Site, view: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.goto(f"{site.address}/{view}")
    assert _find_violations(Axe().run(page)) == []


def test_contrast_of_a_marked_document_and_of_evidence(page: Any, site: Site) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.goto(f"{site.address}/documents?kind=news_story")
    page.locator("tbody th a").first.click()
    page.wait_for_selector(".text a.quotation")
    page.locator(".text a.evidence").first.click()
    page.wait_for_selector("dialog[open] mark")
    assert _find_violations(Axe().run(page)) == []


def _find_violations(results: Any) -> list[tuple[str, str]]:
    return [
        (violation["id"], node["html"][:200])
        for violation in results.response["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("view", VIEWS)
def test_narrow_screen_is_not_scrolled_sideways(page: Any, site: Site, view: str) -> None:
    page.set_viewport_size(NARROW)
    page.goto(f"{site.address}/{view}")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_wider_screen_hides_no_issue_of_a_panel(page: Any, site: Site) -> None:
    page.set_viewport_size({"width": 1600, "height": 900})
    page.goto(f"{site.address}/positions")
    page.wait_for_selector(".panels .chart")
    cut = "charts => charts.filter(chart => chart.scrollWidth > chart.clientWidth).length"
    assert page.eval_on_selector_all(".panels .chart", cut) == 0


# The words before a tag of positions that stand on the next line, though they would have fitted.
PULLED_DOWN = """elements => elements.flatMap(tag => {
    const text = tag.previousSibling
    if (text?.nodeType !== Node.TEXT_NODE) return []
    const at = text.data.lastIndexOf(' ')
    const box = (from, to) => {
        const range = document.createRange()
        range.setStart(text, from)
        range.setEnd(text, to)
        return range.getBoundingClientRect()
    }
    if (at < 1) return []
    const [before, word] = [box(at - 1, at), box(at + 1, text.length)]
    const fits = before.right + 8 + word.width < tag.parentNode.getBoundingClientRect().right
    return word.top > before.bottom - 4 && fits ? [text.data.slice(at)] : []
})"""


def test_tags_of_positions_do_not_pull_words_to_the_next_line(page: Any, site: Site) -> None:
    page.set_viewport_size(NARROW)
    page.goto(f"{site.address}/documents?kind=meeting_coverage")
    page.locator("tbody th a").first.click()
    page.wait_for_selector(".text .claim")
    assert page.eval_on_selector_all(".text .claim", PULLED_DOWN) == []


def test_hostile_document_does_no_harm(page: Any, site: Site) -> None:
    site.publish("hostile", ATTACK)
    for view in VIEWS:
        page.goto(f"{site.address}/{view}")
        assert re.search("Rostrum$", page.title())
        assert page.locator("main script, main img").count() == 0
    page.goto(f"{site.address}/figures")
    page.locator("a.evidence").first.click()
    page.wait_for_selector("dialog[open] mark")
    assert page.locator("dialog script, dialog img").count() == 0
    assert "owned" not in page.title()
    site.publish("first")


def test_empty_warehouse_opens_in_the_browser(page: Any, site: Site) -> None:
    site.publish("empty", EMPTY)
    for view in VIEWS:
        page.goto(f"{site.address}/{view}")
        assert page.locator(".empty").count() > 0
    site.publish("first")
