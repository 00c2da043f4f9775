"""Contracts for programs: those to which one's organisation is a party, and what their officers do."""

from datetime import date, datetime
from uuid import UUID

from flask.typing import ResponseReturnValue
from pydantic import BaseModel, Field

from directory.access import Actor, Permission, current_actor, guarded
from directory.api.deciding_models import LONGEST_TEXT
from directory.api.operations import answered, body, described
from directory.api.tender_models import NothingBody, OrganisationAnswer, ReasonBody
from directory.api.tenders import MAY_CONFLICT
from directory.api.views import v1
from directory.awards.actions import contracts as actions
from directory.awards.actions import reviewing
from directory.awards.actions.contracts import Signature, Variation
from directory.awards.models import Contract
from directory.awards.queries.contracts import contracts, due_of, moves, notes, own_contract, party_contract
from directory.awards.rules.contract import ContractMove, ContractStatus, Ending, Permitted, Rating
from directory.awards.rules.due import What
from directory.kit import clock
from directory.kit.errors import NotFound
from directory.kit.understand import Given
from directory.organisations.models import Organisation
from directory.tenders.queries import owned_tender, tender_for

P = Permission
MOST_PENCE = actions.MOST_PENCE
NOUNS: dict[ContractMove, str] = {
    ContractMove.SIGN: "signature",
    ContractMove.GIVE_UP: "giving-up",
    ContractMove.PUBLISH: "notice",
    ContractMove.VARY: "variation",
    ContractMove.EXTEND: "extension",
    ContractMove.REVIEW: "performance",
    ContractMove.END: "ending",
}


class DueAnswer(BaseModel):
    """What is due, and when."""

    what: What
    on: date


class ChangeAnswer(BaseModel):
    """A variation, or an extension taken (``months`` above 0). ``flags`` only for the authority."""

    number: int
    changed_on: date
    months: int
    what: str
    reason: str
    ends_on: date
    value_pence: int
    flags: list[str]


class PerformanceAnswer(BaseModel):
    """A rating of the performance that you may read."""

    id: UUID
    rating: Rating
    noted_on: date
    text: str
    shared_at: datetime | None


class ContractAnswer(BaseModel):
    """A contract as its parties read it."""

    id: UUID
    tender_id: UUID
    lot: int
    status: ContractStatus
    authority: OrganisationAnswer
    provider: OrganisationAnswer
    joint_buyers: list[str]
    starts_on: date | None
    ends_on: date | None
    value_pence: int | None
    extension_months: int
    extended_months: int
    signed_on: date | None
    notice_at: datetime | None
    ended_on: date | None
    ending: Ending | None
    due: list[DueAnswer]
    changes: list[ChangeAnswer]
    performance: list[PerformanceAnswer]
    moves: list[str]


class ContractsAnswer(BaseModel):
    """Contracts to which your organisation is a party."""

    items: list[ContractAnswer]


class SignatureBody(Given):
    """What was signed."""

    signed_on: date = Field(description="The day on which the last party signed, after the standstill")
    starts_on: date = Field(description="Its first day")
    ends_on: date = Field(description="Its last day, without extensions")
    value_pence: int = Field(ge=0, le=MOST_PENCE, description="What it is worth over its whole term, in pence")
    extension_months: int = Field(0, ge=0, le=actions.MOST_MONTHS, description="Months by which it may be extended")

    def given(self) -> Signature:
        """Give it as the action takes it."""
        return Signature(**self.model_dump())


class TenderContractBody(SignatureBody):
    """What was signed with whom, for which lot."""

    lot: int = Field(ge=1, le=1_000, description="The lot's number")
    organisation_id: UUID = Field(description="The provider that was awarded the lot")

    def given(self) -> Signature:
        """Give what was signed as the action takes it."""
        return Signature(**self.model_dump(exclude={"lot", "organisation_id"}))


class VariationBody(Given):
    """A change of a signed contract."""

    what: str = Field(max_length=LONGEST_TEXT, description="What changes")
    reason: str = Field(max_length=LONGEST_TEXT, description="Why")
    ends_on: date | None = Field(None, description="The new last day; null where it stays")
    value_pence: int | None = Field(None, ge=0, le=MOST_PENCE, description="The new value; null where it stays")
    scope_changed: bool = Field(description="Whether it materially changes the scope")
    favours_provider: bool = Field(description="Whether it materially changes the balance in favour of the provider")
    permitted: Permitted | None = Field(None, description="Why a substantial change is lawful (Schedule 8)")


