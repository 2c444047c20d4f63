"""The commands of `python -m bot` that are longer than a few lines, each in a file of its own."""
