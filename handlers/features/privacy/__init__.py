"""What we keep about a person: show it, explain who sees it, and delete it.

- `my_data` shows what we keep, exports it, and erases a person. `data_answers` answers questions
  about it.
- `call_data` deletes a reflection, figures, or a person's own data about a call, and
  `deletion_questions` asks before. `data_named` finds the call of “forget the Northwind call”.
- `what_is_shared` and `this_seen` say who can see notes, and what was just kept.
"""
