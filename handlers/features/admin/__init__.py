"""What admins do for everybody. `access.admins_only` refuses everybody else.

- `team_cards` lists teams, `team_forms` changes them, and `typed_names` finds the people whose
  names were typed.
  `membership` makes every change to who is in a team and who leads it.
- `user_groups` chooses a group of the directory or the CRM for a team. `following` copies who is in
  the group.
- `roles` changes people's roles. `defaults` chooses defaults, and `catching_up` gives them to
  everybody.
- `writing` sends a message to the people whom `audience` finds. `roll_out` shows how many people
  have begun.
- `playbook_upload` checks and saves a playbook, `playbooks` chooses one, and `playbook_export`
  gives its files.
- With `privacy` and `retention_form`, admins decide what is kept and for how long. `audit_log`
  shows who changed what.
- `health_watch` records what fails, and `health` shows it.
"""
