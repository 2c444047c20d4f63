"""Accounts and the people there: find them by a typed name, and keep what is said about them.

- `which_account` finds the account that a name means, and `account_question` asks if that is
  unclear. `account_in_talk` decides which account a line is about, and `account_at_time` reads
  words that name only an account and a time.
- `about_account` answers sentences about an account.
- `people_said`, `people_introduced`, `person_just_named` and `buying_role_said` keep what is said
  about people. `contacts` puts a person on file, and takes that back. `person_removed` answers
  “remove tom berg”.
"""
