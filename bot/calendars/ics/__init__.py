"""Read a calendar from its secret ICS address, at Google, Outlook, Apple or any other service.

calendar.py   fetches the file, and fails unless the answer is a complete calendar
digest.py     checks whether the file has changed, and finds the owner's addresses in it
alike.py      checks whether two files are exports of the same calendar, and which is older
worker.py     starts a separate process that parses the file and can be killed

Code that runs in the separate process:

parse.py      parses a file into the events in a span of time
scan.py       finds the events that may be in the span, before anything is parsed
lines.py      parses the names, parameters and values of lines
times.py, zones.py    times, and the time zones that a file defines
rules.py, series.py   compute the instances of a series
stopped.py    stops a computation that takes too long
meeting.py, links.py  read an event: its title, its guests, and the link to join it
"""
