"""The database itself: address, connection, faults, upgrades and copies."""
