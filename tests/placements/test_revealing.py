"""Reading an address: who, when, with which proof, and what is left of it."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory.access import Role
from directory.accounts.actions import renew_recovery_codes
from directory.audit.models import AuditRecord
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, TooMany, WrongState
from directory.notify.models import Notice
from directory.placements import actions
from directory.placements.revealing import reveal
from directory.placements.rules.placing import EndReason
from tests import make, make_disclosure, make_placements
from tests.house.source import ROOT, python_files
from tests.inspect_pages import Page
from tests.inspect_pages import client as browser
from tests.make_disclosure import ADDRESS
from tests.make_placements import Offered

REASON = "The driver needs to know where to bring the child today"
STEP = timedelta(seconds=30)


@pytest.fixture
def made(lite: Flask, now: datetime) -> Offered:
    made = make_placements.agreed()
    make_disclosure.address(made.service_id)
    return made


def test_it_is_shown_once_recorded_with_the_reason_and_told_without_it(lite: Flask, made: Offered) -> None:
    manager = browser(lite).sign_in(make.person(Role.PLACEMENTS_MANAGER).id)
    path = f"/placements/{made.reference}/address"
    assert "Plover" not in manager.page(path).html
    sent = {"reason": REASON, "code": make.code()}
    answer = manager.send(path, sent)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "14 Plover Rise" in Page(answer).text
    again = manager.send(path, sent)
    assert again.status_code == 422
    assert "Plover" not in again.text, "a code works once, so loading the page again shows nothing"
    assert "Plover" not in manager.page(path).html
    assert make.code() not in again.text
    record = db.session.scalars(select(AuditRecord).where(AuditRecord.event == "address:revealed")).one()
    assert record.facts == {"request": made.reference, "reason": REASON}
    told = db.session.scalars(select(Notice.text).where(Notice.endpoint == "placements.show")).all()
    assert [text for text in told if "was read" in text]
    assert not [text for text in told if "driver" in text or "Plover" in text]


def test_it_is_refused_to_every_other_role_and_authority(made: Offered, now: datetime) -> None:
    wrong = [
        (make.social_worker(), NotAllowed),
        (make.commissioner(), NotAllowed),
        (make.provider("Harbour Care"), NotAllowed),
        (make.actor(Role.OPERATOR_ADMIN), NotAllowed),
        (make.placements_manager("Eastvale Council"), NotFound),
    ]
    for actor, refusal in wrong:
        with pytest.raises(refusal):
            reveal(actor, made.reference, reason=REASON, code=make.code(), now=now)


def test_it_is_shown_from_the_agreement_to_the_end_only(lite: Flask, now: datetime) -> None:
    manager, held = make.placements_manager(), make_placements.held()
    make_disclosure.address(held.service_id)
    with pytest.raises(NotFound):
        reveal(manager, held.reference, reason=REASON, code=make.code(), now=now)
    placed = make_placements.placed(held.service_id)
    assert reveal(manager, placed.reference, reason=REASON, code=make.code(), now=now) == ADDRESS
    day = clock.today()
    actions.end(manager, placed.reference, ended_on=day, reason=EndReason.PLANNED, now=now)
    with pytest.raises(WrongState, match="ended"):
        reveal(manager, placed.reference, reason=REASON, code=make.code(now + STEP), now=now + STEP)


@pytest.mark.parametrize("reason", ["", "Because", "For Mrs Okafor on 07700 900123 to go there", "x" * 501])
def test_a_reason_is_needed_and_costs_no_code_where_it_is_refused(made: Offered, now: datetime, reason: str) -> None:
    manager = make.placements_manager()
    with pytest.raises(Invalid) as refused:
        reveal(manager, made.reference, reason=reason, code=make.code(), now=now)
    assert set(refused.value.fields) == {"reason"}
    assert reveal(manager, made.reference, reason=REASON, code=make.code(), now=now) == ADDRESS


def test_wrong_codes_are_counted_and_soon_have_to_wait(made: Offered, now: datetime) -> None:
    manager = make.placements_manager()
    for _ in range(5):
        with pytest.raises(Invalid):
            reveal(manager, made.reference, reason=REASON, code="000000", now=now)
    with pytest.raises(TooMany):
        reveal(manager, made.reference, reason=REASON, code=make.code(), now=now)
    assert not db.session.scalars(select(AuditRecord).where(AuditRecord.event == "address:revealed")).all()


def test_a_recovery_code_opens_it_once(made: Offered, now: datetime) -> None:
    manager = make.placements_manager()
    assert manager.person_id is not None
    code = renew_recovery_codes(manager.person_id, now=now)[0]
    assert reveal(manager, made.reference, reason=REASON, code=code, now=now) == ADDRESS
    with pytest.raises(Invalid):
        reveal(manager, made.reference, reason=REASON, code=code, now=now)


def test_a_service_without_an_address_says_whom_to_ask_and_spends_no_code(lite: Flask, now: datetime) -> None:
    made, manager = make_placements.agreed(), make.placements_manager()
    with pytest.raises(WrongState, match="keeps no address"):
        reveal(manager, made.reference, reason=REASON, code=make.code(), now=now)
    page = browser(lite).sign_in(make.person(Role.PLACEMENTS_MANAGER).id).page(f"/placements/{made.reference}/address")
    assert "keeps no address" in page.text


def test_nothing_else_in_the_whole_application_reads_it() -> None:
    for name, where in (
        ("KeptAddress.address", {"providers/actions/addresses.py"}),
        ("reveal_address(", {"providers/actions/addresses.py", "placements/actions/revealing.py"}),
        ("read_address(", {"placements/actions/revealing.py", "placements/revealing.py"}),
    ):
        found = {file for file in python_files("directory") if name in file.read_text()}
        assert {str(file.relative_to(ROOT / "directory")) for file in found} == where
