"""The database as a whole: its address, connection, faults, upgrades and copies."""
