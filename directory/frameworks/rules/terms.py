"""What a framework says when it is established, and how long it may run."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from directory.codes import PriceUnit, ServiceType

# no letters or digits that are taken for one another when read aloud
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CLOSED_YEARS = 4
OPEN_YEARS = 8


class FrameworkKind(StrEnum):
    """Whether providers may join after the award: never; at any time; or when it is competed for again."""

    CLOSED = "closed"
    JOINABLE = "joinable"
    OPEN = "open"


KIND_WORDS: dict[FrameworkKind, str] = {
    FrameworkKind.CLOSED: "Closed: its members were chosen once",
    FrameworkKind.JOINABLE: "Joinable: providers may apply at any time while it runs",
    FrameworkKind.OPEN: "Open: it is competed for again, and its members may stay",
}


@dataclass(frozen=True)
class Ceiling:
    """The most that a member may charge for one unit, in pence; None where no most was published."""

    description: str
    unit: PriceUnit
    most_pence: int | None = None

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Ceiling":
        """Give the ceiling that JSON keeps."""
        return cls(kept["description"], PriceUnit(kept["unit"]), kept["most_pence"])

    def kept(self) -> dict[str, Any]:
        """Give it as JSON keeps it."""
        return asdict(self)


@dataclass(frozen=True)
class Question:
    """A question of quality that the bidders answered, and that whoever joins later answers too."""

    name: str
    text: str
    guide: str = ""
    word_limit: int = 750

    def kept(self) -> dict[str, Any]:
        """Give it as JSON keeps it."""
        return asdict(self)


@dataclass(frozen=True)
class Conditions:
    """What a member must show: the conditions of participation of the award. Insurance in pence."""

    needs_active_registration: bool = True
    refuses_inadequate: bool = True
    public_liability_pence: int | None = None
    employers_liability_pence: int | None = None
    professional_indemnity_pence: int | None = None
    policies: tuple[str, ...] = ()

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Conditions":
        """Give the conditions that JSON keeps."""
        return cls(**{**kept, "policies": tuple(kept.get("policies", ()))})

    def kept(self) -> dict[str, Any]:
        """Give them as JSON keeps them."""
        return {**asdict(self), "policies": list(self.policies)}


@dataclass(frozen=True)
class NewLot:
    """A lot: what it covers (``areas``: GSS codes or regions, none for anywhere) and who besides the lead may use it.

    Buyers by GSS code, or by id where an authority of this site has no code. ``number``: 0 for its place.
    """

    title: str
    service_types: tuple[ServiceType, ...]
    areas: tuple[str, ...] = ()
    buyers: tuple[str, ...] = ()
    buyer_ids: tuple[UUID, ...] = ()
    ceilings: tuple[Ceiling, ...] = ()
    number: int = 0


@dataclass(frozen=True)
class NewFramework:
    """A framework as it is established. Source: Procurement Act 2023, s45(5): what a framework must say.

    ``criteria``: names of the award criteria, by which call-offs are judged too. ``earlier``: the framework of the
    same open scheme that ends with this award.
    """

    title: str
    lots: tuple[NewLot, ...]
    starts_on: date
    ends_on: date
    kind: FrameworkKind = FrameworkKind.CLOSED
    ranked: bool = False
    light_touch: bool = True
    value_pence: int | None = None
    criteria: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    conditions: Conditions = field(default_factory=Conditions)
    tender_id: UUID | None = None
    tender_reference: str = ""
    earlier: str = ""


def new_reference(year: int) -> str:
    """Give a reference like FW-2026-7KQX2M."""
    return f"FW-{year}-" + "".join(secrets.choice(_ALPHABET) for _ in range(6))


def years_later(day: date, years: int) -> date:
    """Give the same day ``years`` later; 28 February for the 29th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def term_problem(new: NewFramework, first_awarded_on: date, awarded_on: date) -> str:
    """Give why a framework may not run so long; empty where it may.

    Sources: Procurement Act 2023, s49(2)(c): an open framework expires eight years from the award of the first under
    the scheme; s47: four years for a closed one, which does not apply to light touch frameworks (the government's
    guidance on frameworks, paragraph 3). ``light_touch`` open schemes keep to the eight years too: that is ours.
    """
    if new.ends_on < new.starts_on:
        return "A framework ends after it starts"
    if new.kind is FrameworkKind.OPEN:
        # ``ends_on`` is its last day, and the period begins with the day of the award
        last = years_later(first_awarded_on, OPEN_YEARS)
        if new.ends_on >= last:
            return (
                f"An open framework ends within {OPEN_YEARS} years of the award of its first "
                "(Procurement Act 2023, section 49(2)(c))"
            )
        return ""
    if not new.light_touch and new.ends_on >= years_later(awarded_on, CLOSED_YEARS):
        return f"A closed framework runs for {CLOSED_YEARS} years at most (Procurement Act 2023, section 47)"
    return ""


JOINING_IS_LIGHT_TOUCH = (
    "Only a light touch framework may be joined at any time: others stay closed or are open frameworks "
    "(Procurement Act 2023, sections 47 and 49)"
)


def wrong(new: NewFramework, first_awarded_on: date, awarded_on: date) -> dict[str, str]:
    """Give what is wrong by field."""
    return dict(_wrong(new, first_awarded_on, awarded_on))


def _wrong(new: NewFramework, first_awarded_on: date, awarded_on: date) -> Iterator[tuple[str, str]]:
    if not new.title.strip():
        yield "title", "Enter a title"
    if not new.lots or not all(lot.service_types for lot in new.lots):
        yield "lots", "A framework has at least one lot, and each lot a service type"
    if problem := term_problem(new, first_awarded_on, awarded_on):
        yield "ends_on", problem
    if new.kind is FrameworkKind.JOINABLE and not new.light_touch:
        yield "kind", JOINING_IS_LIGHT_TOUCH
    if new.kind is FrameworkKind.JOINABLE and new.ranked:
        yield "ranked", "A framework that may be joined at any time has no ranks: whoever joins would have none"
    if new.earlier and new.kind is not FrameworkKind.OPEN:
        yield "earlier", "Only an open framework follows an earlier one"
