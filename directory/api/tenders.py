"""Tenders for programs: published ones for all without a token, drafts and moves for their own commissioners."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from pydantic import AfterValidator, BaseModel, Field

from directory.access import Actor, Permission, anyone, current_actor, guarded
from directory.api.amendment_models import AmendmentBody
from directory.api.operations import answered, body, described, parameters
from directory.api.tender_models import (
    AmendmentAnswer,
    AreaAnswer,
    CriterionAnswer,
    LotAnswer,
    NothingBody,
    OrganisationAnswer,
    PublicationBody,
    ReasonBody,
    TenderAnswer,
    TenderBody,
    TenderLine,
    answered_question,
    document_answer,
)
from directory.api.views import v1
from directory.codes import REGIONS, ServiceType
from directory.kit import clock
from directory.kit.understand import Given
from directory.tenders import actions, queries
from directory.tenders.models import Tender
from directory.tenders.rules import Deadlines, Move, Phase, weight_words
from directory.tenders.rules.areas import area_words, region_name
from directory.tenders.rules.terms import terms_of

P = Permission
MAY_CONFLICT = (404, 409)
NOUNS: dict[Move, str] = {
    Move.SUBMIT: "submission",
    Move.APPROVE: "approval",
    Move.RETURN: "return",
    Move.PUBLISH: "publication",
    Move.AMEND: "amendment",
    Move.WITHDRAW: "withdrawal",
    Move.UNSEAL: "unsealing",
    Move.EVALUATE: "evaluation",
    Move.PROPOSE: "decision",
    Move.REOPEN: "decision/reopening",
    Move.ANNOUNCE: "award",
    Move.CONTRACT: "contract",
    Move.END: "ending",
    Move.FAIL: "failure",
    Move.CANCEL: "cancellation",
}


class TenderList(Given):
    """Which tenders."""

    status: tuple[Phase, ...] = Field((), description="Any of the phases, like open or sealed; all without it")
    type: tuple[ServiceType, ...] = Field((), description="Any of the service types of a lot")
    region: Annotated[str, AfterValidator(region_name)] | None = Field(None, description="One of " + ", ".join(REGIONS))
    authority: str = Field("", max_length=9, description="A GSS code, like E08000035")
    mine: bool = Field(default=False, description="1 for your own authority's, drafts included")
    page: int = Field(1, ge=1, le=10_000, description="Which page, from 1")
    per_page: int = Field(20, ge=1, le=100, description="How many on a page, up to 100")


class TenderPage(BaseModel):
    """A page of tenders: those still open first, soonest deadline first."""

    total: int
    page: int
    per_page: int
    items: list[TenderLine]


def _areas(codes: tuple[str, ...]) -> list[AreaAnswer]:
    return [AreaAnswer(code=code, name=area_words(code)) for code in codes]


def line(actor: Actor, tender: Tender) -> dict[str, Any]:
    """Give a tender as a list shows it to this actor: the fields of ``TenderLine``."""
    now = clock.now()
    authority = tender.authority
    plain = {name: getattr(tender, name) for name in TenderLine.model_fields if name not in _MADE}
    return plain | {
        "authority": OrganisationAnswer(id=authority.id, name=authority.name, gss_code=authority.gss_code),
        "status": tender.status.value,
        "phase": tender.phase(now),
        "moves": [
            *(NOUNS[move] for move in queries.moves(actor, tender, now)),
            *(["questions"] if queries.may_ask(actor, tender, now) else []),
        ],
    }


_MADE = {"authority", "status", "phase", "moves", "lots", "criteria", "amendments", "answers", "documents", "problems"}


def whole(actor: Actor, tender: Tender) -> TenderAnswer:
    """Give all of a tender that this actor may read."""
    notice = tender.notice()
    drafted = tender.published_at is None
    plain = {name: getattr(tender, name) for name in TenderAnswer.model_fields if name not in _MADE}
    return TenderAnswer(
        **plain
        | line(actor, tender)
        | {
            "lots": [
                LotAnswer(
                    **asdict(lot)
                    | {"id": row.id, "number": row.number}
                    | {"areas": _areas(lot.areas), "joint_buyers": _areas(lot.joint_buyers)}
                )
                for row, lot in zip(tender.lots, notice.lots, strict=True)
            ],
            "criteria": [
                CriterionAnswer(
                    **{name: getattr(row, name) for name in CriterionAnswer.model_fields if name != "weight"},
                    weight=weight_words(row.weight_hundredths),
                )
                for row in tender.criteria
            ],
            "amendments": [
                AmendmentAnswer(**{name: getattr(row, name) for name in AmendmentAnswer.model_fields})
                for row in tender.amendments
            ],
            "answers": [answered_question(one) for one in queries.public_answers(tender)],
            "documents": [document_answer(tender, one) for one in queries.public_documents(tender)],
            "problems": [one.words for one in queries.problems_of(actor, tender, clock.now())] if drafted else [],
        }
    )


@v1.get("/tenders")
@anyone
@described("List tenders", parameters=TenderList, answer=TenderPage, public=True)
def list_tenders() -> ResponseReturnValue:
    """Published tenders need no token. With a commissioner's token, the own authority's drafts are among them."""
    actor, asked = current_actor(), parameters(TenderList)
    wanted = queries.Wanted(
        phases=frozenset(asked.status),
        service_types=frozenset(asked.type),
        region=asked.region or "",
        authority_gss=asked.authority,
        mine=asked.mine,
    )
    page = queries.tenders(actor, wanted, clock.now(), number=asked.page, size=asked.per_page)
    lines = [TenderLine(**line(actor, tender)) for tender in page.rows]
    return answered(TenderPage(total=page.total, page=asked.page, per_page=asked.per_page, items=lines))


@v1.post("/tenders")
@guarded(P.TENDER_DRAFT)
@described("Draft a tender", body=TenderBody, answer=TenderAnswer, status=201)
def post_tender() -> ResponseReturnValue:
    """It is a draft, seen by your own authority's commissioners; a second one approves it, then it is published."""
    actor = current_actor()
    tender = actions.create(actor, body(TenderBody).notice(), now=clock.now())
    return answered(whole(actor, tender), 201)


