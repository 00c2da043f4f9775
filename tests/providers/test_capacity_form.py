"""Why places are closed, how children are taken and whom places are kept for, said on the page without JavaScript."""

import pytest
from flask import Flask

from directory.access import Role
from directory.accounts.models import Person
from directory.codes import Gender
from directory.kit.db import db
from directory.providers.models import Capacity, Service
from directory.providers.rules.groups import Group
from directory.providers.rules.words import ClosedFor
from tests import make
from tests.inspect_pages import Client, Page
from tests.make_services import service

SAID = {"staffed": "4", "occupied": "1", "closed": "2"}
NOTHING = {f"closed_{each.value}": "" for each in ClosedFor}


@pytest.fixture
def person(lite: Flask) -> Person:
    return make.person(Role.PROVIDER_STAFF)


@pytest.fixture
def browser(client: Client, person: Person) -> Client:
    return client.sign_in(person.id)


def places(home: Service) -> Capacity:
    db.session.rollback()
    return db.session.get_one(Capacity, home.id)


def group(row: int, gender: str, *numbers: int) -> dict[str, str]:
    """Give what is typed for a group: its ages, and how many places are staffed and occupied."""
    names = ("age_minimum", "age_maximum", "staffed", "occupied")
    return {f"groups_{row}_gender": gender} | {
        f"groups_{row}_{name}": str(number) for name, number in zip(names, numbers, strict=True)
    }


def test_reasons_and_terms_are_said_and_shown_in_the_list_and_the_history(browser: Client) -> None:
    home = service(name="Ours")
    more = NOTHING | {"closed_repair": "1", "closed_staffing": "1", "emergency": "y"}
    text = Page(browser.send(f"/capacity/{home.id}", {"version": "1"} | SAID | more, follow_redirects=True)).text
    assert "Of those closed: 1 for too few staff, 1 for repairs" in text
    assert "A child can come tonight" in text
    assert places(home).numbers.reasons == {ClosedFor.STAFFING: 1, ClosedFor.REPAIR: 1}
    history = browser.page(f"/capacity/{home.id}").text
    assert "Closed: 1 for too few staff, 1 for repairs. Takes emergencies" in history


def test_fewer_closed_places_need_no_new_reasons(browser: Client) -> None:
    home = service()
    more = NOTHING | {"closed_repair": "2"}
    browser.send(f"/capacity/{home.id}", {"version": "1"} | SAID | more)
    answer = browser.send(f"/capacity/{home.id}", {"version": "2"} | SAID | more | {"closed": "1"})
    assert answer.status_code == 303
    assert places(home).numbers.reasons == {ClosedFor.REPAIR: 1}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"closed_repair": "3"}, "You gave reasons for 3 closed places, and 2 are closed"),
        ({"closed_repair": "some"}, "Enter a whole number, such as 3"),
        ({"emergency": "y", "by_assessment_only": "y"}, "A service that takes children only after an assessment"),
        ({"groups_0_staffed": "2"}, "Enter the age of the youngest"),
        (group(0, "female", 8, 30, 2, 1), "Enter an age from 8 to 17"),
        (group(0, "female", 8, 12, 9, 1), "Staffed places cannot be more than the 4 registered"),
        (group(1, "male", 8, 12, 2, 3), "Boys aged 8 to 12: 3 occupied, 0 closed make 3, more than the 2 staffed"),
    ],
)
def test_what_is_impossible_is_refused_at_its_field_and_stays_as_typed(
    browser: Client, typed: dict[str, str], said: str
) -> None:
    home = service()
    rows = {"groups_0_staffed": "", "groups_1_staffed": ""}
    answer = browser.send(f"/capacity/{home.id}", {"version": "1"} | SAID | NOTHING | rows | typed)
    page = Page(answer)
    assert answer.status_code == 422
    assert any(words.startswith(said) for words in page.errors()), page.errors()
    fields = {field.get("name"): field.get("value") for field in page.tree.iter("input")}
    assert all(fields[name] == value for name, value in typed.items() if not name.endswith("gender"))
    assert places(home).version == 1


