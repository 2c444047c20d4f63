"""What buyers said: their words in a note, and themes among many notes."""
