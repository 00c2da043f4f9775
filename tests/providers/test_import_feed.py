"""``flask import openreferral URL``: pages are followed, services fetched whole, and a feed that misbehaves left."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from directory.kit.db import db
from directory.providers.models import Service
from tests.engines.standing import Running
from tests.providers.registers import figures_printed
from tests.providers.test_import_openreferral import service

BRIEFLY = ("id", "name", "status", "description", "organization")


class Feed(BaseHTTPRequestHandler):
    """A feed of three services, two to a page, given in short in its list."""

    whole: ClassVar[dict[str, dict[str, Any]]] = {}
    same_page = False

    def do_GET(self) -> None:
        """Answer as the standard says."""
        address = urlsplit(self.path)
        name = address.path.removeprefix("/services").strip("/")
        number = int(parse_qs(address.query).get("page", ["1"])[0])
        listed = list(self.whole.values())[2 * number - 2 : 2 * number]
        page = {
            "page_number": 1 if self.same_page else number,
            "total_pages": 2,
            "last_page": number == 2,
            "contents": [{name: each[name] for name in BRIEFLY} for each in listed],
        }
        body = json.dumps(self.whole[name] if name else page).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_given: object) -> None:
        """Say nothing."""


@pytest.fixture
def feed(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a feed on this machine."""
    monkeypatch.setattr(Feed, "whole", {each["id"]: each for each in map(service, (1, 2, 3))})
    server = ThreadingHTTPServer(("127.0.0.1", 0), Feed)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/services"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def local(standing: Running, sqlite_url: str, now: object) -> Iterator[Flask]:
    """An application that may call this machine."""
    yield from standing(sqlite_url, outbound_local_hosts="127.0.0.1")


def test_a_feed_is_taken_page_after_page_and_each_service_whole(local: Flask, feed: str) -> None:
    code, printed = figures_printed(local, "openreferral", feed)
    assert (code, "3 new services" in printed) == (0, True)
    made = db.session.scalars(select(Service).order_by(Service.name)).all()
    assert [(each.name, each.postcode) for each in made] == [(f"Talking {number}", "LS1 4AP") for number in (1, 2, 3)]
    assert "Nothing changed." in figures_printed(local, "openreferral", feed)[1]


def test_a_feed_that_gives_another_page_than_asked_for_is_left(
    local: Flask, feed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Feed, "same_page", True)
    code, printed = figures_printed(local, "openreferral", feed)
    assert (code, "asked for page 2 it gave another" in printed) == (1, True)
    assert db.session.scalars(select(Service)).all() == []


def test_an_address_within_our_own_network_is_never_called(lite: Flask, feed: str) -> None:
    code, printed = figures_printed(lite, "openreferral", feed.replace("http:", "https:"))
    assert (code, "this machine or into a private network" in printed) == (1, True)
