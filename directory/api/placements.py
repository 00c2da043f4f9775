"""From an offer to the end of a placement, as moves of its request: the same actions as the pages."""

from datetime import date
from uuid import UUID

from flask import request as asked
from flask.typing import ResponseReturnValue
from pydantic import Field, StrictBool, StrictInt

from directory.access import Permission, current_actor, guarded
from directory.api.operations import answered, body, described
from directory.api.request_shapes import RequestAnswer, for_authority
from directory.api.views import v1
from directory.kit import clock
from directory.kit.understand import Given
from directory.placements import actions
from directory.placements.actions.accepting import LONGEST_REASON
from directory.placements.models import MOST_PENCE
from directory.placements.rules.holds import MOST_HOURS_OF_ALL
from directory.placements.rules.placing import EndReason, Where
from directory.placements.rules.scoring import BEST, LONGEST_COMMENT, MOST_CRITERIA, Score
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


class ScoreBody(Given):
    """What was judged of one criterion: ``passed`` of a gate, ``points`` of any other."""

    passed: StrictBool | None = Field(default=None, description="of a gate: whether it is passed")
    points: StrictInt | None = Field(default=None, ge=0, le=BEST, description="from 0 to 5")
    comment: str = Field(default="", max_length=LONGEST_COMMENT, description="why")


class ShortlistingBody(Given):
    """Scores, in the order of the request's criteria."""

    scores: list[ScoreBody] = Field(min_length=1, max_length=MOST_CRITERIA, description="one for each criterion")


class AgreementBody(Given):
    """An individual placement agreement."""

    starts_on: date = Field(description="the day on which it starts")
    where_it_is: Where = Field(description="in our own area, adjoining it, or at a distance")
    weekly_fee_pence: StrictInt | None = Field(default=None, ge=0, le=MOST_PENCE, description="left out: as offered")
    expected_end_on: date | None = Field(default=None, description="null where it is not known")
    review_on: list[date] = Field(default_factory=list, max_length=12, description="when reviews are due")
    terms: str = Field(default="", max_length=10_000, description="what is agreed; it must name nobody")
    override: str = Field(default="", max_length=LONGEST_REASON, description="why a director sets a rule aside")


class PlacementBody(Given):
    """The child has arrived."""

    started_on: date = Field(description="the day of arrival")


class EndingBody(Given):
    """The placement has ended."""

    ended_on: date = Field(description="the day on which it ended")
    reason: EndReason = Field(description="a reason from the list")


@v1.post("/requests/<reference>/offers/<uuid:offer_id>/shortlisting")
@guarded(Permission.OFFER_SHORTLIST)
@described("Shortlist an offer", body=ShortlistingBody, answer=RequestAnswer, status=201, refusals=(409,))
def post_shortlisting(reference: str, offer_id: UUID) -> ResponseReturnValue:
    """Score an offer by the request's criteria and shortlist it; one that does not pass a gate is refused."""
    scores = [Score(**each.model_dump()) for each in body(ShortlistingBody).scores]
    return _answer(actions.shortlist(current_actor(), reference, offer_id=offer_id, scores=scores, now=clock.now()))


@v1.post("/requests/<reference>/agreement")
@guarded(Permission.PLACEMENT_AGREE)
@described("Agree a placement", body=AgreementBody, answer=RequestAnswer, status=201, refusals=(409,))
def post_agreement(reference: str) -> ResponseReturnValue:
    """Agree the placement for which a place is held."""
    given = body(AgreementBody).model_dump()
    override = given.pop("override")
    said = actions.Agreement(**given)
    return _answer(actions.agree(current_actor(), reference, said=said, override=override, now=clock.now()))


@v1.post("/requests/<reference>/placement")
@guarded(Permission.PLACEMENT_AGREE)
@described("Start a placement", body=PlacementBody, answer=RequestAnswer, status=201, refusals=(409,))
def post_placement(reference: str) -> ResponseReturnValue:
    """Say that the child has arrived: the held place is occupied."""
    started_on = body(PlacementBody).started_on
    return _answer(actions.start(current_actor(), reference, started_on=started_on, now=clock.now()))


@v1.post("/requests/<reference>/ending")
@guarded(Permission.PLACEMENT_END)
@described("End a placement", body=EndingBody, answer=RequestAnswer, status=201, refusals=(409,))
def post_ending(reference: str) -> ResponseReturnValue:
    """End a placement: the place is free again, and its provider is asked to confirm its places."""
    given = body(EndingBody)
    done = actions.end(current_actor(), reference, ended_on=given.ended_on, reason=given.reason, now=clock.now())
    return _answer(done)
