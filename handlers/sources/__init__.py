"""What is known elsewhere comes in: calls from calendars, accounts from a CRM, words from calls.

records.py   what a source hands over: plain, frozen, no platform's types and no HTTP
ports.py     what a source can be asked
calendar.py  takes an event in: the call is planned, moved, called off, or left as it is
crm.py       takes an account in, with its domains and contacts

A new source is one class in `bot/` that fits a port and makes these records; nothing here changes.
The playground's demo is the smallest one: bot/playground/sources.py.
"""
