"""Transcripts that come by themselves, from Microsoft Teams and Google Meet.

poller.py      looks for the transcripts of calls that are over, for everybody who has allowed it
taking_in.py   hands a transcript to the same feature that a dropped file goes to
again.py       fetches the words again while the source has them, because they are not kept
graph.py, graph_tokens.py   Microsoft Graph
meet.py        the Google Meet API
found.py       what both have in common
"""
