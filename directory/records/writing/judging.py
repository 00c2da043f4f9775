"""How the bids were judged: each evaluator alone, then together; the conditions and what was decided about them."""

from collections.abc import Iterator

from directory.awards.rules.gates import GATE_WORDS
from directory.records.material import Material
from directory.records.rules.document import Block, Heading, Hidden, Prose, Table, runs
from directory.records.rules.withholding import Secret
from directory.records.writing.opening import LATER, NONE_OPENED
from directory.records.writing.saying import exactly, for_lot, yes_no


def _not_yet(material: Material) -> str:
    return LATER if material.still_judged else NONE_OPENED


def scores(material: Material) -> Iterator[Block]:
    """Give what each evaluator scored alone, and why, of those too who left or were kept away later."""
    case = material.case
    if not material.judged:
        yield Prose(_not_yet(material))
        return
    members = {member.id: member for member in case.members}
    numbers = {one.id: one.number for one in case.bids}
    counted = {(one.id, cell.bid, cell.criterion, cell.lot) for one in case.panel for cell in case.to_score(one)}
    for number in case.scored:
        yield Heading(case.notice.criteria[number - 1].name)
        rows = tuple(
            (
                str(numbers[one.bid_id]),
                for_lot(one.lot),
                material.names.person(members[one.member_id].person_id),
                str(one.score),
                Hidden(Secret.OPINIONS, one.comment),
                yes_no((one.member_id, numbers[one.bid_id], number, one.lot) in counted),
            )
            for one in sorted(material.scores, key=lambda each: numbers[each.bid_id])
            if one.criterion == number
        )
        head = ("Bid", "For", "Who", "Score", "Comment", "Counts")
        yield Table(f"Scores for {case.notice.criteria[number - 1].name}", head, rows)


def moderation(material: Material) -> Iterator[Block]:
    """Give what was agreed for each answer, why, and whether prices were known then."""
    case = material.case
    if not material.judged:
        yield Prose(_not_yet(material))
        return
    if case.evaluation is not None and case.evaluation.closed_at is not None:
        yield Prose(
            (
                f"The scoring was closed before all had finished, {exactly(case.evaluation.closed_at)}, by ",
                *runs(material.names.person(case.evaluation.closed_by)),
                f": {case.evaluation.closed_reason}",
            )
        )
    for number in case.scored:
        name = case.notice.criteria[number - 1].name
        rows = []
        for cell in case.cells(number):
            one = case.opened(cell.bid)
            kept = case.consensus.get((one.id, cell.criterion, cell.lot)) if one else None
            if kept is not None:
                reason = Hidden(Secret.OPINIONS, kept.reason)
                who = material.names.person(kept.agreed_by)
                when = exactly(kept.agreed_at) + (" (prices were known)" if kept.after_prices else "")
                rows.append((str(cell.bid), for_lot(cell.lot), str(kept.score), reason, who, when))
        yield Table(f"Agreed for {name}", ("Bid", "For", "Score", "Reason", "Written by", "When"), tuple(rows))


def conditions(material: Material) -> Iterator[Block]:
    """Give what was not met or not known, and what was decided."""
    case = material.case
    if not material.judged:
        yield Prose(_not_yet(material))
        return
    numbers = {one.id: one.number for one in case.bids}
    rows = tuple(
        (
            str(numbers[one.bid_id]),
            GATE_WORDS[one.gate],
            for_lot(one.lot),
            Hidden(Secret.OPINIONS, one.found),
            "passes" if one.passes else "fails",
            Hidden(Secret.OPINIONS, one.reason),
            material.names.person(one.decided_by),
            exactly(one.decided_at),
        )
        for one in sorted(case.gate_decisions.values(), key=lambda each: (numbers[each.bid_id], each.gate, each.lot))
    )
    if not rows:
        yield Prose("Every condition was met, so nothing was to be decided.")
        return
    head = ("Bid", "Condition", "For", "Found", "Decided", "Why", "By", "When")
    yield Table("Conditions that were decided about", head, rows)
