"""The pages of webhooks, by hand and in Chromium."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from directory.access import Role
from directory.audit import AuditRecord
from directory.kit.db import db
from directory.webhooks import Event, actions
from directory.webhooks.models import Webhook
from tests import inspect_pages, make
from tests.engines.browser import Visit, check_accessible
from tests.inspect_pages import Client

AT = "/organisation/webhooks"
FORM = {"name": "Referrals", "address": "https://hooks.example/in", "events": ["hold:made"]}


@pytest.fixture
def admin(client: Client) -> Client:
    return client.sign_in(make.person(Role.PROVIDER_ADMIN).id)


def test_a_webhook_is_added_and_its_secret_shown_once(admin: Client) -> None:
    assert AT in admin.page("/organisation").links()
    shown = inspect_pages.Page(admin.send(f"{AT}/new", FORM))
    hook = db.session.scalars(select(Webhook)).one()
    assert hook.secret in shown.text
    page = admin.page(f"{AT}/{hook.id}")
    assert hook.secret not in page.text
    assert "https://hooks.example/in" in page.text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"address": "http://hooks.example/in"}, "The address must begin with https://"),
        ({"address": "https://169.254.169.254/"}, "The address leads to this machine or into a private network"),
        ({"name": ""}, "Enter a name"),
        ({"events": []}, "Choose at least one event"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(admin: Client, wrong: dict[str, object], words: str) -> None:
    page = inspect_pages.Page(admin.send(f"{AT}/new", {**FORM, **wrong}))
    assert words in page.text
    assert page.value("address") == {**FORM, **wrong}["address"]


def test_the_name_address_and_events_of_a_webhook_are_changed_and_its_secret_stays(admin: Client) -> None:
    admin.send(f"{AT}/new", FORM)
    hook = db.session.scalars(select(Webhook)).one()
    here, secret = f"{AT}/{hook.id}", hook.secret
    assert f"{here}/settings" in admin.page(here).links()
    form = admin.page(f"{here}/settings")
    assert (form.value("name"), form.value("address")) == (FORM["name"], FORM["address"])
    refused = inspect_pages.Page(admin.send(f"{here}/settings", {**FORM, "address": "https://10.0.0.1/", "events": []}))
    assert refused.errors() == ["Choose at least one event"]
    assert refused.value("address") == "https://10.0.0.1/"
    inward = inspect_pages.Page(admin.send(f"{here}/settings", {**FORM, "address": "https://10.0.0.1/"}))
    assert inward.errors() == ["The address leads to this machine or into a private network"]
    other = {"name": "Rota", "address": "https://new.example/in", "events": ["request:matched", "hold:released"]}
    assert admin.send(f"{here}/settings", other).location == here
    db.session.expire_all()
    assert (hook.name, hook.address, hook.secret) == ("Rota", "https://new.example/in", secret)
    assert hook.events == ["hold:released", "request:matched"]
    changed = db.session.scalars(select(AuditRecord).where(AuditRecord.event == "webhook:changed")).one()
    assert changed.facts["moved"] is True
    assert "new.example" not in str(changed.facts)
    admin.send(f"{here}/settings", other)
    assert len(db.session.scalars(select(AuditRecord).where(AuditRecord.event == "webhook:changed")).all()) == 1


def test_the_log_is_filtered_and_its_buttons_work(admin: Client) -> None:
    admin.send(f"{AT}/new", FORM)
    here = f"{AT}/{db.session.scalars(select(Webhook.id)).one()}"
    assert admin.send(f"{here}/test").location == here
    assert "A test event" in admin.page(f"{here}?outcome=waiting").text
    assert "No events here" in admin.page(f"{here}?outcome=failed").text
    assert "No events here" in admin.page(f"{here}?event=hold:made").text
    admin.page(f"{here}?outcome=odd", status=422)
    assert "webhook is paused" not in admin.page(here).text
    admin.send(f"{here}/pause")
    assert "Paused" in admin.page(here).text
    admin.send(f"{here}/resumption")
    assert "whsec_" in inspect_pages.Page(admin.send(f"{here}/secret")).text
    admin.page(f"{here}/removal")
    assert admin.send(f"{here}/removal").location == AT
    assert "You send no events yet" in admin.page(AT).text


def test_the_pages_are_accessible_and_fit_a_telephone(lite: Flask, visit: Visit, now: datetime) -> None:
    person = make.person(Role.PROVIDER_ADMIN)
    hook, _ = actions.add(
        person.actor(), name="Referrals", address="https://hooks.example/in", events=[Event.HOLD_MADE], now=now
    )
    actions.test(person.actor(), hook.id, now=now)
    page = visit(as_person=person, width=360)
    for path in (AT, f"{AT}/new", f"{AT}/{hook.id}", f"{AT}/{hook.id}/settings", f"{AT}/{hook.id}/removal"):
        page.goto(path)
        check_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
