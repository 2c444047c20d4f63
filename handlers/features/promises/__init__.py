"""Promises of both sides: keep, list, report, correct and move them."""
