"""Makers of holds and placements: requests brought from an offer to any later state by the actions people use.

``offered()`` gives a request with one offer; it makes a matching service of Harbour Care unless one is given.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.engine import Connection

from directory.access import Actor, Role
from directory.kit import clock
from directory.kit.bookkeeping import aside
from directory.kit.db import db
from directory.placements import actions
from directory.placements.models import Episode, Placement
from directory.placements.rules.placing import EndReason, EpisodeKind, Where
from directory.placements.rules.scoring import DEFAULT, Score
from directory.requests.models import Match, Offer, Release, Request
from directory.requests.rules.lifecycle import Status
from tests import make, make_requests
from tests.make_requests import matching_service

_numbers = count(1)


@dataclass(frozen=True)
class Offered:
    """A request's reference and id, and its offer."""

    reference: str
    request_id: UUID
    offer_id: UUID
    service_id: UUID


def offered(service_id: UUID | None = None, *, by: str = "Harbour Care", of: str | None = None, **more: Any) -> Offered:
    """Give a request of the authority named ``of``, released, with an offer of that service of ``by``."""
    service_id = service_id or matching_service(by).id
    request = make_requests.request(Status.SEARCHING, of=of, released=True, **more)
    offer = make_requests.offer(make.provider(by), request.reference, service_id)
    return Offered(request.reference, request.id, offer.id, service_id)


def another(pattern: Offered) -> Offered:
    """Give one more request like an offered one of which nothing else was made: its rows, in a tenth of the time."""
    new = Offered(f"FH-{next(_numbers):06}", uuid4(), uuid4(), pattern.service_id)
    aside(lambda connection: _copy(connection, pattern, new))
    return new


def _copy(connection: Connection, old: Offered, new: Offered) -> None:
    renamed = {old.request_id: new.request_id, old.offer_id: new.offer_id, old.reference: new.reference}
    for model in (Request, Release, Match, Offer):
        table = model.__table__
        of = table.c["id" if model is Request else "request_id"]
        for row in connection.execute(table.select().where(of == old.request_id)).mappings().all():
            values = {
                name: renamed.get(value, value) if isinstance(value, UUID | str) else value
                for name, value in row.items()
            }
            own = {} if model in (Request, Offer) else {"id": uuid4()}
            connection.execute(insert(model).values(**values | own))


def director(of: str | None = None) -> Actor:
    """Give a director of an authority."""
    return make.actor(Role.DIRECTOR, of=of)


def held(service_id: UUID | None = None, *, by: str = "Harbour Care", of: str | None = None, **more: Any) -> Offered:
    """Give a request for which a place is held."""
    made = offered(service_id, by=by, of=of, **more)
    actions.accept(make.placements_manager(of), made.reference, offer_id=made.offer_id, now=clock.now())
    return made


def agreement(**more: Any) -> actions.Agreement:
    """Give an agreement in the authority's own area that starts today, with a review in four weeks."""
    today = clock.today()
    given: dict[str, Any] = {"starts_on": today, "where_it_is": Where.OWN_AREA, "review_on": [today + timedelta(28)]}
    return actions.Agreement(**{**given, "terms": "The provider gives 28 days of notice.", **more})


def agreed(
    service_id: UUID | None = None, *, by: str = "Harbour Care", of: str | None = None, said: Any = None, **more: Any
) -> Offered:
    """Give a request whose placement is agreed as ``said``, by keywords of ``agreement``."""
    made = held(service_id, by=by, of=of, **more)
    actions.agree(make.placements_manager(of), made.reference, said=agreement(**(said or {})), now=clock.now())
    return made


def placed(service_id: UUID | None = None, *, by: str = "Harbour Care", of: str | None = None, **more: Any) -> Offered:
    """Give a placement that started today."""
    made = agreed(service_id, by=by, of=of, **more)
    actions.start(make.placements_manager(of), made.reference, started_on=clock.today(), now=clock.now())
    return made


def ended(service_id: UUID | None = None, *, by: str = "Harbour Care", of: str | None = None, **more: Any) -> Offered:
    """Give a placement that started and ended today."""
    made = placed(service_id, by=by, of=of, **more)
    day, reason = clock.today(), EndReason.PLANNED
    actions.end(make.placements_manager(of), made.reference, ended_on=day, reason=reason, now=clock.now())
    return made


def shortlisted(
    service_id: UUID | None = None, *, by: str = "Harbour Care", of: str | None = None, **more: Any
) -> Offered:
    """Give a request whose offer is shortlisted by the usual criteria."""
    made = offered(service_id, by=by, of=of, **more)
    scores = [Score(passed=True) if each.gate else Score(points=4) for each in DEFAULT]
    actions.shortlist(
        make.placements_manager(of), made.reference, offer_id=made.offer_id, scores=scores, now=clock.now()
    )
    return made


def missing(made: Offered, *, of: str | None = None, **more: Any) -> Episode:
    """Give an episode of a placement that begins now."""
    said = actions.Said(**{"kind": EpisodeKind.MISSING, "from_at": clock.now(), "notes": "Left by bus", **more})
    return actions.record_episode(make.social_worker(of), made.reference, said=said, now=clock.now())


def placement(made: Offered) -> Placement:
    """Give the placement as the database has it now."""
    db.session.rollback()
    return db.session.query(Placement).filter_by(request_id=made.request_id).one()


def reread(made: Offered) -> Request:
    """Give the request as the database has it now."""
    db.session.rollback()
    return db.session.get_one(Request, made.request_id)
