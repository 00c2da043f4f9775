"""initial."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_heads",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_heads_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_heads")),
    )
    op.create_table(
        "audit_records",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("thing_kind", sa.String(), nullable=False),
        sa.Column("thing_id", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_records")),
    )
    op.create_index(op.f("ix_audit_records_organisation_id"), "audit_records", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_audit_records_person_id"), "audit_records", ["person_id"], unique=False)
    op.create_index("ix_audit_records_thing", "audit_records", ["thing_kind", "thing_id", "sequence"], unique=False)
    op.create_table(
        "jobs",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("arguments", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("status IN ('done', 'failed', 'running', 'waiting')", name=op.f("ck_jobs_status_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    op.create_index("ix_jobs_due", "jobs", ["status", "run_at"], unique=False)
    op.create_index(
        "uq_jobs_waiting_key",
        "jobs",
        ["key"],
        unique=True,
        sqlite_where=sa.text("status = 'waiting' AND key IS NOT NULL"),
        postgresql_where=sa.text("status = 'waiting' AND key IS NOT NULL"),
    )
    op.create_table(
        "mails",
        sa.Column("recipient", sa.LargeBinary(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "status IN ('interrupted', 'sending', 'sent', 'waiting')", name=op.f("ck_mails_status_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
    )
    op.create_table(
        "notices",
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("permission", sa.String(length=40), nullable=True),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("endpoint", sa.String(length=80), nullable=False),
        sa.Column("arguments", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(permission IS NULL) = (organisation_id IS NULL)", name=op.f("ck_notices_permission_of_organisation")
        ),
        sa.CheckConstraint("(person_id IS NULL) <> (organisation_id IS NULL)", name=op.f("ck_notices_for_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_organisation_id"), "notices", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_notices_person_id"), "notices", ["person_id"], unique=False)
    op.create_table(
        "organisations",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("name_key", sa.String(length=300), nullable=False),
        sa.Column("gss_code", sa.String(length=9), nullable=True),
        sa.Column("company_number", sa.String(length=20), nullable=True),
        sa.Column("register_number", sa.String(length=20), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind IN ('authority', 'operator', 'provider')", name=op.f("ck_organisations_kind_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
    )
    op.create_index(
        "uq_organisations_gss_code",
        "organisations",
        ["gss_code"],
        unique=True,
        sqlite_where=sa.text("gss_code IS NOT NULL"),
        postgresql_where=sa.text("gss_code IS NOT NULL"),
    )
    op.create_index("uq_organisations_kind_name_key", "organisations", ["kind", "name_key"], unique=True)
    op.create_table(
        "search_documents",
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("text_sequence", sa.BigInteger(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_name", sa.String(length=300), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("service_type", sa.String(length=40), nullable=False),
        sa.Column("specialisms", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("languages", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("age_minimum", sa.SmallInteger(), nullable=False),
        sa.Column("age_maximum", sa.SmallInteger(), nullable=False),
        sa.Column("gender", sa.String(length=40), nullable=False),
        sa.Column("registered", sa.Integer(), nullable=True),
        sa.Column("available", sa.Integer(), nullable=True),
        sa.Column("available_from", sa.Date(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rating", sa.String(length=40), nullable=False),
        sa.Column("rating_on", sa.Date(), nullable=True),
        sa.Column("authority", sa.String(length=9), nullable=True),
        sa.Column("region", sa.String(length=40), nullable=True),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("area", sa.String(length=200), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("radius_miles", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_search_documents")),
    )
    op.create_index(op.f("ix_search_documents_organisation_id"), "search_documents", ["organisation_id"], unique=False)
    op.create_index("ix_search_documents_sequence", "search_documents", ["sequence"], unique=True)
    op.create_table(
        "search_sequences",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_search_sequences_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_sequences")),
    )
    op.create_table(
        "tries",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tries")),
        sa.UniqueConstraint("key", name=op.f("uq_tries_key")),
    )
    op.create_index(op.f("ix_tries_last_at"), "tries", ["last_at"], unique=False)
    op.create_table(
        "invitations",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("roles", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("token_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_invitations_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_fingerprint", name=op.f("uq_invitations_token_fingerprint")),
    )
    op.create_index(op.f("ix_invitations_organisation_id"), "invitations", ["organisation_id"], unique=False)
    op.create_table(
        "people",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("totp_secret", sa.LargeBinary(), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sessions_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_people_email_lower")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_people_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )
    op.create_index(op.f("ix_people_organisation_id"), "people", ["organisation_id"], unique=False)
    op.create_table(
        "requests",
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("urgency", sa.String(length=40), nullable=True),
        sa.Column("needed_by", sa.Date(), nullable=True),
        sa.Column("age", sa.SmallInteger(), nullable=True),
        sa.Column("gender", sa.String(length=40), nullable=True),
        sa.Column("siblings", sa.SmallInteger(), nullable=False),
        sa.Column("unaccompanied", sa.Boolean(), nullable=True),
        sa.Column("service_types", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("specialisms", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("languages", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("near", sa.String(length=120), nullable=False),
        sa.Column("within", sa.Double(), nullable=True),
        sa.Column("avoid", sa.LargeBinary(), nullable=False),
        sa.Column("summary", sa.LargeBinary(), nullable=False),
        sa.Column("sections_saved", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawal_reason", sa.String(length=40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(status IN ('withdrawn', 'unmet')) = (closed_at IS NOT NULL)", name=op.f("ck_requests_closed_when_over")
        ),
        sa.CheckConstraint("gender IN ('any', 'female', 'male')", name=op.f("ck_requests_gender_known")),
        sa.CheckConstraint(
            "status IN ('awaiting_approval', 'draft', 'screening', 'searching', 'unmet', 'withdrawn')",
            name=op.f("ck_requests_status_known"),
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'withdrawn') OR submitted_at IS NOT NULL", name=op.f("ck_requests_submitted")
        ),
        sa.CheckConstraint(
            "status NOT IN ('searching', 'unmet') OR approved_at IS NOT NULL", name=op.f("ck_requests_approved")
        ),
        sa.CheckConstraint("urgency IN ('emergency', 'planned')", name=op.f("ck_requests_urgency_known")),
        sa.CheckConstraint(
            "withdrawal_reason IN ('changed', 'family', 'found_elsewhere', 'mistake', 'not_needed')",
            name=op.f("ck_requests_withdrawal_reason_known"),
        ),
        sa.CheckConstraint("age BETWEEN 0 AND 25", name=op.f("ck_requests_age_possible")),
        sa.CheckConstraint("siblings BETWEEN 0 AND 9", name=op.f("ck_requests_siblings_possible")),
        sa.ForeignKeyConstraint(["authority_id"], ["organisations.id"], name=op.f("fk_requests_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
        sa.UniqueConstraint("reference", name=op.f("uq_requests_reference")),
    )
    op.create_index("ix_requests_authority", "requests", ["authority_id", "status", "created_at"], unique=False)
    op.create_table(
        "services",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("service_type", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("urn", sa.String(length=20), nullable=True),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("registration", sa.String(length=40), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("register_type", sa.String(length=120), nullable=False),
        sa.Column("rating", sa.String(length=40), nullable=False),
        sa.Column("rating_on", sa.Date(), nullable=True),
        sa.Column("gender", sa.String(length=40), nullable=False),
        sa.Column("age_minimum", sa.SmallInteger(), nullable=False),
        sa.Column("age_maximum", sa.SmallInteger(), nullable=False),
        sa.Column("languages", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("authority_gss", sa.String(length=9), nullable=True),
        sa.Column("region", sa.String(length=40), nullable=True),
        sa.Column("outcode", sa.String(length=4), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("postcode", sa.String(length=8), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("telephone", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=False),
        sa.Column("area_kind", sa.String(length=40), nullable=True),
        sa.Column("area_code", sa.String(length=40), nullable=True),
        sa.Column("area_name", sa.String(length=200), nullable=False),
        sa.Column("area_latitude", sa.Double(), nullable=True),
        sa.Column("area_longitude", sa.Double(), nullable=True),
        sa.Column("area_radius_miles", sa.Double(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "NOT confidential OR (address = '' AND postcode = '' AND latitude IS NULL AND longitude IS NULL)",
            name=op.f("ck_services_confidential_has_no_place"),
        ),
        sa.CheckConstraint("gender IN ('any', 'female', 'male')", name=op.f("ck_services_gender_known")),
        sa.CheckConstraint(
            "rating IN ('good', 'inadequate', 'not_yet_rated', 'outstanding', 'requires_improvement')",
            name=op.f("ck_services_rating_known"),
        ),
        sa.CheckConstraint(
            "registration IN ('active', 'cancelled', 'gone', 'resigned', 'suspended', 'unregulated')",
            name=op.f("ck_services_registration_known"),
        ),
        sa.CheckConstraint(
            "service_type IN ('adoption_agency', 'adoption_support', 'advocacy', 'age_assessment_support', 'boarding_school', 'childrens_home', 'foster_care', 'fostering_agency', 'holiday_scheme', 'immigration_advice', 'independent_visitor', 'interpreting', 'parent_and_child_foster_care', 'residential_college', 'residential_family_centre', 'residential_special_school', 'return_home_interview', 'secure_childrens_home', 'secure_training_centre', 'short_breaks', 'supported_accommodation', 'supported_lodgings', 'therapy', 'trafficking_guardian', 'training')",
            name=op.f("ck_services_service_type_known"),
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'paused', 'published', 'withdrawn')", name=op.f("ck_services_status_known")
        ),
        sa.CheckConstraint(
            "0 <= age_minimum AND age_minimum <= age_maximum AND age_maximum <= 25", name=op.f("ck_services_ages")
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_services_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_services")),
    )
    op.create_index(op.f("ix_services_authority_gss"), "services", ["authority_gss"], unique=False)
    op.create_index(op.f("ix_services_organisation_id"), "services", ["organisation_id"], unique=False)
    op.create_index(
        "uq_services_urn",
        "services",
        ["urn"],
        unique=True,
        sqlite_where=sa.text("urn IS NOT NULL"),
        postgresql_where=sa.text("urn IS NOT NULL"),
    )
    op.create_table(
        "unmet_needs",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("service_types", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("specialisms", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=True),
        sa.Column("days_searched", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("offers", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "reason IN ('cost', 'no_match', 'no_offer', 'no_suitable_offer', 'too_far', 'too_late')",
            name=op.f("ck_unmet_needs_reason_known"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["organisations.id"], name=op.f("fk_unmet_needs_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unmet_needs")),
    )
    op.create_index(op.f("ix_unmet_needs_authority_id"), "unmet_needs", ["authority_id"], unique=False)
    op.create_index("ix_unmet_needs_closed", "unmet_needs", ["closed_on"], unique=False)
    op.create_table(
        "api_tokens",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("prefix", sa.String(length=12), nullable=False),
        sa.Column("token_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("scopes", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_api_tokens_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("token_fingerprint", name=op.f("uq_api_tokens_token_fingerprint")),
    )
    op.create_index(op.f("ix_api_tokens_person_id"), "api_tokens", ["person_id"], unique=False)
    op.create_table(
        "capacities",
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("registered", sa.Integer(), nullable=False),
        sa.Column("staffed", sa.Integer(), nullable=False),
        sa.Column("occupied", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=False),
        sa.Column("available_from", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "registered >= staffed AND staffed >= occupied + held + closed AND occupied >= 0 AND held >= 0 AND closed >= 0",
            name=op.f("ck_capacities_possible"),
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["services.id"], name=op.f("fk_capacities_service_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_capacities")),
    )
    op.create_table(
        "capacity_changes",
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("registered", sa.Integer(), nullable=False),
        sa.Column("staffed", sa.Integer(), nullable=False),
        sa.Column("occupied", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=False),
        sa.Column("available_from", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "way IN ('api', 'csv', 'demo', 'import', 'link', 'page')", name=op.f("ck_capacity_changes_way_known")
        ),
        sa.CheckConstraint(
            "registered >= staffed AND staffed >= occupied + held + closed AND occupied >= 0 AND held >= 0 AND closed >= 0",
            name=op.f("ck_capacity_changes_possible"),
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["services.id"], name=op.f("fk_capacity_changes_service_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capacity_changes")),
    )
    op.create_index("ix_capacity_changes_service", "capacity_changes", ["service_id", "at"], unique=False)
    op.create_table(
        "claims",
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("specialism", sa.String(length=40), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("assured_until", sa.Date(), nullable=True),
        sa.Column("assured_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "specialism IN ('adhd', 'age_disputed', 'attachment', 'autism', 'complex_health_needs', 'county_lines', 'criminal_exploitation', 'debt_bondage', 'domestic_abuse', 'domestic_servitude', 'eating_disorder', 'education_support', 'emergency', 'emotional_and_behavioural_needs', 'female_genital_mutilation', 'gang_affected', 'harmful_sexual_behaviour', 'honour_based_abuse', 'labour_exploitation', 'learning_disability', 'leaving_care', 'lgbtq', 'missing_risk', 'modern_slavery', 'national_referral_mechanism', 'physical_disability', 'pregnancy_and_parenting', 'ptsd', 'remand', 'same_faith', 'same_language', 'self_harm', 'sensory_impairment', 'sexual_exploitation', 'short_notice', 'sibling_groups', 'solo_placement', 'substance_misuse', 'therapeutic_parenting', 'trafficking', 'trauma', 'unaccompanied_asylum_seeking')",
            name=op.f("ck_claims_specialism_known"),
        ),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_claims_service_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
        sa.UniqueConstraint("service_id", "specialism", name=op.f("uq_claims_service_id_specialism")),
    )
    op.create_table(
        "memberships",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "role IN ('assurer', 'authority_admin', 'commissioner', 'director', 'operator_admin', 'placements_manager', 'provider_admin', 'provider_staff', 'social_worker')",
            name=op.f("ck_memberships_role_known"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_memberships_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint("person_id", "role", name=op.f("uq_memberships_person_id_role")),
    )
    op.create_table(
        "password_resets",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_password_resets_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_resets")),
        sa.UniqueConstraint("token_fingerprint", name=op.f("uq_password_resets_token_fingerprint")),
    )
    op.create_index(op.f("ix_password_resets_person_id"), "password_resets", ["person_id"], unique=False)
    op.create_table(
        "recovery_codes",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_recovery_codes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("code_fingerprint", name=op.f("uq_recovery_codes_code_fingerprint")),
    )
    op.create_index(op.f("ix_recovery_codes_person_id"), "recovery_codes", ["person_id"], unique=False)
    op.create_table(
        "request_matches",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("tier", sa.String(length=40), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("eligible", sa.Boolean(), nullable=False),
        sa.Column("distance_miles", sa.Double(), nullable=True),
        sa.Column("reasons", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("why_not", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("known", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("matched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("tier IN ('framework', 'in_house', 'wider')", name=op.f("ck_request_matches_tier_known")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_request_matches_request_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_request_matches_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_matches")),
        sa.UniqueConstraint("request_id", "service_id", name=op.f("uq_request_matches_request_id_service_id")),
    )
    op.create_index("ix_request_matches_service", "request_matches", ["service_id", "eligible"], unique=False)
    op.create_table(
        "request_offers",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("weekly_fee_pence", sa.Integer(), nullable=True),
        sa.Column("available_on", sa.Date(), nullable=True),
        sa.Column("place", sa.LargeBinary(), nullable=False),
        sa.Column("inclusions", sa.LargeBinary(), nullable=False),
        sa.Column("matching_statement", sa.LargeBinary(), nullable=False),
        sa.Column("decline_reason", sa.String(length=40), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(status = 'declined') = (decline_reason IS NOT NULL)", name=op.f("ck_request_offers_decline_has_a_reason")
        ),
        sa.CheckConstraint(
            "decline_reason IN ('area', 'dates', 'matching', 'needs', 'no_place', 'registration', 'staffing')",
            name=op.f("ck_request_offers_decline_reason_known"),
        ),
        sa.CheckConstraint(
            "status != 'offered' OR (weekly_fee_pence IS NOT NULL AND available_on IS NOT NULL)",
            name=op.f("ck_request_offers_offer_is_whole"),
        ),
        sa.CheckConstraint(
            "status IN ('declined', 'offered', 'withdrawn')", name=op.f("ck_request_offers_status_known")
        ),
        sa.CheckConstraint("weekly_fee_pence BETWEEN 0 AND 5000000", name=op.f("ck_request_offers_fee_possible")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_request_offers_request_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_request_offers_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_offers")),
    )
    op.create_index(op.f("ix_request_offers_service_id"), "request_offers", ["service_id"], unique=False)
    op.create_index(
        "uq_request_offers_live",
        "request_offers",
        ["request_id", "service_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('offered', 'declined')"),
        postgresql_where=sa.text("status IN ('offered', 'declined')"),
    )
    op.create_table(
        "request_releases",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("tier", sa.String(length=40), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by", sa.Uuid(), nullable=True),
        sa.Column("answer_by_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("tier IN ('framework', 'in_house', 'wider')", name=op.f("ck_request_releases_tier_known")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_request_releases_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_releases")),
        sa.UniqueConstraint("request_id", "tier", name=op.f("uq_request_releases_request_id_tier")),
    )
    op.create_table(
        "request_screenings",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("screened_on", sa.Date(), nullable=False),
        sa.Column("screened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("screened_by", sa.Uuid(), nullable=True),
        sa.Column("indicators", sa.LargeBinary(), nullable=False),
        sa.Column("level", sa.LargeBinary(), nullable=False),
        sa.Column("judgement", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_request_screenings_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_screenings")),
    )
    op.create_index(op.f("ix_request_screenings_request_id"), "request_screenings", ["request_id"], unique=False)
    op.create_table(
        "signed_in_sessions",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_signed_in_sessions_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_in_sessions")),
    )
    op.create_index(op.f("ix_signed_in_sessions_began_at"), "signed_in_sessions", ["began_at"], unique=False)
    op.create_index(op.f("ix_signed_in_sessions_person_id"), "signed_in_sessions", ["person_id"], unique=False)
    op.create_table(
        "tenders",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_by", sa.Uuid(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.Uuid(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("regime", sa.String(length=40), nullable=False),
        sa.Column("procedure", sa.String(length=40), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=True),
        sa.Column("justification", sa.Text(), nullable=False),
        sa.Column("shortening", sa.String(length=40), nullable=False),
        sa.Column("shortening_reason", sa.Text(), nullable=False),
        sa.Column("cpv_codes", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("value_minimum_pence", sa.BigInteger(), nullable=True),
        sa.Column("value_maximum_pence", sa.BigInteger(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("extension_months", sa.SmallInteger(), nullable=False),
        sa.Column("questions_close_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answers_by_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("needs_active_registration", sa.Boolean(), nullable=False),
        sa.Column("refuses_inadequate", sa.Boolean(), nullable=False),
        sa.Column("public_liability_pence", sa.BigInteger(), nullable=True),
        sa.Column("employers_liability_pence", sa.BigInteger(), nullable=True),
        sa.Column("professional_indemnity_pence", sa.BigInteger(), nullable=True),
        sa.Column("policies", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.CheckConstraint(
            "ground IN ('additional', 'no_suitable_bids', 'one_supplier', 'urgency', 'user_choice')",
            name=op.f("ck_tenders_ground_known"),
        ),
        sa.CheckConstraint("kind IN ('contract', 'framework')", name=op.f("ck_tenders_kind_known")),
        sa.CheckConstraint("procedure IN ('direct', 'limited', 'open')", name=op.f("ck_tenders_procedure_known")),
        sa.CheckConstraint("regime IN ('light_touch', 'standard')", name=op.f("ck_tenders_regime_known")),
        sa.CheckConstraint(
            "shortening IN ('none', 'planned_notice', 'urgency')", name=op.f("ck_tenders_shortening_known")
        ),
        sa.CheckConstraint(
            "status IN ('approved', 'awaiting_approval', 'cancelled', 'draft', 'open', 'withdrawn')",
            name=op.f("ck_tenders_status_known"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('approved', 'open', 'cancelled') OR approved_by <> drafted_by AND approved_by IS NOT NULL",
            name=op.f("ck_tenders_approved_by_another"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('open', 'cancelled') OR (published_at IS NOT NULL AND closes_at IS NOT NULL)",
            name=op.f("ck_tenders_open_has_dates"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('withdrawn', 'cancelled') OR ended_reason <> ''", name=op.f("ck_tenders_ended_with_reason")
        ),
        sa.CheckConstraint("starts_on < ends_on", name=op.f("ck_tenders_dates_in_order")),
        sa.CheckConstraint("value_minimum_pence <= value_maximum_pence", name=op.f("ck_tenders_values_in_order")),
        sa.ForeignKeyConstraint(["approved_by"], ["people.id"], name=op.f("fk_tenders_approved_by")),
        sa.ForeignKeyConstraint(["authority_id"], ["organisations.id"], name=op.f("fk_tenders_authority_id")),
        sa.ForeignKeyConstraint(["drafted_by"], ["people.id"], name=op.f("fk_tenders_drafted_by")),
        sa.ForeignKeyConstraint(["edited_by"], ["people.id"], name=op.f("fk_tenders_edited_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["people.id"], name=op.f("fk_tenders_ended_by")),
        sa.ForeignKeyConstraint(["published_by"], ["people.id"], name=op.f("fk_tenders_published_by")),
        sa.ForeignKeyConstraint(["submitted_by"], ["people.id"], name=op.f("fk_tenders_submitted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenders")),
        sa.UniqueConstraint("reference", name=op.f("uq_tenders_reference")),
    )
    op.create_index(op.f("ix_tenders_authority_id"), "tenders", ["authority_id"], unique=False)
    op.create_index("ix_tenders_status_closes_at", "tenders", ["status", "closes_at"], unique=False)
    op.create_table(
        "tender_alerts",
        sa.Column("tender_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("told_of", sa.String(length=40), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_tender_alerts_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["tender_id"], ["tenders.id"], name=op.f("fk_tender_alerts_tender_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tender_alerts")),
        sa.UniqueConstraint("tender_id", "organisation_id", name=op.f("uq_tender_alerts_tender_id_organisation_id")),
    )
    op.create_index(op.f("ix_tender_alerts_organisation_id"), "tender_alerts", ["organisation_id"], unique=False)
    op.create_table(
        "tender_amendments",
        sa.Column("tender_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("amended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("amended_by", sa.Uuid(), nullable=False),
        sa.Column("material", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("differences", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["amended_by"], ["people.id"], name=op.f("fk_tender_amendments_amended_by")),
        sa.ForeignKeyConstraint(
            ["tender_id"], ["tenders.id"], name=op.f("fk_tender_amendments_tender_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tender_amendments")),
        sa.UniqueConstraint("tender_id", "number", name=op.f("uq_tender_amendments_tender_id_number")),
    )
    op.create_table(
        "tender_criteria",
        sa.Column("tender_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("weight_hundredths", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("word_limit", sa.Integer(), nullable=True),
        sa.Column("guide", sa.Text(), nullable=False),
        sa.Column("formula", sa.String(length=40), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "formula IN ('distance_from_lowest', 'lowest_over_price')", name=op.f("ck_tender_criteria_formula_known")
        ),
        sa.CheckConstraint("kind IN ('price', 'quality', 'social_value')", name=op.f("ck_tender_criteria_kind_known")),
        sa.CheckConstraint("weight_hundredths BETWEEN 1 AND 10000", name=op.f("ck_tender_criteria_weight_possible")),
        sa.ForeignKeyConstraint(
            ["tender_id"], ["tenders.id"], name=op.f("fk_tender_criteria_tender_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tender_criteria")),
        sa.UniqueConstraint("tender_id", "number", name=op.f("uq_tender_criteria_tender_id_number")),
    )
    op.create_table(
        "tender_lots",
        sa.Column("tender_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("service_types", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("weekly_hours", sa.Integer(), nullable=True),
        sa.Column("areas", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("joint_buyers", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("value_maximum_pence", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("places > 0 AND weekly_hours > 0", name=op.f("ck_tender_lots_amounts_above_nothing")),
        sa.ForeignKeyConstraint(
            ["tender_id"], ["tenders.id"], name=op.f("fk_tender_lots_tender_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tender_lots")),
        sa.UniqueConstraint("tender_id", "number", name=op.f("uq_tender_lots_tender_id_number")),
    )
    _keep_the_record()


def _keep_the_record() -> None:
    """Audit records are added and never changed; the two counters begin at nothing."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER audit_records_no_{verb} BEFORE {verb.upper()} ON audit_records "
                "BEGIN SELECT RAISE(ABORT, 'audit records are append-only'); END"
            )
    else:
        op.execute(
            "CREATE FUNCTION audit_records_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN RAISE EXCEPTION ''audit records are append-only''; END'"
        )
        op.execute(
            "CREATE TRIGGER audit_records_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_records "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_records_append_only()"
        )
    op.execute(f"INSERT INTO audit_heads (id, sequence, seal) VALUES (1, 0, '{'0' * 64}')")
    op.execute("INSERT INTO search_sequences (id, value) VALUES (1, 0)")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER audit_records_append_only ON audit_records")
        op.execute("DROP FUNCTION audit_records_append_only()")
    op.drop_table("tender_lots")
    op.drop_table("tender_criteria")
    op.drop_table("tender_amendments")
    op.drop_index(op.f("ix_tender_alerts_organisation_id"), table_name="tender_alerts")
    op.drop_table("tender_alerts")
    op.drop_index("ix_tenders_status_closes_at", table_name="tenders")
    op.drop_index(op.f("ix_tenders_authority_id"), table_name="tenders")
    op.drop_table("tenders")
    op.drop_index(op.f("ix_signed_in_sessions_person_id"), table_name="signed_in_sessions")
    op.drop_index(op.f("ix_signed_in_sessions_began_at"), table_name="signed_in_sessions")
    op.drop_table("signed_in_sessions")
    op.drop_index(op.f("ix_request_screenings_request_id"), table_name="request_screenings")
    op.drop_table("request_screenings")
    op.drop_table("request_releases")
    op.drop_index(
        "uq_request_offers_live",
        table_name="request_offers",
        sqlite_where=sa.text("status IN ('offered', 'declined')"),
        postgresql_where=sa.text("status IN ('offered', 'declined')"),
    )
    op.drop_index(op.f("ix_request_offers_service_id"), table_name="request_offers")
    op.drop_table("request_offers")
    op.drop_index("ix_request_matches_service", table_name="request_matches")
    op.drop_table("request_matches")
    op.drop_index(op.f("ix_recovery_codes_person_id"), table_name="recovery_codes")
    op.drop_table("recovery_codes")
    op.drop_index(op.f("ix_password_resets_person_id"), table_name="password_resets")
    op.drop_table("password_resets")
    op.drop_table("memberships")
    op.drop_table("claims")
    op.drop_index("ix_capacity_changes_service", table_name="capacity_changes")
    op.drop_table("capacity_changes")
    op.drop_table("capacities")
    op.drop_index(op.f("ix_api_tokens_person_id"), table_name="api_tokens")
    op.drop_table("api_tokens")
    op.drop_index("ix_unmet_needs_closed", table_name="unmet_needs")
    op.drop_index(op.f("ix_unmet_needs_authority_id"), table_name="unmet_needs")
    op.drop_table("unmet_needs")
    op.drop_index(
        "uq_services_urn",
        table_name="services",
        sqlite_where=sa.text("urn IS NOT NULL"),
        postgresql_where=sa.text("urn IS NOT NULL"),
    )
    op.drop_index(op.f("ix_services_organisation_id"), table_name="services")
    op.drop_index(op.f("ix_services_authority_gss"), table_name="services")
    op.drop_table("services")
    op.drop_index("ix_requests_authority", table_name="requests")
    op.drop_table("requests")
    op.drop_index(op.f("ix_people_organisation_id"), table_name="people")
    op.drop_table("people")
    op.drop_index(op.f("ix_invitations_organisation_id"), table_name="invitations")
    op.drop_table("invitations")
    op.drop_index(op.f("ix_tries_last_at"), table_name="tries")
    op.drop_table("tries")
    op.drop_table("search_sequences")
    op.drop_index("ix_search_documents_sequence", table_name="search_documents")
    op.drop_index(op.f("ix_search_documents_organisation_id"), table_name="search_documents")
    op.drop_table("search_documents")
    op.drop_index("uq_organisations_kind_name_key", table_name="organisations")
    op.drop_index(
        "uq_organisations_gss_code",
        table_name="organisations",
        sqlite_where=sa.text("gss_code IS NOT NULL"),
        postgresql_where=sa.text("gss_code IS NOT NULL"),
    )
    op.drop_table("organisations")
    op.drop_index(op.f("ix_notices_person_id"), table_name="notices")
    op.drop_index(op.f("ix_notices_organisation_id"), table_name="notices")
    op.drop_table("notices")
    op.drop_table("mails")
    op.drop_index(
        "uq_jobs_waiting_key",
        table_name="jobs",
        sqlite_where=sa.text("status = 'waiting' AND key IS NOT NULL"),
        postgresql_where=sa.text("status = 'waiting' AND key IS NOT NULL"),
    )
    op.drop_index("ix_jobs_due", table_name="jobs")
    op.drop_table("jobs")
    op.drop_index("ix_audit_records_thing", table_name="audit_records")
    op.drop_index(op.f("ix_audit_records_person_id"), table_name="audit_records")
    op.drop_index(op.f("ix_audit_records_organisation_id"), table_name="audit_records")
    op.drop_table("audit_records")
    op.drop_table("audit_heads")
