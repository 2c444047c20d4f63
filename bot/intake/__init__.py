"""Fetch feeds from public addresses, and store them as plain text.

Other packages also use modules from here, such as `guard` to fetch and `child_process` to parse.
"""
