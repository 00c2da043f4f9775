"""Notices as emails: to whom, how soon, and each once. An email says what kind of thing waits, and where; no more."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from directory import audit
from directory.access import SYSTEM, Actor, Permission
from directory.kit.atomic import atomic
from directory.kit.clock import in_london
from directory.kit.db import db
from directory.kit.errors import Invalid, NotSignedIn
from directory.notify.actions import link, mail
from directory.notify.models import Delivery, Digest, Notice, Preference
from directory.notify.preferences import paces_of
from directory.notify.rules import FIXED, KIND_LABELS, Kind, Pace

FOOT = "What is said there stands in no email. To choose which emails you get:"


@dataclass(frozen=True)
class Recipient:
    """Somebody who may be sent an email."""

    person_id: UUID
    email: str


# people stand above this floor, so they tell us here who they are: one person, or those of an organisation who may
Directory = Callable[[UUID | None, UUID | None, Permission | None], Sequence[Recipient]]
PEOPLE: list[Directory] = []


def _recipients(notice: Notice) -> list[Recipient]:
    return [one for people in PEOPLE for one in people(notice.person_id, notice.organisation_id, notice.permission)]


def _path(notice: Notice) -> str:
    return current_app.url_map.bind("").build(notice.endpoint, notice.arguments)


def _settings_foot() -> str:
    return f"{FOOT}\n\n{link('/account/notifications')}\n"


@atomic
def deliver(notice_id: UUID, *, now: datetime) -> int:
    """Queue the emails of a notice that leave at once, and note those for the digest; give how many are new.

    The notice is locked, and who has it already gets no second one: twice, or by two workers, it is done once.
    """
    notice = db.session.scalar(select(Notice).where(Notice.id == notice_id).with_for_update())
    if notice is None or notice.kind is None:
        return 0
    known = set(db.session.scalars(select(Delivery.person_id).where(Delivery.notice_id == notice_id)))
    new = [one for one in _recipients(notice) if one.person_id not in known]
    done = 0
    for recipient in new:
        pace = paces_of(recipient.person_id)[notice.kind]
        if pace is Pace.NONE:
            continue
        row = Delivery(notice_id=notice_id, person_id=recipient.person_id, kind=notice.kind, pace=pace, at=now)
        if pace is Pace.AT_ONCE:
            words = KIND_LABELS[notice.kind]
            body = f"Something waits for you on Fairhaven.\n\n{words}\n\nSee it here:\n\n{link(_path(notice))}\n\n"
            row.mail_id = mail(to=recipient.email, subject=f"Fairhaven: {words}", body=body + _settings_foot())
            row.queued_at = now
        db.session.add(row)
        done += 1
    if done:
        audit.record(SYSTEM, "notice:delivered", notice, at=now, people=done)
    return done


def digest(person_id: UUID, *, now: datetime) -> bool:
    """Queue a person's email of the day; say whether it was queued now. A second one of a day is refused by its key."""
    try:
        return _digest(person_id, now=now)
    except IntegrityError:
        return False


@atomic
def _digest(person_id: UUID, *, now: datetime) -> bool:
    today = in_london(now).date()
    if db.session.scalar(select(Digest.id).where(Digest.person_id == person_id, Digest.on == today)) is not None:
        return False
    key = Digest(person_id=person_id, on=today)
    db.session.add(key)
    db.session.flush()
    waiting = db.session.execute(
        select(Delivery, Notice.read_at)
        .outerjoin(Notice, Notice.id == Delivery.notice_id)
        .where(
            Delivery.person_id == person_id,
            Delivery.pace == Pace.DAILY,
            Delivery.queued_at.is_(None),
            Delivery.passed_over.is_(False),
        )
        .order_by(Delivery.at, Delivery.id)
    ).all()
    unread = [delivery for delivery, read_at in waiting if read_at is None]
    for delivery, read_at in waiting:
        delivery.passed_over = read_at is not None
    recipient = next((one for people in PEOPLE for one in people(person_id, None, None)), None)
    if unread and recipient is not None:
        counts = Counter(delivery.kind for delivery in unread)
        lines = "\n".join(f"{KIND_LABELS[kind]}: {counts[kind]}" for kind in Kind if counts[kind])
        body = f"Since your last email, on Fairhaven:\n\n{lines}\n\nSee them here:\n\n{link('/')}\n\n"
        mail_id = mail(to=recipient.email, subject="Fairhaven: your day", body=body + _settings_foot())
        for delivery in unread:
            delivery.mail_id, delivery.queued_at = mail_id, now
    audit.record(SYSTEM, "digest:queued", key, at=now, notices=len(unread))
    return bool(unread)


@atomic
def prefer(actor: Actor, chosen: Mapping[Kind, Pace], *, now: datetime) -> None:
    """Keep how the actor wants to be told. Raises NotSignedIn, or Invalid for what cannot be turned off."""
    if actor.person_id is None:
        raise NotSignedIn
    if any(kind in FIXED and pace is not Pace.AT_ONCE for kind, pace in chosen.items()):
        raise Invalid("These emails cannot be turned off")
    mine = select(Preference).where(Preference.person_id == actor.person_id).order_by(Preference.kind)
    known = {row.kind: row for row in db.session.scalars(mine)}
    for kind, pace in chosen.items():
        row = known.get(kind) or Preference(person_id=actor.person_id, kind=kind)
        row.pace = pace
        db.session.add(row)
    db.session.flush()
    if (first := db.session.scalars(mine).first()) is not None:
        audit.record(actor, "notifications:chosen", first, at=now, kinds=sorted(kind.value for kind in chosen))
