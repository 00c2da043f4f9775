"""Searching in Chromium: by keyboard, on a phone, without JavaScript, with axe on every page."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect

from directory.codes import LANGUAGES
from directory.providers.models import Service
from tests import make
from tests.engines.browser import DESK, PHONE, Visit, check_accessible
from tests.finder.listing import LEEDS, service


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_every_page_of_the_finder_is_accessible(visit: Visit, listed: dict[str, Service], width: int) -> None:
    page = visit(as_person=make.person(), width=width)
    paths = (
        "/services?near=Leeds&type=childrens_home&type=foster_care",
        "/services?near=Luton&within=5&type=childrens_home",
        "/services?near=Nowhereville&age=99",
        f"/services/{listed['home'].id}",
        f"/services/{listed['therapy'].id}",
        "/services/search?near=Leeds",
    )
    for path in paths:
        page.goto(path)
        if page.locator("#map-details:not([open])").count():
            page.click("#map-summary")
        page.wait_for_load_state("networkidle")
        check_accessible(page)


def test_a_filter_takes_effect_at_once_and_keeps_the_focus(visit: Visit, listed: dict[str, Service]) -> None:
    page = visit(as_person=make.person())
    page.goto("/services")
    page.evaluate("window.stayed = true")
    expect(page.locator("#total")).to_contain_text("6 services found")
    page.focus("#type-childrens_home")
    page.keyboard.press("Space")
    expect(page.locator("#total")).to_contain_text("2 services found")
    assert page.evaluate("document.activeElement.id") == "type-childrens_home"
    assert page.evaluate("window.stayed") is True
    assert page.url.endswith("/services?type=childrens_home")
    assert page.locator("#total").get_attribute("aria-live") == "polite"
    page.keyboard.press("Space")
    expect(page.locator("#total")).to_contain_text("6 services found")


def test_a_search_by_keyboard_alone_leads_to_a_service(visit: Visit, listed: dict[str, Service]) -> None:
    page = visit(as_person=make.person())
    page.goto("/services")
    page.focus("#q")
    page.keyboard.type("advocacy")
    page.keyboard.press("Enter")
    expect(page.locator("#total")).to_contain_text("1 service found")
    focus_by_tab(page, "Beacon Advocacy")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Beacon Advocacy")


def focus_by_tab(page: Page, name: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"{name} is not reached by the keyboard")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_without_javascript_the_form_does_it_all(visit: Visit, listed: dict[str, Service], width: int) -> None:
    page = visit(as_person=make.person(), width=width, javascript=False)
    page.goto("/services")
    page.fill("#near", "Leeds")
    if width == PHONE:
        page.focus("#show-filters")
        page.keyboard.press("Space")
    page.check("#type-foster_care")
    page.click("text=Apply filters")
    expect(page.locator("#total")).to_contain_text("1 service found within 40 miles of Leeds")
    page.click("#map-summary")
    expect(page.locator("svg.map__drawing circle.map__area")).to_have_count(1)
    page.click(".filter__tag:has-text('Foster care')")
    expect(page.locator("#total")).to_contain_text("5 services found")


def test_on_a_phone_the_results_come_before_the_filters_are_opened(visit: Visit, listed: dict[str, Service]) -> None:
    page = visit(as_person=make.person(), width=PHONE)
    page.goto("/services")
    assert not page.locator("#type-therapy").is_visible()
    box, total = page.locator("#q").bounding_box(), page.locator("#total").bounding_box()
    card = page.locator("article.card").first.bounding_box()
    assert box
    assert total
    assert card
    assert box["y"] < total["y"] < card["y"]
    page.click("text=Show filters")
    page.check("#type-therapy")
    expect(page.locator("#total")).to_contain_text("1 service found")


def test_the_map_has_named_markers_that_the_keyboard_opens(visit: Visit, listed: dict[str, Service]) -> None:
    page = visit(as_person=make.person())
    page.goto("/services?near=Leeds")
    area = page.get_by_role("button", name="3 services somewhere in Leeds")
    expect(area).to_have_count(1)
    area.focus()
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup-content")
    expect(popup).to_contain_text("Household LW-014")
    assert popup.locator("a").count() == 3
    # two offices at one point are one mark, which names both
    page.get_by_role("button", name="2 services here").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup-content").last).to_contain_text("Harbour Therapy")


def test_a_card_that_is_pointed_at_or_holds_the_focus_is_lit_on_the_map(
    visit: Visit, listed: dict[str, Service]
) -> None:
    page = visit(as_person=make.person())
    page.goto("/services?near=Leeds&type=foster_care")
    mark = page.get_by_role("button", name="1 service somewhere in Leeds")
    expect(mark).to_have_count(1)
    page.focus(f"#service-{listed['carer'].id} a")
    expect(page.locator(".map-marker--lit")).to_have_count(1)
    page.focus("#q")
    expect(page.locator(".map-marker--lit")).to_have_count(0)
    page.hover(f"#service-{listed['carer'].id}")
    expect(page.locator(".map-marker--lit")).to_have_count(1)


def test_what_the_page_does_not_show_is_on_the_map_too(visit: Visit, listed: dict[str, Service]) -> None:
    page = visit(as_person=make.person())
    page.goto("/services?per_page=1")
    whole = page.get_by_role("button", name="5 services in Leeds")
    whole.focus()
    page.keyboard.press("Enter")
    page.click("text=Show only Leeds")
    expect(page.locator("#total")).to_contain_text("5 services found")
    check_accessible(page)


def test_going_back_shows_the_search_before_with_what_was_typed(visit: Visit, listed: dict[str, Service]) -> None:
    page = visit(as_person=make.person())
    page.goto("/services")
    page.fill("#q", "independent")
    page.keyboard.press("Enter")
    expect(page.locator("#total")).to_contain_text("1 service found")
    page.go_back()
    expect(page.locator("#total")).to_contain_text("6 services found")
    expect(page.locator("#q")).to_have_value("")
    page.go_forward()
    expect(page.locator("#total")).to_contain_text("1 service found")
    expect(page.locator("#q")).to_have_value("independent")


def test_a_slow_answer_says_so_and_the_last_question_is_the_one_answered(
    visit: Visit, listed: dict[str, Service]
) -> None:
    page = visit(as_person=make.person())
    page.goto("/services")

    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile(r"\?type=therapy$"), hold)
    page.check("#type-therapy")
    page.check("#type-advocacy")
    expect(page.locator("#total")).to_contain_text("2 services found")
    page.route(re.compile(r"\?type=advocacy$"), hold)
    page.uncheck("#type-therapy")
    expect(page.locator("#finder-status")).to_have_text("Searching…")
    assert page.locator("#results").get_attribute("aria-busy") == "true"
    held[-1].continue_()
    expect(page.locator("#total")).to_contain_text("1 service found")
    expect(page.locator("#finder-status")).to_have_text("")


def test_when_the_search_cannot_be_reached_the_page_stays_and_says_so(visit: Visit, listed: dict[str, Service]) -> None:
    page = visit(as_person=make.person())
    page.goto("/services")
    page.route(re.compile("type=therapy"), lambda route: route.abort())
    page.check("#type-therapy")
    expect(page.locator("#finder-status")).to_contain_text("could not be reached")
    expect(page.locator("#total")).to_contain_text("6 services found")
    assert page.locator("#results").get_attribute("aria-busy") is None
    check_accessible(page)


def test_a_long_list_of_languages_is_folded_and_can_be_narrowed(visit: Visit, lite: Flask) -> None:
    for language in list(LANGUAGES)[:14]:
        service(f"Office {language}", languages=[language], **LEEDS)
    page = visit()
    page.goto("/services?language=eng")
    expect(page.locator("#language-gla")).to_be_hidden()
    page.fill("#language-options-narrow", "gael")
    expect(page.locator("#language-gla")).to_be_visible()
    expect(page.locator("#language-eng")).to_be_hidden()
    page.check("#language-gla")
    expect(page.locator("#total")).to_contain_text("2 services found")
    expect(page.locator("#language-options-narrow")).to_have_value("gael")
    assert page.evaluate("document.activeElement.id") == "language-gla"
    assert "gael" not in page.url
    check_accessible(page)


@pytest.mark.parametrize("javascript", [True, False], ids=["with a script", "without"])
def test_places_to_keep_away_from_stand_in_no_address(
    visit: Visit, listed: dict[str, Service], javascript: bool
) -> None:
    for number in range(25):
        service(f"Office {number}", **LEEDS)
    page = visit(as_person=make.person(), javascript=javascript)
    addresses: list[str] = []
    page.on("request", lambda sent: addresses.append(sent.url))
    page.goto("/services?near=Leeds")
    page.click("text=Keep away from a place")
    page.fill("#avoid-0-near", "53.6056,-1.5071")
    page.fill("#avoid-0-within", "5")
    page.click("main form button[type=submit]")
    expect(page.locator("#total")).to_contain_text("27 services found")
    if javascript:
        check_accessible(page)
    page.click("text=Next page")
    expect(page.locator("#total")).to_contain_text("page 2 of 2")
    page.check("#type-residential_special_school")
    if not javascript:
        page.click("text=Apply filters")
    expect(page.locator("#total")).to_contain_text("1 service found")
    page.click(".filter__tag:has-text('Residential special school')")
    expect(page.locator("#total")).to_contain_text("27 services found")
    assert len(addresses) > 4
    assert not [address for address in addresses if "53.6" in address or "avoid" in address]
