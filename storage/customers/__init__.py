"""Accounts and the people there: names, domains, promises, findings, and people not to store."""
