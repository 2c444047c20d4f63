"""Answer questions about accounts, people there, and the rep's own day, from what is on file."""
