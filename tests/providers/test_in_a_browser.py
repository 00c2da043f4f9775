"""The provider's and the assurer's pages in Chromium: accessible, by keyboard and without JavaScript."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from directory.access import Role
from directory.codes import Specialism
from directory.kit import clock
from directory.kit.db import db
from directory.providers.actions.capacity import change
from directory.providers.models import Capacity, Service
from tests import make
from tests.engines.browser import DESK, PHONE, Visit, check_accessible
from tests.make_services import service
from tests.providers.registers import home, take


def picture(page: Page, name: str) -> None:
    """Keep a picture for whoever reviews the design, where SHOTS names a folder."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def some_services() -> tuple[Service, Service]:
    stale = service(name="Beacon House", places=6, staffed=5, occupied=3, closed=1, confirmed_days_ago=30, held=1)
    service(name="Lantern House", places=24, occupied=20, confirmed_days_ago=1)
    take(home("2500001"), home("2500002"), home("2500003"))
    draft = service(name="Household LW-014", specialisms=[Specialism.TRAUMA], confirmed_days_ago=10)
    return stale, draft


def test_the_pages_of_a_provider_are_accessible(lite: Flask, visit: Visit) -> None:
    person = make.person(Role.PROVIDER_ADMIN)
    stale, draft = some_services()
    for number in range(6):
        moment = clock.now() - timedelta(days=60 - 9 * number)
        change(
            person.actor(),
            stale.id,
            staffed=5,
            occupied=number % 4,
            closed=number % 2,
            available_from=None,
            version=None,
            now=moment,
        )
    page = visit(as_person=person)
    for name, path in (
        ("capacity", "/capacity"),
        ("history", f"/capacity/{stale.id}"),
        ("services", "/organisation/services"),
        ("new", "/organisation/services/new"),
        ("show", f"/organisation/services/{draft.id}"),
        ("edit", f"/organisation/services/{draft.id}/edit"),
    ):
        page.goto(path)
        check_accessible(page, PHONE, DESK)
        picture(page, name)
    page.goto("/organisation/services/new")
    page.get_by_role("button", name="Save").click()
    check_accessible(page, PHONE, DESK)
    picture(page, "new-wrong")


