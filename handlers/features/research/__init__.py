"""Features about public sources: answers that they propose, and switching them on or off."""
