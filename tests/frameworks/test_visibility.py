"""Who sees what: that a framework exists is public; ranks are for buyers; agreed prices for buyers and oneself."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import text

from directory.access import NOBODY, Actor, Kind, Role
from directory.frameworks import queries
from directory.frameworks.actions import joining, membership
from directory.frameworks.models import Framework
from directory.frameworks.rules.members import Move
from directory.kit.db import db
from directory.kit.errors import NotFound
from tests import inspect_pages, make, make_frameworks
from tests.frameworks.applying import SAID
from tests.inspect_pages import Client

RATE, OTHER_RATE = "£4,271.13", "£4,271.14"
PENCE = 4_271_13


def both() -> Framework:
    """Give a ranked framework of Northmoor that Southmoor may use, with two members."""
    return make_frameworks.framework({"Harbour Care": 1, "Other Care": 2}, buyers=["Southmoor Council"], pence=PENCE)


WHO: dict[str, tuple[Callable[[], Actor], bool, bool]] = {
    "nobody": (lambda: NOBODY, False, False),
    "a provider that is no member": (lambda: make.provider("Third Care"), False, False),
    "the first member": (lambda: make.actor(Role.PROVIDER_STAFF, of="Harbour Care"), True, False),
    "the lead's commissioner": (make.commissioner, True, True),
    "the lead's placements manager": (make.placements_manager, True, True),
    "a buyer's commissioner": (lambda: make.commissioner("Southmoor Council"), True, True),
    "a buyer's social worker": (lambda: make.social_worker("Southmoor Council"), False, False),
    "another authority": (lambda: make.commissioner("Eastmoor Council"), False, False),
    "the operator": (lambda: make.actor(Role.OPERATOR_ADMIN), False, False),
}


def test_agreed_prices_are_shown_to_buyers_and_to_the_member_itself(client: Client, now: datetime) -> None:
    framework = both()
    for who, (make_actor, first, second) in WHO.items():
        actor = make_actor()
        reader = inspect_pages.client(client.application)
        if actor.person_id:
            reader.sign_in(actor.person_id)
        page = reader.page(f"/frameworks/{framework.reference}")
        assert "Harbour Care" in page.text, who
        assert "Other Care" in page.text, who
        assert (RATE in page.text, OTHER_RATE in page.text) == (first, second), who
        shown = "".join(reader.get(path).get_data(as_text=True) for path in ("/frameworks", "/"))
        assert RATE not in shown, who
        assert str(PENCE) not in shown, who


def test_the_api_gives_no_more_than_the_page(client: Client, now: datetime) -> None:
    framework = both()
    path = f"/api/v1/frameworks/{framework.reference}"
    public = client.get(path).get_json()
    assert [(m["provider"]["name"], m["rank"], m["rates"], m["status"]) for m in public["lots"][0]["members"]] == [
        ("Harbour Care", None, None, None),
        ("Other Care", None, None, None),
    ]
    assert not public["may_use"]
    assert str(PENCE) not in json.dumps(public)
    listed = client.get("/api/v1/frameworks").get_json()
    assert [one["reference"] for one in listed["items"]] == [framework.reference]
    assert str(PENCE) not in json.dumps(listed)


def test_rows_logs_and_audit_hold_no_agreed_price(app: Flask, now: datetime, caplog: pytest.LogCaptureFixture) -> None:
    both()
    db.session.rollback()
    for table in ("framework_members", "framework_lots", "audit_records", "notices", "jobs"):
        rows = db.session.execute(text(f"SELECT * FROM {table}")).all()  # noqa: S608 - names of our own tables
        assert str(PENCE) not in " ".join(str(value) for row in rows for value in row)
    assert str(PENCE) not in caplog.text


def test_a_suspended_member_is_not_public_and_whoever_left_is_the_leads_affair(lite: Flask, now: datetime) -> None:
    framework = both()
    lead = make.commissioner()
    here = queries.members(lead, framework)[1]
    membership.move(lead, framework.reference, here[0].id, Move.SUSPEND, reason="Why", now=now)

    def names(actor: Actor) -> list[str]:
        return [one.provider.name for one in queries.members(actor, framework)[1]]

    assert names(NOBODY) == names(make.provider("Other Care")) == ["Other Care"]
    assert names(make.provider("Harbour Care")) == names(lead) == ["Harbour Care", "Other Care"]
    page = queries.sight(make.provider("Other Care"), framework)
    assert not page.rates


def test_whose_frameworks_are_listed(lite: Flask, now: datetime) -> None:
    framework = both()
    for actor in (make.commissioner(), make.social_worker("Southmoor Council"), make.provider("Harbour Care")):
        assert [one.reference for one in queries.frameworks_of(actor)] == [framework.reference]
        assert queries.may_use(actor, framework) == (actor.kind == "authority")
    for actor in (make.commissioner("Eastmoor Council"), make.provider("Third Care"), NOBODY):
        assert list(queries.frameworks_of(actor)) == []
        assert not queries.may_use(actor, framework)


def test_an_authority_is_a_buyer_by_its_code_too(lite: Flask, now: datetime) -> None:
    lot = make_frameworks.lot(buyers=("E08000032",))
    framework = make_frameworks.framework(["Harbour Care"], lots=[lot])
    bradford = make.commissioner("Bradford Council")
    assert not queries.may_use(bradford, framework)
    make.organisation(Kind.AUTHORITY, "Coded Council", gss_code="E08000032")
    assert queries.may_use(make.commissioner("Coded Council"), framework)


def test_more_members_and_frameworks_cost_no_more_queries(client: Client, now: datetime) -> None:
    framework = both()
    path, list_path = f"/frameworks/{framework.reference}", "/frameworks"
    client.sign_in(make.commissioner().person_id)  # type: ignore[arg-type]
    client.page(path), client.page(list_path)
    one = [make.reads(partial(client.page, p)) for p in (path, list_path)]
    big = make_frameworks.framework({f"Care {n}": n for n in range(1, 9)})
    for _ in range(4):
        make_frameworks.framework(["Harbour Care"])
    many = [make.reads(partial(client.page, p)) for p in (f"/frameworks/{big.reference}", list_path)]
    assert many == one


def test_an_application_is_its_providers_and_the_leads_alone(lite: Flask, now: datetime) -> None:
    framework = make_frameworks.joinable(["Other Care"], buyers=["Southmoor Council"])
    made = joining.apply(make.provider("Harbour Care"), framework.reference, 1, SAID, now=now)
    for who in (make.provider("Harbour Care"), make.commissioner()):
        assert queries.application(who, framework.reference, made.id).id == made.id
        assert [one.id for one in queries.applications(who, framework)] == [made.id]
    for who in (make.provider("Other Care"), make.commissioner("Southmoor Council"), make.social_worker(), NOBODY):
        with pytest.raises(NotFound):
            queries.application(who, framework.reference, made.id)
        assert list(queries.applications(who, framework)) == []
