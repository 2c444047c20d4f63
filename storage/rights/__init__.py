"""People's rights: who owns each row, and how to export, erase and purge rows."""
