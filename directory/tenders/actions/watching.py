"""Watching a tender: who wants to be told is told. That somebody watches says nothing of who bids."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from directory import audit, notify
from directory.access import SYSTEM, Actor, Kind, Permission
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import NotAllowed, NotSignedIn
from directory.notify.rules import Kind as NoticeKind
from directory.tenders.models import Tender, TenderReminder, Watch
from directory.tenders.queries.tender import tender_for
from directory.tenders.queries.watching import own_watch, watching_people


@atomic
def watch(actor: Actor, tender_id: UUID, *, now: datetime) -> Watch:
    """Be told of a published tender from now on; twice is once. Raises NotSignedIn, NotAllowed, NotFound."""
    tender = _watchable(actor, tender_id)
    known = own_watch(actor, tender)
    if known is not None:
        return known
    made = Watch(tender_id=tender.id, person_id=actor.person_id, since_at=now, told_of="")
    db.session.add(made)
    db.session.flush()
    audit.record(actor, "tender:watched", tender, at=now)
    return made


@atomic
def unwatch(actor: Actor, tender_id: UUID, *, now: datetime) -> None:
    """Be told no more. Done twice, it is done once. Raises NotSignedIn, NotAllowed, NotFound."""
    tender = _watchable(actor, tender_id)
    known = own_watch(actor, tender)
    if known is not None:
        db.session.delete(known)
        audit.record(actor, "tender:unwatched", tender, at=now)


def _watchable(actor: Actor, tender_id: UUID) -> Tender:
    if actor.person_id is None:
        raise NotSignedIn
    tender = tender_for(actor, tender_id)
    if actor.kind not in {Kind.PROVIDER, Kind.AUTHORITY}:
        raise NotAllowed("People of providers and authorities watch tenders")
    if tender.published_at is None:
        raise NotAllowed("Only a published tender can be watched")
    return tender


@atomic
def tell_watcher(watch_id: UUID, *, of: str, text: str, now: datetime) -> bool:
    """Tell somebody who watches, once for each ``of``, as they chose to be told; give whether they were told now."""
    found = db.session.scalar(select(Watch).where(Watch.id == watch_id).with_for_update())
    if found is None or found.told_of == of:
        return False
    found.told_of = of
    notify.notice(
        text=text[:300],
        endpoint="tenders.show",
        arguments={"tender_id": found.tender_id},
        person_id=found.person_id,
        kind=NoticeKind.TENDERS,
        at=now,
    )
    audit.record(SYSTEM, "tender:watcher_told", db.session.get_one(Tender, found.tender_id), at=now, of=of)
    return True


def _first_time(tender_id: UUID, what: str, now: datetime) -> Tender | None:
    """Within an action: hold a tender and note a reminder; None where it was sent before."""
    tender = db.session.scalar(select(Tender).where(Tender.id == tender_id).with_for_update(of=Tender))
    sent = select(TenderReminder.id).where(TenderReminder.tender_id == tender_id, TenderReminder.what == what)
    if tender is None or db.session.scalar(sent) is not None:
        return None
    db.session.add(TenderReminder(tender_id=tender_id, what=what, at=now))
    audit.record(SYSTEM, "tender:reminded", tender, at=now, what=what)
    return tender


@atomic
def remind_officers(tender_id: UUID, *, what: str, text: str, now: datetime) -> bool:
    """Remind a tender's commissioners once of ``what``: of questions that wait; give whether it was done now."""
    tender = _first_time(tender_id, what, now)
    if tender is not None:
        notify.notice(
            text=text[:300],
            endpoint="tenders.questions",
            arguments={"tender_id": tender_id},
            organisation_id=tender.authority_id,
            permission=Permission.QUESTION_ANSWER,
            kind=NoticeKind.TENDERS,
            at=now,
        )
    return tender is not None


@atomic
def remind_watchers(tender_id: UUID, *, what: str, text: str, now: datetime) -> bool:
    """Remind whoever watches a tender once of ``what``: that bids close; give whether it was done now."""
    tender = _first_time(tender_id, what, now)
    for person_id in watching_people(SYSTEM, tender) if tender is not None else ():
        notify.notice(
            text=text[:300],
            endpoint="tenders.show",
            arguments={"tender_id": tender_id},
            person_id=person_id,
            kind=NoticeKind.TENDERS,
            at=now,
        )
    return tender is not None
