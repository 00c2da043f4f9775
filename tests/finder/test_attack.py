"""Ten thousand searches locate no home better than its published area (ATTACK_SEARCHES sets how many are made).

A home is moved within what is published of it. Every answer must stay the same, byte for byte: then nobody, by whatever
questions, can tell where in its area it is.
"""

import json
import os
import re
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from directory import search
from directory.access import Role
from directory.accounts.actions import make_token
from directory.codes import ServiceType
from directory.geo.here import gazetteer
from directory.kit import clock
from directory.kit.db import db
from directory.providers.actions.listing import add, edit, publish
from directory.providers.models import AreaKind, Service
from directory.search import SearchPage, SearchQuery, Viewer
from tests import make, make_services
from tests.finder.attack import Attacker, Point, miles_apart
from tests.inspect_pages import client as browser
from tests.providers.test_service_actions import HOUSEHOLD
from tests.sweep.test_confidential import TIMED
from tests.sweep.visitor import without_what_differs

SEARCHES = int(os.environ.get("ATTACK_SEARCHES", "600"))
SEES = Viewer(sees_confidential=True)
# an outward code that holds a crowd, and three places in it; others that hold none, for the authority
IN_LS8 = ("LS8 1AA", "LS8 2AL", "LS8 4HS")
AROUND_LEEDS = ("LS10 1AB", "LS12 1BE", "LS15 8ZA", "LS16 6QB", "LS26 8AA", "LS11 5TD")
WORD = "lantern"


@pytest.fixture(params=["embedded", "postgresql"])
def world(request: pytest.FixtureRequest) -> dict[str, Service]:
    """Homes of four providers in Leeds, by their postcodes, with public services among them; on both engines."""
    request.getfixturevalue("lite" if request.param == "embedded" else "postgresql_app")
    actors = [make.provider(name) for name in ("A", "B", "C", "D")]
    homes = {}
    for number, postcode in enumerate((*IN_LS8, *AROUND_LEEDS)):
        facts = replace(HOUSEHOLD, name=f"Household {number}", description=f"A {WORD} lit home", postcode=postcode)
        actor = actors[number % len(actors)]
        homes[postcode] = publish(actor, add(actor, facts=facts, now=clock.now()).id, now=clock.now())
    for outcode in ("LS1", "LS8", "BD1"):
        make_services.service("Open Door", type=ServiceType.THERAPY, outcode=outcode, description=f"{WORD} therapy")
    kinds = {p: db.session.get_one(Service, one.id).area_kind for p, one in homes.items()}
    assert {kinds[p] for p in IN_LS8} == {AreaKind.OUTCODE}
    assert {kinds[p] for p in AROUND_LEEDS} == {AreaKind.AUTHORITY}
    return homes


def asked(query: SearchQuery) -> SearchPage:
    return search.engine().search(query, SEES, clock.now())


def moved(home: Service, postcode: str) -> None:
    """Let the provider say that the home is elsewhere."""
    kept = db.session.get_one(Service, home.id, populate_existing=True)
    owner = next(a for a in (make.provider(n) for n in "ABCD") if a.organisation_id == kept.organisation_id)
    facts = replace(HOUSEHOLD, name=kept.name, description=kept.description, postcode=postcode)
    edit(owner, kept.id, facts=facts, version=kept.version, now=clock.now())


def true_point(postcode: str) -> Point:
    found = gazetteer().locate(postcode)
    assert found
    return found.point.latitude, found.point.longitude


@pytest.mark.parametrize(("there", "elsewhere"), [("LS8 1AA", "LS8 4HS"), ("LS10 1AB", "LS16 6QB")])
def test_every_answer_stays_the_same_when_a_home_moves_within_its_area(
    world: dict[str, Service], there: str, elsewhere: str
) -> None:
    home, transcripts = world[there], []
    searches = SEARCHES // (2 if search.engine().name == "embedded" else 4)
    for postcode in (there, elsewhere):
        moved(home, postcode)
        attacker = Attacker(asked, home.id, WORD, searches)
        attacker.attack()
        transcripts.append(attacker.transcript)
    assert len(transcripts[0]) > searches - 80
    assert transcripts[0] == transcripts[1]


