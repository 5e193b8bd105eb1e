"""What planners save: projects, their layers, people and changes, in SQLite or PostgreSQL."""
