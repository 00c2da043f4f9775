"""Watching tenders for programs: one's own watches, which nobody else learns of."""

from datetime import datetime
from uuid import UUID

from flask import Response
from flask.typing import ResponseReturnValue
from pydantic import BaseModel

from directory.access import current_actor, signed_in
from directory.api.operations import answered, body, described
from directory.api.tender_models import NothingBody, TenderLine
from directory.api.tenders import line
from directory.api.views import v1
from directory.kit import clock
from directory.tenders import actions, queries

WATCH = "/tenders/<uuid:tender_id>/watch"


class WatchAnswer(BaseModel):
    """Whether you watch a tender, and since when."""

    tender_id: UUID
    watching: bool
    since_at: datetime | None
    moves: list[str]


class WatchedAnswer(BaseModel):
    """The tenders that you watch."""

    items: list[TenderLine]


@v1.get("/tenders/watched")
@signed_in
@described("List the tenders that you watch", answer=WatchedAnswer)
def get_watched() -> ResponseReturnValue:
    """Those of the person whose token it is, the latest deadline first."""
    actor = current_actor()
    return answered(WatchedAnswer(items=[TenderLine(**line(actor, one)) for one in queries.watched(actor)]))


def _watch(tender_id: UUID, status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    tender = queries.tender_for(actor, tender_id)
    known = queries.own_watch(actor, tender)
    may = ["watch"] if queries.may_watch(actor, tender) else []
    since = known.since_at if known else None
    return answered(WatchAnswer(tender_id=tender.id, watching=known is not None, since_at=since, moves=may), status)


@v1.get(WATCH)
@signed_in
@described("Say whether you watch a tender", answer=WatchAnswer)
def get_watch(tender_id: UUID) -> ResponseReturnValue:
    """That you watch says nothing of whether you bid, and nobody else learns of it."""
    return _watch(tender_id)


@v1.post(WATCH)
@signed_in
@described("Watch a tender", body=NothingBody, answer=WatchAnswer, status=201, refusals=(409,))
def post_watch(tender_id: UUID) -> ResponseReturnValue:
    """You are told of answers, amendments and the end of a published tender. Twice is once."""
    body(NothingBody)
    actions.watch(current_actor(), tender_id, now=clock.now())
    return _watch(tender_id, 201)


@v1.delete(WATCH)
@signed_in
@described("Watch a tender no more", status=204)
def delete_watch(tender_id: UUID) -> ResponseReturnValue:
    """You are told no more. Twice is once."""
    actions.unwatch(current_actor(), tender_id, now=clock.now())
    return Response(status=204, mimetype="application/json")
