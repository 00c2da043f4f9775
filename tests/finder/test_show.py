"""The page of one service."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from directory.access import Role
from directory.codes import Gender, Rating, ServiceType, Specialism
from directory.finder import words
from directory.kit import clock
from directory.providers.models import Service
from directory.providers.search import document_of
from tests import make
from tests.finder.listing import LEEDS, service
from tests.inspect_pages import Client, Page
from tests.search.make_documents import documents

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


def test_a_public_service_shows_how_to_reach_it(client: Client, listed: dict[str, Service]) -> None:
    page = client.page(f"/services/{listed['therapy'].id}")
    assert page.heading == "Harbour Therapy"
    for said in ("0113 496 0000", "1 Example Street", "English, Vietnamese", "Assured until", "Not assured yet"):
        assert said in page.text


def test_a_confidential_service_shows_its_area_and_no_way_to_its_door(
    client: Client, listed: dict[str, Service]
) -> None:
    client.sign_in(make.person().id)
    page = client.page(f"/services/{listed['home'].id}")
    assert "Somewhere in Leeds" in page.text
    assert "The address is confidential" in page.text
    assert "1 of 4 places free now" in page.text
    assert page.text.count("places free") == 1
    assert "Contact" not in page.text


def test_a_stale_count_is_not_drawn(client: Client, listed: dict[str, Service]) -> None:
    client.sign_in(make.person().id)
    page = client.page(f"/services/{listed['stale'].id}")
    assert "Ask: not confirmed for 40 days" in page.text
    its_own, _, of_its_provider = page.html.partition("keeps its places up to date")
    assert "places__svg" not in its_own
    assert "places__svg" in of_its_provider
    assert "free" not in page.text


def test_the_regulator_s_word_is_shown_with_its_date_and_where_to_read_it(client: Client, lite: Flask) -> None:
    made = service(
        "Hall",
        service_type=ServiceType.RESIDENTIAL_SPECIAL_SCHOOL,
        urn="SC012345",
        rating=Rating.GOOD,
        rating_on=date(2026, 2, 1),
        **LEEDS,
    )
    page = client.page(f"/services/{made.id}")
    assert "Good on 1 February 2026" in page.text
    assert [link for link in page.links() if "SC012345" in link]


@pytest.mark.parametrize(("role", "may"), [(Role.SOCIAL_WORKER, True), (Role.COMMISSIONER, False)])
def test_who_may_draft_a_request_can_begin_one_from_here_and_from_a_search(
    client: Client, listed: dict[str, Service], role: Role, may: bool
) -> None:
    client.sign_in(make.person(role).id)
    shown = client.page(f"/services/{listed['home'].id}")
    found = client.page("/services?type=childrens_home&language=vie&near=Leeds&within=20&age=15")
    assert ('action="/requests/new"' in shown.html) is may
    assert ('action="/requests/new"' in found.html) is may


def test_a_search_is_carried_into_the_request_without_an_address(client: Client, listed: dict[str, Service]) -> None:
    client.sign_in(make.person().id)
    searched = {"type": "childrens_home", "near": "Leeds", "within": "20", "age": "15", "avoid_near": "Luton"}
    answer = client.send("/services/search", {**searched, "avoid_within": "20"})
    form = answer.get_data(as_text=True).split('action="/requests/new"')[1].split("</form>")[0]
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert {name: sent[name] for name in searched} == searched
    begun = client.send("/requests/new", sent)
    assert begun.status_code == 303
    assert "Luton" not in begun.location
    assert client.page(f"{begun.location}/sections/child").value("age") == "15"


@pytest.mark.parametrize(
    ("places", "confirmed_days_ago", "free_in_days", "said"),
    [
        ((4, 1), 1, None, "1 of 4 places free now"),
        ((1, 1), 0, None, "1 of 1 place free now"),
        ((4, 0), 1, None, "No places free now"),
        ((4, 0), 1, 7, "No places free now, one expected from 30 November 2026"),
        ((4, 1), 1, 7, "1 of 4 places free from 30 November 2026"),
        ((4, 4), 28, None, "4 of 4 places free now"),
        ((4, 4), 29, None, "Ask: not confirmed for 29 days"),
        ((4, None), None, None, "Ask: the provider has not confirmed its places yet"),
        ((None, None), None, None, ""),
    ],
)
def test_availability_in_words(
    places: tuple[int | None, int | None], confirmed_days_ago: int | None, free_in_days: int | None, said: str
) -> None:
    document = replace(
        documents(1, 1)[0],
        registered=places[0],
        available=places[1],
        confirmed_at=None if confirmed_days_ago is None else NOW - timedelta(days=confirmed_days_ago),
        available_from=NOW.date() + timedelta(days=free_in_days) if free_in_days else None,
    )
    assert words.availability(document, NOW) == said
    assert words.counted(document, NOW) is ("free" in said)


def test_whom_a_service_takes_in_words(lite: Flask) -> None:
    made = service("Hall", age_minimum=16, age_maximum=16, gender=Gender.FEMALE, **LEEDS)
    assert words.ages(document_of(made)) == "Age 16, girls only"
    assert words.availability(document_of(made), NOW) == ""


def test_an_expired_assurance_is_not_assured(client: Client, lite: Flask) -> None:
    made = service("Hall", claims={Specialism.TRAUMA: clock.today() - timedelta(days=1)}, **LEEDS)
    assert "Not assured yet" in client.page(f"/services/{made.id}").text
    assert "Assured" not in client.page("/services").text.replace("assurer", "")
    answer = client.get(f"/api/v1/services/{made.id}").get_json()
    assert answer["claims"] == [{"specialism": "trauma", "assured_until": None}]


@pytest.mark.parametrize(
    ("before", "back"),
    [
        ("http://localhost/services?q=therapy&near=Leeds", "/services?q=therapy&near=Leeds"),
        ("http://localhost/services", "/services"),
        ("http://localhost/services/search", None),
        ("https://elsewhere.example/services?q=therapy", None),
        ("http://[odd/services", None),
        ("http://localhost[odd/services", None),
        ("", None),
    ],
)
def test_the_way_back_leads_to_the_search_that_found_the_service(
    client: Client, listed: dict[str, Service], before: str, back: str | None
) -> None:
    answer = client.get(f"/services/{listed['therapy'].id}", headers={"Referer": before})
    assert answer.status_code == 200
    page = Page(answer)
    assert ("Back to what was found" in page.text) is (back is not None)
    assert (back or "/services") in page.links()
