"""A request too large to be read: what else was typed on the page stands in forms of their own, and is not lost."""

from io import BytesIO

from flask import Flask

from directory.access import Role
from directory.codes import Specialism
from directory.files import MOST_BYTES
from directory.kit import clock
from directory.kit.db import db
from directory.providers.actions.claims import claim
from directory.providers.models import Claim
from tests import make
from tests.files.samples import pdf
from tests.inspect_pages import Client, Page
from tests.make_services import service


def test_a_file_that_is_too_large_is_refused_and_nothing_else_is_lost(lite: Flask, client: Client) -> None:
    said = claim(make.provider(), service().id, specialism=Specialism.TRAUMA, evidence="Trained", now=clock.now())
    where = f"/organisation/services/{said.service_id}/claims/{said.id}"
    browser = client.sign_in(make.person(Role.PROVIDER_ADMIN).id)
    one = browser.send(f"{where}/files", {"file": (BytesIO(pdf(end=b" " * MOST_BYTES)), "Large.pdf")})
    assert (one.status_code, Page(one).errors()) == (422, ["The file must be smaller than 10 MB"])
    assert Page(one).value("evidence") == "Trained"
    several = browser.send(f"{where}/files", {"file": (BytesIO(b" " * 17_000_000), "Larger.pdf")})
    assert several.status_code == 413
    assert "The file is too large" in Page(several).text
    db.session.rollback()
    kept = db.session.get_one(Claim, said.id)
    assert (kept.evidence, list(kept.files)) == ("Trained", [])
    assert browser.page(where).value("evidence") == "Trained"
