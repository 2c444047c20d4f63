"""Features about public sources: proposed answers, and the switches."""
