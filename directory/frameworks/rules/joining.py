"""How a provider joins later: what it says, what is checked of it, and what two officers find."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from directory.codes import PriceUnit, Rating
from directory.frameworks.rules.members import MOST_PENCE, Rate
from directory.frameworks.rules.terms import Ceiling, Conditions, Question
from directory.kit.lifecycle import Lifecycle
from directory.kit.money import pounds
from directory.providers.rules import Registration

LONGEST_ANSWER = 20_000
LONGEST_REASON = 2_000
MAY_WORK = frozenset({Registration.ACTIVE, Registration.UNREGULATED})
COVERS = {
    "public_liability_pence": "Public liability insurance",
    "employers_liability_pence": "Employer's liability insurance",
    "professional_indemnity_pence": "Professional indemnity insurance",
}


class Status(StrEnum):
    """How far an application is."""

    SUBMITTED = "submitted"
    ASSESSED = "assessed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What is done to an application: by its provider the last, by two officers of the lead authority the others."""

    ASSESS = "assess"
    SEND_BACK = "send_back"
    ACCEPT = "accept"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


LIFECYCLE: Lifecycle[Status, Move] = Lifecycle(
    {
        Move.ASSESS: (frozenset({Status.SUBMITTED}), Status.ASSESSED),
        Move.SEND_BACK: (frozenset({Status.ASSESSED}), Status.SUBMITTED),
        Move.ACCEPT: (frozenset({Status.ASSESSED}), Status.ACCEPTED),
        Move.REFUSE: (frozenset({Status.ASSESSED}), Status.REFUSED),
        Move.WITHDRAW: (frozenset({Status.SUBMITTED, Status.ASSESSED}), Status.WITHDRAWN),
    }
)


@dataclass(frozen=True)
class Said:
    """What a provider says: an answer for each question, a price for each line, its insurance (pence) and policies."""

    answers: tuple[str, ...] = ()
    prices: tuple[int, ...] = ()
    insurance: Mapping[str, int | None] = field(default_factory=dict)
    policies: tuple[str, ...] = ()
    declared: bool = False

    def kept(self) -> dict[str, Any]:
        """Give it as JSON keeps it."""
        return {**asdict(self), "insurance": dict(self.insurance)}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Said":
        """Give what JSON keeps."""
        return cls(
            tuple(kept["answers"]), tuple(kept["prices"]), kept["insurance"], tuple(kept["policies"]), kept["declared"]
        )

    def rates(self, ceilings: Sequence[Ceiling]) -> tuple[Rate, ...]:
        """Give the prices as a member's agreed ones."""
        return tuple(
            Rate(line.description, PriceUnit(line.unit), given)
            for line, given in zip(ceilings, self.prices, strict=True)
        )


@dataclass(frozen=True)
class Known:
    """What the directory knows of one published service of the provider that fits the lot."""

    registration: Registration
    rating: Rating


@dataclass(frozen=True)
class Finding:
    """Whether one condition is met; ``met`` None: the directory does not know, and an officer must look."""

    name: str
    met: bool | None
    words: str


@dataclass(frozen=True)
class Assessment:
    """What the first officer found: passed or not for each question, with the reason the provider will read."""

    passed: tuple[bool, ...]
    reasons: tuple[str, ...]
    conditions_met: bool
    conditions_reason: str = ""

    @property
    def passes(self) -> bool:
        """Say whether the application is one to accept."""
        return self.conditions_met and all(self.passed)

    def kept(self) -> dict[str, Any]:
        """Give it as JSON keeps it."""
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Assessment":
        """Give what JSON keeps."""
        return cls(tuple(kept["passed"]), tuple(kept["reasons"]), kept["conditions_met"], kept["conditions_reason"])


def said_wrong(said: Said, questions: Sequence[Question], ceilings: Sequence[Ceiling]) -> dict[str, str]:
    """Give what is wrong by field (``answer_1``, ``price_1``, ``declared``); nothing where it may be sent."""
    return dict(_said_wrong(said, questions, ceilings))


def _said_wrong(said: Said, questions: Sequence[Question], ceilings: Sequence[Ceiling]) -> Iterator[tuple[str, str]]:
    for number, asked in enumerate(questions, 1):
        answer = said.answers[number - 1] if number <= len(said.answers) else ""
        count = len(answer.split())
        if not answer.strip():
            yield f"answer_{number}", f"Answer the question {asked.name}"
        elif len(answer) > LONGEST_ANSWER or count > asked.word_limit:
            yield f"answer_{number}", f"Use {asked.word_limit:,} words or fewer; this has {count:,}"
    for number, line in enumerate(ceilings, 1):
        given = said.prices[number - 1] if number <= len(said.prices) else 0
        most = MOST_PENCE if line.most_pence is None else line.most_pence
        if not 0 < given <= most:
            yield f"price_{number}", f"Enter a price above £0, up to {pounds(most)}"
    if not said.declared:
        yield "declared", "Say that you may bind your organisation and that no exclusion ground applies"


def findings(conditions: Conditions, said: Said, services: Iterable[Known]) -> tuple[Finding, ...]:
    """Give what is found of each condition, asked of the application and of the directory as it is now."""
    return tuple(_findings(conditions, said, tuple(services)))


def _findings(conditions: Conditions, said: Said, services: tuple[Known, ...]) -> Iterator[Finding]:
    nothing = (
        "The directory has no published service of the provider that fits the lot: an officer looks at the register"
    )
    if conditions.needs_active_registration:
        good = sum(one.registration in MAY_WORK for one in services)
        words = f"{good} of {len(services)} fitting services may work (active, or need no registration)"
        met = good == len(services) if services else None
        yield Finding("Active registration", met, words if services else nothing)
    if conditions.refuses_inadequate:
        bad = sum(one.rating is Rating.INADEQUATE for one in services)
        words = f"{bad} of {len(services)} fitting services are rated Inadequate"
        yield Finding("Not rated Inadequate", not bad if services else None, words if services else nothing)
    for name, words in COVERS.items():
        asked, has = getattr(conditions, name), said.insurance.get(name)
        if asked:
            stated = "No cover is stated" if has is None else f"{pounds(has)} is stated"
            yield Finding(words, has is not None and has >= asked, f"{stated}; {pounds(asked)} is asked for")
    if conditions.policies:
        lacking = [one.replace("_", " ") for one in conditions.policies if one not in said.policies]
        words = f"Missing: {', '.join(lacking)}" if lacking else f"It says it has all {len(conditions.policies)}"
        yield Finding("Policies", not lacking, words)


def assessment_wrong(assessment: Assessment, questions: Sequence[Question]) -> dict[str, str]:
    """Give what an assessment still lacks, by field (``reason_1``, ``conditions_reason``)."""
    wrong: dict[str, str] = {}
    if len(assessment.passed) != len(questions) or len(assessment.reasons) != len(questions):
        return {"passed_1": "Say of each answer whether it passes"}
    for number, reason in enumerate(assessment.reasons, 1):
        if not reason.strip():
            wrong[f"reason_{number}"] = "Give the reason: the provider reads it"
        elif len(reason) > LONGEST_REASON:
            wrong[f"reason_{number}"] = f"Use {LONGEST_REASON:,} characters or fewer"
    if not assessment.conditions_reason.strip():
        wrong["conditions_reason"] = "Say why the conditions are met or not: the provider reads it"
    elif len(assessment.conditions_reason) > LONGEST_REASON:
        wrong["conditions_reason"] = f"Use {LONGEST_REASON:,} characters or fewer"
    return wrong
