"""One whole journey with something planted at every step; then everything that is left of it is looked through."""

import gzip
import io
import logging
import re
import struct
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask, Response, request_finished, request_started
from flask import request as asked

from directory import audit, cli
from directory.access import Kind, Role
from directory.accounts.models import Person
from directory.audit.models import AuditRecord
from directory.geo.here import gazetteer
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.notify.models import Notice
from directory.placements.jobs import remind_all
from directory.requests.models import Request
from directory.telemetry.requests import configure
from directory.webhooks.actions import add as add_webhook
from directory.webhooks.rules import events_for
from tests import inspect_pages, make, make_requests
from tests.accounts.letters import letters
from tests.api.test_finder import bearer
from tests.api.test_requests import BODY, SCREENING
from tests.engines.standing import Running
from tests.files.samples import pdf
from tests.inspect_pages import Client
from tests.make_placements import Offered
from tests.make_requests import matching_service
from tests.outside import Outside, outside
from tests.requests.test_canary import dumped

ZONE = "Wisbech"
SUMMARY, JUDGEMENT, STATEMENT = "summarycanary", "judgementcanary", "statementcanary"
STREET, POSTCODE = "Streetcanary Close", "CN9 9ZZ"
INSIDE, NAME = "Packcanary", "Namecanary"
TERMS = "termscanary"
STAFFING, EPISODE = "staffingcanary", "episodecanary"
PLANTED = (ZONE, SUMMARY, JUDGEMENT, STATEMENT, STAFFING, "Streetcanary", POSTCODE, INSIDE, NAME, TERMS, EPISODE)
REASON = "The driver needs to know where to go today"
TODAY = ["23", "11", "2026"]


def heard_by(app: Flask) -> list[str]:
    """Give a list that every address asked for and led to is put into from now on."""
    addresses: list[str] = []

    def asked_for(_app: Flask, **_: object) -> None:
        addresses.extend((asked.url, asked.headers.get("Referer", "")))

    def led_to(_app: Flask, response: Response, **_: object) -> None:
        addresses.append(response.headers.get("Location", ""))
        if response.mimetype == "text/html":
            addresses.extend(re.findall(r'(?:href|src|action)="([^"]*)"', response.get_data(as_text=True)))

    request_started.connect(asked_for, app, weak=False)
    request_finished.connect(led_to, app, weak=False)
    return addresses


@pytest.fixture
def server() -> Iterator[Outside]:
    with outside() as here:
        yield here


@pytest.fixture
def app(standing: Running, database_url: str, now: datetime) -> Iterator[Flask]:
    """The application on each database, that may call the test's own server."""
    yield from standing(database_url, outbound_local_hosts="127.0.0.1", log_level="INFO")


def signed_in(app: Flask, person: Person) -> Client:
    return inspect_pages.client(app).sign_in(person.id)


