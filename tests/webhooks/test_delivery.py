"""Events on their way: signed, tried again by the clock, replayed, given up and taken up again."""

import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import structlog
from flask import Flask
from sqlalchemy import select, text

from directory import audit, jobs
from directory.access import SYSTEM, Actor
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.kit.settings import ROOT
from directory.notify import notices
from directory.placements import actions as placements
from directory.requests.rules.lifecycle import Status as RequestStatus
from directory.webhooks import Event, actions, emit, queries
from directory.webhooks.jobs import round_of_tries, tidy
from directory.webhooks.models import Delivery, Webhook
from directory.webhooks.rules import BACKOFF, Outcome, Status
from tests import make, make_placements, make_requests
from tests.engines.standing import Running
from tests.outside import Heard, Outside, outside

Verify = Callable[..., bool]


@pytest.fixture
def server() -> Iterator[Outside]:
    with outside() as here:
        yield here


@pytest.fixture
def app(standing: Running, database_url: str, now: datetime) -> Iterator[Flask]:
    """The application on each database, that may call the test's own server."""
    yield from standing(database_url, outbound_local_hosts="127.0.0.1")


@pytest.fixture
def admin(app: Flask) -> Actor:
    return make.provider()


def hook(admin: Actor, server: Outside, **more: Any) -> tuple[UUID, str]:
    given: dict[str, Any] = {
        "name": "Referrals system",
        "address": f"{server.url}/in?key=theirs",
        "events": [Event.REQUEST_MATCHED, Event.HOLD_MADE],
        "now": clock.now(),
        **more,
    }
    made, secret = actions.add(admin, **given)
    return made.id, secret


@atomic
def happen(admin: Actor, event: Event = Event.HOLD_MADE) -> None:
    """Let something happen to the provider."""
    thing = db.session.scalars(select(Webhook).order_by(Webhook.id)).first()
    assert admin.organisation_id
    emit(event, admin.organisation_id, at=clock.now(), reference="PR-1", path="/requests/PR-1", state="held")
    audit.record(SYSTEM, "hold:made", thing, at=clock.now())


def log(admin: Actor, made: UUID) -> list[Delivery]:
    db.session.rollback()
    return list(queries.deliveries(admin, made).rows)


def verify_of_the_docs() -> Verify:
    """Give the function that docs/webhooks.md tells readers to use."""
    (example,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "webhooks.md").read_text(), re.DOTALL)
    assert len(example.strip().splitlines()) <= 10
    names: dict[str, Any] = {}
    exec(example, names)  # noqa: S102 - our own document
    found: Verify = names["verified"]
    return found


def broken(_heard: Heard) -> tuple[int, dict[str, str], bytes]:
    return 500, {}, b"a secret of theirs"


