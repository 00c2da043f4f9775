"""The pages of those who judge: without JavaScript, nothing typed is lost, no price before its time."""

import io
import re
import time
from datetime import datetime
from uuid import UUID

import pytest
from flask import Flask

from directory.access import Actor
from directory.awards.actions import deciding_gates, panel
from directory.bids import attaching
from directory.kit import clock
from tests import inspect_pages, make
from tests.awards import judging
from tests.bids import writing
from tests.files.samples import pdf
from tests.inspect_pages import Client

PENCE = 123_457
PRICE = "2,469.14"  # two weeks of it


def browser(lite: Flask, who: Actor) -> Client:
    assert isinstance(who.person_id, UUID)
    return inspect_pages.client(lite).sign_in(who.person_id)


def test_a_panel_is_put_together_declares_scores_and_agrees(lite: Flask, now: datetime) -> None:
    tender = judging.opened(pence=(PENCE, 140_000))
    who, evaluator = make.commissioner(), make.social_worker()
    at = f"/tenders/{tender.id}"
    desk, phone = browser(lite, who), browser(lite, evaluator)
    assert "Begin to judge the bids" in desk.page(at).text
    desk.send(f"{at}/evaluation/beginning")
    assert desk.send(f"{at}/panel", {"person": "", "criteria": ["1"]}).status_code == 200
    assert desk.send(f"{at}/panel", {"person": str(evaluator.person_id), "criteria": ["1"]}).status_code == 303
    assert "You are asked to score bids" in phone.page("/").text
    assert phone.get(f"{at}/scores/1/1/0").status_code == 403
    assert "You see nothing else" in phone.page(f"{at}/interests").text
    refused = phone.send(f"{at}/interests", {"interest_2": "1", "words_2": ""})
    assert (refused.status_code, "Say what your interest is" in refused.text) == (422, True)
    phone.send(f"{at}/interests")
    desk.send(f"{at}/interests")
    refused = phone.send(f"{at}/scores/1/1/0", {"score": "4", "comment": ""})
    assert "Say why" in refused.text
    assert 'value="4" checked' in refused.text
    assert phone.send(f"{at}/scores/finishing").status_code == 422
    first = phone.send(f"{at}/scores/1/1/0", {"score": "4", "comment": "Says how and who"})
    assert first.location.endswith("/scores/2/1/0")  # on to the next that is not scored
    phone.send(f"{at}/scores/2/1/0", {"score": "2", "comment": "Says neither"})
    assert "Says how and who" in phone.page(f"{at}/scores/1/1/0").text
    assert desk.get(f"{at}/moderation").status_code == 409
    assert phone.send(f"{at}/scores/finishing").status_code == 303
    assert "Says how and who" in desk.page(f"{at}/moderation/1").text
    agreed = {
        "score_1_0": "4",
        "reason_1_0": "Clear",
        "read_1_0": "",
        "score_2_0": "",
        "reason_2_0": "",
        "read_2_0": "",
    }
    assert desk.send(f"{at}/moderation/1", agreed).status_code == 303
    wrong = desk.send(f"{at}/moderation/1", agreed | {"score_2_0": "seven", "reason_2_0": "Typed with care"})
    assert (wrong.status_code, "Typed with care" in wrong.text) == (422, True)
    clash = desk.send(f"{at}/moderation/1", agreed | {"score_1_0": "5", "reason_1_0": "Mine"})
    assert (clash.status_code, "Theirs: Clear" in clash.text, ">Mine</textarea>" in clash.text) == (412, True, True)
    again = desk.send(f"{at}/prices")
    assert (again.status_code, "Not every answer has an agreed score" in again.text) == (409, True)


def test_an_error_never_points_at_a_field_that_is_not_there(lite: Flask, now: datetime) -> None:
    """Whoever sends a form that is not on the page any more is told why, not sent to a field."""
    made = judging.begun(pence=(60_000, 150_000))
    at, desk, phone = f"/tenders/{made.tender.id}", browser(lite, made.commissioner), browser(lite, made.evaluators[0])
    assert 'id="person"' in desk.get(f"{at}/panel").text
    made.score_all()
    made.agree_all()
    made.open_prices()
    deciding_gates.decide_price(
        made.commissioner, made.tender.id, bid=1, lot=1, disregard=False, reason="It may", now=now
    )
    assert 'id="person"' not in desk.page(f"{at}/panel").text
    for client, path, data in (
        (desk, "/panel", {}),
        (phone, "/scores/1/1/0", {}),
        (desk, "/prices/1/1", {"step": "ask"}),
    ):
        assert client.send(f"{at}{path}", data).status_code == 409, path


def test_no_page_of_anybody_shows_a_price_before_quality_is_agreed(lite: Flask, now: datetime) -> None:
    made = judging.begun(pence=(PENCE, 150_000))
    at = f"/tenders/{made.tender.id}"
    pages = ["", "/evaluation", "/scores", "/scores/1/1/0", "/panel", "/interests", "/conditions-met"]
    pages += ["/moderation", "/moderation/1", "/prices", "/prices/1/1", "/working"]

    def shown() -> set[str]:
        found = set()
        for who in (made.commissioner, made.evaluators[0]):
            client = browser(lite, who)
            for page in pages:
                answer = client.get(f"{at}{page}")
                if PRICE in answer.text or "1,234.57" in answer.text:
                    found.add(page)
        return found

    assert shown() == set()
    made.score_all()
    made.agree_all()
    assert shown() == set()
    made.open_prices()
    assert shown() == {"/prices", "/prices/1/1", "/working"}