def whole_journey(app: Flask, server: Outside, now: datetime) -> Offered:
    """Search with a zone, request, release, offer, hold, agree, send the pack and read the address, as people do."""
    service_id = matching_service("Harbour Care", languages=["vie"]).id
    provider = make.provider("Harbour Care")
    theirs, ours = events_for(Kind.PROVIDER), events_for(Kind.AUTHORITY)
    for whose, events in ((provider, theirs), (make.actor(Role.AUTHORITY_ADMIN), ours)):
        add_webhook(whose, name="Case system", address=f"{server.url}/in", events=events, now=now)
    worker, manager = make.person(Role.SOCIAL_WORKER), make.person(Role.PLACEMENTS_MANAGER)
    admin = signed_in(app, make.person(Role.PROVIDER_ADMIN, of="Harbour Care"))
    kept = admin.send(f"/organisation/services/{service_id}/address", {"address": f"9 {STREET}\n{POSTCODE}"})
    desk, office = signed_in(app, worker), signed_in(app, manager)
    found = desk.send("/services/search", {"near": "Leeds", "avoid_near": ZONE, "avoid_within": "5"})
    program = bearer(worker.id, now, "requests:write")
    body = BODY | {"avoid": [{"near": ZONE, "within": 5}], "summary": f"{SUMMARY} likes football."}
    made = app.test_client().post("/api/v1/requests", json=body, headers=program | {"Idempotency-Key": "one"})
    reference = made.get_json()["reference"]
    base, paper = f"/requests/{reference}", f"/placements/{reference}"
    for noun, sent in (("submission", {}), ("screening", SCREENING | {"judgement": f"{JUDGEMENT}: low."})):
        answer = app.test_client().post(f"/api/v1{base}/{noun}", json=sent, headers=program)
        assert answer.status_code == 201, answer.text
    statuses = [kept.status_code, found.status_code, made.status_code]
    statuses.append(office.send(f"{base}/approval").status_code)
    statuses.append(office.send(f"{base}/release", {"tier": "wider", "answer_within_hours": "24"}).status_code)
    words = {"matching_statement": f"{STATEMENT}: calm.", "staffing": f"{STAFFING}: two adults"}
    offer = make_requests.offer(provider, reference, service_id, **words)
    offer_id = offer.id
    statuses.append(office.send(f"{base}/offers/{offer_id}/acceptance", {"hours": "24"}).status_code)
    said = {"starts_on": TODAY, "weekly_fee_pence": "4,500", "where_it_is": "own_area", "terms": f"{TERMS} apply"}
    statuses.append(office.send(f"{base}/agreement", said).status_code)
    wrong = {"days": "14", "file": [(BytesIO(b"plain"), f"{NAME}.txt")]}
    right = {"days": "14", "file": [(BytesIO(pdf(f"% {INSIDE}".encode())), f"{NAME}.pdf")]}
    statuses += [office.send(f"{paper}/pack", sent).status_code for sent in (wrong, right)]
    codes = ("000000", make.code())
    shown = [office.send(f"{paper}/address", {"reason": REASON, "code": code}) for code in codes]
    statuses += [answer.status_code for answer in shown]
    assert statuses == [303, 200, 201, 303, 303, 303, 303, 422, 303, 422, 200]
    assert STREET in shown[1].text
    link = next(path for path in admin.page(paper).links() if "/pack/files/" in path)
    assert INSIDE.encode() in admin.get(link).data
    gone = {"kind": "M", "from_day": TODAY, "from_at": "15:00", "notes": EPISODE, "safety_plan": EPISODE}
    assert office.send(f"{base}/placement", {"day": TODAY}).status_code == 303
    assert office.send(f"{paper}/episodes/new", gone).status_code == 303
    with clock.fixed(now + timedelta(days=2)):
        remind_all()
    request = db.session.query(Request).filter_by(reference=reference).one()
    return Offered(reference, request.id, offer_id, service_id)


def found_in(where: dict[str, bytes]) -> list[tuple[str, str]]:
    """Give what of the planted words, and of the centre of the zone in any writing, stands where."""
    centre = gazetteer().locate(ZONE)
    assert centre is not None
    numbers = (centre.point.latitude, centre.point.longitude)
    marks = {word: word.encode() for word in PLANTED}
    marks |= {f"{number:.4f}": f"{number:.4f}".encode() for number in numbers}
    marks |= {f"{number} as {code}": struct.pack(code, number) for number in numbers for code in ("<d", ">d", "<f")}
    return [(name, words) for name, content in where.items() for words, mark in marks.items() if mark in content]


def on_disk(app: Flask) -> dict[str, bytes]:
    """Give every file of the instance, and of the SQLite database with what belongs to it."""
    db.session.remove()
    files = [file for file in Path(app.instance_path).rglob("*") if file.is_file()]
    address = app.config["SQLALCHEMY_DATABASE_URI"]
    if address.startswith("sqlite"):
        path = Path(address.removeprefix("sqlite:///"))
        files += path.parent.glob(f"{path.name}*")
    return {file.name: file.read_bytes() for file in files}


