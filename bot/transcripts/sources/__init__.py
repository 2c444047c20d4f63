"""Fetch transcripts automatically from Microsoft Teams and Google Meet.

poller.py      looks for the transcripts of finished calls, for each rep who has turned this on
taking_in.py   handles a fetched transcript like a file that a rep drops into the chat
fetching_reader.py  fetches a transcript again, because we do not keep its words
graph.py, graph_tokens.py   Microsoft Graph
meet.py        the Google Meet API
common.py      types and functions that both sources use
setup.py       decides which sources are set up, and checks their settings
"""
