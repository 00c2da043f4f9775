"""What of requests needs somebody now, for the home page."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from directory.access import Actor, Permission
from directory.kit.db import db
from directory.kit.needs import Need
from directory.requests.models import Offer, Request
from directory.requests.queries.due import Due, all_due
from directory.requests.queries.requests import asked, own_requests, questions_of
from directory.requests.rules.due import OF_SCREENINGS, Duty, needed_for
from directory.requests.rules.lifecycle import OPEN, OfferStatus, Status, Urgency

SOON = timedelta(hours=4)


def needs(actor: Actor, now: datetime) -> list[Need]:
    """Give what waits for this actor: approvals, screenings, releases, offers, questions to answer, drafts."""
    if actor.may(Permission.REQUEST_READ):
        return _for_authority(actor, now)
    return _for_provider(actor, now) if actor.may(Permission.OFFER_MAKE) else []


def _one(request: Request, words: str, *, endpoint: str = "requests.show", urgent: bool | None = None) -> Need:
    emergency = request.urgency is Urgency.EMERGENCY
    by = f"Needed by {request.needed_by.day} {request.needed_by:%B %Y}" if request.needed_by else ""
    return Need(
        text=f"{words} {request.reference}",
        endpoint=endpoint,
        arguments={"reference": request.reference},
        hint=f"Emergency. {by}" if emergency else by,
        urgent=emergency if urgent is None else urgent,
    )


def _for_authority(actor: Actor, now: datetime) -> list[Need]:
    found: list[Need] = []
    waiting = tuple(status for status in Status if status in OPEN or status in (Status.AGREED, Status.PLACED))
    offers = _offers(actor) if actor.may(Permission.OFFER_READ) else {}
    requests = own_requests(actor, statuses=waiting)
    for request in requests:
        if request.unapproved and actor.may(Permission.REQUEST_APPROVE):
            found.append(_approval(request, now))
        if request.status is Status.AWAITING_APPROVAL and actor.may(Permission.REQUEST_APPROVE):
            found.append(_one(request, "Approve"))
        elif request.status is Status.SCREENING and actor.may(Permission.REQUEST_SCREEN):
            found.append(_one(request, "Screen the child of", endpoint="requests.screening"))
        elif request.status is Status.SEARCHING and not request.releases and actor.may(Permission.REQUEST_RELEASE):
            found.append(_one(request, "Release", endpoint="requests.release"))
        elif number := offers.get(str(request.id)):
            words = f"Read {number} offer{'s' if number != 1 else ''} for"
            found.append(_one(request, words, endpoint="placements.compare"))
        elif request.status is Status.DRAFT and request.created_by == actor.person_id:
            found.append(_one(request, "Finish your draft", urgent=False))
    late = [one for one in all_due(actor, now, requests) if actor.may(needed_for(one.task.duty))]
    return found + [_due(one) for one in late if one.task.overdue or one.task.duty in OF_SCREENINGS]


def _due(one: Due) -> Need:
    """Give a task whose clock runs. That a place is sought is no news: it is told once its day has passed."""
    screening = one.task.duty in OF_SCREENINGS
    return Need(
        text=f"{one.task.words}: {one.request.reference}",
        endpoint="requests.screening" if screening else "requests.show",
        arguments={"reference": one.request.reference},
        hint="Overdue" if one.task.overdue else "",
        due_at=one.task.due_at,
        urgent=one.task.overdue or one.task.duty in (Duty.REFER, Duty.PLAN),
    )


def _approval(request: Request, now: datetime) -> Need:
    """Give the approval that an emergency still needs after it was released; late ones say so."""
    late = request.approve_by_at is not None and now > request.approve_by_at
    return Need(
        text=f"Approve {request.reference}",
        endpoint="requests.show",
        arguments={"reference": request.reference},
        hint="It was released before its approval" + (", which is late. " if late else ". "),
        due_at=request.approve_by_at,
        urgent=True,
    )


def _offers(actor: Actor) -> dict[str, int]:
    rows = db.session.execute(
        select(Offer.request_id, func.count())
        .join(Request, Request.id == Offer.request_id)
        .where(
            Request.authority_id == actor.organisation_id,
            Request.status.in_((Status.SEARCHING, Status.SHORTLISTED)),
            Offer.status == OfferStatus.OFFERED,
        )
        .group_by(Offer.request_id)
        .order_by(Offer.request_id)
    )
    return {str(row[0]): row[1] for row in rows}


def _for_provider(actor: Actor, now: datetime) -> list[Need]:
    found = []
    requests = asked(actor, open_only=True)
    by_request = questions_of(actor, requests)
    for request in requests:
        waiting = [q for q in by_request[request.id] if q.offer is None]
        open_questions = [q for q in waiting if q.answerable(request, now)]
        if not open_questions:
            continue
        due = min(question.answer_by_at for question in open_questions)
        found.append(
            Need(
                text=f"Answer {request.reference}",
                endpoint="requests.show",
                arguments={"reference": request.reference},
                hint=f"{request.authority.name} asks {_services(len(open_questions))}",
                due_at=due,
                urgent=request.urgency is Urgency.EMERGENCY or due - now <= SOON,
            )
        )
    return found


def _services(number: int) -> str:
    return "one of your services" if number == 1 else f"{number} of your services"
