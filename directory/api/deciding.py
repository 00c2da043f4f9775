"""The decision for programs: proposed, approved, announced; a bidder's own summary; the notice for all; challenges."""

from collections.abc import Iterable
from uuid import UUID

from flask.typing import ResponseReturnValue

from directory.access import Actor, Permission, anyone, current_actor, guarded
from directory.api.deciding_models import (
    AwardedAnswer,
    ChallengeAnswer,
    ChallengeBody,
    DecidedAnswer,
    DecisionAnswer,
    DecisionBody,
    LiftingBody,
    LineAnswer,
    LotSummaryAnswer,
    NoticeAnswer,
    NoticesAnswer,
    SideAnswer,
    SummaryAnswer,
)
from directory.api.operations import answered, body, described
from directory.api.tender_models import NothingBody, ReasonBody, TenderAnswer
from directory.api.tenders import MAY_CONFLICT, whole
from directory.api.views import v1
from directory.awards.actions import announcing, challenging, deciding, failing
from directory.awards.models import Award, Challenge
from directory.awards.queries.decisions import (
    AwardNotice,
    decision_of,
    own_summary,
    public_award_notices,
)
from directory.awards.rules.deciding import Choice
from directory.awards.rules.summary import LotFigures, Side
from directory.awards.told import Told
from directory.kit import clock
from directory.kit.errors import NotFound
from directory.tenders.queries import moves, owned_tender, tender_for
from directory.tenders.rules import Move

P = Permission
# the moves of a tender that its decision is about, as nouns under it
NOUNS: dict[Move, str] = {
    Move.PROPOSE: "decision",
    Move.REOPEN: "decision/reopening",
    Move.ANNOUNCE: "award",
    Move.CONTRACT: "contract",
    Move.FAIL: "failure",
}


def _decided(lot: int, awards: Iterable[Award], reason: str) -> DecidedAnswer:
    """Give to whom a lot goes, or why to nobody."""
    won = [
        AwardedAnswer(
            organisation_id=each.organisation_id,
            organisation=each.organisation.name,
            rank=each.rank,
            value_pence=each.value_pence,
        )
        for each in awards
    ]
    return DecidedAnswer(lot=lot, awards=won, reason=reason)


def decision_answer(actor: Actor, tender_id: UUID) -> DecisionAnswer:
    """Give the decision that stands. Raises NotFound where there is none."""
    standing, tender, now = decision_of(actor, tender_id), owned_tender(actor, tender_id), clock.now()
    if standing is None:
        raise NotFound
    one = standing.decision
    may = [NOUNS[move] for move in moves(actor, tender, now) if move in NOUNS]
    if one.announced_at is None and one.approved_at is None:
        may = [noun for noun in may if noun != "award"]
        if actor.may(P.AWARD_APPROVE) and actor.person_id != one.proposed_by:
            may.append("decision/approval")
    return DecisionAnswer(
        number=one.number,
        proposed_at=one.proposed_at,
        approved_at=one.approved_at,
        announced_at=one.announced_at,
        standstill=one.standstill,
        standstill_days=one.standstill_days,
        standstill_reason=one.standstill_reason,
        standstill_ends_at=tender.standstill_ends_at,
        challenges_open=sum(each.lifted_at is None for each in standing.challenges),
        lots=[_decided(lot.lot, [each for each in one.awards if each.lot == lot.lot], lot.reason) for lot in one.lots],
        bidders_told=sum(each.summary.sent_at is not None for each in standing.summaries),
        moves=may,
    )


@v1.get("/tenders/<uuid:tender_id>/decision")
@guarded(P.AWARD_PROPOSE)
@described("Read the decision on your own tender", answer=DecisionAnswer, refusals=(404,))
def get_tender_decision(tender_id: UUID) -> ResponseReturnValue:
    """What is proposed, approved or announced and stands; 404 while nothing is proposed."""
    return answered(decision_answer(current_actor(), tender_id))


@v1.post("/tenders/<uuid:tender_id>/decision")
@guarded(P.AWARD_PROPOSE)
@described("Propose the award", body=DecisionBody, answer=DecisionAnswer, status=201, refusals=(403, *MAY_CONFLICT))
def post_tender_decision(tender_id: UUID) -> ResponseReturnValue:
    """Lots go to the best by rank. Refused (422) while something is still open; nobody is told yet."""
    given, actor = body(DecisionBody), current_actor()
    choices = [Choice(one.lot, one.winners, one.reason) for one in given.lots]
    deciding.propose(actor, tender_id, choices, rest=given.rest(), now=clock.now())
    return answered(decision_answer(actor, tender_id), 201)


@v1.post("/tenders/<uuid:tender_id>/decision/approval")
@guarded(P.AWARD_APPROVE)
@described(
    "Approve the award as a second person",
    body=NothingBody,
    answer=DecisionAnswer,
    status=201,
    refusals=(403, *MAY_CONFLICT),
)
def post_tender_decision_approval(tender_id: UUID) -> ResponseReturnValue:
    """Refused (403) to whoever proposed it; 422 where words that bidders would read may not be sent."""
    body(NothingBody)
    actor = current_actor()
    deciding.approve(actor, tender_id, now=clock.now())
    return answered(decision_answer(actor, tender_id), 201)


@v1.post("/tenders/<uuid:tender_id>/decision/reopening")
@guarded(P.AWARD_PROPOSE)
@described("Judge the bids again", body=ReasonBody, answer=TenderAnswer, status=201, refusals=MAY_CONFLICT)
def post_tender_decision_reopening(tender_id: UUID) -> ResponseReturnValue:
    """What was proposed or announced does not stand any more; all who were told are told. Signed contracts stay."""
    given, actor = body(ReasonBody), current_actor()
    deciding.reopen(actor, tender_id, reason=given.reason, now=clock.now())
    return answered(whole(actor, owned_tender(actor, tender_id)), 201)


