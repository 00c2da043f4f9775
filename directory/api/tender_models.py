"""What the operations of tenders take and give."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field, field_validator

from directory.codes import ServiceType
from directory.kit.understand import Given
from directory.tenders import rules
from directory.tenders.models import Answer, Document, Tender
from directory.tenders.rules import (
    HIGHEST_SCORE,
    Conditions,
    Criterion,
    CriterionKind,
    Deadlines,
    Details,
    Ground,
    Kind,
    Lot,
    Notice,
    Phase,
    Policy,
    PriceFormula,
    PriceLine,
    PriceUnit,
    Procedure,
    Regime,
    Shortening,
    TieBreak,
)
from directory.tenders.rules.areas import area_code, authority_code

PENCE = "Whole pence, from 0"
AT = "An instant with its time zone, like 2027-01-15T12:00:00Z"


class PriceLineBody(Given):
    """One price that bidders give."""

    description: str = Field(min_length=1, max_length=200, description="What it is the price of")
    unit: PriceUnit = Field(PriceUnit.WEEK, description="week, hour, session or whole")
    quantity: int = Field(1, ge=1, le=10_000_000, description="How many units it is reckoned with")
    most_pence: int | None = Field(None, ge=1, description="The most that may be asked for one unit, in pence")


class LotBody(Given):
    """One lot of a tender to be drafted."""

    title: str = Field(min_length=1, description="What the lot is called")
    description: str = Field("", description="What is needed in this lot")
    service_types: tuple[ServiceType, ...] = Field((), description="Any of the service types")
    places: int | None = Field(None, ge=1, description="How many places, from 1")
    weekly_hours: int | None = Field(None, ge=1, description="How many hours a week, from 1")
    areas: tuple[str, ...] = Field((), description="Authorities (name or GSS code) or regions")
    joint_buyers: tuple[str, ...] = Field((), description="Other authorities (name or GSS code) that buy too")
    value_maximum_pence: int | None = Field(None, ge=0, description=PENCE)
    price_lines: tuple[PriceLineBody, ...] = Field((), max_length=20, description="The prices that bidders give")

    @field_validator("areas")
    @classmethod
    def known_areas(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        """Give the codes of areas."""
        return tuple(dict.fromkeys(area_code(text) for text in given))

    @field_validator("joint_buyers")
    @classmethod
    def known_authorities(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        """Give the codes of authorities."""
        return tuple(dict.fromkeys(authority_code(text) for text in given))


class CriterionBody(Given):
    """One award criterion of a tender to be drafted."""

    kind: CriterionKind = Field(CriterionKind.QUALITY, description="quality, price or social_value")
    name: str = Field(min_length=1, description="What the criterion is called")
    weight: float | str = Field(description="Points out of 100 with two decimals at most, like 30 or 12.5")
    question: str = Field("", description="What bidders answer; not for price")
    word_limit: int | None = Field(None, ge=1, description="The most words of the answer; not for price")
    guide: str = Field("", description="What earns which score; not for price")
    formula: PriceFormula | None = Field(None, description="For price: lowest_over_price or distance_from_lowest")
    highest_score: int = Field(HIGHEST_SCORE, ge=1, le=100, description="The best score of an answer")
    minimum_score: int | None = Field(None, ge=1, le=100, description="A bid whose answer scores less fails")

    @field_validator("weight")
    @classmethod
    def exact(cls, given: float | str) -> str:
        """Give the weight as written; refuse what has more than two decimals or is not above 0."""
        return rules.weight_words(rules.hundredths(str(given)))


class TenderBody(Given):
    """A tender to be drafted: only the title is needed, the rest before approval."""

    title: str = Field(min_length=1, description="What the tender is called")
    description: str = Field("", description="What is needed; name no child")
    kind: Kind = Field(Kind.CONTRACT, description="contract, framework or call_off")
    regime: Regime = Field(Regime.LIGHT_TOUCH, description="light_touch (social care) or standard")
    procedure: Procedure = Field(Procedure.OPEN, description="open, limited or direct")
    ground: Ground | None = Field(None, description="For direct: what allows it")
    justification: str = Field("", description="For direct: why it is justified")
    shortening: Shortening = Field(Shortening.NONE, description="What allows a shorter time, for standard tenders")
    shortening_reason: str = Field("", description="Why it does")
    cpv_codes: tuple[str, ...] = Field((), description="Codes like 85311300-5; the check digit may be left out")
    value_minimum_pence: int | None = Field(None, ge=0, description=PENCE)
    value_maximum_pence: int | None = Field(None, ge=0, description=PENCE)
    starts_on: date | None = Field(None, description="A date like 2027-04-01")
    ends_on: date | None = Field(None, description="A date after starts_on")
    extension_months: int = Field(0, ge=0, description="Months, from 0")
    tie_break: TieBreak = Field(TieBreak.HIGHEST_QUALITY, description="What decides between two equal bids")
    framework_reference: str = Field("", max_length=20, description="For a call-off: its framework, like F-2026-ABCDEF")
    joinable: bool = Field(default=False, description="For a framework: true where providers may join later")
    ranked: bool = Field(default=False, description="For a framework: true where its members are ranked")
    open_scheme: bool = Field(default=False, description="For a framework: true where it is competed for again")
    earlier_framework: str = Field("", max_length=20, description="For an open framework: the one that it follows")
    answer_days: int | None = Field(
        None, ge=1, le=30, description="For a direct call-off: working days in which a member says whether it takes it"
    )
    questions_close_at: AwareDatetime | None = Field(None, description=AT)
    answers_by_at: AwareDatetime | None = Field(None, description=AT)
    closes_at: AwareDatetime | None = Field(None, description=AT)
    needs_active_registration: bool = Field(default=True, description="true or false")
    refuses_inadequate: bool = Field(default=True, description="true or false")
    public_liability_pence: int | None = Field(None, ge=0, description=PENCE)
    employers_liability_pence: int | None = Field(None, ge=0, description=PENCE)
    professional_indemnity_pence: int | None = Field(None, ge=0, description=PENCE)
    policies: tuple[Policy, ...] = Field((), description="Policies that a bidder must have")
    lots: tuple[LotBody, ...] = Field((), max_length=40, description="The lots, in order")
    criteria: tuple[CriterionBody, ...] = Field((), max_length=40, description="The award criteria, in order")

    @field_validator("cpv_codes")
    @classmethod
    def known_codes(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        """Give the codes with their check digits."""
        return tuple(dict.fromkeys(rules.cpv_code(text) for text in given))

    def notice(self) -> Notice:
        """Give it as the domain takes it."""
        flat = {name: getattr(self, name) for name in type(self).model_fields}
        return Notice(
            details=Details(**{name: flat[name] for name in Details.__dataclass_fields__}),
            deadlines=Deadlines(**{name: flat[name] for name in Deadlines.__dataclass_fields__}),
            conditions=Conditions(**{name: flat[name] for name in Conditions.__dataclass_fields__}),
            lots=tuple(lot_of(lot) for lot in self.lots),
            criteria=tuple(criterion_of(one) for one in self.criteria),
        )


def lot_of(given: LotBody) -> Lot:
    """Give a lot as the domain takes it."""
    flat = {name: getattr(given, name) for name in Lot.__dataclass_fields__ if name != "removed"}
    lines = tuple(PriceLine(one.description, one.unit, one.quantity, one.most_pence) for one in given.price_lines)
    return Lot(**flat | {"price_lines": lines})


def criterion_of(given: CriterionBody) -> Criterion:
    """Give a criterion as the domain takes it."""
    return Criterion(
        kind=given.kind,
        name=given.name,
        weight_hundredths=rules.hundredths(str(given.weight)),
        question=given.question,
        word_limit=given.word_limit,
        guide=given.guide,
        formula=given.formula,
        highest_score=given.highest_score,
        minimum_score=given.minimum_score,
    )


class ReasonBody(Given):
    """Why."""

    reason: str = Field(min_length=1, description="Why, in words that everybody may read")


class PublicationBody(Given):
    """How a tender is published."""

    closes_at: AwareDatetime | None = Field(None, description=AT + "; not earlier than was approved")


class NothingBody(Given):
    """Nothing needs to be said: ``{}``."""


class OrganisationAnswer(BaseModel):
    """An organisation."""

    id: UUID
    name: str
    gss_code: str | None


class AreaAnswer(BaseModel):
    """An authority by its GSS code, or a region."""

    code: str
    name: str


class LotAnswer(BaseModel):
    """One lot."""

    id: UUID
    number: int
    title: str
    description: str
    service_types: tuple[ServiceType, ...]
    places: int | None
    weekly_hours: int | None
    areas: list[AreaAnswer]
    joint_buyers: list[AreaAnswer]
    value_maximum_pence: int | None
    price_lines: tuple[PriceLineBody, ...]
    removed: bool


class CriterionAnswer(BaseModel):
    """One award criterion; ``weight`` is exact text, like "12.5"."""

    id: UUID
    number: int
    kind: CriterionKind
    name: str
    weight: str
    question: str
    word_limit: int | None
    guide: str
    formula: PriceFormula | None
    highest_score: int
    minimum_score: int | None
    removed: bool


class AmendmentAnswer(BaseModel):
    """A change after publication: by field, what stood before and after."""

    number: int
    amended_at: datetime
    material: bool
    reason: str
    differences: dict[str, Any]


class AnsweredQuestion(BaseModel):
    """A question and its answer, as everybody reads them."""

    number: int
    question: str
    answer: str
    answered_at: datetime
    changes_tender: bool


def answered_question(row: Answer) -> AnsweredQuestion:
    """Give an answer as programs read it."""
    return AnsweredQuestion(
        number=row.number,
        question=row.question,
        answer=row.text,
        answered_at=row.answered_at,
        changes_tender=row.changes_tender,
    )


class VersionAnswer(BaseModel):
    """One version of a document; ``url`` gives its bytes to whoever may see the tender."""

    number: int
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    added_at: datetime
    reason: str
    url: str


class DocumentAnswer(BaseModel):
    """A document of a tender with all its versions, the present one last."""

    id: UUID
    number: int
    title: str
    versions: list[VersionAnswer]


def document_answer(tender: Tender, row: Document) -> DocumentAnswer:
    """Give a document as programs read it."""
    versions = [
        VersionAnswer(
            number=one.number,
            name=one.file.name,
            media_type=one.file.media_type,
            size_bytes=one.file.size_bytes,
            sha256=one.file.sha256,
            added_at=one.added_at,
            reason=one.reason,
            url=f"/tenders/{tender.id}/documents/{row.id}/versions/{one.number}",
        )
        for one in row.versions
    ]
    return DocumentAnswer(id=row.id, number=row.number, title=row.title, versions=versions)


class TenderLine(BaseModel):
    """A tender in a list. ``phase`` is ``status`` with what follows from time; ``moves`` is what you may do now."""

    id: UUID
    reference: str
    title: str
    authority: OrganisationAnswer
    kind: Kind
    procedure: Procedure
    status: str
    phase: Phase
    published_at: datetime | None
    questions_close_at: datetime | None
    answers_by_at: datetime | None
    closes_at: datetime | None
    value_minimum_pence: int | None
    value_maximum_pence: int | None
    moves: list[str]


class TenderAnswer(TenderLine):
    """A whole tender. ``problems`` (own drafts only) says what stands in the way of publication."""

    description: str
    regime: Regime
    ground: Ground | None
    justification: str
    shortening: Shortening
    shortening_reason: str
    cpv_codes: tuple[str, ...]
    starts_on: date | None
    ends_on: date | None
    extension_months: int
    tie_break: TieBreak
    framework_reference: str
    joinable: bool
    ranked: bool
    open_scheme: bool
    earlier_framework: str
    answer_days: int | None
    needs_active_registration: bool
    refuses_inadequate: bool
    public_liability_pence: int | None
    employers_liability_pence: int | None
    professional_indemnity_pence: int | None
    policies: tuple[Policy, ...]
    lots: list[LotAnswer]
    criteria: list[CriterionAnswer]
    amendments: list[AmendmentAnswer]
    answers: list[AnsweredQuestion]
    documents: list[DocumentAnswer]
    ended_at: datetime | None
    ended_reason: str
    problems: list[str]
    version: int
