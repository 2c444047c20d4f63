"""Accounts and the people there: find them by a typed name, and keep what is said about them."""
