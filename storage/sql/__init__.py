"""What queries have in common, on SQLite and on PostgreSQL."""
