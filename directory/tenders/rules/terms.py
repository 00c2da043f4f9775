"""What bidders answer and are judged by (lots, criteria, conditions): changed together after publication, and undone.

Numbers stay for good: what is taken away is marked so, and what is new comes at the end. So a sealed bid, which names
lots, criteria and price lines by number, means after an amendment what it meant before.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any, TypeVar

from directory.kit.canonical import canonical, text_of
from directory.tenders.rules.differences import Difference, differences
from directory.tenders.rules.sections import Conditions, Criterion, Deadlines, Details, Lot, Notice

S = TypeVar("S", Details, Deadlines, Conditions, Lot, Criterion)
R = TypeVar("R", Lot, Criterion)
ROWS = ("lots", "criteria")


@dataclass(frozen=True)
class Terms:
    """Lots and criteria in the order of their numbers, and the conditions."""

    lots: tuple[Lot, ...]
    criteria: tuple[Criterion, ...]
    conditions: Conditions

    def as_json(self) -> dict[str, Any]:
        """Give them as JSON keeps them."""
        kept: dict[str, Any] = canonical(asdict(self))
        return kept

    def mark(self) -> str:
        """Give a fingerprint: another one means that they were changed since."""
        return hashlib.sha256(text_of(self.as_json()).encode()).hexdigest()

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Terms":
        """Give the terms that JSON keeps."""
        return cls(
            tuple(section_of(Lot(), one) for one in kept["lots"]),
            tuple(section_of(Criterion(), one) for one in kept["criteria"]),
            section_of(Conditions(), kept["conditions"]),
        )


def terms_of(notice: Notice) -> Terms:
    """Give the terms of a notice."""
    return Terms(notice.lots, notice.criteria, notice.conditions)


def section_of(section: S, kept: Mapping[str, Any]) -> S:
    """Give a section with the fields that JSON keeps in place of its own."""
    given = {one.name: _value(one, kept[one.name]) for one in fields(section) if one.name in kept}
    return replace(section, **given)


def _value(one: Any, kept: Any) -> Any:
    of = one.metadata.get("of")
    if isinstance(kept, list):
        return tuple((of or str)(item) for item in kept)
    if one.name.endswith("_at") and isinstance(kept, str):
        return datetime.fromisoformat(kept)
    return of(kept) if of and kept is not None else kept


def terms_differences(before: Terms, after: Terms) -> list[Difference]:
    """Give what differs, each field by its path: ``policies``, ``lots.2.places``; a row that is new as a whole."""
    return [
        *differences(before.conditions, after.conditions),
        *_rows("lots", before.lots, after.lots),
        *_rows("criteria", before.criteria, after.criteria),
    ]


def _rows(name: str, before: Sequence[R], after: Sequence[R]) -> Iterator[Difference]:
    for number, old in enumerate(before[len(after) :], len(after) + 1):
        yield Difference(f"{name}.{number}", canonical(asdict(old)), None)
    for number, new in enumerate(after, 1):
        if number > len(before):
            yield Difference(f"{name}.{number}", None, canonical(asdict(new)))
        else:
            for one in differences(before[number - 1], new):
                yield replace(one, field=f"{name}.{number}.{one.field}")


def undone(notice: Notice, made: Mapping[str, Sequence[Any]]) -> Notice:
    """Give the notice as it stood before an amendment that made these differences."""
    before = {path: pair[0] for path, pair in made.items()}
    return replace(
        notice,
        details=section_of(notice.details, before),
        deadlines=section_of(notice.deadlines, before),
        conditions=section_of(notice.conditions, before),
        lots=_undone("lots", notice.lots, before),
        criteria=_undone("criteria", notice.criteria, before),
    )


def _undone(name: str, rows: tuple[R, ...], before: Mapping[str, Any]) -> tuple[R, ...]:
    stood = []
    for number, row in enumerate(rows, 1):
        at = f"{name}.{number}"
        if at in before:  # it was added
            continue
        own = {path.removeprefix(f"{at}."): value for path, value in before.items() if path.startswith(f"{at}.")}
        stood.append(section_of(row, own))
    return tuple(stood)
