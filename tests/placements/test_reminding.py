"""People are told of what is due, and once of what is overdue; whoever runs the job, and how often."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory.access import Permission
from directory.kit import clock
from directory.kit.db import db
from directory.notify.models import Notice
from directory.notify.rules import Kind as Told
from directory.placements import actions
from directory.placements.actions.reminding import remind
from directory.placements.jobs import remind_all
from directory.placements.models import Reminder
from directory.placements.rules.due import Facts, Kind, due, months_after, next_review, usual_reviews
from directory.placements.rules.placing import Where
from directory.placements.rules.reminding import Stage, remindings
from directory.placements.unsaid import to_remind
from tests import make, make_placements
from tests.make_requests import matching_service

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def notices() -> list[tuple[str, Permission | None, Told | None]]:
    db.session.rollback()
    words = ("overdue", ", by ", "still missing")
    rows = db.session.scalars(select(Notice).order_by(Notice.at, Notice.text)).all()
    return [
        (row.text.split(": ", 1)[1], row.permission, row.kind)
        for row in rows
        if any(each in row.text for each in words)
    ]


def run_at(at: datetime) -> None:
    with clock.fixed(at):
        remind_all()


def test_what_is_due_is_told_once_before_and_once_when_it_is_overdue(app: Flask, now: datetime) -> None:
    make_placements.agreed(said={"where_it_is": Where.ADJOINING, "starts_on": clock.today() + 3 * DAY, "review_on": []})
    run_at(now)
    assert notices() == [], "the start is three days away"
    for _ in range(2):
        run_at(now + 3 * DAY)
    soon = {text for text, _, _ in notices()}
    assert soon == {
        "tell the area authority, by 26 November 2026",
        "approve the placement outside your area, by 26 November 2026",
        "say that the child has arrived, or end the agreement, by 26 November 2026",
    }
    assert len(notices()) == 3
    for _ in range(2):
        run_at(now + 4 * DAY)
    overdue = [(text, permission, kind) for text, permission, kind in notices() if text.startswith("overdue")]
    managers = [one for one in overdue if one[1] is Permission.PLACEMENT_END]
    assert {text for text, _, _ in managers} == {
        "overdue: tell the area authority",
        "overdue: approve the placement outside your area",
        "overdue: say that the child has arrived, or end the agreement",
    }
    assert {kind for _, _, kind in managers} == {Told.WORK}, "managers and directors get it by email at once"
    assert len(managers) == 3


def test_two_workers_tell_it_once(app: Flask, now: datetime) -> None:
    home = matching_service("Harbour Care", places=9).id
    for _ in range(2):
        make_placements.placed(home, said={"review_on": [clock.today() + 3 * DAY]})
    waiting = to_remind(now)
    db.session.remove()

    def work(placement_id: object) -> int:
        with app.app_context():
            told = remind(placement_id, now=now)  # type: ignore[arg-type]
            db.session.remove()
            return told

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(work, waiting * 3))
    assert sorted(told) == [0, 0, 0, 0, 1, 1]
    assert len(db.session.scalars(select(Reminder)).all()) == 2
    assert to_remind(now) == []


def test_a_child_who_is_gone_for_a_day_is_told_of_and_then_the_interview(lite: Flask, now: datetime) -> None:
    made = make_placements.placed(said={"review_on": []})
    episode = make_placements.missing(made).id
    run_at(now + 23 * HOUR)
    assert notices() == []
    run_at(now + 24 * HOUR)
    assert {text for text, _, _ in notices()} == {"a child is still missing or away after 24 hours"}
    back = now + 25 * HOUR
    actions.note_return(make.social_worker(), made.reference, episode, until_at=back, now=back)
    run_at(back + 24 * HOUR)
    assert any(text.startswith("offer a return interview") and kind is Told.WORK for text, _, kind in notices())
    run_at(back + 72 * HOUR)
    assert any(text == "overdue: offer a return interview" for text, _, _ in notices())


def test_a_due_day_that_moves_is_told_of_anew(lite: Flask, now: datetime) -> None:
    made = make_placements.placed(said={"expected_end_on": clock.today() + 3 * DAY, "review_on": []})
    run_at(now)
    actions.change(
        make.placements_manager(),
        made.reference,
        expected_end_on=clock.today() + 5 * DAY,
        reason="Until the move is ready",
        now=now,
    )
    run_at(now)
    assert [text.rsplit(", by ", 1)[1] for text, _, _ in notices()] == ["26 November 2026", "28 November 2026"]


@pytest.mark.parametrize(
    ("starts_on", "overdue_at"),
    [
        (date(2027, 3, 27), datetime(2027, 3, 28, 0, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, 23, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 26, 0, tzinfo=UTC)),
        (date(2026, 12, 31), datetime(2027, 1, 1, 0, tzinfo=UTC)),
        (date(2028, 2, 29), datetime(2028, 3, 1, 0, tzinfo=UTC)),
    ],
    ids=["the night the clocks go forward", "that day", "the day they go back", "the year's end", "29 February"],
)
def test_a_day_is_over_when_clocks_in_london_say_so(starts_on: date, overdue_at: datetime) -> None:
    facts = Facts(starts_on, None, None, None, emergency=False, where=Where.OWN_AREA, approved=True, area_told_on=None)

    def stages(at: datetime) -> list[Stage]:
        return [one.stage for one in remindings(due(facts, at), at) if one.kind is Kind.START]

    assert stages(overdue_at - timedelta(seconds=1)) == [Stage.SOON]
    assert stages(overdue_at) == [Stage.OVERDUE]


@pytest.mark.parametrize(
    ("starts_on", "days"),
    [
        (date(2026, 11, 23), [date(2026, 12, 21), date(2027, 3, 21)]),
        (date(2026, 12, 7), [date(2027, 1, 7), date(2027, 4, 7)]),
        (date(2027, 1, 4), [date(2027, 2, 1), date(2027, 5, 1)]),
    ],
    ids=["before Christmas", "over Christmas and the new year", "a short February"],
)
def test_the_suggested_reviews_are_never_later_than_the_regulations_allow(starts_on: date, days: list[date]) -> None:
    assert usual_reviews(starts_on) == days


def test_months_are_those_of_the_calendar() -> None:
    assert months_after(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert months_after(date(2027, 8, 31), 6) == date(2028, 2, 29)
    assert next_review(date(2026, 12, 1), first=False) == date(2027, 6, 1)
