"""Microsoft Teams: receive activities, and send Adaptive Cards."""
