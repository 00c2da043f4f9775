"""The pages of the procurement file: asking for it, seeing what is withheld, taking it."""

import io
import zipfile
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from directory.awards.models import Award
from directory.jobs.worker import run_due
from directory.kit.db import db
from tests import inspect_pages
from tests.awards import judging
from tests.records import filing

PLACES = "/tenders/{}/procurement-files"
PRICES = "Prices of bids that were not awarded"


def made_awards(made: judging.Judging) -> list[Award]:
    return list(db.session.scalars(select(Award).where(Award.tender_id == made.tender_id)))


def person_of(made: judging.Judging) -> UUID:
    assert made.commissioner.person_id is not None
    return made.commissioner.person_id


def test_an_officer_has_a_whole_file_made_and_takes_it(client: inspect_pages.Client, lite: Flask) -> None:
    made = filing.judged()
    client.sign_in(person_of(made))
    at = PLACES.format(made.tender_id)
    assert at in client.get(f"/tenders/{made.tender_id}").text
    there = client.send(at, follow_redirects=True)
    assert "being made" in there.text
    again = client.send(at)
    assert again.status_code == 409
    assert "is being made" in again.text
    run_due(most=50)
    page = client.get(there.request.path)
    assert "file.zip" in page.text
    whole = client.get(f"{there.request.path}/file.zip")
    assert whole.headers["Cache-Control"] == "no-store"
    assert "attachment" in whole.headers["Content-Disposition"]
    assert zipfile.ZipFile(io.BytesIO(whole.data)).testzip() is None
    assert client.get(f"{there.request.path}/file.pdf").data.startswith(b"%PDF")
    assert client.get(at).text.count("Made</td>") == 1


def test_an_officer_sees_what_is_withheld_before_the_answer_is_made(client: inspect_pages.Client, lite: Flask) -> None:
    made = filing.judged()
    client.sign_in(person_of(made))
    at = PLACES.format(made.tender_id) + "/release"
    page = client.get(at)
    assert "Names of bidders that were not awarded anything" in page.text
    loser = next(one.name for one in made.case.bids if one.id not in {award.bid_id for award in made_awards(made)})
    assert f'<span class="blacked-out">{loser}</span>' in page.text
    assert "(section 40(2))" in page.text
    ticked = {"request": "FOI 2026/0412", "shown": ["prices"], "reason": ""}
    looked = client.send(at, {**ticked, "do": "look"})
    assert "With these choices" in looked.text
    assert looked.text.count(PRICES) < page.text.count(PRICES)
    refused = client.send(at, {**ticked, "do": "make"})
    assert refused.status_code == 422
    assert 'value="FOI 2026/0412"' in refused.text
    there = client.send(at, {**ticked, "reason": "They agreed", "do": "make"}, follow_redirects=True)
    run_due(most=50)
    shown = client.get(there.request.path).text
    for words in ("FOI 2026/0412", "They agreed", "Given out by choice", "Section 43(2)"):
        assert words in shown, words
