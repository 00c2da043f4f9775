"""Before the deadline a bid's words, its price, its file and its bidder stand nowhere: not at rest, not on any page."""

import gzip
import hashlib
import io
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Connection, Row, Table, select, text

from directory import jobs
from directory.access import Actor, Role
from directory.audit.models import AuditRecord
from directory.bids import actions, attaching
from directory.bids.models import Envelope
from directory.bids.rules.content import Answer, Price
from directory.bids.rules.parts import Prices
from directory.kit import backup, clock
from directory.kit.db import Model, db
from directory.telemetry import requests
from directory.tenders.models import Tender
from tests import inspect_pages, make
from tests.bids import everywhere, writing
from tests.bids.test_pages import PDF

WORDS = "canary-of-the-answer"
FILE = PDF.replace(b"/Catalog", b"/Catalog/Canary-of-the-file")
# long enough that sealed bytes, written as hexadecimal digits, do not say it by chance
PENCE = 9_876_543_210
SECRETS = (WORDS, "Canary-of-the-file", str(PENCE), "98,765,432", "98765432.1")
AT, API = "/tenders/<uuid:tender_id>", "/api/v1"
# where a bid would be told first; the list itself is the application's, and may not lose these
MUST_LOOK = {
    *("/", "/tenders", "/tenders/feed", "/tenders/watched", "/contracts", "/frameworks", "/account/notifications"),
    *(
        f"{AT}{end}"
        for end in ("", "/bid", "/unsealing", "/opening", "/evaluation", "/panel", "/moderation", "/scores")
    ),
    *(f"{AT}{end}" for end in ("/working", "/scores.xlsx", "/decision", "/assessment", "/standstill", "/contracts")),
    *(
        f"{AT}{end}"
        for end in ("/scores", "/documents", "/questions", "/joint-buyers", "/procurement-files", "/passing-over")
    ),
    *(
        f"{AT}/procurement-files/release",
        f"{AT}/passing-over",
        f"{AT}/bid/receipt",
        f"{AT}/bid/content",
        f"{AT}/bid/answers/<int:number>",
    ),
    *("/ocds/releases", "/ocds/records", "/ocds/releases/<ocid>", "/ocds/records/<ocid>"),
    *(f"/openreferral/{end}" for end in ("", "services", "organizations", "organizations/<uuid:organisation_id>")),
    *(f"{API}/{end}" for end in ("tenders", "contracts", "frameworks", "services", "placements", "requests")),
    *(f"{API}{AT}{end}" for end in ("", "/bids", "/questions", "/results", "/decision", "/award", "/assessment")),
    f"{API}{AT}/contract",
}


def raw(connection: Connection, table: Table) -> Sequence[Row[Any]]:
    """Give the rows of a table as the database has them: no column opens what it keeps sealed."""
    return connection.execute(select(text("*")).select_from(table)).all()


def rows() -> set[str]:
    """Give every row of every table as one text."""
    found = set()
    with db.engine.connect() as connection:
        for table in Model.metadata.sorted_tables:
            found |= {f"{table.name}: {list(row)}" for row in raw(connection, table)}
    return found


def bid(tender: Tender) -> Actor:
    """Write, attach, submit, change, withdraw and submit again."""
    actor = make.provider(everywhere.BIDDER)
    now = tender.published_at
    assert now is not None
    actions.save(actor, tender.id, *writing.whole(WORDS), Prices((Price(1, 1, PENCE),)), now=now)
    attaching.take_file(actor, tender.id, criterion=1, stream=io.BytesIO(FILE), name="canary.pdf", now=now)
    writing.submit(actor, tender.id)
    actions.withdraw(actor, tender.id, now=now)
    actions.save(actor, tender.id, Answer(2, f"{WORDS} again"), now=now)
    writing.submit(actor, tender.id)
    return actor


def forms_of(identifier: UUID) -> tuple[str, str]:
    return str(identifier), identifier.hex


def test_no_row_and_no_byte_tells_of_a_bid(app: Flask, now: datetime, tmp_path: Path) -> None:
    tender, before_them = writing.open_tender(), make.provider(everywhere.BIDDER)
    actions.prepare(tender.id, now=now)
    db.session.rollback()
    before = rows()
    actor = bid(tender)
    db.session.rollback()
    changed = rows() - before
    assert actor.organisation_id
    assert actor.person_id
    assert before_them.organisation_id == actor.organisation_id
    about = (*forms_of(actor.organisation_id), *forms_of(actor.person_id), "Zebrafinch", *SECRETS)
    # the person who bids was made in between: rows of people are not about bids
    telling = [row for row in changed if not row.startswith(("people:", "memberships:")) and "person:added" not in row]
    assert [row[:300] for row in telling if any(secret in row for secret in about)] == []
    assert {row.partition(":")[0] for row in telling} <= {"audit_heads", "audit_records", "bid_envelopes", "bid_pieces"}
    assert {row.event for row in db.session.scalars(select(AuditRecord)) if row.sequence > len(before)} <= {"bids:kept"}
    for name, content in everything(app, tmp_path):
        for secret in SECRETS:
            assert secret.encode() not in content, (name, secret)


