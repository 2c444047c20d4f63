"""Fetch feeds from public addresses, and store them as plain text.

Calendars and transcripts also use `guard` to fetch and `child_process` to parse.
"""
