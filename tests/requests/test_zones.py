"""Places to stay away from hold through matching, later releases, offers and edits, on both databases."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from directory import audit, jobs, notify
from directory.access import SYSTEM, Kind, Role
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from directory.placements import actions as placing
from directory.placements.judging import allow, judged
from directory.providers.models import Service
from directory.requests import actions, queries
from directory.requests.models import Match
from directory.requests.rules.lifecycle import Status, Tier
from directory.requests.rules.particulars import ZoneSaid
from directory.requests.search import zones_said
from tests import make, make_requests
from tests.inspect_pages import Client
from tests.make_requests import matching_service
from tests.make_services import OUTCODES

LEEDS: ZoneSaid = {"near": "LS8", "within": 5.0}


def match_of(request_id: UUID, service_id: UUID) -> Match:
    db.session.rollback()
    return db.session.query(Match).filter_by(request_id=request_id, service_id=service_id).one()


def test_a_provider_in_a_zone_that_was_added_later_is_asked_no_more_and_is_not_told_why(
    app: Flask, now: datetime
) -> None:
    inside, outside = matching_service("Harbour Care"), matching_service("Other Care", outcode="M1")
    request = make_requests.request(Status.SEARCHING, released=True, within=60.0)
    provider, elsewhere = make.provider("Harbour Care"), make.provider("Other Care")
    reference, request_id, inside_id, outside_id = request.reference, request.id, inside.id, outside.id
    actions.keep_away(make.social_worker(), reference, zones=[LEEDS], now=now)
    jobs.run_due()
    gone = match_of(request_id, inside_id)
    assert (gone.eligible, gone.asks, gone.no_longer_asked_at) == (True, False, now)
    assert "LS8" in (gone.no_longer_why or "")
    with pytest.raises(NotFound):
        make_requests.offer(provider, reference, inside_id)
    assert queries.asked(provider) == []
    assert make_requests.offer(elsewhere, reference, outside_id).service_id == outside_id
    told = [notice.text for notice in notify.notices(provider)]
    assert any("is not asked any more" in words for words in told)
    assert not any("LS8" in words or "Leeds" in words for words in told)
    raw = db.session.execute(text("SELECT no_longer_why FROM request_matches WHERE no_longer_why IS NOT NULL"))
    assert all(b"LS8" not in bytes(row[0]) for row in raw)


def test_an_offer_from_a_zone_added_later_is_flagged_and_only_a_director_may_take_it(app: Flask, now: datetime) -> None:
    inside = matching_service("Harbour Care")
    request = make_requests.request(Status.SEARCHING, released=True)
    provider, manager = make.provider("Harbour Care"), make.placements_manager()
    made = make_requests.offer(provider, request.reference, inside.id)
    actions.keep_away(manager, request.reference, zones=[LEEDS], now=now)
    request = make_requests.reread(request)
    assert any("where the child must not be" in words for words in judged(request, made.service).for_a_director)
    with pytest.raises(WrongState, match="Only a director"):
        allow(manager, request, made.service, override="")
    with pytest.raises(NotAllowed):
        allow(manager, request, made.service, override="I think it is safe all the same")
    with pytest.raises(WrongState, match="not asked about this request any more"):
        actions.change_offer(provider, request.reference, offer_id=made.id, terms=make_requests.TERMS, now=now)
    assert any("must be looked at again" in notice.text for notice in notify.notices(manager))
    assert actions.withdraw_offer(provider, request.reference, offer_id=made.id, now=now).status == "withdrawn"


@atomic
def move(service_id: UUID, outcode: str) -> None:
    """Publish a confidential service for another area."""
    service = db.session.get_one(Service, service_id)
    _, _, service.area_latitude, service.area_longitude, service.area_radius_miles = OUTCODES[outcode]
    service.area_code = service.area_name = outcode
    audit.record(SYSTEM, "service:changed", service, at=clock.now())


def test_a_service_that_moved_into_a_zone_is_flagged_and_asked_by_no_later_tier(app: Flask, now: datetime) -> None:
    matching_service("Northmoor Council", kind=Kind.AUTHORITY, outcode="M1")
    stays = matching_service("Other Care", outcode="M1")
    moves = matching_service("Harbour Care", outcode="M1")
    request = make_requests.request(Status.SEARCHING, released=True, within=60.0, avoid=[LEEDS])
    assert [(release.tier, release.asked) for release in request.releases] == [(Tier.IN_HOUSE, 1)]
    move(moves.id, "LS8")
    done = actions.release(make.placements_manager(), request.reference, now=now)
    assert [release.asked for release in done.releases if release.tier is Tier.WIDER] == [1]
    assert not match_of(request.id, moves.id).asks
    assert match_of(request.id, stays.id).asks
    with pytest.raises(NotFound):
        make_requests.offer(make.provider("Harbour Care"), request.reference, moves.id)


def test_a_provider_cannot_find_the_zone_by_moving_its_service(app: Flask, now: datetime) -> None:
    moves = matching_service("Harbour Care", outcode="M1")
    request = make_requests.request(Status.SEARCHING, released=True, within=60.0, avoid=[LEEDS])
    move(moves.id, "LS8")
    made = make_requests.offer(make.provider("Harbour Care"), request.reference, moves.id)
    assert judged(make_requests.reread(request), made.service).for_a_director
    with pytest.raises(WrongState, match="Only a director"):
        allow(make.placements_manager(), request, made.service, override="")


def test_the_next_tier_does_not_tell_a_provider_that_has_moved_where_the_zone_is(app: Flask, now: datetime) -> None:
    moves = matching_service("Northmoor Council", kind=Kind.AUTHORITY, outcode="M1")
    matching_service("Harbour Care", outcode="M1")
    request = make_requests.request(Status.SEARCHING, released=True, within=60.0, avoid=[LEEDS])
    own = make.placements_manager()
    move(moves.id, "LS8")
    actions.release(own, request.reference, now=now)
    assert match_of(request.id, moves.id).asks, "asked in a tier that was open before, it sees what it saw"
    made = make_requests.offer(own, request.reference, moves.id)
    with pytest.raises(WrongState, match="Only a director"):
        placing.accept(own, request.reference, offer_id=made.id, now=now)
    director = make.actor(Role.DIRECTOR)
    with pytest.raises(WrongState, match="Give your reason"):
        placing.accept(director, request.reference, offer_id=made.id, now=now)
    why = "The family has moved away from there since"
    held = placing.accept(director, request.reference, offer_id=made.id, override=why, now=now)
    assert held.status is Status.HELD


def test_a_second_place_added_later_is_told_to_whom_it_concerns_as_the_first_was(lite: Flask, now: datetime) -> None:
    matching_service("Harbour Care")
    matching_service("Harbour Care", outcode="M1")
    request = make_requests.request(Status.SEARCHING, released=True, within=60.0)
    provider, worker, reference = make.provider("Harbour Care"), make.social_worker(), request.reference
    for minutes, place in ((0, "LS8"), (1, "M1")):
        later = now + timedelta(minutes=minutes)
        with clock.fixed(later):
            actions.keep_away(worker, reference, zones=[{"near": place, "within": 5.0}], now=later)
            jobs.run_due()
    told = [notice for notice in notify.notices(provider) if "is not asked any more" in notice.text]
    assert len(told) == 2


def test_places_to_stay_away_from_are_added_to_open_requests_of_ones_own_only(lite: Flask, now: datetime) -> None:
    worker = make.social_worker()
    open_one = make_requests.request(Status.AWAITING_APPROVAL, avoid=[{"near": "LU1", "within": 2.0}])
    both = actions.keep_away(worker, open_one.reference, zones=[LEEDS], now=now)
    assert [zone["near"] for zone in zones_said(both)] == ["LU1", "LS8"]
    with pytest.raises(Invalid):
        actions.keep_away(worker, open_one.reference, zones=[], now=now)
    with pytest.raises(Invalid):
        actions.keep_away(worker, open_one.reference, zones=[{"near": "Nowhere at all", "within": 1.0}], now=now)
    with pytest.raises(NotFound):
        actions.keep_away(make.social_worker(of="Southmoor Council"), open_one.reference, zones=[LEEDS], now=now)
    with pytest.raises(NotAllowed):
        actions.keep_away(make.provider(), open_one.reference, zones=[LEEDS], now=now)
    closed = make_requests.request(Status.WITHDRAWN)
    with pytest.raises(WrongState):
        actions.keep_away(worker, closed.reference, zones=[LEEDS], now=now)


def test_the_page_adds_a_place_and_marks_whom_is_asked_no_more(client: Client, now: datetime) -> None:
    matching_service("Harbour Care")
    request = make_requests.request(Status.SEARCHING, released=True)
    client.sign_in(make.person(Role.SOCIAL_WORKER).id)
    url = f"/requests/{request.reference}"
    client.page(f"{url}/safety")
    client.send(f"{url}/safety", {"avoid_near_1": "LS8", "avoid_within_1": "5"})
    page = client.get(url).get_data(as_text=True)
    assert "Not asked any more" in page
    assert "This list stays as it was" in page
