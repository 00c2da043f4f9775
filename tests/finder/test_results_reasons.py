"""What a service lacks, which fail one thing only, what a zone keeps out, and how far things are."""

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask

from directory.codes import Gender, Rating, ServiceType, Specialism
from directory.kit import clock
from directory.providers.models import Service
from tests import make
from tests.finder.listing import LEEDS, LEEDS_AREA, LUTON, cards, service
from tests.finder.test_results import statements
from tests.inspect_pages import Client, Page

HOME: dict[str, Any] = {"service_type": ServiceType.CHILDRENS_HOME}


@pytest.fixture
def worker(client: Client, listed: dict[str, Service]) -> Client:
    """A social worker's browser."""
    return client.sign_in(make.person().id)


def missed(page: Page) -> dict[str, str]:
    """Give the near misses by name, with the one thing each fails."""
    cards = page.html.split('aria-labelledby="missed"')[1:]
    found = re.findall(r'--miss"><a[^>]*>([^<]*)</a>.*?card__reason">([^<]*)<', "".join(cards), re.DOTALL)
    return {unescape(name): unescape(reason) for name, reason in found}


@pytest.mark.parametrize(
    ("query", "name", "reason"),
    [
        ("near=53.9,-1.5437&within=5&type=therapy", "Harbour Therapy", "2.1 miles beyond your 5 miles"),
        ("type=foster_care&language=sqi", "Household LW-014", "Does not say that it speaks Albanian"),
        ("type=childrens_home&age=9&places=1", "Children's home in Leeds, URN 1", "Takes ages 11 to 17"),
        (
            "type=childrens_home&freshness=current&age=9",
            "Children's home in Leeds, URN 2",
            "Its places were confirmed 40 days ago",
        ),
        ("specialism=trafficking&assured=1&language=vie", "Harbour Therapy", "Trafficking is claimed, not yet assured"),
        ("specialism=autism&places=1", "Moorside School", "No place is free, one is expected from 1 December 2026"),
        ("specialism=autism&by=2026-11-30", "Moorside School", "Its next place is expected on 1 December 2026"),
        ("type=advocacy&region=London", "Beacon Advocacy", "Is in Luton"),
        ("type=foster_care&specialism=autism", "Household LW-014", "Does not claim Autism"),
        ("type=training&specialism=autism", "Moorside School", "Another service type: Residential special school"),
    ],
)
def test_a_near_miss_fails_one_thing_and_says_which(worker: Client, query: str, name: str, reason: str) -> None:
    assert missed(worker.page(f"/services?{query}")).get(name) == reason


def test_a_near_miss_may_be_an_assurance_that_has_run_out_a_rating_or_a_gender(worker: Client) -> None:
    ended = clock.today() - timedelta(days=31)
    service(
        "Old office",
        service_type=ServiceType.INTERPRETING,
        claims={Specialism.REMAND: ended},
        rating=Rating.REQUIRES_IMPROVEMENT,
        gender=Gender.MALE,
        **LEEDS,
    )
    asked = "/services?type=interpreting&specialism=remand"
    assert missed(worker.page(f"{asked}&assured=1"))["Old office"] == "Remand was assured until 23 October 2026"
    assert missed(worker.page(f"{asked}&rating=good"))["Old office"] == "Rated requires improvement"
    assert missed(worker.page(f"{asked}&gender=female"))["Old office"] == "Takes boys only"


def test_a_day_that_has_come_is_not_expected_any_more(worker: Client) -> None:
    school = ServiceType.RESIDENTIAL_SPECIAL_SCHOOL
    service("Full school", service_type=school, places=(2, 2), available_from=clock.today(), **LEEDS)
    asked = f"/services?type={school}&places=1&near=Leeds"
    assert missed(worker.page(asked))["Full school"] == "No place is free"


def test_there_are_no_near_misses_where_enough_is_found_and_never_a_row_twice(worker: Client) -> None:
    for number in range(6):
        service(f"Office {number}", languages=["pol"], **LEEDS)
    assert "Near misses" not in worker.page("/services?language=pol&near=Leeds").text
    page = worker.page("/services?language=vie&type=therapy&near=Leeds")
    assert cards(page) == ["Harbour Therapy"]
    assert "Harbour Therapy" not in missed(page)
    assert len(missed(page)) == 5


def test_no_near_miss_is_what_one_may_not_see(client: Client, listed: dict[str, Service]) -> None:
    asked = "type=childrens_home&type=therapy&language=sqi"
    assert set(missed(client.page(f"/services?{asked}"))) == {"Harbour Therapy"}
    answer = client.get(f"/api/v1/services?{asked}").get_json()
    assert [each["name"] for each in answer["near_misses"]] == ["Harbour Therapy"]
    assert answer["near_misses"][0]["misses"] == "does not say that it speaks Albanian"


def test_a_zone_is_never_loosened_for_a_near_miss(worker: Client) -> None:
    asked = {"type": "foster_care", "age": "9", "avoid_near": "53.6056,-1.5071", "avoid_within": "5"}
    page = Client.send(worker, "/services/search", asked).get_data(as_text=True)
    assert "No services found" in page
    assert "1 service is left out" in page
    assert "Household LW-014" not in page.partition('aria-labelledby="missed"')[2]


def test_the_api_counts_what_each_zone_leaves_out(client: Client, listed: dict[str, Service]) -> None:
    zones = [{"near": "Leeds", "within": 5}, {"near": "Plymouth", "within": 5}]
    answer = client.post("/api/v1/services/search", json={"avoid": zones}).get_json()
    assert [(each["within"], each["total"]) for each in answer["excluded"]] == [(5.0, 2), (5.0, 0)]
    assert answer["excluded"][0]["near"].startswith("Leeds")


