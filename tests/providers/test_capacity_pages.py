from datetime import timedelta

import pytest
from flask import Flask

from directory.access import Role
from directory.accounts.models import Person
from directory.kit import clock
from directory.kit.db import db
from directory.providers.models import Capacity, Service
from directory.providers.queries.capacity import own_history
from tests import make
from tests.inspect_pages import Client, Page
from tests.make_services import service

TOO_MANY = "Places that are not free cannot be more than the 4 staffed"


@pytest.fixture
def person(lite: Flask) -> Person:
    return make.person(Role.PROVIDER_STAFF)


@pytest.fixture
def browser(client: Client, person: Person) -> Client:
    return client.sign_in(person.id)


def places(home: Service) -> Capacity:
    db.session.rollback()
    return db.session.get_one(Capacity, home.id)


def test_a_provider_without_places_is_told_what_to_do(browser: Client) -> None:
    assert "You have no services with places yet" in browser.page("/capacity").text


def test_the_page_lists_ones_own_services_only(browser: Client) -> None:
    service(name="Ours", occupied=3)
    service("Moorland Ltd", name="Theirs")
    text = browser.page("/capacity").text
    assert "Ours" in text
    assert "1 of 4 places free" in text
    assert "Theirs" not in text


def test_one_press_says_still_right(browser: Client) -> None:
    home = service(name="Ours", confirmed_days_ago=40)
    answer = browser.send(f"/capacity/{home.id}/confirmation", {"version": "1"}, follow_redirects=True)
    assert "Ours: confirmed as still right" in Page(answer).text
    assert places(home).confirmed_at == clock.now()


def test_all_still_right_confirms_what_was_seen(browser: Client) -> None:
    homes = [service(name=f"Home {number}", confirmed_days_ago=40) for number in range(3)]
    page = browser.page("/capacity")
    seen = [field.get("value") for field in page.tree.iter("input") if field.get("name") == "seen"]
    assert len(seen) == 3
    answer = browser.send("/capacity/confirmation", {"seen": seen}, follow_redirects=True)
    assert "3 services confirmed as still right" in Page(answer).text
    assert {places(home).confirmed_at for home in homes} == {clock.now()}


def test_numbers_are_changed_in_the_row(browser: Client) -> None:
    home = service(name="Ours")
    day = (clock.today() + timedelta(days=7)).isoformat()
    given = {"version": "1", "staffed": "4", "occupied": "2", "closed": "1", "available_from": day}
    page = Page(browser.send(f"/capacity/{home.id}", given, follow_redirects=True))
    assert "Ours: 1 of 4 places free" in page.text
    assert (places(home).occupied, places(home).closed) == (2, 1)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            {"occupied": "9"},
            "Places that are not free cannot be more than the 4 staffed: 9 occupied and 0 closed make 9",
        ),
        ({"occupied": "three"}, "Enter a whole number, such as 3"),
        ({"occupied": ""}, "Enter how many places are occupied"),
        ({"available_from": "soon"}, "Enter a date, such as 2026-12-01, or leave it empty"),
    ],
)
def test_wrong_numbers_are_refused_beside_the_field_and_stay_as_typed(
    browser: Client, typed: dict[str, str], said: str
) -> None:
    home = service(occupied=1)
    service(name="Another")
    given = {"version": "1", "staffed": "4", "occupied": "3", "closed": "0", "available_from": ""} | typed
    answer = browser.send(f"/capacity/{home.id}", given)
    page = Page(answer)
    assert answer.status_code == 422
    assert page.errors() == [said]
    fields = {field.get("id"): field.get("value") for field in page.tree.iter("input")}
    for name, value in given.items():
        if name != "version":
            assert fields[f"{name.replace('_', '-')}-{home.id.hex}"] == value
    assert places(home).occupied == 1


def test_who_saw_other_numbers_is_shown_both_and_keeps_what_was_typed(browser: Client) -> None:
    home = service(occupied=1)
    given = {"version": "1", "staffed": "4", "occupied": "2", "closed": "0"}
    browser.send(f"/capacity/{home.id}", given)
    browser.send(f"/capacity/{home.id}", given | {"version": "2", "occupied": "4"})
    answer = browser.send(f"/capacity/{home.id}", given | {"version": "2", "occupied": "3"})
    page = Page(answer)
    assert answer.status_code == 412
    assert "You saw 4 staffed, 2 occupied, 0 closed. They now say 4 staffed, 4 occupied" in page.text
    assert f'name="occupied" type="text" inputmode="numeric" value="3"' in page.html  # noqa: F541
    assert places(home).occupied == 4
    again = browser.send(f"/capacity/{home.id}/confirmation", {"version": "2"})
    assert again.status_code == 412
    assert "You saw 4 staffed, 2 occupied" in Page(again).text


def test_held_places_cannot_be_changed_here(browser: Client) -> None:
    home = service(held=1)
    assert "1 held for accepted offers" in browser.page("/capacity").text
    browser.send(f"/capacity/{home.id}", {"version": "1", "staffed": "4", "occupied": "0", "closed": "0", "held": "0"})
    assert places(home).held == 1


def test_what_nobody_has_said_cannot_be_confirmed_in_one_press(browser: Client) -> None:
    home = service(confirmed_days_ago=None, occupied=4)
    page = browser.page("/capacity")
    assert "Still right" not in page.text
    assert "You have not said yet how many are taken" in page.text
    assert browser.send(f"/capacity/{home.id}/confirmation", {"version": "1"}).status_code == 409


def test_another_providers_service_is_not_found(browser: Client) -> None:
    home = service("Moorland Ltd")
    assert browser.get(f"/capacity/{home.id}").status_code == 404
    assert browser.send(f"/capacity/{home.id}", {"version": "1", "staffed": "1"}).status_code == 404
    assert browser.send(f"/capacity/{home.id}/confirmation", {"version": "1"}).status_code == 404


def test_a_press_from_elsewhere_is_refused(browser: Client) -> None:
    home = service(confirmed_days_ago=40)
    assert browser.post(f"/capacity/{home.id}/confirmation", data={"version": "1"}).status_code == 400


def test_the_history_is_a_drawing_and_a_table(browser: Client, person: Person) -> None:
    home = service(name="Ours")
    empty = browser.page(f"/capacity/{home.id}")
    assert "Nothing was said of these places yet" in empty.text
    for version, occupied in ((1, 2), (2, 3)):
        given = {"version": str(version), "staffed": "4", "occupied": str(occupied), "closed": "0"}
        browser.send(f"/capacity/{home.id}", given)
    with clock.fixed(clock.now() + timedelta(minutes=5), every_thread=True):
        page = browser.page(f"/capacity/{home.id}")
    assert len(page.tree.findall(".//{http://www.w3.org/2000/svg}polyline")) == 2
    assert len(page.tree.findall(".//tbody/tr")) == len(own_history(person.actor(), home.id)) == 2


def test_a_long_list_is_in_pages_and_a_refused_row_is_on_its_own(browser: Client) -> None:
    homes = [service(name=f"Home {number:02}", confirmed_days_ago=40 - number) for number in range(30)]
    assert "Showing 1 to 25 of 30 services" in browser.page("/capacity").text
    page = Page(
        browser.send(f"/capacity/{homes[29].id}", {"version": "1", "staffed": "9", "occupied": "0", "closed": "0"})
    )
    assert "Showing 26 to 30 of 30 services" in page.text
    assert page.errors()
