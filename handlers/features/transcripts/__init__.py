"""Transcripts that people bring: which call and who they are, the figures, and forgetting them.

`bringing` takes a file, `flow` asks what is not known, and measures the rest; `answers` has the
buttons of its questions, `figures` those of the card.
"""
