"""A provider's own system answers requests: offers, changes, withdrawals, declines."""

from datetime import date
from uuid import UUID

from flask.typing import ResponseReturnValue
from pydantic import Field, StrictInt

from directory.access import Permission, current_actor, guarded
from directory.api.operations import answered, body, described
from directory.api.request_shapes import OfferShown, offer_shown
from directory.api.views import v1
from directory.kit import clock
from directory.kit.understand import Given
from directory.requests import actions
from directory.requests.actions.offers import LONGEST_PLACE, LONGEST_TEXT, MOST_PENCE, Terms
from directory.requests.rules.lifecycle import DeclineReason


class TermsBody(Given):
    """What is offered. Free text must identify nobody."""

    weekly_fee_pence: StrictInt = Field(gt=0, le=MOST_PENCE, description="pence a week")
    available_on: date = Field(description="the date from which the place is free, for example 2026-12-01")
    place: str = Field(default="", max_length=LONGEST_PLACE, description="which place, not its address")
    place_group: str | None = Field(
        default=None, max_length=20, description="of which group of places: a `code` of `groups` of the service asked"
    )
    staffing: str = Field(default="", max_length=LONGEST_TEXT, description="who looks after the child, day and night")
    inclusions: str = Field(default="", max_length=LONGEST_TEXT, description="what the fee includes")
    matching_statement: str = Field(min_length=1, max_length=LONGEST_TEXT, description="how the place suits the child")

    def terms(self) -> Terms:
        """Give it as the action takes it."""
        return Terms(**{name: getattr(self, name) for name in TermsBody.model_fields})


class OfferBody(TermsBody):
    """An offer of one of your services that is asked."""

    service_id: UUID = Field(description="one of `services` of the request")


class DeclineBody(Given):
    """A decline for one of your services that is asked."""

    service_id: UUID = Field(description="one of `services` of the request")
    reason: DeclineReason = Field(description="a reason from the list")


@v1.post("/requests/<reference>/offers")
@guarded(Permission.OFFER_MAKE, Permission.OFFER_READ)
@described("Offer a place", body=OfferBody, answer=OfferShown, status=201, refusals=(409,))
def post_offer(reference: str) -> ResponseReturnValue:
    """Offer a place before the time to answer ends. One offer stands for each service."""
    given = body(OfferBody)
    made = actions.offer(current_actor(), reference, service_id=given.service_id, terms=given.terms(), now=clock.now())
    return answered(offer_shown(made), 201)


@v1.put("/requests/<reference>/offers/<uuid:offer_id>")
@guarded(Permission.OFFER_MAKE, Permission.OFFER_READ)
@described("Change your offer", body=TermsBody, answer=OfferShown, refusals=(409,))
def put_offer(reference: str, offer_id: UUID) -> ResponseReturnValue:
    """Change an offer before the time to answer ends."""
    terms = body(TermsBody).terms()
    made = actions.change_offer(current_actor(), reference, offer_id=offer_id, terms=terms, now=clock.now())
    return answered(offer_shown(made))


@v1.post("/requests/<reference>/offers/<uuid:offer_id>/withdrawal")
@guarded(Permission.OFFER_MAKE, Permission.OFFER_READ)
@described("Withdraw your offer", answer=OfferShown, status=201, refusals=(409,))
def post_offer_withdrawal(reference: str, offer_id: UUID) -> ResponseReturnValue:
    """Withdraw an offer while the request is open."""
    made = actions.withdraw_offer(current_actor(), reference, offer_id=offer_id, now=clock.now())
    return answered(offer_shown(made), 201)


@v1.post("/requests/<reference>/declines")
@guarded(Permission.OFFER_MAKE, Permission.OFFER_READ)
@described("Decline", body=DeclineBody, answer=OfferShown, status=201, refusals=(409,))
def post_decline(reference: str) -> ResponseReturnValue:
    """Decline for one service, with a reason. You may still offer a place in time."""
    given = body(DeclineBody)
    made = actions.decline(
        current_actor(), reference, service_id=given.service_id, reason=given.reason, now=clock.now()
    )
    return answered(offer_shown(made), 201)
