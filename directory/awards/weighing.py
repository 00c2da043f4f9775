"""From what is known of a judging to how its lots stand, and what is still to be judged."""

from collections.abc import Iterator
from uuid import UUID

from directory.awards.case import Case, Opened
from directory.awards.models import PriceQuery
from directory.awards.rules.abnormal import unusually_low
from directory.awards.rules.arithmetic import Agreed, Entry, score_failures, standings, ties
from directory.awards.rules.gates import GATE_WORDS, Finding, Gate
from directory.awards.rules.panel import Ruling, lot_judged
from directory.awards.rules.standing import LotResult
from directory.bids.rules.pricing import lot_pence
from directory.tenders.rules import CriterionKind, Status, numbered

NO_PRICE = "The bid gives no price for every line of this lot"


def weighed(case: Case) -> tuple[LotResult, ...]:
    """Give how each lot stands, with what is missing."""
    return tuple(_lot(case, number) for number, _ in numbered(case.notice.lots))


def price_of(case: Case, one: Opened, lot: int) -> int | None:
    """Give what a bid's prices for a lot come to, in pence; None where a line has none."""
    return lot_pence(one.bid, lot, case.notice.lots[lot - 1])


def flagged_findings(case: Case, one: Opened) -> list[Finding]:
    """Give the conditions of a bid that are not met or not known: each needs a decision."""
    return [found for found in case.findings(one) if not found.met]


def flagged_prices(case: Case, lot: int) -> dict[UUID, str]:
    """Give the prices of a lot that ask for a second look, and why; none before prices are open."""
    if not case.priced:
        return {}
    prices = {}
    for one in case.bids:
        price = price_of(case, one, lot) if lot in one.bid.lots else None
        failed = _gate_failures(case, one, lot) or score_failures(case.notice.criteria, _entry(case, one, lot))
        if price is not None and not failed:
            prices[one.id] = price
    return unusually_low(prices)


def entries(case: Case, lot: int) -> list[Entry]:
    """Give the bids of a lot as they are judged, by number."""
    return [_entry(case, one, lot) for one in case.bids if lot in one.bid.lots]


def _entry(case: Case, one: Opened, lot: int) -> Entry:
    agreed = {}
    for criterion in case.scored:
        kept = case.consensus.get((one.id, criterion, lot_judged(one.bid, criterion, lot)))
        if kept is not None:
            agreed[criterion] = Agreed(kept.score, kept.reason)
    price = price_of(case, one, lot) if case.priced else None
    return Entry(
        one.id,
        one.number,
        one.organisation_id,
        one.name,
        agreed,
        price,
        (*_gate_failures(case, one, lot), *_price_failures(case, one, lot)),
    )


def _gate_failures(case: Case, one: Opened, lot: int) -> tuple[str, ...]:
    """Give the conditions that, as was decided, a bid does not meet, with the reasons, in the order of the gates."""
    decided = (case.gate_decisions.get((one.id, gate, at)) for gate in Gate for at in (0, lot))
    return tuple(f"{GATE_WORDS[each.gate]}: {each.reason}" for each in decided if each and not each.passes)


def _price_failures(case: Case, one: Opened, lot: int) -> Iterator[str]:
    if not case.priced or not has_price(case):
        return
    asked = case.price_queries.get((one.id, lot))
    if asked is not None and asked.disregarded:
        yield f"The price is abnormally low: {asked.reason}"
    if price_of(case, one, lot) is None:
        yield NO_PRICE


def has_price(case: Case) -> bool:
    """Say whether the notice judges a price."""
    return any(one.kind == CriterionKind.PRICE for _, one in numbered(case.notice.criteria))


def _lot(case: Case, lot: int) -> LotResult:
    missing = tuple(_missing(case, lot))
    drawn = [[_bid(case, number) for number in one.order] for one in case.draws if one.lot == lot and one.order]
    found = standings(
        case.notice.criteria,
        entries(case, lot),
        case.notice.details.tie_break,
        drawn=drawn,
        complete=not missing,
    )
    tied = [" and ".join(f"bid {one.number}" for one in group) for group in ties(found)]
    draws = tuple(f"A draw between {words}, which are tied" for words in tied)
    return LotResult(lot, case.notice.lots[lot - 1].title, found, missing or draws)


def _bid(case: Case, number: int) -> UUID:
    return next(one.id for one in case.bids if one.number == number)


def _missing(case: Case, lot: int) -> Iterator[str]:
    """Give what must be done before the lot can be decided, in the order in which it is done."""
    if case.evaluation is None:
        yield "The judging has not begun"
        return
    if any(one.ruling == Ruling.PENDING for said in case.declarations.values() for one in said.interests):
        yield "A declared interest waits for a decision"
    if not case.scores_shown:
        yield "Evaluators have not finished"
    here = [one for one in case.bids if lot in one.bid.lots]
    for one in here:
        for found in undecided(case, one, lot):
            yield f"Bid {one.number}: a decision about {GATE_WORDS[found.gate].lower()}"
    unscored = sum(unagreed(case, one, lot) for one in here)
    if unscored:
        yield f"{unscored} agreed score{'s' if unscored != 1 else ''}"
    if not case.priced and has_price(case):
        yield "The prices are not open"
    flagged = flagged_prices(case, lot)
    for one in here:
        asked = case.price_queries.get((one.id, lot))
        if (asked or one.id in flagged) and open_query(asked):
            yield f"Bid {one.number}: a decision about its low price"


def undecided(case: Case, one: Opened, lot: int) -> list[Finding]:
    """Give the conditions of a bid that wait for a decision: while bids are judged.

    Once an award is proposed, what changes in the directory no longer changes how the lot stands.
    """
    if case.tender.status not in {Status.UNSEALED, Status.EVALUATING}:
        return []
    found = [each for each in flagged_findings(case, one) if each.lot in {0, lot}]
    return [each for each in found if (one.id, each.gate, each.lot) not in case.gate_decisions]


def open_query(asked: PriceQuery | None) -> bool:
    """Say whether a low price waits for a decision."""
    return asked is None or asked.disregarded is None


def unagreed(case: Case, one: Opened, lot: int) -> int:
    """Give how many answers of a bid have no agreed score; none of a bid that a condition stopped."""
    if _gate_failures(case, one, lot):
        return 0
    return sum((one.id, number, lot_judged(one.bid, number, lot)) not in case.consensus for number in case.scored)
