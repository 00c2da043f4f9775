"""Who began a request is told what others did with it; who may ask more is told that all have declined."""

from datetime import datetime

from flask import Flask

from directory import jobs, notify
from directory.access import Actor
from directory.kit.db import db
from directory.notify.models import Notice
from directory.placements import actions as placing
from directory.requests import actions
from directory.requests.jobs import tell_providers
from directory.requests.rules.lifecycle import DeclineReason, Status
from tests import make, make_placements, make_requests
from tests.make_requests import matching_service


def told(actor: Actor, reference: str) -> list[str]:
    db.session.rollback()
    rows = db.session.query(Notice).filter_by(person_id=actor.person_id).order_by(Notice.at, Notice.id)
    return [row.text.removeprefix(f"{reference}: ") for row in rows]


def test_who_began_a_request_is_told_what_others_did_with_it_and_not_what_they_did_themselves(
    lite: Flask, now: datetime
) -> None:
    home = matching_service("Harbour Care")
    worker, manager, provider = make.social_worker(), make.placements_manager(), make.provider("Harbour Care")
    reference = actions.draft(worker, said=make_requests.said(), now=now).reference
    actions.submit(worker, reference, now=now)
    assert told(worker, reference) == []
    actions.approve(manager, reference, now=now)
    actions.release(manager, reference, now=now)
    offer = make_requests.offer(provider, reference, home.id)
    placing.accept(manager, reference, offer_id=offer.id, now=now)
    placing.agree(manager, reference, said=make_placements.agreement(), now=now)
    placing.start(manager, reference, started_on=now.date(), now=now)
    assert sorted(told(worker, reference)) == sorted(
        ["is approved", "providers are asked", "a place is held", "the placement is agreed", "the placement has begun"]
    )
    assert told(manager, reference) == []


def test_once_all_have_declined_who_may_ask_more_is_told(lite: Flask, now: datetime) -> None:
    services = {name: matching_service(name).id for name in ("Harbour Care", "Other Care")}
    reference = make_requests.request(Status.SEARCHING, released=True).reference
    manager = make.placements_manager()
    for number, (name, service_id) in enumerate(services.items()):
        said = [notice.text for notice in notify.notices(manager)]
        assert not any("has declined" in words for words in said), number
        actions.decline(make.provider(name), reference, service_id=service_id, reason=DeclineReason.STAFFING, now=now)
    assert any("everybody who was asked has declined" in notice.text for notice in notify.notices(manager))


def test_a_worker_that_was_killed_after_telling_and_tells_again_tells_nobody_twice(app: Flask, now: datetime) -> None:
    matching_service("Harbour Care")
    request = make_requests.request(Status.SEARCHING, released=True)
    request_id, tier = str(request.id), request.releases[-1].tier.value
    jobs.run_due()
    for _ in range(2):
        tell_providers(request_id, tier)
    db.session.rollback()
    assert db.session.query(Notice).filter(Notice.text.like("%waits for your answer")).count() == 1
