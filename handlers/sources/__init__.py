"""Takes in data from other systems: calls from calendars, accounts from a CRM, transcripts.

records.py   the records that a source returns: plain and frozen, without the other system's types
ports.py     the interfaces of sources
calendar.py  takes in an event: plans, moves or cancels its call, or leaves it as it is
crm.py       takes in an account, with its domains and contacts
matching.py  finds the contacts on a guest list, and puts the other guests on file

For people's calendars:

calendar_addresses.py  what people paste as the address of their calendar
reading.py      compares what was read with what was seen before
successors.py   finds meetings that got another id
sales_calls.py  whether a meeting is a sales call, and why; known.py reads what is on file about it,
                titles.py finds accounts in its title, guest_list.py reads who comes
settling.py     stores the verdict, also after each answer; subjects.py: what an answer is about
meeting_calls.py  keeps calls in line with the meetings that they stand for
copies.py       whose copies of a meeting share a call
kept_events.py  an event as a text in the database
guest_names.py  readable names of guests and companies

A new source is one class in `bot/` that implements a port and returns these records; nothing here
changes. The smallest one is the playground's demo: bot/playground/sources.py.
"""
