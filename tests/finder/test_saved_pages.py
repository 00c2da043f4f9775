"""The pages of saved searches and shortlists, and their API."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import structlog
from flask import Flask
from sqlalchemy import func, select, text

from directory.access import Role
from directory.accounts import actions as accounts
from directory.finder import jobs as finder_jobs
from directory.finder.actions import saved as actions
from directory.finder.actions import shortlist as shortlists
from directory.finder.models import SavedSearch, Shortlist
from directory.finder.queries import saved as queries
from directory.finder.queries import shortlist as listed_queries
from directory.finder.rules.parameters import Avoid
from directory.finder.rules.saved import MOST_SEARCHES, Alerts
from directory.finder.rules.shortlist import MOST_SERVICES
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.providers.models import Service
from tests import inspect_pages, make, make_services
from tests.inspect_pages import Client
from tests.make_saved import saved_search

SAVE = {"name": "Homes near Leeds", "alerts": "here", "pace": "at_once"}
ZONE = {"avoid_near": "Luton", "avoid_within": "20"}


@pytest.fixture
def worker(client: Client, listed: dict[str, Service]) -> Client:
    return client.sign_in(make.person().id)


def test_a_search_is_saved_from_its_results_and_run_again(worker: Client) -> None:
    results = worker.page("/services?type=childrens_home&near=Leeds")
    assert "Save this search" in results.text
    asked = {"type": "childrens_home", "near": "Leeds"}
    page = inspect_pages.Page(worker.send("/services/saved/new", asked))
    assert page.value("name") == "Children's home near Leeds"
    answer = worker.send("/services/saved/new", {**asked, **SAVE})
    page = worker.page(answer.location)
    assert "Homes near Leeds" in page.text
    assert "Children's home in Leeds, URN 1" in page.text
    assert "Homes near Leeds" in worker.page("/services/saved").text


def test_zones_are_kept_encrypted_and_stand_in_no_address_and_no_log(worker: Client) -> None:
    with structlog.testing.capture_logs() as logs:
        answer = worker.send("/services/saved/new", {"type": "childrens_home", **ZONE, **SAVE})
        page = worker.page(answer.location)
    assert "Luton" not in answer.location + str(logs)
    assert all("Luton" not in link for link in page.links())
    assert page.value("avoid_near") == "Luton"
    kept, name = db.session.execute(text("SELECT kept, name FROM saved_searches")).one()
    assert b"Luton" not in bytes(kept)
    assert b"Leeds" not in bytes(name)
    assert "kept away from 1 place" in worker.page("/services/saved").text


def test_a_place_to_keep_away_from_in_the_words_is_kept_as_a_zone(worker: Client) -> None:
    answer = worker.send("/services/saved/new", {"q": "childrens home away from Luton", **SAVE})
    saved = db.session.scalars(select(SavedSearch)).one()
    assert [zone.near for zone in saved.asks.avoid] == ["Luton"]
    assert "Luton" not in answer.location + str(saved.asks.pairs)
    page = worker.page(answer.location)
    assert page.value("avoid_near") == "Luton"
    assert "Luton" not in " ".join(page.links())
    asked = worker.page("/services/print?q=childrens+home+away+from+Luton")
    assert asked.heading == "Keep away from a place"


def test_what_could_tell_who_a_child_is_is_refused_as_a_name_and_stays(worker: Client) -> None:
    answer = worker.send("/services/saved/new", {**SAVE, "name": "Lives at LS1 4AP"})
    page = inspect_pages.Page(answer)
    assert answer.status_code == 422
    assert "postcode" in page.errors()[0]
    assert page.value("name") == "Lives at LS1 4AP"


def test_a_search_is_changed_and_deleted(worker: Client) -> None:
    where = worker.send("/services/saved/new", SAVE).location
    worker.send(f"{where}/settings", {**SAVE, "name": "Another name", "alerts": "none"})
    assert "Another name" in worker.page("/services/saved").text
    worker.send(f"{where}/removal")
    assert "You have no saved searches" in worker.page("/services/saved").text


def test_what_is_new_is_marked_in_the_results_until_the_next_look(worker: Client, now: datetime) -> None:
    where = worker.send("/services/saved/new", {**SAVE, "type": "childrens_home"}).location
    make_services.service(name="Quite new")
    with clock.fixed(now + timedelta(minutes=1)):
        worker.send(f"{where}/look")
    page = worker.page(where)
    assert page.text.count("New since you last looked") == 1
    assert "1 new match since you last looked" in page.text
    with clock.fixed(now + timedelta(minutes=2)):
        worker.send(f"{where}/look")
    assert "New since" not in worker.page(where).text


def test_private_ones_are_nobody_elses_and_shared_ones_the_authoritys(app: Flask, now: datetime) -> None:
    mine, colleague, other = make.social_worker(), make.placements_manager(), make.social_worker("Southmoor Council")
    private, shared = saved_search(mine).id, saved_search(mine, shared=True).id
    assert [row.saved.id for row in queries.readable(colleague)] == [shared]
    assert queries.readable(other) == []
    with pytest.raises(NotFound):
        queries.readable_search(colleague, private)
    with pytest.raises(NotFound):
        queries.readable_search(other, shared)
    with pytest.raises(NotFound):
        actions.remove(colleague, shared, now=now)
    actions.remove(mine, shared, now=now)
    assert db.session.scalars(select(SavedSearch.id)).all() == [private]


def test_alerts_need_a_search_that_is_not_too_wide(lite: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_MATCHES", 2)
    for _ in range(3):
        make_services.service()
    worker = make.social_worker()
    with pytest.raises(Invalid, match="more than"):
        saved_search(worker, alerts=Alerts.HERE)
    assert saved_search(worker, alerts=Alerts.NONE).too_wide


def test_who_saves_a_search_too_wide_for_alerts_is_told_so_first_and_what_would_narrow_it(
    worker: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_MATCHES", 2)
    page = inspect_pages.Page(worker.send("/services/saved/new", {"near": "Leeds"}))
    assert "Too wide for alerts" in page.text
    assert "say also a service type, the child’s age, a language" in page.text
    assert "/services?near=Leeds" in page.links()
    away = inspect_pages.Page(worker.send("/services/saved/new", ZONE))
    assert "Too wide for alerts" in away.text
    assert "Narrow the search" not in away.text


def test_a_name_that_looks_like_somebodys_is_kept_and_asked_about(worker: Client) -> None:
    for name, asked in (("Firstname Lastname near Leeds", True), ("Homes near Leeds", False)):
        answer = worker.send("/services/saved/new", {"type": "childrens_home", **SAVE, "name": name})
        page = worker.page(answer.location)
        assert name in page.text
        assert ("“Firstname Lastname” looks like a name" in page.text) is asked


def test_there_are_at_most_fifty(lite: Flask) -> None:
    worker = make.social_worker()
    for _ in range(MOST_SEARCHES):
        saved_search(worker)
    with pytest.raises(WrongState, match="50"):
        saved_search(worker)


def test_the_list_asks_the_database_as_often_for_one_as_for_twenty(lite: Flask) -> None:
    one, many = make.social_worker(), make.social_worker()
    saved_search(one)
    for _ in range(20):
        saved_search(many)
    assert make.reads(lambda: queries.readable(one)) == make.reads(lambda: queries.readable(many))


def keep(client: Client, service: Service, **more: Any) -> Any:
    return client.send(f"/services/{service.id}/keeping", more.pop("data", {}), **more)


def test_services_are_kept_noted_compared_printed_and_taken_off(worker: Client, listed: dict[str, Service]) -> None:
    assert "Nothing is on this list" in worker.page("/services/shortlist").text
    back = "/services?q=home&near=Leeds"
    answer = keep(worker, listed["home"], data={"back": back})
    assert answer.location == f"{back}#service-{listed['home'].id}"
    assert keep(worker, listed["therapy"], data={"back": "//evil.example"}).location == "/services/shortlist"
    keep(worker, listed["therapy"])
    page = worker.page("/services/shortlist")
    assert page.text.count("Take off the list") == 2
    list_id = db.session.scalar(select(Shortlist.id))
    note = f"/services/shortlist/{list_id}/services/{listed['home'].id}/note"
    assert worker.send(note, {"note": "Ring 0113 496 0000"}).status_code == 422
    worker.send(note, {"note": "Answers at night"})
    two = f"service={listed['home'].id}&service={listed['therapy'].id}"
    page = worker.page(f"/services/compare?{two}&near=Leeds")
    assert "Service type differs" in page.text
    assert "to the centre of Leeds" in page.text
    assert "Trafficking, until" in page.text
    assert worker.page(f"/services/compare?{two}&near=Nowhereatall", status=422).errors()
    assert worker.page(f"/services/compare?service={listed['home'].id}", status=422).errors()
    printed = worker.page(f"/services/shortlist/{list_id}/print").text
    assert "Answers at night" in printed
    assert "Confidential: published areas only" in printed
    assert "Northmoor Council" in printed
    worker.send(f"/services/{listed['home'].id}/dropping")
    assert worker.page("/services/shortlist").text.count("Take off the list") == 1


def test_a_named_list_is_filled_from_the_main_one_and_read_by_colleagues(
    worker: Client, listed: dict[str, Service]
) -> None:
    keep(worker, listed["home"])
    named = worker.send("/services/shortlist/new", {"name": "PR-2026-0007", "shared": "y"}).location
    assert "Put it there too" in worker.page("/services/shortlist").text
    keep(worker, listed["home"], data={"shortlist_id": named.rpartition("/")[2]})
    assert listed["home"].name in worker.page(named).text
    worker.sign_in(make.person(Role.PLACEMENTS_MANAGER).id)
    page = worker.page(named)
    assert "PR-2026-0007" in page.heading
    assert "only its owner changes it" in page.text
    assert "Take off the list" not in page.text
    worker.sign_in(make.person(of="Southmoor Council").id)
    assert worker.get(named).status_code == 404


def test_a_script_is_answered_in_json(worker: Client, listed: dict[str, Service]) -> None:
    answer = keep(worker, listed["home"], headers={"Accept": "application/json"})
    assert answer.get_json() == {"kept": True, "number": 1, "words": "Kept on your shortlist"}


def test_what_is_gone_or_hidden_is_gone_without_a_reason(app: Flask, now: datetime) -> None:
    worker = make.person()
    home = make_services.service(name="Hidden House").id
    shortlists.keep(worker.actor(), home, now=now)
    make.set_roles(worker.id, Role.AUTHORITY_ADMIN)
    db.session.expire_all()
    after = worker.actor()
    found = listed_queries.main(after)
    assert found is not None
    assert [(row.service_id, row.document) for row in listed_queries.rows_of(after, found)] == [(home, None)]
    with pytest.raises(NotFound):
        shortlists.keep(make.actor(Role.PROVIDER_STAFF, of="Seaview Care"), home, now=now)


def test_a_shortlist_holds_thirty(lite: Flask, now: datetime) -> None:
    worker = make.social_worker()
    ids: list[UUID] = [make_services.service().id for _ in range(MOST_SERVICES + 1)]
    for one in ids[:-1]:
        shortlists.keep(worker, one, now=now)
    with pytest.raises(WrongState, match="30"):
        shortlists.keep(worker, ids[-1], now=now)
    assert db.session.scalar(select(func.count()).select_from(Shortlist)) == 1


def test_a_stranger_keeps_nothing_and_prints_what_is_public(client: Client, listed: dict[str, Service]) -> None:
    assert keep(client, listed["therapy"]).location.startswith("/sign-in")
    page = client.page("/services/print")
    assert "3 services" in page.text
    assert "Confidential" not in page.text
    assert "URN 1" not in page.text


def test_results_with_zones_print_from_a_body_and_do_not_name_them(worker: Client) -> None:
    printed = inspect_pages.Page(worker.send("/services/print", {"type": "advocacy", **ZONE}))
    assert "Kept away from 1 place" in printed.text
    assert "Luton" not in printed.text
    assert "0 services" in printed.text


def test_single_keys_can_be_turned_off(worker: Client) -> None:
    assert "keys.js" in worker.page("/services").html
    worker.send("/account/shortcuts", {"shortcuts": "off"})
    assert "Shortcuts are off" in worker.page("/account/shortcuts").text
    assert "keys.js" not in worker.page("/services").html
    assert "/account/shortcuts" in worker.page("/account").links()


def test_a_stranger_who_could_not_turn_keys_off_has_none(client: Client) -> None:
    assert "keys.js" not in client.page("/services").html


@pytest.fixture
def program(lite: Flask, listed: dict[str, Service], now: datetime) -> tuple[Any, dict[str, str]]:
    person = make.person()
    _, secret = accounts.make_token(person.actor(), name="Ours", scopes=["searches:write"], now=now)
    return lite.test_client(), {"Authorization": f"Bearer {secret}"}


def test_a_program_saves_reads_and_deletes(program: tuple[Any, dict[str, str]], now: datetime) -> None:
    client, token = program
    search = {"type": ["childrens_home"], "avoid": [{"near": "Luton", "within": 20}]}
    made = client.post("/api/v1/saved-searches", json={"search": search, "alerts": "here"}, headers=token)
    assert made.status_code == 201
    said = made.get_json()
    assert said["name"] == "Children's home"
    assert said["search"] == {"type": ["childrens_home"], "avoid": [{"near": "Luton", "within": 20.0}]}
    make_services.service()
    finder_jobs.watch()
    where = f"/api/v1/saved-searches/{said['id']}"
    assert client.get(where, headers=token).status_code == 200
    assert client.get("/api/v1/saved-searches", headers=token).get_json()["total"] == 1
    wrong = client.post("/api/v1/saved-searches", json={"search": {"near": "Nowhereatall"}}, headers=token)
    assert wrong.status_code == 422
    assert client.delete(where, headers=token).status_code == 204
    assert client.get(where, headers=token).status_code == 404


def test_saved_zones_reach_the_search(lite: Flask, now: datetime) -> None:
    saved = saved_search(make.social_worker(), avoid=(Avoid(near="Luton", within=20),))
    db.session.expire_all()
    assert saved.asks.avoid == (Avoid(near="Luton", within=20),)
