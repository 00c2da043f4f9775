from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from directory import audit, jobs
from directory.access import Kind, Permission, Role
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from directory.notify.models import Notice
from directory.providers.models import Service
from directory.requests import actions, queries
from directory.requests.models import Offer, Request
from directory.requests.rules.lifecycle import DeclineReason, OfferStatus, Status, Tier, WithdrawalReason
from tests import make, make_requests
from tests.make_requests import matching_service

HARBOUR, OTHER = "Harbour Care", "Other Care"


@pytest.fixture
def service(app: Flask) -> Service:
    return matching_service(HARBOUR)


@pytest.fixture
def released(service: Service) -> Request:
    return make_requests.request(Status.SEARCHING, released=True)


def statuses() -> list[OfferStatus]:
    db.session.rollback()
    return list(db.session.scalars(select(Offer.status).order_by(Offer.made_at, Offer.id)))


def test_a_matched_provider_offers_changes_and_withdraws(released: Request, service: Service, now: datetime) -> None:
    provider = make.provider(HARBOUR)
    made = make_requests.offer(provider, released.reference, service.id)
    assert (made.status, made.weekly_fee_pence, made.available_on) == (OfferStatus.OFFERED, 450_000, date(2026, 11, 27))
    terms = actions.offers.Terms(**{**make_requests.TERMS.__dict__, "weekly_fee_pence": 400_000})
    made = actions.change_offer(provider, released.reference, offer_id=made.id, terms=terms, now=now)
    assert made.weekly_fee_pence == 400_000
    actions.withdraw_offer(provider, released.reference, offer_id=made.id, now=now)
    make_requests.offer(provider, released.reference, service.id)
    assert sorted(statuses()) == [OfferStatus.OFFERED, OfferStatus.WITHDRAWN]
    assert audit.verify()[1] == []


def test_a_second_offer_for_the_same_service_is_refused(released: Request, service: Service) -> None:
    provider = make.provider(HARBOUR)
    make_requests.offer(provider, released.reference, service.id)
    with pytest.raises(WrongState, match="already"):
        make_requests.offer(provider, released.reference, service.id)
    assert statuses() == [OfferStatus.OFFERED]


def test_the_database_itself_holds_one_live_answer_for_each_service(released: Request, service: Service) -> None:
    make_requests.offer(make.provider(HARBOUR), released.reference, service.id)
    known = db.session.scalars(select(Offer)).one()
    columns = {c.key: getattr(known, c.key) for c in Offer.__table__.columns if c.key != "id"}
    table = Offer.__table__
    db.session.rollback()
    with pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.execute(table.insert().values(id=uuid4(), **columns))  # type: ignore[attr-defined]


def test_who_declined_may_offer_after_all(released: Request, service: Service, now: datetime) -> None:
    provider = make.provider(HARBOUR)
    decline: dict[str, Any] = {"service_id": service.id, "reason": DeclineReason.STAFFING, "now": now}
    actions.decline(provider, released.reference, **decline)
    with pytest.raises(WrongState, match="declined"):
        actions.decline(provider, released.reference, **decline)
    make_requests.offer(provider, released.reference, service.id)
    assert statuses() == [OfferStatus.OFFERED]
    with pytest.raises(WrongState, match="withdraw that offer"):
        actions.decline(provider, released.reference, **decline)


def test_a_late_answer_is_refused_by_the_servers_clock(released: Request, service: Service, now: datetime) -> None:
    provider = make.provider(HARBOUR)
    with clock.fixed(now + timedelta(hours=48), every_thread=True):
        made = make_requests.offer(provider, released.reference, service.id)
    with clock.fixed(now + timedelta(hours=48, seconds=1), every_thread=True) as late:
        with pytest.raises(WrongState, match="clock"):
            actions.change_offer(
                provider, released.reference, offer_id=made.id, terms=make_requests.TERMS, now=clock.now()
            )
        actions.withdraw_offer(provider, released.reference, offer_id=made.id, now=late)
        with pytest.raises(WrongState, match="clock"):
            make_requests.offer(provider, released.reference, service.id)


def test_an_emergency_is_answered_within_four_hours(app: Flask, now: datetime) -> None:
    matching_service(HARBOUR)
    request = make_requests.request(Status.SEARCHING, released=True, urgency="emergency")
    assert [r.answer_by_at - now for r in request.releases if r.asked] == [timedelta(hours=4)]


def test_no_answer_is_taken_once_the_request_is_closed(released: Request, service: Service, now: datetime) -> None:
    actions.withdraw(make.placements_manager(), released.reference, reason=WithdrawalReason.FAMILY, now=now)
    provider = make.provider(HARBOUR)
    with pytest.raises(WrongState, match="closed"):
        make_requests.offer(provider, released.reference, service.id)
    seen = queries.summary_for_providers(provider, queries.asked_request(provider, released.reference))
    assert (seen.status, seen.summary) == ("closed", "")


