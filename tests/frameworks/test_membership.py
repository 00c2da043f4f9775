"""Members in and out: every move from every standing, ranks that are taken once, and what the database refuses."""

from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from directory import audit, notify
from directory.access import Kind
from directory.audit import AuditRecord
from directory.frameworks import queries
from directory.frameworks.actions import establishing, membership
from directory.frameworks.actions.establishing import NewMember
from directory.frameworks.models import Framework, FrameworkMember
from directory.frameworks.rules.members import LIFECYCLE, MemberStatus, Move, as_markdown
from directory.frameworks.rules.terms import FrameworkKind
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from directory.kit.settings import ROOT
from tests import make, make_frameworks
from tests.requests.test_concurrency import at_once


def member(framework: Framework, name: str = "Harbour Care") -> FrameworkMember:
    db.session.rollback()
    rows = db.session.scalars(select(FrameworkMember).order_by(FrameworkMember.entered_at)).all()
    return next(one for one in rows if one.lot.framework_id == framework.id and one.provider.name == name)


def bring(framework: Framework, status: MemberStatus) -> None:
    by_way_of = {MemberStatus.CURRENT: (), MemberStatus.SUSPENDED: (Move.SUSPEND,), MemberStatus.LEFT: (Move.REMOVE,)}
    for step in by_way_of[status]:
        move(framework, step)


def move(framework: Framework, step: Move, reason: str = "Two calls were not answered") -> FrameworkMember:
    now = framework.established_at
    return membership.move(make.commissioner(), framework.reference, member(framework).id, step, reason=reason, now=now)


def test_every_move_from_every_standing_is_as_the_table_says(lite: Flask, now: datetime) -> None:
    for status in MemberStatus:
        for step in Move:
            framework = make_frameworks.framework(["Harbour Care"])
            bring(framework, status)
            tried(framework, status, step)


def tried(framework: Framework, status: MemberStatus, step: Move) -> None:
    if not LIFECYCLE.allows(status, step):
        with pytest.raises(WrongState):
            move(framework, step)
        assert member(framework).status is status
        return
    after = move(framework, step)
    assert after.status is LIFECYCLE.after(status, step)
    assert (after.left_on is not None) == (after.status is MemberStatus.LEFT)
    events = set(db.session.scalars(select(AuditRecord.event)))
    assert membership.EVENTS[step] in events
    told = [one.text for one in notify.notices(make.provider("Harbour Care"))]
    assert any(words.startswith(membership.TOLD[step]) for words in told)


def test_the_diagram_in_the_docs_is_the_table_of_the_code() -> None:
    page = ROOT / "docs" / "lifecycles" / "framework-member.md"
    assert page.read_text(encoding="utf-8") == as_markdown()


def test_who_is_suspended_or_removed_reads_why(lite: Flask, now: datetime) -> None:
    framework = make_frameworks.framework(["Harbour Care"])
    with pytest.raises(Invalid):
        move(framework, Move.SUSPEND, " ")
    assert move(framework, Move.SUSPEND).reason == "Two calls were not answered"
    assert move(framework, Move.RESTORE).reason == ""


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("provider", NotAllowed), ("social_worker", NotAllowed), ("commissioner of Southmoor Council", NotFound)],
)
def test_only_the_lead_authority_lets_members_in_and_out(
    lite: Flask, now: datetime, who: str, refusal: type[Exception]
) -> None:
    framework = make_frameworks.framework(["Harbour Care"], buyers=["Southmoor Council"])
    role, _, of = who.partition(" of ")
    actor = getattr(make, role)(of or None)
    new = NewMember(1, make.organisation(Kind.PROVIDER, "Other Care").id)
    with pytest.raises(refusal):
        establishing.enter(actor, framework.reference, new, now=now)
    with pytest.raises(refusal):
        membership.move(actor, framework.reference, member(framework).id, Move.REMOVE, reason="No", now=now)
    following = make_frameworks.new(earlier=framework.reference, kind=FrameworkKind.OPEN)
    with pytest.raises(refusal):
        establishing.establish(actor, following, now=now)


def test_whoever_left_may_enter_again_and_its_rank_is_free(app: Flask, now: datetime) -> None:
    framework = make_frameworks.framework({"Harbour Care": 1, "Other Care": 2})
    lead, gone = make.commissioner(), member(framework).provider_id
    with pytest.raises(WrongState, match="a member of this lot already"):
        establishing.enter(lead, framework.reference, NewMember(1, gone, 3), now=now)
    move(framework, Move.REMOVE)
    with pytest.raises(WrongState, match="Rank 2 of this lot is taken"):
        establishing.enter(lead, framework.reference, NewMember(1, gone, 2), now=now)
    assert establishing.enter(lead, framework.reference, NewMember(1, gone, 1), now=now).status is MemberStatus.CURRENT


