"""Who opened which bids, who judges them and in whom they have an interest, and what the bids say."""

from collections.abc import Iterator

from directory.awards.case import Opened
from directory.awards.rules.gates import GATE_WORDS, Gate
from directory.awards.rules.panel import RULING_WORDS, Ruling
from directory.bids.rules.pricing import lot_pence
from directory.records.material import Material
from directory.records.rules.document import Block, Heading, Hidden, Prose, Table, Words, facts
from directory.records.rules.withholding import Secret
from directory.records.writing.saying import exactly, for_lot, money, yes_no
from directory.tenders.rules import Policy
from directory.tenders.rules.words import words

SEALED = "Bids are sealed. Nobody can read them, nor learn whether there are any, before two officers open them."
LATER = (
    "Bids are being judged. What they say, the scores, the prices and how they stand come into the file when the "
    "bidders have been told of the decision, or the tender has ended: those who judge must not read them here."
)
NONE_OPENED = "No bid was opened."


def opening(material: Material) -> Iterator[Block]:
    """Give the opening record."""
    record, unsealing = material.opening, material.unsealing
    if record is None or unsealing is None:
        yield Prose(SEALED if material.tender.status == "open" else NONE_OPENED)
        return
    yield facts(
        "Opening record",
        ("Bids closed", exactly(material.tender.closes_at)),
        ("Begun by", material.names.person(unsealing.begun_by)),
        ("Begun", exactly(record.begun_at)),
        ("Opened by", material.names.person(unsealing.opened_by)),
        ("Opened", exactly(record.opened_at)),
        ("Bids opened", str(len(record.bids))),
    )
    rows = tuple(
        (str(row.number), material.names.bidder(row.organisation_id), exactly(row.received_at), row.digest)
        for row in record.bids
    )
    if rows:
        head = ("Bid", "Bidder", "Received", "SHA-256 of what was submitted")
        yield Table("Bids that came in time", head, rows)
    for one in record.unopened:
        yield Prose((f"{one['words']}. ", Hidden(Secret.BIDDERS, one.get("organisation") or "", "A bidder")))


def interests(material: Material) -> Iterator[Block]:
    """Give who judges, and what was declared and decided."""
    case, names = material.case, material.names
    if not case.bids:
        yield Prose(NONE_OPENED)
        return
    criteria = material.case.notice.criteria
    members = tuple(
        (
            names.person(one.person_id),
            ", ".join(criteria[number - 1].name for number in one.criteria),
            exactly(one.appointed_at),
            exactly(one.finished_at) or (f"left {exactly(one.left_at)}: {one.left_reason}" if one.left_at else ""),
        )
        for one in case.members
    )
    yield Table("The panel", ("Who", "Criteria", "Appointed", "Finished"), members)
    declared = tuple(
        (
            names.person(said.person_id),
            exactly(said.declared_at),
            Hidden(Secret.INTERESTS, ", ".join(f"bid {one.bid_number}" for one in said.interests) or "none"),
        )
        for said in case.declarations.values()
    )
    yield Table("Declarations of interest", ("Who", "When", "Interest in"), declared)
    rows = tuple(
        (
            names.person(said.person_id),
            Hidden(Secret.INTERESTS, f"Bid {one.bid_number}: {one.words}"),
            Hidden(Secret.INTERESTS, RULING_WORDS[one.ruling]),
            Hidden(Secret.INTERESTS, one.reason),
            names.person(one.decided_by) if one.ruling != Ruling.PENDING else "",
        )
        for said in case.declarations.values()
        for one in said.interests
    )
    if rows:
        yield Table("What was decided", ("Who", "Interest", "What follows", "Why", "Decided by"), rows)


def bids(material: Material) -> Iterator[Block]:
    """Give what each bid says."""
    if not material.judged:
        yield Prose(LATER if material.still_judged else NONE_OPENED)
        return
    for one in material.case.bids:
        yield Heading((f"Bid {one.number}: ", material.names.bidder(one.organisation_id)))
        yield _about(one)
        for number, criterion in enumerate(material.case.notice.criteria, 1):
            for said in one.bid.answers:
                if said.criterion == number:
                    yield Heading(f"Bid {one.number}: {criterion.name}, {for_lot(said.lot)}", level=3)
                    yield Prose(Hidden(Secret.BIDS, said.text))
        lines = tuple(_lines(material, one))
        if lines:
            yield Table(f"Prices of bid {one.number}", ("Lot", "What for", "Price"), lines)
        files = tuple(
            (Hidden(Secret.BIDS, kept.name), f"{kept.size_bytes:,} bytes", Hidden(Secret.BIDS, kept.sha256))
            for kept in one.bid.files
        )
        if files:
            yield Table(f"Files of bid {one.number}", ("File", "Size", "SHA-256"), files)


def _about(one: Opened) -> Table:
    bid = one.bid
    covers = (
        (Gate.PUBLIC_LIABILITY, bid.insurance.public_liability_pence),
        (Gate.EMPLOYERS_LIABILITY, bid.insurance.employers_liability_pence),
        (Gate.PROFESSIONAL_INDEMNITY, bid.insurance.professional_indemnity_pence),
    )
    policies = ", ".join(words(Policy(each)) for each in bid.policies)
    return facts(
        f"About bid {one.number}",
        ("Lots", ", ".join(str(lot) for lot in bid.lots)),
        ("Declaration made", yes_no(bid.declared)),
        *((GATE_WORDS[gate], Hidden(Secret.BIDS, money(pence))) for gate, pence in covers if pence is not None),
        ("Policies", Hidden(Secret.BIDS, policies) if policies else None),
    )


def _lines(material: Material, one: Opened) -> Iterator[tuple[Words, ...]]:
    for lot in one.bid.lots:
        asked = material.case.notice.lots[lot - 1]
        secret = Secret.WINNING_PRICES if (one.id, lot) in material.won else Secret.PRICES
        for price in one.bid.prices:
            if price.lot == lot and price.line <= len(asked.price_lines):
                line = asked.price_lines[price.line - 1]
                yield (
                    str(lot),
                    f"{line.description} ({words(line.unit)}, {line.quantity:,} of them)",
                    Hidden(secret, money(price.pence)),
                )
        whole = money(lot_pence(one.bid, lot, asked))
        yield str(lot), "In all", whole if secret == Secret.WINNING_PRICES else Hidden(secret, whole)