def test_who_was_not_asked_finds_nothing(app: Flask, now: datetime) -> None:
    own = matching_service("Northmoor Council", kind=Kind.AUTHORITY)
    wider = matching_service(HARBOUR)
    miss = matching_service(OTHER, age_maximum=10)
    request = make_requests.request(Status.SEARCHING)
    harbour, other = make.provider(HARBOUR), make.provider(OTHER)
    for actor, asked_service in ((harbour, wider), (other, miss)):
        with pytest.raises(NotFound):
            make_requests.offer(actor, request.reference, asked_service.id)
    actions.release(make.placements_manager(), request.reference, tier=Tier.IN_HOUSE, now=now)
    with pytest.raises(NotFound):
        make_requests.offer(harbour, request.reference, wider.id)
    assert queries.asked(harbour) == []
    actions.release(make.placements_manager(), request.reference, now=now)
    assert [r.reference for r in queries.asked(harbour)] == [request.reference]
    assert queries.asked(other) == []
    with pytest.raises(NotFound):
        make_requests.offer(other, request.reference, miss.id)
    with pytest.raises(NotFound):
        make_requests.offer(harbour, request.reference, own.id)


def test_the_placements_manager_answers_for_the_authoritys_own_services(app: Flask, now: datetime) -> None:
    own = matching_service("Northmoor Council", kind=Kind.AUTHORITY)
    request = make_requests.request(Status.SEARCHING, released=True)
    with pytest.raises(NotAllowed):
        make_requests.offer(make.social_worker(), request.reference, own.id)
    with pytest.raises(NotFound):
        make_requests.offer(make.placements_manager("Southmoor Council"), request.reference, own.id)
    assert make_requests.offer(make.placements_manager(), request.reference, own.id).status is OfferStatus.OFFERED


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"weekly_fee_pence": 0}, "weekly_fee_pence"),
        ({"weekly_fee_pence": 60_000_00}, "weekly_fee_pence"),
        ({"available_on": date(2026, 11, 22)}, "available_on"),
        ({"matching_statement": " "}, "matching_statement"),
        ({"matching_statement": "Our manager Mrs Okafor knows him"}, "matching_statement"),
        ({"inclusions": "Ring 0113 496 0000"}, "inclusions"),
        ({"place": "Room 2, LS1 4AP"}, "place"),
    ],
)
def test_an_offer_that_cannot_stand_is_refused_by_field(
    released: Request, service: Service, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        make_requests.offer(make.provider(HARBOUR), released.reference, service.id, **more)
    assert set(refusal.value.fields) == {field}
    assert statuses() == []


def test_offers_and_fees_are_read_by_officers_of_the_authority_only(released: Request, service: Service) -> None:
    make_requests.offer(make.provider(HARBOUR), released.reference, service.id)
    request = make_requests.reread(released)
    assert len(queries.offers_of(make.placements_manager(), request)) == 1
    for actor, refusal in (
        (make.social_worker(), NotAllowed),
        (make.provider(HARBOUR), NotAllowed),
        (make.placements_manager("Southmoor Council"), NotFound),
    ):
        with pytest.raises(refusal):
            queries.offers_of(actor, request)


def test_providers_are_told_once_and_of_no_detail(released: Request, service: Service, now: datetime) -> None:
    reference, organisation_id = released.reference, service.organisation_id
    jobs.run_due()
    actions.withdraw(make.placements_manager(), reference, reason=WithdrawalReason.FAMILY, now=now)
    jobs.run_due()
    told = db.session.scalars(
        select(Notice.text).where(Notice.organisation_id == organisation_id).order_by(Notice.text)
    ).all()
    assert list(told) == [
        f"A placement request, {reference}, waits for your answer",
        f"{reference} is closed: no answer is needed any more",
    ]


def test_each_role_is_told_what_waits_for_it(app: Flask, now: datetime) -> None:
    service = matching_service(HARBOUR)
    waiting = make_requests.request(Status.AWAITING_APPROVAL)
    to_screen = make_requests.request(Status.SCREENING)
    open_request = make_requests.request(Status.SEARCHING, released=True)
    manager, provider = make.placements_manager(), make.actor(Role.PROVIDER_STAFF, of=HARBOUR)
    assert [n.text for n in queries.needs(provider, now)] == [f"Answer {open_request.reference}"]
    assert queries.needs(provider, now)[0].due_at == now + timedelta(hours=48)
    make_requests.offer(provider, open_request.reference, service.id)
    assert queries.needs(provider, now) == []
    assert {n.text for n in queries.needs(manager, now)} == {
        f"Approve {waiting.reference}",
        f"Screen the child of {to_screen.reference}",
        f"Read 1 offer for {open_request.reference}",
    }
    assert {n.text for n in queries.needs(make.social_worker(), now)} == {f"Screen the child of {to_screen.reference}"}
    assert queries.needs(make.commissioner(), now) == []
    assert not make.commissioner().may(Permission.REQUEST_READ)
