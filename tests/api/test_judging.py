"""Judging for programs: one's own scores, what is agreed, how the lots stand."""

from datetime import datetime
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from directory.access import Actor, permissions_of
from directory.accounts.actions import make_token
from directory.accounts.rules import NEVER_A_SCOPE
from directory.awards.actions import scoring
from tests import inspect_pages, make
from tests.awards import judging


class Program:
    """A program with the token of somebody."""

    def __init__(self, app: Flask, who: Actor, now: datetime) -> None:
        scopes = sorted(one.value for one in permissions_of(who.roles) - NEVER_A_SCOPE)
        _, secret = make_token(who, name="a program", scopes=scopes, now=now)
        self.client, self.headers = inspect_pages.client(app), {"Authorization": f"Bearer {secret}"}

    def post(self, path: str, body: Any) -> TestResponse:
        return self.client.post(f"/api/v1{path}", json=body, headers=self.headers)

    def get(self, path: str) -> TestResponse:
        return self.client.get(f"/api/v1{path}", headers=self.headers)


def test_bids_are_judged_by_programs_as_on_the_pages(lite: Flask, now: datetime) -> None:
    made = judging.begun(evaluators=1)
    at = f"/tenders/{made.tender.id}"
    evaluator, desk = (Program(lite, who, now) for who in (made.evaluators[0], made.commissioner))
    for bid, score in ((1, 4), (2, 3)):
        said = {"bid": bid, "criterion": 1, "score": score, "comment": "Seen"}
        answer = evaluator.post(f"{at}/scores", said)
        assert (answer.status_code, answer.json) == (201, said | {"lot": 0})
    refused = evaluator.post(f"{at}/scores", {"bid": 1, "criterion": 1, "score": 9, "comment": "Seen"})
    assert refused.status_code == 422
    assert evaluator.post(f"{at}/scores", {"bid": 9, "criterion": 1, "score": 1, "comment": "x"}).status_code == 404
    agreements = [{"bid": bid, "criterion": 1, "score": score, "reason": "Agreed"} for bid, score in ((1, 4), (2, 3))]
    early = desk.post(f"{at}/moderation", {"agreements": agreements})
    assert early.status_code == 409, early.text
    assert evaluator.post(f"{at}/moderation", {"agreements": agreements}).status_code == 403
    scoring.finish(made.evaluators[0], made.tender.id, now=now)
    assert desk.post(f"{at}/moderation", {"agreements": agreements}).json == {"written": 2}
    before = desk.get(f"{at}/results").json
    assert before is not None
    assert {one["price_pence"] for one in before["lots"][0]["standings"]} == {None}
    made.open_prices()
    after = desk.get(f"{at}/results").json
    assert after is not None
    assert [(one["rank"], one["total"]) for one in after["lots"][0]["standings"]] == [(1, "84.00"), (2, "72.00")]
    assert Program(lite, make.commissioner("Southport Council"), now).get(f"{at}/results").status_code == 404


def test_the_judging_begins_by_a_program(lite: Flask, now: datetime) -> None:
    tender = judging.opened()
    desk = Program(lite, make.commissioner(), now)
    answer = desk.post(f"/tenders/{tender.id}/evaluation", {})
    assert answer.status_code == 201
    assert (answer.json or {})["status"] == "evaluating"
    assert desk.post(f"/tenders/{tender.id}/evaluation", {}).status_code == 409
