"""Measure a call from its transcript, and find the lines for the reflection.

In these modules, "plain speech" is text that `speech.plain_speech` returns: in lower case, without
hesitations, stammers and brackets.
"""
