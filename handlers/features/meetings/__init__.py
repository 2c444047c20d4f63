"""Meetings in people's calendars: list them, ask which are sales calls, and take the answers."""
