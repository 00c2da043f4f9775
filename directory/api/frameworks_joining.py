"""Joining a framework for programs: a provider applies, one officer of the lead authority assesses, another decides."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from flask.typing import ResponseReturnValue
from pydantic import BaseModel, Field

from directory.access import Actor, Permission, current_actor, guarded
from directory.api.operations import answered, body, described
from directory.api.tender_models import PENCE, NothingBody, OrganisationAnswer
from directory.api.views import v1
from directory.frameworks import queries
from directory.frameworks.actions import joining
from directory.frameworks.models import FrameworkApplication
from directory.frameworks.rules.joining import COVERS, LIFECYCLE, Assessment, Move, Said, Status
from directory.kit import clock
from directory.kit.errors import Invalid
from directory.kit.understand import Given
from directory.tenders.rules import Policy

P = Permission
MAY_CONFLICT = (404, 409)
FRAMEWORK = "/frameworks/<reference>"
ALL = f"{FRAMEWORK}/applications"
ONE = f"{ALL}/<uuid:application_id>"
# what a page calls a field, as a program sent it
SENT = {"answer": "answers.{}", "price": "prices_pence.{}", "passed": "answers", "reason": "answers.{}.reason"}


class ApplicationBody(Given):
    """What a provider says to join a lot. Answers and prices stand in the order in which the lot asks for them."""

    answers: tuple[str, ...] = Field((), max_length=40, description="An answer to each question of the framework")
    prices_pence: tuple[int, ...] = Field((), max_length=40, description="A price for each line, in whole pence")
    public_liability_pence: int | None = Field(None, ge=0, description=PENCE)
    employers_liability_pence: int | None = Field(None, ge=0, description=PENCE)
    professional_indemnity_pence: int | None = Field(None, ge=0, description=PENCE)
    policies: tuple[Policy, ...] = Field((), description="The written policies that you have")
    declared: bool = Field(description="true: you may bind your organisation, and no exclusion ground applies to it")

    def said(self) -> Said:
        """Give it as the domain takes it."""
        covers = {name: getattr(self, name) for name in COVERS}
        return Said(self.answers, self.prices_pence, covers, tuple(self.policies), self.declared)


class JudgedBody(Given):
    """What is found of one answer."""

    passed: bool = Field(description="true where it passes")
    reason: str = Field(min_length=1, description="Why; the provider reads it")


class AssessmentBody(Given):
    """What the first officer finds, answer by answer in the order of the questions."""

    answers: tuple[JudgedBody, ...] = Field((), max_length=40, description="What is found of each answer")
    conditions_met: bool = Field(description="true where all conditions are met")
    conditions_reason: str = Field(min_length=1, description="Why; the provider reads it")

    def assessment(self) -> Assessment:
        """Give it as the domain takes it."""
        return Assessment(
            tuple(one.passed for one in self.answers),
            tuple(one.reason for one in self.answers),
            self.conditions_met,
            self.conditions_reason,
        )


class JoiningAnswerShown(BaseModel):
    """A question, what the provider answered, and what was found of it once you may read that."""

    question: str
    answer: str
    passed: bool | None
    reason: str


class PriceShown(BaseModel):
    """The price that a provider gives for one line, in pence."""

    description: str
    unit: str
    pence: int


class FindingShown(BaseModel):
    """Whether a condition is met as the directory is now; null: it does not know, and an officer looks."""

    name: str
    met: bool | None
    words: str


class ApplicationLine(BaseModel):
    """An application in a list: submitted, assessed, accepted, refused or withdrawn."""

    id: UUID
    lot: int
    provider: OrganisationAnswer
    status: str
    submitted_at: datetime
    decided_at: datetime | None
    moves: list[str]


class ApplicationAnswer(ApplicationLine):
    """A whole application. What was found the provider reads once it is decided."""

    answers: list[JoiningAnswerShown]
    prices: list[PriceShown]
    findings: list[FindingShown]
    conditions_met: bool | None
    conditions_reason: str


class ApplicationsAnswer(BaseModel):
    """Applications, those that wait first. ``moves``: the lots that your provider may apply to now."""

    items: list[ApplicationLine]
    moves: list[str]


def _moves(actor: Actor, one: FrameworkApplication) -> list[str]:
    if one.provider_id == actor.organisation_id:
        may = actor.may(P.BID_SUBMIT) and LIFECYCLE.allows(one.status, Move.WITHDRAW)
        return ["withdrawal"] if may else []
    if one.status is Status.SUBMITTED:
        return ["assessment"]
    second = one.status is Status.ASSESSED and one.assessed_by != actor.person_id
    return ["decision", "return"] if second else []


def _line(actor: Actor, one: FrameworkApplication) -> ApplicationLine:
    return ApplicationLine(
        id=one.id,
        lot=one.lot.number,
        provider=OrganisationAnswer(id=one.provider_id, name=one.provider.name, gss_code=None),
        status=one.status.value,
        submitted_at=one.submitted_at,
        decided_at=one.decided_at,
        moves=_moves(actor, one),
    )


def _whole(actor: Actor, one: FrameworkApplication) -> ApplicationAnswer:
    said, framework = Said.of(json.loads(one.said)), one.lot.framework
    found = Assessment.of(json.loads(one.assessment)) if one.assessment else None
    if one.provider_id == actor.organisation_id and one.status is Status.ASSESSED:
        found = None  # a second officer may not agree
    return ApplicationAnswer(
        **_line(actor, one).model_dump(),
        answers=[
            JoiningAnswerShown(
                question=asked.text,
                answer=answer,
                passed=found.passed[number] if found else None,
                reason=found.reasons[number] if found else "",
            )
            for number, (asked, answer) in enumerate(zip(framework.asked(), said.answers, strict=True))
        ],
        prices=[PriceShown(**rate.kept()) for rate in said.rates(one.lot.most())],
        findings=[
            FindingShown(name=each.name, met=each.met, words=each.words)
            for each in queries.found_of(actor, one.lot, one.provider_id, said)
        ],
        conditions_met=found.conditions_met if found else None,
        conditions_reason=found.conditions_reason if found else "",
    )


def _shown(reference: str, application_id: UUID, status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    return answered(_whole(actor, queries.application(actor, reference, application_id)), status)


@contextmanager
def _as_sent() -> Iterator[None]:
    """Name what is wrong by where it stands in the body."""
    try:
        yield
    except Invalid as refusal:
        raise Invalid("", {_sent(name): words for name, words in refusal.fields.items()}) from None


def _sent(name: str) -> str:
    found = re.fullmatch(r"(answer|price|passed|reason)_(\d+)", name)
    return SENT[found[1]].format(int(found[2]) - 1) if found else name


@v1.get(ALL)
@guarded(P.BID_DRAFT, P.CONTRACT_SIGN)
@described("List applications to join a framework", answer=ApplicationsAnswer)
def get_applications(reference: str) -> ResponseReturnValue:
    """The lead authority reads all of them, a provider its own."""
    actor, today = current_actor(), clock.in_london(clock.now()).date()
    framework = queries.public_framework(reference)
    may = actor.may(P.BID_SUBMIT)
    moves = [
        f"lots/{lot.number}/application"
        for lot in framework.lots
        if may and not queries.why_not_join(actor, lot, today)
    ]
    items = [_line(actor, one) for one in queries.applications(actor, framework)]
    return answered(ApplicationsAnswer(items=items, moves=moves))


@v1.post(f"{FRAMEWORK}/lots/<int:number>/application")
@guarded(P.BID_SUBMIT)
@described("Apply to join a lot", body=ApplicationBody, answer=ApplicationAnswer, status=201, refusals=MAY_CONFLICT)
def post_application(reference: str, number: int) -> ResponseReturnValue:
    """For frameworks that may be joined at any time. Prices stay between you and the authorities that may buy."""
    actor, said = current_actor(), body(ApplicationBody).said()
    with _as_sent():
        made = joining.apply(actor, reference, number, said, now=clock.now())
    return _shown(reference, made.id, 201)


@v1.get(ONE)
@guarded(P.BID_DRAFT, P.CONTRACT_SIGN)
@described("Read an application to join a framework", answer=ApplicationAnswer)
def get_application(reference: str, application_id: UUID) -> ResponseReturnValue:
    """Your provider's own, or one to a framework that your authority leads."""
    return _shown(reference, application_id)


