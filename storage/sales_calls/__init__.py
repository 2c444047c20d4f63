"""Calls with accounts, the colleagues who take part, reflections, and reps' own notes."""
