"""What the clerks decide, score and publish."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Makes the tables, and the column that says how far a record came."""
    op.create_table(
        "decisions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("activity_id", KEY, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("activity_id", "digest"),
    )
    op.create_table(
        "sheets",
        sa.Column("id", KEY, nullable=False),
        sa.Column("activity_id", KEY, nullable=False),
        sa.Column("record_id", KEY, nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("expert", sa.Text(), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("recused", sa.Boolean(), nullable=False),
        sa.Column("submitted", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"]),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("activity_id", "record_id", "expert"),
    )
    op.create_index("ix_sheets_record_id", "sheets", ["record_id"])
    op.create_table(
        "publications",
        sa.Column("id", KEY, nullable=False),
        sa.Column("activity_id", KEY, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("records", sa.JSON(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_publications_activity_id", "publications", ["activity_id"])
    with op.batch_alter_table("records") as records:
        records.add_column(sa.Column("listed", sa.String(12), nullable=False, server_default=""))


def downgrade() -> None:
    """Takes them away."""
    with op.batch_alter_table("records") as records:
        records.drop_column("listed")
    op.drop_table("publications")
    op.drop_table("sheets")
    op.drop_table("decisions")