def test_what_a_service_lacks_is_said_on_its_card_and_in_the_api(worker: Client) -> None:
    days = clock.now() - timedelta(days=12)
    service(
        "Home 9",
        places=(3, 3),
        confirmed_at=days,
        claims={Specialism.TRAUMA: None},
        rating=Rating.INADEQUATE,
        gender=Gender.FEMALE,
        **HOME,
        **LEEDS_AREA,
    )
    page = worker.page("/services?specialism=trauma&type=childrens_home&near=Leeds")
    assert (
        "Trauma is claimed, not yet assured; takes girls only; its places were confirmed 12 days ago: ask before you "
        "count on a place; the regulator rated it inadequate"
    ) in page.text


def test_the_api_says_what_a_service_lacks(client: Client, listed: dict[str, Service]) -> None:
    item = client.get("/api/v1/services?specialism=autism").get_json()["items"][0]
    assert item["lacks"] == ["has no place free now"]
    claimed = client.get("/api/v1/services?specialism=trafficking").get_json()["items"][0]
    assert claimed["lacks"] == ["Trafficking is claimed, not yet assured"]


def test_a_home_for_16_and_17_year_olds_says_so_until_the_age_is_asked(client: Client, lite: Flask) -> None:
    service("Flat", service_type=ServiceType.SUPPORTED_ACCOMMODATION, age_minimum=16, age_maximum=17, **LEEDS)
    assert "16 and 17 year olds only" in client.page("/services").text
    assert "16 and 17 year olds only" not in client.page("/services?age=16").text


def test_each_zone_says_how_many_it_leaves_out_which_and_why(worker: Client) -> None:
    service("Nowhere yet", **{**LUTON, "latitude": None, "longitude": None})
    zones = {"avoid_near": ["53.6056,-1.5071", "Plymouth"], "avoid_within": ["5", "3"]}
    page = Client.send(worker, "/services/search", zones).get_data(as_text=True)
    assert "4 services are left out because part of their area may lie within 5 miles of 53.6056, -1.5071" in page
    assert "it lies somewhere in Leeds, whose middle is 15 miles away and which reaches 12.9 miles around that" in page
    assert "its place is not known, so it may lie anywhere" in page
    assert "1 service is left out because part of its area may lie within 3 miles of" in page
    assert 'class="map__zone"' in page
    assert "Kept away from: within 5 miles of 53.6056, -1.5071" in page


def test_the_zones_are_on_the_map_of_a_posted_page_only(worker: Client) -> None:
    posted = Client.send(worker, "/services/search", {"avoid_near": "53.6056,-1.5071", "avoid_within": "5"})
    given = json.loads(re.search(r'id="map-data"[^>]*>(.*?)</script>', posted.get_data(as_text=True), re.DOTALL)[1])  # type: ignore[index]
    assert [zone["miles"] for zone in given["zones"]] == [5.0]
    assert all(not whole["href"] for whole in given["wholes"])


def test_near_a_place_the_distances_lead_to_what_they_count(worker: Client) -> None:
    page = worker.page("/services?near=Leeds&within=600")
    offers = re.findall(
        r'href="(/services[^"]*within=(\d+)[^"]*)"[^>]*>within \d+ miles</a> <span[^>]*>\((\d+)\)', page.html
    )
    assert offers
    for link, _, count in offers:
        assert f"{count} services found" in worker.page(link.replace("&amp;", "&")).text


def test_in_order_of_distance_the_list_has_headings_with_counts(worker: Client) -> None:
    page = worker.page("/services?near=Leeds&within=600&sort=distance")
    bands = [
        " ".join("".join(each.itertext()).split()) for each in page.tree.iter() if each.get("class") == "finder__band"
    ]
    assert bands == ["Within 5 miles (5)", "100 to 200 miles (1)"]
    assert 'class="finder__band"' not in worker.page("/services?near=Leeds&within=600").html


def test_a_balanced_order_says_what_it_weighs(worker: Client) -> None:
    assert (
        "Balanced order adds 35% how well your words match, 25% nearness" in worker.page("/services?sort=balanced").text
    )


def test_more_than_the_page_shows_is_counted_by_authority_on_the_map(worker: Client) -> None:
    def wholes(path: str) -> list[Any]:
        found = re.search(r'id="map-data"[^>]*>(.*?)</script>', worker.page(path).html, re.DOTALL)
        assert found
        return list(json.loads(found[1])["wholes"])

    assert wholes("/services") == []
    counted = wholes("/services?per_page=2")
    assert {(one["name"], one["count"]) for one in counted} == {("Leeds", 5), ("Luton", 1)}
    assert "1 service found" in worker.page(next(one["href"] for one in counted if one["name"] == "Luton")).text
    assert [one["name"] for one in wholes("/services?per_page=2&authority=E08000035")] == ["Leeds"]


def test_the_outline_behind_the_drawing_is_an_image(client: Client) -> None:
    answer = client.get("/services/outline.svg")
    assert answer.mimetype == "image/svg+xml"
    assert answer.get_data(as_text=True).startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ')


def test_near_misses_and_zones_take_no_more_statements_when_there_are_more(client: Client, lite: Flask) -> None:
    asked = "/services?language=vie&type=therapy&near=Leeds&age=9&gender=male"
    for number in range(2):
        service(f"First office {number}", languages=["eng"], **LEEDS)
    client.page(asked)
    few = statements(client, asked)
    for number in range(20):
        service(f"Office {number}", languages=["eng"], **LEEDS)
    page = client.page(asked)
    assert len(missed(page)) == 5
    assert statements(client, asked) <= few
