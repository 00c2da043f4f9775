"""Emails of notices: to those who want them, when they want them, each once, with no word of the notice."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory import audit, jobs, notify
from directory.access import SYSTEM, Actor, Permission, Role
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed
from directory.notify import delivering, queries
from directory.notify import jobs as notify_jobs
from directory.notify.models import Delivery, Mail, Notice, Status
from directory.notify.preferences import paces_of
from directory.notify.rules import Kind, Pace, is_morning
from tests import make
from tests.inspect_pages import Client

SECRET = "FH-SECRET: a word of a child"
DAY = timedelta(days=1)


@atomic
def tell(to: Actor, *, permission: Permission = Permission.REQUEST_APPROVE, kind: Kind | None = None) -> None:
    where = make.organisation()
    notify.notice(
        text=SECRET,
        endpoint="requests.show",
        arguments={"reference": "FH-ABCDEF"},
        at=clock.now(),
        organisation_id=to.organisation_id,
        permission=permission,
        kind=kind,
    )
    audit.record(SYSTEM, "notice:left", where, at=clock.now())


def letters(app: Flask) -> list[str]:
    files = sorted(Path(app.instance_path, "mail").glob("*.eml"))
    read = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    return [f"{message['To']}\n{message['Subject']}\n{message.get_content()}" for message in read]


def count(column: object) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(column))) or 0  # type: ignore[arg-type]


def at_once(app: Flask, work: object) -> None:
    """Do the same in two threads that begin together."""
    db.session.remove()
    start = Barrier(2)

    def run() -> None:
        with app.app_context():
            start.wait(timeout=30)
            work()  # type: ignore[operator]
            db.session.remove()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_an_email_goes_at_once_to_whom_it_concerns_and_says_nothing_of_the_notice(app: Flask, now: datetime) -> None:
    manager, _ = make.placements_manager(), make.social_worker()
    tell(manager)
    jobs.run_due()
    (letter,) = letters(app)
    assert "SECRET" not in letter
    assert "child" not in letter
    assert "/requests/FH-ABCDEF" in letter
    assert "/account/notifications" in letter


def test_a_notice_is_delivered_once_by_two_workers_and_again(app: Flask, now: datetime) -> None:
    tell(make.placements_manager())
    notice_id = db.session.scalars(select(Notice.id)).one()
    at_once(app, lambda: delivering.deliver(notice_id, now=now))
    assert delivering.deliver(notice_id, now=now) == 0
    assert (count(Delivery.id), count(Mail.id)) == (1, 1)


def test_a_digest_leaves_once_a_day_after_seven_in_london(app: Flask, now: datetime) -> None:
    manager = make.placements_manager()
    delivering.prefer(manager, {Kind.WORK: Pace.DAILY}, now=now)
    tell(manager)
    tell(manager)
    jobs.run_due()
    assert letters(app) == []
    for hour, number in ((6, 0), (7, 1), (9, 1)):
        with clock.fixed(datetime(2026, 11, 24, hour, tzinfo=UTC), every_thread=True):
            notify_jobs.digests()
            notify_jobs.digests()
            assert count(Mail.id) == number
            jobs.run_due()
    (letter,) = letters(app)
    assert "to screen, approve or release: 2" in letter
    assert "SECRET" not in letter


def test_in_summer_the_digest_leaves_at_seven_on_clocks_in_london(lite: Flask, now: datetime) -> None:
    assert not is_morning(datetime(2026, 7, 1, 5, 59, tzinfo=UTC))
    assert is_morning(datetime(2026, 7, 1, 6, 0, tzinfo=UTC))


def test_two_workers_at_once_queue_one_digest(app: Flask, now: datetime) -> None:
    manager = make.placements_manager()
    delivering.prefer(manager, {Kind.WORK: Pace.DAILY}, now=now)
    tell(manager)
    jobs.run_due()
    person_id = manager.person_id
    assert person_id is not None
    at_once(app, lambda: delivering.digest(person_id, now=now + DAY))
    assert count(Mail.id) == 1


def test_what_was_read_before_the_morning_is_not_in_the_digest(lite: Flask, now: datetime) -> None:
    manager = make.placements_manager()
    delivering.prefer(manager, {Kind.WORK: Pace.DAILY}, now=now)
    tell(manager)
    jobs.run_due()
    notify.actions.read(manager, notify.notices(manager)[0].id, now=now)
    assert manager.person_id is not None
    assert not delivering.digest(manager.person_id, now=now + DAY)
    assert [row.state for row in queries.sent_to(manager)] == ["Not sent: it was read first"]


def test_late_approvals_cannot_be_turned_off_and_others_can(lite: Flask, now: datetime) -> None:
    manager = make.placements_manager()
    with pytest.raises(Invalid):
        delivering.prefer(manager, {Kind.LATE_APPROVALS: Pace.NONE}, now=now)
    delivering.prefer(manager, {Kind.WORK: Pace.NONE}, now=now)
    tell(manager)
    tell(manager, kind=Kind.LATE_APPROVALS)
    jobs.run_due()
    (letter,) = letters(lite)
    assert "Emergencies whose approval is late" in letter


def test_ones_own_log_says_what_was_sent_and_nobody_elses(lite: Flask, now: datetime) -> None:
    manager, other = make.placements_manager(), make.placements_manager(of="Southmoor Council")
    tell(manager)
    jobs.run_due()
    (row,) = queries.sent_to(manager)
    assert (row.kind, row.pace, row.state, row.sent_at) == (Kind.WORK, Pace.AT_ONCE, "Sent", now)
    assert queries.sent_to(other) == []


def test_the_operator_sees_counts_and_nobody_else_does(lite: Flask, now: datetime) -> None:
    manager, operator = make.placements_manager(), make.actor(Role.OPERATOR_ADMIN)
    tell(manager)
    assert queries.delivery_counts(operator, since=now - DAY)[Kind.WORK] == 0
    jobs.run_due()
    assert queries.delivery_counts(operator, since=now - DAY)[Kind.WORK] == 1
    assert queries.mail_counts(operator, since=now - DAY)[Status.SENT] == 1
    with pytest.raises(NotAllowed):
        queries.mail_counts(manager, since=now - DAY)


def test_the_pages_keep_the_choice_and_show_the_log(client: Client, now: datetime) -> None:
    person = make.person(Role.PLACEMENTS_MANAGER)
    person_id, actor = person.id, person.actor()
    tell(actor)
    jobs.run_due()
    client.sign_in(person_id)
    chosen = {"work": "daily", "answers": "none", "asked": "at_once", "placements": "daily", "tenders": "at_once"}
    client.send("/account/notifications", chosen)
    assert paces_of(person_id)[Kind.WORK] is Pace.DAILY
    assert "At once. Sent." in client.get("/account/notifications").get_data(as_text=True)
    client.sign_in(make.person(Role.OPERATOR_ADMIN).id)
    words = client.get("/emails").get_data(as_text=True)
    assert "Counts only" in words
    assert "SECRET" not in words
