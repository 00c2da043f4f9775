from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, SmallInteger, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from directory.kit.crypto import SealedText
from directory.kit.db import Identified, Model, by_value, one_of
from directory.tenders.rules.questions import QuestionStatus


class Answer(Identified, Model):
    """A question and its answer as everybody reads them, numbered from 1. Never changed itself.

    ``changes_tender``: the answer said that an amendment follows. ``overruled`` keeps, as JSON, why what looked like
    an identifier is none.
    """

    __tablename__ = "tender_answers"
    __table_args__ = (UniqueConstraint("tender_id", "number"),)

    tender_id: Mapped[UUID] = mapped_column(ForeignKey("tenders.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(SmallInteger)
    question: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    changes_tender: Mapped[bool]
    answered_at: Mapped[datetime]
    answered_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    overruled: Mapped[str] = mapped_column(SealedText("answer-overrules"), default="[]")


class Question(Identified, Model):
    """What a provider asked, in its own words, for the tender's commissioners and for itself.

    Who asked stands in no column here: see ``Asker``.
    """

    __tablename__ = "tender_questions"
    __table_args__ = (
        one_of("status", QuestionStatus),
        CheckConstraint("(status = 'answered') = (answer_id IS NOT NULL)", name="answered_by_an_answer"),
        CheckConstraint("(status = 'refused') = (reason <> '')", name="refused_with_reason"),
    )

    tender_id: Mapped[UUID] = mapped_column(ForeignKey("tenders.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    status: Mapped[QuestionStatus] = mapped_column(by_value(QuestionStatus), default=QuestionStatus.ASKED)
    asked_at: Mapped[datetime]
    answer_id: Mapped[UUID | None] = mapped_column(ForeignKey("tender_answers.id"), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    settled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @property
    def waits(self) -> bool:
        """Say whether it waits for an answer."""
        return self.status == QuestionStatus.ASKED


class Asker(Model):
    """Which organisation asked a question, sealed, so that it finds its own. No page, API or export reads another's.

    A table of its own: whoever loads a question cannot come upon it.
    """

    __tablename__ = "tender_question_askers"

    question_id: Mapped[UUID] = mapped_column(ForeignKey("tender_questions.id", ondelete="CASCADE"), primary_key=True)
    organisation: Mapped[str] = mapped_column(SealedText("question-asker"))
