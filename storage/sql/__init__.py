"""Helpers for queries that run on SQLite and on PostgreSQL."""
