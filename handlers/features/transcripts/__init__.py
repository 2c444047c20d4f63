"""Transcripts that people bring: which call and who they are, the figures, and forgetting them.

`bringing` takes a file. `flow` asks what is not known, then `measuring` measures the call, as long
as `words_at_hand` has its words. `answers` has the buttons of the questions, and `figures` the
buttons of the card with figures.
"""
