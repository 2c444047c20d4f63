"""Measure calls from the transcripts that people bring, and show the figures.

- `bringing` takes a transcript that somebody drops or pastes.
- `flow` asks which call it is and who the rep is, if we do not know.
- `answers` handles the buttons of these questions.
- `words_at_hand` reads the words of the transcript while they are in memory.
- `measuring` measures the call, and stores and shows the figures.
- `figures` handles the buttons on the card with the figures.
"""
