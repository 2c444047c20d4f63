"""What only admins can do. `access.admins_only` refuses other people.

- `team_cards` lists teams, and `team_forms` changes them. `typed_names` finds the people whose
  names an admin types. `membership` changes who is in a team and who leads it.
- `user_groups` chooses a group of the directory or the CRM for a team. `following` makes the team
  match the group.
- `roles` changes people's roles. With `defaults`, admins choose the default settings, and
  `catching_up` applies the defaults to everybody.
- `writing` sends a message to the people whom `audience` finds. `roll_out` shows how many people
  use Attune.
- `playbook_upload` checks and saves a playbook, `playbooks` chooses one, and `playbook_export`
  gives its files.
- With `privacy` and `retention_form`, admins decide what is kept and for how long. `audit_log`
  shows who changed what.
- `health_watch` records what fails, and `health` shows it.
"""