def test_of_many_that_enter_at_one_rank_at_once_one_does(app: Flask, now: datetime) -> None:
    framework = make_frameworks.framework({"Harbour Care": 1})
    reference, officers = framework.reference, [make.commissioner() for _ in range(4)]
    entering = [make.organisation(Kind.PROVIDER, f"Care {n}").id for n in range(4)]
    outcomes = at_once(
        app,
        *[
            lambda who=who, officer=officer: establishing.enter(officer, reference, NewMember(1, who, 2), now=now)
            for who, officer in zip(entering, officers, strict=True)
        ],
    )
    assert sorted(outcomes) == ["WrongState"] * 3 + ["done"]
    assert audit.verify()[1] == []


@pytest.mark.parametrize(
    "values",
    [{"rank": 1}, {"rank": 0}, {"status": "left"}, {"status": "suspended"}, {"status": "elsewhere"}],
    ids=["a rank twice", "rank 0", "left on no day", "out without a reason", "no such standing"],
)
def test_the_database_itself_refuses_what_cannot_be(app: Flask, now: datetime, values: dict[str, object]) -> None:
    framework = make_frameworks.framework({"Harbour Care": 1, "Other Care": 2})
    second = member(framework, "Other Care").id

    @atomic
    def write() -> None:
        table = FrameworkMember.__table__
        db.session.execute(update(table).where(table.c.id == second).values(**values))  # type: ignore[arg-type]

    with pytest.raises((IntegrityError, LookupError)):
        write()


def test_a_framework_over_takes_nobody(lite: Flask, now: datetime) -> None:
    framework = make_frameworks.framework(ends_on=date(2026, 11, 22))
    new = NewMember(1, make.organisation(Kind.PROVIDER, "Other Care").id)
    with pytest.raises(WrongState, match="over"):
        establishing.enter(make.commissioner(), framework.reference, new, now=now)


def open_framework(**more: object) -> Framework:
    kind = {"kind": FrameworkKind.OPEN, "ends_on": date(2032, 1, 1)}
    return make_frameworks.framework(**{"members": ["Harbour Care", "Other Care"], **kind, **more})  # type: ignore[arg-type]


def test_an_open_framework_follows_the_earlier_one_and_keeps_its_members(lite: Flask, now: datetime) -> None:
    first = open_framework()
    move(first, Move.SUSPEND)
    new = make_frameworks.new(kind=FrameworkKind.OPEN, ends_on=date(2034, 1, 1), earlier=first.reference)
    third = NewMember(1, make.organisation(Kind.PROVIDER, "Third Care").id)
    made = establishing.establish(make.commissioner(), new, [third], now=now)
    here = queries.members(make.commissioner(), made)[1]
    assert [one.provider.name for one in here] == ["Other Care", "Third Care"] or {
        one.provider.name for one in here
    } == {"Other Care", "Third Care"}
    kept = next(one for one in here if one.provider.name == "Other Care")
    assert [rate.pence for rate in kept.agreed()] == [4_200_01]
    earlier = queries.public_framework(first.reference)
    assert (earlier.ended_on, earlier.ended_because) == (date(2026, 11, 23), f"Followed by {made.reference}")
    assert made.first_awarded_on == first.first_awarded_on
    late = make_frameworks.new(kind=FrameworkKind.OPEN, ends_on=date(2034, 11, 23), earlier=made.reference)
    with pytest.raises(Invalid, match="within 8 years"):
        establishing.establish(make.commissioner(), late, now=now)


def test_of_a_ranked_open_framework_each_member_is_awarded_anew(lite: Flask, now: datetime) -> None:
    first = open_framework(members={"Harbour Care": 1, "Other Care": 2})
    new = make_frameworks.new(kind=FrameworkKind.OPEN, ends_on=date(2034, 1, 1), earlier=first.reference, ranked=True)
    made = establishing.establish(
        make.commissioner(), new, [NewMember(1, member(first, "Other Care").provider_id, 1)], now=now
    )
    assert [(one.provider.name, one.rank) for one in queries.members(make.commissioner(), made)[1]] == [
        ("Other Care", 1)
    ]