@v1.get("/tenders/<uuid:tender_id>/award")
@anyone
@described("Read the award notices", answer=NoticesAnswer, refusals=(404,), public=True)
def get_tender_award(tender_id: UUID) -> ResponseReturnValue:
    """Who is awarded which lot for how much, and until when the award rests; no bidder that did not win."""
    tender = tender_for(current_actor(), tender_id)
    return answered(NoticesAnswer(items=[_notice(one) for one in public_award_notices(tender)]))


def _notice(one: AwardNotice) -> NoticeAnswer:
    return NoticeAnswer(
        announced_at=one.announced_at,
        withdrawn_at=one.withdrawn_at,
        standstill=one.standstill,
        standstill_reason=one.standstill_reason,
        standstill_ends_at=one.ends_at,
        lots=[_decided(lot.lot, lot.awards, lot.reason) for lot in one.lots],
    )


@v1.post("/tenders/<uuid:tender_id>/award")
@guarded(P.AWARD_APPROVE)
@described("Announce the award", body=NothingBody, answer=DecisionAnswer, status=201, refusals=(403, *MAY_CONFLICT))
def post_tender_award(tender_id: UUID) -> ResponseReturnValue:
    """Sends all summaries, publishes the notice and begins the standstill, at one moment. Only once it is approved."""
    body(NothingBody)
    actor = current_actor()
    announcing.announce(actor, tender_id, now=clock.now())
    return answered(decision_answer(actor, tender_id), 201)


@v1.post("/tenders/<uuid:tender_id>/failure")
@guarded(P.AWARD_PROPOSE)
@described("End without an award", body=ReasonBody, answer=TenderAnswer, status=201, refusals=MAY_CONFLICT)
def post_tender_failure(tender_id: UUID) -> ResponseReturnValue:
    """Where nobody bid, or every winner gave up. Where there are bids, propose an award to nobody instead."""
    given, actor = body(ReasonBody), current_actor()
    failing.fail(actor, tender_id, reason=given.reason, now=clock.now())
    return answered(whole(actor, owned_tender(actor, tender_id)), 201)


@v1.get("/tenders/<uuid:tender_id>/assessment")
@guarded(P.BID_DRAFT)
@described("Read how your own bid was assessed", answer=SummaryAnswer, refusals=(404,))
def get_tender_assessment(tender_id: UUID) -> ResponseReturnValue:
    """Your organisation's own summary, once the award is announced; nobody else's."""
    _, told = own_summary(current_actor(), tender_id)
    lots = [_lot(told, one) for one in told.lots]
    return answered(SummaryAnswer(sent_at=told.summary.sent_at, lots=lots))


def _lot(told: Told, one: LotFigures) -> LotSummaryAnswer:
    own = {line.criterion: told.own(one.lot, line.criterion) for line in one.own.lines}
    winners = [
        _side(side, {line.criterion: told.winner(one.lot, side.bid, line.criterion) for line in side.lines})
        for side in one.winners
    ]
    return LotSummaryAnswer(
        lot=one.lot,
        title=one.title,
        outcome=one.outcome,
        rank=one.rank,
        why=told.why(one.lot),
        own=_side(one.own, own),
        winners=winners,
    )


def _side(side: Side, words: dict[int, str]) -> SideAnswer:
    lines = [
        LineAnswer(
            criterion=line.criterion,
            name=line.name,
            weight=line.weight,
            highest_score=line.highest,
            score=line.score,
            points=line.points,
            explanation=words[line.criterion],
        )
        for line in side.lines
    ]
    return SideAnswer(organisation=side.name, total=side.total, lines=lines)


def _challenge(actor: Actor, tender_id: UUID, made: Challenge) -> ResponseReturnValue:
    answer = ChallengeAnswer(
        id=made.id,
        kind=made.kind,
        notified_at=made.notified_at,
        lifted_at=made.lifted_at,
        standstill_ends_at=owned_tender(actor, tender_id).standstill_ends_at,
    )
    return answered(answer, 201)


@v1.post("/tenders/<uuid:tender_id>/challenges")
@guarded(P.AWARD_PROPOSE)
@described(
    "Record a challenge to the award",
    body=ChallengeBody,
    answer=ChallengeAnswer,
    status=201,
    refusals=MAY_CONFLICT,
)
def post_tender_challenge(tender_id: UUID) -> ResponseReturnValue:
    """The standstill stands still until it is lifted. Only what came during the standstill."""
    given, actor = body(ChallengeBody), current_actor()
    made = challenging.challenge(
        actor, tender_id, kind=given.kind, notified_at=given.notified_at, what=given.what, now=clock.now()
    )
    return _challenge(actor, tender_id, made)


@v1.post("/tenders/<uuid:tender_id>/challenges/<uuid:challenge_id>/lifting")
@guarded(P.AWARD_PROPOSE)
@described(
    "Record that a challenge is over",
    body=LiftingBody,
    answer=ChallengeAnswer,
    status=201,
    refusals=MAY_CONFLICT,
)
def post_tender_challenge_lifting(tender_id: UUID, challenge_id: UUID) -> ResponseReturnValue:
    """Once none is open the rest of the standstill runs from today, or it ends, never before what was announced."""
    given, actor = body(LiftingBody), current_actor()
    made = challenging.lift(actor, tender_id, challenge_id, lifting=given.lifting, reason=given.reason, now=clock.now())
    return _challenge(actor, tender_id, made)
