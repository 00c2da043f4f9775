from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from directory import audit
from directory.access import Actor, Kind, Permission, require
from directory.finder.sweeps.models import SearchCount, SweepFlag
from directory.finder.sweeps.rules import Counts, Verdict
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import NotFound, NotSignedIn, WrongState
from directory.notify import notice
from directory.organisations.queries import public_of_kind

WORDS = {
    Verdict.SLOW: "Unusual searching for confidential services was slowed down",
    Verdict.STOP: "Unusual searching for confidential services was stopped",
}


@atomic
def flag(actor: Actor, *, verdict: Verdict, counts: Counts, now: datetime) -> None:
    """Flag the actor's own searching, once a day and once more where it is stopped; tell operator and authority."""
    if actor.person_id is None or actor.organisation_id is None:
        raise NotSignedIn
    on = clock.in_london(now).date()
    mine = select(SweepFlag).where(SweepFlag.person_id == actor.person_id, SweepFlag.counted_on == on)
    known = db.session.scalar(mine.with_for_update())
    if known and (known.verdict is verdict or known.verdict is Verdict.STOP):
        return
    found = known or SweepFlag(
        person_id=actor.person_id, organisation_id=actor.organisation_id, counted_on=on, raised_at=now
    )
    found.verdict = verdict
    for name, number in vars(counts).items():
        setattr(found, name, number)
    db.session.add(found)
    db.session.flush()
    audit.record(actor, "sweep:flagged", found, at=now, verdict=verdict, **vars(counts))
    told = {one.id for one in public_of_kind(Kind.OPERATOR)} | {actor.organisation_id}
    for organisation_id in sorted(told):
        notice(
            text=WORDS[verdict],
            endpoint="sweeps.index",
            at=now,
            organisation_id=organisation_id,
            permission=Permission.SWEEP_READ,
        )


@atomic
def acknowledge(actor: Actor, flag_id: UUID, *, now: datetime) -> SweepFlag:
    """Note that an operator has looked at a flag; who was stopped may search on that day, slowly.

    Raises NotFound, and WrongState for one that was acknowledged, or is of the operator who looks.
    """
    require(actor, Permission.SWEEP_ACKNOWLEDGE)
    found = db.session.scalar(select(SweepFlag).where(SweepFlag.id == flag_id).with_for_update())
    if found is None:
        raise NotFound
    if found.acknowledged_at is not None:
        raise WrongState("Somebody has looked at this already")
    if found.person_id == actor.person_id:
        raise WrongState("This is your own searching: somebody else looks at it")
    found.acknowledged_at, found.acknowledged_by = now, actor.person_id
    mine = update(SearchCount).where(
        SearchCount.person_id == found.person_id, SearchCount.counted_on == found.counted_on
    )
    db.session.execute(mine.values(pardoned=True))
    audit.record(actor, "sweep:acknowledged", found, at=now, person=found.person_id)
    return found
