"""Chromium and a live server: journeys as people make them, by keyboard, without JavaScript, on phone and desk.

def test_a_journey(visit: Visit) -> None:
    page = visit(as_person=person, width=PHONE, javascript=False)
    page.goto("/services")
    check_accessible(page)
"""

import logging
import os
import shutil
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from playwright.sync_api import Error as BrowserError
from werkzeug.serving import make_server

from directory.accounts.models import Person
from tests import inspect_pages
from tests.engines import missing

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PHONE, DESK = 360, 1280
HOW = (
    "install chromium-headless-shell or chromium (Debian), google-chrome, or run: python -m playwright install chromium"
)
# the first has no window that it would draw for nobody
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MILLISECONDS = 10_000
VIOLATIONS = "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)"


class Visit(Protocol):
    """Opens a page as somebody, at some width, with or without JavaScript."""

    def __call__(self, *, as_person: Person | None = None, width: int = DESK, javascript: bool = True) -> Page:
        """Give a page whose addresses are relative to the live server."""
        ...


def program() -> str | None:
    """Give the path of this machine's Chromium or Chrome; None leaves it to Playwright's own."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def launched(playwright: Playwright) -> Browser:
    """Start the browser, or say that it is missing."""
    found = program()
    if found is None and not Path(playwright.chromium.executable_path).exists():
        missing("Chromium", HOW)
    arguments = [*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return playwright.chromium.launch(executable_path=found, args=arguments)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser, once a run."""
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


class Answering:
    """An application, and how many requests it is answering: the next test must not meet those of this one."""

    def __init__(self, app: Flask) -> None:
        self._app, self._changed, self._asked = app, threading.Condition(), 0

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one."""
        self._count(1)
        try:
            return self._app(environ, start_response)
        finally:
            self._count(-1)

    def _count(self, more: int) -> None:
        with self._changed:
            self._asked += more
            self._changed.notify_all()

    def finish(self) -> None:
        """Wait until all have been answered."""
        with self._changed:
            assert self._changed.wait_for(lambda: not self._asked, timeout=PATIENCE_MILLISECONDS / 1000)


@pytest.fixture
def live(lite: Flask) -> Iterator[str]:
    """The address of a server that serves ``lite``."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    answering = Answering(lite)
    server = make_server("127.0.0.1", 0, answering, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    answering.finish()


@pytest.fixture
def visit(chromium: Browser, live: str, lite: Flask) -> Iterator[Visit]:
    """Opens pages; fails the test where a page broke its security policy, threw an error or asked another server."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(*, as_person: Person | None = None, width: int = DESK, javascript: bool = True) -> Page:
        context = chromium.new_context(
            base_url=live, java_script_enabled=javascript, viewport={"width": width, "height": 900}
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        if as_person is not None:
            context.add_cookies([session_cookie(lite, as_person, live)])
        page = context.new_page()
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("console", lambda said: faults.append(said.text) if broke_policy(said.text) else None)
        page.on("request", lambda sent: None if ours(sent.url, live) else faults.append(f"asked {sent.url}"))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults, faults


def ours(url: str, live: str) -> bool:
    """Say whether an address is of the live server (or no server at all)."""
    return url.startswith((live + "/", "data:", "blob:", "about:"))


def broke_policy(words: str) -> bool:
    """Say whether a line of the console tells of a broken content security policy."""
    return "Content Security Policy" in words or "Content-Security-Policy" in words


def session_cookie(app: Flask, person: Person, address: str) -> SetCookieParam:
    """Give the cookie of a session of this person, begun now."""
    name = app.config["SESSION_COOKIE_NAME"]
    browser = inspect_pages.client(app).sign_in(person.id)
    cookie = browser.get_cookie(name)
    assert cookie is not None
    return {"name": name, "value": cookie.value, "url": address}


def check_accessible(page: Page, *widths: int) -> None:
    """Fail where axe finds anything wrong with the page, or it scrolls sideways. Needs a page with JavaScript.

    The page is looked at as wide as it is, or at each of ``widths`` without asking for it again.
    """
    page.evaluate(Axe().axe_script)
    size = page.viewport_size
    assert size
    for width in widths or (size["width"],):
        page.set_viewport_size({"width": width, "height": size["height"]})
        try:
            violations = page.evaluate(VIOLATIONS)
        except BrowserError as fault:
            raise AssertionError(f"{page.url}: axe could not run: {fault}") from fault
        told = [
            f"{one['id']}: {one['help']}: " + "; ".join(node["html"][:160] for node in one["nodes"][:3])
            for one in violations
        ]
        assert not told, f"{page.url} at {width} px\n" + "\n".join(told)
        check_fits(page)


def check_fits(page: Page) -> None:
    """Fail where the page scrolls sideways."""
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, f"{page.url}: scrolls sideways by {over} px"
