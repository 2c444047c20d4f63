"""Exercises for `tests/test_linear.py`, by kind of input. `exercise` has what they share."""
