from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory import audit, jobs
from directory.access import SYSTEM, Kind
from directory.jobs import registry
from directory.jobs.models import Job, Status
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.organisations.models import Organisation
from tests import make


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    calls: list[str] = []

    def work(word: str) -> None:
        calls.append(word)
        if word == "bad":
            raise ValueError(word)

    monkeypatch.setitem(registry.HANDLERS, "tests.work", work)
    monkeypatch.setattr(registry, "RECURRING", [])
    return calls


@atomic
def ask(*words: str, fail: bool = False, at: datetime | None = None, key: str | None = None) -> None:
    where: Organisation = make.organisation(Kind.PROVIDER)
    for word in words:
        jobs.later("tests.work", word=word, at=at, key=key)
    audit.record(SYSTEM, "work:asked", where, at=clock.now())
    if fail:
        raise RuntimeError("the action failed")


def statuses() -> list[Status]:
    db.session.rollback()
    return list(db.session.scalars(select(Job.status).order_by(Job.created_at)))


def test_a_job_exists_only_if_its_action_commits(app: Flask, done: list[str]) -> None:
    with pytest.raises(RuntimeError):
        ask("never", fail=True)
    ask("once")
    assert jobs.run_due() == 1
    assert jobs.run_due() == 0
    assert done == ["once"]
    assert statuses() == [Status.DONE]


def test_a_job_that_fails_is_tried_again_later_and_in_the_end_given_up(
    app: Flask, done: list[str], now: datetime
) -> None:
    ask("bad", "good")
    jobs.run_due()
    assert sorted(done) == ["bad", "good"]
    instant = now
    for _ in range(12):
        instant += timedelta(hours=7)
        with clock.fixed(instant):
            jobs.run_due()
    assert done.count("bad") == 8
    assert sorted(statuses()) == [Status.DONE, Status.FAILED]


def test_a_job_waits_for_its_time_and_one_of_a_key_is_enough(app: Flask, done: list[str], now: datetime) -> None:
    ask("later", at=now + timedelta(hours=1), key="k")
    ask("same", at=now + timedelta(hours=1), key="k")
    assert jobs.run_due() == 0
    with clock.fixed(now + timedelta(hours=1)):
        assert jobs.run_due() == 1
    assert done == ["later"]


def test_a_job_whose_worker_died_is_taken_by_another(app: Flask, done: list[str], now: datetime) -> None:
    ask("orphan")

    class Killed(BaseException):
        pass

    def die(word: str) -> None:
        raise Killed(word)

    registry.HANDLERS["tests.work"], healthy = die, registry.HANDLERS["tests.work"]
    with pytest.raises(Killed):
        jobs.run_due()
    registry.HANDLERS["tests.work"] = healthy
    assert statuses() == [Status.RUNNING]
    with clock.fixed(now + timedelta(minutes=11)):
        jobs.run_due()
    assert done == ["orphan"]
