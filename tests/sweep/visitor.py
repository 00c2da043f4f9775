"""A visitor who asks for one thing after another, and a record of what was written meanwhile."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import Engine, event
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from directory.kit import clock
from tests import inspect_pages
from tests.sweep.expect import Persona
from tests.sweep.routes import Route

WRITING = re.compile(r"\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)
# what is no user's change: when a token was last used, tries in vain, sessions that began
BOOKKEEPING = frozenset({"api_tokens", "tries", "signed_in_sessions", "search_counts"})
# what they put into the browser's session, or take out of it, is not for the next page
LEAVES_SOMETHING = frozenset({"accounts.sign_out", "accounts.open_invitation", "accounts.open_reset"})
DIFFERS_ALWAYS = (
    (re.compile(r"[0-9a-f]{32}"), "(request id)"),
    (re.compile(r"nonce-[\w-]+"), "(nonce)"),
    (re.compile(r"nonce=\"[\w-]+\""), "(nonce)"),
    (re.compile(r"(csrf_token\"[^>]*value=)\"[^\"]+\""), "(token)"),
)
HEADERS_THAT_DIFFER = ("X-Request-Id", "Content-Length", "Set-Cookie", "X-RateLimit", "Date", "Retry-After")


Inspected = set[tuple[str, str, int]]


@dataclass(frozen=True)
class Known:
    """What the world keeps of a persona: the person, the session begun, the token's secret."""

    person_id: UUID | None = None
    session_id: UUID | None = None
    token: str | None = None


class Visitor:
    """A persona with a browser, or with a token where a program asks."""

    def __init__(self, app: Flask, persona: Persona, known: Known, inspected: Inspected) -> None:
        self.persona, self.person_id = persona, known.person_id
        self._app, self._known, self._inspected = app, known, inspected
        self.begin()

    def begin(self) -> None:
        """Take up the session that was begun when the world was made."""
        self._browser = inspect_pages.client(self._app)
        if self._known.session_id:
            moment = clock.now().timestamp()
            with self._browser.session_transaction() as mine:
                mine.update(
                    {"_user_id": str(self.person_id), "_fresh": True, "session_id": str(self._known.session_id)}
                )
                mine.update({"began_at": moment, "seen_at": moment})
        self._csrf = self._browser.token()

    def ask(self, route: Route, method: str, url: str, *, forge: bool = False, data: Any = None) -> TestResponse:
        """Send one request; ``forge`` leaves the CSRF token out. Each kind of answer is inspected once for a role."""
        more: dict[str, Any] = {}
        if route.for_programs:
            browser = self._app.test_client()
            if self._known.token:
                more["headers"] = {"Authorization": f"Bearer {self._known.token}"}
            if method in {"POST", "PUT", "PATCH"}:
                more["json"] = dict(data) if isinstance(data, MultiDict) else data or {}
        else:
            if method == "POST" and not self.persona.signed_in:
                self.begin()  # an empty session, and one that opens nothing any more, may have been thrown away
            browser = self._browser
            if method not in {"GET", "HEAD", "OPTIONS"}:
                form: MultiDict[str, Any] = MultiDict(data or {})
                more["data"] = form if forge else form | {"csrf_token": self._csrf}
        answer = super(inspect_pages.Client, browser).open(url, method=method, **more)  # type: ignore[misc]
        assert isinstance(answer, TestResponse)
        self._inspect_once(route, method, answer)
        if route.endpoint in LEAVES_SOMETHING:
            self.begin()
        return answer

    def _inspect_once(self, route: Route, method: str, answer: TestResponse) -> None:
        where = route.endpoint if answer.status_code in {200, 422} else ""
        seen = (where, method, answer.status_code)
        if seen not in self._inspected:
            self._inspected.add(seen)
            inspect_pages.inspect(answer)


def comparable(answer: TestResponse) -> tuple[int, list[tuple[str, str]], str]:
    """Give an answer without what differs between any two."""
    headers = [
        (name, without_what_differs(value))
        for name, value in answer.headers
        if not name.startswith(HEADERS_THAT_DIFFER)
    ]
    return answer.status_code, headers, without_what_differs(answer.get_data(as_text=True))


def without_what_differs(text: str) -> str:
    """Give ``text`` without request id, nonce and CSRF token."""
    for pattern, word in DIFFERS_ALWAYS:
        text = pattern.sub(word, text)
    return text


class Writes:
    """The tables to which something was written and committed since the last ``taken``."""

    def __init__(self) -> None:
        self._pending: dict[int, set[str]] = {}
        self._committed: set[str] = set()

    def taken(self) -> frozenset[str]:
        """Give them, bookkeeping aside, and begin anew."""
        found = frozenset(self._committed - BOOKKEEPING)
        self._committed.clear()
        return found

    def _execute(self, connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if found := WRITING.match(statement):
            self._pending.setdefault(id(connection), set()).add(found[1])

    def _commit(self, connection: Any) -> None:
        self._committed |= self._pending.pop(id(connection), set())

    def _rollback(self, connection: Any) -> None:
        self._pending.pop(id(connection), None)

    @contextmanager
    def of(self, engine: Engine) -> Iterator["Writes"]:
        """Record what is written through ``engine``."""
        heard = (
            ("after_cursor_execute", self._execute),
            ("commit", self._commit),
            ("rollback", self._rollback),
        )
        for name, listener in heard:
            event.listen(engine, name, listener)
        yield self
        for name, listener in heard:
            event.remove(engine, name, listener)
