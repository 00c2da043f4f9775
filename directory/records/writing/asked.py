"""What was asked about the tender and answered to all, without who asked; and the documents with all their versions."""

from collections.abc import Iterator

from directory.records.material import Material
from directory.records.rules.document import Block, Heading, Prose, Table
from directory.records.writing.saying import exactly
from directory.tenders.rules.questions import QuestionStatus

STATES = {
    QuestionStatus.ASKED: "not answered yet",
    QuestionStatus.REFUSED: "refused",
    QuestionStatus.TAKEN_BACK: "taken back by who asked",
}


def questions(material: Material) -> Iterator[Block]:
    """Give every answer as all read it, and what was asked and not answered."""
    if not material.answers and not material.questions:
        yield Prose("Nothing was asked.")
    for one in material.answers:
        yield Heading(f"Answer {one.number}")
        yield Prose(f"Question: {one.question}")
        yield Prose(f"Answer: {one.text}")
        yield Prose((f"Answered {exactly(one.answered_at)} by ", *material.names.run(one.answered_by)))
    left = tuple(
        (exactly(one.asked_at), one.text, STATES[one.status], one.reason)
        for one in material.questions
        if one.status in STATES
    )
    if left:
        yield Table("Questions without an answer", ("Asked", "Question", "State", "Why"), left)


def documents(material: Material) -> Iterator[Block]:
    """Give each document with its versions: when each came, from whom, why, and what it was."""
    if not material.tender.documents:
        yield Prose("No document belongs to the notice.")
    for one in material.tender.documents:
        rows = tuple(
            (
                str(version.number),
                version.file.name,
                version.file.size,
                exactly(version.added_at),
                material.names.person(version.added_by),
                version.reason,
                version.file.sha256,
            )
            for version in one.versions
        )
        head = ("Version", "File", "Size", "Added", "By", "Why", "SHA-256")
        yield Table(f"Document {one.number}: {one.title}", head, rows)
