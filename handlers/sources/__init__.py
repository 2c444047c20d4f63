"""Take in data from other systems: calls from calendars, accounts from a CRM, transcripts.

records.py   the records that a source returns: plain, frozen, without types of the other system
ports.py     the interfaces of sources
calendar.py  takes in an event: plans, moves or cancels its call, or leaves the call unchanged
crm.py       takes in an account, with its domains and contacts
matching.py  finds the contacts on a guest list, and puts the other guests on file

For people's calendars:

calendar_addresses.py  parses what people paste as the address of their calendar
calendar_limit.py  limits how many calendars a person can connect
owners.py       finds the owner of a calendar among the guests
own_addresses.py  remembers the owner's addresses
reading.py      compares what was read with what was seen before
taking.py       takes in each change
doubts.py       decides whether so many meetings are missing that we doubt a read
successors.py   finds meetings that got another id
sales_calls.py  decides whether a meeting is a sales call, and why
known.py        reads what is on file about a meeting
titles.py       finds accounts in a title
title_names.py  finds what may be a new customer's name in a title
guest_list.py   reads who comes
settling.py     stores the verdict, also after each answer
subjects.py     returns what an answer is about
meeting_calls.py  keeps calls in line with the meetings that they stand for
copies.py       decides whose copies of a meeting share a call
revisions.py    decides which copy is newer
kept_events.py  converts an event to text for the database
guest_names.py  makes readable names of guests and companies
past_meetings.py  finds the meeting of a transcript among past meetings
real_times.py   stores when a Teams meeting really began and ended

A new source is one class in `bot/` that implements a port and returns these records. Nothing here
needs to change. The smallest source is the playground's demo: bot/playground/sources.py.
"""
