"""The database itself: its address, connection and faults, upgrades and copies."""