def everything(app: Flask, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Give the bytes of the database, of all files of the instance and of a backup."""
    where = db.engine.url.database or ""
    if db.engine.dialect.name == "sqlite":
        for end in ("", "-wal"):
            if Path(where + end).exists():
                yield where + end, Path(where + end).read_bytes()
    elif dump := shutil.which("pg_dump") or shutil.which("pg_dump", path="/usr/lib/postgresql/15/bin"):
        address = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        yield "pg_dump", subprocess.run([dump, address], check=True, capture_output=True).stdout
    for file in Path(app.instance_path).rglob("*"):
        if file.is_file():
            yield str(file), file.read_bytes()
    kept = folder / "backup.tar.gz"
    backup.write(kept, lambda *_: None)
    yield "backup", gzip.decompress(kept.read_bytes())


def test_every_envelope_looks_like_every_other(app: Flask, now: datetime) -> None:
    tender = writing.open_tender()
    bid(tender)
    envelopes = list(db.session.scalars(select(Envelope)))
    sizes = {(len(one.owner), len(one.entry), len(one.draft), len(one.content)) for one in envelopes}
    assert (len(envelopes), len(sizes)) == (32, 1)
    old = {one.id: (one.entry, one.draft, one.content) for one in envelopes}
    actions.reseal(tender.id, now=now)
    db.session.expire_all()
    for one in db.session.scalars(select(Envelope)):
        assert not set(old[one.id]) & {one.entry, one.draft, one.content}, "two copies differ in every envelope"
    writing.unsealed(tender)


def test_the_pages_of_the_canary_are_those_of_the_application(lite: Flask) -> None:
    names = ("tender_id", "organisation_id", "ocid", "bid", "criterion", "lot", "number")
    found = everywhere.addresses(lite, {name: UUID(int=1) if "_" in name else 1 for name in names})
    assert found.keys() >= MUST_LOOK, MUST_LOOK - found.keys()
    assert len(found) > 110, len(found)
    endpoints = {rule.endpoint for rule in lite.url_map.iter_rules()}
    assert everywhere.LEFT_OUT.keys() <= endpoints, "what is left out is no longer there"


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
def test_every_page_is_the_same_with_a_bid_and_without(lite: Flask, now: datetime, closed: bool) -> None:
    tender, people, values = everywhere.crowded(hashlib.sha256(FILE).hexdigest())
    staff = make.person(Role.PROVIDER_STAFF, of=everywhere.BIDDER)
    found = everywhere.addresses(lite, values)
    where, its_bid = list(found.values()), [found[f"{AT}/bid"]]
    if closed:  # what is not about this tender does not ask whether it has closed, nor who of those who only read it
        where = [address for rule, address in found.items() if "tender" in rule or "ocid" in rule]
        people = {name: one for name, one in people.items() if "commissioner" in name or "provider" in name}
    onlookers, itself = (everywhere.Onlookers(lite, who) for who in (people, {"the bidder itself": staff}))
    at, tender_id = writing.closing(tender) if closed else now, tender.id
    jobs.run_due()
    with clock.fixed(at, every_thread=True):
        before, own = onlookers.look(where), itself.look(its_bid)
    bid(db.session.get_one(Tender, tender_id))
    jobs.run_due()
    with clock.fixed(at, every_thread=True):
        after, changed = onlookers.look(where), itself.look(its_bid)
    assert own != changed, "looking would find no bid if it could be seen"
    seen = {answer.status for answer in before.values()}
    assert {200, 404} <= seen
    assert not {429, 500} & seen
    assert [key for key in before if before[key] != after[key]] == []
    assert [key for key, found in after.items() if any(secret.encode() in found.body for secret in SECRETS)] == []


def test_no_log_line_tells_writing_from_submitting(
    lite: Flask, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    tender, browser = writing.open_tender(), inspect_pages.client(lite)
    browser.sign_in(make.person(Role.PROVIDER_ADMIN).id)
    actions.save(make.provider(), tender.id, *writing.whole(WORDS), now=now)
    requests.configure("INFO")
    capsys.readouterr()
    browser.send(f"/tenders/{tender.id}/bid/answers/1", data={"answer": WORDS})
    browser.send(f"/tenders/{tender.id}/bid/submission", data={"declared": "y"})
    lines = [line for line in capsys.readouterr().err.splitlines() if '"event": "request"' in line]
    assert len(lines) == 2
    for line in lines:
        assert '"route": "(bid)"' in line
        assert str(tender.id) not in line
        assert WORDS not in line
    requests.configure("CRITICAL")
