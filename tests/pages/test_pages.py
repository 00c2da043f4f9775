import pytest

from directory.access import Role
from directory.pages.home import ROLES, SOURCES
from tests import make
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


@pytest.mark.parametrize("role", list(Role))
def test_home_tells_each_role_its_work(client: Client, role: Role) -> None:
    client.sign_in(make.person(role).id)
    page = client.page("/")
    assert page.heading == "What needs you now"
    assert ROLES[role].words in page.text


def test_home_asks_every_feature_what_waits() -> None:
    features = {source.__module__.split(".")[1] for source in SOURCES}
    assert features == {"accounts", "providers", "requests", "tenders"}
