"""Pictures of each view, taken in a headless Chromium: `rostrum dashboard --screenshots DIR`."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dashboard.serve import ServerError, build_server
from flows.settings import Settings

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")
WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
START_SECONDS = 60
# Name of each picture: where it is taken, what is clicked first, on which screen.
PICTURES: dict[str, tuple[str, str | None, dict[str, int]]] = {
    "figures": ("/figures", None, WIDE),
    "positions": ("/positions", None, WIDE),
    "speakers": ("/speakers", None, WIDE),
    "speaker": ("/speakers", "tbody th a", WIDE),
    "documents": ("/documents", None, WIDE),
    "document": ("/documents?kind=meeting_coverage", "tbody th a", WIDE),
    "loads": ("/loads", None, WIDE),
    "evidence": ("/figures", "svg a.evidence", WIDE),
    "narrow": ("/figures", None, NARROW),
}


def find_browser() -> str | None:
    """Return the path of an installed Chromium, or None."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


@contextmanager
def serve_in_background(settings: Settings) -> Iterator[str]:
    """Serve the dashboard on a free port of this machine, and yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = build_server(settings, "127.0.0.1", port)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise ServerError("the dashboard's server did not start")
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


def take_screenshots(settings: Settings, target: Path) -> list[Path]:
    """Write a compressed picture of each view to a folder. Raises ServerError without a browser."""
    try:
        from playwright.sync_api import sync_playwright  # only developers have it
    except ImportError as error:
        raise ServerError("screenshots need Playwright; `./rostrum test` installs it") from error
    browser_path = find_browser()
    if browser_path is None:
        raise ServerError("screenshots need Chromium; install the package chromium")
    target.mkdir(parents=True, exist_ok=True)
    with serve_in_background(settings) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=list(BROWSER_OPTIONS))
        written = [
            _take(browser, f"{address}{path}", click, screen, target / f"{name}.png")
            for name, (path, click, screen) in PICTURES.items()
        ]
        browser.close()
    return written


def _take(browser: Any, address: str, click: str | None, screen: dict[str, int], target: Path) -> Path:
    page = browser.new_page(viewport=screen)
    page.goto(address)
    if click:
        page.locator(click).first.click()
        if "svg" in click:
            page.wait_for_selector("dialog[open] mark")
        else:
            page.wait_for_url("**/*/*")
    page.wait_for_load_state("load")
    page.screenshot(path=target)
    page.close()
    _compress(target)
    return target


def _compress(target: Path) -> None:
    """Reduce a picture to 256 colours, which halves its size and can't be seen in flat drawings."""
    from PIL import Image

    with Image.open(target) as picture:
        small = picture.convert("RGB").quantize(256)
    small.save(target, optimize=True)
