"""What managers and their reps do for each other, and what admins do for everybody.

`rights` decides what a manager may see and do. No other module decides this.

A manager, the people in the team, and their calls:

- `page` shows managers the page of each team that they lead. `own_team` shows everybody else the
  team that they are in.
- `mine` shows people what their manager sees. It opens their calls to the manager, or closes them.
  `kept_calls` answers what people type about this.
- `asking_help` takes a rep's question about an upcoming call. `helping` takes the answer, and
  `typed_help` one that is typed: “answer lena: …”.
- `reflections` shows what people shared. `coaching` offers a focus from the playbook.
- `figures` shows the figures of a whole team. `sharing` shares one figure of one rep with one
  person, and `ending_shares` empties the messages with a figure when the share is over.
- `about_member` answers what is asked about a colleague by name, and `asked` about a team.
- `typed_orders` answers what managers and admins type, such as "offer lena a focus".

Admins, behind `access.admins_only`, which refuses everybody else:

- `admin` lists teams, `admin_forms` changes them, and `naming` finds people by typed names.
  `membership` makes every change to who is in a team and who leads it.
- `user_groups` chooses a group of the directory or the CRM for a team. `following` copies who is in
  the group.
- `defaults` chooses defaults, and `catching_up` gives them to everybody.
- `writing` sends a message to the people whom `audience` finds. `roll_out` shows how many people
  have begun.
- `playbook_upload` checks and saves a playbook, `playbooks` chooses one, and `playbook_export`
  gives its files.
- `health_watch` records what fails, and `health` shows it.
"""