def test_an_event_arrives_signed_and_says_a_reference_and_an_address(
    admin: Actor, server: Outside, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, secret = hook(admin, server)
    happen(admin)
    assert server.heard == []
    jobs.run_due()
    (heard,) = server.heard
    said = json.loads(heard.body)
    assert (said["event"], said["data"]["reference"], set(said["data"])) == (
        "hold:made",
        "PR-1",
        {"reference", "state", "url"},
    )
    assert said["data"]["url"].endswith("/requests/PR-1")
    assert heard.headers["Fairhaven-Event-Id"] == said["id"]
    signature, seconds = heard.headers["Fairhaven-Signature"], str(int(now.timestamp()))
    mark = hmac.new(secret.encode(), f"{seconds}.".encode() + heard.body, hashlib.sha256).hexdigest()
    assert signature == f"t={seconds},v1={mark}"
    monkeypatch.setattr(time, "time", now.timestamp)
    verified = verify_of_the_docs()
    assert verified(signature, heard.body, secret)
    assert not verified(signature, heard.body + b" ", secret)
    assert not verified(signature, heard.body, secret + "x")
    assert not verified(signature.replace(seconds, str(int(seconds) - 1)), heard.body, secret)
    monkeypatch.setattr(time, "time", lambda: now.timestamp() + 301)
    assert not verified(signature, heard.body, secret)
    (row,) = log(admin, made)
    assert (row.outcome, [attempt.status for attempt in row.attempts]) == (Outcome.DELIVERED, [200])


def test_only_chosen_events_of_ones_own_organisation_are_sent(admin: Actor, server: Outside) -> None:
    hook(admin, server, events=[Event.REQUEST_MATCHED])
    hook(make.provider(of="Seaview Care"), server)
    happen(admin)
    jobs.run_due()
    assert server.heard == []


def test_what_is_undone_is_not_sent(admin: Actor, server: Outside) -> None:
    hook(admin, server)

    @atomic
    def fail() -> None:
        happen(admin)
        raise WrongState

    with pytest.raises(WrongState):
        fail()
    jobs.run_due()
    assert server.heard == []


def test_a_released_request_is_told_once_to_each_provider_asked(admin: Actor, server: Outside) -> None:
    make_requests.matching_service()
    made, _ = hook(admin, server)
    reference = make_requests.request(RequestStatus.SEARCHING, released=True).reference
    jobs.run_due()
    (heard,) = server.heard
    assert json.loads(heard.body)["data"]["reference"] == reference
    assert make_requests.SUMMARY.encode() not in heard.body
    assert [row.event for row in log(admin, made)] == [Event.REQUEST_MATCHED]


def test_a_hold_is_told_when_it_is_made_and_when_it_is_released(admin: Actor, server: Outside, now: datetime) -> None:
    hook(admin, server, events=[Event.HOLD_MADE, Event.HOLD_RELEASED])
    made = make_placements.held()
    placements.give_back(make.placements_manager(), made.reference, now=now)
    jobs.run_due()
    assert {json.loads(heard.body)["event"] for heard in server.heard} == {"hold:made", "hold:released"}
    assert all(json.loads(heard.body)["data"]["reference"] == made.reference for heard in server.heard)


def test_a_failing_system_is_tried_seven_times_and_then_its_people_are_told(
    admin: Actor, server: Outside, now: datetime
) -> None:
    made, _ = hook(admin, server)
    server.says = broken
    happen(admin)
    jobs.run_due()
    at = now
    for number, pause in enumerate(BACKOFF, start=1):
        with clock.fixed(at + pause - timedelta(seconds=1), every_thread=True):
            round_of_tries()
        assert len(server.heard) == number
        at += pause
        with clock.fixed(at, every_thread=True):
            round_of_tries()
        assert len(server.heard) == number + 1
    (row,) = log(admin, made)
    assert (row.outcome, row.tries, {one.status for one in row.attempts}) == (Outcome.FAILED, 7, {500})
    assert len({heard.headers["Fairhaven-Event-Id"] for heard in server.heard}) == 1
    assert len({heard.body for heard in server.heard}) == 1
    assert queries.webhook(admin, made).status is Status.FAILING
    assert [one.text for one in notices(admin)] == ["Events no longer reach your system: Referrals system"]


def test_events_wait_for_a_failing_system_until_a_test_gets_through(
    admin: Actor, server: Outside, now: datetime
) -> None:
    made, _ = hook(admin, server)
    server.says = broken
    happen(admin)
    jobs.run_due()
    for days in range(1, 10):
        with clock.fixed(now + timedelta(days=days), every_thread=True):
            round_of_tries()
    server.heard.clear()
    happen(admin)
    jobs.run_due()
    round_of_tries()
    assert server.heard == []
    server.says = lambda _: (204, {}, b"")
    actions.test(admin, made, now=now)
    jobs.run_due()
    assert queries.webhook(admin, made).status is Status.ACTIVE
    round_of_tries()
    assert [json.loads(heard.body)["event"] for heard in server.heard] == ["webhook:tested", "hold:made"]


def test_while_it_is_paused_events_wait(admin: Actor, server: Outside, now: datetime) -> None:
    made, _ = hook(admin, server)
    actions.pause(admin, made, now=now)
    happen(admin)
    jobs.run_due()
    round_of_tries()
    assert server.heard == []
    with pytest.raises(WrongState, match="paused"):
        actions.test(admin, made, now=now)
    actions.resume(admin, made, now=now)
    round_of_tries()
    assert len(server.heard) == 1


def test_an_event_is_sent_again_with_the_same_id_and_body(admin: Actor, server: Outside, now: datetime) -> None:
    made, _ = hook(admin, server)
    happen(admin)
    jobs.run_due()
    (row,) = log(admin, made)
    actions.replay(admin, made, row.id, now=now)
    jobs.run_due()
    first, again = server.heard
    assert first.body == again.body
    assert first.headers["Fairhaven-Event-Id"] == again.headers["Fairhaven-Event-Id"]
    assert [one.outcome for one in log(admin, made)] == [Outcome.DELIVERED, Outcome.DELIVERED]


def test_a_delivery_that_runs_twice_is_sent_once(admin: Actor, server: Outside) -> None:
    made, _ = hook(admin, server)
    happen(admin)
    jobs.run_due()
    round_of_tries()
    assert len(server.heard) == 1
    assert len(log(admin, made)[0].attempts) == 1


def test_for_a_day_after_a_new_secret_the_former_one_signs_too(
    admin: Actor, server: Outside, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, former = hook(admin, server)
    _, present = actions.rotate(admin, made, now=now)
    happen(admin)
    jobs.run_due()
    verified = verify_of_the_docs()
    monkeypatch.setattr(time, "time", now.timestamp)
    heard = server.heard[0]
    assert all(verified(heard.headers["Fairhaven-Signature"], heard.body, one) for one in (former, present))
    with clock.fixed(now + timedelta(hours=25), every_thread=True):
        tidy()
        happen(admin)
        jobs.run_due()
    heard = server.heard[1]
    monkeypatch.setattr(time, "time", lambda: now.timestamp() + 25 * 3600)
    assert [verified(heard.headers["Fairhaven-Signature"], heard.body, one) for one in (former, present)] == [
        False,
        True,
    ]
    db.session.rollback()
    assert queries.webhook(admin, made).former_secret is None


@pytest.mark.parametrize("address", ["https://10.0.0.1/", "https://[::1]/", "http://hooks.example/", "https://0x7f.1/"])
def test_an_address_of_ours_is_refused_when_it_is_typed(admin: Actor, server: Outside, address: str) -> None:
    with pytest.raises(Invalid) as refusal:
        hook(admin, server, address=address)
    assert set(refusal.value.fields) == {"address"}


def test_neither_secret_nor_address_nor_answer_stands_in_log_or_database(admin: Actor, server: Outside) -> None:
    server.says = broken
    with structlog.testing.capture_logs() as lines:
        made, secret = hook(admin, server)
        happen(admin)
        jobs.run_due()
    told = str(lines)
    with db.engine.connect() as connection:
        for table in ("webhooks", "webhook_deliveries", "webhook_attempts", "audit_records", "jobs"):
            told += str(connection.execute(text(f"SELECT * FROM {table}")).all())  # noqa: S608 - names above
    for hidden in (secret, "key=theirs", "a secret of theirs"):
        assert hidden not in told
    assert log(admin, made)[0].attempts[0].error == "It answered 500, where 2xx was needed"


def test_another_organisations_webhook_is_not_found(admin: Actor, server: Outside, now: datetime) -> None:
    made, _ = hook(admin, server)
    happen(admin)
    (row,) = log(admin, made)
    other = make.provider(of="Seaview Care")
    mine, _ = hook(other, server)
    for act in (actions.pause, actions.resume, actions.rotate, actions.remove, actions.test):
        with pytest.raises(NotFound):
            act(other, made, now=now)
    for webhook_id in (made, mine):
        with pytest.raises(NotFound):
            actions.replay(other, webhook_id, row.id, now=now)


def test_with_a_webhook_its_log_goes_too(admin: Actor, server: Outside, now: datetime) -> None:
    made, _ = hook(admin, server)
    happen(admin)
    actions.remove(admin, made, now=now)
    jobs.run_due()
    assert server.heard == []
    assert db.session.scalars(select(Delivery)).all() == []
