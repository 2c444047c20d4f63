"""How long a call must be for us to measure its figures.

Cards show these limits too. The limits are not in `figures.py`, because it imports a lot that cards
do not need.
"""

from datetime import timedelta

from handlers.transcripts.timeline import WORDS_A_SECOND

# If a call is shorter than this, we do not measure turns per minute or pauses.
SHORTEST = timedelta(minutes=10)
# If a call is shorter than this, we also do not measure the speakers' shares of the talk.
SHORTEST_FOR_SHARES = timedelta(minutes=5)
# Some files have neither times nor a length. If such a file has fewer words than this, we do not
# measure the speakers' shares of the talk.
MIN_WORDS = round(SHORTEST_FOR_SHARES.total_seconds() * WORDS_A_SECOND)
