"""Accounts and the people there: find them by a typed name, and keep what is said about them.

- `which_account` finds the account that a name means, and `short_forms` reads letters such as “nw”.
  If several accounts fit, `account_question` asks which one. `account_in_talk` decides which
  account a line is about, and `account_at_time` reads words that name only an account and a time.
- `about_account` answers sentences about an account.
- `people_said`, `people_introduced`, `person_just_named` and `buying_role_said` keep what is said
  about people. `contacts` puts a person on file, or changes a role. `person_removed` answers
  “remove tom berg”.
"""
