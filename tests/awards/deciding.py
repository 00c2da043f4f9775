"""Makers of tenders that are decided: judged, proposed, announced, contracted, by the real actions."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from directory.access import Actor, Kind
from directory.awards.actions import announcing, contracts
from directory.awards.actions import deciding as actions
from directory.awards.actions.contracts import Signature
from directory.awards.deciding import contracts_of
from directory.awards.models import Contract, Decision
from directory.awards.rules.deciding import Choice
from directory.awards.rules.standstill import Rest, Standstill, london_day
from directory.kit import clock
from directory.tenders.models import Tender
from tests import make
from tests.awards import judging

REST = Rest(Standstill.VOLUNTARY)
SECOND = timedelta(seconds=1)


def judged(points: Mapping[tuple[int, int], int] | None = None, **more: object) -> judging.Judging:
    """Give a tender that is ready to be decided; by (bid, criterion) what was scored, 3 where nothing is said."""
    made = judging.begun(evaluators=1, **more)  # type: ignore[arg-type]
    made.score_all(points)
    made.agree_all(points)
    made.open_prices()
    return made


def best(made: judging.Judging, winners: int = 1) -> list[Choice]:
    """Give the proposal that every lot goes to the best."""
    return [Choice(number, winners) for number in range(1, len(made.case.notice.lots) + 1)]


def proposed(made: judging.Judging, choices: Sequence[Choice] | None = None, *, rest: Rest = REST) -> Decision:
    return actions.propose(made.commissioner, made.tender_id, choices or best(made), rest=rest, now=clock.now())


def announced(
    made: judging.Judging, choices: Sequence[Choice] | None = None, *, rest: Rest = REST, at: datetime | None = None
) -> Tender:
    """Propose, approve as another, and announce."""
    now = at or clock.now()
    actions.propose(made.commissioner, made.tender_id, choices or best(made), rest=rest, now=now)
    actions.approve(made.second, made.tender_id, now=now)
    announcing.announce(made.second, made.tender_id, now=now)
    return made.tender


def signature(made: judging.Judging, now: datetime, **more: object) -> Signature:
    day = london_day(now)
    given = {
        "signed_on": day,
        "starts_on": day,
        "ends_on": day + timedelta(days=730),
        "value_pence": 100_000_00,
        **more,
    }
    return Signature(**given)  # type: ignore[arg-type]


def contract(made: judging.Judging, at: int = 0) -> Contract:
    return contracts_of(made.tender)[at]


def signed(made: judging.Judging, **more: object) -> Contract:
    """Announce, and sign the first contract when the standstill has ended."""
    ends_at = announced(made).standstill_ends_at
    assert ends_at is not None
    with clock.fixed(ends_at):
        return contracts.sign(made.second, contract(made).id, signature(made, ends_at, **more), now=ends_at)


def provider(name: str) -> Actor:
    return make.provider(of=name)


__all__ = ["REST", "Kind", "announced", "best", "contract", "judged", "proposed", "provider", "signature", "signed"]
