"""The pages without JavaScript: from an offer to the end of a placement, and what others may see of it."""

from datetime import datetime, timedelta

from flask import Flask

from directory.access import Role
from directory.kit import clock
from directory.requests.rules.lifecycle import Status
from tests import make, make_placements, make_requests
from tests.inspect_pages import Client
from tests.inspect_pages import client as browser
from tests.make_placements import reread
from tests.make_requests import matching_service

TODAY = ["23", "11", "2026"]


def signed_in(app: Flask, *roles: Role, of: str | None = None) -> Client:
    return browser(app).sign_in(make.person(*roles, of=of).id)


def test_a_planned_placement_from_its_offers_to_its_end(lite: Flask, now: datetime) -> None:
    made = make_placements.offered()
    manager = signed_in(lite, Role.PLACEMENTS_MANAGER)
    base = f"/requests/{made.reference}"
    assert "£54,000" in manager.page(f"{base}/offers").text
    assert "£4,500" in manager.page(f"{base}/offers?weeks=1").text
    scores = {"score_1": "yes", "score_2": "yes"} | {f"score_{n}": "3" for n in range(3, 7)}
    assert manager.send(f"{base}/offers/{made.offer_id}/shortlisting", scores).status_code == 303
    assert "40 × 3 ÷ 5" in manager.page(f"{base}/offers/{made.offer_id}/shortlisting").text
    assert manager.send(f"{base}/offers/{made.offer_id}/acceptance", {"hours": "24"}).status_code == 303
    assert "held until 24 November 2026" in manager.page(base).text
    said = {"starts_on": TODAY, "weekly_fee_pence": "4,600.50", "where_it_is": "own_area", "terms": "28 days of notice"}
    assert manager.send(f"{base}/agreement", said).status_code == 303
    assert manager.send(f"{base}/placement", {"day": TODAY}).status_code == 303
    shown = manager.page(f"/placements/{made.reference}")
    assert "1 day × £4,600.50 ÷ 7 = £657.21" in shown.text
    assert "None recorded" in shown.text
    assert manager.send(f"{base}/ending", {"ended_on": TODAY, "reason": "family"}).status_code == 303
    assert reread(made).status is Status.ENDED


def test_who_is_second_is_told_kindly_and_offered_the_next(lite: Flask, now: datetime) -> None:
    last = matching_service("Harbour Care", places=1).id
    other = matching_service("Seaview Care", places=4, name="Seaview House")
    made = make_placements.offered(last)
    make_placements.held(last)
    make_requests.offer(make.provider("Seaview Care"), made.reference, other.id)
    manager = signed_in(lite, Role.PLACEMENTS_MANAGER)
    answer = manager.send(f"/requests/{made.reference}/offers/{made.offer_id}/acceptance", {"hours": "4"})
    assert answer.status_code == 409
    assert "somebody was a moment before you" in answer.text
    assert "The next offer is Seaview House" in answer.text
    assert reread(made).status is Status.SEARCHING


def test_a_failed_gate_and_missing_scores_are_refused_beside_their_fields(lite: Flask, now: datetime) -> None:
    made = make_placements.offered()
    manager = signed_in(lite, Role.PLACEMENTS_MANAGER)
    page = f"/requests/{made.reference}/offers/{made.offer_id}/shortlisting"
    scores = {"score_1": "no", "score_2": "yes"} | {f"score_{n}": "3" for n in range(3, 7)}
    assert "not shortlisted" in manager.send(page, scores).text
    assert "Choose a score from 0 to 5" in manager.send(page, {"score_1": "yes", "score_2": "yes"}).text
    assert reread(made).status is Status.SEARCHING


def test_a_provider_sees_its_placement_and_no_word_of_the_child(lite: Flask, now: datetime) -> None:
    made = make_placements.placed(summary="Collects blue tortoises and needs calm evenings.")
    make_placements.missing(made, notes="Seen near a bus station")
    provider = signed_in(lite, Role.PROVIDER_STAFF, of="Harbour Care")
    for path in ("/placements", f"/placements/{made.reference}", f"/requests/{made.reference}"):
        text = provider.page(path).text
        assert made.reference in text
        assert "tortoises" not in text
        assert "bus station" not in text
        assert "issing" not in text
    worker = signed_in(lite, Role.SOCIAL_WORKER)
    assert "£4,500" not in worker.page("/placements").text
    assert "£4,500" not in worker.page(f"/placements/{made.reference}").text


def test_an_episode_is_completed_after_the_return(lite: Flask, now: datetime) -> None:
    made = make_placements.placed()
    worker = signed_in(lite, Role.SOCIAL_WORKER)
    new = f"/placements/{made.reference}/episodes/new"
    assert "16:00" in worker.page(new).text or worker.page(new).heading
    begun = {"kind": "M", "from_day": TODAY, "from_at": "14:30"}
    assert "time like 21:30" in worker.send(new, {**begun, "from_at": "late"}).text
    assert worker.send(new, begun).status_code == 303
    episode = make_placements.placement(made).episodes[0].id
    back = {**begun, "until_day": TODAY, "until_at": "15.45", "interview": "declined", "safety_plan": "A phone"}
    assert worker.send(f"/placements/{made.reference}/episodes/{episode}", back).status_code == 303
    known = make_placements.placement(made).episodes[0]
    assert known.until_at is not None
    assert clock.in_london(known.until_at).hour == 15
    assert known.until_at - known.from_at == timedelta(minutes=75)
