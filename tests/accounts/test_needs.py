from datetime import datetime, timedelta

from flask import Flask

from directory.access import NOBODY, Role
from directory.accounts.actions import check_second_factor, invite, renew_recovery_codes
from directory.accounts.queries import needs
from directory.kit import clock
from tests import make


def test_somebody_who_runs_out_of_recovery_codes_is_told(lite: Flask, now: datetime) -> None:
    person = make.person()
    actor, person_id = person.actor(), person.id
    codes = renew_recovery_codes(person_id, now=now)
    for code in codes[:6]:
        check_second_factor(person_id, code, now=now)
    assert needs(actor, now) == []
    check_second_factor(person_id, codes[6], now=now)
    (need,) = needs(actor, now)
    assert (need.text, need.endpoint, need.urgent) == (
        "You have 3 recovery codes left",
        "accounts.recovery_codes",
        False,
    )


def test_an_administrator_is_told_of_invitations_that_expired(lite: Flask, now: datetime) -> None:
    admin, staff = make.provider(), make.actor(Role.PROVIDER_STAFF)
    invite(admin, email="new@example.org", name="New", roles=[Role.PROVIDER_STAFF], now=now)
    assert needs(admin, now) == []
    with clock.fixed(now + timedelta(days=8)) as later:
        assert [need.text for need in needs(admin, later)] == ["1 invitation has expired without an answer"]
        assert needs(staff, later) == []
        assert needs(NOBODY, later) == []
