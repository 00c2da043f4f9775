"""Who may be awarded a lot: the best, by the ranks that judging gave, and nobody out of turn."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from directory.awards.rules.standing import LotResult, Standing
from directory.tenders.rules import Kind

MOST_MEMBERS = 200


@dataclass(frozen=True)
class Choice:
    """What is proposed for a lot: to how many of the best it goes; 0 with a reason where nobody gets it."""

    lot: int
    winners: int
    reason: str = ""


def in_turn(result: LotResult, out: Collection[UUID]) -> tuple[Standing, ...]:
    """Give the bids that may be awarded a lot, best first: those with a rank, without those that gave it up."""
    ranked = [one for one in result.standings if one.rank is not None and one.bid_id not in out]
    return tuple(sorted(ranked, key=lambda one: (one.rank or 0, one.number)))


def check_choices(
    kind: Kind, results: Sequence[LotResult], choices: Sequence[Choice], out: Mapping[int, Collection[UUID]]
) -> dict[str, str]:
    """Give what is wrong with a proposal, by ``winners_LOT`` and ``reason_LOT``; nothing where it may be made.

    ``results`` are the lots to be decided; ``out`` who gave up which lot.
    """
    wrong: dict[str, str] = {}
    said = {one.lot: one for one in choices}
    for lot in set(said) - {one.lot for one in results}:
        wrong[f"winners_{lot}"] = f"Lot {lot} is not to be decided"
    if len(said) != len(choices):
        wrong["lots"] = "Name each lot once"
    for result in results:
        choice = said.get(result.lot)
        if choice is None:
            wrong[f"winners_{result.lot}"] = f"Lot {result.lot}: say whether it is awarded"
            continue
        wrong |= _check(kind, result, choice, len(in_turn(result, out.get(result.lot, ()))))
    return wrong


def _check(kind: Kind, result: LotResult, choice: Choice, able: int) -> dict[str, str]:
    lot = result.lot
    most = min(able, MOST_MEMBERS if kind == Kind.FRAMEWORK else 1)
    if result.missing:
        return {f"winners_{lot}": f"Lot {lot} cannot be decided yet: {result.missing[0]}"}
    if not 0 <= choice.winners <= most:
        if not able:
            return {f"winners_{lot}": f"Lot {lot}: there is no bid that may be awarded it"}
        words = f"to the best {most} at most" if kind == Kind.FRAMEWORK else "to the best bid, or to nobody"
        return {f"winners_{lot}": f"Lot {lot}: award it {words}"}
    if not choice.winners and not choice.reason.strip():
        return {f"reason_{lot}": f"Lot {lot}: say why nobody is awarded it. Bidders and the public read this"}
    return {}