@v1.post(f"{ONE}/withdrawal")
@guarded(P.BID_SUBMIT)
@described("Take your application back", body=NothingBody, answer=ApplicationAnswer, status=201, refusals=MAY_CONFLICT)
def post_application_withdrawal(reference: str, application_id: UUID) -> ResponseReturnValue:
    """Before it is decided. You may apply anew."""
    body(NothingBody)
    joining.withdraw(current_actor(), reference, application_id, now=clock.now())
    return _shown(reference, application_id, 201)


@v1.post(f"{ONE}/assessment")
@guarded(P.CONTRACT_SIGN)
@described(
    "Assess an application as the first officer",
    body=AssessmentBody,
    answer=ApplicationAnswer,
    status=201,
    refusals=MAY_CONFLICT,
)
def post_application_assessment(reference: str, application_id: UUID) -> ResponseReturnValue:
    """Of each answer and of the conditions whether they pass, with reasons. Another officer decides."""
    assessment = body(AssessmentBody).assessment()
    with _as_sent():
        joining.assess(current_actor(), reference, application_id, assessment, now=clock.now())
    return _shown(reference, application_id, 201)


@v1.post(f"{ONE}/decision")
@guarded(P.CONTRACT_SIGN)
@described(
    "Decide as the second officer what the assessment says",
    body=NothingBody,
    answer=ApplicationAnswer,
    status=201,
    refusals=MAY_CONFLICT,
)
def post_application_decision(reference: str, application_id: UUID) -> ResponseReturnValue:
    """The provider is a member at once, or refused with the reasons. Refused (403) to whoever assessed it."""
    body(NothingBody)
    joining.confirm(current_actor(), reference, application_id, now=clock.now())
    return _shown(reference, application_id, 201)


@v1.post(f"{ONE}/return")
@guarded(P.CONTRACT_SIGN)
@described(
    "Have an application assessed again", body=NothingBody, answer=ApplicationAnswer, status=201, refusals=MAY_CONFLICT
)
def post_application_return(reference: str, application_id: UUID) -> ResponseReturnValue:
    """The second officer does not agree. Refused (403) to whoever assessed it."""
    body(NothingBody)
    joining.send_back(current_actor(), reference, application_id, now=clock.now())
    return _shown(reference, application_id, 201)
