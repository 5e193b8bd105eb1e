"""Sets of enterprises; what was counted of them lies in files."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "enterprise_sets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("wish", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=True),
        sa.Column("is_synthetic", sa.Boolean(), nullable=False),
        sa.Column("tally", sa.JSON(), nullable=True),
        sa.Column("job", sa.String(length=32), nullable=True),
        sa.Column("result", sa.String(length=32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_enterprise_sets_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprise_sets")),
        sa.UniqueConstraint("project_id", "key", name=op.f("uq_enterprise_sets_project_id")),
    )
    for column in ("project_id", "status"):
        op.create_index(op.f(f"ix_enterprise_sets_{column}"), "enterprise_sets", [column])


def downgrade() -> None:
    """Remove it."""
    op.drop_table("enterprise_sets")
