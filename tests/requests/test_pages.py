"""The pages, by a browser without JavaScript that inspects each."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from directory.access import Role
from directory.kit import clock
from directory.kit.db import db
from directory.requests import actions
from directory.requests.models import Request
from directory.requests.rules.lifecycle import Status, WithdrawalReason
from tests import make, make_requests
from tests.inspect_pages import Client, Page
from tests.inspect_pages import client as browser
from tests.make_requests import marks_of, matching_service

NEED = {
    "urgency": "planned",
    "needed_by": ["30", "11", "2026"],
    "service_types": ["childrens_home"],
}
CHILD = {"age": "15", "gender": "male", "siblings": "0", "unaccompanied": "no", "specialisms": ["trafficking"]}


def signed_in(app: Flask, *roles: Role, of: str | None = None) -> Client:
    return browser(app).sign_in(make.person(*roles, of=of).id)


@pytest.fixture
def worker(lite: Flask) -> Client:
    return signed_in(lite, Role.SOCIAL_WORKER)


def only_request() -> Request:
    db.session.rollback()
    return db.session.query(Request).one()


def test_a_social_worker_writes_a_request_section_by_section(worker: Client) -> None:
    assert worker.page("/requests").heading == "Placement requests"
    worker.page("/requests/new")
    first = worker.send("/requests/new", NEED)
    assert first.status_code == 303
    base = f"/requests/{only_request().reference}"
    assert first.location == f"{base}/sections/child"
    for section, data in (
        ("child", CHILD),
        ("where", {"near": "LS1", "within": "40"}),
        ("safety", {"avoid_near_1": "Luton", "avoid_within_1": "20"}),
        ("summary", {"summary": make_requests.SUMMARY}),
    ):
        worker.page(f"{base}/sections/{section}")
        assert worker.send(f"{base}/sections/{section}", data).status_code == 303
    assert "Not started" not in worker.page(base).text
    check = worker.page(f"{base}/submission")
    assert "Luton, by 20 miles" in check.text
    assert worker.send(f"{base}/submission").location == base
    assert "waits for approval" in worker.page(base).text
    assert only_request().status is Status.AWAITING_APPROVAL


def test_a_draft_is_left_unfinished_and_taken_up_again(worker: Client) -> None:
    worker.send("/requests/new", {})
    base = f"/requests/{only_request().reference}"
    worker.send(f"{base}/sections/child", {"age": "15"})
    page = worker.page(base)
    assert page.text.count("Not finished") == 2
    assert worker.page(f"{base}/sections/child").value("age") == "15"
    check = worker.page(f"{base}/submission")
    assert "Choose at least one kind of service" in check.text
    assert "Submit this request" not in check.text
    refused = Page(worker.send(f"{base}/submission"))
    assert refused.response.status_code == 200
    assert only_request().status is Status.DRAFT


@pytest.mark.parametrize(
    ("section", "data", "words"),
    [
        ("need", {"needed_by": ["31", "2", "2027"]}, "Enter a real date"),
        ("need", {"needed_by": "2027"}, "Enter a real date"),
        ("child", {"age": "fifteen"}, "Enter a whole number"),
        ("child", {"age": "40"}, "Enter an age from 0 to 25"),
        ("where", {"near": "LS1 4AP"}, "not a full postcode"),
        ("where", {"near": "Atlantis"}, "We do not know this place"),
        ("where", {"near": "LS1", "within": "nan"}, "Enter a number of miles"),
        ("safety", {"avoid_near_1": "Luton"}, "Enter how many miles"),
        ("safety", {"avoid_near_1": "Atlantis", "avoid_within_1": "5"}, "We do not know one of these places"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(
    worker: Client, section: str, data: dict[str, str], words: str
) -> None:
    worker.send("/requests/new", {})
    response = worker.send(f"/requests/{only_request().reference}/sections/{section}", data)
    assert response.status_code == 200
    page = Page(response)
    assert any(words in line for line in page.errors())
    for name, value in data.items():
        assert isinstance(value, list) or name == "needed_by" or page.value(name) == value


def test_a_search_starts_a_request(worker: Client) -> None:
    response = worker.send(
        "/requests/new",
        {
            "prefill": "1",
            "type": ["childrens_home", "nonsense"],
            "specialism": "trafficking",
            "language": "vie",
            "age": "15",
            "gender": "male",
            "near": "LS1 4AP",
            "within": "40",
            "avoid_near": "Luton",
            "avoid_within": "20",
            "q": "calm",
        },
    )
    assert response.status_code == 303
    request = only_request()
    assert response.location == f"/requests/{request.reference}"
    assert (request.near, request.within, request.age, request.gender) == ("LS1 4", 40.0, 15, "male")
    assert (request.service_types, request.specialisms, request.languages) == (
        ["childrens_home"],
        ["trafficking"],
        ["vie"],
    )
    assert '"Luton"' in request.avoid


def test_what_may_identify_is_marked_in_place_and_a_false_alarm_is_overruled_with_a_reason(worker: Client) -> None:
    made = make_requests.request(summary="He trusts Mrs Okafor and rings 0113 496 0000.")
    path = f"/requests/{made.reference}/submission"
    page = Page(worker.send(path))
    assert "<mark" in page.html
    assert "looks like a name" in page.text
    assert "looks like a phone number" in page.text
    first, second = [f"overrule-{mark}" for mark in marks_of(made)]
    assert "Say why this identifies nobody" in Page(worker.send(path, {first: "no"})).text
    wrong = Page(worker.send(path, {first: "It is only Dr Brown from the clinic", second: "It is a public charity’s"}))
    assert "The reason itself must identify nobody" in wrong.text
    assert "It is a public charity’s" in wrong.html, "what was typed stays"
    assert Page(worker.send(path, {second: "It is a public charity’s"})).response.status_code == 200
    assert make_requests.reread(made).status is Status.DRAFT, "one reason overrules one finding"
    both = {first: "She runs a public charity", second: "It is a public charity’s"}
    assert worker.send(path, both).status_code == 303
    assert make_requests.reread(made).status is Status.AWAITING_APPROVAL


def test_a_manager_approves_releases_and_compares_offers(lite: Flask, now: datetime) -> None:
    service = matching_service("Harbour Care")
    made = make_requests.request(Status.AWAITING_APPROVAL)
    base = f"/requests/{made.reference}"
    manager = signed_in(lite, Role.PLACEMENTS_MANAGER)
    assert "To approve" in manager.page("/requests").text
    assert manager.send(f"{base}/approval").location == f"{base}/release"
    assert "1 service matches now" in manager.page(base).text
    release = manager.page(f"{base}/release")
    assert "no service of a framework that you may use matches" in release.text
    assert manager.send(f"{base}/release", {"tier": "wider", "answer_within_hours": "24"}).location == base
    provider = signed_in(lite, Role.PROVIDER_STAFF, of="Harbour Care")
    assert made.reference in provider.page("/requests").text
    provider.page(base)
    offer = f"{base}/services/{service.id}/offer"
    provider.page(offer)
    given = {
        "weekly_fee_pence": "4,500.50",
        "available_on": ["27", "11", "2026"],
        "place": "Bedroom 2",
        "inclusions": "Transport",
        "matching_statement": "Calm evenings with two older boys.",
    }
    bad = Page(provider.send(offer, {**given, "weekly_fee_pence": "lots"}))
    assert "Enter an amount in pounds" in bad.errors()[0]
    assert bad.value("place") == "Bedroom 2"
    assert provider.send(offer, given).status_code == 303
    assert "You offered £4,500.50 a week" in provider.page(base).text
    compared = manager.page(f"{base}/offers").text
    assert "£4,500.50" in compared
    assert "27 November 2026" in compared
    assert "Calm evenings" in compared
    manager.page(base)


def test_a_provider_sees_the_needs_and_neither_zone_nor_screening_nor_sector(lite: Flask, now: datetime) -> None:
    matching_service("Harbour Care", outcode="M1")
    made = make_requests.request(
        Status.SEARCHING,
        released=True,
        unaccompanied=True,
        near="LS1 4",
        within=60.0,
        avoid=[{"near": "Luton", "within": 20.0}],
    )
    provider = signed_in(lite, Role.PROVIDER_ADMIN, of="Harbour Care")
    page = provider.page(f"/requests/{made.reference}")
    assert make_requests.SUMMARY in page.text
    assert "15 years" in page.text
    assert "Within 60 miles of LS1" in page.text
    for hidden in ("Luton", "LS1 4", make_requests.JUDGEMENT, "Unaccompanied", "Screen"):
        assert hidden not in page.html
    stranger = signed_in(lite, Role.PROVIDER_ADMIN, of="Other Care")
    assert made.reference not in stranger.page("/requests").text
    stranger.page(f"/requests/{made.reference}", status=404)


def test_a_late_answer_is_refused_with_its_reason(lite: Flask, now: datetime) -> None:
    service = matching_service("Harbour Care")
    made = make_requests.request(Status.SEARCHING, released=True)
    provider = signed_in(lite, Role.PROVIDER_STAFF, of="Harbour Care")
    with clock.fixed(now + timedelta(minutes=20), every_thread=True):
        provider.page(f"/requests/{made.reference}")
    with clock.fixed(now + timedelta(hours=49), every_thread=True):
        late = signed_in(lite, Role.PROVIDER_STAFF, of="Harbour Care")
        assert "The time to answer ended" in late.page(f"/requests/{made.reference}").text
        response = late.send(f"/requests/{made.reference}/services/{service.id}/decline", {"reason": "no_place"})
        assert response.status_code == 409


@pytest.mark.parametrize("path", ["", "/submission", "/screening", "/release", "/withdrawal", "/unmet", "/offers"])
def test_another_authoritys_request_is_a_missing_page(lite: Flask, now: datetime, path: str) -> None:
    made = make_requests.request(Status.SEARCHING)
    stranger = signed_in(lite, Role.PLACEMENTS_MANAGER, of="Southmoor Council")
    stranger.page(f"/requests/{made.reference}{path}", status=404)


def test_a_screening_is_recorded_and_the_level_alone_is_not_enough(lite: Flask, now: datetime) -> None:
    made = make_requests.request(Status.SCREENING)
    base = f"/requests/{made.reference}"
    worker = signed_in(lite, Role.SOCIAL_WORKER)
    worker.page(f"{base}/screening")
    data = {"screened_on": ["23", "11", "2026"], "indicator_debt": "strong", "level": "high"}
    assert any("judgement in words" in line for line in Page(worker.send(f"{base}/screening", data)).errors())
    assert worker.send(f"{base}/screening", {**data, "judgement": make_requests.JUDGEMENT}).status_code == 303
    assert make_requests.JUDGEMENT in worker.page(base).text
    assert make_requests.reread(made).status is Status.AWAITING_APPROVAL


def test_closing_asks_for_a_reason(lite: Flask, now: datetime) -> None:
    made = make_requests.request(Status.SEARCHING)
    manager = signed_in(lite, Role.PLACEMENTS_MANAGER)
    path = f"/requests/{made.reference}/unmet"
    manager.page(path)
    assert Page(manager.send(path)).errors() == ["Choose a reason"]
    assert manager.send(path, {"reason": "no_match"}).status_code == 303
    assert make_requests.reread(made).status is Status.UNMET
    manager.page(f"/requests/{made.reference}")


def test_a_provider_finds_first_what_waits_for_its_answer(client: Client, now: datetime) -> None:
    home = matching_service("Harbour Care").id
    second = matching_service("Harbour Care").id
    theirs = make.provider("Harbour Care")
    closed, answered, waiting = (make_requests.request(Status.SEARCHING, released=True).reference for _ in range(3))
    make_requests.offer(theirs, closed, home)
    actions.withdraw(make.placements_manager(), closed, reason=WithdrawalReason.FAMILY, now=now)
    for service_id in (home, second):
        make_requests.offer(theirs, answered, service_id)
    client.sign_in(make.person(Role.PROVIDER_STAFF, of="Harbour Care").id)
    page = client.page("/requests")
    said = page.text
    order = ["To answer (1)", waiting, "Answered, or too late (1)", answered, "Closed (1)", closed]
    assert [said.index(words) for words in order] == sorted(said.index(words) for words in order)
    assert "1 other service: no answer was given" in said
