"""A test client that reads every page it gets as a strict visitor would."""

import re
from collections import Counter
from collections.abc import Callable
from contextvars import Context
from typing import Any, TypeVar
from uuid import UUID

import html5lib
from flask import Flask, has_app_context, session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from werkzeug.test import TestResponse

from directory.accounts.actions import begin_session
from directory.kit import clock
from directory.kit.db import db

HEADERS = ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "X-Request-Id")
Element = Any
R = TypeVar("R")


class Page:
    """A page that was read: ``text`` as a person sees it, forms and links."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.html = response.get_data(as_text=True)
        self.tree: Element = html5lib.parse(self.html, treebuilder="etree", namespaceHTMLElements=False)

    @property
    def text(self) -> str:
        """Give the words of the body, single-spaced."""
        return " ".join(" ".join(self.tree.find("body").itertext()).split())

    @property
    def heading(self) -> str:
        """Give the words of the one h1."""
        return " ".join("".join(self.tree.find(".//h1").itertext()).split())

    def links(self) -> list[str]:
        """Give where the links lead, in order."""
        return [a.get("href") for a in self.tree.iter("a") if a.get("href")]

    def errors(self) -> list[str]:
        """Give the lines of the error summary."""
        found = self.tree.findall(".//*[@class='govuk-list govuk-error-summary__list']/li")
        return [" ".join("".join(line.itertext()).split()) for line in found]

    def value(self, name: str) -> str | None:
        """Give what stands in a field."""
        for tag in ("input", "textarea", "select"):
            for field in self.tree.iter(tag):
                if field.get("name") == name:
                    return field.get("value") if tag == "input" else "".join(field.itertext())
        return None


def inspect(response: TestResponse) -> None:
    """Fail where an answer breaks a rule of the house."""
    where = f"{response.request.method} {response.request.path} -> {response.status_code}"
    for header in HEADERS:
        assert response.headers.get(header), f"{where}: no {header}"
    if response.mimetype != "text/html" or response.status_code in {301, 302, 303, 304}:
        return
    if response.request.method in {"HEAD", "OPTIONS"}:
        return
    page = Page(response)
    body = page.html
    assert page.tree.get("lang") == "en", f"{where}: no language"
    title = page.tree.find(".//title")
    assert title is not None, f"{where}: no title"
    assert (title.text or "").split(" – ")[0].strip(), f"{where}: no words in the title"
    assert not (title.text or "").startswith("Error: Error:"), f"{where}: the title says Error twice"
    assert len(page.tree.findall(".//h1")) == 1, f"{where}: not one h1"
    ids = Counter(element.get("id") for element in page.tree.iter() if element.get("id"))
    twice = [name for name, number in ids.items() if number > 1]
    assert not twice, f"{where}: ids twice: {twice}"
    assert "style=" not in re.sub(r">[^<]*<", "><", body), f"{where}: inline style"
    assert not re.search(r"<[^>]+\son[a-z]+\s*=", body), f"{where}: inline event handler"
    for script in page.tree.iter("script"):
        assert script.get("src") or script.get("nonce") or script.get("type") == "application/json", (
            f"{where}: inline script"
        )
    inspect_forms(page, ids, where)


def inspect_forms(page: Page, ids: Counter[str], where: str) -> None:
    """Fail where a field has no label, a post no token, or the error summary leads nowhere."""
    labels = {label.get("for") for label in page.tree.iter("label")}
    for tag in ("input", "select", "textarea"):
        for field in page.tree.iter(tag):
            if field.get("type") in {"hidden", "submit"}:
                continue
            named = field.get("id") in labels or field.get("aria-label") or field.get("aria-labelledby")
            assert named, f"{where}: no label for {field.get('name')}"
    for form in page.tree.iter("form"):
        if (form.get("method") or "get").lower() == "post":
            assert any(f.get("name") == "csrf_token" for f in form.iter("input")), f"{where}: no CSRF token"
    for link in page.tree.findall(".//*[@class='govuk-list govuk-error-summary__list']//a"):
        assert (link.get("href") or "#")[1:] in ids, f"{where}: the error summary leads nowhere: {link.get('href')}"


def apart(work: Callable[..., R], *args: Any, **kwargs: Any) -> R:
    """Do ``work`` as a server would: in no application context of the test's, so that nothing is left of the
    request before (``g``, what the session has read). The clock stays as the test has set it.
    """
    context = Context()
    context.run(clock._fixed.set, clock._fixed.get())
    try:
        return context.run(work, *args, **kwargs)
    finally:
        if has_app_context():
            db.session.rollback()  # what the test looks at next is what stands in the database now


class Client(FlaskClient):
    """A browser without JavaScript."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask, and inspect what comes."""
        response: TestResponse = apart(super().open, *args, **kwargs)
        inspect(response)
        return response

    def page(self, path: str, *, status: int = 200, **kwargs: Any) -> Page:
        """Get a page, and read it."""
        response = self.get(path, **kwargs)
        assert response.status_code == status, f"{path}: {response.status_code}"
        return Page(response)

    def send(self, path: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """Post a form with the token that its page carries."""
        return self.post(path, data={**(data or {}), "csrf_token": self.token()}, **kwargs)

    def token(self) -> str:
        """Give a CSRF token of this browser's session."""
        return apart(self._token)

    def _token(self) -> str:
        with self.application.test_request_context(), self.session_transaction() as mine:
            session.update(mine)
            token: str = generate_csrf()
            mine.update(session)
        return token

    def sign_in(self, person_id: UUID) -> "Client":
        """Begin a session as this person, without the pages that lead there."""
        with self.application.app_context():
            session_id = begin_session(person_id, now=clock.now())
        moment = clock.now().timestamp()
        with self.session_transaction() as mine:
            mine.clear()
            mine.update({"_user_id": str(person_id), "_fresh": True, "session_id": str(session_id)})
            mine.update({"began_at": moment, "seen_at": moment})
        return self


def client(app: Flask) -> Client:
    """Give a fresh browser."""
    app.test_client_class = Client
    browser = app.test_client()
    assert isinstance(browser, Client)
    return browser
