"""The longer commands of `python -m bot`, one in each file. `bot.__main__` has the short ones."""
