"""Connects people's calendars, reads them, and plans the calls that are in them.

providers.py   Google and Microsoft: their addresses, the permission to ask for, the settings
oauth.py       connecting a calendar by signing in; callback.py has the pages for it
tokens.py      exchanges codes and refresh tokens for access tokens
http.py        the HTTP client for both, with limits
ics/           reads a calendar at an address
google.py, microsoft.py   read a calendar through the provider's REST API
uids.py, titles.py, zone_names.py   what all of them write in ways of their own
kinds.py       opens a calendar by its kind
poller.py      reads those that are due; timing.py says when
"""
