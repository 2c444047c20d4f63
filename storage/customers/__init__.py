"""Accounts and the people there: names, domains, promises, findings, and names not to store."""
