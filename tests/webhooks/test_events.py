"""Which events of a request, its offers and its placement reach whose systems: a reference, a state, nothing else."""

import json
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy import select

from directory import jobs
from directory.access import Actor, Kind, Role
from directory.kit import clock
from directory.kit.db import db
from directory.placements import actions as placing
from directory.placements.rules.placing import EndReason
from directory.requests import actions
from directory.requests.rules.lifecycle import DeclineReason, Status, Tier, UnmetReason, WithdrawalReason
from directory.webhooks import actions as webhooks
from directory.webhooks.models import Delivery, Webhook
from directory.webhooks.rules import Event, events_for
from tests import make, make_placements, make_requests
from tests.make_requests import matching_service


class Systems:
    """The systems of organisations, that listen to everything they may; paused, so that nothing leaves."""

    def __init__(self, *admins: Actor) -> None:
        self.told: dict[str, str] = {}
        for admin in admins:
            events = events_for(admin.kind)
            made, _ = webhooks.add(
                admin, name="All", address="https://hooks.example/in", events=events, now=clock.now()
            )
            webhooks.pause(admin, made.id, now=clock.now())

    def heard(self, admin: Actor) -> list[tuple[str, str]]:
        """Give the events and states that an organisation's system is sent, in order, each once."""
        jobs.run_due()
        db.session.rollback()
        rows = db.session.scalars(
            select(Delivery)
            .join(Webhook)
            .where(Webhook.organisation_id == admin.organisation_id, Delivery.event != Event.WEBHOOK_TESTED)
            .order_by(Delivery.created_at, Delivery.event)
        ).all()
        bodies: list[dict[str, Any]] = [json.loads(row.body) for row in rows]
        for data in (body["data"] for body in bodies):
            assert set(data) == {"reference", "state", "url"}
            assert data["url"].endswith(tuple(f"/{at}/{data['reference']}" for at in ("requests", "placements")))
        return sorted((body["event"], body["data"]["state"]) for body in bodies)


def admin_of_authority() -> Actor:
    return make.actor(Role.AUTHORITY_ADMIN)


def test_each_side_is_sent_what_it_may_know_from_the_draft_to_the_end(app: Flask, now: datetime) -> None:
    home, other = matching_service("Harbour Care").id, matching_service("Seaview Care").id
    ours, theirs, rivals = admin_of_authority(), make.provider("Harbour Care"), make.provider("Seaview Care")
    stranger = make.provider("Elsewhere Care")
    systems = Systems(ours, theirs, rivals, stranger)
    manager, worker = make.placements_manager(), make.social_worker()
    reference = make_requests.request(Status.AWAITING_APPROVAL).reference
    actions.send_back(manager, reference, now=now)
    actions.submit(worker, reference, now=now)
    actions.approve(manager, reference, now=now)
    assert systems.heard(theirs) == []
    actions.release(manager, reference, now=now)
    assert systems.heard(rivals) == [("request:matched", "open")]
    actions.decline(rivals, reference, service_id=other, reason=DeclineReason.AREA, now=now)
    offer = make_requests.offer(theirs, reference, home)
    actions.change_offer(theirs, reference, offer_id=offer.id, terms=make_requests.TERMS, now=now)
    placing.accept(manager, reference, offer_id=offer.id, now=now)
    placing.give_back(manager, reference, now=now)
    placing.accept(manager, reference, offer_id=offer.id, now=now)
    placing.agree(manager, reference, said=make_placements.agreement(), now=now)
    placing.start(manager, reference, started_on=now.date(), now=now)
    placing.change(manager, reference, weekly_fee_pence=1, from_on=now.date(), reason="Less is needed", now=now)
    made = make_placements.Offered(reference, offer.request_id, offer.id, home)
    make_placements.missing(made)
    placing.end(manager, reference, ended_on=now.date(), reason=EndReason.PLANNED, now=now)
    stay = [
        ("hold:made", "held"),
        ("hold:made", "held"),
        ("hold:released", "released"),
        ("placement:agreed", "agreed"),
        ("placement:changed", "placed"),
        ("placement:ended", "ended"),
        ("placement:started", "placed"),
    ]
    assert systems.heard(theirs) == [*stay, ("request:closed", "closed"), ("request:matched", "open")]
    assert systems.heard(rivals) == [("request:closed", "closed"), ("request:matched", "open")]
    assert systems.heard(stranger) == []
    offers = [("offer:changed", "searching"), ("offer:declined", "searching"), ("offer:made", "searching")]
    assert systems.heard(ours) == sorted(
        [
            *stay,
            *offers,
            ("request:approved", "searching"),
            ("request:released", "searching"),
            ("request:returned", "draft"),
            *[("request:submitted", "awaiting_approval")] * 2,
        ]
    )


def test_a_tier_that_is_not_open_hears_nothing_and_why_it_closed_stays_with_the_authority(
    lite: Flask, now: datetime
) -> None:
    own = matching_service("Northmoor Council", kind=Kind.AUTHORITY).id
    matching_service("Harbour Care")
    ours, theirs = admin_of_authority(), make.provider("Harbour Care")
    systems, manager = Systems(ours, theirs), make.placements_manager()
    in_house = make_requests.request(Status.SEARCHING, released=True)
    assert [release.tier for release in in_house.releases] == [Tier.IN_HOUSE]
    actions.withdraw(manager, in_house.reference, reason=WithdrawalReason.FAMILY, now=now)
    assert systems.heard(theirs) == []
    wider = make_requests.request(Status.SEARCHING).reference
    actions.release(manager, wider, tier=Tier.WIDER, now=now)
    assert systems.heard(theirs) == [("request:matched", "open")]
    offer_id = make_requests.offer(manager, wider, own).id
    actions.withdraw_offer(manager, wider, offer_id=offer_id, now=now)
    actions.close_unmet(manager, wider, reason=UnmetReason.COST, now=now)
    assert systems.heard(theirs) == [("request:closed", "closed"), ("request:matched", "open")]
    closed = [state for event, state in systems.heard(ours) if event == "request:closed"]
    assert closed == ["unmet", "withdrawn"]


def test_a_provider_that_is_asked_no_more_is_sent_that_alone(lite: Flask, now: datetime) -> None:
    matching_service("Harbour Care")
    theirs = make.provider("Harbour Care")
    systems = Systems(theirs)
    reference = make_requests.request(Status.SEARCHING, released=True).reference
    assert systems.heard(theirs) == [("request:matched", "open")]
    actions.keep_away(make.social_worker(), reference, zones=[{"near": "Leeds", "within": 30}], now=now)
    assert systems.heard(theirs) == [("request:closed", "closed"), ("request:matched", "open")]


def test_no_event_tells_of_a_missing_child_a_screening_or_a_pack() -> None:
    things = {event.value.partition(":")[0] for event in Event}
    assert things == {"request", "offer", "hold", "placement", "webhook"}
    assert events_for(Kind.OPERATOR) == []
