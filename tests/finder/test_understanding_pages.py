"""The box on the page and in the API: what was understood is shown and can be taken away; no zone is in an address."""

import json
import re
from html import unescape
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import expect

from directory.providers.models import Service
from tests import make
from tests.engines.browser import DESK, PHONE, Visit, check_accessible
from tests.finder.listing import LEEDS, cards, service
from tests.finder.test_safety import lines
from tests.inspect_pages import Client, Page

__all__ = ["lines"]

TYPED = "foster carer near Leeds for a Vietnamese boy of 15, tonight"
AWAY = "children's home away from Luton"


def values(page: Page, name: str) -> list[str]:
    """Give what stands in the fields of a name."""
    return [field.get("value", "") for field in page.tree.iter("input") if field.get("name") == name]


def way(page: Page, words: str) -> str:
    """Give where a link leads."""
    (href,) = {
        str(link.get("href")) for link in page.tree.iter("a") if words in " ".join("".join(link.itertext()).split())
    }
    return href


@pytest.fixture
def worker(client: Client, listed: dict[str, Service]) -> Client:
    """A social worker's browser."""
    return client.sign_in(make.person().id)


def test_what_was_understood_is_shown_with_the_words_that_made_it(worker: Client) -> None:
    page = worker.page(f"/services?q={quote_plus(TYPED)}")
    assert cards(page) == ["Household LW-014"]
    for chip, words in (
        ("Foster care", "foster carer"),
        ("Within 40 miles of Leeds", "near Leeds"),
        ("Speaks Vietnamese", "Vietnamese"),
        ("For: a boy", "boy"),
        ("Aged 15", "of 15"),
        ("At least 1 place free", "tonight"),
    ):
        assert f"Remove {chip} from “{words}”" in page.text
    assert values(page, "q")[0] == ""
    assert values(page, "near")[0] == "Leeds"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("trauma in Leads", "trauma near Leeds"), ("calm Manchestr", ""), ("truama near Ledes", "trauma near Leeds")],
)
def test_a_place_misspelt_among_the_words_is_proposed_where_it_finds_something(
    worker: Client, typed: str, meant: str
) -> None:
    answer = worker.get(f"/api/v1/services?q={quote_plus(typed)}").get_json()
    assert (answer["total"], answer["suggestion"] or "") == (0, meant)
    if meant:
        page = worker.page(f"/services?q={quote_plus(typed)}")
        assert f"Did you mean {meant}" in page.text
        assert worker.get(f"/api/v1/services?q={quote_plus(meant)}").get_json()["total"] > 0


def test_a_place_to_keep_away_from_is_never_proposed_as_one_to_be_near(worker: Client) -> None:
    answer = worker.post("/api/v1/services/search", json={"q": "calm not near Leads"})
    assert not answer.get_json().get("suggestion"), answer.get_json()


def test_the_words_are_left_out_as_a_whole_last(worker: Client) -> None:
    page = worker.page("/services?q=zzzz+trauma")
    relaxed = page.text.partition("Change one thing")[2]
    assert relaxed.index("Leave out the word “zzzz”") < relaxed.index("Leave out the words “zzzz trauma”")


def test_near_a_place_and_without_words_the_best_match_is_the_balanced_order(worker: Client) -> None:
    best, balanced = (worker.page(f"/services?near=Leeds&within=600&sort={sort}") for sort in ("relevance", "balanced"))
    assert cards(best) == cards(balanced)
    assert "Balanced order adds" in balanced.text
    assert "Balanced order adds" not in best.text


def test_every_way_on_says_the_same_without_the_box(worker: Client) -> None:
    page = worker.page(f"/services?q={quote_plus(TYPED + ' calm')}")
    ways = [link for link in page.links() if link.startswith("/services?") and "sort" not in link]
    assert any("q=calm" in link for link in ways)
    for link in ways:
        asked = worker.get(link.replace("/services?", "/api/v1/services?")).get_json()
        assert "foster" not in asked["understood"].get("q", "") or '"foster' in asked["understood"]["q"]


def test_a_filter_taken_away_does_not_come_back_from_its_words(worker: Client) -> None:
    page = worker.page(f"/services?q={quote_plus(TYPED)}")
    fewer = worker.page(way(page, "Remove Speaks Vietnamese"))
    assert "Remove Speaks Vietnamese" not in fewer.text
    assert "Remove Foster care" in fewer.text


def test_the_words_can_be_searched_for_as_typed(worker: Client) -> None:
    page = worker.page("/services?q=advocacy+calm")
    typed = worker.page(way(page, "search for these words as typed"))
    assert values(typed, "q")[0] == '"advocacy" calm'
    assert "Remove Advocacy" not in typed.text


def test_the_api_says_what_was_made_of_the_words(worker: Client) -> None:
    answer = worker.get(
        f"/api/v1/services?q={quote_plus('Eritrean girl of 15 near Leeds, advocate tomorrow')}"
    ).get_json()
    told = answer["understood"]
    assert told["near"] == "Leeds"
    assert (told["type"], told["language"], told["gender"], told["age"]) == (["advocacy"], ["tir"], "female", 15)
    assert "q" not in told
    read = {(row["parameter"], row["value"]): row for row in answer["read"]}
    assert read["language", "tir"]["words"] == "Eritrean"
    assert read["language", "tir"]["because"] == "Eritrean children often speak Tigrinya"
    assert [row["words"] for row in answer["aside"]] == ["tomorrow"]


