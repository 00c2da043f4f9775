"""The decision, what bidders were told of it, how long it rested and what came against it, the contracts."""

from collections.abc import Iterator
from uuid import UUID

from directory.awards.models import Contract, Decision
from directory.awards.rules.challenge import CLAIM_WORDS, LIFTING_WORDS
from directory.awards.rules.contract import ENDING_WORDS, PERMITTED_WORDS, RATING_WORDS, STATUS_WORDS
from directory.awards.rules.standstill import STANDSTILL_WORDS
from directory.awards.rules.summary import OUTCOME_WORDS, Outcome
from directory.awards.told import told
from directory.records.material import Material
from directory.records.rules.document import Block, Heading, Hidden, Prose, Table, Words, facts
from directory.records.rules.withholding import Secret
from directory.records.writing.opening import LATER
from directory.records.writing.saying import day, exactly, money

OUTCOMES = {outcome: words.replace("you", "it").replace("Your bid", "It") for outcome, words in OUTCOME_WORDS.items()}
NO_DECISION = "No award was proposed."


def _told(material: Material) -> list[Decision]:
    """Give the decisions that may stand in the file: all that bidders know, and once nobody judges any more all."""
    return [one for one in material.decisions if one.announced_at is not None or not material.still_judged]


def _when(material: Material, person_id: UUID | None, at: str) -> Words | None:
    return (material.names.person(person_id), f", {at}") if at else None


def decision(material: Material) -> Iterator[Block]:
    """Give each proposal, who approved and announced it, and who gets what."""
    found = _told(material)
    if not found:
        yield Prose(LATER if material.still_judged else NO_DECISION)
        return
    for one in found:
        yield Heading(f"Decision {one.number}")
        yield facts(
            f"About decision {one.number}",
            ("Proposed", _when(material, one.proposed_by, exactly(one.proposed_at))),
            ("Approved", _when(material, one.approved_by, exactly(one.approved_at))),
            ("Announced", _when(material, one.announced_by, exactly(one.announced_at)) or "Not announced"),
            ("Judged again", _when(material, one.reopened_by, exactly(one.reopened_at))),
            ("Why it was judged again", Hidden(Secret.OPINIONS, one.reopened_reason) if one.reopened_reason else None),
        )
        awards = [award for award in one.awards if award.organisation_id in material.names.bidders]
        rows = tuple(
            (
                str(award.lot),
                str(award.rank),
                material.names.bidder(award.organisation_id),
                money(award.value_pence)
                if (award.bid_id, award.lot) in material.won
                else Hidden(Secret.PRICES, money(award.value_pence)),
            )
            for award in awards
        )
        if rows:
            yield Table(f"Who gets what by decision {one.number}", ("Lot", "Rank", "Bidder", "Value"), rows)
        for lot in one.lots:
            if not lot.winners:
                yield Prose((f"Lot {lot.lot} goes to nobody: ", Hidden(Secret.OPINIONS, lot.reason)))


def summaries(material: Material) -> Iterator[Block]:
    """Give what each bidder was told of how its bid was judged."""
    if not material.judged:
        yield Prose(LATER if material.still_judged else NO_DECISION)
        return
    numbers = {one.id: one.number for one in material.case.bids}
    decisions = {one.id: one for one in material.decisions}
    if not material.summaries:
        yield Prose("No assessment summary was made.")
    for row in material.summaries:
        of = decisions[row.decision_id]
        number, said = numbers[row.bid_id], told(of, row)
        yield Heading((f"Bid {number}: ", material.names.bidder(row.organisation_id), f", decision {of.number}"))
        yield facts(f"Summary for bid {number}", ("Sent", exactly(row.sent_at) or "Not sent"))
        for lot in said.lots:
            lines = tuple(
                (
                    line.name,
                    line.weight,
                    line.score or "by price",
                    line.points if line.score else Hidden(Secret.PRICES, line.points),
                    Hidden(Secret.OPINIONS, said.words.get(f"{lot.lot}.{line.criterion}", "")),
                )
                for line in lot.own.lines
            )
            yield Prose((f"Lot {lot.lot}: {_outcome(lot.outcome)}. ", Hidden(Secret.OPINIONS, said.why(lot.lot))))
            head = ("Criterion", "Weight", "Score", "Points", "What was said")
            yield Table(f"Summary for bid {number}, lot {lot.lot}", head, lines)


