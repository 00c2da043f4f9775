"""Documents of a tender: put, replaced and removed in a draft, versions afterwards, and who reads them when."""

import hashlib
import io
import zipfile
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory.access import NOBODY, Role
from directory.files import StoredFile
from directory.files.models import FilePart
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from directory.tenders import actions, queries
from directory.tenders.models import Document, Tender
from directory.tenders.rules import Deadlines, Status
from tests import inspect_pages, make
from tests.bids.test_pages import PDF
from tests.inspect_pages import Client
from tests.tenders.making import DAY, tender


def add(made: Tender, title: str = "Specification", content: bytes = PDF) -> Document:
    return actions.add_document(
        make.commissioner(), made.id, title=title, stream=io.BytesIO(content), name="spec.pdf", now=clock.now()
    )


def published_with_a_document() -> Tender:
    drafter, second, now = make.commissioner(), make.commissioner(), clock.now()
    made = tender(Status.DRAFT, by=drafter)
    actions.add_document(drafter, made.id, title="Specification", stream=io.BytesIO(PDF), name="spec.pdf", now=now)
    actions.submit(drafter, made.id, now=now)
    actions.approve(second, made.id, now=now)
    return actions.publish(second, made.id, now=now)


def another(made: Tender, **more: object) -> object:
    given = {"stream": io.BytesIO(PDF + b"\n%again %%EOF"), "name": "b.pdf", "reason": "A page was missing"} | more
    document_id = made.documents[0].id
    return actions.publish_version(
        make.commissioner(),
        made.id,
        document_id,
        material=bool(given.pop("material", False)),
        now=clock.now(),
        **given,  # type: ignore[arg-type]
    )


def test_a_drafts_document_is_replaced_and_removed_with_its_bytes(lite: Flask, now: datetime) -> None:
    made = tender(Status.DRAFT)
    first, second = add(made), add(made, "")
    assert [(one.number, one.title) for one in queries.public_documents(made)] == [(1, "Specification"), (2, "spec")]
    other = PDF + b"\n%other %%EOF"
    actions.replace_document(
        make.commissioner(), made.id, first.id, stream=io.BytesIO(other), name="other.pdf", now=now
    )
    db.session.rollback()
    (version,) = db.session.get_one(Document, first.id).versions
    assert (version.number, version.file.name) == (1, "other.pdf")
    assert version.file.sha256 == hashlib.sha256(other).hexdigest()
    actions.remove_document(make.commissioner(), made.id, first.id, now=now)
    db.session.rollback()
    assert [(one.id, one.number) for one in queries.public_documents(made)] == [(second.id, 1)]
    assert db.session.scalar(select(func.count()).select_from(StoredFile)) == 1
    assert db.session.scalar(select(func.count()).select_from(FilePart)) == 1


def test_after_publication_every_version_stays_and_says_why_it_came(app: Flask, now: datetime) -> None:
    made = published_with_a_document()
    with pytest.raises(WrongState):
        add(made)
    with pytest.raises(WrongState):
        actions.remove_document(make.commissioner(), made.id, made.documents[0].id, now=now)
    another(made)
    db.session.rollback()
    (document,) = queries.public_documents(made)
    assert [(one.number, one.reason) for one in document.versions] == [(1, ""), (2, "A page was missing")]
    (amendment,) = made.amendments
    assert amendment.differences == {"documents": ["Specification, version 1", "Specification, version 2"]}
    assert not amendment.material


def test_a_material_document_needs_the_time_of_a_material_change(lite: Flask, now: datetime) -> None:
    made = published_with_a_document()
    assert made.closes_at
    with clock.fixed(made.closes_at - 9 * DAY):
        with pytest.raises(Invalid, match="at least 10 days"):
            another(made, material=True)
        another(made)
        later = Deadlines(closes_at=made.closes_at + 5 * DAY)
        officer = make.commissioner()
        actions.amend(
            officer, made.id, description=None, deadlines=later, material=False, reason="Time", now=clock.now()
        )
        another(made, material=True)
    with clock.fixed(made.closes_at), pytest.raises(WrongState):
        another(made)


def test_only_the_buyers_commissioners_change_documents(lite: Flask, now: datetime) -> None:
    made = tender(Status.DRAFT)
    for actor, refusal in (
        (make.provider(), NotAllowed),
        (make.social_worker(), NotAllowed),
        (make.commissioner("Southport Council"), NotFound),
    ):
        with pytest.raises(refusal):
            actions.add_document(actor, made.id, title="", stream=io.BytesIO(PDF), name="a.pdf", now=now)
    with pytest.raises(Invalid):
        add(made, content=b"MZ program")


