from datetime import datetime
from uuid import UUID

from directory import audit
from directory.access import Actor
from directory.frameworks.actions.telling import tell
from directory.frameworks.models import FrameworkMember
from directory.frameworks.queries import led_framework, member_of
from directory.frameworks.rules.members import LIFECYCLE, MemberStatus, Move
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.errors import Invalid

LONGEST_REASON = 2_000
TOLD = {
    Move.SUSPEND: "You are suspended from",
    Move.RESTORE: "You are a member again of",
    Move.REMOVE: "You are no longer a member of",
}
EVENTS = {
    Move.SUSPEND: "framework:suspended",
    Move.RESTORE: "framework:restored",
    Move.REMOVE: "framework:removed",
}


@atomic
def move(
    actor: Actor, reference: str, member_id: UUID, move: Move, *, reason: str = "", now: datetime
) -> FrameworkMember:
    """Suspend, restore or remove a member of a framework that the actor's authority leads, and tell it.

    The first and the last with a reason, which the member reads. Raises NotFound, Invalid, WrongState.
    """
    framework = led_framework(actor, reference, lock=True)
    member = member_of(actor, framework, member_id, lock=True)
    after = LIFECYCLE.after(member.status, move)
    why = "" if move is Move.RESTORE else _reason(reason)
    member.status, member.reason = after, why
    if after is MemberStatus.LEFT:
        member.left_on = clock.in_london(now).date()
    audit.record(actor, EVENTS[move], member, at=now, framework=reference, lot=member.lot.number, reason=why)
    words = f"{TOLD[move]} the framework {framework.title}, lot {member.lot.number}"
    tell(framework, member.provider_id, words, now=now)
    return member


def _reason(text: str) -> str:
    if not text.strip():
        raise Invalid.field("reason", "Enter a reason: the member reads it")
    if len(text) > LONGEST_REASON:
        raise Invalid.field("reason", f"Use {LONGEST_REASON:,} characters or fewer")
    return text.strip()
