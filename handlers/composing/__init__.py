"""Compose messages to people and channels."""
