"""Every address that could tell of a bid, taken from the application itself, and everybody who could look there."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from flask import Flask, current_app
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from directory.access import NOBODY, Kind, Role
from directory.access.guards import Guard, guard_of
from directory.accounts.actions import make_token
from directory.accounts.models import Person
from directory.accounts.rules import SCOPES, scopes_fault
from directory.bids import actions
from directory.kit import clock
from directory.kit.limits import limiter
from directory.tenders import actions as tenders
from directory.tenders.actions.watching import watch
from directory.tenders.models import Tender
from tests import inspect_pages, make
from tests.bids import writing
from tests.tenders.making import bought_with

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

# what cannot tell of a bid, or tells each time something else
LEFT_OUT = {
    "pages.metrics": "counts the looks themselves",
    "accounts.replace": "draws a fresh secret each time",
    "accounts.set_up": "draws a fresh secret each time",
    "land.outline": "is a drawing of the country",
    **dict.fromkeys(("api.openapi", "api_docs.docs", "pages.privacy", "pages.accessibility"), "reads no row"),
    **dict.fromkeys((f"accounts.{end}" for end in ("accept", "reset", "ask_reset", "reset_asked")), "is for entering"),
    **dict.fromkeys((f"accounts.{end}" for end in ("sign_in", "code", "signed_out")), "is for entering"),
    **dict.fromkeys((f"accounts.{end}" for end in ("account", "password", "recovery_codes")), "shows one's own keys"),
    "keyboard.shortcuts": "shows one's own keys",
    **dict.fromkeys(("openreferral.taxonomies", "openreferral.taxonomy_terms"), "is a list of words"),
    **dict.fromkeys(("wording.index", "wording.add", "finder.search_away_from"), "is a list of words"),
    **dict.fromkeys(("saved.new", "shortlist.new", "shortlist.main", "shortlist.compare"), "is the reader's own list"),
    **dict.fromkeys(("printing.results", "capacity_link.confirm", "capacity_link.confirmed"), "is about free places"),
    **dict.fromkeys(("requests.new", "placements.default_criteria", "own_services.new"), "is an empty form"),
    **dict.fromkeys(("webhooks.new", "organisations.add", "organisation.invite"), "is an empty form"),
    **dict.fromkeys(("accounts.new_token", "places_file.file"), "is an empty form"),
}
RANDOM = re.compile(
    rb'(nonce="[^"]*"|name="csrf_token"[^>]*|value="[^"]*\.[^"]*\.[^"]*"|"(request_id|took_ms)": ?[^,}]*)'
)
NEIGHBOUR, STRANGERS, RIVAL, BIDDER = "Southport Council", "Westmarsh Council", "Tern House", "Zebrafinch Care"
BRADFORD = "E08000032"


class Answer(NamedTuple):
    """What somebody was told: its headers are those that could tell of a change."""

    status: int
    headers: tuple[str | None, ...]
    body: bytes


Found = dict[tuple[str, str], Answer]


class Address(NamedTuple):
    """A path, and who gets beyond its guard: the guard reads nothing of a bid, and the sweep asks it as everybody."""

    path: str
    guard: Guard


class Quick(inspect_pages.Client):
    """A browser that only reads: tests of the pages themselves inspect them."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        answer: TestResponse = inspect_pages.apart(FlaskClient.open.__get__(self), *args, **kwargs)
        return answer


def addresses(app: Flask, values: Mapping[str, object]) -> dict[str, Address]:
    """Give, by its rule, the address of every GET whose arguments all have a value here."""
    found = {}
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in {"static", *LEFT_OUT}:
            continue
        if rule.arguments <= values.keys():
            built = rule.build({name: values[name] for name in rule.arguments})
            assert built is not None, rule.rule
            found[rule.rule] = Address(built[1], guard_of(app.view_functions[rule.endpoint]))
    return found


