from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import event, func, select, update
from sqlalchemy.exc import IntegrityError

from directory.access import Actor
from directory.audit.models import AuditRecord
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, Refusal, Stale, WrongState
from directory.providers.actions.capacity import change, confirm, confirm_all
from directory.providers.models import Capacity, CapacityChange, Registration, Status, Way
from directory.providers.queries.capacity import not_confirmed_lately, own_capacity, own_history
from directory.search.models import SearchDocument
from tests import make
from tests.make_services import service


def say(actor: Actor, service_id: UUID, version: int | None = None, **numbers: object) -> Capacity:
    given = {"staffed": 4, "occupied": 3, "closed": 0, "available_from": None} | numbers
    return change(actor, service_id, version=version, now=clock.now(), **given)  # type: ignore[arg-type]


def test_what_is_said_is_in_the_numbers_the_history_the_record_and_the_index(app: Flask) -> None:
    actor, home = make.provider(), service(confirmed_days_ago=40)
    later = clock.today() + timedelta(days=9)
    say(actor, home.id, 1, occupied=2, closed=1, available_from=later)
    capacity = db.session.get_one(Capacity, home.id)
    assert (capacity.available, capacity.confirmed_at, capacity.confirmed_by) == (1, clock.now(), actor.person_id)
    (said,) = own_history(actor, home.id)
    assert (said.occupied, said.closed, said.way, said.confirmed, said.version) == (2, 1, Way.PAGE, True, 2)
    document = db.session.get_one(SearchDocument, home.id)
    assert (document.available, document.available_from, document.confirmed_at) == (1, later, clock.now())
    record = db.session.scalars(select(AuditRecord).where(AuditRecord.event == "capacity:changed")).one()
    assert record.facts["occupied"] == 2


def test_one_press_confirms_and_changes_no_number(app: Flask) -> None:
    actor, home = make.provider(), service(occupied=3, confirmed_days_ago=40)
    confirm(actor, home.id, version=1, now=clock.now())
    capacity = db.session.get_one(Capacity, home.id)
    assert (capacity.occupied, capacity.confirmed_at) == (3, clock.now())
    assert db.session.get_one(SearchDocument, home.id).confirmed_at == clock.now()
    assert len(own_history(actor, home.id)) == 1


@pytest.mark.parametrize(
    ("numbers", "field", "words"),
    [
        ({"staffed": 5}, "staffed", "Staffed places cannot be more than the 4 registered"),
        ({"staffed": -1}, "staffed", "Enter 0 or a higher number"),
        ({"occupied": 4}, "occupied", "4 occupied, 1 held and 0 closed make 5"),
        ({"closed": 1}, "closed", "3 occupied, 1 held and 1 closed make 5"),
        ({"available_from": date(2020, 1, 1)}, "available_from", "Enter today's date or a later one"),
        ({"staffed": 10**30}, "staffed", "Enter numbers of up to 10,000"),
    ],
)
def test_impossible_numbers_are_refused_beside_their_field(
    lite: Flask, numbers: dict[str, object], field: str, words: str
) -> None:
    actor, home = make.provider(), service(held=1, occupied=3)
    with pytest.raises(Invalid) as refused:
        say(actor, home.id, None, **numbers)
    assert words in refused.value.fields[field]
    assert own_history(actor, home.id) == []


def test_the_database_itself_refuses_impossible_numbers(app: Flask) -> None:
    home = service(occupied=3)

    @atomic
    def careless() -> None:
        db.session.execute(update(Capacity).where(Capacity.service_id == home.id).values(occupied=5))

    with pytest.raises(IntegrityError):
        careless()


def refusals() -> list[tuple[str, Callable[[], Actor], dict[str, object], type[Refusal]]]:
    return [
        ("another provider", lambda: make.provider("Moorland Ltd"), {}, NotFound),
        ("a social worker", make.social_worker, {}, NotAllowed),
        ("a withdrawn service", make.provider, {"status": Status.WITHDRAWN}, WrongState),
        ("a service gone from the register", make.provider, {"registration": Registration.GONE}, WrongState),
        ("never confirmed", make.provider, {"confirmed_days_ago": None, "occupied": 4}, WrongState),
    ]


