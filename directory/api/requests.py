"""Placement requests for an authority's own system, and for a provider's: the same actions as the pages."""

from typing import Annotated, Any

from flask import request as asked
from flask.typing import ResponseReturnValue
from pydantic import Field, StrictInt

from directory.access import Permission, current_actor, guarded
from directory.api.etags import tagged
from directory.api.operations import answered, body, described, parameters
from directory.api.request_bodies import RequestBody, ScreeningBody, ZoneBody
from directory.api.request_shapes import ListAnswer, RequestAnswer, for_authority, for_provider
from directory.api.views import v1
from directory.kit import clock
from directory.kit.understand import Given
from directory.requests import actions, queries
from directory.requests.models import Request
from directory.requests.rules.lifecycle import (
    MOST_HOURS_TO_ANSWER,
    Status,
    Tier,
    UnmetReason,
    WithdrawalReason,
)
from directory.requests.rules.particulars import MOST_ZONES, ZoneSaid


class SubmissionBody(Given):
    """``overrule``: why what looks like an identifier in a text is none, each by the mark that the refusal gives."""

    overrule: dict[Annotated[str, Field(max_length=8)], Annotated[str, Field(max_length=300)]] = Field(
        default_factory=dict, max_length=100, description="by mark, why this finding identifies nobody"
    )


class ReleaseBody(Given):
    """Which tier to open, and how long its providers may take."""

    tier: Tier | None = Field(default=None, description="open all up to this one; left out: the next that has a match")
    answer_within_hours: StrictInt | None = Field(
        default=None, ge=1, le=MOST_HOURS_TO_ANSWER, description="hours; 4 in an emergency, else 48"
    )
    next_tier_after_hours: StrictInt | None = Field(
        default=None,
        ge=1,
        le=MOST_HOURS_TO_ANSWER,
        description="then the next tier opens by itself, if nobody stops it",
    )


class WithdrawalBody(Given):
    """Why it is withdrawn."""

    reason: WithdrawalReason = Field(default=WithdrawalReason.NOT_NEEDED, description="a reason from the list")


class UnmetBody(Given):
    """Why no place was found."""

    reason: UnmetReason = Field(description="a reason from the list")


class SafetyBody(Given):
    """Places to stay away from, added to those that are known."""

    avoid: list[ZoneBody] = Field(min_length=1, max_length=MOST_ZONES, description="places that are added")


class NoBody(Given):
    """Nothing is to be said."""


class ListParameters(Given):
    """Which requests."""

    status: list[Status] = Field(default_factory=list, description="any of these states (own authority's only)")
    page: int = Field(default=1, ge=1, le=10_000, description="counted from 1")
    per_page: int = Field(default=20, ge=1, le=100, description="at most 100")


def _given(model: type[Given]) -> Any:
    """Give the body; one whose every field may be left out may be left out itself."""
    return body(model) if asked.get_data(cache=True) else model()


def _created(request: Request) -> ResponseReturnValue:
    return answered(for_authority(current_actor(), request, whole=True), 201)


@v1.get("/requests")
@guarded(Permission.REQUEST_READ, Permission.OFFER_MAKE)
@described("List requests", parameters=ListParameters, answer=ListAnswer)
def get_requests() -> ResponseReturnValue:
    """Give the requests of your authority; to a provider, those that one of its services is asked about."""
    actor, given = current_actor(), parameters(ListParameters)
    start = (given.page - 1) * given.per_page
    if actor.may(Permission.REQUEST_READ):
        statuses = given.status or list(Status)
        total = queries.own_count(actor, statuses=statuses)
        rows = queries.own_requests(actor, statuses=statuses, start=start, most=given.per_page)
        moves = queries.nouns_of_all(actor, rows)
        items = [for_authority(actor, row, whole=False, moves=moves[row.id]) for row in rows]
    else:
        everything = queries.asked(actor)
        total = len(everything)
        shown = everything[start : start + given.per_page]
        questions = queries.questions_of(actor, shown)
        items = [for_provider(actor, row, questions[row.id]) for row in shown]
    return answered(ListAnswer(total=total, page=given.page, per_page=given.per_page, items=items))


@v1.post("/requests")
@guarded(Permission.REQUEST_DRAFT)
@described("Draft a request", body=RequestBody, answer=RequestAnswer, status=201)
def post_request() -> ResponseReturnValue:
    """Draft a request of your authority. Nobody is asked before it is submitted, approved and released."""
    actor = current_actor()
    return _created(actions.draft(actor, said=body(RequestBody).said(), now=clock.now()))


@v1.get("/requests/<reference>")
@guarded(Permission.REQUEST_READ, Permission.OFFER_MAKE)
@described("Read a request", answer=RequestAnswer)
def get_request(reference: str) -> ResponseReturnValue:
    """Give a request as you may see it; `moves` lists what you may do with it now. The ETag is the version of yours."""
    actor = current_actor()
    if actor.may(Permission.REQUEST_READ):
        own = queries.own_request(actor, reference)
        return tagged(answered(for_authority(actor, own, whole=True)), own.version, conditional=False)
    request = queries.asked_request(actor, reference)
    return answered(for_provider(actor, request, queries.questions(actor, request)))


