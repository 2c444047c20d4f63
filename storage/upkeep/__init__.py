"""Keep the database in order.

- Delete old data.
- Erase people who left their company.
- Encrypt secrets with a new key.
- Find problems in a tenant, such as a feed that keeps failing.
"""
