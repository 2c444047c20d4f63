"""Connects people's calendars, reads them, and plans the calls that are in them.

poller.py      reads the calendars that are due, by the times of timing.py; kinds.py opens each;
               storing.py takes in what was found
ics/           reads a calendar at an address
google.py, microsoft.py   read one through the provider's REST API; rest.py has what they share
mailbox.py     sends their requests with an access token; http.py is the client, with limits
tokens.py      exchanges codes and refresh tokens for access tokens
oauth.py       connecting a calendar by signing in; callback.py has the pages for it
providers.py   Google and Microsoft: their addresses, the permission to ask for, the settings
titles.py, uids.py, zone_names.py   how calendars write titles, UIDs and time zones
"""
