from dataclasses import asdict, replace
from datetime import datetime
from uuid import UUID

from directory import audit, jobs
from directory.access import Actor, Permission, require
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import NotAllowed, Stale
from directory.tenders.actions.refusing import reason_given, refuse, refuse_problems
from directory.tenders.models import Amendment, AmendmentDraft, Tender, TenderCriterion, TenderLot, write
from directory.tenders.queries import problems_of, ready
from directory.tenders.rules import Deadlines, Difference, Kind, Move, Section, check_section, differences
from directory.tenders.rules.amending import amendment_problems, is_material, terms_problems
from directory.tenders.rules.terms import Terms, terms_differences, terms_of
from directory.tenders.rules.values import wrong_terms

LONG = frozenset({"description", "question", "guide", "price_lines"})


@atomic
def amend(
    actor: Actor,
    tender_id: UUID,
    *,
    description: str | None,
    deadlines: Deadlines,
    material: bool,
    reason: str,
    terms: Terms | None = None,
    version: int | None = None,
    now: datetime,
) -> Amendment:
    """Change a published tender in sight of all: description, deadlines, and its terms; a deadline only moves later.

    ``deadlines``, ``description`` and ``terms``: what is None stays. A material change, as most changes of terms are,
    gives more time (``rules.amending``). Raises Invalid where nothing changes, too little time is given or something
    changes that may not, Stale where ``version`` is not the present one.
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
    retermed = _retermed(tender, terms) if terms else []
    changed = differences(before, after) + differences(old, new) + retermed
    material = material or is_material(one.field for one in retermed)
    refuse_problems(amendment_problems(old, new, changed=bool(changed), material=material, now=now))
    write(tender, after)
    write(tender, new)
    if terms and retermed:
        _write_terms(actor, tender, terms, now)
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
    facts = {one.field: [one.before, one.after] for one in changed if one.field.rsplit(".", 1)[-1] not in LONG}
    audit.record(actor, "tender:amended", tender, at=now, number=number, material=material, reason=why, **facts)
    jobs.later("tenders.tell_amended", tender_id=tender.id, number=number)
    if retermed:
        jobs.later("bids.make_room", tender_id=tender.id)  # longer answers may be asked for now
    return made


def _retermed(tender: Tender, terms: Terms) -> list[Difference]:
    """Give what the terms change. Raises Invalid for what may not stand or may not change."""
    stood = terms_of(tender.notice())
    found = terms_differences(stood, terms)
    if found:
        refuse(wrong_terms(terms))
        refuse_problems(terms_problems(tender.notice(), terms))
    return found


def _write_terms(actor: Actor, tender: Tender, terms: Terms, now: datetime) -> None:
    """Write the terms, row by row: none moves. Raises Invalid where they could not have been published."""
    write(tender, terms.conditions)
    for number, lot in enumerate(terms.lots, 1):
        if number > len(tender.lots):
            tender.lots.append(TenderLot(number=number))
        write(tender.lots[number - 1], lot)
    for number, criterion in enumerate(terms.criteria, 1):
        if number > len(tender.criteria):
            tender.criteria.append(TenderCriterion(number=number))
        write(tender.criteria[number - 1], criterion)
    # whom a call-off invited is not asked again
    asked = {Section.CRITERIA} if tender.kind == Kind.CALL_OFF else {Section.LOTS, Section.CRITERIA}
    refuse_problems([one for one in problems_of(actor, tender, now) if one.section in asked])
    drafted = db.session.get(AmendmentDraft, tender.id)
    if drafted is not None and Terms.of(drafted.terms) == terms:
        db.session.delete(drafted)
