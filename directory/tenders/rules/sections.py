"""What is written in a tender, section by section, as values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from directory.codes import PriceUnit, ServiceType
from directory.kit.errors import Invalid
from directory.kit.money import pence, pounds

LONGEST_TITLE = 200
LONGEST_TEXT = 20_000
HIGHEST_SCORE = 5


class Kind(StrEnum):
    """What the winner gets: a contract, a place on a framework, or a contract called off under one."""

    CONTRACT = "contract"
    FRAMEWORK = "framework"
    CALL_OFF = "call_off"


class Procedure(StrEnum):
    """Who may bid: anybody; those who pass a first stage; or one provider, with a lawful reason."""

    OPEN = "open"
    LIMITED = "limited"
    DIRECT = "direct"


class Regime(StrEnum):
    """Which rules apply: social care for children is light touch; other buying is standard."""

    LIGHT_TOUCH = "light_touch"
    STANDARD = "standard"


class Shortening(StrEnum):
    """What makes a shorter time lawful."""

    NONE = "none"
    PLANNED_NOTICE = "planned_notice"
    URGENCY = "urgency"


class Ground(StrEnum):
    """Why the law allows a direct award. Source: Procurement Act 2023, s41, s43 and Schedule 5."""

    USER_CHOICE = "user_choice"
    ONE_SUPPLIER = "one_supplier"
    URGENCY = "urgency"
    ADDITIONAL = "additional"
    NO_SUITABLE_BIDS = "no_suitable_bids"


class Policy(StrEnum):
    """A written policy that a bidder must have."""

    SAFEGUARDING = "safeguarding"
    MISSING_CHILDREN = "missing_children"
    MODERN_SLAVERY = "modern_slavery"
    SAFER_RECRUITMENT = "safer_recruitment"
    COMPLAINTS = "complaints"
    DATA_PROTECTION = "data_protection"
    EQUALITY = "equality"
    HEALTH_AND_SAFETY = "health_and_safety"
    BUSINESS_CONTINUITY = "business_continuity"


class CriterionKind(StrEnum):
    """What a criterion judges."""

    QUALITY = "quality"
    PRICE = "price"
    SOCIAL_VALUE = "social_value"


class PriceFormula(StrEnum):
    """How a price becomes points."""

    LOWEST_OVER_PRICE = "lowest_over_price"
    DISTANCE_FROM_LOWEST = "distance_from_lowest"


class TieBreak(StrEnum):
    """What decides between two bids with the same total: stated in the notice, before anybody bids."""

    HIGHEST_QUALITY = "highest_quality"
    LOWEST_PRICE = "lowest_price"
    DRAWN = "drawn"


@dataclass(frozen=True)
class PriceLine:
    """One price that bidders of a lot give, in pence for a unit; ``quantity`` of them is what is reckoned with.

    ``most_pence``: the most that a bidder may ask for one; None where the notice names none.
    """

    description: str = ""
    unit: PriceUnit = PriceUnit.WEEK
    quantity: int = 1
    most_pence: int | None = None

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "PriceLine":
        """Give the line that JSON keeps."""
        return cls(kept["description"], PriceUnit(kept["unit"]), kept["quantity"], kept.get("most_pence"))


def price_line(typed: str) -> PriceLine:
    """Read "Fee for a place; week; 624" or "Fee for a place; week; 624; 5,000". Raises ValueError with what is right.

    The last is the most in pounds that may be asked for one.
    """
    parts = [part.strip() for part in typed.split(";")]
    right = "write what it is for; week, hour, session or whole; and how many, like: Fee for a place; week; 624"
    if len(parts) not in (3, 4) or not parts[0]:
        raise ValueError(f"“{typed.strip()}” cannot be understood: {right}")
    unit = parts[1].lower().removeprefix("a ").removeprefix("an ")
    count = parts[2].replace(",", "")
    if unit not in set(PriceUnit) or not (count.isascii() and count.isdigit() and len(count) < 9):
        raise ValueError(f"“{typed.strip()}” cannot be understood: {right}")
    try:
        most = pence(parts[3]) if len(parts) == 4 else None
    except Invalid as refusal:
        raise ValueError(f"“{typed.strip()}” cannot be understood: {refusal}") from None
    return PriceLine(parts[0], PriceUnit(unit), int(count), most)


def price_line_words(line: PriceLine) -> str:
    """Give a line as ``price_line`` reads it."""
    most = "" if line.most_pence is None else f"; {pounds(line.most_pence).removeprefix('£')}"
    return f"{line.description}; {line.unit.value}; {line.quantity}{most}"


@dataclass(frozen=True)
class Details:
    """What is bought, how, for how much and how long.

    ``framework_reference`` is the framework of a call-off; ``joinable`` (providers may join later) and ``ranked`` (the
    best comes first in a direct award) are said of a framework. ``open_scheme``: it is competed for again, and may
    follow the framework ``earlier_framework`` of the same scheme. ``answer_days``: within how many
    working days a member says whether it takes a direct call-off; None for no such limit.
    """

    title: str = ""
    description: str = ""
    kind: Kind = Kind.CONTRACT
    regime: Regime = Regime.LIGHT_TOUCH
    procedure: Procedure = Procedure.OPEN
    ground: Ground | None = None
    justification: str = ""
    shortening: Shortening = Shortening.NONE
    shortening_reason: str = ""
    cpv_codes: tuple[str, ...] = ()
    value_minimum_pence: int | None = None
    value_maximum_pence: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    extension_months: int = 0
    tie_break: TieBreak = TieBreak.HIGHEST_QUALITY
    framework_reference: str = ""
    joinable: bool = False
    ranked: bool = False
    open_scheme: bool = False
    earlier_framework: str = ""
    answer_days: int | None = None


@dataclass(frozen=True)
class Deadlines:
    """The moments that bidders plan by (UTC)."""

    questions_close_at: datetime | None = None
    answers_by_at: datetime | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True)
class Conditions:
    """What a bidder must show before its bid is judged at all."""

    needs_active_registration: bool = True
    refuses_inadequate: bool = True
    public_liability_pence: int | None = None
    employers_liability_pence: int | None = None
    professional_indemnity_pence: int | None = None
    policies: tuple[Policy, ...] = field(default=(), metadata={"of": Policy})


@dataclass(frozen=True)
class Lot:
    """One part that can be bid for alone. ``areas`` are GSS codes or regions, ``joint_buyers`` GSS codes.

    ``removed``: an amendment took it away after publication. It keeps its number, so that bids mean what they meant.
    """

    title: str = ""
    description: str = ""
    service_types: tuple[ServiceType, ...] = field(default=(), metadata={"of": ServiceType})
    places: int | None = None
    weekly_hours: int | None = None
    areas: tuple[str, ...] = ()
    joint_buyers: tuple[str, ...] = ()
    value_maximum_pence: int | None = None
    price_lines: tuple[PriceLine, ...] = field(default=(), metadata={"of": PriceLine.of})
    removed: bool = False


@dataclass(frozen=True)
class Criterion:
    """One thing that bids are judged by, and its share of the 100 points.

    An answer is scored in whole numbers from 0 to ``highest_score``; below ``minimum_score`` the bid fails.
    ``removed``: an amendment took it away; nothing is judged by it, and no other gets its number.
    """

    kind: CriterionKind = field(default=CriterionKind.QUALITY, metadata={"of": CriterionKind})
    name: str = ""
    weight_hundredths: int = 0
    question: str = ""
    word_limit: int | None = None
    guide: str = ""
    formula: PriceFormula | None = field(default=None, metadata={"of": PriceFormula})
    highest_score: int = HIGHEST_SCORE
    minimum_score: int | None = None
    removed: bool = False

    @property
    def weight(self) -> Decimal:
        """Give the share of the 100 points, exactly."""
        return Decimal(self.weight_hundredths) / 100


R = TypeVar("R", Lot, Criterion)


def numbered(rows: Sequence[R]) -> Iterator[tuple[int, R]]:
    """Give the lots or criteria that stand, each with its number from 1: those taken away leave a gap."""
    return ((number, row) for number, row in enumerate(rows, 1) if not row.removed)


@dataclass(frozen=True)
class Notice:
    """A whole tender as written."""

    details: Details = Details()
    deadlines: Deadlines = Deadlines()
    conditions: Conditions = Conditions()
    lots: tuple[Lot, ...] = ()
    criteria: tuple[Criterion, ...] = ()
