from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from directory import audit
from directory.access import Actor, Kind, Permission, require
from directory.frameworks.actions.telling import tell
from directory.frameworks.models import Framework, FrameworkBuyer, FrameworkLot, FrameworkMember
from directory.frameworks.queries import led_framework
from directory.frameworks.rules.members import MemberStatus, Rate, rank_wrong, rates_wrong
from directory.frameworks.rules.terms import NewFramework, NewLot, new_reference, wrong
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.canonical import text_of
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from directory.organisations.models import Organisation


@dataclass(frozen=True)
class NewMember:
    """A provider that enters a lot, with its rank where members are ranked, and the prices that it agreed to."""

    lot: int
    provider_id: UUID
    rank: int | None = None
    rates: tuple[Rate, ...] = ()


def _lot(number: int, new: NewLot) -> FrameworkLot:
    buyers = [FrameworkBuyer(gss_code=code) for code in dict.fromkeys(new.buyers)]
    buyers += [FrameworkBuyer(organisation_id=one) for one in dict.fromkeys(new.buyer_ids)]
    return FrameworkLot(
        number=number,
        title=new.title,
        service_types=[one.value for one in new.service_types],
        areas=list(new.areas),
        ceilings=[one.kept() for one in new.ceilings],
        buyers=buyers,
    )


@atomic
def establish(actor: Actor, new: NewFramework, entering: Sequence[NewMember] = (), *, now: datetime) -> Framework:
    """Record a framework that the actor's authority has awarded, with its first members, who are told.

    One that follows an earlier framework of an open scheme ends that one today; where the number of members is not
    limited by ranks, those who are members of it stay by that fact alone (Procurement Act 2023, s49(2)(b), (4)(a));
    where members are ranked, each is awarded anew. Raises NotAllowed, Invalid, WrongState.
    """
    require(actor, Permission.CONTRACT_SIGN)
    if actor.organisation_id is None or actor.kind != Kind.AUTHORITY:
        raise NotAllowed("Only an authority establishes a framework")
    today = clock.in_london(now).date()
    earlier = _earlier(actor, new.earlier, today) if new.earlier else None
    first = earlier.first_awarded_on if earlier else today
    if faults := wrong(new, first, today):
        raise Invalid("", faults)
    made = Framework(
        reference=new_reference(today.year),
        authority_id=actor.organisation_id,
        title=new.title.strip(),
        kind=new.kind,
        ranked=new.ranked,
        light_touch=new.light_touch,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        value_pence=new.value_pence,
        criteria=list(new.criteria),
        questions=[one.kept() for one in new.questions],
        conditions=new.conditions.kept(),
        tender_id=new.tender_id,
        tender_reference=new.tender_reference,
        earlier=earlier.reference if earlier else "",
        first_awarded_on=first,
        established_at=now,
        established_by=actor.person_id,
        lots=[_lot(lot.number or place, lot) for place, lot in enumerate(new.lots, 1)],
    )
    db.session.add(made)
    db.session.flush()
    audit.record(actor, "framework:established", made, at=now, reference=made.reference, tender=new.tender_reference)
    if earlier is not None:
        earlier.ended_on, earlier.ended_because = today, f"Followed by {made.reference}"
        audit.record(actor, "framework:ended", earlier, at=now, followed_by=made.reference)
        if not new.ranked:
            _keep(actor, earlier, made, {(one.lot, one.provider_id) for one in entering}, now)
    for member in entering:
        enter(actor, made.reference, member, now=now)
    return made


def _earlier(actor: Actor, reference: str, today: date) -> Framework:
    earlier = led_framework(actor, reference, lock=True)
    if earlier.kind != "open":
        raise Invalid.field("earlier", "Only an open framework is followed by another")
    if not earlier.runs(today):
        raise WrongState("The earlier framework does not run any more, so nothing can follow it")
    return earlier


def _keep(actor: Actor, earlier: Framework, made: Framework, awarded: set[tuple[int, UUID]], now: datetime) -> None:
    """Let the members of the earlier framework stay in the lots of the same number, with the prices they agreed to."""
    for lot in earlier.lots:
        if made.lot(lot.number) is None:
            continue
        for member in lot.members:
            if member.status is MemberStatus.CURRENT and (lot.number, member.provider_id) not in awarded:
                enter(
                    actor,
                    made.reference,
                    NewMember(lot.number, member.provider_id, rates=member.agreed()),
                    now=now,
                )


@atomic
def enter(actor: Actor, reference: str, new: NewMember, *, now: datetime) -> FrameworkMember:
    """Let a provider into a lot of a framework that the actor's authority leads, and tell it.

    Raises NotFound, Invalid for what is no provider or no lot, WrongState where it is in the lot already, the rank is
    taken or the framework is over.
    """
    framework = led_framework(actor, reference, lock=True)
    today = clock.in_london(now).date()
    if today > framework.last_on:
        raise WrongState("This framework is over, so nobody can enter it")
    lot = framework.lot(new.lot)
    if lot is None:
        raise Invalid.field("lot", "Choose a lot of this framework")
    provider = db.session.get(Organisation, new.provider_id)
    if provider is None or provider.kind != Kind.PROVIDER:
        raise NotFound
    if faults := rates_wrong(new.rates):
        raise Invalid.field("rates", faults)
    there = db.session.execute(
        select(FrameworkMember.provider_id, FrameworkMember.rank)
        .where(FrameworkMember.lot_id == lot.id, FrameworkMember.status != MemberStatus.LEFT)
        .order_by(FrameworkMember.id)
    ).all()
    if provider.id in {row.provider_id for row in there}:
        raise WrongState(f"{provider.name} is a member of this lot already")
    if refused := rank_wrong(new.rank, {row.rank for row in there}, ranked=framework.ranked):
        raise WrongState(refused)
    member = FrameworkMember(
        lot_id=lot.id,
        provider_id=provider.id,
        rank=new.rank,
        status=MemberStatus.CURRENT,
        joined_on=max(today, framework.starts_on),
        rates=_kept(new.rates),
        entered_at=now,
        entered_by=actor.person_id,
    )
    db.session.add(member)
    db.session.flush()
    audit.record(actor, "framework:entered", member, at=now, framework=framework.reference, lot=lot.number)
    tell(framework, provider.id, f"You are a member of the framework {framework.title}, lot {lot.number}", now=now)
    return member


def _kept(rates: Sequence[Rate]) -> str:
    return text_of([one.kept() for one in rates])
