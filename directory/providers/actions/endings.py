"""Providers are told in time that what an assurer has checked must be checked again."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from directory import audit, notify
from directory.access import SYSTEM, Permission
from directory.accounts.models import Person
from directory.codes import label
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.organisations.models import Organisation
from directory.providers.models import Claim, ClaimReminder
from directory.providers.queries.claims import public_claims_ending
from directory.providers.rules.claims import reminder_due

Due = tuple[Claim, int]


def organisations_to_tell(now: datetime) -> Sequence[UUID]:
    """Give the organisations of which a reminder is due, in order."""
    return sorted({claim.service.organisation_id for claim, _ in _due(clock.in_london(now).date())})


@atomic
def remind_of_endings(organisation_id: UUID, *, now: datetime) -> int:
    """Mail and notify the administrators of a provider of assurances that end soon; give how many claims.

    May run twice: each claim is told of once for each step before an end.
    """
    db.session.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())
    today = clock.in_london(now).date()
    due = [(claim, days) for claim, days in _due(today) if claim.service.organisation_id == organisation_id]
    if not due:
        return 0
    for claim, days in due:
        db.session.add(ClaimReminder(claim_id=claim.id, ends_on=claim.assured_until, days=days, at=now))
    number = len(due)
    subject = f"{number} {'specialism is' if number == 1 else 'specialisms are'} assured for a short time only"
    people = select(Person).where(Person.organisation_id == organisation_id, Person.active).order_by(Person.id)
    for person in db.session.scalars(people):
        if person.actor().may(Permission.CLAIM_MAKE):
            notify.mail(to=person.email, subject=subject, body=_words([claim for claim, _ in due], today))
    notify.notice(
        text=f"{subject}: add newer evidence",
        organisation_id=organisation_id,
        permission=Permission.CLAIM_MAKE,
        endpoint="own_services.index",
        at=now,
    )
    organisation = db.session.get_one(Organisation, organisation_id)
    audit.record(SYSTEM, "claim:ending_told", organisation, at=now, claims=[claim.id for claim, _ in due])
    return number


def _due(today: date) -> Iterator[Due]:
    ending = public_claims_ending(today)
    sent: dict[tuple[UUID, date], set[int]] = defaultdict(set)
    known = select(ClaimReminder).where(ClaimReminder.claim_id.in_([claim.id for claim in ending]))
    for reminder in db.session.scalars(known):
        sent[reminder.claim_id, reminder.ends_on].add(reminder.days)
    for claim in ending:
        if claim.assured_until and (
            days := reminder_due(claim.assured_until, sent[claim.id, claim.assured_until], today)
        ):
            yield claim, days


def _words(claims: Sequence[Claim], today: date) -> str:
    lines = "\n".join(f"- {_line(claim, today)}" for claim in claims)
    return (
        "An assurer checked these specialisms, and says so until a date. After it they are shown as not assured,\n"
        "and a search for what is assured does not find them.\n\n"
        f"{lines}\n\n"
        "Add newer evidence, such as this year's training record. An assurer then looks at it:\n"
        f"{notify.link('/organisation/services')}\n"
    )


def _line(claim: Claim, today: date) -> str:
    until = claim.assured_until or today
    left = (until - today).days
    when = "ends today" if left == 0 else f"ends in {left} {'day' if left == 1 else 'days'}"
    return f"{label(claim.specialism)} of {claim.service.name}: {when}, on {until.day} {until:%B %Y}"
