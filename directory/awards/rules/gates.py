"""What a bid must show before it is judged, asked of the bid itself and of what the directory knows.

Source: Procurement Act 2023, s19(3)(a): a tender of a supplier that does not satisfy the conditions of participation
must be disregarded. What is not met or not known is flagged, and a person decides with a reason.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from directory.bids.rules.content import Bid
from directory.codes import Rating, ServiceType
from directory.kit.money import pounds
from directory.providers.rules import Registration
from directory.tenders.rules import Conditions, Lot, Policy
from directory.tenders.rules.words import words

ACTIVE = frozenset({Registration.ACTIVE, Registration.UNREGULATED})


class Gate(StrEnum):
    """One condition of participation."""

    DECLARATION = "declaration"
    REGISTRATION = "registration"
    RATING = "rating"
    PUBLIC_LIABILITY = "public_liability"
    EMPLOYERS_LIABILITY = "employers_liability"
    PROFESSIONAL_INDEMNITY = "professional_indemnity"
    POLICIES = "policies"


GATE_WORDS: dict[Gate, str] = {
    Gate.DECLARATION: "Declaration",
    Gate.REGISTRATION: "Active registration",
    Gate.RATING: "Not rated Inadequate",
    Gate.PUBLIC_LIABILITY: "Public liability insurance",
    Gate.EMPLOYERS_LIABILITY: "Employer's liability insurance",
    Gate.PROFESSIONAL_INDEMNITY: "Professional indemnity insurance",
    Gate.POLICIES: "Policies",
}


@dataclass(frozen=True)
class Known:
    """What the directory knows of one published service of the bidder."""

    id: str
    service_type: ServiceType
    registration: Registration
    rating: Rating


@dataclass(frozen=True)
class Finding:
    """Whether one condition is met; ``lot`` 0 is for all. ``met`` None: the directory does not know."""

    gate: Gate
    lot: int
    met: bool | None
    words: str


def findings(conditions: Conditions, lots: Sequence[Lot], bid: Bid, services: Iterable[Known]) -> tuple[Finding, ...]:
    """Give what is found of each condition that the notice makes, in its order."""
    return tuple(_findings(conditions, lots, bid, tuple(services)))


def _findings(conditions: Conditions, lots: Sequence[Lot], bid: Bid, services: tuple[Known, ...]) -> Iterator[Finding]:
    said = "The bid says that whoever submitted it may bind the provider and that no exclusion ground applies"
    yield Finding(Gate.DECLARATION, 0, bid.declared, said if bid.declared else "The declaration is not made")
    for lot in bid.lots:
        types = lots[lot - 1].service_types
        fitting = [one for one in services if one.service_type in types]
        named = [one for one in fitting if one.id in bid.registrations]
        fitting = named or fitting
        if conditions.needs_active_registration:
            yield _registration(lot, fitting)
        if conditions.refuses_inadequate:
            yield _rating(lot, fitting)
    covers = (
        (Gate.PUBLIC_LIABILITY, conditions.public_liability_pence, bid.insurance.public_liability_pence),
        (Gate.EMPLOYERS_LIABILITY, conditions.employers_liability_pence, bid.insurance.employers_liability_pence),
        (
            Gate.PROFESSIONAL_INDEMNITY,
            conditions.professional_indemnity_pence,
            bid.insurance.professional_indemnity_pence,
        ),
    )
    for gate, asked, has in covers:
        if asked:
            cover = "No cover is stated" if has is None else f"The bid states {pounds(has)}"
            yield Finding(gate, 0, has is not None and has >= asked, f"{cover}; {pounds(asked)} is asked for")
    missing = [words(policy) for policy in conditions.policies if policy.value not in bid.policies]
    if conditions.policies:
        yield Finding(Gate.POLICIES, 0, not missing, _policies(missing, conditions.policies))


def _policies(missing: list[str], asked: tuple[Policy, ...]) -> str:
    return f"Missing: {', '.join(missing)}" if missing else f"The bid says it has all {len(asked)}"


NO_SERVICE = "The directory has no published service of the bidder that fits the lot: look at the register"


def _registration(lot: int, fitting: Sequence[Known]) -> Finding:
    if not fitting:
        return Finding(Gate.REGISTRATION, lot, None, NO_SERVICE)
    good = [one for one in fitting if one.registration in ACTIVE]
    words = (
        f"{len(good)} of {len(fitting)} fitting services in the directory may work (active, or need no registration)"
    )
    return Finding(Gate.REGISTRATION, lot, len(good) == len(fitting), words)


def _rating(lot: int, fitting: Sequence[Known]) -> Finding:
    if not fitting:
        return Finding(Gate.RATING, lot, None, NO_SERVICE)
    bad = sum(one.rating is Rating.INADEQUATE for one in fitting)
    words = f"{bad} of {len(fitting)} fitting services in the directory rated Inadequate"
    return Finding(Gate.RATING, lot, not bad, words)
