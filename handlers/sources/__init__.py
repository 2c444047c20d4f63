"""Take in data from other systems: calls from calendars, accounts from a CRM, transcripts.

A source is a system that we read, such as a calendar or a CRM. A meeting is in people's calendars.
A call is what we keep on file for a meeting with a customer. A copy is a meeting as one person's
calendar shows it. An event is what we read from a calendar about a meeting.

The main modules:

records.py   the records that a source returns
ports.py     the interfaces of sources
crm/crm.py   takes in an account, with its domains and contacts
public/public.py          the records of public sources: texts about a company, results of look-ups
public/public_taking.py   cleans and stores texts of public sources
public/public_persons.py  leaves out what must not be collected about people

For people's calendars, in `calendars/`:

calendar.py     plans, moves or cancels the call of an event
matching.py     finds the contacts on a guest list, and puts the other guests on file
calendar_addresses.py  parses the address of a calendar, as people paste it
calendar_limit.py  limits how many calendars a person can connect
owners.py       finds the owner of a calendar among the guests
own_addresses.py  remembers the owner's addresses
reading.py      compares a read of a calendar with earlier reads
taking.py       takes in each changed meeting
doubts.py       doubts a read in which too many meetings are missing
successors.py   finds meetings that got another id
sales_calls.py  decides whether a meeting is a sales call, and why
known.py        reads what is on file about a meeting
titles.py       finds accounts in a title
title_names.py  finds what may be a new customer's name in a title
guest_list.py   reads who is invited
settling.py     stores whether a meeting is a sales call, and decides again after a person's answer
subjects.py     returns the keys under which people's answers about meetings are stored
meeting_calls.py  keeps calls in line with the meetings that they stand for
meetings_given_up.py  gives up the calls of meetings that are gone or are not sales calls
copies.py       decides which people in a meeting share a call, from their copies
revisions.py    decides which copy is newer
kept_events.py  converts an event to text for the database
guest_names.py  makes readable names for guests and companies
past_meetings.py  finds the past meeting that a transcript is from
real_times.py   stores when a Teams meeting really began and ended

A new source is one class in `bot/`. It implements the interface for its kind of source, and returns
the records that the interface names. The smallest source is the playground's demo:
bot/playground/sources.py.
"""
