"""Answer typed lines that fit no command: requests, corrections, small talk, and the rest."""
