"""Asking and answering in pages and by programs; and that who asked stands nowhere."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from directory import jobs
from directory.access import Role
from directory.audit.models import AuditRecord
from directory.kit import clock
from directory.kit.db import Model, db
from directory.tenders import actions, queries
from directory.tenders.models import Tender
from tests import inspect_pages, make
from tests.api.test_tenders import caller
from tests.inspect_pages import Client
from tests.tenders.making import tender

ASKER = "Zebrafinch Care"
TEXT = "Are the twelve places in one house?"


def browser(app: Flask, role: Role, of: str | None = None) -> Client:
    made = inspect_pages.client(app)
    made.sign_in(make.person(role, of=of).id)
    return made


def test_a_question_is_asked_answered_and_read_by_all(lite: Flask, now: datetime) -> None:
    made = tender()
    at = f"/tenders/{made.id}"
    provider, officer, stranger = (
        browser(lite, Role.PROVIDER_STAFF),
        browser(lite, Role.COMMISSIONER),
        inspect_pages.client(lite),
    )
    assert "Ask a question" in provider.page(at).text
    assert "/questions" not in stranger.page(at).text
    sent = provider.send(f"{at}/questions/new", data={"question": TEXT})
    assert sent.status_code == 303
    mine = provider.page(f"{at}/questions")
    assert TEXT in mine.text
    assert "Waits for an answer" in mine.text
    waiting = officer.page(f"{at}/questions")
    assert TEXT in waiting.text
    assert "Harbour Care" not in waiting.text
    (question,) = queries.questions(make.commissioner(), made.id)
    form = officer.page(f"{at}/questions/answer?question={question.id}")
    assert form.text.count(TEXT) == 2
    done = officer.send(
        f"{at}/questions/answer?question={question.id}",
        data={"question": "One house?", "answer": "No, in three.", "changes_tender": "y"},
    )
    assert done.status_code == 303
    assert done.location.endswith("/amendment")
    public = stranger.page(at)
    assert "No, in three." in public.text
    assert "This changes the tender: an amendment follows" in public.text
    assert TEXT not in public.text
    assert "Question 1 and its answer" in provider.page(f"{at}/questions").text
    api = stranger.get(f"/api/v1{at}").get_json()["answers"]
    assert [(one["number"], one["question"], one["answer"]) for one in api] == [(1, "One house?", "No, in three.")]


def test_what_is_refused_keeps_what_was_typed(lite: Flask, now: datetime) -> None:
    made = tender()
    at = f"/tenders/{made.id}/questions"
    provider, officer = browser(lite, Role.PROVIDER_STAFF), browser(lite, Role.COMMISSIONER)
    unsure = provider.send(f"{at}/new", data={"question": "One child is called Minh"})
    assert unsure.status_code == 422
    assert "One child is called Minh" in unsure.text
    assert "I have looked again" in unsure.text
    assert provider.send(f"{at}/new", data={"question": "One child is called Minh", "sure": "y"}).status_code == 303
    (question,) = queries.questions(make.commissioner(), made.id)
    answering = f"{at}/answer?question={question.id}"
    marked = officer.send(answering, data={"question": "One child is called Minh", "answer": "No child is meant."})
    assert marked.status_code == 422
    assert "may-identify" in marked.text
    (mark,) = set(re.findall(r'name="overrule-(\w+)"', marked.text))
    sent = {"question": "One child is called Minh", "answer": "No child is meant.", f"overrule-{mark}": "no"}
    short = officer.send(answering, data=sent)
    assert "Say why this identifies nobody" in short.text
    assert officer.send(answering, data=sent | {f"overrule-{mark}": "It is a river in Vietnam"}).status_code == 303
    again = officer.send(answering, data={"question": "Q?", "answer": "My careful words"})
    assert again.status_code == 409
    assert "My careful words" in again.text
    assert "meanwhile" in again.text
    assert made.questions_close_at
    with clock.fixed(made.questions_close_at, every_thread=True):
        late = browser(lite, Role.PROVIDER_STAFF).send(f"{at}/new", data={"question": "My late words"})
    assert late.status_code == 409
    assert "My late words" in late.text
    assert "time for questions is over" in late.text


def test_programs_ask_and_answer(lite: Flask, now: datetime) -> None:
    made = tender()
    asks = caller(lite, Role.PROVIDER_STAFF, scopes=("question:ask",))
    other = caller(lite, Role.PROVIDER_STAFF, of="Other", scopes=("question:ask",))
    answers = caller(lite, scopes=("question:answer", "tender:draft"))
    at = f"/{made.id}/questions"
    first, second = (asks(at, {"question": text}).get_json() for text in (TEXT, "Who pays for travel?"))
    assert (first["status"], first["moves"]) == ("asked", ["withdrawal"])
    assert asks(at, {"question": "One child is called Minh"}).status_code == 422
    assert other(at, method="GET").get_json()["items"] == []
    waiting = {one["id"] for one in answers(at, method="GET").get_json()["items"]}  # asked at one moment: in any order
    assert waiting == {first["id"], second["id"]}
    assert answers(at, method="GET").get_json()["items"][0]["moves"] == ["answer", "refusal"]
    assert asks(f"{at}/{first['id']}/answer", {"question": "Q?", "answer": "A."}).status_code == 403
    assert other(f"{at}/{first['id']}/withdrawal", {}).status_code == 404
    done = answers(f"{at}/{first['id']}/answer", {"question": "Q?", "answer": "A.", "also": [second["id"]]})
    assert (done.status_code, done.get_json()["number"]) == (201, 1)
    assert answers(f"{at}/{second['id']}/refusal", {"reason": "Too late"}).status_code == 409
    listed = asks(at, method="GET").get_json()
    assert [(one["answer_number"], one["moves"]) for one in listed["items"]] == [(1, []), (1, [])]
    assert listed["moves"] == ["questions"]
    third = asks(at, {"question": "And food?"}).get_json()
    assert asks(f"{at}/{third['id']}/withdrawal", {}).get_json()["status"] == "taken_back"


def test_who_asked_stands_on_no_page_and_in_no_row(
    lite: Flask, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    asker, other = make.person(Role.PROVIDER_ADMIN, of=ASKER), make.person(Role.PROVIDER_ADMIN, of="Heron House")
    people = [None, other.id, *(make.person(role).id for role in Role)]
    officer, actor, tender_id = make.commissioner(), asker.actor(), tender().id
    secrets = [ASKER, *forms_of(asker.id), *forms_of(asker.organisation_id)]
    db.session.rollback()
    before = rows()
    asked = [actions.ask(actor, tender_id, question=q, now=now) for q in (TEXT, "Who pays?", "And food?")]
    ids = [one.id for one in asked]
    actions.take_back(actor, tender_id, ids[2], now=now)
    actions.answer(officer, tender_id, ids[:1], question="One house?", answer="Three.", now=now)
    actions.refuse_question(officer, tender_id, ids[1], reason="It stands in the tender", now=now)
    with clock.fixed(now + timedelta(hours=1)):
        jobs.run_due()
    assert [row[:200] for row in rows() - before if any(secret in row for secret in secrets)] == []
    events = db.session.scalars(select(AuditRecord).where(AuditRecord.event.like("question:%"))).all()
    by_asker = [one for one in events if one.event in {"question:asked", "question:taken_back"}]
    assert len(by_asker) == 4
    assert {(one.person_id, one.organisation_id) for one in by_asker} == {(None, None)}
    assert len({len(one.facts["sealed"]) for one in by_asker}) == 1
    at = f"/tenders/{tender_id}"
    for person_id in people:
        visitor = inspect_pages.client(lite)
        if person_id is not None:
            visitor.sign_in(person_id)
        for path in (
            "/",
            "/tenders",
            at,
            f"{at}/questions",
            f"{at}/questions/answer?question={ids[0]}",
            f"/api/v1{at}",
        ):
            answer = visitor.get(path)
            for secret in secrets:
                assert secret.encode() not in answer.data, (path, secret)
    logged = capsys.readouterr().err
    assert [secret for secret in secrets if secret in logged] == []
    assert "One house?" in inspect_pages.client(lite).page(at).text
    assert db.session.get_one(Tender, tender_id).phase(now).value == "open"


def rows() -> set[str]:
    """Give every row of every table as one text, as the database has them."""
    with db.engine.connect() as connection:
        return {
            f"{table.name}: {list(row)}"
            for table in Model.metadata.sorted_tables
            for row in connection.execute(select(text("*")).select_from(table))
        }


def forms_of(identifier: object) -> tuple[str, str]:
    return str(identifier), str(identifier).replace("-", "")
