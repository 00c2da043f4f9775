"""What the API takes for a request and its screening: what DESIGN says, and more that may be left out."""

from datetime import date
from typing import Annotated

from pydantic import Field, StrictBool, StrictInt

from directory.codes import Gender, ServiceType, Specialism
from directory.kit.understand import Given, NotUnderstood
from directory.requests.rules.details import (
    LONGEST_NEEDS,
    LONGEST_NOTE,
    MOST_FEE_PENCE,
    AdultRatio,
    AgeBand,
    Alongside,
    LegalStatus,
    Risk,
    RiskLevel,
    Setting,
    Siblings,
    Suitability,
)
from directory.requests.rules.lifecycle import MOST_HOURS_TO_ANSWER, Urgency
from directory.requests.rules.particulars import FURTHEST_MILES, MOST_SIBLINGS, MOST_ZONES, OLDEST, Particulars
from directory.requests.rules.protection import LONGEST_PLAN, Guardian, Measure, Protection, Referral
from directory.requests.rules.screening import INDICATORS, Level, Seen, Source, Strength

Words = Annotated[str, Field(max_length=5000)]
Code = Annotated[str, Field(max_length=40)]
Note = Annotated[str, Field(max_length=LONGEST_NOTE)]
Needs = Annotated[str, Field(max_length=LONGEST_NEEDS)]


class ZoneBody(Given):
    """A place that the child must stay away from. Providers never see it."""

    near: str = Field(min_length=1, max_length=120, description="a place, an authority or a postcode")
    within: float = Field(gt=0, le=FURTHEST_MILES, description="miles around it")


class RiskBody(Given):
    """How great a risk is, with a note."""

    level: RiskLevel = Field(description="none_known, low or high")
    note: Note = Field(default="", description="a few words: no name, date of birth, address or number")


class SectionsBody(Given):
    """What a draft says of a need. What you leave out stays as it is; null takes an answer back."""

    urgency: Urgency | None = Field(default=None, description="emergency or planned")
    needed_by: date | None = Field(default=None, description="the date by which a place is needed")
    age: StrictInt | None = Field(default=None, ge=0, le=OLDEST, description="years, from 0 to 25")
    gender: Gender | None = Field(default=None, description="female, male or any")
    unaccompanied: StrictBool | None = Field(default=None, description="true: a screening is needed before approval")
    service_types: list[ServiceType] = Field(default_factory=list, description="kinds of service that would suit")
    near: str = Field(default="", max_length=120, description="an authority, LS1 or LS1 4; never a full postcode")
    siblings: StrictInt = Field(default=0, ge=0, le=MOST_SIBLINGS, description="siblings who need a place too")
    specialisms: list[Specialism] = Field(default_factory=list, description="the service must say it knows all")
    languages: list[Code] = Field(default_factory=list, max_length=20, description="ISO 639-3; any one of them")
    within: float | None = Field(default=None, ge=1, le=FURTHEST_MILES, description="miles, or null for everywhere")
    avoid: list[ZoneBody] = Field(default_factory=list, max_length=MOST_ZONES, description="places to stay away from")
    summary: Words = Field(default="", description="what providers read: no name, date of birth, address or number")
    siblings_together: Siblings | None = Field(default=None, description="together, or may_be_split")
    sibling_age_bands: list[AgeBand] = Field(default_factory=list, description="how old the siblings are, in years")
    interpreter: StrictBool | None = Field(default=None, description="whether an interpreter is needed")
    culture: Note = Field(default="", description="food, customs, what feels like home")
    faith: Note = Field(default="", description="what is practised")
    legal_status: LegalStatus | None = Field(default=None, description="how the law stands; not shown to providers")
    specialisms_preferred: list[Specialism] = Field(default_factory=list, description="preferred, not required")
    suitability: dict[Setting, Suitability] = Field(
        default_factory=dict, description="of each way of living: preferred, suitable or unsuitable"
    )
    alongside: dict[Alongside, StrictBool] = Field(
        default_factory=dict, description="with whom the child can live (true) or cannot (false)"
    )
    adult_ratio: AdultRatio | None = Field(default=None, description="how many adults for how many children")
    health_needs: Needs = Field(default="", description="what a carer must know")
    education_needs: Needs = Field(default="", description="what a school must know")
    risks: dict[Risk, RiskBody] = Field(default_factory=dict, description="each with its level and a note")
    fee_ceiling_pence: StrictInt | None = Field(
        default=None, ge=1, le=MOST_FEE_PENCE, description="highest weekly fee in pence; never shown to providers"
    )
    answer_within_hours: StrictInt | None = Field(
        default=None, ge=1, le=MOST_HOURS_TO_ANSWER, description="how long providers may take"
    )

    def said(self) -> Particulars:
        """Give what was said, as the action takes it. Raises NotUnderstood where nothing was."""
        said: Particulars = self.model_dump(exclude_unset=True)  # type: ignore[assignment]  # the same names, tested
        if not said:
            raise NotUnderstood({"body": "says nothing: give at least one answer to change"})
        return said


