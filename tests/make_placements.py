"""Makers of holds and placements: requests brought from an offer to any later state by the actions people use.

``offered()`` gives a request with one offer; it makes a matching service of Harbour Care unless one is given.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from directory.access import Actor, Role
from directory.kit import clock
from directory.kit.db import db
from directory.placements import actions
from directory.requests.models import Request
from directory.requests.rules.lifecycle import Status
from tests import make, make_requests
from tests.make_requests import matching_service


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


def director(of: str | None = None) -> Actor:
    """Give a director of an authority."""
    return make.actor(Role.DIRECTOR, of=of)


def held(service_id: UUID | None = None, *, by: str = "Harbour Care", of: str | None = None, **more: Any) -> Offered:
    """Give a request for which a place is held."""
    made = offered(service_id, by=by, of=of, **more)
    actions.accept(make.placements_manager(of), made.reference, offer_id=made.offer_id, now=clock.now())
    return made


def reread(made: Offered) -> Request:
    """Give the request as the database has it now."""
    db.session.rollback()
    return db.session.get_one(Request, made.request_id)
