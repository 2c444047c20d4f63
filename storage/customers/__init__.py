"""Accounts and the people there: names, domains, promises, findings, and whom not to store."""
