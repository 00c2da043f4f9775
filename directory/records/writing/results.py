"""Prices and what was asked about them, draws, and how the bids stand."""

from collections.abc import Iterator

from directory.awards.rules.standing import Standing
from directory.records.material import Material
from directory.records.rules.document import Block, Heading, Hidden, Prose, Table, facts
from directory.records.rules.withholding import Secret
from directory.records.writing.opening import LATER, NONE_OPENED
from directory.records.writing.saying import day, exactly, money
from directory.tenders.rules import CriterionKind


def prices(material: Material) -> Iterator[Block]:
    """Give when prices were opened, and what was asked, answered and decided about low ones."""
    case = material.case
    if not material.judged:
        yield Prose(LATER if material.still_judged else NONE_OPENED)
        return
    if case.evaluation is not None and case.evaluation.prices_opened_at is not None:
        yield facts(
            "Prices were opened",
            ("When", exactly(case.evaluation.prices_opened_at)),
            ("By", material.names.person(case.evaluation.prices_opened_by)),
        )
    numbers = {one.id: one.number for one in case.bids}
    asked = sorted(case.price_queries.values(), key=lambda one: (numbers[one.bid_id], one.lot))
    if not asked:
        yield Prose("No price was questioned.")
    for one in asked:
        decided = {None: "not decided", True: "disregarded as abnormally low", False: "not disregarded"}
        yield facts(
            f"Price of bid {numbers[one.bid_id]} for lot {one.lot}",
            ("Asked", exactly(one.told_at)),
            ("Question", Hidden(Secret.LETTERS, one.question) if one.question else None),
            ("Answer by", day(one.answer_by_on)),
            ("Answer", Hidden(Secret.LETTERS, one.answer) if one.answer else None),
            ("Answered", exactly(one.answered_at)),
            ("Decided", decided[one.disregarded]),
            ("Why", Hidden(Secret.LETTERS, one.reason) if one.reason else None),
            ("By", material.names.person(one.decided_by) if one.decided_by else None),
            ("When", exactly(one.decided_at)),
        )


def standing(material: Material) -> Iterator[Block]:
    """Give the points and ranks of each lot, how they came about, and the draws."""
    if not material.judged:
        yield Prose(LATER if material.still_judged else NONE_OPENED)
        return
    for lot in material.standing:
        yield Heading(f"Lot {lot.lot}: {lot.title}")
        if lot.missing:
            yield Prose("Nobody has a rank: " + "; ".join(lot.missing) + ".")
        if not lot.standings:
            yield Prose("Nobody bid for this lot.")
            continue
        rows = tuple(
            (
                str(one.rank) if one.rank else "none",
                (f"Bid {one.number}: ", material.names.bidder(one.organisation_id)),
                Hidden(Secret.PRICES, str(one.total)),
                _price(material, one, lot.lot),
                Hidden(Secret.OPINIONS, "; ".join(one.failures)) if one.failures else "",
            )
            for one in lot.standings
        )
        yield Table(f"Results of lot {lot.lot}", ("Rank", "Bid", "Total", "Price", "Why it failed"), rows)
        steps = tuple(
            (
                str(one.number),
                step.name,
                "" if step.score is None else str(step.score),
                Hidden(Secret.PRICES, step.sum) if step.kind == CriterionKind.PRICE else step.sum,
            )
            for one in sorted(lot.standings, key=lambda each: each.number)
            for step in one.judged
        )
        yield Table(f"How the points of lot {lot.lot} came about", ("Bid", "Criterion", "Score", "Points"), steps)
    for draw in material.case.draws:
        if draw.order:
            yield facts(
                f"Draw in lot {draw.lot}",
                ("Between", ", ".join(f"bid {number}" for number in draw.bids)),
                ("Drawn", ", then ".join(f"bid {number}" for number in draw.order)),
                ("Asked for by", material.names.person(draw.asked_by)),
                ("Drawn by", material.names.person(draw.drawn_by)),
                ("When", exactly(draw.drawn_at)),
            )


def _price(material: Material, one: Standing, lot: int) -> str | Hidden:
    price = money(one.price_pence)
    return price if (one.bid_id, lot) in material.won else Hidden(Secret.PRICES, price)