def onlookers() -> dict[str, Person]:
    """Give one person in each role that may not read the bid, and those next door."""
    bidder = {Role.PROVIDER_ADMIN, Role.PROVIDER_STAFF}
    found = {role.value: make.person(role) for role in Role if role not in bidder}
    for role in bidder:
        found[f"{role.value} of another provider"] = make.person(role, of=RIVAL)
    found["commissioner of a joint buyer"] = make.person(Role.COMMISSIONER, of=NEIGHBOUR)
    found["commissioner of another authority"] = make.person(Role.COMMISSIONER, of=STRANGERS)
    return found


def crowded(sha256: str) -> tuple[Tender, dict[str, Person], dict[str, object]]:
    """Give an open tender with papers, a question, a watcher and a joint buyer; who looks on; what addresses name."""
    make.organisation(Kind.AUTHORITY, NEIGHBOUR, gss_code=BRADFORD)
    people, tender, bidder = onlookers(), writing.open_tender(), make.organisation(name=BIDDER)
    now = clock.now()
    bought_with(tender, BRADFORD)
    officer = make.commissioner()
    tenders.publish_version(
        officer,
        tender.id,
        None,
        title="Specification",
        stream=io.BytesIO(PDF),
        name="spec.pdf",
        material=False,
        reason="It was left out",
        now=now,
    )
    (paper,) = tender.documents
    rival = people["provider_admin of another provider"].actor()
    question = tenders.ask(rival, tender.id, question="May a home be shared?", now=now)
    tenders.answer(officer, tender.id, [question.id], question="May a home be shared?", answer="Yes.", now=now)
    watch(rival, tender.id, now=now)
    actions.prepare(tender.id, now=now)
    prefix = current_app.config["SETTINGS"].ocid_prefix
    named: dict[str, object] = {
        "tender_id": tender.id,
        "organisation_id": bidder.id,
        "document_id": paper.id,
        "question_id": question.id,
    }
    named |= {"lot_id": tender.lots[0].id, "ocid": f"{prefix}-{tender.id}", "gss_code": BRADFORD}
    numbers = dict.fromkeys(("number", "bid", "criterion", "lot"), 1)
    return tender, people, {**named, **numbers, "gate": "declaration", "sha256": sha256}


def said(answer: TestResponse) -> bytes:
    """Give what an answer says, without what is drawn or timed afresh; of a workbook its sheets."""
    if not answer.data.startswith(b"PK"):
        return RANDOM.sub(b"", answer.data)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        return b"".join(book.read(name) for name in sorted(book.namelist()) if not name.startswith("docProps/"))


class Onlookers:
    """Everybody by name, with a browser and, where the site gives one, a token that may all they may."""

    def __init__(self, app: Flask, people: Mapping[str, Person]) -> None:
        self._app, self._people = app, {name: person.id for name, person in people.items()}
        self._browsers = {"nobody": Quick(app, app.response_class)}
        self._actors = {"nobody": NOBODY} | {name: person.actor() for name, person in people.items()}
        self._tokens: dict[str, str] = {}
        for name, person in people.items():
            self._browsers[name] = Quick(app, app.response_class)
            may = [scope for scope in SCOPES if scopes_fault([scope], person.roles) is None]
            _, self._tokens[name] = make_token(person.actor(), name="canary", scopes=may, now=clock.now())

    def look(self, where: Iterable[Address]) -> Found:
        """Give what each finds at each address: pages with a session, the API with the token alone."""
        found: Found = {}
        for name, browser in self._browsers.items():
            limiter.reset()
            if name in self._people:
                browser.sign_in(self._people[name])
            program, who = Quick(self._app, self._app.response_class), self._actors[name]
            for path, guard in where:
                if not guard.allows(who):
                    continue
                if path.startswith("/api/") and name in self._tokens:
                    answer = program.get(path, headers={"Authorization": f"Bearer {self._tokens[name]}"})
                else:
                    answer = browser.get(path)
                told = tuple(answer.headers.get(header) for header in ("Location", "ETag", "Last-Modified"))
                found[name, path] = Answer(answer.status_code, told, said(answer))
        return found