@v1.post("/requests/<reference>/submission")
@guarded(Permission.REQUEST_DRAFT)
@described("Submit a draft", body=SubmissionBody, answer=RequestAnswer, status=201, refusals=(409,))
def post_submission(reference: str) -> ResponseReturnValue:
    """Submit a draft: to screening where the child is unaccompanied, else to approval."""
    given: SubmissionBody = _given(SubmissionBody)
    return _created(actions.submit(current_actor(), reference, now=clock.now(), overrule=given.overrule))


@v1.post("/requests/<reference>/screening")
@guarded(Permission.REQUEST_SCREEN)
@described("Record a screening", body=ScreeningBody, answer=RequestAnswer, status=201, refusals=(409,))
def post_screening(reference: str) -> ResponseReturnValue:
    """Record a modern-slavery screening. Only your authority can read it."""
    given = body(ScreeningBody)
    done = actions.screen(
        current_actor(),
        reference,
        indicators=given.seen(),
        level=given.level,
        judgement=given.judgement,
        protection=given.protects(),
        screened_on=given.screened_on,
        now=clock.now(),
    )
    return _created(done)


@v1.post("/requests/<reference>/approval")
@guarded(Permission.REQUEST_APPROVE)
@described("Approve a request", body=NoBody, answer=RequestAnswer, status=201, refusals=(409,))
def post_approval(reference: str) -> ResponseReturnValue:
    """Approve a request, so that it may be released."""
    _given(NoBody)
    return _created(actions.approve(current_actor(), reference, now=clock.now()))


@v1.post("/requests/<reference>/return")
@guarded(Permission.REQUEST_APPROVE)
@described("Send a request back", body=NoBody, answer=RequestAnswer, status=201, refusals=(409,))
def post_return(reference: str) -> ResponseReturnValue:
    """Send a request back to be changed, before anybody was asked."""
    _given(NoBody)
    return _created(actions.send_back(current_actor(), reference, now=clock.now()))


@v1.post("/requests/<reference>/release")
@guarded(Permission.REQUEST_RELEASE)
@described("Release a request", body=ReleaseBody, answer=RequestAnswer, status=201, refusals=(409,))
def post_release(reference: str) -> ResponseReturnValue:
    """Open a tier and ask its providers. The first release keeps the list of matches as it is then."""
    return _release(reference, unapproved=False)


@v1.post("/requests/<reference>/urgent-release")
@guarded(Permission.REQUEST_RELEASE_UNAPPROVED)
@described("Release an emergency before approval", body=ReleaseBody, answer=RequestAnswer, status=201, refusals=(409,))
def post_urgent_release(reference: str) -> ResponseReturnValue:
    """Ask providers in an emergency before its approval, which must follow by 5 pm on the next working day."""
    return _release(reference, unapproved=True)


def _release(reference: str, *, unapproved: bool) -> ResponseReturnValue:
    given: ReleaseBody = _given(ReleaseBody)
    done = actions.release(
        current_actor(),
        reference,
        tier=given.tier,
        answer_within_hours=given.answer_within_hours,
        next_tier_after_hours=given.next_tier_after_hours,
        unapproved=unapproved,
        now=clock.now(),
    )
    return _created(done)


@v1.post("/requests/<reference>/safety")
@guarded(Permission.REQUEST_DRAFT)
@described("Add places to stay away from", body=SafetyBody, answer=RequestAnswer, status=201, refusals=(409,))
def post_safety(reference: str) -> ResponseReturnValue:
    """Add places to a request that was submitted; providers in them are asked no more, and are not told why."""
    zones: list[ZoneSaid] = [{"near": each.near, "within": each.within} for each in body(SafetyBody).avoid]
    return _created(actions.keep_away(current_actor(), reference, zones=zones, now=clock.now()))


@v1.post("/requests/<reference>/withdrawal")
@guarded(Permission.REQUEST_DRAFT)
@described("Withdraw a request", body=WithdrawalBody, answer=RequestAnswer, status=201, refusals=(409,))
def post_withdrawal(reference: str) -> ResponseReturnValue:
    """Withdraw an open request; providers that were asked are told."""
    given: WithdrawalBody = _given(WithdrawalBody)
    return _created(actions.withdraw(current_actor(), reference, reason=given.reason, now=clock.now()))


@v1.post("/requests/<reference>/unmet")
@guarded(Permission.REQUEST_RELEASE)
@described("Close without a placement", body=UnmetBody, answer=RequestAnswer, status=201, refusals=(409,))
def post_unmet(reference: str) -> ResponseReturnValue:
    """Close a request for which no place was found, and write the ledger of unmet need."""
    reason = body(UnmetBody).reason
    return _created(actions.close_unmet(current_actor(), reference, reason=reason, now=clock.now()))
