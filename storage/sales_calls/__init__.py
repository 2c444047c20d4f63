"""Sales calls, the seats of our people in them, reflections, and reps' own notes."""
