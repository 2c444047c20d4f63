"""Erase a person, a contact or an account.

`people`, `contacts` and `accounts` erase, and `names` has the phrases that replace a name. The
other modules change what stays:

- `mentions`: rows and posts that name a person
- `account_texts`: what was written about an account
- `draft_texts`: text that was typed but not saved
- `guests`: guests and events in calendars
- `meeting_ids`: ids and links of meetings
- `transcripts`: names of speakers

Each function that takes a session runs in the session's transaction, and may run while messages are
being sent. A message whose outbox rows are gone is not sent. All times are UTC.
"""
