"""How Alembic reaches the database: through the connection that ``webapp.store.engine`` opened."""

from alembic import context

from webapp.store.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite alters a table by writing it anew
)
context.run_migrations()
