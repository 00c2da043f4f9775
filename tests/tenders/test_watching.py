"""Watching a tender, reminders, and the public feed."""

from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from sqlalchemy import select

from directory import jobs
from directory.access import NOBODY, Actor, Role
from directory.codes import ServiceType
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import NotAllowed, NotFound, NotSignedIn
from directory.notify import notices
from directory.notify.models import Mail, Notice
from directory.notify.rules import Kind
from directory.tenders import actions, queries
from directory.tenders.models import Tender
from directory.tenders.rules import Deadlines, Status
from tests import inspect_pages, make, make_services
from tests.inspect_pages import Client
from tests.tenders.making import DAY, beyond, tender

ATOM = "{http://www.w3.org/2005/Atom}"


def told(actor: Actor) -> list[str]:
    db.session.rollback()
    return [one.text for one in notices(actor)]


def amend(made_id: object, now: datetime) -> None:
    made = db.session.get_one(Tender, made_id)
    assert made.closes_at
    later = Deadlines(closes_at=made.closes_at + DAY)
    actions.amend(
        make.commissioner(), made.id, description=None, deadlines=later, material=False, reason="Time", now=now
    )


def test_whoever_watches_is_told_of_what_happens_as_they_chose(lite: Flask, now: datetime) -> None:
    watcher, other = make.actor(Role.PROVIDER_STAFF, of="Watcher"), make.actor(Role.PROVIDER_STAFF, of="Watcher")
    peer = make.social_worker("Southport Council")
    made_id = tender().id
    for actor in (watcher, watcher, peer):
        actions.watch(actor, made_id, now=now)
    amend(made_id, now)
    jobs.run_due()
    assert (
        told(watcher)
        == told(peer)
        == ["Northmoor Council has amended the tender Supported accommodation for young people"]
    )
    assert told(other) == []
    kinds = set(db.session.scalars(select(Notice.kind).where(Notice.person_id.is_not(None))))
    assert kinds == {Kind.TENDERS}
    assert len([one for one in db.session.scalars(select(Mail)) if "Tenders" in one.subject]) == 2
    actions.unwatch(peer, made_id, now=now)
    actions.unwatch(peer, made_id, now=now)
    actions.cancel(make.commissioner(), made_id, reason="No money", now=now)
    jobs.run_due()
    assert len(told(watcher)) == 2
    assert len(told(peer)) == 1
    assert [one.id for one in queries.watched(watcher)] == [made_id]
    assert queries.watched(peer) == []


def test_whom_the_organisations_mail_reaches_is_told_once(lite: Flask, now: datetime) -> None:
    admin, staff = make.provider("Fits"), make.actor(Role.PROVIDER_STAFF, of="Fits")
    make_services.service("Fits", type=ServiceType.ADVOCACY, outcode="M1")
    made_id = tender().id
    jobs.run_due()
    for actor in (admin, staff):
        actions.watch(actor, made_id, now=now)
    amend(made_id, now)
    jobs.run_due()
    assert sum("amended" in text for text in told(admin)) == 1
    assert sum("amended" in text for text in told(staff)) == 2, "its own, and the organisation's on the home page"


def test_only_people_of_providers_and_authorities_watch_what_is_published(lite: Flask, now: datetime) -> None:
    made, draft = tender(), tender(Status.DRAFT)
    for actor, tender_id, refusal in (
        (NOBODY, made.id, NotSignedIn),
        (make.actor(Role.ASSURER), made.id, NotAllowed),
        (make.provider(), draft.id, NotFound),
        (make.commissioner(), draft.id, NotAllowed),
    ):
        with pytest.raises(refusal):
            actions.watch(actor, tender_id, now=now)


