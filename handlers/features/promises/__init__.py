"""Promises of both sides: save, list, report, correct and move them."""
