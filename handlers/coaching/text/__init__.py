"""Words, spelling, and parts of a text."""
