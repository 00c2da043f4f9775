import stat
from datetime import datetime
from pathlib import Path

import pytest

from directory import audit, notify
from directory.access import SYSTEM, Role
from directory.accounts.models import Person
from directory.kit.atomic import atomic
from directory.pages.home import ROLES, SOURCES
from directory.web import create_app
from tests import make
from tests.engines import databases
from tests.inspect_pages import Client


def test_a_stranger_reads_what_this_is(client: Client) -> None:
    assert "specialist" in client.page("/").text


def test_health_and_readiness_answer(client: Client) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/readyz").json == {"status": "ok"}


def test_a_missing_page_helps(client: Client) -> None:
    page = client.page("/no-such-page", status=404)
    assert page.heading == "Page not found"
    assert client.get("/api/v1/no-such-thing").mimetype == "application/problem+json"


def test_statements_say_what_is_kept_and_how_accessible_this_is(client: Client) -> None:
    assert "one cookie" in client.page("/privacy").text
    assert "WCAG" in client.page("/accessibility").text or "Guidelines 2.2" in client.page("/accessibility").text


def test_the_counters_are_for_this_machine_or_its_token(client: Client) -> None:
    assert b"fairhaven_requests" in client.get("/metrics").data
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "192.0.2.1"}).status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 404


def test_in_production_the_counters_need_their_token(sqlite_url: str, tmp_path: Path) -> None:
    safe = {"environment": "production", "public_url": "https://fairhaven.example"}
    for token, status in (("", 404), ("a token for the counters", 200)):
        settings = databases.test_settings(tmp_path / "instance", sqlite_url, metrics_token=token, **safe)
        asked = create_app(settings).test_client()
        assert asked.get("/metrics", headers={"Authorization": f"Bearer {token}"}).status_code == status
        assert asked.get("/metrics").status_code == 404
    assert stat.S_IMODE((tmp_path / "instance").stat().st_mode) == stat.S_IRWXU


@pytest.mark.parametrize("role", list(Role))
def test_home_tells_each_role_its_work(client: Client, role: Role) -> None:
    client.sign_in(make.person(role).id)
    page = client.page("/")
    assert page.heading == "What needs you now"
    assert ROLES[role].words in page.text


def test_home_asks_every_feature_what_waits() -> None:
    features = {source.__module__.split(".")[1] for source in SOURCES}
    assert features == {
        "accounts",
        "awards",
        "bids",
        "finder",
        "frameworks",
        "placements",
        "providers",
        "requests",
        "tenders",
    }


@atomic
def tell(person: Person, at: datetime) -> None:
    notify.notice(text="Something happened", endpoint="pages.privacy", at=at, person_id=person.id)
    audit.record(SYSTEM, "person:told", person, at=at)


def test_home_says_what_has_happened_until_it_was_read_by_whom_it_is_for(client: Client, now: datetime) -> None:
    person, other = make.person(), make.person(Role.COMMISSIONER)
    tell(person, now)
    client.sign_in(other.id)
    assert "Something happened" not in client.page("/").text
    client.sign_in(person.id)
    page = client.page("/")
    assert "Something happened" in page.text
    (address,) = [form.get("action") for form in page.tree.iter("form") if "/notices/" in (form.get("action") or "")]
    assert client.sign_in(other.id).send(address).status_code == 404
    assert client.sign_in(person.id).send(address).location == "/privacy"
    assert "Something happened" not in client.page("/").text
