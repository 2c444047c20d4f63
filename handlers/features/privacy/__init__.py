"""What we keep about a person: show it, explain who sees it, and delete it.

- `my_data` shows what we keep, exports it, and erases a person. `data_answers` answers questions
  about what we keep.
- `call_data` deletes a reflection, figures, or a person's own data about a call.
  `deletion_questions` asks the person to confirm the deletion. `data_named` finds the call in
  “forget the Northwind call”.
- `what_is_shared` says who can see a person's notes. `this_seen` says who can see the chat,
  and who can see what we just kept.
"""
