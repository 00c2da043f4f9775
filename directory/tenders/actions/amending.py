from dataclasses import asdict, replace
from datetime import datetime
from uuid import UUID

from directory import audit, jobs
from directory.access import Actor, Permission, require
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import NotAllowed, Stale
from directory.tenders.actions.refusing import reason_given, refuse, refuse_problems
from directory.tenders.models import Amendment, write
from directory.tenders.queries import ready
from directory.tenders.rules import Deadlines, Move, check_section, differences
from directory.tenders.rules.amending import amendment_problems


@atomic
def amend(
    actor: Actor,
    tender_id: UUID,
    *,
    description: str | None,
    deadlines: Deadlines,
    material: bool,
    reason: str,
    version: int | None = None,
    now: datetime,
) -> Amendment:
    """Change a published tender's description or deadlines, in sight of all; a deadline can only move later.

    ``deadlines`` and ``description``: what is None stays. A material change gives more time (``rules.amending``).
    Raises Invalid where nothing changes or too little time is given, Stale where ``version`` is not the present one.
    """
    require(actor, Permission.TENDER_PUBLISH)
    tender = ready(actor, tender_id, Move.AMEND, now, lock=True)
    if actor.person_id is None:
        raise NotAllowed
    if version is not None and version != tender.version:
        raise Stale
    why = reason_given(reason)
    before, old = tender.details(), tender.deadlines()
    after = before if description is None else replace(before, description=description)
    new = replace(old, **{name: at for name, at in asdict(deadlines).items() if at is not None})
    refuse(check_section(after) | check_section(new))
    changed = differences(before, after) + differences(old, new)
    refuse_problems(amendment_problems(old, new, changed=bool(changed), material=material, now=now))
    write(tender, after)
    write(tender, new)
    tender.edited_by, tender.edited_at = actor.person_id, now
    number = len(tender.amendments) + 1
    made = Amendment(
        number=number,
        amended_at=now,
        amended_by=actor.person_id,
        material=material,
        reason=why,
        differences={one.field: [one.before, one.after] for one in changed},
    )
    tender.amendments.append(made)
    db.session.flush()
    facts = {one.field: [one.before, one.after] for one in changed if one.field != "description"}
    audit.record(actor, "tender:amended", tender, at=now, number=number, material=material, reason=why, **facts)
    jobs.later("tenders.tell_amended", tender_id=tender.id, number=number)
    return made