class RequestBody(SectionsBody):
    """What a child or sibling group needs. There is no field for who the child is, and none may be written."""

    urgency: Urgency = Field(description="emergency or planned")
    needed_by: date = Field(description="the date by which a place is needed, for example 2026-12-01")
    age: StrictInt = Field(ge=0, le=OLDEST, description="years, from 0 to 25")
    gender: Gender = Field(description="female, male, or any for another gender or siblings of different genders")
    unaccompanied: StrictBool = Field(description="true: a screening is needed before approval")
    service_types: list[ServiceType] = Field(min_length=1, description="kinds of service that would suit")
    near: str = Field(min_length=1, max_length=120, description="an authority, LS1 or LS1 4; never a full postcode")

    def said(self) -> Particulars:
        """Give it as the action takes it."""
        said: Particulars = self.model_dump()  # type: ignore[assignment]  # the same names, checked by the tests
        return said


class SeenBody(Given):
    """How strongly a sign is seen, who told of it, and when that was learned."""

    strength: Strength = Field(description="strong, moderate, weak or not_seen")
    source: Source | None = Field(default=None, description="who told of it")
    learned_on: date | None = Field(default=None, description="when it was learned, today at the latest")


class ProtectionBody(Given):
    """What is done to protect a child who may be a victim. Each may be left out."""

    referral: Referral | None = Field(default=None, description="how far the National Referral Mechanism is")
    referred_on: date | None = Field(default=None, description="the date of the referral")
    reasonable_on: date | None = Field(default=None, description="the date of the reasonable grounds decision")
    conclusive_on: date | None = Field(default=None, description="the date of the conclusive grounds decision")
    guardian: Guardian | None = Field(default=None, description="whether a trafficking guardian was requested")
    guardian_requested_on: date | None = Field(default=None, description="the date on which one was requested")
    measures: list[Measure] = Field(default_factory=list, description="what is done in the first 72 hours")
    safety_plan: str = Field(default="", max_length=LONGEST_PLAN, description="the plan for them in words")
    exploited_near: str = Field(default="", max_length=120, description="where the child was exploited: a place")
    exploited_within: float | None = Field(default=None, gt=0, le=FURTHEST_MILES, description="miles to stay away")


class ScreeningBody(Given):
    """A modern-slavery screening."""

    indicators: dict[Code, Strength | SeenBody] = Field(
        default_factory=dict,
        description=f"how strongly each sign is seen, or that with source and date; signs: {', '.join(INDICATORS)}",
    )
    level: Level = Field(description="the level that the screener judges")
    judgement: Words = Field(description="the judgement in words, at least 20 characters")
    protection: ProtectionBody | None = Field(default=None, description="referral, guardian, first 72 hours")
    screened_on: date | None = Field(default=None, description="today if it is left out")

    def seen(self) -> dict[str, Seen]:
        """Give the indicators as the action takes them."""
        return {
            code: Seen(said) if isinstance(said, Strength) else Seen(said.strength, said.source, said.learned_on)
            for code, said in self.indicators.items()
        }

    def protects(self) -> Protection:
        """Give what protects the child as the action takes it."""
        if self.protection is None:
            return Protection()
        return Protection(**{**self.protection.model_dump(), "measures": tuple(self.protection.measures)})
