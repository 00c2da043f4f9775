"""How much of a framework's stated value is used: what was signed under it, beside what its notice estimated. Pure.

Source: Procurement Act 2023, s45(5)(b): a framework states its estimated value. That going over it is to be looked at,
and from which share on it is told, is our own rule.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from directory.codes import ServiceType
from directory.frameworks.rules.scope import covers

NEAR_PERCENT = 80
FULL_PERCENT = 100


@dataclass(frozen=True)
class Scope:
    """A lot of the framework, as far as it decides what belongs to it. ``members`` are those it ever had, by id."""

    number: int
    service_types: tuple[str, ...]
    areas: tuple[str, ...]
    members: frozenset[object] = frozenset()


def lot_of(
    scopes: Sequence[Scope], types: Collection[ServiceType], areas: Collection[str], provider: object = None
) -> int:
    """Give the number of the framework's lot under which something was bought: the first that covers it.

    Of several the first in which the provider is, or was, a member; where none covers it, the first of all.
    """
    covering = [one for one in scopes if covers(one.service_types, one.areas, types, areas)] or list(scopes)
    return next((one.number for one in covering if provider in one.members), covering[0].number)


@dataclass(frozen=True)
class LotUse:
    """What was bought in one lot. ``value_pence``: of contracts that are signed or have ended, as varied since."""

    number: int
    title: str
    call_offs: int = 0
    contracts: int = 0
    value_pence: int = 0
    placements: int = 0


@dataclass(frozen=True)
class Use:
    """What was bought under a framework, lot by lot. ``whole``: by all buyers, so that it may be held to the value."""

    lots: tuple[LotUse, ...]
    whole: bool
    stated_pence: int | None = None

    @property
    def total_pence(self) -> int:
        """Give the value of all contracts."""
        return sum(one.value_pence for one in self.lots)

    @property
    def percent(self) -> int | None:
        """Give the share of the stated value in whole percent, rounded down; None where it cannot be said."""
        return self.total_pence * FULL_PERCENT // self.stated_pence if self.whole and self.stated_pence else None

    @property
    def near(self) -> bool:
        """Say whether the stated value is nearly used, and not yet passed."""
        return self.percent is not None and self.percent >= NEAR_PERCENT and not self.over

    @property
    def over(self) -> bool:
        """Say whether more was signed than was stated."""
        return self.whole and self.stated_pence is not None and self.total_pence > self.stated_pence
