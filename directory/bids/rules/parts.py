"""The parts in which a bid is written: each is saved by itself, so that several people can write at once."""

import hashlib
from dataclasses import asdict, dataclass, replace
from typing import Any

from directory.bids.rules.content import Answer, Bid, Insurance, Price
from directory.kit.canonical import text_of

NO_INSURANCE = Insurance()


@dataclass(frozen=True)
class Lots:
    """Which lots the bid is for, by number."""

    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Prices:
    """All prices of the bid."""

    prices: tuple[Price, ...] = ()


@dataclass(frozen=True)
class Cover:
    """Insurance and policies."""

    insurance: Insurance = NO_INSURANCE
    policies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Registrations:
    """The provider's own services that would do the work, by id."""

    services: tuple[str, ...] = ()


Part = Answer | Lots | Prices | Cover | Registrations


def kept_in(bid: Bid, part: Part) -> Part:
    """Give what the bid holds in place of ``part``."""
    if isinstance(part, Answer):
        found = (one for one in bid.answers if (one.criterion, one.lot) == (part.criterion, part.lot))
        return next(found, Answer(part.criterion, "", part.lot))
    if isinstance(part, Lots):
        return Lots(bid.lots)
    if isinstance(part, Prices):
        return Prices(bid.prices)
    if isinstance(part, Cover):
        return Cover(bid.insurance, bid.policies)
    return Registrations(bid.registrations)


def put_in(bid: Bid, part: Part) -> Bid:
    """Give the bid with ``part`` in its place; everything has one order, so that equal bids have equal digests."""
    if isinstance(part, Answer):
        others = [one for one in bid.answers if (one.criterion, one.lot) != (part.criterion, part.lot)]
        kept = [*others, part] if part.text else others
        return replace(bid, answers=tuple(sorted(kept, key=lambda one: (one.criterion, one.lot))))
    if isinstance(part, Lots):
        return replace(bid, lots=tuple(sorted(set(part.numbers))))
    if isinstance(part, Prices):
        return replace(bid, prices=tuple(sorted(part.prices, key=lambda one: (one.lot, one.line))))
    if isinstance(part, Cover):
        return replace(bid, insurance=part.insurance, policies=tuple(sorted(set(part.policies))))
    return replace(bid, registrations=tuple(sorted(set(part.services))))


def mark(part: Part) -> str:
    """Give a short fingerprint of a part: another one means that it was changed since it was read."""
    said: list[Any] = [type(part).__name__, asdict(part)]
    return hashlib.sha256(text_of(said).encode()).hexdigest()[:16]
