"""Takes in data from other systems: calls from calendars, accounts from a CRM, transcripts.

records.py   the records that a source returns: plain, frozen, and free of the other system's types
ports.py     the interfaces of sources
calendar.py  takes in an event: plans, moves or cancels its call, or leaves it as it is
crm.py       takes in an account, with its domains and contacts
matching.py  finds the contacts on a guest list, and puts the other guests on file

For people's calendars:

calendar_addresses.py  what people paste as the address of their calendar
calendar_limit.py  how many calendars a person can connect
owners.py       which guest of a calendar's meetings is its owner; own_addresses.py remembers that
reading.py      compares what was read with what was seen before; taking.py takes in each change
doubts.py       whether a read misses too much to be believed
successors.py   finds meetings that got another id
sales_calls.py  whether a meeting is a sales call, and why; known.py reads what is on file about it,
                titles.py finds accounts in its title, title_names.py what may be a new customer's
                name, guest_list.py reads who comes
settling.py     stores the verdict, also after each answer; subjects.py: what an answer is about
meeting_calls.py  keeps calls in line with the meetings that they stand for
copies.py       whose copies of a meeting share a call; revisions.py: which copy is newer
kept_events.py  an event as a text in the database
guest_names.py  readable names of guests and companies
real_times.py   when a Teams meeting really began and ended

A new source is one class in `bot/` that implements a port and returns these records; nothing here
changes. The smallest one is the playground's demo: bot/playground/sources.py.
"""
