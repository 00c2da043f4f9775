"""Contracts: every move in every state, the clock to the millisecond, what follows when a winner gives up."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from directory import audit
from directory.access import SYSTEM, Actor, Role
from directory.awards.actions import contracts, failing, reviewing
from directory.awards.actions import deciding as decisions
from directory.awards.actions.contracts import Variation
from directory.awards.deciding import ahead, contracts_of
from directory.awards.models import Contract
from directory.awards.queries.contracts import moves, notes, party_contract, rows
from directory.awards.queries.decisions import public_contract_notices
from directory.awards.rules.contract import (
    CONTRACT_LIFECYCLE,
    Change,
    ContractMove,
    ContractStatus,
    Ending,
    Permitted,
    Rating,
    Terms,
    end_after,
    notice_due_on,
    substantial,
)
from directory.awards.rules.deciding import Choice
from directory.awards.rules.due import What
from directory.awards.rules.standstill import Rest, Standstill, london_day
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, Refusal, WrongState
from directory.tenders import actions as tenders
from directory.tenders.rules import Phase, Regime, Status
from tests import make
from tests.awards import judging
from tests.awards.deciding import announced, best, contract, judged, proposed, provider, signature, signed

S, M = ContractStatus, ContractMove
DAY = timedelta(days=1)
HARBOUR, TERN, CURLEW = judging.BIDDERS
ALLOWED = {
    (S.AWARDED, M.SIGN): S.SIGNED,
    (S.AWARDED, M.GIVE_UP): S.GIVEN_UP,
    (S.AWARDED, M.WITHDRAW): S.WITHDRAWN,
    (S.SIGNED, M.PUBLISH): S.SIGNED,
    (S.SIGNED, M.VARY): S.SIGNED,
    (S.SIGNED, M.EXTEND): S.SIGNED,
    (S.SIGNED, M.REVIEW): S.SIGNED,
    (S.SIGNED, M.END): S.ENDED,
}
VARIATION = Variation("One more bed", "More children came", None, None, False, False)


def stands(made: judging.Judging) -> Status:
    return made.tender.status


def act(actor: Actor, made: judging.Judging, one: Contract, move: ContractMove, now: datetime) -> object:
    today, given = london_day(now), signature(made, now)
    acts: dict[ContractMove, Callable[[], object]] = {
        M.SIGN: lambda: contracts.sign(actor, one.id, given, now=now),
        M.GIVE_UP: lambda: contracts.give_up(actor, one.id, reason="It lost its registration", now=now),
        M.PUBLISH: lambda: contracts.publish_notice(actor, one.id, now=now),
        M.VARY: lambda: contracts.vary(actor, one.id, VARIATION, now=now),
        M.EXTEND: lambda: contracts.extend(actor, one.id, months=6, reason="It goes well", value_pence=None, now=now),
        M.REVIEW: lambda: reviewing.note(
            actor, one.id, rating=Rating.GOOD, noted_on=today, text="All visits kept", now=now
        ),
        M.END: lambda: contracts.end(
            actor, one.id, ended_on=today, ending=Ending.COMPLETED, reason="Its time was over", now=now
        ),
    }
    return acts[move]()


def test_the_table_is_what_we_say() -> None:
    assert {(s, m): CONTRACT_LIFECYCLE.after(s, m) for s in S for m in M if CONTRACT_LIFECYCLE.allows(s, m)} == ALLOWED


@atomic
def put(one: Contract, status: ContractStatus, by: Actor) -> None:
    """Put a contract into a state; the moves that lead there are tested with them."""
    now = clock.now()
    today, live = london_day(now), status in {S.SIGNED, S.ENDED}
    one.status = status
    one.signed_on, one.signed_at, one.signed_by = (today, now, by.person_id) if live else (None, None, None)
    one.starts_on, one.ends_on, one.value_pence, one.extension_months = today, today + 700 * DAY, 100_00, 12
    one.ended_on = today if status == S.ENDED else None
    one.dropped_at = now if status in {S.GIVEN_UP, S.WITHDRAWN} else None
    audit.record(SYSTEM, "contract:put", one, at=now)


def test_every_move_in_every_state_by_every_role(lite: Flask, now: datetime) -> None:
    made = judged(extension_months=12)
    announced(made, rest=Rest(Standstill.NONE, 0, "Urgent"))
    one_id = contract(made).id
    strangers: dict[str, tuple[Actor, type[Refusal]]] = {
        role.value: (make.actor(role), NotAllowed) for role in Role if role != Role.COMMISSIONER
    }
    strangers["another authority"] = (make.commissioner("Southport Council"), NotFound)
    for status in S:
        put(db.session.get_one(Contract, one_id), status, made.second)
        for move in M:
            if move == M.WITHDRAW:
                continue  # made by judging again
            one = db.session.get_one(Contract, one_id)
            for name, (actor, refusal) in strangers.items():
                assert moves(actor, one, now) == () or refusal is NotFound
                with pytest.raises(Refusal) as caught:
                    act(actor, made, one, move, now)
                assert type(caught.value) is refusal, f"{name}: {move} while {status}"
            if (status, move) not in ALLOWED:
                with pytest.raises(WrongState):
                    act(made.second, made, one, move, now)
                assert move not in moves(made.second, one, now)
    for (status, move), after in ALLOWED.items():
        if move in {M.WITHDRAW, M.SIGN, M.END, M.GIVE_UP}:
            continue  # they move the tender too: below
        put(db.session.get_one(Contract, one_id), status, made.second)
        one = db.session.get_one(Contract, one_id)
        assert move in moves(made.second, one, now)
        act(made.second, made, one, move, now)
        assert db.session.get_one(Contract, one_id).status == after


def test_the_last_millisecond_of_the_standstill_is_too_early(app: Flask, now: datetime) -> None:
    made = judged()
    over = announced(made).standstill_ends_at
    assert over is not None
    early = over - timedelta(milliseconds=1)
    with pytest.raises(WrongState, match="The standstill is not over yet"):
        contracts.sign(made.second, contract(made).id, signature(made, early), now=early)
    assert M.SIGN not in moves(made.second, contract(made), early)
    assert made.tender.phase(early) == Phase.STANDSTILL
    contracts.sign(made.second, contract(made).id, signature(made, over), now=over)
    assert made.tender.status == Status.CONTRACTED


def test_whoever_proposed_the_award_does_not_record_the_signing(lite: Flask, now: datetime) -> None:
    made = judged()
    over = announced(made).standstill_ends_at
    assert over is not None
    with pytest.raises(NotAllowed, match="not the one who proposed"):
        contracts.sign(made.commissioner, contract(made).id, signature(made, over), now=over)
    wrong = {
        "signed_on": london_day(over) - DAY,
        "ends_on": london_day(over),
        "value_pence": -1,
        "extension_months": 99,
    }
    with pytest.raises(Invalid) as caught:
        contracts.sign(made.second, contract(made).id, signature(made, over, **wrong), now=over)
    assert set(caught.value.fields) == {"signed_on", "ends_on", "value", "extension_months"}


def test_when_the_winner_gives_up_the_next_in_rank_may_be_chosen(lite: Flask, now: datetime) -> None:
    made = judged({(1, 1): 5, (2, 1): 4, (3, 1): 3}, bidders=judging.BIDDERS)
    announced(made)
    contracts.give_up(made.commissioner, contract(made).id, reason="It cannot staff it.", now=now)
    assert made.tender.status == Status.STANDSTILL
    with pytest.raises(WrongState, match="No contract of this tender is signed"):
        failing.settle(made.second, made.tender_id, reason="No need any more", now=now)
    decisions.reopen(made.commissioner, made.tender_id, reason="The winner gave up.", now=now)
    coming = ahead(made.case)
    assert [one.organisation_name for one in coming.able(coming.results[0])] == [TERN, CURLEW]
    again = proposed(made)
    assert [one.organisation.name for one in again.awards] == [TERN]


def test_when_all_gave_up_the_tender_may_fail(lite: Flask, now: datetime) -> None:
    made = judged()
    announced(made)
    with pytest.raises(WrongState, match="still be"):
        failing.fail(made.commissioner, made.tender_id, reason="r", now=now)
    contracts.give_up(made.commissioner, contract(made).id, reason="It cannot staff it.", now=now)
    failing.fail(made.commissioner, made.tender_id, reason="The winner gave up, and no other bid fits.", now=now)
    assert made.tender.status == Status.UNSUCCESSFUL


def test_a_lot_whose_winner_gave_up_is_left_or_decided_again_and_signed_ones_stay(lite: Flask, now: datetime) -> None:
    made = judged(lots=2)
    announced(made, rest=Rest(Standstill.NONE, 0, "Urgent"))
    one, two = contracts_of(made.tender)
    contracts.sign(made.second, one.id, signature(made, now), now=now)
    with pytest.raises(WrongState, match="A contract is signed, so the tender cannot be cancelled"):
        tenders.cancel(made.second, made.tender_id, reason="Plans changed", now=now)
    contracts.give_up(made.second, two.id, reason="It cannot staff it.", now=now)
    assert stands(made) == Status.STANDSTILL
    decisions.reopen(made.commissioner, made.tender_id, reason="Lot 2 is open again.", now=now)
    assert db.session.get_one(Contract, one.id).status == S.SIGNED
    assert [result.lot for result in ahead(made.case).results] == [2]
    announced(made, [Choice(2, 0, "Nobody else fits.")])
    assert stands(made) == Status.CONTRACTED


def test_the_rest_is_settled_with_a_reason(lite: Flask, now: datetime) -> None:
    made = judged(lots=2)
    announced(made, rest=Rest(Standstill.NONE, 0, "Urgent"))
    one, two = contracts_of(made.tender)
    contracts.sign(made.second, one.id, signature(made, now), now=now)
    with pytest.raises(WrongState, match="still to be signed"):
        failing.settle(made.second, made.tender_id, reason="r", now=now)
    contracts.give_up(made.second, two.id, reason="It cannot staff it.", now=now)
    failing.settle(made.second, made.tender_id, reason="We buy lot 2 another way.", now=now)
    assert made.tender.status == Status.CONTRACTED


def test_a_framework_is_contracted_when_each_member_has_signed_or_given_up(lite: Flask, now: datetime) -> None:
    made = judged(bidders=judging.BIDDERS, kind="framework", ranked=True)
    announced(made, best(made, 3), rest=Rest(Standstill.NONE, 0, "Urgent"))
    first, second, third = contracts_of(made.tender)
    contracts.sign(made.second, first.id, signature(made, now), now=now)
    contracts.sign(made.second, third.id, signature(made, now), now=now)
    assert stands(made) == Status.STANDSTILL
    contracts.give_up(made.second, second.id, reason="It closes.", now=now)
    assert stands(made) == Status.CONTRACTED


def test_the_notice_is_public_once_published_and_ends_with_the_last_contract(lite: Flask, now: datetime) -> None:
    made = judged()
    one = signed(made)
    at = one.signed_at
    assert at is not None
    assert public_contract_notices(made.tender) == []
    due = rows(made.second, at)[0].due
    assert due[0].what == What.NOTICE
    assert due[0].on == london_day(at) + 119 * DAY, "light touch: 120 days, and the day of signing is the first"
    contracts.publish_notice(made.second, one.id, now=at)
    notice = public_contract_notices(made.tender)[0]
    assert (notice.provider, notice.value_pence) == (one.organisation.name, 100_000_00)
    with pytest.raises(WrongState, match="published already"):
        contracts.publish_notice(made.second, one.id, now=at)
    contracts.end(made.second, one.id, ended_on=london_day(at), ending=Ending.AGREED, reason="The home closed.", now=at)
    assert made.tender.status == Status.ENDED
    assert [row.due[0].what for row in rows(made.second, at)] == [What.TERMINATION]


@pytest.mark.parametrize("regime", list(Regime))
def test_a_substantial_change_is_flagged_and_where_the_act_says_so_needs_a_ground(
    lite: Flask, now: datetime, regime: Regime
) -> None:
    made = judged(regime=regime)
    kind = Standstill.MANDATORY if regime == Regime.STANDARD else Standstill.VOLUNTARY
    over = announced(made, rest=Rest(kind)).standstill_ends_at
    assert over is not None
    one = contracts.sign(made.second, contract(made).id, signature(made, over), now=over)
    wide = Variation("Another town too", "They asked for it", None, 100_000_00, True, False)
    if regime == Regime.STANDARD:
        with pytest.raises(Invalid, match="Schedule 8"):
            contracts.vary(made.second, one.id, wide, now=over)
        wide = Variation("Another town too", "They asked for it", None, None, True, False, Permitted.ADDITIONAL)
    change = contracts.vary(made.second, one.id, wide, now=over)
    assert change.flags == ["The scope changes materially (Procurement Act 2023, section 74(3)(b))"]
    small = contracts.vary(made.second, one.id, VARIATION, now=over)
    assert (small.number, small.flags, small.permitted) == (2, [], None)
    with pytest.raises(Invalid) as caught:
        contracts.vary(made.second, one.id, Variation("", "", None, None, None, None), now=over)
    assert set(caught.value.fields) == {"scope_changed", "favours_provider"}


def test_small_changes_add_up() -> None:
    start = datetime.fromisoformat("2026-01-01").date()
    awarded = Terms(start, start + 729 * DAY, 1_000_000)
    assert substantial(awarded, 0, Change(awarded.ends_on, 1_100_000), awarded) == ()
    after = Terms(start, awarded.ends_on, 1_100_000)
    assert "publish a contract change notice" in substantial(awarded, 0, Change(awarded.ends_on, 1_100_001), after)[0]
    assert substantial(awarded, 0, Change(awarded.ends_on + 73 * DAY, 1_000_000), awarded) == ()
    assert "74(3)(a)" in substantial(awarded, 0, Change(awarded.ends_on + 74 * DAY, 1_000_000), awarded)[0]
    halfway = Terms(start, awarded.ends_on + 50 * DAY, 1_000_000)
    assert "74(3)(a)" in substantial(awarded, 0, Change(awarded.ends_on + 90 * DAY, 1_000_000), halfway)[0]


def test_an_extension_is_taken_within_what_was_agreed(lite: Flask, now: datetime) -> None:
    made = judged(extension_months=12)
    one = signed(made, extension_months=12)
    at, ended = one.signed_at, one.ends_on
    assert at is not None
    assert ended is not None
    for months in (0, 13, None):
        with pytest.raises(Invalid):
            contracts.extend(made.second, one.id, months=months, reason="r", value_pence=None, now=at)
    contracts.extend(made.second, one.id, months=12, reason="It goes well", value_pence=150_000_00, now=at)
    one = contract(made)
    assert (one.ends_on, one.value_pence, one.awarded_value_pence) == (end_after(ended, 12), 150_000_00, 100_000_00)
    assert M.EXTEND not in moves(made.second, one, at)
    with pytest.raises(Invalid, match="No extension is left"):
        contracts.extend(made.second, one.id, months=1, reason="r", value_pence=None, now=at)


def test_who_reads_how_a_provider_performs(lite: Flask, now: datetime) -> None:
    made = judged()
    one = signed(made)
    at = one.signed_at
    assert at is not None
    today = london_day(at)
    theirs, stranger = provider(one.organisation.name), provider("Nobody Homes")
    said = {"rating": Rating.REQUIRES_IMPROVEMENT, "noted_on": today, "now": at}
    with pytest.raises(Invalid, match="name"):
        reviewing.note(made.second, one.id, text="Mr Khan was late", **said)  # type: ignore[arg-type]
    note = reviewing.note(made.second, one.id, text="Three visits were late", **said)  # type: ignore[arg-type]
    assert notes(theirs, contract(made)) == []
    reviewing.share(made.second, note.id, now=at)
    assert [row.text for row in notes(theirs, contract(made))] == ["Three visits were late"]
    with pytest.raises(NotFound):
        party_contract(stranger, one.id)
    with pytest.raises(NotFound):
        reviewing.share(make.commissioner("Southport Council"), note.id, now=at)
    with pytest.raises(WrongState):
        reviewing.share(made.second, note.id, now=at)


def test_a_month_is_a_month_and_ends_stay_at_ends() -> None:
    def day(text: str) -> object:
        return datetime.fromisoformat(text).date()

    for ends_on, months, wanted in (
        ("2027-03-31", 6, "2027-09-30"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2027-01-14", 1, "2027-02-14"),
    ):
        assert end_after(day(ends_on), months) == day(wanted)  # type: ignore[arg-type]
    assert notice_due_on(day("2026-12-10"), Regime.STANDARD) == day("2027-01-08")  # type: ignore[arg-type]
    assert notice_due_on(day("2026-12-10"), Regime.LIGHT_TOUCH) == day("2027-04-08")  # type: ignore[arg-type]
