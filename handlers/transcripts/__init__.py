"""Measure a call from its transcript, and find the lines for the reflection.

In these modules, "plain speech" is text that `speech.plain_speech` returns: in lower case, without
hesitations, stammers and brackets. A "label" is the name that a transcript gives a speaker. A "cue"
is one piece of speech in the file. A "listener token" is a short reply such as "mm-hm", which only
shows that somebody is listening.
"""
