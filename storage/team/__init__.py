"""Managers and teams: who is in a team, what managers see, coaching and requests for help."""
