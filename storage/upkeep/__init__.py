"""Delete old data and people who left, encrypt secrets again, and find what fails in a tenant."""
