"""Recognise questions about accounts, their people, and the rep's own day."""
