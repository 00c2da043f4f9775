"""Call-offs for programs: which members of the framework are invited, and passing one over in a direct award."""

from datetime import datetime
from uuid import UUID

from flask.typing import ResponseReturnValue
from pydantic import BaseModel, Field

from directory.access import Actor, Permission, current_actor, guarded
from directory.api.operations import answered, body, described
from directory.api.tender_models import NothingBody, OrganisationAnswer
from directory.api.views import v1
from directory.kit import clock
from directory.kit.understand import Given
from directory.tenders import actions, queries
from directory.tenders.models import Invitation, Tender
from directory.tenders.rules import takes_bids
from directory.tenders.rules.calling_off import Declined, PassedOver

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
    answer_by_at: datetime | None
    taken_at: datetime | None
    declined_at: datetime | None
    declined_because: Declined | None
    declined_words: str
    lapsed_at: datetime | None


class OwnInvitationAnswer(InvitationAnswer):
    """Your own provider's invitation, and how you may answer it now. Why you were passed over it does not say."""

    stands: bool
    moves: list[str]


class DecliningBody(Given):
    """Why a member does not take a call-off, or does not bid for it."""

    because: Declined = Field(description="One of no_places, needs, area, dates, prices, conflict, other")
    words: str = Field("", description="More, if you like; needed for other. The authority reads it")


class InvitationsAnswer(BaseModel):
    """Whom a call-off invites, in order. It says nothing of who bids."""

    items: list[InvitationAnswer]
    moves: list[str]


def _invitation(one: Invitation) -> InvitationAnswer:
    made = {"organisation", "lots"}
    plain = {name: getattr(one, name) for name in InvitationAnswer.model_fields if name not in made}
    who = OrganisationAnswer(id=one.organisation_id, name=one.organisation.name, gss_code=None)
    return InvitationAnswer(**plain, organisation=who, lots=list(one.lots))


def _own(actor: Actor, tender_id: UUID, status: int = 200) -> ResponseReturnValue:
    now, moves = clock.now(), []
    tender, turn = queries.own_turn(actor, tender_id)
    if turn.stands and queries.still_invited(actor, tender, now) and takes_bids(tender.phase(now)):
        may = actor.may(P.BID_SUBMIT)
        moves = [*(["taking"] if may and turn.waits(now) else []), *(["declining"] if may else [])]
    shown = _invitation(turn).model_dump() | {"passed_reason": "", "passed_because": None}
    return answered(OwnInvitationAnswer(**shown, stands=turn.stands, moves=moves), status)


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


@v1.get(f"{TENDER}/invitation")
@guarded(P.BID_DRAFT)
@described("Read your own invitation to a call-off", answer=OwnInvitationAnswer)
def get_invitation(tender_id: UUID) -> ResponseReturnValue:
    """Whether it stands, and until when you say that you take a direct award."""
    return _own(current_actor(), tender_id)


@v1.post(f"{TENDER}/taking")
@guarded(P.BID_SUBMIT)
@described(
    "Say that you take a direct award", body=NothingBody, answer=OwnInvitationAnswer, status=201, refusals=(404, 409)
)
def post_taking(tender_id: UUID) -> ResponseReturnValue:
    """Where the authority set a time to answer: you may bid then. From `answer_by_at` on it is late (409)."""
    body(NothingBody)
    actions.take(current_actor(), tender_id, now=clock.now())
    return _own(current_actor(), tender_id, 201)


@v1.post(f"{TENDER}/declining")
@guarded(P.BID_SUBMIT)
@described("Decline a call-off", body=DecliningBody, answer=OwnInvitationAnswer, status=201, refusals=(404, 409))
def post_declining(tender_id: UUID) -> ResponseReturnValue:
    """For good. In a direct award the next in rank is invited. Refused (409) while a bid of yours is submitted."""
    given = body(DecliningBody)
    actions.decline(current_actor(), tender_id, because=given.because, words=given.words, now=clock.now())
    return _own(current_actor(), tender_id, 201)
