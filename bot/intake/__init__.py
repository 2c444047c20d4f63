"""Reads feeds: fetches only public addresses, parses in a separate process, stores plain text."""
