"""What a transcript says about a call: its records, and the figures and lines drawn from it."""
