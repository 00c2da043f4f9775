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
