"""Judging for programs: beginning, one's own scores, what is agreed on, and how the lots stand."""

from decimal import Decimal
from uuid import UUID

from flask.typing import ResponseReturnValue
from pydantic import BaseModel, Field

from directory.access import Permission, current_actor, guarded
from directory.api.operations import answered, body, described
from directory.api.tender_models import NothingBody, TenderAnswer
from directory.api.tenders import MAY_CONFLICT, whole
from directory.api.views import v1
from directory.awards.actions import moderating, panel, scoring
from directory.awards.actions.judging import LONGEST_TEXT
from directory.awards.queries.results import results
from directory.awards.rules.panel import Cell
from directory.kit import clock
from directory.kit.understand import Given
from directory.tenders.queries import owned_tender

P = Permission
MOST_AGREEMENTS = 2_000


class AnswerGiven(Given):
    """Which answer: of which bid, to which criterion; ``lot`` 0 where the same words are for all lots."""

    bid: int = Field(ge=1, le=10_000, description="The bid's number in the opening record")
    criterion: int = Field(ge=1, le=1_000, description="The criterion's number, from 1")
    lot: int = Field(0, ge=0, le=1_000, description="0, or the lot for which the bid answers apart")

    def cell(self) -> Cell:
        """Give it as the actions take it."""
        return Cell(self.bid, self.criterion, self.lot)


class ScoreBody(AnswerGiven):
    """One's own score of one answer."""

    score: int = Field(ge=0, le=100, description="A whole number from 0 to the criterion's highest score")
    comment: str = Field(max_length=LONGEST_TEXT, description="Why")


class ScoreAnswer(BaseModel):
    """What was kept, of oneself only."""

    bid: int
    criterion: int
    lot: int
    score: int
    comment: str


class AgreementBody(AnswerGiven):
    """What the panel agreed on for one answer."""

    score: int = Field(ge=0, le=100, description="A whole number from 0 to the criterion's highest score")
    reason: str = Field(max_length=LONGEST_TEXT, description="As the bidder will read it")


class ModerationBody(Given):
    """What the panel agreed on."""

    agreements: list[AgreementBody] = Field(
        min_length=1, max_length=MOST_AGREEMENTS, description="One for each answer that the panel has agreed on"
    )


class ModerationAnswer(BaseModel):
    """How many agreed scores were written; those that were the same already are not counted."""

    written: int


class JudgedAnswer(BaseModel):
    """One criterion of one bid."""

    criterion: int
    name: str
    score: Decimal | None
    points: Decimal
    reason: str
    sum: str


class StandingAnswer(BaseModel):
    """One bid in one lot."""

    bid: int
    organisation: str
    rank: int | None
    total: Decimal
    price_pence: int | None
    failures: list[str]
    judged: list[JudgedAnswer]


class LotStandingAnswer(BaseModel):
    """How a lot stands, and what is still missing."""

    lot: int
    title: str
    missing: list[str]
    standings: list[StandingAnswer]


class ResultsAnswer(BaseModel):
    """How all lots stand."""

    lots: list[LotStandingAnswer]


@v1.post("/tenders/<uuid:tender_id>/evaluation")
@guarded(P.BID_MODERATE)
@described("Begin to judge the opened bids", body=NothingBody, answer=TenderAnswer, status=201, refusals=MAY_CONFLICT)
def post_tender_evaluation(tender_id: UUID) -> ResponseReturnValue:
    """Only once the bids were opened."""
    body(NothingBody)
    actor = current_actor()
    panel.begin(actor, tender_id, now=clock.now())
    return answered(whole(actor, owned_tender(actor, tender_id)), 201)


@v1.post("/tenders/<uuid:tender_id>/scores")
@guarded(P.BID_SCORE)
@described("Score one answer of a bid", body=ScoreBody, answer=ScoreAnswer, status=201, refusals=(403, *MAY_CONFLICT))
def post_tender_score(tender_id: UUID) -> ResponseReturnValue:
    """For those on the panel who have declared their interests. Nobody else reads it before all have finished."""
    given = body(ScoreBody)
    kept = scoring.score(
        current_actor(), tender_id, given.cell(), score=given.score, comment=given.comment, now=clock.now()
    )
    return answered(
        ScoreAnswer(bid=given.bid, criterion=given.criterion, lot=given.lot, score=kept.score, comment=kept.comment),
        201,
    )


@v1.post("/tenders/<uuid:tender_id>/moderation")
@guarded(P.BID_MODERATE)
@described(
    "Keep what the panel agreed on",
    body=ModerationBody,
    answer=ModerationAnswer,
    status=201,
    refusals=(403, *MAY_CONFLICT),
)
def post_tender_moderation(tender_id: UUID) -> ResponseReturnValue:
    """All or none. Only once all evaluators have finished, or a commissioner closed the scoring."""
    given = body(ModerationBody)
    agreements = [moderating.Agreement(one.cell(), one.score, one.reason) for one in given.agreements]
    written, _ = moderating.agree(current_actor(), tender_id, agreements, now=clock.now())
    return answered(ModerationAnswer(written=len(written)), 201)


@v1.get("/tenders/<uuid:tender_id>/results")
@guarded(P.BID_MODERATE)
@described("Read how the lots stand", answer=ResultsAnswer, refusals=(404,))
def get_tender_results(tender_id: UUID) -> ResponseReturnValue:
    """With what is missing; nobody has a rank before, and no price is given before prices are open."""
    lots = [
        LotStandingAnswer(
            lot=lot.lot,
            title=lot.title,
            missing=list(lot.missing),
            standings=[
                StandingAnswer(
                    bid=one.number,
                    organisation=one.organisation_name,
                    rank=one.rank,
                    total=one.total,
                    price_pence=one.price_pence,
                    failures=list(one.failures),
                    judged=[
                        JudgedAnswer(
                            criterion=each.criterion,
                            name=each.name,
                            score=each.score,
                            points=each.points,
                            reason=each.reason,
                            sum=each.sum,
                        )
                        for each in one.judged
                    ],
                )
                for one in lot.standings
            ],
        )
        for lot in results(current_actor(), tender_id)
    ]
    return answered(ResultsAnswer(lots=lots))
