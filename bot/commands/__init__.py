"""The longer commands of `python -m bot`, one per file. The short ones are in `bot.__main__`."""