def unzipped(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as sheet:
        return b"".join(sheet.read(name) for name in sheet.namelist())


def given_out(app: Flask, made: Offered, folder: Path) -> dict[str, bytes]:
    """Give what leaves the site: exports, a backup, what commands say, and pages of everybody whom it is not for."""
    provider = signed_in(app, make.person(Role.PROVIDER_ADMIN, of="Harbour Care"))
    other = signed_in(app, make.person(Role.PROVIDER_ADMIN, of="Seaview Care"))
    operator = signed_in(app, make.person(Role.OPERATOR_ADMIN))
    nobody = inspect_pages.client(app)
    base, paper = f"/requests/{made.reference}", f"/placements/{made.reference}"
    backup = folder / "backup.tar.gz"
    commands = (["backup", str(backup)], ["audit", "verify"], ["search", "rebuild"], ["search", "check"])
    cli.init(app)
    runner = app.test_cli_runner()
    ran = {" ".join(command[:2]): inspect_pages.apart(runner.invoke, args=command) for command in commands}
    assert [(name, each.output) for name, each in ran.items() if each.exit_code] == []
    said = {name: each.output.encode() for name, each in ran.items()}
    pages = {f"{path} to another": other.get(path).data for path in (base, paper, f"{paper}/pack", "/placements", "/")}
    pages |= {f"{path} to nobody": nobody.get(path).data for path in ("/services", paper)}
    pages |= {f"{path} to the operator": operator.get(path).data for path in (paper, f"{paper}/address", "/")}
    pages["home of the provider"] = provider.get("/").data
    pages["its service"] = provider.get(f"/organisation/services/{made.service_id}").data
    pages["its address"] = provider.get(f"/organisation/services/{made.service_id}/address").data
    pages["places.csv"] = provider.get("/capacity/places.csv").data
    pages["places.xlsx"] = unzipped(provider.get("/capacity/places.xlsx").data)
    return {**said, **pages, "backup": gzip.decompress(backup.read_bytes())}


def test_nothing_planted_on_the_whole_way_is_left_anywhere_in_clear(
    app: Flask,
    server: Outside,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    logging.getLogger().setLevel(logging.DEBUG)
    configure("INFO")
    addresses = heard_by(app)
    made = whole_journey(app, server, clock.now())
    mails = letters(app)
    left = given_out(app, made, tmp_path)
    left |= {f"file {name}": content for name, content in on_disk(app).items()}
    left["the database"] = dumped().encode()
    left["the record"] = repr([(row.event, row.facts) for row in db.session.query(AuditRecord)]).encode()
    left["notices"] = repr([(row.text, row.arguments) for row in db.session.query(Notice)]).encode()
    left["mails"] = repr(mails).encode()
    left["webhooks"] = b"".join(heard.body for heard in server.heard)
    left["addresses"] = "\n".join(addresses).encode()
    left["the log"] = (caplog.text + "".join(capsys.readouterr())).encode()
    for name in ("the database", "the record", "notices", "webhooks", "addresses", "backup"):
        assert made.reference.encode() in left[name], f"nothing was looked at in {name}"
    assert b"/placements/<reference>/address" in left["the log"], "the log names the rule, and nothing was seen of it"
    assert b"pack:viewed" in left["the record"]
    assert b"still missing or away" in left["notices"]
    assert b"address:revealed" in left["the record"]
    assert found_in(left) == []


def test_what_stands_in_clear_would_be_found(lite: Flask, now: datetime) -> None:
    """The same look finds what is planted in a column that is not sealed, and a centre that is kept as a number."""
    centre = gazetteer().locate(ZONE)
    assert centre is not None
    plant(f"{STREET} {POSTCODE}")
    assert {words for _, words in found_in({"the database": dumped().encode()})} == {"Streetcanary", POSTCODE}
    assert {words for _, words in found_in(on_disk(lite))} == {"Streetcanary", POSTCODE}
    assert len(found_in({"a column of the index": struct.pack("<2d", centre.point.latitude, 1.0)})) == 1


@atomic
def plant(words: str) -> None:
    """Put words into a column in clear."""
    where = make.organisation(Kind.PROVIDER, "Harbour Care")
    where.name = words
    audit.record(make.provider(), "organisation:changed", where, at=clock.now())
