"""The web application: addresses to views, releases, downloads, and the headers that keep pages harmless."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import views, words
from dashboard.filters import Address, BadAddressError
from dashboard.notes import NOTES, write_accuracy_line
from dashboard.releases import Release, Releases, Row, UnreadableReleaseError

HERE = Path(__file__).parent
VIEWS = ("figures", "positions", "speakers", "documents", "loads")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# No script but our own file, and nothing from another host: what a document says can't run.
HEADERS = {
    b"content-security-policy": b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
    b" connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
}
# Page of each address, with the view that it belongs to.
PAGES: dict[str, tuple[str, str, Callable[..., views.Context]]] = {
    "/figures": ("figures", "figures.html", views.show_figures),
    "/positions": ("positions", "positions.html", views.show_positions),
    "/speakers": ("speakers", "speakers.html", views.show_speakers),
    "/speakers/{key}": ("speakers", "speaker.html", views.show_speaker),
    "/documents": ("documents", "documents.html", views.show_documents),
    "/documents/{key}": ("documents", "document.html", views.show_document),
    "/loads": ("loads", "loads.html", views.show_loads),
    "/evidence": ("", "evidence.html", views.list_evidence),
    "/evidence/{key}": ("", "evidence.html", views.show_evidence),
}
# What an error is called on its page, and the status of that page.
ERRORS: dict[type[Exception], tuple[str, int]] = {
    BadAddressError: ("This address cannot be read", 400),
    views.NoSuchRowError: ("Not found", 404),
    UnreadableReleaseError: ("This release cannot be opened", 500),
}


class SecurityHeaders:
    """Adds the headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *HEADERS.items()]
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class Dashboard:
    """Answers requests from the releases of one warehouse."""

    def __init__(self, releases: Releases) -> None:
        self.releases = releases
        self.templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=select_autoescape(default=True, default_for_string=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.templates.filters |= words.FILTERS
        self.templates.globals |= {"view_names": VIEWS, "svg": Markup}

    def answer(self, request: Request) -> Response:
        """Return the page of an address; an address without a release is sent on to one that names it."""
        view, template, show = PAGES[request.scope["route"].path]
        choices = {k: v[:300] for k, v in request.query_params.items() if k != "release"}
        asked = request.query_params.get("release")
        newest = self.releases.open_newest()
        if newest is None:
            return self.notice("Nothing is published yet", "Run ./rostrum run, then this page fills itself.")
        if not asked:
            return RedirectResponse(f"{request.url.path}?{urlencode(choices | {'release': newest.id})}", 303)
        release = (newest if asked == newest.id else self.releases.open_older(asked)) or newest
        address = Address(request.url.path, choices, release.id)
        context = self._read(release, newest, address, view, asked)
        context |= show(release, address, **request.path_params)
        return HTMLResponse(self.templates.get_template(template).render(context))

    def _read(
        self, release: Release, newest: Release, address: Address, view: str, asked: str
    ) -> dict[str, Any]:
        values: dict[str, list[Row]] = {}
        for row in release.fetch("filter_values"):
            values.setdefault(row["filter"], []).append(row)
        view = view or (address.get("view") if address.get("view") in NOTES else None) or ""
        return {
            "release": release,
            "newest": newest,
            "address": address,
            "view": view,
            "values": values,
            "gone": asked if asked != release.id else None,
            "note": NOTES.get(view),
            "accuracy_line": write_accuracy_line(release, view) if view else "",
        }

    def notice(self, title: str, text: str, status: int = 200) -> HTMLResponse:
        page = self.templates.get_template("notice.html").render(title=title, text=text)
        return HTMLResponse(page, status)

    def explain(self, _request: Request, error: Exception) -> Response:
        """Return the page that says what is wrong with an address or a release."""
        if isinstance(error, HTTPException):
            return self.notice("Not found", "There is no page at this address.", 404)
        title, status = ERRORS[type(error)]
        return self.notice(title, str(error), status)

    def download(self, request: Request) -> Response:
        """Return the rows of a view as CSV."""
        view = request.path_params["view"]
        newest = self.releases.open_newest()
        asked = request.query_params.get("release")
        release = newest if not asked or (newest and asked == newest.id) else self.releases.open_older(asked)
        if view not in views.DOWNLOADS or release is None:
            return self.notice("Not found", "There are no such rows, or their release is not kept.", 404)
        name, values = views.DOWNLOADS[view](Address("", dict(request.query_params), release.id))
        file_name = f"rostrum-{view}-{release.id}.csv"
        return StreamingResponse(
            write_csv(release.fetch(name, **values)),
            media_type="text/csv; charset=utf-8",
            headers={"content-disposition": f'attachment; filename="{file_name}"'},
        )

    def tell_release(self, request: Request) -> Response:
        """Return the name of the newest release, for pages that ask whether they are still the newest."""
        newest = self.releases.open_newest()
        return JSONResponse({"release": newest.id if newest else None}, headers={"cache-control": "no-store"})


def write_csv(rows: Sequence[Row]) -> Iterator[str]:
    """Yield rows as CSV; a text that a spreadsheet would take for a formula gets an apostrophe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    columns = [name for name in (rows[0] if rows else {}) if name not in ("total_count", "evidence", "link")]
    writer.writerow(columns)
    for number, row in enumerate(rows, 1):
        writer.writerow([_defuse(row[name]) for name in columns])
        if number % 500 == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _defuse(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def build_app(releases: Releases, hosts: Sequence[str]) -> Starlette:
    """Return the application; `hosts` are the names by which browsers may call it."""
    dashboard = Dashboard(releases)
    routes: list[Route | Mount] = [
        Route("/", lambda request: RedirectResponse("/figures", 307)),
        Route("/newest", dashboard.tell_release),
        Route("/rows/{view}.csv", dashboard.download),
        *(Route(path, dashboard.answer) for path in PAGES),
        Mount("/static", StaticFiles(directory=HERE / "static")),
    ]
    middleware = [
        Middleware(SecurityHeaders),
        Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
        Middleware(GZipMiddleware, minimum_size=2_000, compresslevel=4),
    ]

    return Starlette(
        routes=routes,
        middleware=middleware,
        exception_handlers=dict.fromkeys([404, *ERRORS], dashboard.explain),
    )
