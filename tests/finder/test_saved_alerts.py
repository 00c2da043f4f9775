"""What the worker tells of saved searches: once, in numbers, and only to who may still search so."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory import audit, search
from directory.access import Role
from directory.accounts import actions as accounts
from directory.accounts.models import Person
from directory.codes import ServiceType
from directory.finder import jobs as finder_jobs
from directory.finder.actions import saved as actions
from directory.finder.models import SavedSearch, SavedSearchMatch, SavedSearchNews
from directory.finder.queries import saved as queries
from directory.finder.rules.parameters import Avoid
from directory.finder.rules.saved import Alerts, Pace, What
from directory.kit import clock
from directory.kit.db import db
from directory.notify import notices
from directory.notify.models import Mail
from directory.providers.actions import capacity
from directory.providers.models import Way
from tests import make
from tests.make_saved import saved_search
from tests.make_services import service
from tests.requests.test_concurrency import at_once
from tests.search import make_documents

HOME = ServiceType.CHILDRENS_HOME


def watch() -> None:
    """Let the worker look, as it does once a minute."""
    db.session.rollback()
    finder_jobs.watch()
    db.session.rollback()


def found(saved: SavedSearch) -> list[What]:
    return list(
        db.session.scalars(
            select(SavedSearchNews.what)
            .where(SavedSearchNews.saved_search_id == saved.id)
            .order_by(SavedSearchNews.found_at, SavedSearchNews.id)
        )
    )


def free_a_place(service_id: UUID, *, occupied: int = 1) -> None:
    provider = make.actor(Role.PROVIDER_ADMIN)
    capacity.change(
        provider,
        service_id,
        staffed=2,
        occupied=occupied,
        closed=0,
        available_from=None,
        confirmed=True,
        version=None,
        way=Way.API,
        now=clock.now(),
    )


def test_a_new_match_and_a_freed_place_are_told_once(app: Flask, now: datetime) -> None:
    full = service(type=HOME, places=2, occupied=2).id
    worker = make.social_worker()
    saved = saved_search(worker, name="Child of Luton", type=["childrens_home"])
    watch()
    assert found(saved) == []
    service(type=HOME)
    service(type=ServiceType.THERAPY)
    free_a_place(full)
    with clock.fixed(now + timedelta(minutes=1)):
        watch()
        watch()
    assert sorted(found(saved)) == [What.NEW_MATCH, What.PLACE_FREED]
    (told,) = notices(worker)
    assert told.text == "A saved search has 1 new match and 1 place freed"
    assert told.endpoint == "saved.results"
    assert [need.text for need in queries.needs(worker, now)] == ["A saved search has news"]
    assert audit.verify()[1] == []


@pytest.mark.parametrize("at_once", [2, 500], ids=["what changed is looked at", "all is looked at"])
def test_news_is_told_however_many_services_match(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(finder_jobs, "MOST_AT_ONCE", at_once)
    full, leaves, *_ = [service(type=HOME, places=2, occupied=2).id for _ in range(4)]
    worker = make.social_worker()
    saved = saved_search(worker, type=["childrens_home"])
    new = service(type=HOME).id
    free_a_place(full)
    make_documents.commit(removes=[leaves])
    with clock.fixed(now + timedelta(minutes=1)):
        watch()
        watch()
    assert sorted(found(saved)) == [What.NEW_MATCH, What.PLACE_FREED]
    assert [told.text for told in notices(worker)] == ["A saved search has 1 new match and 1 place freed"]
    # what is known is as if all had been looked at
    known = {
        row.service_id: row.free
        for row in db.session.scalars(
            select(SavedSearchMatch)
            .where(SavedSearchMatch.saved_search_id == saved.id)
            .order_by(SavedSearchMatch.service_id)
        )
    }
    assert known == queries.look(worker, saved.asks, engine=search.engine(), gazetteer=None, now=now).free
    assert known[new]
    assert leaves not in known


def test_of_two_workers_at_once_one_tells(app: Flask, now: datetime) -> None:
    worker = make.social_worker()
    saved = saved_search(worker, type=["childrens_home"])
    by_mail = saved_search(worker, type=["childrens_home"], alerts=Alerts.EMAIL)
    service(type=HOME)
    assert at_once(app, *[finder_jobs.watch] * 3) == ["done"] * 3
    db.session.rollback()
    assert found(saved) == found(by_mail) == [What.NEW_MATCH]
    assert len(notices(worker)) == 1
    assert db.session.scalar(select(func.count()).select_from(Mail)) == 1


def test_a_mail_holds_neither_the_name_nor_what_was_asked(lite: Flask, now: datetime) -> None:
    saved = saved_search(make.social_worker(), name="For the Luton boy", alerts=Alerts.EMAIL, near="Leeds")
    service(type=HOME, name="Hidden House")
    watch()
    (mail,) = db.session.scalars(select(Mail))
    assert mail.subject == "A saved search has news"
    assert "1 new match" in (mail.body or "")
    assert str(saved.id) in (mail.body or "")
    for secret in ("Luton", "Leeds", "boy", "Hidden House"):
        assert secret not in f"{mail.subject} {mail.body}"


def test_what_is_news_once_is_none_again_within_a_day(lite: Flask, now: datetime) -> None:
    home = service(type=HOME, places=2, occupied=2).id
    saved = saved_search(make.social_worker(), type=["childrens_home"])
    for occupied in (1, 2, 1):
        free_a_place(home, occupied=occupied)
        watch()
    assert found(saved) == [What.PLACE_FREED]
    free_a_place(home, occupied=2)
    watch()
    with clock.fixed(now + timedelta(hours=25)):
        free_a_place(home)
        watch()
    assert found(saved) == [What.PLACE_FREED] * 2


def test_a_digest_waits_for_the_morning_and_gathers(lite: Flask, now: datetime) -> None:
    worker = make.social_worker()
    saved_search(worker, pace=Pace.DAILY, type=["childrens_home"])
    with clock.fixed(now.replace(hour=6)):
        service(type=HOME)
        watch()
        assert notices(worker) == []
        service(type=HOME)
    with clock.fixed(now.replace(hour=9)):
        watch()
    (told,) = notices(worker)
    assert told.text == "A saved search has 2 new matches"


@pytest.mark.parametrize("at_night", [False, True])
def test_a_mail_waits_for_seven_in_london_unless_the_night_was_chosen(
    lite: Flask, now: datetime, at_night: bool
) -> None:
    saved_search(make.social_worker(), alerts=Alerts.EMAIL, at_night=at_night, type=["childrens_home"])
    summer = now.replace(month=7, day=1, hour=23, minute=30) + timedelta(days=365)
    mails = select(func.count()).select_from(Mail)
    with clock.fixed(summer):  # half past midnight in London
        service(type=HOME)
        watch()
        assert db.session.scalar(mails) == at_night
    with clock.fixed(summer + timedelta(hours=6, minutes=15)):  # 6:45 there
        watch()
        assert db.session.scalar(mails) == at_night
    with clock.fixed(summer + timedelta(hours=6, minutes=31)):
        watch()
        assert db.session.scalar(mails) == 1


def _lost_role(person: Person) -> None:
    make.set_roles(person.id, Role.AUTHORITY_ADMIN)


def _closed(person: Person) -> None:
    admin = make.actor(Role.AUTHORITY_ADMIN)
    accounts.set_active(admin, person.id, active=False, version=person.version, now=clock.now())


@pytest.mark.parametrize("end", [_lost_role, _closed], ids=["role lost", "account closed"])
def test_who_may_not_search_so_any_more_is_told_nothing(
    lite: Flask, now: datetime, end: Callable[[Person], None]
) -> None:
    person = make.person()
    saved = saved_search(person.actor(), alerts=Alerts.EMAIL, type=["childrens_home"])
    end(person)
    service(type=HOME)
    watch()
    assert found(saved) == []
    assert db.session.scalars(select(Mail)).all() == []


def test_news_untold_when_the_account_closes_stays_untold(lite: Flask, now: datetime) -> None:
    person = make.person()
    saved_search(person.actor(), alerts=Alerts.EMAIL, pace=Pace.DAILY, type=["childrens_home"])
    with clock.fixed(now.replace(hour=6)):
        service(type=HOME)
        watch()
    _closed(person)
    watch()
    assert db.session.scalars(select(Mail)).all() == []


def test_a_service_in_an_excluded_area_is_no_news(lite: Flask, now: datetime) -> None:
    saved = saved_search(make.social_worker(), avoid=(Avoid(near="Luton", within=20),), type=["childrens_home"])
    service(type=HOME, outcode="LU1")
    watch()
    assert found(saved) == []
    service(type=HOME, outcode="LS1")
    watch()
    assert found(saved) == [What.NEW_MATCH]


def test_what_its_owner_has_seen_needs_no_telling_and_stays_marked_until_the_next_look(
    lite: Flask, now: datetime
) -> None:
    worker = make.social_worker()
    saved = saved_search(worker, pace=Pace.DAILY, alerts=Alerts.EMAIL, type=["childrens_home"])
    new = service(type=HOME).id

    def see(at: datetime) -> dict[UUID, What]:
        looked = queries.look(worker, saved.asks, engine=search.engine(), gazetteer=None, now=at)
        seen = actions.see(worker, saved.id, looked=looked, now=at)
        return queries.news_of(worker, seen)[seen.id]

    assert see(now + timedelta(minutes=1)) == {new: What.NEW_MATCH}
    with clock.fixed(now + timedelta(hours=20)):
        watch()
    assert db.session.scalars(select(Mail)).all() == []
    assert see(now + timedelta(minutes=2)) == {}


def test_searches_that_no_change_concerns_are_not_run(lite: Flask, now: datetime) -> None:
    worker = make.social_worker()
    for _ in range(3):
        saved_search(worker, type=["therapy"])
    service(type=HOME)
    watch()
    assert db.session.scalars(select(SavedSearch.sequence)).all() == [queries.public_sequence()] * 3
    few = make.reads(finder_jobs.watch)
    for _ in range(10):
        saved_search(worker, type=["therapy"])
    service(type=HOME)
    watch()
    assert make.reads(finder_jobs.watch) == few
