"""Call-offs for programs: which members of the framework are invited, and passing one over in a direct award."""

from datetime import datetime
from uuid import UUID

from flask.typing import ResponseReturnValue
from pydantic import BaseModel, Field

from directory.access import Actor, Permission, current_actor, guarded
from directory.api.operations import answered, body, described
from directory.api.tender_models import OrganisationAnswer
from directory.api.views import v1
from directory.kit import clock
from directory.kit.understand import Given
from directory.tenders import actions, queries
from directory.tenders.models import Invitation, Tender
from directory.tenders.rules.calling_off import PassedOver

P = Permission
TENDER = "/tenders/<uuid:tender_id>"


class PassingOverBody(Given):
    """Why the member whose turn it is does not get a direct award."""

    because: PassedOver = Field(description="What stands against it: declined, no_capacity or conflict")
    reason: str = Field(min_length=1, description="What was asked and answered, for the record of the call-off")


class InvitationAnswer(BaseModel):
    """A member that is invited. ``lots`` of the call-off that it may bid for; ``rank`` in a direct award."""

    organisation: OrganisationAnswer
    lots: list[int]
    rank: int | None
    invited_at: datetime
    passed_at: datetime | None
    passed_because: PassedOver | None
    passed_reason: str


class InvitationsAnswer(BaseModel):
    """Whom a call-off invites, in order. It says nothing of who bids."""

    items: list[InvitationAnswer]
    moves: list[str]


def _invitation(one: Invitation) -> InvitationAnswer:
    made = {"organisation", "lots"}
    plain = {name: getattr(one, name) for name in InvitationAnswer.model_fields if name not in made}
    who = OrganisationAnswer(id=one.organisation_id, name=one.organisation.name, gss_code=None)
    return InvitationAnswer(**plain, organisation=who, lots=list(one.lots))


def _invitations(actor: Actor, tender: Tender, status: int = 200) -> ResponseReturnValue:
    moves = ["passing-over"] if queries.whose_turn(actor, tender, clock.now()) else []
    items = [_invitation(one) for one in queries.members_invited(actor, tender)]
    return answered(InvitationsAnswer(items=items, moves=moves), status)


@v1.get(f"{TENDER}/invitations")
@guarded(P.CALL_OFF_MAKE)
@described("List the members that your call-off invites", answer=InvitationsAnswer)
def get_invitations(tender_id: UUID) -> ResponseReturnValue:
    """In a direct award one is invited at a time, in order of rank; in a mini-competition all at once."""
    actor = current_actor()
    return _invitations(actor, queries.owned_tender(actor, tender_id))


@v1.post(f"{TENDER}/passing-over")
@guarded(P.CALL_OFF_MAKE)
@described(
    "Pass over the member whose turn it is",
    body=PassingOverBody,
    answer=InvitationsAnswer,
    status=201,
    refusals=(404, 409),
)
def post_passing_over(tender_id: UUID) -> ResponseReturnValue:
    """Only while a direct award takes a bid. The next in rank is invited, and has as long as this one had."""
    actor, given = current_actor(), body(PassingOverBody)
    actions.pass_over(actor, tender_id, because=given.because, reason=given.reason, now=clock.now())
    return _invitations(actor, queries.owned_tender(actor, tender_id), 201)
