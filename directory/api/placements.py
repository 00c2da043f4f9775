"""From an offer to the end of a placement, for an authority's own system: the same actions as the pages."""

from uuid import UUID

from flask import request as asked
from flask.typing import ResponseReturnValue
from pydantic import Field, StrictInt

from directory.access import Permission, current_actor, guarded
from directory.api.operations import answered, body, described
from directory.api.request_shapes import RequestAnswer, for_authority
from directory.api.views import v1
from directory.kit import clock
from directory.kit.understand import Given
from directory.placements import actions
from directory.placements.actions.accepting import LONGEST_REASON
from directory.placements.rules.holds import MOST_HOURS_OF_ALL
from directory.requests.models import Request


class AcceptanceBody(Given):
    """For how long the place is held, and a director's reason where a rule is set aside."""

    hours: StrictInt | None = Field(
        default=None, ge=1, le=MOST_HOURS_OF_ALL, description="hours; 4 in an emergency, else 48"
    )
    override: str = Field(default="", max_length=LONGEST_REASON, description="why a director sets a rule aside")


class ExtensionBody(Given):
    """For how long the place is held from now."""

    hours: StrictInt = Field(ge=1, le=MOST_HOURS_OF_ALL, description="hours from now")


def _answer(request: Request) -> ResponseReturnValue:
    return answered(for_authority(current_actor(), request, whole=True), 201)


@v1.post("/requests/<reference>/offers/<uuid:offer_id>/acceptance")
@guarded(Permission.HOLD_TAKE)
@described("Accept an offer", body=AcceptanceBody, answer=RequestAnswer, status=201, refusals=(409,))
def post_acceptance(reference: str, offer_id: UUID) -> ResponseReturnValue:
    """Accept an offer: a place is held at once, or 409 where somebody was first. The hold lapses by itself."""
    given = body(AcceptanceBody) if asked.get_data(cache=True) else AcceptanceBody()
    done = actions.accept(
        current_actor(), reference, offer_id=offer_id, hours=given.hours, override=given.override, now=clock.now()
    )
    return _answer(done)


@v1.post("/requests/<reference>/extension")
@guarded(Permission.HOLD_TAKE)
@described("Change how long a place is held", body=ExtensionBody, answer=RequestAnswer, status=201, refusals=(409,))
def post_extension(reference: str) -> ResponseReturnValue:
    """Hold the place for so many hours from now, within what is allowed in all."""
    return _answer(actions.extend(current_actor(), reference, hours=body(ExtensionBody).hours, now=clock.now()))


@v1.post("/requests/<reference>/rejection")
@guarded(Permission.HOLD_TAKE)
@described("Give a held place back", answer=RequestAnswer, status=201, refusals=(409,))
def post_rejection(reference: str) -> ResponseReturnValue:
    """Give the held place back; the offer stands again."""
    return _answer(actions.give_back(current_actor(), reference, now=clock.now()))
