"""What is planted must come out nowhere: not in the database's bytes, the log, the audit, a notice or an address."""

import gzip
import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from directory import jobs
from directory.access import Role
from directory.audit.models import AuditRecord
from directory.kit import backup, clock
from directory.kit.db import db
from directory.kit.errors import Invalid
from directory.notify.models import Notice
from directory.requests import actions, queries
from directory.requests.identifying import overruled
from directory.requests.jobs import remind
from directory.requests.models import Request
from directory.requests.rules.lifecycle import Status, UnmetReason
from directory.requests.rules.protection import Protection, Referral
from directory.requests.rules.screening import Level, Strength
from tests import make, make_requests
from tests.inspect_pages import client as browser
from tests.make_requests import marks_of, matching_service

ZONE, ADDED = "Wisbech", "Pudsey"
SUMMARY = "A canaryword boy who likes football and is calm in the evening."
JUDGEMENT = "Judgementcanary: the journey was arranged by somebody else."
STATEMENT = "Statementcanary: two older boys live here."
EXPLOITED = "Spalding"
DETAILS = {
    "culture": "Culturecanary food on feast days",
    "faith": "Faithcanary prayers",
    "health_needs": "Healthcanary twice a day",
    "education_needs": "Schoolcanary plan",
    "risks": {"fire": {"level": "low", "note": "Riskcanary in the past"}},
    "legal_status": "police_protection",
    "fee_ceiling_pence": 4_567_89,
}
PROTECTION = Protection(
    referral=Referral.TO_REFER, safety_plan="Plancanary: wake at four.", exploited_near=EXPLOITED, exploited_within=9.0
)
PLANTED = (
    *("Culturecanary", "Faithcanary", "Healthcanary", "Schoolcanary", "Riskcanary", "Plancanary", EXPLOITED),
    *("police_protection", "456789", "to_refer"),
    *(ZONE, ADDED),
    "canaryword",
    "Judgementcanary",
    "Statementcanary",
    "arranged_journey",
)


def whole_story(now: datetime) -> str:
    """Take a request with something planted in every sealed field to an offer; give its reference."""
    service = matching_service("Harbour Care")
    worker, manager = make.social_worker(), make.placements_manager()
    said = make_requests.said(
        unaccompanied=True, summary=SUMMARY, avoid=[{"near": ZONE, "within": 5.0}], urgency="emergency", **DETAILS
    )
    reference = actions.draft(worker, said=said, now=now).reference
    actions.submit(worker, reference, now=now)
    actions.screen(
        worker,
        reference,
        indicators={"arranged_journey": Strength.STRONG},
        level=Level.HIGH,
        judgement=JUDGEMENT,
        protection=PROTECTION,
        now=now,
    )
    actions.approve(manager, reference, now=now)
    actions.release(manager, reference, now=now)
    make_requests.offer(make.provider("Harbour Care"), reference, service.id, matching_statement=STATEMENT)
    actions.keep_away(worker, reference, zones=[{"near": ADDED, "within": 9.0}], now=now)
    jobs.run_due()
    with clock.fixed(now + timedelta(days=30)):
        remind()
    return reference


def dumped() -> str:
    """Give every cell of every table as text, as a reader of the database sees it."""
    db.session.rollback()
    cells: list[object] = []
    with db.engine.connect() as connection:
        for table in db.metadata.tables:
            rows = connection.execute(text(f'SELECT * FROM "{table}"'))  # noqa: S608 - our own names
            cells.extend(cell for row in rows for cell in row)
    return "\n".join(
        bytes(cell).decode(errors="replace") if isinstance(cell, (bytes, memoryview)) else str(cell) for cell in cells
    )


def test_zones_summary_screening_and_offers_are_sealed_in_the_database(app: Flask, now: datetime) -> None:
    reference = whole_story(now)
    seen = dumped()
    assert reference in seen
    assert [planted for planted in PLANTED if planted in seen] == []


