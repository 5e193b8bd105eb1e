"""Titles, names and keys as long as a study may have them; SQLite never counted."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_LENGTHS = {
    ("projects", "title"): (200, 400),
    ("layers", "key"): (40, 64),
    ("layers", "name"): (200, 400),
    ("features", "key"): (40, 64),
    ("features", "name"): (200, 400),
}
"""Table and column: how long it was, and is."""


def upgrade() -> None:
    """Let them be longer."""
    _alter(1)


def downgrade() -> None:
    """Cut them to what they were."""
    _alter(0)


def _alter(place: int) -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for (table, column), lengths in _LENGTHS.items():
        length = lengths[place]
        op.alter_column(
            *(table, column),
            type_=sa.String(length),
            postgresql_using=f"substr({column}, 1, {length})",
        )
