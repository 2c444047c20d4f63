"""Plan or find a call, show its brief, and take what the rep adds before the call."""
