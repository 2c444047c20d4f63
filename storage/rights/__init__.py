"""People's rights: whose each row is, and its export, erasure and purge."""
