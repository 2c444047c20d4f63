"""Microsoft Teams: receives activities, and sends Adaptive Cards."""
