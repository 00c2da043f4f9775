"""Whoever bid is told when a tender ends without a contract: once, after the bids were opened, and not before."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from directory import jobs
from directory.access import Role
from directory.awards.actions import contracts, failing
from directory.awards.jobs import tell_ended
from directory.awards.models import Contract
from directory.awards.rules.contract import ContractStatus
from directory.awards.rules.standstill import Rest, Standstill
from directory.kit.db import db
from directory.notify import notices
from directory.notify.models import Mail
from directory.tenders import actions
from tests import make
from tests.awards import judging
from tests.awards.deciding import announced, contract, judged
from tests.bids import writing

Made = judging.Judging
TITLE = "Supported accommodation for young people"


def told(name: str) -> list[str]:
    db.session.rollback()
    return [one.text for one in notices(make.actor(Role.PROVIDER_ADMIN, of=name)) if "has ended" in one.text]


def cancelled(made: Made, now: datetime) -> None:
    actions.cancel(made.commissioner, made.tender_id, reason="No money", now=now)


def cancelled_after_its_award(made: Made, now: datetime) -> None:
    announced(made)
    cancelled(made, now)


def given_up(made: Made, now: datetime) -> None:
    announced(made, rest=Rest(Standstill.NONE, 0, "Urgent"))
    contracts.give_up(made.second, contract(made).id, reason="No staff", now=now)
    failing.fail(made.commissioner, made.tender_id, reason="The winner gave up", now=now)


@pytest.mark.parametrize(
    ("end", "words", "left"),
    [
        (cancelled, "cancelled", []),
        (cancelled_after_its_award, "cancelled", [ContractStatus.WITHDRAWN]),
        (given_up, "no award: no suitable bid", [ContractStatus.GIVEN_UP]),
    ],
)
def test_each_bidder_is_told_once_and_nothing_is_signed(
    lite: Flask, now: datetime, end: Callable[[Made, datetime], None], words: str, left: list[ContractStatus]
) -> None:
    made = judged({(1, 1): 5, (2, 1): 3}, lots=1)
    tender_id = made.tender_id
    for name in judging.BIDDERS:
        make.person(Role.PROVIDER_ADMIN, of=name)
    end(made, now)
    jobs.run_due()
    tell_ended(str(tender_id))  # a job may run twice
    for name in judging.BIDDERS[:2]:
        assert told(name) == [f"Northmoor Council has ended the tender {TITLE}: {words}"]
    assert told(judging.BIDDERS[2]) == []
    assert [one.status for one in db.session.scalars(select(Contract))] == left
    mails = [one for one in db.session.scalars(select(Mail)) if "has ended" in one.subject]
    assert len(mails) == len({one.to for one in mails}) == 2


def test_before_the_bids_are_opened_a_message_would_tell_who_bids(lite: Flask, now: datetime) -> None:
    tender = writing.open_tender()
    tender_id = tender.id
    writing.submitted(tender, "Harbour Care")
    actions.cancel(make.commissioner(), tender_id, reason="No money", now=now)
    jobs.run_due()
    tell_ended(str(tender_id))
    assert told("Harbour Care") == []
