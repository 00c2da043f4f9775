"""What is found and how it is shown, as a browser without JavaScript sees it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from directory.codes import ServiceType, Specialism
from directory.kit import clock
from directory.kit.db import db
from directory.providers.models import Service
from tests import make
from tests.finder.listing import LEEDS, cards, service
from tests.inspect_pages import Client


@pytest.fixture
def worker(client: Client, listed: dict[str, Service]) -> Client:
    """A social worker's browser."""
    return client.sign_in(make.person().id)


def test_a_search_shows_what_matches_and_marks_the_words(client: Client, listed: dict[str, Service]) -> None:
    page = client.page("/services?q=trauma")
    assert "1 service found" in page.text
    assert cards(page) == ["Harbour Therapy"]
    assert "<mark>Trauma</mark>" in page.html


def test_what_says_the_same_is_found_too_which_is_said_and_can_be_undone(
    client: Client, listed: dict[str, Service]
) -> None:
    page = client.page("/services?q=modern+slavery")
    assert cards(page) == ["Harbour Therapy"]
    assert "Also looked for: " in page.text
    assert "/services?q=%22modern%22+%22slavery%22" in page.links()
    assert "No services found" in client.page("/services?q=%22modern%22+%22slavery%22").text


def test_no_search_shows_the_whole_directory(client: Client, listed: dict[str, Service]) -> None:
    assert "3 services found" in client.page("/services").text


def test_an_empty_directory_is_a_page_too(client: Client) -> None:
    page = client.page("/services")
    assert "No services found" in page.text
    assert "Nothing fits this search" in page.text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("type=childrens_home", {"URN 1", "URN 2"}),
        ("type=advocacy&type=foster_care", {"Beacon Advocacy", "Household LW-014"}),
        ("specialism=trafficking", {"Harbour Therapy", "URN 1"}),
        ("specialism=trafficking&specialism=trauma", {"Harbour Therapy"}),
        ("specialism=trafficking&assured=1", {"URN 1"}),
        ("language=vie", {"Harbour Therapy", "Household LW-014"}),
        ("language=vie&language=ara", {"Harbour Therapy", "Household LW-014", "Beacon Advocacy"}),
        ("age=5&near=Leeds", {"Harbour Therapy", "Household LW-014", "URN 2"}),
        ("places=1", {"URN 1", "Household LW-014"}),
        ("freshness=stale&type=childrens_home", {"URN 2"}),
        ("region=East of England", {"Beacon Advocacy"}),
        ("authority=E06000032", {"Beacon Advocacy"}),
        ("near=Luton&within=10", {"Beacon Advocacy"}),
        ("type=residential_special_school&by=2026-12-02", {"Moorside School"}),
    ],
)
def test_each_filter_narrows(worker: Client, query: str, expected: set[str]) -> None:
    found = cards(worker.page(f"/services?{query}"))
    assert {name.replace("Children's home in Leeds, ", "") for name in found} == expected


def test_mine_shows_ones_own_services_only(client: Client, listed: dict[str, Service]) -> None:
    client.sign_in(make.person(*make.provider(of="Beacon").roles, of="Beacon").id)
    found = cards(client.page("/services?mine=1"))
    assert set(found) == {"Beacon Advocacy", "Moorside School", "Children's home in Leeds, URN 2"}


def test_sorted_by_distance_the_nearest_comes_first(worker: Client) -> None:
    found = cards(worker.page("/services?near=Luton&within=600&sort=distance"))
    assert found[0] == "Beacon Advocacy"
    assert len(found) == 6


def test_availability_is_said_in_words_and_a_stale_count_is_never_free(worker: Client) -> None:
    page = worker.page("/services?near=Leeds")
    assert "1 of 4 places free now" in page.text
    assert "No places free now, one expected from 1 December 2026" in page.text
    card = next(part for part in page.html.split("<article")[1:] if "URN 2" in part.split("</article>")[0])
    card = card.split("</article>")[0]
    assert "Ask: not confirmed for 40 days" in card
    assert "free" not in card


