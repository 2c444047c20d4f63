"""Measure a call from its transcript, and find the lines for the reflection."""