class ExtensionBody(Given):
    """An extension that is taken."""

    months: int = Field(ge=1, le=actions.MOST_MONTHS, description="How many months")
    reason: str = Field(max_length=LONGEST_TEXT, description="Why")
    value_pence: int | None = Field(None, ge=0, le=MOST_PENCE, description="What it is worth with it; null: as before")


class PerformanceBody(Given):
    """A rating of the performance."""

    rating: Rating = Field(description="How the provider performs")
    noted_on: date = Field(description="On which day")
    text: str = Field(max_length=LONGEST_TEXT, description="What it is for; nothing that tells who a child is")
    share: bool = Field(default=False, description="Whether the provider may read it")


class EndingBody(Given):
    """How a contract ended."""

    ended_on: date = Field(description="The day on which it ended")
    ending: Ending = Field(description="How")
    reason: str = Field(max_length=LONGEST_TEXT, description="Why")


def _organisation(one: Organisation) -> OrganisationAnswer:
    return OrganisationAnswer(id=one.id, name=one.name, gss_code=one.gss_code)


def contract_answer(actor: Actor, one: Contract) -> ContractAnswer:
    """Give a contract as this party may read it."""
    now, officer = clock.now(), one.authority_id == actor.organisation_id
    plain = {name: getattr(one, name) for name in ContractAnswer.model_fields if name not in _MADE}
    return ContractAnswer(
        **plain,
        authority=_organisation(one.authority),
        provider=_organisation(one.organisation),
        due=[DueAnswer(what=each.what, on=each.on) for each in due_of(actor, one, now)],
        changes=[
            ChangeAnswer(
                number=each.number,
                changed_on=each.changed_on,
                months=each.months,
                what=each.what,
                reason=each.reason,
                ends_on=each.ends_on_after,
                value_pence=each.value_after_pence,
                flags=each.flags if officer else [],
            )
            for each in one.changes
        ],
        performance=[
            PerformanceAnswer(
                id=each.id, rating=each.rating, noted_on=each.noted_on, text=each.text, shared_at=each.shared_at
            )
            for each in notes(actor, one)
        ],
        moves=[NOUNS[move] for move in moves(actor, one, now)],
    )


_MADE = {"authority", "provider", "due", "changes", "performance", "moves"}


