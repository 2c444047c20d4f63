"""Connect people's calendars, read them, and plan the calls in them.

poller.py      reads the calendars that are due
leases.py      claims calendars, so that only one process at a time reads each
polling.py     the loop that reads calendars and transcripts: claim, read, claim again
timing.py      decides when a calendar is due
kinds.py       opens each kind of calendar
storing.py     stores the meetings that a read returned
ics/           reads a calendar from its secret ICS address
google.py, microsoft.py   read a calendar through the provider's REST API
rest.py        the code that google.py and microsoft.py share
graph_pages.py follows the pages of a list in Microsoft Graph
mailbox.py     sends requests with an access token
http.py        the HTTP client, with limits
tokens.py      exchanges codes and refresh tokens for access tokens
oauth.py       connects a calendar when a person signs in
callback.py    the web pages for signing in
providers.py   addresses, permissions and settings for Google and Microsoft
titles.py, uids.py, zone_names.py   how calendars write titles, UIDs and time zones
"""
