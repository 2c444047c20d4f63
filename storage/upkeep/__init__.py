"""Keep the database in order.

Delete old data and people who left, encrypt secrets with a new key, and find what fails in a
tenant.
"""
