"""What changes while a placement runs: its fee and expected end, as dated rows."""

from datetime import date, datetime

from directory import audit
from directory.access import Actor
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid
from directory.kit.money import pounds
from directory.placements.actions.agreeing import DAYS_AHEAD
from directory.placements.loading import placement_for
from directory.placements.models import MOST_PENCE, EndDate, Fee, Placement
from directory.placements.moving import tell_provider, tell_systems
from directory.placements.rules.lifecycle import PlacementMove
from directory.webhooks import Event

LONGEST_REASON = 1000


@atomic
def change(
    actor: Actor,
    reference: str,
    *,
    reason: str,
    weekly_fee_pence: int | None = None,
    from_on: date | None = None,
    expected_end_on: date | None = None,
    now: datetime,
) -> Placement:
    """Change the fee from a day on, or the expected end, as a dated row; nothing that was said before is lost.

    Raises NotAllowed, NotFound, WrongState, Invalid by field.
    """
    placement = placement_for(actor, reference, PlacementMove.CHANGE)
    begins = placement.started_on or placement.starts_on
    faults: dict[str, str] = {}
    if weekly_fee_pence is None and expected_end_on is None:
        faults["weekly_fee_pence"] = "Enter a new fee or a new expected end"
    if weekly_fee_pence is not None and not 0 <= weekly_fee_pence <= MOST_PENCE:
        faults["weekly_fee_pence"] = f"Enter a weekly fee of at most {pounds(MOST_PENCE)}"
    if weekly_fee_pence is not None and (from_on is None or not begins <= from_on <= begins + 10 * DAYS_AHEAD):
        faults["from_on"] = "Enter the day from which the new fee is paid: the start or later"
    if expected_end_on is not None and not begins <= expected_end_on <= begins + 20 * DAYS_AHEAD:
        faults["expected_end_on"] = "Enter an end that is not before the start"
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        faults["reason"] = f"Say why, in at most {LONGEST_REASON:,} characters"
    if faults:
        raise Invalid(fields=faults)
    said = {"placement_id": placement.id, "said_at": now, "said_by": actor.person_id, "reason": reason.strip()}
    if weekly_fee_pence is not None:
        db.session.add(Fee(from_on=from_on, weekly_fee_pence=weekly_fee_pence, **said))
    if expected_end_on is not None:
        db.session.add(EndDate(expected_end_on=expected_end_on, **said))
        placement.expected_end_on = expected_end_on
    facts = {"weekly_fee_pence": weekly_fee_pence, "from_on": from_on, "expected_end_on": expected_end_on}
    audit.record(actor, "placement:changed", placement, at=now, request=reference, **facts)
    tell_provider(placement.request, placement.service.organisation_id, "the agreement is changed", now=now)
    tell_systems(Event.PLACEMENT_CHANGED, placement.request, placement.service.organisation_id, now=now)
    return placement
