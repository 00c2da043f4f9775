"""A provider's question about a tender: what may become of it, and until when it may be asked and answered. Pure."""

from datetime import datetime
from enum import StrEnum

from directory.kit.days import LONDON, days_later, working_days_before
from directory.kit.lifecycle import Lifecycle
from directory.tenders.rules.states import Phase, takes_bids

LONGEST_QUESTION = 4_000
LONGEST_ANSWER = 12_000
# so that nobody buries a tender under questions; one provider's, not yet answered
MOST_WAITING = 30
WORKING_DAYS_TO_REMIND = 2

LATE = (
    "The time for questions is over, by the clock of this site. Your question was not sent. "
    "What you wrote still stands below: read the questions and answers, and what they leave open is for your bid"
)


class QuestionStatus(StrEnum):
    """Where a question stands. Nothing tells who asked it."""

    ASKED = "asked"
    ANSWERED = "answered"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


class QuestionMove(StrEnum):
    """What may be done with a question: answered or refused by a commissioner, taken back by who asked."""

    ANSWER = "answer"
    REFUSE = "refuse"
    TAKE_BACK = "take_back"


QS = QuestionStatus
QUESTION_LIFECYCLE: Lifecycle[QuestionStatus, QuestionMove] = Lifecycle(
    {
        QuestionMove.ANSWER: (frozenset({QS.ASKED}), QS.ANSWERED),
        QuestionMove.REFUSE: (frozenset({QS.ASKED}), QS.REFUSED),
        QuestionMove.TAKE_BACK: (frozenset({QS.ASKED}), QS.TAKEN_BACK),
    }
)

QUESTION_WORDS: dict[QuestionStatus, str] = {
    QS.ASKED: "Waits for an answer",
    QS.ANSWERED: "Answered",
    QS.REFUSED: "Not answered",
    QS.TAKEN_BACK: "Taken back",
}


def takes_answers(at: Phase) -> bool:
    """Say whether an answer may be published: while it can still change a bid."""
    return takes_bids(at)


def overdue(answers_by_at: datetime | None, now: datetime) -> bool:
    """Say whether the time by which answers were promised has come."""
    return answers_by_at is not None and now >= answers_by_at


def remind_from(answers_by_at: datetime) -> datetime:
    """Give when commissioners are reminded of open questions: two working days before, at the same time in London."""
    there = answers_by_at.astimezone(LONDON)
    earlier = working_days_before(there.date(), WORKING_DAYS_TO_REMIND)
    return days_later(answers_by_at, -(there.date() - earlier).days)


def check_question(text: str) -> dict[str, str]:
    """Give what is wrong with a question as typed, by field; nothing where it may be asked."""
    return _checked("question", text, "Write your question", LONGEST_QUESTION)


def check_answer(question: str, text: str) -> dict[str, str]:
    """Give what is wrong with a question as it would be published, and its answer, by field."""
    asked = _checked("question", question, "Write the question as everybody will read it", LONGEST_ANSWER)
    return asked | _checked("answer", text, "Write the answer", LONGEST_ANSWER)


def _checked(field: str, text: str, missing: str, longest: int) -> dict[str, str]:
    if not text.strip():
        return {field: missing}
    if len(text) > longest:
        return {field: f"Use {longest:,} characters or fewer; this has {len(text):,}"}
    return {}


def as_markdown() -> str:
    """Give ``docs/lifecycles/question.md``: the table as a diagram."""
    return "\n".join(
        [
            "# The lifecycle of a question about a tender",
            "",
            "Generated from `directory/tenders/rules/questions.py` by `flask docs lifecycles`; a test compares them.",
            "",
            "```mermaid",
            QUESTION_LIFECYCLE.mermaid().rstrip(),
            "```",
            "",
            "Asked while the tender is `open`: `questions_close_at` is the first moment that is too late.",
            "Answered or refused by a commissioner of the tender's authority, answered until bids close;",
            "taken back by the provider that asked. One answer may be to several questions.",
            "Who asked is sealed: no page, program, mail or record tells it, not to those who answer either.",
            "",
        ]
    )
