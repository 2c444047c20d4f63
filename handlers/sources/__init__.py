"""Takes in data from other systems: calls from calendars, accounts from a CRM, transcripts.

records.py   the records that a source returns: plain and frozen, without the other system's types
ports.py     the interfaces of sources
calendar.py  takes in an event: plans, moves or cancels its call, or leaves it as it is
crm.py       takes in an account, with its domains and contacts
matching.py  finds the accounts and contacts that an event is about
calendar_addresses.py  what people paste as the address of their calendar

A new source is one class in `bot/` that implements a port and returns these records; nothing here
changes. The smallest one is the playground's demo: bot/playground/sources.py.
"""
