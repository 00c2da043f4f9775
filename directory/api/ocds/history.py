"""What happened to a tender in sight of all, in order, and what then stood in its notice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from directory.tenders.models import Amendment, Tender
from directory.tenders.rules import Deadlines, Details, Notice, Status

S = TypeVar("S", Details, Deadlines)


class Step(StrEnum):
    """What a release tells. Their order is the order of steps at the same moment."""

    TENDER = "tender"
    AMENDMENT = "amendment"
    CLOSURE = "closure"


ORDER = tuple(Step)
CLOSED_STATUSES = (Status.WITHDRAWN, Status.CANCELLED, Status.UNSUCCESSFUL)


@dataclass(frozen=True)
class Event:
    """One thing that happened: ``number`` from 1 among those of its step. ``notice`` as it stood right after."""

    step: Step
    number: int
    at: datetime
    notice: Notice
    amendments: tuple[Amendment, ...] = ()


def history(tender: Tender) -> list[Event]:
    """Give all that happened since publication, earliest first. The tender must have been published."""
    if tender.published_at is None:
        raise ValueError("nothing is told of a tender that was never published")
    made = tuple(tender.amendments)
    notices = _notices(tender.notice(), made)
    found = [Event(Step.TENDER, 1, tender.published_at, notices[0])]
    found += [
        Event(Step.AMENDMENT, one.number, one.amended_at, notices[place], made[:place])
        for place, one in enumerate(made, start=1)
    ]
    if tender.status in CLOSED_STATUSES and tender.ended_at is not None:
        found.append(Event(Step.CLOSURE, 1, tender.ended_at, notices[-1], made))
    return sorted(found, key=lambda event: (event.at, ORDER.index(event.step), event.number))


def _notices(now: Notice, amendments: Sequence[Amendment]) -> list[Notice]:
    """Give the notice as published, and after each amendment: what stands now, amendments undone from the last."""
    stood = [now]
    for one in reversed(amendments):
        before = {name: values[0] for name, values in one.differences.items()}
        last = stood[-1]
        stood.append(replace(last, details=_undo(last.details, before), deadlines=_undo(last.deadlines, before)))
    return stood[::-1]


def _undo(section: S, before: Mapping[str, Any]) -> S:
    known = {one.name for one in fields(section)}
    return replace(section, **{name: _value(name, value) for name, value in before.items() if name in known})


def _value(name: str, kept: Any) -> Any:
    """Give a value as sections hold it: moments are kept as text."""
    return datetime.fromisoformat(kept) if name.endswith("_at") and isinstance(kept, str) else kept
