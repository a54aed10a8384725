"""Make the first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email_index", sa.String(length=64), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("totp_last_counter", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("email_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("totp_secret_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("next_totp_secret_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email_index", name=op.f("uq_account_email_index")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("session_ref", sa.String(length=64), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject_kind", sa.String(length=60), nullable=False),
        sa.Column("subject_id", sa.String(length=80), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("prev", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("tenant", "seq", name=op.f("uq_audit_entry_tenant_seq")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_audit_entry_tenant_actor_id_at"), ["tenant", "actor_id", "at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_audit_entry_tenant_subject_kind_subject_id"),
            ["tenant", "subject_kind", "subject_id"],
            unique=False,
        )

    op.create_table(
        "audit_head",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_audit_head")),
        sa.UniqueConstraint("tenant", name=op.f("uq_audit_head_tenant")),
    )
    op.create_table(
        "case_number",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_case_number")),
        sa.UniqueConstraint("tenant", "year", name=op.f("uq_case_number_tenant_year")),
    )
    op.create_table(
        "published_review",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("kind_as_given", sa.String(length=120), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("heading", sa.String(length=120), nullable=False),
        sa.Column("section", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("sort_on", sa.Date(), nullable=False),
        sa.Column("joint_with", sa.String(length=200), nullable=False),
        sa.Column("joint_identifier", sa.String(length=80), nullable=False),
        sa.Column("report_status", sa.String(length=60), nullable=False),
        sa.Column("status_note", sa.String(length=300), nullable=False),
        sa.Column("is_review", sa.Boolean(), nullable=False),
        sa.Column("is_as_listed", sa.Boolean(), nullable=False),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("visible_from", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_published_review")),
        sa.UniqueConstraint("tenant", "slug", name=op.f("uq_published_review_tenant_slug")),
    )
    with op.batch_alter_table("published_review", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_published_review_tenant_section_sort_on_visible_from"),
            ["tenant", "section", "sort_on", "visible_from"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_published_review_tenant_sort_on_visible_from"),
            ["tenant", "sort_on", "visible_from"],
            unique=False,
        )

    op.create_table(
        "published_version",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_published_version")),
    )
    op.create_table(
        "review_case",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("stage", sa.String(length=60), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("incident_on", sa.Date(), nullable=True),
        sa.Column("incident_precision", sa.String(length=20), nullable=False),
        sa.Column("agency_aware_on", sa.Date(), nullable=True),
        sa.Column("council_aware_on", sa.Date(), nullable=True),
        sa.Column("harm", sa.String(length=60), nullable=False),
        sa.Column("primary_harm", sa.String(length=60), nullable=False),
        sa.Column("suspicion", sa.String(length=60), nullable=False),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.Column("incident_area_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("home_area_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("placing_authority_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("narrative_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_review_case")),
        sa.UniqueConstraint("tenant", "reference", name=op.f("uq_review_case_tenant_reference")),
    )
    with op.batch_alter_table("review_case", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_case_tenant_opened_at"), ["tenant", "opened_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_review_case_tenant_stage_opened_at"),
            ["tenant", "stage", "opened_at"],
            unique=False,
        )

    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bucket", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_attempt_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_attempt_bucket_at"), ["bucket", "at"], unique=False)

    op.create_table(
        "account_link",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_link_account_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_account_link")),
    )
    with op.batch_alter_table("account_link", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_account_link_account_id_kind"), ["account_id", "kind"], unique=False
        )

    op.create_table(
        "case_exclusion",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_case_exclusion_account_id")),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_case_exclusion_tenant_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_case_exclusion")),
        sa.UniqueConstraint(
            "tenant", "case_id", "account_id", name=op.f("uq_case_exclusion_tenant_case_id_account_id")
        ),
    )
    with op.batch_alter_table("case_exclusion", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_exclusion_tenant_account_id"), ["tenant", "account_id"], unique=False
        )

    op.create_table(
        "case_grant",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_case_grant_account_id")),
        sa.ForeignKeyConstraint(["granted_by"], ["account.id"], name=op.f("fk_case_grant_granted_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_case_grant_tenant_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_case_grant")),
        sa.UniqueConstraint(
            "tenant", "case_id", "account_id", name=op.f("uq_case_grant_tenant_case_id_account_id")
        ),
    )
    with op.batch_alter_table("case_grant", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_grant_tenant_account_id"), ["tenant", "account_id"], unique=False
        )

    op.create_table(
        "child",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("age_band", sa.String(length=40), nullable=False),
        sa.Column("sex", sa.String(length=40), nullable=False),
        sa.Column("ethnicity", sa.String(length=60), nullable=False),
        sa.Column("legal_status", sa.String(length=60), nullable=False),
        sa.Column("living_arrangement", sa.String(length=60), nullable=False),
        sa.Column("name_index", sa.String(length=64), nullable=True),
        sa.Column("given_names_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("family_name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("other_names_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("born_on_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_child_tenant_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_child")),
    )
    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_child_tenant_case_id"), ["tenant", "case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_child_tenant_name_index"), ["tenant", "name_index"], unique=False
        )

    op.create_table(
        "decision",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=60), nullable=False),
        sa.Column("outcome", sa.String(length=60), nullable=False),
        sa.Column("prepared_by", sa.Uuid(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by", sa.Uuid(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("supersedes_id", sa.Uuid(), nullable=True),
        sa.Column("criteria_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reasons_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["prepared_by"], ["account.id"], name=op.f("fk_decision_prepared_by")),
        sa.ForeignKeyConstraint(["signed_by"], ["account.id"], name=op.f("fk_decision_signed_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_decision_tenant_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "supersedes_id"],
            ["decision.tenant", "decision.id"],
            name=op.f("fk_decision_tenant_supersedes_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_decision_tenant_case_id_prepared_at"),
            ["tenant", "case_id", "prepared_at"],
            unique=False,
        )

    op.create_table(
        "event",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("thing_kind", sa.String(length=20), nullable=False),
        sa.Column("thing_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_event_actor_id")),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_event_tenant_thing_kind_thing_id_at"),
            ["tenant", "thing_kind", "thing_id", "at"],
            unique=False,
        )

    op.create_table(
        "family_member",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("relationship_code", sa.String(length=60), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_family_member_tenant_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_family_member")),
    )
    with op.batch_alter_table("family_member", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_family_member_tenant_case_id"), ["tenant", "case_id"], unique=False
        )

    op.create_table(
        "held_form",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_held_form_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_form")),
    )
    with op.batch_alter_table("held_form", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_held_form_account_id_held_at"), ["account_id", "held_at"], unique=False
        )

    op.create_table(
        "known_device",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_known_device_account_id")),
        sa.PrimaryKeyConstraint("token_hash", "account_id", name=op.f("pk_known_device")),
    )
    op.create_table(
        "membership",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_membership_account_id")),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_membership")),
        sa.UniqueConstraint("tenant", "account_id", name=op.f("uq_membership_tenant_account_id")),
    )
    op.create_table(
        "outbox",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("message_id", sa.String(length=60), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("link_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_outbox_account_id")),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outbox_tenant_sent_at_due_at"), ["tenant", "sent_at", "due_at"], unique=False
        )

    op.create_table(
        "published_output",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("kind_as_given", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("boxes", sa.JSON(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("precision", sa.String(length=60), nullable=False),
        sa.Column("date_text", sa.String(length=120), nullable=False),
        sa.Column("date_means", sa.String(length=20), nullable=False),
        sa.Column("sort_on", sa.Date(), nullable=False),
        sa.Column("visible_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visible_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_down", sa.String(length=20), nullable=False),
        sa.Column("is_as_listed", sa.Boolean(), nullable=False),
        sa.Column("is_from_folder", sa.Boolean(), nullable=False),
        sa.Column("is_offered_on_request", sa.Boolean(), nullable=False),
        sa.Column("format", sa.String(length=60), nullable=False),
        sa.Column("size", sa.String(length=30), nullable=False),
        sa.Column("publisher_as_given", sa.String(length=120), nullable=False),
        sa.Column("joint_with", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("publication_id", sa.Uuid(), nullable=True),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("search_scope", sa.String(length=200), nullable=False),
        sa.Column("search_row", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "review_id"],
            ["published_review.tenant", "published_review.id"],
            name=op.f("fk_published_output_tenant_review_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_published_output")),
        sa.UniqueConstraint(
            "tenant", "review_id", "slug", name=op.f("uq_published_output_tenant_review_id_slug")
        ),
        sa.UniqueConstraint("tenant", "search_row", name=op.f("uq_published_output_tenant_search_row")),
    )
    with op.batch_alter_table("published_output", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_published_output_tenant_kind_sort_on"), ["tenant", "kind", "sort_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_published_output_tenant_visible_from"), ["tenant", "visible_from"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_published_output_tenant_visible_until"), ["tenant", "visible_until"], unique=False
        )

    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("account_id", "code_hash", name=op.f("uq_recovery_code_account_id_code_hash")),
    )
    op.create_table(
        "referral",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("form_code", sa.String(length=60), nullable=False),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=False),
        sa.Column("referrer_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("incident_on", sa.Date(), nullable=True),
        sa.Column("harm", sa.String(length=60), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("send_token", sa.String(length=64), nullable=True),
        sa.Column("receipt_index", sa.String(length=64), nullable=True),
        sa.Column("quality_assured_by", sa.Uuid(), nullable=True),
        sa.Column("answers_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("receipt_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("asked_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("quality_note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("decline_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("quality_assured_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["quality_assured_by"], ["account.id"], name=op.f("fk_referral_quality_assured_by")
        ),
        sa.ForeignKeyConstraint(["referrer_id"], ["account.id"], name=op.f("fk_referral_referrer_id")),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_referral_tenant_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_referral")),
        sa.UniqueConstraint("tenant", "receipt_index", name=op.f("uq_referral_tenant_receipt_index")),
        sa.UniqueConstraint("tenant", "send_token", name=op.f("uq_referral_tenant_send_token")),
    )
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_tenant_case_id"), ["tenant", "case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_referral_tenant_referrer_id"), ["tenant", "referrer_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_referral_tenant_status_sent_at"), ["tenant", "status", "sent_at"], unique=False
        )

    op.create_table(
        "region_membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_region_membership_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region_membership")),
        sa.UniqueConstraint("account_id", "region", name=op.f("uq_region_membership_account_id_region")),
    )
    op.create_table(
        "review",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("method", sa.String(length=60), nullable=False),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("chosen_name", sa.String(length=80), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_review_id", sa.Uuid(), nullable=True),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.Column("scope_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"], name=op.f("fk_review_opened_by")),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_review")),
        sa.UniqueConstraint("tenant", "chosen_name", name=op.f("uq_review_tenant_chosen_name")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_tenant_status_opened_on"), ["tenant", "status", "opened_on"], unique=False
        )

    op.create_table(
        "sign_in_session",
        sa.Column("id_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.String(length=60), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_factor_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("step_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("browser", sa.String(length=60), nullable=False),
        sa.Column("address_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_session_account_id")),
        sa.PrimaryKeyConstraint("id_hash", name=op.f("pk_sign_in_session")),
    )
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_session_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_session_ends_at"), ["ends_at"], unique=False)

    op.create_table(
        "case_fact",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=True),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_case_fact_tenant_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "child_id"], ["child.tenant", "child.id"], name=op.f("fk_case_fact_tenant_child_id")
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_case_fact")),
    )
    with op.batch_alter_table("case_fact", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_fact_tenant_case_id_field"), ["tenant", "case_id", "field"], unique=False
        )

    op.create_table(
        "output",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("author_ids", sa.JSON(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_hash", sa.String(length=64), nullable=True),
        sa.Column("title_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("boxes_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("comments_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["approved_by"], ["account.id"], name=op.f("fk_output_approved_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "review_id"], ["review.tenant", "review.id"], name=op.f("fk_output_tenant_review_id")
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_output")),
    )
    with op.batch_alter_table("output", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_output_tenant_review_id"), ["tenant", "review_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_output_tenant_status"), ["tenant", "status"], unique=False)

    op.create_table(
        "partner_position",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("partner", sa.String(length=60), nullable=False),
        sa.Column("position", sa.String(length=60), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reasons_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_partner_position_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_partner_position_tenant_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "decision_id"],
            ["decision.tenant", "decision.id"],
            name=op.f("fk_partner_position_tenant_decision_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_partner_position")),
        sa.UniqueConstraint(
            "tenant", "decision_id", "partner", name=op.f("uq_partner_position_tenant_decision_id_partner")
        ),
    )
    op.create_table(
        "review_of_case",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "case_id"],
            ["review_case.tenant", "review_case.id"],
            name=op.f("fk_review_of_case_tenant_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "decision_id"],
            ["decision.tenant", "decision.id"],
            name=op.f("fk_review_of_case_tenant_decision_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "review_id"],
            ["review.tenant", "review.id"],
            name=op.f("fk_review_of_case_tenant_review_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_review_of_case")),
        sa.UniqueConstraint(
            "tenant", "review_id", "case_id", name=op.f("uq_review_of_case_tenant_review_id_case_id")
        ),
    )
    with op.batch_alter_table("review_of_case", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_of_case_tenant_case_id"), ["tenant", "case_id"], unique=False
        )

    op.create_table(
        "publication",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("output_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("prepared_by", sa.Uuid(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("appears_on", sa.Date(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_output_id", sa.Uuid(), nullable=True),
        sa.Column("keep_months", sa.Integer(), nullable=True),
        sa.Column("rule_then", sa.String(length=20), nullable=False),
        sa.Column("rule_source", sa.String(length=200), nullable=False),
        sa.Column("comes_down_on", sa.Date(), nullable=True),
        sa.Column("decide_on", sa.Date(), nullable=True),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_until", sa.Date(), nullable=True),
        sa.Column("kept_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("end_manner", sa.String(length=20), nullable=False),
        sa.Column("ratified_by", sa.Uuid(), nullable=True),
        sa.Column("ratified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["approved_by"], ["account.id"], name=op.f("fk_publication_approved_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["account.id"], name=op.f("fk_publication_ended_by")),
        sa.ForeignKeyConstraint(["kept_by"], ["account.id"], name=op.f("fk_publication_kept_by")),
        sa.ForeignKeyConstraint(["prepared_by"], ["account.id"], name=op.f("fk_publication_prepared_by")),
        sa.ForeignKeyConstraint(["ratified_by"], ["account.id"], name=op.f("fk_publication_ratified_by")),
        sa.ForeignKeyConstraint(
            ["tenant", "output_id"],
            ["output.tenant", "output.id"],
            name=op.f("fk_publication_tenant_output_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "review_id"],
            ["review.tenant", "review.id"],
            name=op.f("fk_publication_tenant_review_id"),
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_publication")),
    )
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_publication_tenant_output_id"), ["tenant", "output_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_publication_tenant_status_comes_down_on"),
            ["tenant", "status", "comes_down_on"],
            unique=False,
        )


def downgrade() -> None:
    """Refused: there is no earlier version to go back to, only an empty database."""
    raise RuntimeError("restore the backup taken before the upgrade")
