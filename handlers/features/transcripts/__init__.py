"""Measure calls from the transcripts that people bring, show the figures, and draft a reflection.

A transcript passes through these modules in order. Until the call is measured, the transcript is
stored as a row of `OpenTranscript`, without its words. The words are only in memory, where
`words_at_hand` reads and measures them.

1. `bringing` takes a transcript that somebody drops or pastes, and makes the row.
2. `flow` asks what is still unknown: who the rep is, then which call it is. `possible_calls` finds
   the calls that it may belong to (`call_labels` writes them for the cards), and `from_calendar`
   offers a past meeting that is not on file as a call.
3. `answers` takes the answers to these questions, and `flow` goes on.
4. `doubts` asks the rep before the figures replace those of another file for the same call.
5. `measuring` measures the call, and stores the figures as a `MeasuredCall`.
6. `shown` asks the rep to guess who talked more, then shows the figures. `focus_offer` may offer a
   focus (a plan to work on) for the habit that stands out in the rep's latest calls.
7. `figures` handles the buttons on the card with the figures. `trend` compares the latest calls.
   `our_side` lets the rep say that another speaker is on our side, and `our_people` finds the
   colleagues who are in the call.
8. `draft` drafts a reflection, line by line (`draft_page` shows a page of it, `draft_edit` edits a
   line), and `keep_all` keeps all lines of a message.
   `booked_step` finds a planned call on the day of the next step. `draft_kept` saves a line.
   For *Undo*, `reworded` finds the words that the rep changed in a line, and `moved_days` remembers
   the promises to which a line gave another due day. `who_said_it` lets the rep choose the speaker.
   `model_lines` asks the language model for further lines.

`forgetting` forgets a transcript at any of these points. `former_speakers` takes the names of
erased people out of a transcript.
"""
