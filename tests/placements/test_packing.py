"""The referral pack: after the agreement, to the one provider, until a day, and every look is written down."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory.access import Role
from directory.audit.models import AuditRecord
from directory.files.actions import note_scan
from directory.files.models import StoredFile
from directory.jobs.worker import run_due
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from directory.notify.models import Notice
from directory.placements import actions
from directory.placements.models import Pack
from directory.placements.rules.placing import EndReason
from tests import make, make_disclosure, make_placements
from tests.files.samples import jpeg, pdf, png
from tests.inspect_pages import client as browser
from tests.make_placements import Offered

DAY = timedelta(days=1)


def link(made: Offered, pack: Pack) -> str:
    return f"/placements/{made.reference}/pack/files/{pack.files[0].file_id}"


def test_a_pack_is_released_read_by_its_provider_and_each_look_is_listed(lite: Flask, now: datetime) -> None:
    made = make_placements.agreed()
    manager = browser(lite).sign_in(make.person(Role.PLACEMENTS_MANAGER).id)
    staff = make.person(Role.PROVIDER_STAFF, of="Harbour Care")
    provider = browser(lite).sign_in(staff.id)
    name, page = staff.name, f"/placements/{made.reference}/pack"
    assert "Referral pack" not in provider.page(f"/placements/{made.reference}").text
    files = [(BytesIO(pdf()), "About Robin.pdf"), (BytesIO(png()), "Drawing.png")]
    assert manager.send(page, {"days": "14", "file": files}).status_code == 303
    shown = provider.page(f"/placements/{made.reference}")
    assert "You can open it until 7 December 2026" in shown.text
    paths = [path for path in shown.links() if "/pack/files/" in path]
    assert provider.head(paths[0]).status_code == 200
    assert "Nobody yet" in manager.page(page).text, "to ask whether it is there opens nothing"
    answers = [provider.get(path) for path in paths]
    assert [answer.data for answer in answers] == [pdf(), png()]
    assert all("attachment" in answer.headers["Content-Disposition"] for answer in answers)
    listed = manager.page(page).text
    assert f"{name}, Harbour Care About Robin.pdf" in listed
    events = db.session.scalars(select(AuditRecord.event).where(AuditRecord.event == "pack:viewed")).all()
    assert len(events) == 2
    told = db.session.scalars(select(Notice.text).where(Notice.endpoint == "placements.show")).all()
    assert f"{made.reference}: the referral pack is ready for you to read" in told
    assert not [text for text in told if "Robin" in text]


def test_nobody_but_its_provider_and_its_authority_finds_it(lite: Flask, now: datetime) -> None:
    made = make_placements.agreed()
    make_placements.agreed(by="Seaview Care")
    path = link(made, make_disclosure.pack(made))
    for role, of, status in (
        (Role.PROVIDER_ADMIN, "Seaview Care", 404),
        (Role.PLACEMENTS_MANAGER, "Eastvale Council", 404),
        (Role.SOCIAL_WORKER, None, 403),
        (Role.OPERATOR_ADMIN, None, 403),
        (Role.PLACEMENTS_MANAGER, None, 200),
        (Role.PROVIDER_STAFF, "Harbour Care", 200),
    ):
        assert browser(lite).sign_in(make.person(role, of=of).id).get(path).status_code == status, role
    assert browser(lite).get(path).status_code == 302


def test_it_closes_by_the_clock_and_can_be_kept_open_for_longer(lite: Flask, now: datetime) -> None:
    made, manager = make_placements.agreed(), make.placements_manager()
    file_id = make_disclosure.pack(made, days=2).files[0].file_id
    staff = make.provider("Harbour Care")
    assert actions.open_file(staff, made.reference, file_id, now=now + 2 * DAY - timedelta(seconds=1)).content == pdf()
    with pytest.raises(WrongState, match="not open any more"):
        actions.open_file(staff, made.reference, file_id, now=now + 2 * DAY)
    actions.change_expiry(manager, made.reference, days=5, now=now + 3 * DAY)
    assert actions.open_file(staff, made.reference, file_id, now=now + 7 * DAY).content == pdf()
    for days in (0, 91, None):
        with pytest.raises(Invalid):
            actions.change_expiry(manager, made.reference, days=days, now=now)


@pytest.mark.parametrize("ending", ["withdrawn", "never started", "ended"])
def test_it_closes_at_once_when_it_is_withdrawn_or_the_placement_is_over(
    lite: Flask, now: datetime, ending: str
) -> None:
    made = make_placements.placed() if ending == "ended" else make_placements.agreed()
    manager, staff = make.placements_manager(), make.provider("Harbour Care")
    file_id = make_disclosure.pack(made).files[0].file_id
    if ending == "withdrawn":
        actions.withdraw_pack(manager, made.reference, now=now)
    else:
        reason = EndReason.NOT_STARTED if ending == "never started" else EndReason.PLANNED
        actions.end(manager, made.reference, ended_on=clock.today(), reason=reason, now=now)
    with pytest.raises(WrongState):
        actions.open_file(staff, made.reference, file_id, now=now)
    assert db.session.scalars(select(Pack)).one().withdrawn_at == now
    page = browser(lite).sign_in(make.person(Role.PROVIDER_STAFF, of="Harbour Care").id)
    assert "Referral pack" not in page.page(f"/placements/{made.reference}").text


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"files": []}, "file"),
        ({"files": [(f"{n}.png", png()) for n in range(6)]}, "file"),
        ({"files": [("Notes.txt", b"plain words")]}, "file"),
        ({"files": [("Good.pdf", pdf()), ("Bad.pdf", pdf(b"/JavaScript"))]}, "file"),
        ({"days": 0}, "days"),
        ({"days": 91}, "days"),
        ({"days": None}, "days"),
    ],
)
def test_a_pack_that_cannot_be_is_refused_and_nothing_of_it_is_kept(
    lite: Flask, now: datetime, more: dict[str, Any], field: str
) -> None:
    made = make_placements.agreed()
    given: dict[str, Any] = {"files": [("Pack.jpg", jpeg())], "days": 14, **more}
    given["files"] = [(name, BytesIO(content)) for name, content in given["files"]]
    with pytest.raises(Invalid) as refused:
        actions.release_pack(make.placements_manager(), made.reference, now=now, **given)
    assert set(refused.value.fields) == {field}
    assert db.session.scalar(select(func.count()).select_from(StoredFile)) == 0


def test_none_is_released_before_the_agreement_twice_or_by_others(app: Flask, now: datetime) -> None:
    held = make_placements.held()
    with pytest.raises(NotFound):
        make_disclosure.pack(held)
    made = make_placements.agreed(held.service_id)
    make_disclosure.pack(made)
    with pytest.raises(WrongState, match="already"):
        make_disclosure.pack(made)
    with pytest.raises(NotFound):
        make_disclosure.pack(made, of="Eastvale Council")
    with pytest.raises(NotAllowed):
        actions.withdraw_pack(make.social_worker(), made.reference, now=now)
    actions.withdraw_pack(make.placements_manager(), made.reference, now=now)
    make_disclosure.pack(made, name="Second.pdf")
    over = make_placements.ended(held.service_id)
    with pytest.raises(WrongState, match="ended"):
        make_disclosure.pack(over)


@pytest.mark.parametrize("found", ["", "Eicar-Test-Signature"])
def test_an_infected_file_is_handed_to_nobody_and_its_authority_is_told(lite: Flask, now: datetime, found: str) -> None:
    made = make_placements.agreed()
    pack = make_disclosure.pack(made)
    file_id, path = pack.files[0].file_id, link(made, pack)
    note_scan(file_id, found=found, now=now)
    run_due()
    provider = browser(lite).sign_in(make.person(Role.PROVIDER_STAFF, of="Harbour Care").id)
    assert provider.get(path).status_code == (409 if found else 200)
    assert ("A virus was found" in provider.page(f"/placements/{made.reference}").text) == bool(found)
    told = db.session.scalars(select(Notice.text).where(Notice.endpoint == "placements.pack")).all()
    assert len(told) == bool(found)
