"""A tenant: its people, roles, channels and policies, and the record of what was done."""
