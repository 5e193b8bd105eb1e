"""One-time passwords, and the attempts to sign in that failed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add them."""
    op.add_column(
        "users",
        sa.Column("must_change_password", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "failed_sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name_hash", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_sign_ins")),
    )
    op.create_index(op.f("ix_failed_sign_ins_name_hash"), "failed_sign_ins", ["name_hash"])
    op.create_index(op.f("ix_failed_sign_ins_address"), "failed_sign_ins", ["address"])


def downgrade() -> None:
    """Remove them."""
    op.drop_table("failed_sign_ins")
    with op.batch_alter_table("users") as table:
        table.drop_column("must_change_password")
