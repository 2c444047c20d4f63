"""Reads the calendars that people connected, and plans the calls that are in them."""