def test_the_best_estimate_is_the_middle_of_the_area_and_no_nearer_to_the_home(world: dict[str, Service]) -> None:
    errors, from_middle = [], []
    for postcode in (IN_LS8[0], AROUND_LEEDS[0], AROUND_LEEDS[3]):
        home = db.session.get_one(Service, world[postcode].id)
        assert home.area_latitude
        assert home.area_longitude
        assert home.area_radius_miles
        middle = (home.area_latitude, home.area_longitude)
        attacker = Attacker(asked, home.id, WORD, max(180, SEARCHES // 6))
        attacker.attack()
        estimate = attacker.estimate(attacker.near_circles)
        assert miles_apart(estimate, middle) < 0.2
        # exclusion zones give the same middle, once the area's own radius is added
        grown = [(where, miles + home.area_radius_miles) for where, miles in attacker.far_circles if miles > 0.02]
        assert len(grown) < 3 or miles_apart(attacker.estimate(grown), middle) < 0.5
        errors.append(miles_apart(estimate, true_point(postcode)))
        from_middle.append(miles_apart(middle, true_point(postcode)))
    assert all(error > away - 0.2 for error, away in zip(errors, from_middle, strict=True)), (errors, from_middle)


def test_the_attacker_would_find_what_stands_in_the_open(world: dict[str, Service]) -> None:
    """The same questions about a public service give its place away: the attack itself works."""
    open_ = db.session.scalars(select(Service).where(~Service.confidential).order_by(Service.outcode.desc())).first()
    assert open_
    assert open_.latitude
    assert open_.longitude
    attacker = Attacker(asked, open_.id, WORD, 250)
    attacker.attack()
    assert miles_apart(attacker.estimate(attacker.near_circles), (open_.latitude, open_.longitude)) < 0.05


PLACES = ("53.8443,-1.5190", "53.8168,-1.5174", "LS10 1AB", "LS16", "Leeds", "53.76,-1.50")


def everything_shown(app: Flask, home: Service, headers: dict[str, str]) -> dict[str, str]:
    """Give the pages, their map data and the API's answers around the places where the home may be."""
    pages, programs, found = browser(app), app.test_client(), {}
    pages.sign_in(headers["person"])  # type: ignore[arg-type]
    token = {"Authorization": headers["token"]}
    paths = [f"?near={place}&within={miles}" for place in PLACES for miles in (0.4, 5.05)]
    paths += [f"?near={place}&sort=distance&per_page=2" for place in PLACES]
    paths += ["", f"?q={WORD}", "?authority=E08000035"]
    for path in paths:
        page = pages.get(f"/services{path}")
        assert page.status_code == 200
        found[f"page {path}"] = page.get_data(as_text=True)
        found[f"API {path}"] = programs.get(f"/api/v1/services{path}", headers=token).get_data(as_text=True)
    for place in PLACES:
        zone = {"avoid": [{"near": place, "within": 3.3}]}
        away = programs.post("/api/v1/services/search", json=zone, headers=token)
        found[f"away {place}"] = away.get_data(as_text=True)
        zones = {"near": "Leeds", "avoid_near": place, "avoid_within": "3.3"}
        found[f"page away {place}"] = pages.send("/services/search", zones).get_data(as_text=True)
    found["home"] = pages.get(f"/services/{home.id}").get_data(as_text=True)
    found["home API"] = programs.get(f"/api/v1/services/{home.id}", headers=token).get_data(as_text=True)
    return {name: TIMED.sub("(time)", without_what_differs(text)) for name, text in found.items()}


@pytest.mark.parametrize("world", ["embedded"], indirect=True)
@pytest.mark.parametrize(("there", "elsewhere"), [("LS8 1AA", "LS8 4HS"), ("LS10 1AB", "LS16 6QB")])
def test_every_page_map_and_program_s_answer_stays_the_same_when_a_home_moves_within_its_area(
    lite: Flask, world: dict[str, Service], there: str, elsewhere: str
) -> None:
    person = make.person(Role.SOCIAL_WORKER)
    person_id = person.id
    scopes = ["service:search", "confidential:search"]
    _, secret = make_token(person.actor(), name="ask", scopes=scopes, now=clock.now())
    headers = {"person": person_id, "token": f"Bearer {secret}"}
    home, seen = world[there], []
    for postcode in (there, elsewhere):
        moved(home, postcode)
        seen.append(everything_shown(lite, home, headers))  # type: ignore[arg-type]
    assert "Household" in seen[0]["page "]
    data = re.search(r'id="map-data"[^>]*>(.*?)</script>', seen[0]["page "], re.DOTALL)
    assert data
    assert json.loads(data[1])["areas"]
    changed = [name for name in seen[0] if seen[0][name] != seen[1][name]]
    assert changed == []
