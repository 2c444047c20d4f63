"""What `python -m bot` can do, one file a command where it is more than a few lines."""
