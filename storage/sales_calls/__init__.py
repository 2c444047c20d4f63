"""Calls with accounts: the seats of our people, reflections, and notes of one's own."""
