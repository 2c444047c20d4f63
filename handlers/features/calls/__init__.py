"""Calls with customers: list, plan, move and cancel them, with buttons or by typing.

- `calls` lists calls. `call_form` is the form that changes a call, with `account_domains` for the
  account's mail domains. `past_calls` puts a past call on file.
- `changing` moves, cancels, restores, joins and leaves calls. `moving` moves a call at once, and
  `cancelling` asks before it cancels one. `away_calls` cancels all calls on a day or in an absence,
  and `away_undone` takes that back.
- `call_words` finds the call that somebody wants to move or cancel, and `named_call` finds the call
  that a sentence names. `last_call` and `last_named` find what a line without names is about.
- `typed_call` reads an account and a time, and `who_and_why` reads people and a subject.
  `named_in_line` and `role_met` plan a call from a line.
- `change_said` reads a report that a call was moved or cancelled. `not_held`, `moved_by_customer`,
  `stated_time`, `wanted_time`, `moving_missed` and `late_calls` answer other lines about a call's
  time. If the time is missing, `new_time_asked` asks for it.
- `planned_again` plans a cancelled call again, or lets a new call take over its goal and people.
- `call_corrected` corrects the call just planned or moved. `call_chosen` takes the answer to a
  question about several calls.
- `coming_said`, `people_along` and `off_call_said` change who comes. `details_said` reads people, a
  length, a kind and a goal in one line, and `details_changed` changes them. `colleagues` mentions
  colleagues' calls, and `call_notes` warns of overlaps and quiet hours.
- `renaming` renames an account.
"""
