"""What programs send and read of decisions, notices, summaries and challenges."""

from datetime import datetime
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from directory.awards.rules.challenge import ClaimKind, Lifting
from directory.awards.rules.deciding import MOST_MEMBERS
from directory.awards.rules.standstill import LONGEST_DAYS, SHORTEST_DAYS, Rest, Standstill
from directory.awards.rules.summary import Outcome
from directory.kit.understand import Given

LONGEST_TEXT = 4_000


class LotChoice(Given):
    """What is proposed for a lot."""

    lot: int = Field(ge=1, le=1_000, description="The lot's number")
    winners: int = Field(ge=0, le=MOST_MEMBERS, description="To how many of the best it goes; 0 for nobody")
    reason: str = Field("", max_length=LONGEST_TEXT, description="Why nobody gets it; bidders and the public read it")


class DecisionBody(Given):
    """A proposal of the award: every lot that has no contract yet."""

    lots: list[LotChoice] = Field(min_length=1, max_length=1_000, description="Each lot once")
    standstill: Standstill = Field(description="mandatory where the law requires it; else voluntary or none")
    standstill_days: int = Field(
        SHORTEST_DAYS, ge=0, le=LONGEST_DAYS, description="Working days; the day of the announcement is day 1"
    )
    standstill_reason: str = Field("", max_length=LONGEST_TEXT, description="Why there is no standstill")

    def rest(self) -> Rest:
        """Give the standstill as the action takes it."""
        none = self.standstill == Standstill.NONE
        return Rest(self.standstill, 0 if none else self.standstill_days, self.standstill_reason if none else "")


class AwardedAnswer(BaseModel):
    """Who is awarded a lot. ``value_pence`` is written when the award is announced."""

    organisation_id: UUID
    organisation: str
    rank: int
    value_pence: int | None


class DecidedAnswer(BaseModel):
    """What is decided of a lot."""

    lot: int
    awards: list[AwardedAnswer]
    reason: str


class DecisionAnswer(BaseModel):
    """A decision as its officers read it."""

    number: int
    proposed_at: datetime
    approved_at: datetime | None
    announced_at: datetime | None
    standstill: Standstill
    standstill_days: int
    standstill_reason: str
    standstill_ends_at: datetime | None
    challenges_open: int
    lots: list[DecidedAnswer]
    bidders_told: int
    moves: list[str]


class NoticeAnswer(BaseModel):
    """An award notice, as everybody reads it."""

    announced_at: datetime
    withdrawn_at: datetime | None
    standstill: Standstill
    standstill_reason: str
    standstill_ends_at: datetime | None
    lots: list[DecidedAnswer]


class NoticesAnswer(BaseModel):
    """The award notices of a tender, the latest first."""

    items: list[NoticeAnswer]


class LineAnswer(BaseModel):
    """One criterion as it was judged."""

    criterion: int
    name: str
    weight: str
    highest_score: int
    score: str
    points: str
    explanation: str


class SideAnswer(BaseModel):
    """One bid in one lot."""

    organisation: str
    total: str
    lines: list[LineAnswer]


class LotSummaryAnswer(BaseModel):
    """What a bidder is told of a lot."""

    lot: int
    title: str
    outcome: Outcome
    rank: int | None
    why: str
    own: SideAnswer
    winners: list[SideAnswer]


class SummaryAnswer(BaseModel):
    """The assessment summary of your own organisation's bid."""

    sent_at: datetime | None
    lots: list[LotSummaryAnswer]


class ChallengeBody(Given):
    """What came against an award."""

    kind: ClaimKind = Field(description="letter, or proceedings: these suspend the signing by law")
    notified_at: AwareDatetime = Field(description="When the authority was told, with the time zone")
    what: str = Field(max_length=LONGEST_TEXT, description="Who challenges it and why; officers read it")


class LiftingBody(Given):
    """How a challenge ended."""

    lifting: Lifting = Field(description="resumes: the rest of the standstill runs from today; or ends")
    reason: str = Field(max_length=LONGEST_TEXT, description="How it ended")


class ChallengeAnswer(BaseModel):
    """A challenge, for officers."""

    id: UUID
    kind: ClaimKind
    notified_at: datetime
    lifted_at: datetime | None
    standstill_ends_at: datetime | None
