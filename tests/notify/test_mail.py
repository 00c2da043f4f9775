from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import NoReturn

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from directory import audit, jobs, notify
from directory.access import SYSTEM, Kind
from directory.jobs.models import Job
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.bookkeeping import aside
from directory.kit.db import db
from directory.notify import jobs as notify_jobs
from directory.notify.models import Mail, Status
from tests import make

LINK = "/reset/a-secret-of-somebody"


@atomic
def write(*, fail: bool = False) -> None:
    where = make.organisation(Kind.PROVIDER)
    notify.mail(to="somebody@example.org", subject="About\r\nBcc: all@example.org", body=notify.link(LINK))
    audit.record(SYSTEM, "mail:asked", where, at=clock.now())
    if fail:
        raise RuntimeError


def letters(app: Flask) -> list[str]:
    files = sorted(Path(app.instance_path, "mail").glob("*.eml"))
    return [str(message_from_bytes(f.read_bytes(), policy=policy.default).get_content()) for f in files]


def only() -> Mail:
    db.session.rollback()
    return db.session.scalars(select(Mail)).one()


def test_a_mail_leaves_if_and_only_if_its_action_commits(app: Flask) -> None:
    with pytest.raises(RuntimeError):
        write(fail=True)
    jobs.run_due()
    assert letters(app) == []
    write()
    assert letters(app) == []
    jobs.run_due()
    assert [letter.strip() for letter in letters(app)] == [f"http://127.0.0.1:8000{LINK}"]


def test_a_link_stands_nowhere_in_clear_and_is_gone_once_the_mail_has_left(app: Flask, now: datetime) -> None:
    write()
    kept = db.session.execute(text("SELECT recipient, body FROM mails")).one()
    assert b"secret" not in bytes(kept.body)
    assert b"somebody" not in bytes(kept.recipient)
    assert "secret" not in str(db.session.scalars(select(Job.arguments)).all())
    jobs.run_due()
    mail = only()
    assert (mail.status, mail.body, mail.sent_at) == (Status.SENT, None, now)


def test_a_mail_is_not_sent_twice_when_its_job_runs_twice(app: Flask) -> None:
    write()
    mail_id = str(only().id)
    notify_jobs.send(mail_id)
    notify_jobs.send(mail_id)
    assert len(letters(app)) == 1
    assert only().status is Status.SENT


def test_a_mail_whose_worker_died_while_sending_is_not_sent_again(app: Flask) -> None:
    write()
    mail_id = only().id
    db.session.rollback()
    aside(lambda c: c.execute(update(Mail).values(status=Status.SENDING)))
    notify_jobs.send(str(mail_id))
    assert letters(app) == []
    assert (only().status, only().body) == (Status.INTERRUPTED, None)


def test_a_mail_that_the_server_refused_waits_and_is_sent_by_the_next_try(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    write()
    mail_id = str(only().id)

    def refuse(to: str, subject: str, body: str) -> NoReturn:
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr(notify_jobs, "deliver", refuse)
        with pytest.raises(ConnectionRefusedError):
            notify_jobs.send(mail_id)
    assert only().status is Status.WAITING
    notify_jobs.send(mail_id)
    assert len(letters(app)) == 1


def test_a_subject_cannot_add_a_header(lite: Flask) -> None:
    write()
    jobs.run_due()
    (file,) = Path(lite.instance_path, "mail").glob("*.eml")
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert message["Bcc"] is None
    assert message["Subject"] == "About Bcc: all@example.org"
    assert file.stat().st_mode & 0o077 == 0
