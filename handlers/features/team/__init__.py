"""What managers and their reps do for each other.

`rights` decides what a manager may see and do, with the rules in `handlers.knowledge.opened`.

- `page` shows managers the page of each team that they lead. `own_team` shows everybody else the
  team that they are in.
- `seen_by_manager` shows people what their manager sees, and opens their calls to the manager or
  keeps them private. `kept_calls` answers what people type to open a call or keep it private.
- `asking_help` takes a rep's question about a call from a form, and `typed_question` takes a typed
  one: “ask tomas …”. `cover_asked` asks a colleague to take a call: “can aylin take it?”.
  `own_questions` changes a question or takes it back.
- `helping` takes the answer from a form, and `typed_help` takes a typed answer: “answer lena: …”.
- `reflections` shows what people shared. `coaching` offers a focus from the playbook.
- `figures` shows the figures of a whole team. `sharing` shares one figure of one rep with one
  person, and `ending_shares` empties the messages with a figure when the share is over.
- `about_member` answers questions about a colleague by name, and `asked` answers questions about a
  team.
- `typed_orders` answers what managers and admins type, such as "offer lena a focus".
"""
