"""Promises that people make aloud."""
