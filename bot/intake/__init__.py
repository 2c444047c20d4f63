"""Read feeds: fetch only public addresses, parse in a separate process, and store plain text.

Calendars and transcripts also use `guard` to fetch and `child_process` to parse.
"""
