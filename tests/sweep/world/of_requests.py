"""Requests of both authorities in every state; one was released to one provider, which has offered."""

from sqlalchemy import select

from directory.access import Kind, Permission, Role
from directory.kit import clock
from directory.kit.db import db
from directory.notify.models import Notice
from directory.organisations.models import Organisation
from directory.requests import actions
from directory.requests.rules.lifecycle import Status
from directory.requests.rules.particulars import SECTIONS
from tests import make, make_requests
from tests.sweep.expect import Item
from tests.sweep.people import HERE, OF_NORTHMOOR, THERE
from tests.sweep.routes import Thing
from tests.sweep.world.kept import World

PROVIDER = HERE[Kind.PROVIDER]


def fill(world: World) -> None:
    """Bring them there by the actions that people use."""
    asked = make_requests.matching_service(PROVIDER).id
    for authority in (HERE[Kind.AUTHORITY], THERE[Kind.AUTHORITY]):
        for status in make_requests.STATES:
            reference = make_requests.request(status, of=authority).reference
            _request(world, authority, reference, status.value)
        reference = make_requests.request(Status.SEARCHING, of=authority, released=True).reference
        _request(world, authority, reference, "released", asked=frozenset({PROVIDER}))
        world.add(
            Thing.ASKED_SERVICE,
            Item({"reference": reference, "service_id": asked}, PROVIDER, words=f"question of {authority}"),
        )
        if authority == HERE[Kind.AUTHORITY]:
            offer = make_requests.offer(world.actor(OF_NORTHMOOR[Role.PROVIDER_ADMIN]), reference, asked)
            world.add(Thing.OFFER, Item({"reference": reference, "offer_id": offer.id}, PROVIDER, words="offer"))


def _request(world: World, authority: str, reference: str, words: str, *, asked: frozenset[str] = frozenset()) -> None:
    words = f"{words} request of {authority}"
    one: dict[str, object] = {"reference": reference}
    sees = frozenset({Permission.REQUEST_READ, Permission.OFFER_MAKE})
    world.add(Thing.REQUEST, Item(one, authority, also=asked, needs=sees, words=words))
    world.add(Thing.ASKED_REQUEST, Item(one, next(iter(asked), ""), words=words))
    for section in SECTIONS:
        world.add(Thing.REQUEST_SECTION, Item({**one, "section": section}, authority, words=words))


def of_their_own(world: World) -> None:
    """Release a request of each authority to its own home only: others are left to ask, by a timer.

    Last of all: from then on an authority's own home is asked before any other.
    """
    for authority in (HERE[Kind.AUTHORITY], THERE[Kind.AUTHORITY]):
        make_requests.matching_service(authority, kind=Kind.AUTHORITY)
        reference = make_requests.request(Status.SEARCHING, of=authority).reference
        manager = make.placements_manager(authority)
        actions.release(manager, reference, next_tier_after_hours=6, now=clock.now())
        _request(world, authority, reference, "own home’s")


def notices(world: World) -> None:
    """Note what was told to whom while all this was done."""
    for organisation in db.session.scalars(select(Organisation).order_by(Organisation.name)).all():
        told = select(Notice).where(Notice.organisation_id == organisation.id).order_by(Notice.at, Notice.id)
        for notice in db.session.scalars(told.limit(2)):
            needs = frozenset({notice.permission} if notice.permission else ())
            world.add(Thing.NOTICE, Item({"notice_id": notice.id}, organisation.name, needs=needs, words="notice"))
