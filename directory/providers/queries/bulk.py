"""A provider's places as one table, and what a file would change in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from directory.access import Actor, Permission, require
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import NotFound
from directory.kit.tables import Cell
from directory.providers.models import Capacity, CapacityFile, Service
from directory.providers.queries.capacity import own_capacity
from directory.providers.rules import Numbers
from directory.providers.rules.bulk import COLUMNS, REASONS, TERMS, Said


@dataclass(frozen=True)
class Line:
    """What one row of a file says of a service, beside what is there now."""

    service: Service
    before: Capacity
    after: Said

    @property
    def numbers(self) -> Numbers:
        """Give the places as they would be."""
        return self.after.numbers(self.before.numbers)

    @property
    def terms(self) -> dict[str, bool]:
        """Give how children would be taken."""
        return {name: getattr(self.before, name) for name in TERMS} | self.after.terms()

    @property
    def available_from(self) -> date | None:
        """Give from when a place would be free; where places are kept apart, each group says so itself."""
        return self.before.available_from if self.before.groups else self.after.available_from

    @property
    def changes(self) -> bool:
        """Say whether it changes anything; else it confirms what is there."""
        same = self.numbers == self.before.numbers and self.available_from == self.before.available_from
        return self.before.confirmed_at is None or not same or any(self.terms_changed)

    @property
    def terms_changed(self) -> list[tuple[str, bool]]:
        """Give what would be new of how children are taken."""
        return [(name, value) for name, value in self.terms.items() if value != getattr(self.before, name)]

    @property
    def free_before(self) -> int | None:
        """Give how many places are free now; None where nobody has said it yet."""
        return None if self.before.confirmed_at is None else self.before.available

    @property
    def free_after(self) -> int:
        """Give how many places would be free."""
        return self.numbers.available


def own_table(actor: Actor) -> Iterator[Sequence[Cell]]:
    """Give the actor's places as rows of a file, its titles first; what nobody has said yet stands empty."""
    yield COLUMNS
    for service in own_capacity(actor):
        capacity = service.capacity
        if capacity is None:
            continue
        said = capacity.confirmed_at is not None
        confirmed_on = clock.in_london(capacity.confirmed_at).date() if capacity.confirmed_at else None
        yield (
            str(service.id),
            capacity.staffed,
            capacity.occupied if said else None,
            capacity.closed if said else None,
            capacity.available_from,
            "",
            *(getattr(capacity, name) if said else None for name in REASONS),
            *("yes" if getattr(capacity, name) else "no" for name in TERMS),
            service.name,
            capacity.registered,
            capacity.held,
            capacity.available if said else None,
            confirmed_on,
            capacity.version,
        )


def own_file(actor: Actor, file_id: UUID) -> CapacityFile:
    """Give a file that the actor's organisation sent. Raises NotFound for any other."""
    require(actor, Permission.CAPACITY_CHANGE)
    file = db.session.get(CapacityFile, file_id)
    if file is None or actor.organisation_id is None or file.organisation_id != actor.organisation_id:
        raise NotFound
    return file


def own_lines(actor: Actor, rows: Sequence[Said]) -> Sequence[Line]:
    """Give what each row would change, in the order of the file; rows of what is not the actor's are left out."""
    own: Mapping[UUID, Service] = {service.id: service for service in own_capacity(actor)}
    return [
        Line(service, service.capacity, row)
        for row in rows
        if (service := own.get(row.service_id)) is not None and service.capacity is not None
    ]


def own_files(actor: Actor, *, limit: int = 10) -> Sequence[CapacityFile]:
    """Give the files that the actor's organisation applied last, newest first."""
    require(actor, Permission.CAPACITY_CHANGE)
    applied = select(CapacityFile).where(
        CapacityFile.organisation_id == actor.organisation_id, CapacityFile.applied_at.is_not(None)
    )
    return db.session.scalars(applied.order_by(CapacityFile.applied_at.desc(), CapacityFile.id).limit(limit)).all()
