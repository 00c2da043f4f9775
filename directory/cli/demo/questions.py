"""The demonstration's questions about an open tender: one answered to two, one that waits; a document, a watcher."""

from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

from directory.access import Actor, Role
from directory.cli.demo.asks import actor
from directory.cli.demo.papers import as_pdf
from directory.tenders import actions

SPECIFICATION = (
    "Specification (demonstration)",
    "1. A guardian meets the child within 24 hours, with an interpreter where one is needed.",
    "2. The same guardian stays with the child. A change is told a week before, with the reason.",
    "3. Each guardian is supervised every two weeks by somebody who has done this work.",
    "4. Records are kept in the child's own words where the child wishes it.",
)
HOUR = timedelta(hours=1)


def add_specification(drafter: Actor, tender_id: UUID, now: datetime) -> None:
    """Put a document into a draft."""
    content = BytesIO(as_pdf(SPECIFICATION))
    actions.add_document(drafter, tender_id, title="Specification", stream=content, name="Specification.pdf", now=now)


def add_questions(officer: Actor, tender_id: UUID, published_at: datetime) -> None:
    """Have providers ask about a tender, and an officer answer some of it."""
    first, second = (actor(Role.PROVIDER_ADMIN, name) for name in ("Open Door Advocacy", "Harbour Light Care"))
    one = actions.ask(
        first,
        tender_id,
        question="Must a guardian speak the child’s language, or is an interpreter enough?",
        now=published_at + HOUR,
    )
    two = actions.ask(
        second, tender_id, question="May guardians work with interpreters by telephone?", now=published_at + 2 * HOUR
    )
    actions.answer(
        officer,
        tender_id,
        [one.id, two.id],
        question="Is an interpreter enough, and may it be by telephone?",
        answer="Yes. For the first meeting the interpreter is in the room; afterwards the child chooses.",
        now=published_at + 5 * HOUR,
    )
    actions.ask(second, tender_id, question="Can the two lots be won by one provider?", now=published_at + 6 * HOUR)
    actions.watch(second, tender_id, now=published_at + 6 * HOUR)
