"""A member of a framework is asked in its turn: the first declines, the next takes the call-off and bids for it."""

from dataclasses import replace
from datetime import datetime

import pytest

from directory.access import Role
from directory.accounts.models import Person
from directory.codes import ServiceType
from directory.tenders import queries
from directory.tenders.models import Tender
from directory.tenders.rules import Conditions, Lot, PriceLine, PriceUnit, Procedure
from tests import make, make_frameworks
from tests.awards import judging
from tests.engines.browser import DESK, PHONE
from tests.journeys.conftest import Desk
from tests.journeys.hands import Hands
from tests.journeys.test_procurement import bid
from tests.tenders import calling, making


def called_off() -> Tender:
    """Give a direct award by rank, in which each member has two working days to answer."""
    criteria = judging.criteria(1)
    names = tuple(one.name for one in criteria)
    framework = make_frameworks.framework({"Harbour Care": 1, "Tern House": 2}, criteria=names)
    lot = Lot(
        "North",
        service_types=(ServiceType.CHILDRENS_HOME,),
        places=2,
        areas=(making.LEEDS,),
        price_lines=(PriceLine("A week", PriceUnit.WEEK, 2),),
    )
    written = calling.notice(framework, procedure=Procedure.DIRECT, answer_days=2)
    conditions = Conditions(needs_active_registration=False, refuses_inadequate=False)
    return calling.called_off(
        framework, written=replace(written, lots=(lot,), criteria=criteria, conditions=conditions)
    )


@pytest.mark.parametrize(
    "desk", [(DESK, True), (PHONE, False)], ids=["at a desk with JavaScript", "on a phone without"], indirect=True
)
def test_the_first_declines_and_the_next_takes_it_and_bids(desk: Desk, now: datetime) -> None:
    tender_id = called_off().id
    at, looked = f"/tenders/{tender_id}", set[tuple[str, str]]()

    def sits(person: Person) -> Hands:
        page = desk.visit(as_person=person, width=desk.width, javascript=desk.javascript)
        return Hands(page, width=desk.width, javascript=desk.javascript, looked=looked, axe=desk.javascript)

    first = sits(make.person(Role.PROVIDER_ADMIN, of="Harbour Care"))
    first.open(at)
    assert "It is your turn" in first.words()
    first.follow("Decline")
    first.press("Decline")
    assert first.errors()
    first.choose("Why?", "No places or staff are free in time")
    first.press("Decline")
    assert "You cannot bid for this call-off" in first.words()
    following = sits(make.person(Role.PROVIDER_ADMIN, of="Tern House"))
    following.open(at)
    following.press("Take it")
    assert "You take this call-off" in following.words()
    bid(following, at, "1,500", "Two staff wake at night")
    officer = make.person(Role.COMMISSIONER)
    reads = sits(officer)
    reads.open(at)
    words = reads.words()
    assert "No places or staff are free in time" in words
    assert "Takes it, said" in words
    assert "1,500" not in words
    rows = queries.members_invited(officer.actor(), queries.owned_tender(officer.actor(), tender_id))
    assert [(one.rank, one.stands) for one in rows] == [(1, False), (2, True)]
