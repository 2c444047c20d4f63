"""Measure calls from the transcripts that people bring, show the figures, and draft a reflection.

A transcript passes through these modules in order. Until the call is measured, the transcript is
stored as a row of `OpenTranscript`, without its words. The words are only in memory. The modules
measure and drop them with the functions of `words_at_hand`.

1. `bringing` takes a transcript that somebody drops or pastes, and makes the row.
2. `flow` asks what is still unknown: who the rep is, then which call it is. `possible_calls` finds
   the calls that it may belong to, and `call_labels` writes these calls on the cards. If no call
   is on file for a past meeting in the calendar, `from_calendar` offers to add the meeting as a
   call.
3. `answers` takes the answers to these questions, and `flow` goes on.
4. If the call already has figures from another file, `doubts` asks the rep whether this transcript
   may replace them.
5. `measuring` measures the call, and stores the figures as a `MeasuredCall`.
6. `shown` asks the rep to guess who talked more, then shows the figures. `focus_offer` may offer a
   focus (a plan to work on) for the habit that stands out in the rep's latest calls.
7. `figures` handles the buttons on the card with the figures. `trend` compares the latest calls.
   `our_side` lets the rep say that another speaker is on our side, and `our_people` finds the
   colleagues who are in the call.
8. `draft` proposes lines of the transcript for the reflection. `model_lines` asks the language
   model for further lines. `draft_page` shows a page of the draft, and `draft_edit` edits a line.
   `who_said_it` lets the rep choose the speaker of a line. `draft_kept` saves a line, and
   `keep_all` saves all lines of a message. If a line is the next step, `booked_step` finds the
   planned call that the step refers to. `reworded` finds the words that the rep saved after
   changing a line. If a line gives a promise a new due day, `moved_days` remembers the earlier day
   for *Undo*.

`forgetting` forgets a transcript at any of these points. `former_speakers` takes the names of
erased people out of a transcript.
"""