def test_plain_words_are_words(worker: Client) -> None:
    for words in ("trauma", "home", "exploitation", "calm home"):
        answer = worker.get(f"/api/v1/services?q={quote_plus(words)}").get_json()
        assert (answer["understood"], answer["read"]) == ({"q": words}, [])


# Places to keep away from


def test_an_address_that_names_a_place_to_keep_away_from_is_not_searched(worker: Client) -> None:
    for path in ("/services", "/services/search"):
        page = worker.page(f"{path}?q={quote_plus(AWAY)}&age=15")
        assert "We have not searched yet" in page.text
        assert values(page, "avoid_near")[0] == "Luton"
        assert values(page, "avoid_within")[0] == "20"
        assert values(page, "type") == ["childrens_home"]
        assert values(page, "q") == []
        assert "services found" not in page.text
        for address in re.findall(r'(?:href|action|src|formaction)="([^"]*)"', page.html):
            assert "Luton" not in unescape(address)


def test_the_api_refuses_it_in_an_address_and_takes_it_in_a_body(worker: Client, lines: list[str]) -> None:
    refused = worker.get(f"/api/v1/services?q={quote_plus(AWAY)}")
    assert refused.status_code == 422
    assert "avoid" in refused.get_data(as_text=True)
    assert "Luton" not in refused.get_data(as_text=True)
    found = worker.post("/api/v1/services/search", json={"q": AWAY}).get_json()
    assert found["understood"]["avoid"] == [{"near": "Luton", "within": 20.0}]
    assert found["understood"]["type"] == ["childrens_home"]
    assert lines
    assert not [line for line in lines if "Luton" in line]


def test_words_sent_in_a_body_become_rows_that_can_be_changed(worker: Client) -> None:
    answer = worker.send("/services/search", {"q": "home away from Leeds", "avoid_near": "Luton", "avoid_within": "5"})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert 'name="avoid_near" value="Leeds"' in html
    assert 'name="avoid_near" value="Luton"' in html
    said = " ".join(Page(answer).text.split())
    assert re.search(r"may lie within 20 miles of (any part of )?Leeds", said)
    assert re.search(r"may lie within 5 miles of (any part of )?Luton", said)
    for address in re.findall(r'(?:href|action|src|formaction)="([^"]*)"', html):
        assert "Leeds" not in address


def test_a_place_to_keep_away_from_that_is_not_known_is_asked_for_again(worker: Client) -> None:
    answer = worker.send("/services/search", {"q": "advocate away from Nowhereville"})
    assert answer.status_code == 422
    html = answer.get_data(as_text=True)
    assert 'value="Nowhereville"' in html
    assert 'name="type" value="advocacy"' in html


def test_words_in_a_body_that_name_no_such_place_go_back_to_an_address(worker: Client) -> None:
    answer = worker.send("/services/search", {"q": "no pets"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/services?q=no+pets")


@pytest.mark.parametrize("javascript", [True, False], ids=["with a script", "without"])
def test_the_box_in_a_browser(visit: Visit, listed: dict[str, Service], javascript: bool) -> None:
    service("Office", **LEEDS)
    page = visit(as_person=make.person(), width=DESK if javascript else PHONE, javascript=javascript)
    page.goto("/services")
    page.focus("#q")
    page.keyboard.type(TYPED)
    page.keyboard.press("Enter")
    expect(page.locator("#total")).to_contain_text("1 service found within 40 miles of Leeds")
    expect(page.locator("#near")).to_have_value("Leeds")
    expect(page.locator("#q")).to_have_value("")
    if javascript:
        check_accessible(page)
    page.get_by_role("link", name="Remove Foster care").click()
    expect(page.get_by_role("link", name="Remove Foster care")).to_have_count(0)
    expect(page.get_by_role("link", name="Remove Speaks Vietnamese")).to_have_count(1)


def test_with_a_script_no_such_place_stands_in_an_address(visit: Visit, listed: dict[str, Service]) -> None:
    page = visit(as_person=make.person())
    addresses: list[str] = []
    page.on("request", lambda sent: addresses.append(sent.url))
    for start, field in (("/services", "#q"), ("/services?near=Leeds", "#q")):
        page.goto(start)
        page.fill(field, AWAY)
        page.keyboard.press("Enter")
        expect(page.locator("#total")).to_contain_text("2 services found")
        assert page.url.endswith("/services/search")
        expect(page.locator("#avoid-0-near")).to_have_value("Luton")
    assert not [address for address in addresses if "Luton" in address]
    page.set_viewport_size({"width": PHONE, "height": 800})
    page.goto(f"/services?q={quote_plus(AWAY)}")
    expect(page.locator("h1")).to_have_text("Keep away from a place")
    check_accessible(page)
    assert "Luton" not in page.url


def test_without_a_script_the_page_that_asks_leads_on(visit: Visit, listed: dict[str, Service]) -> None:
    page = visit(as_person=make.person(), javascript=False, width=PHONE)
    page.goto("/services")
    page.fill("#q", AWAY)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Keep away from a place")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#total")).to_contain_text("2 services found")
    assert json.dumps(page.url).count("Luton") == 0