def test_a_bidder_reads_what_is_asked_of_its_price_and_answers(lite: Flask, now: datetime) -> None:
    made = judging.begun(bidders=judging.BIDDERS, pence=(150_000, 60_000, 160_000))
    made.score_all()
    made.agree_all()
    made.open_prices()
    at = f"/tenders/{made.tender.id}"
    desk, bidder, other = (
        browser(lite, made.commissioner),
        *(browser(lite, make.provider(name)) for name in ("Tern House", "Harbour Care")),
    )
    assert "42.9% below the average" in desk.page(f"{at}/prices/2/1").text
    asked = {"step": "ask", "question": "How will you pay your staff?", "answer_by_on": ["4", "12", "2026"]}
    assert desk.send(f"{at}/prices/2/1", asked).status_code == 303
    assert "question about your bid" in bidder.page("/").text
    assert other.get(f"{at}/price-question").status_code == 404
    page = bidder.page(f"{at}/price-question")
    assert "How will you pay your staff?" in page.text
    number = page.value("question")
    assert bidder.send(f"{at}/price-question", {"question": number, "answer": "We own the house"}).status_code == 303
    assert "We own the house" in desk.page(f"{at}/prices/2/1").text
    decided = {"step": "decide", "disregard": "no", "reason": "It has shown so"}
    assert desk.send(f"{at}/prices/2/1", decided).status_code == 303
    assert bidder.send(f"{at}/price-question", {"question": number, "answer": "And more"}).status_code == 409


def test_ties_are_drawn_on_the_page_of_the_working(lite: Flask, now: datetime) -> None:
    made = judging.begun(pence=(140_000,))
    made.score_all()
    made.agree_all()
    made.open_prices()
    at = f"/tenders/{made.tender.id}"
    first, second = browser(lite, made.commissioner), browser(lite, made.second)
    assert "Ask for a draw" in first.page(f"{at}/working").text
    assert first.send(f"{at}/draws", {"lot": "1", "bids": "1,x"}).status_code == 422
    first.send(f"{at}/draws", {"lot": "1", "bids": "1,2"})
    draw = made.case.draws[0].id
    assert first.send(f"{at}/draws/{draw}").status_code == 403
    assert second.send(f"{at}/draws/{draw}").status_code == 303
    page = second.page(f"{at}/working")
    assert "Drawn on" in page.text
    assert "something is missing" not in page.text


def test_a_real_bid_is_read_with_its_files_by_those_who_judge_it_only(lite: Flask, now: datetime) -> None:
    tender = writing.open_tender()
    bidder = writing.drafted(tender)
    sent = pdf()
    file = attaching.take_file(bidder, tender.id, criterion=1, stream=io.BytesIO(sent), name="Plan.pdf", now=now)
    writing.submit(bidder, tender.id)
    at = writing.unsealed(tender)
    who, other = make.commissioner(), make.social_worker()
    with clock.fixed(at, every_thread=True):
        panel.begin(who, tender.id, now=at)
        page = f"/tenders/{tender.id}/scores/1/1/0"
        desk = browser(lite, who)
        assert desk.get(f"{page}/files/{file.sha256}").status_code == 403
        panel.declare(who, tender.id, {}, now=at)
        assert "Plan.pdf" in desk.page(page).text
        assert desk.get(f"{page}/files/{file.sha256}").data == sent
        assert desk.get(f"{page}/files/{'0' * 64}").status_code == 404
        assert desk.get(f"/tenders/{tender.id}/scores/1/2/0/files/{file.sha256}").status_code == 404
        assert browser(lite, other).get(f"{page}/files/{file.sha256}").status_code == 404


BIDDERS, EVALUATORS, CRITERIA = 30, 5, 12


@pytest.fixture
def large(lite: Flask, now: datetime) -> judging.Judging:
    """Thirty bids of five evaluators by twelve criteria, all scored."""
    made = judging.begun(
        bidders=[f"Provider number {n} for homes" for n in range(BIDDERS)], evaluators=EVALUATORS, quality=CRITERIA
    )
    judging.score_in_bulk(made)
    return made


def test_thirty_bids_are_moderated_on_one_page_that_is_light_and_quick(lite: Flask, large: judging.Judging) -> None:
    desk, at = browser(lite, large.commissioner), f"/tenders/{large.tender.id}/moderation/7"
    desk.page(at)
    began = time.process_time()
    page = desk.get(at)
    took = time.process_time() - began
    assert page.text.count("<textarea") == BIDDERS
    # the comments of all on one bid are one press away, so that few stops lie between two scores
    assert page.text.count("<summary>") == BIDDERS
    assert len(re.findall(r"<p>[^<]+, \d: ", page.text)) == BIDDERS * EVALUATORS
    assert len(page.data) < 150_000
    assert took < 1.5  # seconds of the processor; about 0.1 where nothing else runs
    reads = make.reads(lambda: desk.get(at))
    assert reads < 30
    typed = {"read_1_0": "", "score_1_0": "3", "reason_1_0": "Agreed"}
    typed |= {f"{name}_{n}_0": "" for n in range(2, BIDDERS + 1) for name in ("read", "score", "reason")}
    assert desk.send(at, typed).status_code == 303
    assert len(large.case.consensus) == 1
    print(f"the page of the meeting: {len(page.data)} bytes, {took * 1000:.0f} ms of the processor, {reads} reads")  # noqa: T201
