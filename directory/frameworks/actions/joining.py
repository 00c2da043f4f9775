import json
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from directory import audit, notify
from directory.access import Actor, Kind, Permission, require
from directory.frameworks.actions.establishing import NewMember, enter
from directory.frameworks.actions.telling import tell
from directory.frameworks.models import Framework, FrameworkApplication, FrameworkLot
from directory.frameworks.queries import application, led_framework, public_framework, why_not_join
from directory.frameworks.rules.joining import (
    LIFECYCLE,
    Assessment,
    Move,
    Said,
    Status,
    assessment_wrong,
    said_wrong,
)
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.canonical import text_of
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, WrongState


def _held(actor: Actor, reference: str, application_id: UUID, move: Move) -> FrameworkApplication:
    """Give an application to the actor's own framework, held, if the move may be made from where it is."""
    led_framework(actor, reference)
    found = application(actor, reference, application_id, lock=True)
    LIFECYCLE.after(found.status, move)
    return found


@atomic
def apply(actor: Actor, reference: str, lot_number: int, said: Said, *, now: datetime) -> FrameworkApplication:
    """Ask to join a lot of a framework that may be joined. Needs somebody who may bind the provider.

    Raises NotAllowed, NotFound, WrongState where it cannot be joined now, Invalid by field.
    """
    require(actor, Permission.BID_SUBMIT)
    if actor.kind != Kind.PROVIDER or actor.organisation_id is None or actor.person_id is None:
        raise NotAllowed("Only people of a provider apply")
    framework = public_framework(reference)
    # held, so that of two who apply at once for one provider the second is told
    lot = db.session.scalar(
        select(FrameworkLot)
        .where(FrameworkLot.framework_id == framework.id, FrameworkLot.number == lot_number)
        .with_for_update(of=FrameworkLot)
    )
    if lot is None:
        raise NotFound
    if refused := why_not_join(actor, lot, clock.in_london(now).date()):
        raise WrongState(refused)
    if faults := said_wrong(said, framework.asked(), lot.most()):
        raise Invalid("", faults)
    made = FrameworkApplication(
        lot_id=lot.id,
        provider_id=actor.organisation_id,
        status=Status.SUBMITTED,
        said=text_of(said.kept()),
        submitted_at=now,
        submitted_by=actor.person_id,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(actor, "framework:applied", made, at=now, framework=framework.reference, lot=lot_number)
    _tell_lead(framework, made, now)
    return made


def _tell_lead(framework: Framework, made: FrameworkApplication, now: datetime) -> None:
    notify.notice(
        text=f"A provider applies to join the framework {framework.title}"[:300],
        endpoint="frameworks.application",
        arguments={"reference": framework.reference, "application_id": made.id},
        organisation_id=framework.authority_id,
        permission=Permission.CONTRACT_SIGN,
        at=now,
    )


@atomic
def withdraw(actor: Actor, reference: str, application_id: UUID, *, now: datetime) -> FrameworkApplication:
    """Take one's own application back before it is decided. Raises NotAllowed, NotFound, WrongState."""
    require(actor, Permission.BID_SUBMIT)
    found = application(actor, reference, application_id, lock=True)
    if found.provider_id != actor.organisation_id:
        raise NotFound
    found.status = LIFECYCLE.after(found.status, Move.WITHDRAW)
    audit.record(actor, "framework:application_withdrawn", found, at=now, framework=reference)
    return found


@atomic
def assess(
    actor: Actor, reference: str, application_id: UUID, assessment: Assessment, *, now: datetime
) -> FrameworkApplication:
    """Say as the first officer, of each answer and of the conditions, whether they pass, with reasons.

    Raises NotAllowed, NotFound, WrongState, Invalid by field.
    """
    found = _held(actor, reference, application_id, Move.ASSESS)
    if faults := assessment_wrong(assessment, found.lot.framework.asked()):
        raise Invalid("", faults)
    found.status = LIFECYCLE.after(found.status, Move.ASSESS)
    found.assessment = text_of(assessment.kept())
    found.assessed_at, found.assessed_by = now, actor.person_id
    audit.record(actor, "framework:application_assessed", found, at=now, framework=reference)
    return found


def _second(actor: Actor, found: FrameworkApplication) -> None:
    if actor.person_id is None or actor.person_id == found.assessed_by:
        raise NotAllowed("Another officer decides: not the one who assessed the application")


@atomic
def send_back(actor: Actor, reference: str, application_id: UUID, *, now: datetime) -> FrameworkApplication:
    """Have it assessed anew: the second officer does not agree. Raises NotAllowed, NotFound, WrongState."""
    found = _held(actor, reference, application_id, Move.SEND_BACK)
    _second(actor, found)
    found.status = LIFECYCLE.after(found.status, Move.SEND_BACK)
    found.assessment = found.assessed_at = found.assessed_by = None
    audit.record(actor, "framework:application_sent_back", found, at=now, framework=reference)
    return found


@atomic
def confirm(actor: Actor, reference: str, application_id: UUID, *, now: datetime) -> FrameworkApplication:
    """Decide as a second officer what the assessment says: the provider is a member, or refused with the reasons.

    Raises NotAllowed for whoever assessed it, NotFound, WrongState.
    """
    found = _held(actor, reference, application_id, Move.ACCEPT)
    _second(actor, found)
    assessment = Assessment.of(json.loads(found.assessment or "{}"))
    move = Move.ACCEPT if assessment.passes else Move.REFUSE
    lot, framework = found.lot, found.lot.framework
    found.status = LIFECYCLE.after(found.status, move)
    found.decided_at, found.decided_by = now, actor.person_id
    event = "framework:application_accepted" if move is Move.ACCEPT else "framework:application_refused"
    audit.record(actor, event, found, at=now, framework=reference)
    if move is Move.REFUSE:
        words = f"Your application to the framework {framework.title}, lot {lot.number}, was refused. Read why"
        tell(framework, found.provider_id, words, now=now)
        return found
    said = Said.of(json.loads(found.said))
    new = NewMember(lot.number, found.provider_id, rates=said.rates(lot.most()))
    enter(actor, framework.reference, new, now=now)
    return found
