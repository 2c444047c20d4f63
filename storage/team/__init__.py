"""Managers and teams: who is in them, what they see, coaching and requests for help."""
