"""Questions about a tender: every move by every role, until when, two officers at once, and what is told to whom."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from directory import jobs
from directory.access import NOBODY, Actor, Role
from directory.codes import ServiceType
from directory.kit import clock
from directory.kit.days import LONDON
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, NotSignedIn, Refusal, WrongState
from directory.notify import notices
from directory.tenders import actions, queries
from directory.tenders.models import Answer, Question, Tender
from directory.tenders.rules import Status
from directory.tenders.rules.questions import (
    MOST_WAITING,
    QUESTION_LIFECYCLE,
    QuestionMove,
    QuestionStatus,
    overdue,
    remind_from,
)
from tests import make, make_frameworks, make_services
from tests.tenders import calling
from tests.tenders.making import tender

S, M = QuestionStatus, QuestionMove
MS = timedelta(milliseconds=1)
TEXT = "Are the twelve places in one house?"


def asked(made: Tender, by: Actor | None = None, text: str = TEXT) -> Question:
    assert made.published_at
    return actions.ask(by or make.provider(), made.id, question=text, now=made.published_at)


def move(actor: Actor, question: Question, move: QuestionMove, now: datetime) -> object:
    if move == M.ANSWER:
        return actions.answer(actor, question.tender_id, [question.id], question=TEXT, answer="Yes.", now=now)
    if move == M.REFUSE:
        return actions.refuse_question(actor, question.tender_id, question.id, reason="Not about this", now=now)
    return actions.take_back(actor, question.tender_id, question.id, now=now)


MAKERS = {M.ANSWER: make.commissioner, M.REFUSE: make.commissioner, M.TAKE_BACK: make.provider}
ALLOWED = {(S.ASKED, M.ANSWER): S.ANSWERED, (S.ASKED, M.REFUSE): S.REFUSED, (S.ASKED, M.TAKE_BACK): S.TAKEN_BACK}
REACHED_BY = {S.ANSWERED: M.ANSWER, S.REFUSED: M.REFUSE, S.TAKEN_BACK: M.TAKE_BACK}


@pytest.mark.parametrize("moving", M)
@pytest.mark.parametrize("status", S)
def test_a_question_moves_as_the_table_says(
    lite: Flask, now: datetime, status: QuestionStatus, moving: QuestionMove
) -> None:
    made = asked(tender())
    if status in REACHED_BY:
        move(MAKERS[REACHED_BY[status]](), made, REACHED_BY[status], now)
    if (status, moving) in ALLOWED:
        move(MAKERS[moving](), made, moving, now)
    else:
        with pytest.raises(WrongState):
            move(MAKERS[moving](), made, moving, now)
    db.session.rollback()
    assert db.session.get_one(Question, made.id).status == ALLOWED.get((status, moving), status)
    assert QUESTION_LIFECYCLE.allows(status, moving) == ((status, moving) in ALLOWED)


WHO = {
    "nobody": lambda: NOBODY,
    "another authority": lambda: make.commissioner("Southport Council"),
    "another provider": lambda: make.provider("Other"),
} | {role.value: lambda role=role: make.actor(role) for role in Role}
MAY = {
    M.ANSWER: {"commissioner"},
    M.REFUSE: {"commissioner"},
    M.TAKE_BACK: {"provider_staff", "provider_admin"},
}


@pytest.mark.parametrize("moving", M)
@pytest.mark.parametrize("who", WHO)
def test_only_who_may_moves_a_question(lite: Flask, now: datetime, who: str, moving: QuestionMove) -> None:
    made = asked(tender())
    actor = WHO[who]()
    if who in MAY[moving]:
        move(actor, made, moving, now)
        return
    with pytest.raises((NotAllowed, NotFound, NotSignedIn)):
        move(actor, made, moving, now)
    db.session.rollback()
    assert db.session.get_one(Question, made.id).status == S.ASKED


@pytest.mark.parametrize("who", [w for w in WHO if w not in {"another provider", "provider_staff", "provider_admin"}])
def test_only_people_of_a_provider_ask(lite: Flask, now: datetime, who: str) -> None:
    made = tender()
    with pytest.raises((NotAllowed, NotSignedIn)):
        actions.ask(WHO[who](), made.id, question=TEXT, now=now)


@pytest.mark.parametrize("status", [s for s in Status if s != Status.OPEN])
def test_an_unpublished_or_closed_tender_takes_no_questions(lite: Flask, now: datetime, status: Status) -> None:
    made = tender(status)
    with pytest.raises(Refusal) as refusal:
        actions.ask(make.provider(), made.id, question=TEXT, now=now)
    unpublished = status in {Status.DRAFT, Status.AWAITING_APPROVAL, Status.APPROVED}
    assert refusal.type is (NotFound if unpublished else WrongState)


def test_a_question_is_late_from_the_closing_millisecond_on(lite: Flask) -> None:
    made = tender()
    closes, provider = made.questions_close_at, make.provider()
    assert closes
    actions.ask(provider, made.id, question=TEXT, now=closes - MS)
    for late in (closes, closes + MS):
        with pytest.raises(WrongState, match="time for questions is over"):
            actions.ask(provider, made.id, question=TEXT, now=late)
    db.session.rollback()
    assert len(queries.own_questions(provider, made)) == 1


def test_an_answer_is_published_until_bids_close(lite: Flask) -> None:
    made = tender()
    first, second, officer = asked(made), asked(made), make.commissioner()
    assert made.closes_at
    move(officer, first, M.ANSWER, made.closes_at - MS)
    with pytest.raises(WrongState, match="Bids are not open"):
        move(officer, second, M.ANSWER, made.closes_at)


# the last Sundays of March and October: clocks change at 01:00 UTC
CHANGES = st.sampled_from([datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)])


@given(CHANGES, st.integers(-10 * 24 * 60, 10 * 24 * 60))
def test_the_reminder_comes_two_working_days_before_at_the_same_hour_of_london(change: datetime, minutes: int) -> None:
    due = change + timedelta(minutes=minutes)
    there, earlier = due.astimezone(LONDON), remind_from(due).astimezone(LONDON)
    assert earlier < there
    assert 2 <= (there.date() - earlier.date()).days <= 6
    off = abs((earlier.hour - there.hour) * 60 + earlier.minute - there.minute)
    assert off == 0 or (off == 60 and earlier.date() == change.astimezone(LONDON).date()), "an hour that clocks skip"


def test_answers_are_overdue_from_the_promised_moment_on(now: datetime) -> None:
    assert not overdue(now, now - MS)
    assert overdue(now, now)
    assert not overdue(None, now)


def test_one_answer_goes_to_several_questions_in_the_officers_words(lite: Flask, now: datetime) -> None:
    made = tender()
    one, two, left = asked(made), asked(made, make.provider("Other"), "One house or two?"), asked(made)
    officer = make.commissioner()
    answer = actions.answer(
        officer, made.id, [two.id, one.id, two.id], question="In how many houses?", answer="In two.", now=now
    )
    db.session.rollback()
    assert [(a.number, a.question, a.text) for a in queries.public_answers(made)] == [
        (1, "In how many houses?", "In two.")
    ]
    states = {q.id: (q.status, q.answer_id) for q in queries.questions(officer, made.id)}
    assert states == {one.id: (S.ANSWERED, answer.id), two.id: (S.ANSWERED, answer.id), left.id: (S.ASKED, None)}
    with pytest.raises(WrongState, match="meanwhile"):
        actions.answer(officer, made.id, [left.id, one.id], question="Again?", answer="Yes.", now=now)
    with pytest.raises(Invalid):
        actions.answer(officer, made.id, [], question="None?", answer="Yes.", now=now)
    elsewhere = asked(tender())
    with pytest.raises(NotFound):
        actions.answer(officer, made.id, [elsewhere.id], question="Whose?", answer="Yes.", now=now)
    db.session.rollback()
    assert queries.own_questions(make.provider("Other"), made)[0].answer_id == answer.id


def test_of_two_officers_who_answer_at_once_one_is_published(app: Flask, now: datetime) -> None:
    question = asked(tender())
    officers = [make.commissioner(), make.commissioner()]
    question_id, tender_id = question.id, question.tender_id
    db.session.rollback()
    start, outcomes = Barrier(2), list[str]()

    def go(officer: Actor, words: str) -> None:
        with app.app_context():
            start.wait()
            try:
                actions.answer(officer, tender_id, [question_id], question=TEXT, answer=words, now=now)
            except WrongState as refusal:
                outcomes.append(str(refusal))
            else:
                outcomes.append("published")

    threads = [Thread(target=go, args=(o, f"Answer {n}.")) for n, o in enumerate(officers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert min(outcomes, key=len) == "published"
    assert "not published" in max(outcomes, key=len)
    assert len(db.session.scalars(select(Answer)).all()) == 1


def test_texts_are_looked_at_for_children_and_bidders(lite: Flask, now: datetime) -> None:
    provider = make.provider("Zebrafinch Care Ltd")
    make_services.service("Zebrafinch Care Ltd", name="Larkspur Lodge")
    made = tender()
    for text, sure, says in (
        ("We at Zebrafinch Care ask", True, "name of your organisation"),
        ("May Larkspur Lodge bid?", False, "name of a provider or of a service"),
        ("One child is called Minh", False, "somebody’s name"),
        ("He lives at LS1 4AP", False, "a postcode"),
    ):
        with pytest.raises(Invalid) as refusal:
            actions.ask(provider, made.id, question=text, sure=sure, now=now)
        assert says in refusal.value.fields["question"]
    insisted = actions.ask(provider, made.id, question="May Larkspur Lodge bid?", sure=True, now=now)
    officer = make.commissioner()

    def answer(overrule: dict[str, str] | None = None) -> Answer:
        words = "May Larkspur Lodge bid?", "Ask Mrs Okafor."
        return actions.answer(
            officer, made.id, [insisted.id], question=words[0], answer=words[1], overrule=overrule, now=now
        )

    with pytest.raises(Invalid) as refusal:
        answer()
    assert set(refusal.value.fields) == {"question", "answer"}
    marks = [said.rpartition("a reason for ")[2].partition(")")[0] for said in refusal.value.fields.values()]
    with pytest.raises(Invalid) as refusal:
        answer(dict.fromkeys(marks, "no"))
    assert set(refusal.value.fields) == {f"overrule.{mark}" for mark in marks}
    reasons = dict.fromkeys(marks, "It is the name of a public place")
    assert answer(reasons).overruled.count("public place") == 2


def test_nobody_buries_a_tender_under_questions(lite: Flask, now: datetime) -> None:
    made, provider = tender(), make.provider()
    for number in range(MOST_WAITING):
        asked(made, provider, f"Question {number}?")
    with pytest.raises(Invalid, match="wait for an answer"):
        asked(made, provider)
    asked(made, make.provider("Other"))


def told(actor: Actor) -> list[str]:
    db.session.rollback()
    return [one.text.split(" the tender")[0] for one in notices(actor)]


def test_answers_are_told_together_to_all_who_were_told_of_the_tender(lite: Flask, now: datetime) -> None:
    fits, other = make.provider("Fits"), make.provider("Other")
    make_services.service("Fits", type=ServiceType.ADVOCACY, outcode="M1")
    tender_id, officer = tender().id, make.commissioner()
    jobs.run_due()
    for number in range(2):
        question = actions.ask(other, tender_id, question=f"Question {number}?", now=now)
        move(officer, question, M.ANSWER, now)
    with clock.fixed(now + timedelta(minutes=11)):
        jobs.run_due()
    assert told(fits).count("Northmoor Council has answered questions about") == 1
    assert told(other) == [], "an asker is told nothing of its own: that would tell who asked"
    assert "A provider asks about Supported accommodation for young people" in told(officer)


def test_home_says_what_waits_and_what_an_answer_promised(lite: Flask, now: datetime) -> None:
    made, officer, provider = tender(), make.commissioner(), make.provider()
    one, two = asked(made, provider), asked(made, provider)
    assert made.answers_by_at
    (need,) = (n for n in queries.needs(officer, now) if n.endpoint == "tenders.questions")
    assert (need.count, need.due_at, need.urgent, need.hint) == (2, made.answers_by_at, False, "")
    (need,) = (n for n in queries.needs(officer, made.answers_by_at) if n.endpoint == "tenders.questions")
    assert need.urgent
    assert "has passed" in need.hint
    actions.refuse_question(officer, made.id, one.id, reason="It is not about this tender", now=now)
    assert any("was not answered" in n.text for n in queries.needs(provider, now))
    assert not any("was not answered" in n.text for n in queries.needs(make.provider("Other"), now))
    actions.answer(officer, made.id, [two.id], question="?!", answer="It grows.", changes_tender=True, now=now)
    assert any("says it changes" in n.text for n in queries.needs(officer, now))
    actions.amend(
        officer, made.id, description="More homes.", deadlines=made.deadlines(), material=False, reason="Q1", now=now
    )
    assert not any("says it changes" in n.text for n in queries.needs(officer, now))


def test_only_members_of_the_framework_ask_about_a_call_off(lite: Flask, now: datetime) -> None:
    made = calling.called_off(make_frameworks.framework({"Harbour Care": 1}))
    with pytest.raises(NotFound):
        actions.ask(make.provider(of="Other Care"), made.id, question=TEXT, now=now)
    asked = actions.ask(make.provider(of="Harbour Care"), made.id, question=TEXT, now=now)
    assert [one.id for one in queries.questions(make.commissioner(), made.id)] == [asked.id]
