"""Measure a call from its transcript, and find lines that the rep may save in the reflection.

In these modules, "plain speech" is text that `speech.plain_speech` returns: in lower case, without
hesitations, stammers and "[laughs]". A "label" is the name that a transcript gives a speaker. A
"cue" is one piece of speech in the transcript. A "listener token" is a short reply such as "mm-hm",
which only shows that somebody is listening.
"""