def _now(contract_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    return answered(contract_answer(actor, party_contract(actor, contract_id)), 201)


@v1.get("/contracts")
@guarded(P.CONTRACT_READ)
@described("List your organisation's contracts", answer=ContractsAnswer)
def list_contracts() -> ResponseReturnValue:
    """Those to which it is a party: as the buyer, a joint buyer or the provider."""
    actor = current_actor()
    return answered(ContractsAnswer(items=[contract_answer(actor, one) for one in contracts(actor)]))


@v1.get("/contracts/<uuid:contract_id>")
@guarded(P.CONTRACT_READ)
@described("Read a contract", answer=ContractAnswer, refusals=(404,))
def get_contract(contract_id: UUID) -> ResponseReturnValue:
    """For its parties, with what is due and what you may do now."""
    actor = current_actor()
    return answered(contract_answer(actor, party_contract(actor, contract_id)))


@v1.get("/tenders/<uuid:tender_id>/contract")
@guarded(P.CONTRACT_READ)
@described("Read the contracts of a tender", answer=ContractsAnswer, refusals=(404,))
def get_tender_contract(tender_id: UUID) -> ResponseReturnValue:
    """Those to which your organisation is a party; there are none before the award is announced."""
    actor = current_actor()
    tender_for(actor, tender_id)
    found = contracts(actor, tender_id=tender_id)
    return answered(ContractsAnswer(items=[contract_answer(actor, one) for one in found]))


@v1.post("/tenders/<uuid:tender_id>/contract")
@guarded(P.CONTRACT_SIGN)
@described(
    "Record that a contract is signed",
    body=TenderContractBody,
    answer=ContractAnswer,
    status=201,
    refusals=(403, *MAY_CONFLICT),
)
def post_tender_contract(tender_id: UUID) -> ResponseReturnValue:
    """Refused (409) until the standstill has ended, by the clock of this site; (403) to whoever proposed the award."""
    given, actor = body(TenderContractBody), current_actor()
    owned_tender(actor, tender_id)
    of = [
        one
        for one in contracts(actor, tender_id=tender_id)
        if (one.lot, one.organisation_id) == (given.lot, given.organisation_id)
    ]
    if not of:
        raise NotFound
    made = actions.sign(actor, of[0].id, given.given(), now=clock.now())
    return _now(made.id)


@v1.post("/contracts/<uuid:contract_id>/signature")
@guarded(P.CONTRACT_SIGN)
@described("Sign a contract", body=SignatureBody, answer=ContractAnswer, status=201, refusals=(403, *MAY_CONFLICT))
def post_contract_signature(contract_id: UUID) -> ResponseReturnValue:
    """The same as a `contract` under its tender."""
    given = body(SignatureBody)
    actions.sign(current_actor(), contract_id, given.given(), now=clock.now())
    return _now(contract_id)


@v1.post("/contracts/<uuid:contract_id>/giving-up")
@guarded(P.CONTRACT_SIGN)
@described(
    "Record that the winner will not sign", body=ReasonBody, answer=ContractAnswer, status=201, refusals=MAY_CONFLICT
)
def post_contract_giving_up(contract_id: UUID) -> ResponseReturnValue:
    """Then the next in rank may be chosen, after a `decision/reopening` of the tender."""
    given = body(ReasonBody)
    actions.give_up(current_actor(), contract_id, reason=given.reason, now=clock.now())
    return _now(contract_id)


@v1.post("/contracts/<uuid:contract_id>/notice")
@guarded(P.CONTRACT_SIGN)
@described(
    "Publish the contract details notice", body=NothingBody, answer=ContractAnswer, status=201, refusals=MAY_CONFLICT
)
def post_contract_notice(contract_id: UUID) -> ResponseReturnValue:
    """It then stands on the tender's public page."""
    body(NothingBody)
    actions.publish_notice(current_actor(), contract_id, now=clock.now())
    return _now(contract_id)


@v1.post("/contracts/<uuid:contract_id>/variation")
@guarded(P.CONTRACT_SIGN)
@described("Record a variation", body=VariationBody, answer=ContractAnswer, status=201, refusals=MAY_CONFLICT)
def post_contract_variation(contract_id: UUID) -> ResponseReturnValue:
    """A substantial one is flagged with the rule; outside the light touch rules it needs a ground of Schedule 8."""
    given = body(VariationBody)
    actions.vary(current_actor(), contract_id, Variation(**given.model_dump()), now=clock.now())
    return _now(contract_id)


@v1.post("/contracts/<uuid:contract_id>/extension")
@guarded(P.CONTRACT_SIGN)
@described("Take an extension", body=ExtensionBody, answer=ContractAnswer, status=201, refusals=MAY_CONFLICT)
def post_contract_extension(contract_id: UUID) -> ResponseReturnValue:
    """Within the months that the contract allows."""
    given = body(ExtensionBody)
    actions.extend(
        current_actor(),
        contract_id,
        months=given.months,
        reason=given.reason,
        value_pence=given.value_pence,
        now=clock.now(),
    )
    return _now(contract_id)


@v1.post("/contracts/<uuid:contract_id>/performance")
@guarded(P.CONTRACT_SIGN)
@described("Rate the performance", body=PerformanceBody, answer=ContractAnswer, status=201, refusals=MAY_CONFLICT)
def post_contract_performance(contract_id: UUID) -> ResponseReturnValue:
    """For your own authority; the provider reads it only if it is shared."""
    given = body(PerformanceBody)
    reviewing.note(current_actor(), contract_id, **given.model_dump(), now=clock.now())
    return _now(contract_id)


@v1.post("/contracts/<uuid:contract_id>/performance/<uuid:note_id>/sharing")
@guarded(P.CONTRACT_SIGN)
@described("Let the provider read a rating", body=NothingBody, answer=ContractAnswer, status=201, refusals=MAY_CONFLICT)
def post_contract_performance_sharing(contract_id: UUID, note_id: UUID) -> ResponseReturnValue:
    """It cannot be taken back."""
    body(NothingBody)
    party_contract(current_actor(), contract_id)
    reviewing.share(current_actor(), note_id, now=clock.now())
    return _now(contract_id)


@v1.post("/contracts/<uuid:contract_id>/ending")
@guarded(P.CONTRACT_SIGN)
@described("Record the end of a contract", body=EndingBody, answer=ContractAnswer, status=201, refusals=MAY_CONFLICT)
def post_contract_ending(contract_id: UUID) -> ResponseReturnValue:
    """When the last contract of a tender ends, so does the tender."""
    given = body(EndingBody)
    own_contract(current_actor(), contract_id)
    actions.end(
        current_actor(),
        contract_id,
        ended_on=given.ended_on,
        ending=given.ending,
        reason=given.reason,
        now=clock.now(),
    )
    return _now(contract_id)
