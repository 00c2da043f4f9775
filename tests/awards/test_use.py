"""What was bought under a framework: by lot, held to what was stated, and to each reader only what is theirs."""

from datetime import datetime

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from directory import audit
from directory.access import NOBODY, SYSTEM, Role
from directory.awards.queries.use import use_of
from directory.awards.rules.use import LotUse, Scope, Use, lot_of
from directory.codes import ServiceType
from directory.frameworks.models import Framework
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.tenders.models import Tender
from directory.tenders.rules import Kind as TenderKind
from tests import make, make_frameworks, make_placements
from tests.awards import deciding
from tests.inspect_pages import Client


@given(st.integers(0, 3_000), st.none() | st.integers(1, 2_000), st.booleans())
def test_the_stated_value_is_neared_before_it_is_passed(total: int, stated: int | None, whole: bool) -> None:
    use = Use((LotUse(1, "Homes", value_pence=total),), whole, stated)
    assert not (use.near and use.over)
    assert use.over == (whole and stated is not None and total > stated)
    if stated and whole:
        assert use.near == (stated * 80 <= total * 100 <= stated * 100 + 99 and total <= stated)
    else:
        assert use.percent is None


def test_a_purchase_belongs_to_the_lot_that_covers_it_and_that_the_provider_is_in() -> None:
    home, care = (ServiceType.CHILDRENS_HOME,), (ServiceType.FOSTER_CARE,)
    scopes = [
        Scope(1, ("childrens_home",), ("North West",), frozenset({"a"})),
        Scope(2, ("childrens_home",), (), frozenset({"b"})),
    ]
    assert lot_of(scopes, home, ("E08000035",), "a") == 2, "Leeds is not in the North West"
    assert lot_of(scopes, home, ("North West",), "b") == 2
    assert lot_of(scopes, home, ("North West",), "c") == 1
    assert lot_of(scopes, care, ()) == 1


@atomic
def under(tender_id: object, framework: Framework) -> None:
    """Let a tender be a call-off under a framework."""
    tender = db.session.get_one(Tender, tender_id)
    tender.kind, tender.framework_reference = TenderKind.CALL_OFF, framework.reference
    audit.record(SYSTEM, "tender:changed", tender, at=tender.drafted_at)


def test_the_lead_sees_all_a_member_its_own_and_others_nothing(client: Client, now: datetime) -> None:
    made = deciding.judged()
    contract = deciding.signed(made)
    winner, value = contract.organisation.name, contract.value_pence
    assert value
    framework = make_frameworks.framework(
        [winner, "Sixth Care"],
        value_pence=value + 1,
        lots=[make_frameworks.lot(service_types=tuple(ServiceType))],
        buyers=["Southmoor Council"],
    )
    under(contract.tender_id, framework)
    whole = use_of(make.commissioner(), framework)
    assert whole is not None
    assert (whole.lots[0].call_offs, whole.lots[0].contracts, whole.total_pence, whole.near) == (1, 1, value, True)
    own = use_of(make.provider(winner), framework)
    assert own is not None
    assert (own.lots[0].contracts, own.total_pence, own.percent) == (1, value, None)
    for other in (make.provider("Sixth Care"), make.commissioner("Southmoor Council")):
        theirs = use_of(other, framework)
        assert theirs is not None
        assert (theirs.lots[0].contracts, theirs.total_pence) == (0, 0)
    strangers = [NOBODY, make.provider("Fourth Care"), make.commissioner("Eastmoor Council"), make.social_worker()]
    assert [use_of(one, framework) for one in strangers] == [None] * 4
    client.sign_in(make.person(Role.COMMISSIONER).id)
    assert "The estimated value is nearly used" in client.page(f"/frameworks/{framework.reference}").text
    client.sign_in(make.person(Role.PROVIDER_ADMIN, of="Fourth Care").id)
    assert "bought" not in client.page(f"/frameworks/{framework.reference}").text


def test_placements_found_among_members_are_counted_for_both_sides(lite: Flask, now: datetime) -> None:
    framework = make_frameworks.framework({"Harbour Care": 1})
    make_placements.agreed(by="Harbour Care")
    counted = [use_of(one, framework) for one in (make.commissioner(), make.provider("Harbour Care"))]
    assert [one.lots[0].placements for one in counted if one] == [1, 1]
