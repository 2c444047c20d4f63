"""Plan or find a call, show its brief, and take what the rep adds before the call.

- `prep` answers /prep. `prep_answer` plans the call or shows its brief, and `prep_questions` asks
  what is unclear. `briefs_of_time` finds the call for “brief me for tomorrow”.
- `briefing` shows a brief and everything on file. `brief_skipped` skips a brief.
- `goal` is the form for the rep's goal and the rep's guesses about a call. `typed_goal` takes a
  typed goal. `goal_put_back` puts the earlier goal back.
- `answers` is the form for what the rep looks up. `corrections` corrects what Attune guessed in a
  brief.
- `listening_line` records that a listening line was not useful, and pauses the lines.
"""
