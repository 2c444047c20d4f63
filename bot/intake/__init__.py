"""Reads feeds: fetches only public addresses, parses in a separate process, keeps plain text."""
