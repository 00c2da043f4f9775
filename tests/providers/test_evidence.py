"""Files that show a claim: who may add, take and remove them, and what an assurer is asked to look at again."""

from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from directory import jobs
from directory.access import Role
from directory.codes import Specialism
from directory.files import Scan, StoredFile
from directory.files.actions import note_scan
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound
from directory.notify.models import Notice
from directory.providers.actions.claims import assure, claim, withdraw
from directory.providers.actions.evidence import (
    add_files,
    evidence_words,
    hand_to_assurer,
    hand_to_owner,
    remove_file,
    reword,
    tell_infected,
)
from directory.providers.models import Claim
from directory.providers.queries.claims import claims_to_assure
from directory.providers.rules.claims import Standing
from tests import make
from tests.files.samples import pdf, png
from tests.inspect_pages import Client, Page
from tests.make_services import service

SEEN = "Certificates of all staff"


def made() -> Claim:
    return claim(make.provider(), service().id, specialism=Specialism.TRAUMA, evidence="Trained", now=clock.now())


def added(said: Claim, *contents: bytes) -> list[UUID]:
    sent = [(f"{number}.pdf", BytesIO(content)) for number, content in enumerate(contents)]
    add_files(make.provider(), said.service_id, said.id, sent=sent, now=clock.now())
    return [each.file_id for each in db.session.get_one(Claim, said.id).files]


def standing(which: Standing) -> Sequence[UUID]:
    return [each.id for each in claims_to_assure(make.actor(Role.ASSURER), clock.today(), standing=which).rows]


def test_files_are_taken_by_their_provider_and_by_assurers_and_by_nobody_else(app: Flask) -> None:
    said = made()
    (first,) = added(said, pdf())
    added(said, png())
    own, assurer = make.provider(), make.actor(Role.ASSURER)
    assert hand_to_owner(own, said.service_id, said.id, first, now=clock.now()).content == pdf()
    assert hand_to_assurer(assurer, said.id, first, now=clock.now()).content == pdf()
    with pytest.raises(NotFound):
        hand_to_owner(make.provider("Moorland Ltd"), said.service_id, said.id, first, now=clock.now())
    with pytest.raises(NotFound):
        hand_to_assurer(assurer, made().id, first, now=clock.now())
    with pytest.raises(NotAllowed):
        hand_to_assurer(own, said.id, first, now=clock.now())


def test_evidence_changed_after_assurance_is_looked_at_again(app: Flask) -> None:
    said = made()
    (first,) = added(said, pdf())
    assurer = make.actor(Role.ASSURER)
    assert standing(Standing.CHANGED) == []
    for change in (
        lambda: added(said, png()),
        lambda: remove_file(make.provider(), said.service_id, said.id, first, now=clock.now()),
        lambda: reword(make.provider(), said.service_id, said.id, evidence="Trained anew", now=clock.now()),
    ):
        assure(assurer, said.id, until=date(2027, 11, 1), because=SEEN, now=clock.now())
        assert standing(Standing.CHANGED) == standing(Standing.WAITING) == []
        change()
        assert standing(Standing.CHANGED) == standing(Standing.WAITING) == [said.id]
    assert db.session.get_one(Claim, said.id).assured_until == date(2027, 11, 1)


def test_of_several_files_all_are_kept_or_none(lite: Flask) -> None:
    said = made()
    with pytest.raises(Invalid, match=r"1\.pdf: The file must be a PDF, PNG or JPEG"):
        added(said, pdf(), b"MZ program")
    assert db.session.scalars(select(StoredFile)).all() == []
    with pytest.raises(Invalid, match="is here already"):
        added(said, pdf(), pdf())
    with pytest.raises(Invalid, match="up to 10 files"):
        added(said, *(pdf(b"% " + bytes([65 + n])) for n in range(11)))


def test_a_withdrawn_claim_leaves_no_file(app: Flask) -> None:
    said = made()
    added(said, pdf(), png())
    withdraw(make.provider(), said.service_id, said.id, now=clock.now())
    assert db.session.scalars(select(StoredFile)).all() == []


def test_a_provider_is_told_of_a_virus(lite: Flask) -> None:
    said = made()
    (file_id,) = added(said, pdf())
    tell_infected(file_id, now=clock.now())
    assert db.session.scalars(select(Notice)).all() == []
    note_scan(file_id, found="Test.Sign", now=clock.now())
    jobs.run_due()
    db.session.rollback()
    assert db.session.get_one(StoredFile, file_id).scan is Scan.INFECTED
    assert [notice.text[:27] for notice in db.session.scalars(select(Notice))] == ["A virus was found in a file"]


def test_words_have_a_length() -> None:
    assert evidence_words("  Trained ") == "Trained"
    with pytest.raises(Invalid):
        evidence_words(" ")


def test_a_provider_adds_files_on_a_page_and_an_assurer_takes_them(client: Client) -> None:
    said = made()
    where = f"/organisation/services/{said.service_id}/claims/{said.id}"
    browser = client.sign_in(make.person(Role.PROVIDER_ADMIN).id)
    assert "None yet" in browser.page(where).text
    wrong = browser.send(f"{where}/files", {"file": (BytesIO(b"MZ"), "x.pdf")})
    assert (wrong.status_code, "PDF, PNG or JPEG" in Page(wrong).errors()[0]) == (422, True)
    sent = {"file": [(BytesIO(pdf()), "Training.pdf"), (BytesIO(png()), "Wall.png")]}
    done = Page(browser.send(f"{where}/files", sent, follow_redirects=True))
    assert "2 files are added" in done.text
    assert "Not scanned for viruses" in done.text
    first = next(f.file_id for f in db.session.get_one(Claim, said.id).files if f.file.name == "Training.pdf")
    browser = client.sign_in(make.person(Role.ASSURER).id)
    assert "2 files" in browser.page("/assurance?standing=new&specialism=trauma").text
    assert "Training.pdf" in browser.page(f"/assurance/{said.id}").text
    answer = browser.get(f"/assurance/{said.id}/files/{first}")
    assert answer.data == pdf()
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    browser.page("/assurance?standing=never", status=422)


def test_claims_about_to_end_are_listed(lite: Flask) -> None:
    said = made()
    for days, lists in ((20, {"30", "60"}), (50, {"60"}), (90, set())):
        until = clock.today() + timedelta(days=days)
        assure(make.actor(Role.ASSURER), said.id, until=until, because=SEEN, now=clock.now())
        found = {
            which.value.split("_")[2]
            for which in (Standing.ENDS_IN_30_DAYS, Standing.ENDS_IN_60_DAYS)
            if standing(which) == [said.id]
        }
        assert found == lists