def test_a_confidential_distance_says_that_it_is_to_the_middle_of_an_area(worker: Client) -> None:
    assert re.search(r"[\d.]+ miles to the centre of Leeds", worker.page("/services?near=LS1&type=childrens_home").text)


def test_what_is_chosen_is_shown_and_can_be_taken_away(worker: Client) -> None:
    page = worker.page("/services?near=Leeds&language=vie&age=12")
    for words in ("Within 40 miles of Leeds", "Speaks Vietnamese", "Aged 12"):
        assert f"Remove {words}" in page.text
    assert "/services?near=Leeds&age=12" in page.links()
    assert "/services?language=vie&age=12" in page.links()


def test_facets_count_what_each_choice_would_leave(worker: Client) -> None:
    page = worker.page("/services")
    assert "Children's home (2)" in page.text
    assert "Therapy (1)" in page.text


def test_nothing_found_says_what_to_relax_with_its_real_count(worker: Client) -> None:
    page = worker.page("/services?near=Luton&within=5&type=childrens_home")
    assert "No services found" in page.text
    offers = {
        link: int(n)
        for link, n in re.findall(r'href="(/services[^"]*)"[^>]*>[^<]*</a> <strong[^>]*>(\d+) found', page.html)
    }
    assert offers
    for link, total in offers.items():
        found = worker.page(link.replace("&amp;", "&"))
        assert f"{total} service{'' if total == 1 else 's'} found" in found.text
    assert list(offers.values()) == sorted(offers.values(), reverse=True)


def test_one_word_too_many_is_proposed_to_be_left_out(worker: Client) -> None:
    page = worker.page("/services?q=calm+zebra")
    assert "No services found" in page.text
    assert "Leave out the word “zebra”" in page.text
    assert "/services?q=calm" in page.links()
    assert "Leave out the word “calm”" not in page.text


def test_a_misspelt_word_is_asked_back(client: Client, listed: dict[str, Service]) -> None:
    page = client.page("/services?q=advocasy")
    assert "Did you mean advocacy" in page.text
    assert "/services?q=advocacy" in page.links()


def test_pages_hold_each_row_once(lite: Flask, client: Client) -> None:
    for number in range(45):
        service(f"Office {number}", **LEEDS)
    seen = [name for number in (1, 2, 3) for name in cards(client.page(f"/services?page={number}"))]
    assert len(seen) == len(set(seen)) == 45
    assert "page 2 of 3" in client.page("/services?page=2").text
    assert "There is no page 4" in client.page("/services?page=4").text


def test_what_a_provider_writes_is_never_markup(client: Client, lite: Flask) -> None:
    nasty = '<script>alert("x")</script> trauma </script><b>bold</b> & "quotes"'
    service(f"Office {nasty}", of=f"Owner {nasty}", description=f"{nasty} therapy", **LEEDS)
    page = client.page("/services?q=trauma")
    assert "1 service found" in page.text
    assert "<script>alert" not in page.html
    assert "<b>bold" not in page.html
    assert "</script><b>" not in page.html
    answer = client.get("/api/v1/services?q=trauma").get_json()
    for html in answer["items"][0]["highlights"].values():
        assert not re.search(r"<(?!/?mark>)", html)


def statements(client: Client, path: str) -> int:
    """Count the statements that a page takes."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        client.page(path)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def test_a_page_of_20_takes_no_more_statements_than_a_page_of_1(client: Client, lite: Flask) -> None:
    service("Office", **LEEDS)
    client.page("/services")
    one = statements(client, "/services")
    for number in range(20):
        service(f"Office {number}", claims={Specialism.TRAUMA: clock.today() + timedelta(days=9)}, **LEEDS)
    client.page("/services")
    assert statements(client, "/services") <= one


def test_a_capacity_change_is_in_the_next_search(client: Client, lite: Flask) -> None:
    service("Old hall", service_type=ServiceType.RESIDENTIAL_SPECIAL_SCHOOL, places=(3, 3), **LEEDS)
    assert "No services found" in client.page("/services?places=1").text
    service("New hall", service_type=ServiceType.RESIDENTIAL_SPECIAL_SCHOOL, places=(3, 2), **LEEDS)
    assert "1 of 3 places free now" in client.page("/services?places=1").text
