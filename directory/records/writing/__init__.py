"""From all that is known of a tender to the sections of its file."""

from collections.abc import Iterator, Sequence

from directory.records.material import Material
from directory.records.rules.document import Block, Document, Part, Prose, Section, Table, facts
from directory.records.rules.redaction import Withheld
from directory.records.rules.withholding import GROUNDS, PURPOSE_WORDS, Purpose
from directory.records.writing import asked, decision, judging, notice, opening, results, trail
from directory.records.writing.saying import exactly
from directory.tenders.rules.words import words

WRITERS = {
    Part.NOTICE: notice.notice,
    Part.AMENDMENTS: notice.amendments,
    Part.QUESTIONS: asked.questions,
    Part.DOCUMENTS: asked.documents,
    Part.OPENING: opening.opening,
    Part.INTERESTS: opening.interests,
    Part.BIDS: opening.bids,
    Part.SCORES: judging.scores,
    Part.MODERATION: judging.moderation,
    Part.CONDITIONS: judging.conditions,
    Part.PRICES: results.prices,
    Part.STANDING: results.standing,
    Part.DECISION: decision.decision,
    Part.SUMMARIES: decision.summaries,
    Part.STANDSTILL: decision.standstill,
    Part.CONTRACTS: decision.contracts,
    Part.TRAIL: trail.trail,
}


def written(material: Material, purpose: Purpose) -> Document:
    """Give the whole file of a tender, with all that may be withheld marked."""
    tender = material.tender
    front = facts(
        "About this file",
        ("Tender", f"{tender.title} ({tender.reference})"),
        ("Authority", tender.authority.name),
        ("Where it stands", words(material.phase)),
        ("For", PURPOSE_WORDS[purpose]),
        ("As it stood", exactly(material.at)),
    )
    sections = tuple(Section(part, tuple(write(material))) for part, write in WRITERS.items())
    subject = f"{tender.title} ({tender.reference})"
    return Document("Procurement file", subject, (front,), sections)


def withholding(withheld: Sequence[Withheld]) -> Iterator[Block]:
    """Give what a reader is told of what is withheld: how much of what, where, and on what ground."""
    if not withheld:
        yield Prose("Nothing is withheld from this file.")
        return
    rows = tuple(
        (
            GROUNDS[one.secret].what,
            f"section {GROUNDS[one.secret].section}",
            GROUNDS[one.secret].why,
            str(one.places),
            ", ".join(one.sections),
        )
        for one in withheld
    )
    head = ("What is withheld", "Ground", "Why", "Places", "Where")
    yield Table("What is withheld, under the Freedom of Information Act 2000", head, rows)