def _outcome(outcome: Outcome) -> str:
    return OUTCOMES[outcome].lower()


def standstill(material: Material) -> Iterator[Block]:
    """Give how long each announced award rested, and what came against it."""
    announced = [one for one in material.decisions if one.announced_at is not None]
    if not announced:
        yield Prose("No award was announced, so none rested.")
    for one in announced:
        stands = one.reopened_at is None
        ends_at = material.tender.standstill_ends_at if stands else one.first_ends_at
        yield facts(
            f"Standstill of decision {one.number}",
            ("Kind", STANDSTILL_WORDS[one.standstill]),
            ("Why", one.standstill_reason),
            ("Working days", str(one.standstill_days) if one.standstill != "none" else None),
            ("Announced, which is its first day", exactly(one.announced_at)),
            ("Ends", exactly(ends_at) or "Not known while a challenge is open"),
        )
        for challenge in material.challenges:
            if challenge.decision_id == one.id:
                yield facts(
                    f"Challenge to decision {one.number}",
                    ("What came", CLAIM_WORDS[challenge.kind]),
                    ("The authority was told", exactly(challenge.notified_at)),
                    ("What it says", Hidden(Secret.LETTERS, challenge.what)),
                    ("Recorded", _when(material, challenge.recorded_by, exactly(challenge.recorded_at))),
                    ("Over", _when(material, challenge.lifted_by, exactly(challenge.lifted_at))),
                    ("What followed", LIFTING_WORDS[challenge.lifting] if challenge.lifting else None),
                    ("Why", Hidden(Secret.LETTERS, challenge.lifted_reason) if challenge.lifted_reason else None),
                )


def contracts(material: Material) -> Iterator[Block]:
    """Give each contract with its changes, how it was kept, and its end."""
    if not material.contracts:
        yield Prose("No contract was made.")
    for number, one in enumerate(material.contracts, 1):
        yield Heading((f"Contract {number}, lot {one.lot}: ", material.names.bidder(one.organisation_id)))
        yield facts(
            f"About contract {number}",
            ("State", STATUS_WORDS[one.status]),
            ("Signed", _when(material, one.signed_by, f"for {day(one.signed_on)}") if one.signed_on else None),
            ("Starts", day(one.starts_on)),
            ("Ends", day(one.ends_on)),
            ("As awarded it would end", day(one.awarded_ends_on)),
            ("Value", money(one.value_pence) if one.value_pence is not None else None),
            ("As awarded", money(one.awarded_value_pence) if one.awarded_value_pence is not None else None),
            ("Extensions", f"{one.extended_months} of {one.extension_months} months taken"),
            ("Notice published", _when(material, one.notice_by, exactly(one.notice_at))),
            ("Ended", _when(material, one.ended_by, day(one.ended_on))),
            ("How it ended", ENDING_WORDS[one.ending] if one.ending else None),
            ("Why", Hidden(Secret.LETTERS, one.ended_reason) if one.ended_reason else None),
            ("Not signed because", Hidden(Secret.LETTERS, one.dropped_reason) if one.dropped_reason else None),
        )
        yield from _changes(material, number, one)


def _changes(material: Material, number: int, one: Contract) -> Iterator[Block]:
    changes = tuple(
        (
            day(each.changed_on),
            Hidden(Secret.LETTERS, each.what),
            Hidden(Secret.LETTERS, each.reason),
            f"{day(each.ends_on_before)} to {day(each.ends_on_after)}",
            f"{money(each.value_before_pence)} to {money(each.value_after_pence)}",
            PERMITTED_WORDS[each.permitted] if each.permitted else "; ".join(each.flags) or "not substantial",
            material.names.person(each.changed_by),
        )
        for each in one.changes
    )
    if changes:
        head = ("On", "What", "Why", "End", "Value", "Substantial", "By")
        yield Table(f"Changes of contract {number}", head, changes)
    notes = tuple(
        (
            day(each.noted_on),
            Hidden(Secret.OPINIONS, RATING_WORDS[each.rating]),
            Hidden(Secret.OPINIONS, each.text),
            material.names.person(each.written_by),
        )
        for each in one.notes
        if each.authority_id == one.authority_id
    )
    if notes:
        yield Table(f"How contract {number} was kept", ("On", "Rating", "Words", "By"), notes)
