"""Reads feeds: fetches only public addresses, parses in a separate process, stores plain text.

Calendars and transcripts use parts of it too: `guard` to fetch, `child_process` to parse.
"""
