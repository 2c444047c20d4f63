"""A tenant: its people, roles, channels and policies, and the audit log."""