def test_reminders_come_once_two_days_before(lite: Flask, now: datetime) -> None:
    watcher, officer = make.provider("Watcher"), make.commissioner()
    made = tender()
    made_id, closes, due = made.id, made.closes_at, made.answers_by_at
    assert closes
    assert due
    actions.watch(watcher, made_id, now=now)
    actions.ask(make.provider("Asker"), made_id, question="Who pays?", now=now)

    def run(at: datetime) -> tuple[int, int]:
        with clock.fixed(at):
            from directory.tenders.jobs import remind  # noqa: PLC0415 - as the worker does

            remind()
            return (
                sum(text.startswith("Bids close soon") for text in told(watcher)),
                sum("are due soon" in text or "overdue" in text for text in told(officer)),
            )

    assert run(due - 5 * DAY) == (0, 0)
    assert run(due - DAY) == (0, 1)
    assert run(due - DAY) == (0, 1)
    assert run(due) == (0, 2)
    assert run(closes - 2 * DAY - timedelta(minutes=1)) == (0, 2)
    assert run(closes - 2 * DAY) == (1, 2)
    assert run(closes - DAY) == (1, 2)
    with clock.fixed(closes - DAY):
        amend(made_id, clock.now())
    assert run(closes - timedelta(hours=1)) == (2, 2), "a deadline that moved is another deadline"
    assert run(closes + DAY) == (2, 2)


def test_a_tender_is_watched_by_a_press(lite: Flask, now: datetime) -> None:
    made = tender()
    at = f"/tenders/{made.id}"
    browser, stranger = inspect_pages.client(lite), inspect_pages.client(lite)
    browser.sign_in(make.person(Role.SOCIAL_WORKER).id)
    assert "Watch this tender" in browser.page(at).text
    assert "Watch this tender" not in stranger.page(at).text
    assert browser.send(f"{at}/watch").status_code == 303
    assert "Stop watching" in browser.page(at).text
    assert made.title in browser.page("/tenders/watched").text
    assert browser.send(f"{at}/watch/removal").status_code == 303
    assert made.title not in browser.page("/tenders/watched").text


def entries(client: Client, query: str = "") -> list[tuple[str, str, str]]:
    answer = client.get(f"/tenders/feed{query}")
    assert answer.status_code == 200
    assert answer.mimetype == "application/atom+xml"
    root = ET.fromstring(answer.data)  # noqa: S314 - our own feed
    return [
        (one.findtext(f"{ATOM}title", ""), one.findtext(f"{ATOM}updated", ""), one.findtext(f"{ATOM}summary", ""))
        for one in root.iter(f"{ATOM}entry")
    ]


def test_the_feed_tells_what_changed_last_and_no_draft(client: Client, now: datetime) -> None:
    tender(Status.DRAFT, title="Not yet")
    with clock.fixed(now - DAY):
        first = tender(title="A & <b>").id
    tender(title="Second")
    assert [one[0] for one in entries(client)] == ["Second", "A & <b>"]
    with clock.fixed(now + timedelta(minutes=5)):
        amend(first, clock.now())
    title, updated, summary = entries(client)[0]
    assert (title, updated) == ("A & <b>", (now + timedelta(minutes=5)).isoformat())
    assert "Amendment 1: Time" in summary
    assert [one[0] for one in entries(client, "?type=therapy")] == []
    assert len(entries(client, "?type=advocacy&region=North+West&status=open")) == 2
    assert client.get("/tenders/feed?mine=1").status_code == 422
    assert 'rel="alternate" type="application/atom+xml"' in client.get("/tenders").text
    again = client.get("/tenders/feed", headers={"If-None-Match": client.get("/tenders/feed").headers["ETag"]})
    assert again.status_code == 304


def test_the_feed_goes_on_however_a_tender_ends_and_is_bounded(lite: Flask, client: Client, now: datetime) -> None:
    ended = tender(Status.CANCELLED, title="Gone\x0c")
    decided = tender(title="Decided")
    beyond(decided, Status.STANDSTILL)
    found = {title: summary for title, _, summary in entries(client)}
    assert "Plans changed" in found[ended.title.replace("\x0c", "")]
    assert "Standstill" in found["Decided"]
    rows = queries.latest(NOBODY, queries.Wanted(), now, most=1)
    assert len(rows) == 1