def test_groups_are_named_changed_and_removed_without_a_script(browser: Client) -> None:
    home = service(places=6)
    both = group(0, "female", 8, 12, 2, 1) | group(1, "male", 13, 17, 3, 3)
    answer = browser.send(f"/capacity/{home.id}", {"version": "1"} | SAID | both, follow_redirects=True)
    assert "Girls aged 8 to 12: 1 of 2 free" in Page(answer).text
    assert places(home).kept_apart() == [Group(Gender.FEMALE, 8, 12, 2, 1), Group(Gender.MALE, 13, 17, 3, 3)]
    assert (places(home).staffed, places(home).occupied) == (5, 4)
    # the numbers are now those of the groups, so the page asks for groups only
    third = both | {"groups_0_remove": "y"} | group(2, "any", 8, 17, 1, 0)
    browser.send(f"/capacity/{home.id}", {"version": "2"} | third)
    assert places(home).kept_apart() == [Group(Gender.MALE, 13, 17, 3, 3), Group(Gender.ANY, 8, 17, 1, 0)]
    left = group(0, "male", 13, 17, 3, 3) | group(1, "any", 8, 17, 1, 0)
    browser.send(f"/capacity/{home.id}", {"version": "3"} | left | {"groups_0_remove": "y", "groups_1_remove": "y"})
    assert places(home).kept_apart() == []
    assert (places(home).staffed, places(home).occupied) == (4, 3)


def test_who_saw_other_groups_is_shown_both_and_keeps_what_was_typed(browser: Client) -> None:
    home = service(places=6)
    browser.send(f"/capacity/{home.id}", {"version": "1"} | group(0, "female", 8, 12, 2, 1))
    browser.send(f"/capacity/{home.id}", {"version": "2"} | group(0, "female", 9, 12, 2, 1))
    answer = browser.send(f"/capacity/{home.id}", {"version": "2"} | group(0, "female", 10, 12, 2, 1))
    page = Page(answer)
    assert answer.status_code == 412
    assert "You saw 2 staffed, 1 occupied, 0 closed (Girls aged 8 to 12" in page.text
    assert "They now say 2 staffed, 1 occupied, 0 closed (Girls aged 9 to 12" in page.text
    fields = {field.get("name"): field.get("value") for field in page.tree.iter("input")}
    assert fields["groups_0_age_minimum"] == "10"


def test_the_list_asks_for_numbers_only_and_a_page_of_its_own_for_all(browser: Client) -> None:
    homes = [service(name=f"Home {number}") for number in range(25)]
    page = browser.page("/capacity")
    assert len(page.html) < 5_000 * len(homes)
    assert not [field for field in page.tree.iter("input") if "closed_" in (field.get("name") or "")]
    own = browser.page(f"/capacity/{homes[0].id}")
    names = {field.get("name") for field in own.tree.iter("input")}
    assert {"staffed", "closed_repair", "emergency", "groups_0_staffed", "groups_1_staffed"} <= names
    # numbers from the list leave alone what the list does not ask for
    browser.send(
        f"/capacity/{homes[0].id}", {"version": "1"} | SAID | NOTHING | {"closed_repair": "2", "emergency": "y"}
    )
    assert browser.send(f"/capacity/{homes[0].id}", {"version": "2"} | SAID | {"occupied": "2"}).status_code == 303
    kept = places(homes[0])
    assert (kept.occupied, kept.emergency, kept.numbers.reasons) == (2, True, {ClosedFor.REPAIR: 2})


def test_a_group_in_the_list_is_changed_without_room_for_another(browser: Client) -> None:
    home = service(places=6)
    browser.send(f"/capacity/{home.id}", {"version": "1"} | group(0, "female", 8, 12, 2, 1))
    names = {field.get("name") for field in browser.page("/capacity").tree.iter("input")}
    assert "groups_0_staffed" in names
    assert "groups_1_staffed" not in names
    wrong = browser.send(f"/capacity/{home.id}", {"version": "2"} | group(0, "female", 8, 12, 2, 3))
    assert "groups_1_staffed" not in wrong.get_data(as_text=True)
    assert "closed_repair" not in wrong.get_data(as_text=True)
