"""Compose messages: decide what to send to a person or a channel, and combine the parts."""
