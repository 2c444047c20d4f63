"""Calendars, and the meetings and guests found in them."""
