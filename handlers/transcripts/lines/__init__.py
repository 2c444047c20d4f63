"""The lines of a call that may belong in the rep's reflection."""