@v1.get("/tenders/<uuid:tender_id>")
@anyone
@described("Read a tender", answer=TenderAnswer, public=True)
def get_tender(tender_id: UUID) -> ResponseReturnValue:
    """Published tenders need no token."""
    actor = current_actor()
    return answered(whole(actor, queries.tender_for(actor, tender_id)))


def _moved(act: Callable[[Actor], object], tender_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    act(actor)
    return answered(whole(actor, queries.owned_tender(actor, tender_id)), 201)


@v1.post("/tenders/<uuid:tender_id>/submission")
@guarded(P.TENDER_DRAFT)
@described(
    "Ask for a second person's approval", body=NothingBody, answer=TenderAnswer, status=201, refusals=MAY_CONFLICT
)
def post_tender_submission(tender_id: UUID) -> ResponseReturnValue:
    """Refused (422) while something is missing or unlawful; `problems` of the tender says what."""
    body(NothingBody)
    return _moved(lambda actor: actions.submit(actor, tender_id, now=clock.now()), tender_id)


@v1.post("/tenders/<uuid:tender_id>/approval")
@guarded(P.TENDER_APPROVE)
@described(
    "Approve a tender as a second person", body=NothingBody, answer=TenderAnswer, status=201, refusals=MAY_CONFLICT
)
def post_tender_approval(tender_id: UUID) -> ResponseReturnValue:
    """Refused (403) to whoever drafted it, changed it last or asked for approval."""
    body(NothingBody)
    return _moved(lambda actor: actions.approve(actor, tender_id, now=clock.now()), tender_id)


@v1.post("/tenders/<uuid:tender_id>/return")
@guarded(P.TENDER_DRAFT)
@described("Make it a draft again", body=ReasonBody, answer=TenderAnswer, status=201, refusals=MAY_CONFLICT)
def post_tender_return(tender_id: UUID) -> ResponseReturnValue:
    """An approval already given is lost."""
    given = body(ReasonBody)
    return _moved(lambda actor: actions.give_back(actor, tender_id, reason=given.reason, now=clock.now()), tender_id)


@v1.post("/tenders/<uuid:tender_id>/publication")
@guarded(P.TENDER_PUBLISH)
@described("Publish an approved tender", body=PublicationBody, answer=TenderAnswer, status=201, refusals=MAY_CONFLICT)
def post_tender_publication(tender_id: UUID) -> ResponseReturnValue:
    """It is public from then on. Refused (422) where the time left for bids is too short by now."""
    given = body(PublicationBody)
    return _moved(
        lambda actor: actions.publish(actor, tender_id, closes_at=given.closes_at, now=clock.now()), tender_id
    )


@v1.post("/tenders/<uuid:tender_id>/amendment")
@guarded(P.TENDER_PUBLISH)
@described("Amend a published tender", body=AmendmentBody, answer=TenderAnswer, status=201, refusals=MAY_CONFLICT)
def post_tender_amendment(tender_id: UUID) -> ResponseReturnValue:
    """Deadlines can only move later; a material change, as most of lots and criteria are, moves that for bids."""
    given = body(AmendmentBody)
    deadlines = Deadlines(given.questions_close_at, given.answers_by_at, given.closes_at)
    return _moved(
        lambda actor: actions.amend(
            actor,
            tender_id,
            description=given.description,
            deadlines=deadlines,
            terms=given.terms(terms_of(queries.owned_tender(actor, tender_id).notice())),
            material=given.material,
            reason=given.reason,
            now=clock.now(),
        ),
        tender_id,
    )


@v1.post("/tenders/<uuid:tender_id>/withdrawal")
@guarded(P.TENDER_PUBLISH)
@described(
    "Withdraw a tender before bids close", body=ReasonBody, answer=TenderAnswer, status=201, refusals=MAY_CONFLICT
)
def post_tender_withdrawal(tender_id: UUID) -> ResponseReturnValue:
    """A published one stays public with the reason."""
    given = body(ReasonBody)
    return _moved(lambda actor: actions.withdraw(actor, tender_id, reason=given.reason, now=clock.now()), tender_id)


@v1.post("/tenders/<uuid:tender_id>/cancellation")
@guarded(P.TENDER_PUBLISH)
@described("Cancel a published tender", body=ReasonBody, answer=TenderAnswer, status=201, refusals=MAY_CONFLICT)
def post_tender_cancellation(tender_id: UUID) -> ResponseReturnValue:
    """Nothing will be awarded; it stays public with the reason."""
    given = body(ReasonBody)
    return _moved(lambda actor: actions.cancel(actor, tender_id, reason=given.reason, now=clock.now()), tender_id)
