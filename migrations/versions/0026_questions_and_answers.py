"""questions and answers."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tender_answers",
        sa.Column("tender_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("changes_tender", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=False),
        sa.Column("overruled", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by"], ["people.id"], name=op.f("fk_tender_answers_answered_by")),
        sa.ForeignKeyConstraint(
            ["tender_id"], ["tenders.id"], name=op.f("fk_tender_answers_tender_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tender_answers")),
        sa.UniqueConstraint("tender_id", "number", name=op.f("uq_tender_answers_tender_id_number")),
    )
    op.create_table(
        "tender_questions",
        sa.Column("tender_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(status = 'answered') = (answer_id IS NOT NULL)", name=op.f("ck_tender_questions_answered_by_an_answer")
        ),
        sa.CheckConstraint(
            "(status = 'refused') = (reason <> '')", name=op.f("ck_tender_questions_refused_with_reason")
        ),
        sa.CheckConstraint(
            "status IN ('answered', 'asked', 'refused', 'taken_back')", name=op.f("ck_tender_questions_status_known")
        ),
        sa.ForeignKeyConstraint(["answer_id"], ["tender_answers.id"], name=op.f("fk_tender_questions_answer_id")),
        sa.ForeignKeyConstraint(
            ["tender_id"], ["tenders.id"], name=op.f("fk_tender_questions_tender_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tender_questions")),
    )
    op.create_index(op.f("ix_tender_questions_answer_id"), "tender_questions", ["answer_id"], unique=False)
    op.create_index(op.f("ix_tender_questions_tender_id"), "tender_questions", ["tender_id"], unique=False)
    op.create_table(
        "tender_question_askers",
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("organisation", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["tender_questions.id"],
            name=op.f("fk_tender_question_askers_question_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_tender_question_askers")),
    )


def downgrade() -> None:
    op.drop_table("tender_question_askers")
    op.drop_index(op.f("ix_tender_questions_tender_id"), table_name="tender_questions")
    op.drop_index(op.f("ix_tender_questions_answer_id"), table_name="tender_questions")
    op.drop_table("tender_questions")
    op.drop_table("tender_answers")
