"""What managers and their reps do for each other."""
