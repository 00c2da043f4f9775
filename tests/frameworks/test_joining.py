"""A provider joins while the framework runs: one officer assesses, another decides."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select

from directory import audit
from directory.access import Actor, Role
from directory.codes import PriceUnit, ServiceType
from directory.frameworks import queries
from directory.frameworks.actions import joining
from directory.frameworks.models import Framework, FrameworkApplication, FrameworkMember
from directory.frameworks.rules.joining import LIFECYCLE, Move, Status
from directory.frameworks.rules.members import Rate
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, WrongState
from directory.providers.models import Registration
from tests import make, make_frameworks, make_services
from tests.frameworks.applying import SAID, found
from tests.inspect_pages import Client, Page
from tests.requests.test_concurrency import at_once


def applied(provider: str = "Harbour Care", now: datetime | None = None) -> tuple[Framework, FrameworkApplication]:
    framework = make_frameworks.joinable()
    at = now or framework.established_at
    return framework, joining.apply(make.provider(provider), framework.reference, 1, SAID, now=at)


def do(move: Move, first: Actor, second: Actor, framework: Framework, made: FrameworkApplication) -> None:
    reference, now = framework.reference, framework.established_at
    if move is Move.ASSESS:
        joining.assess(first, reference, made.id, found(passes=True), now=now)
    elif move is Move.SEND_BACK:
        joining.send_back(second, reference, made.id, now=now)
    elif move is Move.WITHDRAW:
        joining.withdraw(make.provider("Harbour Care"), reference, made.id, now=now)
    else:
        joining.confirm(second, reference, made.id, now=now)


def bring(status: Status, first: Actor, second: Actor) -> tuple[Framework, FrameworkApplication]:
    framework, made = applied()
    if status is Status.WITHDRAWN:
        do(Move.WITHDRAW, first, second, framework, made)
    elif status is not Status.SUBMITTED:
        now = framework.established_at
        joining.assess(first, framework.reference, made.id, found(passes=status is not Status.REFUSED), now=now)
        if status is not Status.ASSESSED:
            joining.confirm(second, framework.reference, made.id, now=now)
    return framework, made


def test_every_move_from_every_state_is_as_the_table_says(lite: Flask, now: datetime) -> None:
    first, second = make.commissioner(), make.commissioner()
    for status, move in product(Status, Move):
        if move is Move.REFUSE:  # which of both a decision is follows from the assessment
            continue
        framework, made = bring(status, first, second)
        assert made.status is status
        if LIFECYCLE.allows(status, move):
            do(move, first, second, framework, made)
            db.session.rollback()
            assert db.session.get_one(FrameworkApplication, made.id).status is LIFECYCLE.after(status, move)
        else:
            with pytest.raises(WrongState):
                do(move, first, second, framework, made)


def test_who_is_accepted_is_a_member_with_the_prices_it_gave(lite: Flask, now: datetime) -> None:
    framework, _ = bring(Status.ACCEPTED, make.commissioner(), make.commissioner())
    (member,) = queries.members(make.commissioner(), framework)[1]
    assert (member.provider.name, member.joined_on, member.rank) == ("Harbour Care", date(2026, 11, 23), None)
    assert member.agreed() == (Rate(make_frameworks.LINE, PriceUnit.WEEK, 4_800_00),)


def test_who_is_refused_reads_why_and_is_no_member(client: Client, now: datetime) -> None:
    framework, made = bring(Status.REFUSED, make.commissioner(), make.commissioner())
    assert queries.members(make.commissioner(), framework)[1] == []
    client.sign_in(make.provider("Harbour Care").person_id)  # type: ignore[arg-type]
    page = client.page(f"/frameworks/{framework.reference}/applications/{made.id}")
    assert "Does not pass. It says who does what." in page.text
    assert joining.apply(make.provider("Harbour Care"), framework.reference, 1, SAID, now=now).status == "submitted"


def test_the_one_who_assessed_does_not_decide(app: Flask, now: datetime) -> None:
    first = make.commissioner()
    framework, made = bring(Status.ASSESSED, first, first)
    for move in (joining.confirm, joining.send_back):
        with pytest.raises(NotAllowed):
            move(first, framework.reference, made.id, now=now)
    assert joining.confirm(make.commissioner(), framework.reference, made.id, now=now).decided_by is not None


def test_a_provider_learns_nothing_of_an_assessment_before_it_is_decided(client: Client, now: datetime) -> None:
    framework, made = bring(Status.ASSESSED, make.commissioner(), make.commissioner())
    client.sign_in(make.provider("Harbour Care").person_id)  # type: ignore[arg-type]
    page = client.page(f"/frameworks/{framework.reference}/applications/{made.id}")
    assert "It says who does what" not in page.text
    assert "Passes" not in page.text


@pytest.mark.parametrize(
    ("made", "who", "refusal"),
    [
        ({}, "staff", NotAllowed),
        ({}, "authority", NotAllowed),
        ({"closed": True}, "provider", WrongState),
        ({"ends_on": date(2026, 11, 22)}, "provider", WrongState),
        ({"members": ["Harbour Care"]}, "provider", WrongState),
    ],
    ids=["who may not bind it", "an authority", "closed", "over", "a member already"],
)
def test_who_may_not_apply_is_refused(
    lite: Flask, now: datetime, made: dict[str, object], who: str, refusal: type[Exception]
) -> None:
    closed = made.pop("closed", False)
    framework = make_frameworks.framework() if closed else make_frameworks.joinable(**made)  # type: ignore[arg-type]
    actors: dict[str, Callable[[], Actor]] = {
        "staff": lambda: make.actor(Role.PROVIDER_STAFF, of="Harbour Care"),
        "authority": make.commissioner,
        "provider": lambda: make.provider("Harbour Care"),
    }
    actor = actors[who]()
    with pytest.raises(refusal):
        joining.apply(actor, framework.reference, 1, SAID, now=now)


def test_of_two_applications_at_once_one_is_sent(app: Flask, now: datetime) -> None:
    reference = make_frameworks.joinable().reference
    people = [make.provider("Harbour Care") for _ in range(3)]
    outcomes = at_once(app, *[lambda p=p: joining.apply(p, reference, 1, SAID, now=now) for p in people])
    assert sorted(outcomes) == ["WrongState"] * 2 + ["done"]
    assert audit.verify()[1] == []


def test_of_two_decisions_at_once_one_enters_the_member(app: Flask, now: datetime) -> None:
    framework, made = bring(Status.ASSESSED, make.commissioner(), make.commissioner())
    reference, application_id = framework.reference, made.id
    officers = [make.commissioner() for _ in range(3)]
    outcomes = at_once(app, *[lambda o=o: joining.confirm(o, reference, application_id, now=now) for o in officers])
    assert sorted(outcomes) == ["WrongState"] * 2 + ["done"]
    assert len(db.session.scalars(select(FrameworkMember)).all()) == 1


def test_the_directory_is_asked_about_the_conditions_as_it_is_now(lite: Flask, now: datetime) -> None:
    framework, made = applied()
    officer = make.commissioner()

    def registration() -> bool | None:
        seen = queries.found_of(officer, made.lot, made.provider_id, SAID)
        return next(one.met for one in seen if one.name == "Active registration")

    assert registration() is None
    make_services.service("Harbour Care", type=ServiceType.CHILDRENS_HOME, registration=Registration.ACTIVE)
    assert registration() is True
    make_services.service("Harbour Care", type=ServiceType.CHILDRENS_HOME, registration=Registration.SUSPENDED)
    assert registration() is False
    assert framework.reference


FORM = {
    "answer_1": "Two adults are awake each night.",
    "price_1": "4,800",
    "public_liability_pence": "5,000,000",
    "policies": ["safeguarding"],
    "declared": "y",
}


def test_what_is_wrong_is_said_and_what_was_typed_stays(client: Client, now: datetime) -> None:
    framework = make_frameworks.joinable()
    client.sign_in(make.provider("Harbour Care").person_id)  # type: ignore[arg-type]
    path = f"/frameworks/{framework.reference}/lots/1/application"
    page = Page(client.send(path, {**FORM, "price_1": "5,000.01"}))
    assert page.errors() == ["Enter a price above £0, up to £5,000"]
    assert page.value("answer_1") == FORM["answer_1"]
    assert page.value("price_1") == "5,000.01"
    assert Page(client.send(path, {**FORM, "public_liability_pence": "lots"})).errors() == [
        "Enter an amount in pounds, like 1,250 or 1,250.50"
    ]
    sent = client.send(path, FORM)
    assert sent.status_code == 303
    assert "Your application" in client.page(sent.location).heading


def test_a_price_above_the_published_one_is_refused_whoever_asks(lite: Flask, now: datetime) -> None:
    framework = make_frameworks.joinable()
    dear = replace(SAID, prices=(5_000_01,))
    with pytest.raises(Invalid):
        joining.apply(make.provider("Harbour Care"), framework.reference, 1, dear, now=now)