@pytest.mark.parametrize(("who", "more", "refusal"), [r[1:] for r in refusals()], ids=[r[0] for r in refusals()])
def test_a_refused_confirmation_changes_nothing(
    lite: Flask, who: Callable[[], Actor], more: dict[str, object], refusal: type[Refusal]
) -> None:
    home = service(**more)  # type: ignore[arg-type]
    before = db.session.get_one(Capacity, home.id).confirmed_at
    with pytest.raises(refusal):
        confirm(who(), home.id, version=1, now=clock.now() + timedelta(days=1))
    assert db.session.get_one(Capacity, home.id).confirmed_at == before
    assert db.session.scalar(select(func.count()).select_from(CapacityChange)) == 0


def test_a_service_that_is_not_there_is_not_found(lite: Flask) -> None:
    with pytest.raises(NotFound):
        confirm(make.provider(), uuid4(), version=1, now=clock.now())


def test_who_saw_other_numbers_is_told_both(lite: Flask) -> None:
    actor, home = make.provider(), service(occupied=1)
    say(actor, home.id, 1, occupied=2)
    say(actor, home.id, 2, occupied=3)
    with pytest.raises(Stale, match=r"You saw 4 staffed, 2 occupied, 0 closed\. They now say 4 staffed, 3 occupied"):
        confirm(actor, home.id, version=2, now=clock.now())


def test_who_saw_the_same_numbers_is_not_stopped_by_another_confirmation(lite: Flask) -> None:
    actor, home = make.provider(), service()
    say(actor, home.id, 1)
    confirm(actor, home.id, version=2, now=clock.now() + timedelta(hours=1))
    confirm(actor, home.id, version=2, now=clock.now() + timedelta(hours=2))
    assert len(own_history(actor, home.id)) == 3


def test_all_are_confirmed_but_those_changed_meanwhile(app: Flask) -> None:
    actor = make.provider()
    homes = [service(confirmed_days_ago=10) for _ in range(3)]
    say(actor, homes[0].id, 1, occupied=1)
    done = confirm_all(actor, versions={home.id: 1 for home in homes}, now=clock.now())
    assert (done.number, [identity for identity, _, _ in done.stale]) == (2, [homes[0].id])


def test_none_is_confirmed_where_one_is_anothers(lite: Flask) -> None:
    actor, mine, theirs = make.provider(), service(confirmed_days_ago=10), service("Moorland Ltd")
    with pytest.raises(NotFound):
        confirm_all(actor, versions={mine.id: 1, theirs.id: 1}, now=clock.now())
    assert own_history(actor, mine.id) == []


def test_a_correction_does_not_confirm(lite: Flask) -> None:
    actor, home = make.provider(), service(confirmed_days_ago=3)
    before = db.session.get_one(Capacity, home.id).confirmed_at
    say(actor, home.id, 1, occupied=2, confirmed=False)
    after = db.session.get_one(Capacity, home.id)
    assert (after.occupied, after.confirmed_at) == (2, before)
    assert own_history(actor, home.id)[0].confirmed is False


def test_the_stalest_come_first_and_those_never_confirmed_before_them(app: Flask) -> None:
    actor = make.provider()
    for name, days in (("fresh", 1.0), ("old", 30.0), ("never", None), ("older", 31.0)):
        service(name=name, confirmed_days_ago=days)
    service("Moorland Ltd", name="another's", confirmed_days_ago=None)
    service(name="withdrawn", status=Status.WITHDRAWN)
    assert [each.name for each in own_capacity(actor)] == ["never", "older", "old", "fresh"]
    assert not_confirmed_lately(actor, clock.now()) == 3


def test_the_list_asks_as_much_for_twenty_services_as_for_one(lite: Flask) -> None:
    actor, asked = make.provider(), []
    event.listen(db.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))

    def statements() -> int:
        db.session.rollback()
        asked.clear()
        assert all(each.capacity is not None for each in own_capacity(actor))
        return len(asked)

    service()
    one = statements()
    for _ in range(19):
        service()
    assert statements() == one
