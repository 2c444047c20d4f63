"""Take in meetings from people's calendars, and plan, move or cancel their calls."""
