"""The list of requests and the page of one, as each side may see it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from directory.access import Actor, Permission, current_actor, guarded
from directory.codes import ServiceType, Specialism
from directory.kit import clock
from directory.kit.errors import NotFound
from directory.kit.lifecycle import words
from directory.requests import queries, search
from directory.requests.actions.drafting import still_missing
from directory.requests.identifying import overruled
from directory.requests.models import Request
from directory.requests.rules.lifecycle import (
    ANSWERING,
    DECLINE_LABELS,
    TIER_LABELS,
    WITHDRAWAL_LABELS,
    Move,
    OfferStatus,
    Status,
)
from directory.requests.rules.matching import Judged
from directory.requests.rules.particulars import OPTIONAL, SECTION_LABELS, SectionState, section_states
from directory.requests.rules.screening import LEVEL_LABELS
from directory.requests.views.blueprint import requests
from directory.requests.views.due import due_here, due_of_all

COLOURS = {
    Status.DRAFT: "grey",
    Status.SCREENING: "yellow",
    Status.AWAITING_APPROVAL: "yellow",
    Status.SEARCHING: "blue",
    Status.SHORTLISTED: "purple",
    Status.HELD: "orange",
    Status.AGREED: "teal",
    Status.PLACED: "green",
    Status.ENDED: "grey",
    Status.WITHDRAWN: "grey",
    Status.UNMET: "red",
}
HEADINGS = (
    ("To approve", (Status.AWAITING_APPROVAL,)),
    ("To screen", (Status.SCREENING,)),
    ("A place is held", (Status.HELD,)),
    ("Shortlisted", (Status.SHORTLISTED,)),
    ("Searching", (Status.SEARCHING,)),
    ("Agreed or placed", (Status.AGREED, Status.PLACED)),
    ("Drafts", (Status.DRAFT,)),
    ("Closed", (Status.ENDED, Status.WITHDRAWN, Status.UNMET)),
)
STATE_COLOURS = {
    SectionState.NOT_STARTED: "blue",
    SectionState.NOT_FINISHED: "yellow",
    SectionState.DONE: "",
    SectionState.OPTIONAL: "grey",
}
HINTS = {
    "need": "How soon, and which kinds of service",
    "child": "Age, gender, siblings, specialisms, languages",
    "where": "The area and how far from it",
    "safety": "Places to stay away from. You may leave this empty",
    "summary": "What providers read",
    "culture": "Interpreter, customs, faith",
    "care": "Family or home, with whom, how many adults",
    "health": "What a carer and a school must know",
    "risks": "None known, low or high, with a note",
    "terms": "Providers do not see this",
}


@requests.app_context_processor
def code_words() -> dict[str, Any]:
    """Give the templates the words of our code lists."""
    return {
        "request_colours": COLOURS,
        "tier_labels": TIER_LABELS,
        "decline_labels": DECLINE_LABELS,
        "withdrawal_labels": WITHDRAWAL_LABELS,
        "level_labels": LEVEL_LABELS,
        "ServiceType": ServiceType,
        "Specialism": Specialism,
    }


@requests.route("")
@guarded(Permission.REQUEST_READ, Permission.OFFER_MAKE)
def index() -> ResponseReturnValue:
    """List the authority's own requests by what they wait for, or those that wait for a provider's answer."""
    actor = current_actor()
    if not actor.may(Permission.REQUEST_READ):
        listed = queries.asked(actor)
        questions = queries.questions_of(actor, listed)
        now = clock.now()
        rows = [(queries.summary_for_providers(actor, each), questions[each.id], each) for each in listed]
        standing = [
            (title, [row for row in rows if _standing(row[2], row[1], now) == title])
            for title in (TO_ANSWER, NO_MORE, CLOSED)
        ]
        return render_template("requests/asked.html", groups=standing, any=bool(rows), now=now)
    own = queries.own_requests(actor)
    now = clock.now()
    groups = [(title, [r for r in own if r.status_at(now) in statuses]) for title, statuses in HEADINGS]
    due = due_of_all(actor, own, now)
    return render_template("requests/index.html", groups=groups, any=bool(own), now=now, due=due)


TO_ANSWER, NO_MORE, CLOSED = "To answer", "Answered, or too late", "Closed"


def _standing(request: Request, asked: Sequence[queries.Question], now: datetime) -> str:
    """Give under which heading a provider finds a request: what waits for it comes first."""
    if request.status not in ANSWERING:
        return CLOSED
    return TO_ANSWER if any(each.offer is None and each.answerable(request, now) for each in asked) else NO_MORE


@requests.route("/<reference>")
@guarded(Permission.REQUEST_READ, Permission.OFFER_MAKE)
def show(reference: str) -> ResponseReturnValue:
    """Show a draft as its list of tasks, a request as it stands, or to a provider its anonymous summary."""
    actor = current_actor()
    now = clock.now()
    if not actor.may(Permission.REQUEST_READ):
        request = queries.asked_request(actor, reference)
        return render_template(
            "requests/summary.html",
            request=queries.summary_for_providers(actor, request),
            questions=queries.questions(actor, request),
            open=request.status in ANSWERING,
            now=now,
        )
    request = queries.own_request(actor, reference)
    moves = queries.nouns_now(actor, request)
    if request.status is Status.DRAFT:
        zones = search.zones_said(request)
        return render_template(
            "requests/draft.html", request=request, tasks=tasks(request, now), moves=moves, zones=zones
        )
    return render_template("requests/show.html", **shown(actor, request, now), moves=moves)


def tasks(request: Request, now: datetime) -> list[dict[str, str | bool]]:
    """Give the sections of a draft and how far each is."""
    return [
        {
            "section": section,
            "text": SECTION_LABELS[section],
            "hint": HINTS[section],
            "status": words(state).capitalize(),
            "colour": STATE_COLOURS[state],
            "optional": section in OPTIONAL,
        }
        for section, state in section_states(request.sections_saved, still_missing(request, now)).items()
    ]


def preview(request: Request, now: datetime) -> list[Judged]:
    """Give what would match now; nothing where the request cannot be matched."""
    return search.matches_of(request, now) if request.needed_by and request.age is not None else []


def shown(actor: Actor, request: Request, now: datetime) -> dict[str, Any]:
    """Give what the page of a submitted request needs, for its own authority."""
    offers = queries.offers_of(actor, request) if actor.may(Permission.OFFER_READ) else []
    before_release = request.status is Status.SEARCHING and not request.releases
    return {
        "request": request,
        "zones": search.zones_said(request),
        "overruled": overruled(request),
        "screening": request.screenings[-1] if request.screenings else None,
        "matches": [m for m in request.matches if m.eligible],
        "near_misses": [m for m in request.matches if not m.eligible],
        "preview": preview(request, now) if before_release else [],
        "before_release": before_release,
        "offers": [o for o in offers if o.status in (OfferStatus.OFFERED, OfferStatus.ACCEPTED)],
        "declines": [o for o in offers if o.status is OfferStatus.DECLINED],
        "approved_own": request.approved_by is not None and request.approved_by == request.submitted_by,
        "release_open": Move.RELEASE in queries.moves_now(actor, request),
        "questions": in_house_questions(actor, request),
        "due": due_here(actor, request, now),
        "now": now,
    }


def in_house_questions(actor: Actor, request: Request) -> list[queries.Question]:
    """Give what is asked of the authority's own services, for who answers for them."""
    if not actor.may(Permission.OFFER_READ):
        return []
    try:
        queries.asked_request(actor, request.reference)
    except NotFound:
        return []
    return queries.questions(actor, request)
