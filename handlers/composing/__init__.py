"""Composes messages: decides what is still to be sent to a person or a channel, and combines it."""
