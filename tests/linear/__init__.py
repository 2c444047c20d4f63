"""Exercises for `tests/test_linear.py`, by what people, feeds and platforms send."""
