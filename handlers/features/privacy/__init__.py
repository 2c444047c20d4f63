"""What we keep about a person: show it, explain who sees it, and delete it.

- `my_data` shows what we keep, exports it, and erases a person. `data_answers` answers questions
  about it.
- `call_data` deletes a reflection, figures, or a person's own data about a call, and
  `deletion_questions` asks first. `data_named` finds the call in “forget the Northwind call”.
- `what_is_shared` says who can see a person's notes, and `this_seen` who can see what was just
  kept.
"""
