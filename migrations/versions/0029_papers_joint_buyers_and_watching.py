"""papers, joint buyers and watching."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

BEFORE = "kind IN ('answers', 'asked', 'late_approvals', 'news', 'placements', 'work')"
AFTER = "kind IN ('answers', 'asked', 'late_approvals', 'news', 'placements', 'tenders', 'work')"


def _kinds(condition: str) -> None:
    for name in ("notice_preferences", "notice_deliveries"):
        with op.batch_alter_table(name) as table:
            table.drop_constraint(op.f(f"ck_{name}_kind_known"), type_="check")
            table.create_check_constraint(op.f(f"ck_{name}_kind_known"), condition)


def upgrade() -> None:
    _kinds(AFTER)
    op.create_table(
        "tender_documents",
        sa.Column("tender_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tender_id"], ["tenders.id"], name=op.f("fk_tender_documents_tender_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tender_documents")),
        sa.UniqueConstraint("tender_id", "number", name=op.f("uq_tender_documents_tender_id_number")),
    )
    op.create_table(
        "tender_joint_buyers",
        sa.Column("tender_id", sa.Uuid(), nullable=False),
        sa.Column("gss_code", sa.String(length=9), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(status = 'outside') = (organisation_id IS NULL)",
            name=op.f("ck_tender_joint_buyers_outside_without_account"),
        ),
        sa.CheckConstraint("status <> 'outside' OR note <> ''", name=op.f("ck_tender_joint_buyers_outside_with_note")),
        sa.CheckConstraint(
            "status IN ('agreed', 'declined', 'invited', 'left', 'outside')",
            name=op.f("ck_tender_joint_buyers_status_known"),
        ),
        sa.ForeignKeyConstraint(["answered_by"], ["people.id"], name=op.f("fk_tender_joint_buyers_answered_by")),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_tender_joint_buyers_asked_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_tender_joint_buyers_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["tender_id"], ["tenders.id"], name=op.f("fk_tender_joint_buyers_tender_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tender_joint_buyers")),
        sa.UniqueConstraint("tender_id", "gss_code", name=op.f("uq_tender_joint_buyers_tender_id_gss_code")),
    )
    op.create_index(
        op.f("ix_tender_joint_buyers_organisation_id"), "tender_joint_buyers", ["organisation_id"], unique=False
    )
    op.create_table(
        "tender_reminders",
        sa.Column("tender_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tender_id"], ["tenders.id"], name=op.f("fk_tender_reminders_tender_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tender_reminders")),
        sa.UniqueConstraint("tender_id", "what", name=op.f("uq_tender_reminders_tender_id_what")),
    )
    op.create_table(
        "tender_watches",
        sa.Column("tender_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_of", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_tender_watches_person_id")),
        sa.ForeignKeyConstraint(
            ["tender_id"], ["tenders.id"], name=op.f("fk_tender_watches_tender_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tender_watches")),
        sa.UniqueConstraint("tender_id", "person_id", name=op.f("uq_tender_watches_tender_id_person_id")),
    )
    op.create_index(op.f("ix_tender_watches_person_id"), "tender_watches", ["person_id"], unique=False)
    op.create_table(
        "tender_document_versions",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["people.id"], name=op.f("fk_tender_document_versions_added_by")),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["tender_documents.id"],
            name=op.f("fk_tender_document_versions_document_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_tender_document_versions_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tender_document_versions")),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_tender_document_versions_document_id_number")),
        sa.UniqueConstraint("file_id", name=op.f("uq_tender_document_versions_file_id")),
    )


def downgrade() -> None:
    for name in ("notice_preferences", "notice_deliveries"):
        op.execute(f"DELETE FROM {name} WHERE kind = 'tenders'")
    _kinds(BEFORE)
    op.drop_table("tender_document_versions")
    op.drop_index(op.f("ix_tender_watches_person_id"), table_name="tender_watches")
    op.drop_table("tender_watches")
    op.drop_table("tender_reminders")
    op.drop_index(op.f("ix_tender_joint_buyers_organisation_id"), table_name="tender_joint_buyers")
    op.drop_table("tender_joint_buyers")
    op.drop_table("tender_documents")
