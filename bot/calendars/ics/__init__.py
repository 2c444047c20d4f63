"""Reads a calendar from its secret ICS address: Google's, Outlook's, Apple's or any other.

calendar.py   asks the server, and fails unless the answer is a whole calendar
digest.py     tells whether the file has changed
worker.py     has it parsed in a process of its own, which can be killed; this is what runs there:
parse.py      from the file to the events in a span
scan.py       finds the events that may be in the span, before anything is parsed
lines.py      names, parameters and values of lines
times.py, zones.py    times, and the zones that a file defines
rules.py, series.py   when the instances of a series are; stopped.py ends a rule that never stops
meeting.py, links.py  what a meeting is, who comes to it, and how to join it
"""
