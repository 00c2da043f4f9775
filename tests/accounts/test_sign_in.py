from datetime import datetime, timedelta
from typing import Any, Literal

import argon2
import pytest
from flask import Flask
from sqlalchemy import select

from directory.access import Role
from directory.accounts import passwords
from directory.accounts.actions import check_password, check_second_factor, renew_recovery_codes
from directory.accounts.models import Person, Tries
from directory.audit import AuditRecord
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import Invalid, Refusal, TooMany
from tests import make
from tests.accounts.at_once import THREADS, at_once

WRONG = "not the right password"


def refusal(email: str, password: str, now: datetime) -> tuple[type[Refusal], str]:
    with pytest.raises(Refusal) as raised:
        check_password(email, password, now=now)
    return type(raised.value), str(raised.value)


def test_the_right_password_gives_the_person_however_the_address_is_written(app: Flask, now: datetime) -> None:
    person = make.person(email="robin@example.org", password=make.PASSWORD)
    assert check_password(" Robin@Example.ORG ", make.PASSWORD, now=now) == person.id


def test_unknown_wrong_inactive_and_unfinished_are_refused_in_the_same_words(lite: Flask, now: datetime) -> None:
    make.person(email="known@example.org", password=make.PASSWORD)
    make.person(email="none@example.org")
    make.person(email="gone@example.org", password=make.PASSWORD, active=False)
    answers = {
        refusal("known@example.org", WRONG, now),
        refusal("unknown@example.org", WRONG, now),
        refusal("none@example.org", make.PASSWORD, now),
        refusal("gone@example.org", make.PASSWORD, now),
        refusal("not an address", WRONG, now),
    }
    assert len(answers) == 1


def test_every_refusal_costs_one_hash_and_writes_as_much(
    lite: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.person(email="known@example.org", password=make.PASSWORD)
    make.person(email="gone@example.org", password=make.PASSWORD, active=False)
    verified: list[str] = []
    counted = passwords.hasher.verify

    class Counting(argon2.PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - argon2's name
            verified.append(str(hash).rsplit("$", 2)[0])
            return counted(hash, password)

    monkeypatch.setattr(passwords, "hasher", Counting())
    for email, password in (
        ("known@example.org", WRONG),
        ("unknown@example.org", WRONG),
        ("gone@example.org", make.PASSWORD),
    ):
        before = db.session.query(AuditRecord).count()
        refusal(email, password, now)
        assert db.session.query(AuditRecord).count() == before + 1
    assert len(verified) == 3
    assert len(set(verified)) == 1, "the same parameters in every case"


def test_what_an_unknown_address_is_checked_against_has_todays_parameters() -> None:
    assert not passwords.is_outdated(passwords.OF_NOBODY)
    assert not passwords.is_right(None, "anything")


def test_a_password_kept_with_other_parameters_is_kept_anew(app: Flask, now: datetime) -> None:
    weak = argon2.PasswordHasher(memory_cost=8192, time_cost=1, parallelism=1).hash(make.PASSWORD)
    person = make.person(email="old@example.org", password_hash=weak)
    check_password("old@example.org", make.PASSWORD, now=now)
    kept = db.session.scalar(select(Person.password_hash).where(Person.id == person.id))
    assert kept
    assert kept != weak
    assert not passwords.is_outdated(kept)
    assert check_password("old@example.org", make.PASSWORD, now=now)


@pytest.mark.parametrize("email", ["known@example.org", "unknown@example.org"])
def test_after_five_tries_one_waits_whether_or_not_the_address_exists(lite: Flask, now: datetime, email: str) -> None:
    make.person(email="known@example.org", password=make.PASSWORD)
    for _ in range(5):
        assert refusal(email, WRONG, now)[0] is Invalid
    assert refusal(email, make.PASSWORD, now) == (TooMany, "Too many tries. Wait a minute, then try again")
    with clock.fixed(now + timedelta(seconds=31)) as later:
        if email == "known@example.org":
            assert check_password(email, make.PASSWORD, now=later)
        else:
            assert refusal(email, make.PASSWORD, later)[0] is Invalid


def test_a_hundred_guesses_at_once_are_no_better_than_five(app: Flask, now: datetime) -> None:
    make.person(email="known@example.org", password=make.PASSWORD)
    answers = at_once(app, lambda: check_password("known@example.org", WRONG, now=now))
    assert sum(isinstance(a, Invalid) for a in answers) == 5
    assert sum(isinstance(a, TooMany) for a in answers) == THREADS - 5
    assert db.session.scalars(select(Tries.number)).all() == [5]


def test_tries_are_on_record_without_the_address(lite: Flask, now: datetime) -> None:
    refusal("robin@example.org", WRONG, now)
    (row,) = db.session.scalars(select(AuditRecord).where(AuditRecord.event == "sign_in:refused"))
    assert "robin" not in str({**row.facts, "thing": row.thing_id})
    assert len(row.facts["of"]) == 64


def test_a_code_opens_once_even_to_twenty_at_once(app: Flask, now: datetime) -> None:
    person_id = make.person().id
    code = make.code()
    answers = at_once(app, lambda: check_second_factor(person_id, code, now=now))
    assert answers.count(None) == 1


def test_a_recovery_code_opens_once_even_to_twenty_at_once(app: Flask, now: datetime) -> None:
    person_id = make.person().id
    code, other, *_ = renew_recovery_codes(person_id, now=now)
    answers = at_once(app, lambda: check_second_factor(person_id, code.upper().replace("-", " "), now=now))
    assert answers.count(None) == 1
    with clock.fixed(now + timedelta(hours=1)) as later:
        check_second_factor(person_id, other, now=later)


def test_a_recovery_code_of_another_person_or_of_before_opens_nothing(app: Flask, now: datetime) -> None:
    mine, theirs = make.person().id, make.person().id
    (former, *_), (foreign, *_) = renew_recovery_codes(mine, now=now), renew_recovery_codes(theirs, now=now)
    renew_recovery_codes(mine, now=now)
    for code in (former, foreign, "", "000000"):
        with pytest.raises(Invalid):
            check_second_factor(mine, code, now=now)


def test_codes_cannot_be_guessed_one_after_another(lite: Flask, now: datetime) -> None:
    person_id = make.person(Role.DIRECTOR).id
    seen: list[Any] = []
    for _ in range(6):
        with pytest.raises(Refusal) as raised:
            check_second_factor(person_id, "000000", now=now)
        seen.append(type(raised.value))
    assert seen == [Invalid] * 5 + [TooMany]
    with pytest.raises(TooMany):
        check_second_factor(person_id, make.code(), now=now)
