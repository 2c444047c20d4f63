"""Fetch feeds from public addresses, and store them as plain text.

Calendars, transcripts and public sources also use `guard` to fetch, and `child_process` to parse.
"""
