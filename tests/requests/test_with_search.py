"""A request becomes a search and a search a request, zones in bodies only."""

from datetime import datetime

from flask import Flask

from directory.access import Role
from tests import make, make_requests
from tests.finder.listing import cards
from tests.inspect_pages import Page
from tests.inspect_pages import client as browser
from tests.make_requests import matching_service


def test_the_button_of_a_request_finds_what_the_request_asks_for(lite: Flask, now: datetime) -> None:
    matching_service("Harbour Care", name="Near House")
    matching_service("Other Care", name="Quiet House", outcode="M1")
    zones = [{"near": "LS1", "within": 5.0}]
    made = make_requests.request(within=60.0, avoid=zones)
    worker = browser(lite).sign_in(make.person(Role.SOCIAL_WORKER).id)
    page = worker.page(f"/requests/{made.reference}")
    form = next(f for f in page.tree.iter("form") if f.get("action") == "/services/search")
    data: dict[str, list[str]] = {}
    for field in form.iter("input"):
        data.setdefault(field.get("name"), []).append(field.get("value"))
    data.pop("csrf_token")
    found = Page(worker.send("/services/search", data))
    assert found.response.status_code == 200
    assert cards(found) == ["Quiet House"]
    assert "Near House : it lies somewhere in" in found.text