def test_nothing_planted_is_in_the_bytes_of_the_database_file_or_the_instance(lite: Flask, now: datetime) -> None:
    reference = whole_story(now)
    path = Path(lite.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
    files = [*path.parent.glob(f"{path.name}*"), *(f for f in path.parent.rglob("*") if f.is_file())]
    together = b"".join(file.read_bytes() for file in files)
    assert reference.encode() in together
    assert [planted for planted in PLANTED if planted.encode() in together] == []


def test_what_is_left_of_a_request_in_the_ledger_and_in_a_backup_tells_nothing_planted(
    lite: Flask, now: datetime, tmp_path: Path
) -> None:
    reference = whole_story(now)
    later = now + timedelta(days=2)
    with clock.fixed(later):
        actions.close_unmet(make.placements_manager(), reference, reason=UnmetReason.NO_OFFER, now=later)
        visitor = browser(lite).sign_in(make.person(Role.COMMISSIONER, at=later).id)
        answers = [visitor.get(path) for path in ("/insight", "/insight/unmet-need.csv", "/insight?whose=all")]
    shown = " ".join(answer.get_data(as_text=True) for answer in answers)
    assert "No provider offered a place" in shown
    assert [planted for planted in (*PLANTED, reference) if planted in shown] == []
    file = tmp_path / "backup"
    backup.write(file, lambda *_: None)
    kept = gzip.decompress(file.read_bytes())
    assert reference.encode() in kept
    assert [planted for planted in PLANTED if planted.encode() in kept] == []


def test_the_audit_and_the_notices_hold_nothing_planted(app: Flask, now: datetime) -> None:
    whole_story(now)
    said = [f"{row.event} {row.facts}" for row in db.session.query(AuditRecord)]
    said += [f"{row.text} {row.endpoint} {row.arguments}" for row in db.session.query(Notice)]
    assert any("request:released" in line for line in said)
    for hidden in (*PLANTED, "LS1", "trafficking", "male"):
        assert not [line for line in said if hidden in line], hidden


def test_no_address_and_no_log_line_holds_what_was_entered(
    lite: Flask, now: datetime, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger().setLevel(logging.DEBUG)
    made = make_requests.request()
    worker = browser(lite).sign_in(make.person(Role.SOCIAL_WORKER).id)
    base = f"/requests/{made.reference}"
    sent = [
        worker.send(f"{base}/sections/safety", {"avoid_near_1": ZONE, "avoid_within_1": "5"}),
        worker.send(f"{base}/sections/summary", {"summary": SUMMARY}),
        worker.send(f"{base}/sections/culture", {"culture": "Culturecanary", "faith": "Faithcanary"}),
        worker.send(f"{base}/sections/health", {"health_needs": "Healthcanary"}),
        worker.send(f"{base}/sections/risks", {"risk_fire": "low", "note_fire": "Riskcanary"}),
        worker.send("/requests/new", {"prefill": "1", "near": ZONE, "avoid_near": ZONE, "avoid_within": "3"}),
        worker.send(f"{base}/submission"),
    ]
    assert [response.status_code for response in sent] == [303] * 7
    written = caplog.text + "".join(capfd.readouterr()) + " ".join(str(r.location) for r in sent)
    assert [planted for planted in PLANTED if planted in written] == []
    page = worker.page(base)
    assert ZONE in page.text
    assert not [link for link in page.links() if ZONE in link]


@pytest.mark.parametrize(
    "planted",
    [
        "Mrs Okafor",
        "born 4 March 2011",
        "LS1 4AP",
        "0113 496 0000",
        "aunt@example.org",
        "943 476 5919",
        "H801200001001",
    ],
)
def test_planted_identifiers_never_reach_a_provider(lite: Flask, now: datetime, planted: str) -> None:
    matching_service("Harbour Care")
    made = make_requests.request(summary=f"A calm boy. {planted}. Needs quiet.")
    worker = make.social_worker()
    with pytest.raises(Invalid):
        actions.submit(worker, made.reference, now=now)
    with pytest.raises(Invalid):
        actions.submit(
            worker,
            made.reference,
            now=now,
            overrule=dict.fromkeys(marks_of(made), f"It is only {planted}, no identifier"),
        )
    assert make_requests.reread(made).status is Status.DRAFT
    assert queries.asked(make.provider("Harbour Care")) == []


def test_a_false_alarm_is_overruled_with_a_reason_and_the_audit_says_what_kind_in_which_text_only(
    lite: Flask, now: datetime
) -> None:
    made = make_requests.request(summary="He follows the club named Leeds United.")
    actions.submit(
        make.social_worker(), made.reference, now=now, overrule=dict.fromkeys(marks_of(made), "It is a football club")
    )
    row = db.session.query(AuditRecord).filter_by(event="request:identifier_overruled").one()
    assert row.facts == {"finding": "summary: name"}
    assert overruled(made) == [("Summary for providers", "named Leeds United", "It is a football club")]
    assert "football club" not in dumped()


def test_a_request_has_no_field_for_who_the_child_is() -> None:
    columns: dict[str, Any] = dict(Request.__table__.columns)
    for word in ("name", "birth", "address", "postcode", "phone", "email", "nhs", "passport"):
        assert not [column for column in columns if word in column]
