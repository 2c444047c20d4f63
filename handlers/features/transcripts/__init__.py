"""Transcripts that people bring: find the call and the rep, show figures, and forget them.

`bringing` takes a file. `flow` asks for what we don't know. `measuring` then measures the call,
while `words_at_hand` still has the words. `answers` has the buttons of the questions. `figures` has
the buttons of the card with figures.
"""