def test_the_pages_of_an_assurer_are_accessible(lite: Flask, visit: Visit) -> None:
    _, draft = some_services()
    page = visit(as_person=make.person(Role.ASSURER))
    for name, path in (("assurance", "/assurance"), ("claim", f"/assurance/{draft.claims[0].id}")):
        page.goto(path)
        check_accessible(page, PHONE, DESK)
        picture(page, name)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_provider_says_still_right_and_changes_numbers(lite: Flask, visit: Visit, javascript: bool) -> None:
    person = make.person(Role.PROVIDER_STAFF)
    stale = service(name="Beacon House", occupied=1, confirmed_days_ago=30)
    page = visit(as_person=person, width=PHONE, javascript=javascript)
    page.goto("/capacity")
    page.get_by_role("button", name="Still right for Beacon House").press("Enter")
    page.get_by_text("Beacon House: confirmed as still right").wait_for()
    page.get_by_text("Change the numbers").click()
    page.get_by_role("textbox", name="Occupied").fill("9")
    page.get_by_role("button", name="Save").press("Enter")
    page.get_by_role("link", name="Places that are not free cannot be more than").click()
    assert page.get_by_role("textbox", name="Occupied").input_value() == "9"
    if javascript:
        check_accessible(page)
    picture(page, f"refused-{javascript}")
    page.get_by_role("textbox", name="Occupied").fill("3")
    page.get_by_role("button", name="Save").press("Enter")
    page.get_by_text("Beacon House: 1 of 4 places free").wait_for()
    db.session.rollback()
    assert db.session.get_one(Capacity, stale.id).occupied == 3


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
@pytest.mark.parametrize("homes", [1, 4])
def test_places_are_confirmed_in_three_presses_of_a_key(
    lite: Flask, visit: Visit, homes: int, javascript: bool
) -> None:
    person = make.person(Role.PROVIDER_STAFF)
    ids = [service(places=4, occupied=2, confirmed_days_ago=8).id for _ in range(homes)]
    page = visit(as_person=person, width=DESK, javascript=javascript)
    page.goto("/capacity")
    page.locator("h1:focus").wait_for()  # where the page begins for whoever comes by keyboard, once it is drawn
    for _ in range(2):
        page.keyboard.press("Tab")
        if "ill right" in (reached := page.locator(":focus").inner_text()):
            break
    else:
        pytest.fail(f"two presses lead to {reached!r} only")
    with page.expect_navigation():
        page.keyboard.press("Enter")  # the third press at most
    db.session.rollback()
    said = [db.session.get_one(Capacity, identity).confirmed_at for identity in ids]
    assert all(at is not None and clock.now() - at < timedelta(minutes=1) for at in said)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_what_is_folded_away_is_accessible_and_says_whom_places_are_for(lite: Flask, visit: Visit, width: int) -> None:
    person = make.person(Role.PROVIDER_STAFF)
    service(name="Beacon House", places=6, confirmed_days_ago=30)
    page = visit(as_person=person, width=width)
    page.goto("/capacity")
    page.get_by_text("Change the numbers").click()
    page.get_by_role("link", name="Say why places are closed").click()
    for words in ("Why places are closed", "Keep places apart"):
        page.get_by_text(words, exact=False).first.click()
    girls = page.get_by_role("group", name="Group 1")
    girls.get_by_label("Who").select_option("Girls")
    for label, number in (("Youngest", "8"), ("Oldest", "12"), ("Staffed", "2"), ("Occupied", "3")):
        girls.get_by_label(label).fill(number)
    check_accessible(page)
    page.get_by_role("button", name="Save").press("Enter")
    page.get_by_role("link", name="Girls aged 8 to 12: 3 occupied").click()
    assert page.evaluate("document.activeElement.name") == "groups_0_occupied"
    check_accessible(page)
    picture(page, f"groups-wrong-{width}")
    girls.get_by_label("Occupied").fill("1")
    page.get_by_text("Why places are closed").click()
    page.get_by_label("We can take a child tonight").check()
    page.get_by_role("button", name="Save").press("Enter")
    page.get_by_text("Girls aged 8 to 12: 1 of 2 free").wait_for()
    page.get_by_text("A child can come tonight").wait_for()
    page.get_by_text("Change the numbers").click()
    check_accessible(page)
    picture(page, f"groups-{width}")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_file_of_places_goes_down_and_up_again(lite: Flask, visit: Visit, width: int, tmp_path: Path) -> None:
    stale, _ = some_services()
    page = visit(as_person=make.person(Role.PROVIDER_STAFF), width=width)
    page.goto("/capacity")
    page.get_by_role("link", name="Your places as a file").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Plain table (CSV)").click()
    file = tmp_path / "places.csv"
    download.value.save_as(file)
    rows = file.read_text("utf-8-sig").splitlines()
    kept = [row.replace(",5,3,1,", ",5,x,1,") if str(stale.id) in row else row for row in rows if ",,,,," not in row]
    file.write_text("\n".join(kept), "utf-8")
    page.get_by_label("Your file, CSV or XLSX").set_input_files(file)
    page.get_by_role("button", name="Show what would change").click()
    assert "(occupied): 'x' is not a whole number" in page.inner_text("#problems")
    check_accessible(page)
    picture(page, f"file-wrong-{width}")
    file.write_text("\n".join(kept).replace(",5,x,1,", ",5,2,1,"), "utf-8")
    page.get_by_label("Your file, CSV or XLSX").set_input_files(file)
    page.get_by_role("button", name="Show what would change").click()
    check_accessible(page)
    picture(page, f"file-right-{width}")
    page.get_by_role("button", name="Apply and confirm").click()
    assert "confirmed from your file" in page.inner_text("main")
    db.session.rollback()
    assert db.session.get_one(Capacity, stale.id).occupied == 2