def office(*parts: tuple[str, bytes], kind: str = "wordprocessingml.document") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", f'<Override ContentType="application/vnd.x.{kind}.main+xml"/>')
        for name, content in parts:
            package.writestr(name, content)
    return held.getvalue()


OUT = b'<Relationship Id="1" Type="http://x/attachedTemplate" TargetMode="External" Target="http://x/a.dotm"/>'
LINK = b'<Relationship Id="1" Type="http://x/hyperlink" TargetMode="External" Target="http://x/"/>'


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (office(("word/document.xml", b"<w/>"), ("word/_rels/document.xml.rels", LINK)), ""),
        (office(("xl/workbook.xml", b"<w/>"), kind="spreadsheetml.sheet"), ""),
        (office(("word/vbaProject.bin", b"x")), "macros"),
        (office(("word/embeddings/oleObject1.bin", b"x")), "another file"),
        (office(("word/_rels/settings.xml.rels", OUT)), "fetched from elsewhere"),
        (office(kind="presentationml.presentation"), "Word"),
        (office() + b"x" * 3000, "Word"),
        (office(("word/document.xml", b"x"))[:-30], "Word"),
    ],
)
def test_office_files_are_taken_without_programs(lite: Flask, now: datetime, content: bytes, says: str) -> None:
    made = tender(Status.DRAFT)
    if not says:
        assert add(made, content=content).present.file.name.endswith((".docx", ".xlsx"))
        return
    with pytest.raises(Invalid) as refusal:
        add(made, content=content)
    assert says in refusal.value.fields["file"]


def test_a_document_is_public_once_the_tender_is_and_never_before(lite: Flask, now: datetime) -> None:
    made = tender(Status.DRAFT)
    document = add(made)
    path = f"/tenders/{made.id}/documents/{document.id}/versions/1"
    stranger, officer, other = inspect_pages.client(lite), inspect_pages.client(lite), inspect_pages.client(lite)
    officer.sign_in(make.person(Role.COMMISSIONER).id)
    other.sign_in(make.person(Role.COMMISSIONER, of="Southport Council").id)
    assert stranger.get(path).status_code == other.get(path).status_code == 404
    assert officer.get(path).data == PDF
    with pytest.raises(NotFound):
        queries.document_version(NOBODY, made.id, document.id, 1)
    shown = published_with_a_document()
    path = f"/tenders/{shown.id}/documents/{shown.documents[0].id}/versions/1"
    answer = stranger.get(path)
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="spec.pdf"')
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert stranger.get(path.replace("versions/1", "versions/2")).status_code == 404
    assert stranger.open(path, method="HEAD").status_code == 200


def test_documents_are_put_and_published_in_pages(lite: Flask, client: Client, now: datetime) -> None:
    officer = inspect_pages.client(lite)
    officer.sign_in(make.person(Role.COMMISSIONER).id)
    made = tender(Status.DRAFT)
    at = f"/tenders/{made.id}"
    sent = officer.send(f"{at}/documents", data={"title": "Prices", "file": (io.BytesIO(PDF), "p.pdf")})
    assert sent.status_code == 303
    assert "Prices" in officer.page(f"{at}/documents").text
    wrong = officer.send(f"{at}/documents", data={"title": "My title", "file": (io.BytesIO(b"MZ"), "p.exe")})
    assert wrong.status_code == 422
    assert "My title" in wrong.text
    assert "Prices" in officer.page(f"{at}/preview").text
    shown = published_with_a_document()
    at = f"/tenders/{shown.id}"
    form = f"{at}/documents/{shown.documents[0].id}/amendment"
    assert "It stays readable" in officer.page(form).text
    done = officer.send(form, data={"reason": "A page was missing", "file": (io.BytesIO(PDF), "q.pdf")})
    assert done.status_code == 303
    public = client.page(at).text
    assert "Former versions" in public
    assert "Specification, version 1" in public
    assert hashlib.sha256(PDF).hexdigest() in public
    listed = client.get(f"/api/v1{at}").get_json()["documents"]
    assert [one["number"] for one in listed[0]["versions"]] == [1, 2]
    assert client.get(listed[0]["versions"][0]["url"]).data == PDF
