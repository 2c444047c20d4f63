"""Meetings in people's calendars: list them, ask which are sales calls, and take the answers.

- `meetings` takes the answer to one “A sales call?”, and `meetings_all` takes a “Yes” to several.
  `meetings_remembered` stores an answer or takes it back. `meeting_planned` names the planned call.
- `meeting_account_form` asks for a meeting's account. `meeting_accounts` proposes accounts,
  `meeting_account_renamed` renames or adds one, and `meeting_accounts_undone` undoes that.
- `meetings_found` shows what was found in the calendars, and takes corrections. `meetings_of_week`
  chooses the meetings, `meetings_listed` lists them, and `meeting_shown` shows one of them.
- `meetings_invited` lists calls that were planned because the rep invited a company. `also_planned`
  names calls that were planned because of an answer about another meeting.
- `meeting_titles` asks about meetings whose titles contain a typed name. `own_meeting` finds the
  meeting that a button or a form is about.
"""
