from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory import jobs
from directory.access import Actor, Role
from directory.codes import ServiceType
from directory.kit.db import db
from directory.notify import notices
from directory.notify.models import Mail
from directory.providers.models import Status as ServiceStatus
from directory.tenders import actions, queries
from directory.tenders.jobs import tell_matching_providers
from directory.tenders.models import Alert
from directory.tenders.rules import Status
from tests import make, make_services
from tests.tenders.making import DAY, tender


def told(actor: Actor) -> list[str]:
    db.session.rollback()
    return [one.text for one in notices(actor)]


def test_providers_whose_services_fit_are_told_once(app: Flask, now: datetime) -> None:
    fits, elsewhere = make.provider("Fits"), make.provider("Elsewhere")
    other, paused = make.provider("Other"), make.provider("Paused")
    make_services.service("Fits", type=ServiceType.SUPPORTED_ACCOMMODATION, outcode="LS1")
    make_services.service("Elsewhere", type=ServiceType.SUPPORTED_ACCOMMODATION, outcode="B1")
    make_services.service("Other", type=ServiceType.THERAPY, outcode="LS1")
    make_services.service(
        "Paused", type=ServiceType.SUPPORTED_ACCOMMODATION, outcode="LS1", status=ServiceStatus.PAUSED
    )
    made = tender()
    tender_id = str(made.id)
    tell_matching_providers(tender_id)
    tell_matching_providers(tender_id)
    assert told(fits) == [
        "Northmoor Council has published a tender that fits your services: Supported accommodation for young people"
    ]
    assert told(elsewhere) == told(other) == told(paused) == []
    assert db.session.scalar(select(func.count()).select_from(Alert)) == 1
    assert db.session.scalar(select(func.count()).select_from(Mail)) == 1


def test_those_who_were_told_hear_how_it_went_on(lite: Flask, now: datetime) -> None:
    provider, actor = make.provider("Fits"), make.commissioner()
    make_services.service("Fits", type=ServiceType.ADVOCACY, outcode="M1")
    made = tender()
    tender_id = made.id
    jobs.run_due()
    actions.cancel(actor, tender_id, reason="No money", now=now)
    jobs.run_due()
    assert sorted(text.split(" the tender")[0] for text in told(provider)) == [
        "Northmoor Council has cancelled",
        "Northmoor Council has published a tender that fits your services: Supported accommodation for young people",
    ]


def test_nobody_is_told_of_what_was_withdrawn_before_the_worker_came(lite: Flask, now: datetime) -> None:
    provider = make.provider("Fits")
    make_services.service("Fits", type=ServiceType.ADVOCACY, outcode="M1")
    tender(Status.WITHDRAWN)
    jobs.run_due()
    assert told(provider) == []


@pytest.mark.parametrize(
    ("status", "who", "says"),
    [
        (Status.DRAFT, "drafter", "Finish the tender"),
        (Status.DRAFT, "second", None),
        (Status.AWAITING_APPROVAL, "drafter", None),
        (Status.AWAITING_APPROVAL, "second", "Approve the tender"),
        (Status.APPROVED, "second", "Publish the tender"),
        (Status.OPEN, "second", None),
        (Status.CANCELLED, "second", None),
        (Status.AWAITING_APPROVAL, "social worker", None),
    ],
)
def test_home_says_what_waits_for_a_commissioner(
    lite: Flask, now: datetime, status: Status, who: str, says: str | None
) -> None:
    drafter = make.commissioner()
    tender(status, by=drafter)
    actor = {"drafter": drafter, "second": make.commissioner(), "social worker": make.social_worker()}[who]
    found = queries.needs(actor, now)
    assert [need.text.startswith(says or "") for need in found] == ([True] if says else [])


def test_home_says_which_deadlines_are_near(lite: Flask, now: datetime) -> None:
    made, actor = tender(), make.commissioner()
    assert made.questions_close_at
    assert made.closes_at
    (asking,) = queries.needs(actor, made.questions_close_at - DAY)
    assert asking.text.startswith("Questions on")
    assert asking.due_at == made.questions_close_at
    (closing,) = queries.needs(actor, made.closes_at - DAY)
    assert closing.text.startswith("Bids for")
    assert queries.needs(actor, made.closes_at) == []
    assert queries.needs(make.commissioner("Southport Council"), made.closes_at - DAY) == []


def test_home_tells_a_provider_of_fitting_tenders_that_close_soon(lite: Flask, now: datetime) -> None:
    fits, other = make.actor(Role.PROVIDER_STAFF, of="Fits"), make.provider("Other")
    make_services.service("Fits", type=ServiceType.ADVOCACY)
    make_services.service("Other", type=ServiceType.THERAPY)
    made = tender()
    assert made.closes_at
    assert queries.needs(fits, made.closes_at - 20 * DAY) == []
    (need,) = queries.needs(fits, made.closes_at - 2 * DAY)
    assert need.due_at == made.closes_at
    assert queries.needs(other, made.closes_at - 2 * DAY) == []
