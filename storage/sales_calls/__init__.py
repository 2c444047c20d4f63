"""Calls with accounts: our people's seats in them, reflections, and reps' own notes."""
