"""A draft written section by section, and the timer of a request's next tier: the same actions as the pages."""

from flask import request as asked
from flask.typing import ResponseReturnValue
from pydantic import Field, StrictInt

from directory.access import Permission, current_actor, guarded
from directory.api.etags import matched, tagged
from directory.api.operations import answered, body, described
from directory.api.request_bodies import SectionsBody
from directory.api.request_shapes import RequestAnswer, for_authority
from directory.api.views import v1
from directory.kit import clock
from directory.kit.understand import Given
from directory.requests import actions, queries
from directory.requests.models import Request
from directory.requests.rules.lifecycle import MOST_HOURS_TO_ANSWER


class TimerBody(Given):
    """When the next tier opens by itself."""

    hours: StrictInt = Field(ge=1, le=MOST_HOURS_TO_ANSWER, description="from now, and again for each tier after it")


def _answer(request: Request, status: int) -> ResponseReturnValue:
    shown = answered(for_authority(current_actor(), request, whole=True), status)
    return tagged(shown, request.version, conditional=False)


@v1.patch("/requests/<reference>/sections")
@guarded(Permission.REQUEST_DRAFT)
@described("Change a draft", body=SectionsBody, answer=RequestAnswer, refusals=(409, 412))
def patch_sections(reference: str) -> ResponseReturnValue:
    """Change what a draft says, one section or several. `sections` tells how far each is, `missing` what it lacks.

    With `If-Match` (the ETag of your last read) a change by somebody else in between is refused with 412; without
    it, your answers stand whatever was there.
    """
    actor, said = current_actor(), body(SectionsBody).said()
    before = queries.own_request(actor, reference)
    matched(before.version, needed=False)
    any_version = "If-Match" not in asked.headers or asked.if_match.star_tag
    version = None if any_version else before.version
    return _answer(actions.save(actor, reference, said=said, now=clock.now(), version=version), 200)


@v1.post("/requests/<reference>/timer")
@guarded(Permission.REQUEST_RELEASE)
@described("Say when the next tier opens", body=TimerBody, answer=RequestAnswer, status=201, refusals=(409,))
def post_timer(reference: str) -> ResponseReturnValue:
    """Let the next tier in which a service matches open by itself, or change when it does."""
    hours = body(TimerBody).hours
    return _answer(actions.start_timer(current_actor(), reference, hours=hours, now=clock.now()), 201)


@v1.post("/requests/<reference>/timer/ending")
@guarded(Permission.REQUEST_RELEASE)
@described("Let no tier open by itself", answer=RequestAnswer, status=201, refusals=(409,))
def post_timer_ending(reference: str) -> ResponseReturnValue:
    """Stop the timer; you can still open the next tier by `release`."""
    return _answer(actions.stop_timer(current_actor(), reference, now=clock.now()), 201)
